/* An arena is a list of blocks, each twice the last up to 1 MiB; a request larger than that gets a block of its own. Large
 * blocks come zeroed, as pages that are there only once they are written to; nothing is zeroed twice. */
#include "base/arena.h"
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20, ZEROED_BLOCK = 1 << 17 /* from here on the system maps pages */, ALIGNMENT = _Alignof(max_align_t) };

struct block {
	struct block *next;
	size_t size, used;
	size_t dirty;           /* bytes that are not known to be zero where they are not in use */
	_Alignas(max_align_t) unsigned char data[];
};

struct arena {
	struct block *blocks;   /* the one in use first */
	struct block *spare;    /* kept by arena_clear */
	size_t next_size;
};

struct arena *arena_new(void)
{
	struct arena *arena = calloc(1, sizeof *arena);
	if (!arena)
		memory_exhausted();
	arena->next_size = FIRST_BLOCK;
	return arena;
}

static void free_blocks(struct block *block)
{
	while (block) {
		struct block *next = block->next;
		free(block);
		block = next;
	}
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	free_blocks(arena->blocks);
	free_blocks(arena->spare);
	free(arena);
}

void arena_clear(struct arena *arena)
{
	while (arena->blocks) {
		struct block *block = arena->blocks;
		arena->blocks = block->next;
		block->dirty = block->used > block->dirty ? block->used : block->dirty;
		block->next = arena->spare;
		arena->spare = block;
	}
}

static struct block *take_spare(struct arena *arena, size_t size)
{
	struct block **link = &arena->spare;
	while (*link && (*link)->size < size)
		link = &(*link)->next;
	struct block *block = *link;
	if (block)
		*link = block->next;
	return block;
}

static void add_block(struct arena *arena, size_t size)
{
	struct block *block = take_spare(arena, size);
	if (!block) {
		size_t room = size > arena->next_size ? size : arena->next_size;
		block = room < ZEROED_BLOCK ? malloc(sizeof *block + room) : calloc(1, sizeof *block + room);
		if (!block)
			memory_exhausted();
		block->size = room;
		block->dirty = room < ZEROED_BLOCK ? room : 0;
		if (arena->next_size < LARGEST_BLOCK)
			arena->next_size *= 2;
	}
	block->used = 0;
	block->next = arena->blocks;
	arena->blocks = block;
}

void *arena_reserve(struct arena *arena, size_t size)
{
	if (size > SIZE_MAX / 2)
		memory_exhausted();
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (!arena->blocks || arena->blocks->size - arena->blocks->used < size)
		add_block(arena, size);
	void *memory = arena->blocks->data + arena->blocks->used;
	arena->blocks->used += size;
	return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	unsigned char *memory = arena_reserve(arena, size);
	const struct block *block = arena->blocks;
	size_t at = (size_t)(memory - block->data);
	if (at < block->dirty)
		memset(memory, 0, block->dirty - at < size ? block->dirty - at : size);
	return memory;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / 2 / size)
		memory_exhausted();
	return arena_alloc(arena, count * size);
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_alloc(arena, length + 1);
	memcpy(copy, text, length);
	return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return arena_strndup(arena, text, strlen(text));
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	char usual[256];
	va_list arguments;
	va_start(arguments, format);
	int length = vsnprintf(usual, sizeof usual, format, arguments);
	va_end(arguments);
	size_t size = length > 0 ? (size_t)length : 0;
	char *text = arena_alloc(arena, size + 1);
	va_start(arguments, format);
	if (size < sizeof usual)
		memcpy(text, usual, size);
	else
		vsnprintf(text, size + 1, format, arguments);
	va_end(arguments);
	return text;
}

void *arena_grow(struct arena *arena, void *items, size_t *capacity, size_t need, size_t size)
{
	if (need <= *capacity)
		return items;
	size_t more = *capacity ? *capacity * 2 : 8;
	if (more < need)
		more = need;
	void *grown = arena_array(arena, more, size);
	if (items)
		memcpy(grown, items, *capacity * size);
	*capacity = more;
	return grown;
}
