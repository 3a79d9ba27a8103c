#include "diff/interning.h"
#include <string.h>

static uint64_t hash(const char *text)
{
	uint64_t value = 0xCBF29CE484222325u;    /* FNV-1a */
	for (; *text; text++)
		value = (value ^ (unsigned char)*text) * 0x100000001B3u;
	return value ^ value >> 29;
}

static uint32_t *slot_of(struct interning *all, const char *text)
{
	size_t at = hash(text) & (all->slot_count - 1);
	while (all->slots[at] && strcmp(all->texts[all->slots[at] - 1], text) != 0)
		at = (at + 1) & (all->slot_count - 1);
	return &all->slots[at];
}

static void enlarge(struct interning *all)
{
	all->slot_count = all->slot_count ? all->slot_count * 2 : 64;
	all->slots = arena_array(all->arena, all->slot_count, sizeof *all->slots);
	for (uint32_t i = 0; i < all->count; i++)
		*slot_of(all, all->texts[i]) = i + 1;
}

uint32_t intern(struct interning *all, const char *text)
{
	if ((size_t)(all->count + 1) * 2 > all->slot_count)
		enlarge(all);
	uint32_t *slot = slot_of(all, text);
	if (!*slot) {
		ARENA_GROW(all->arena, all->texts, &all->capacity, (size_t)all->count + 1);
		all->texts[all->count++] = arena_strdup(all->arena, text);
		*slot = all->count;
	}
	return *slot - 1;
}
