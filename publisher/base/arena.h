/* Memory that lives as long as a job. Whatever is allocated from an arena goes at once with arena_free.
 * No call here returns NULL: running out of memory ends the program (memory.h), so callers need no check. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena);               /* NULL is allowed */
void arena_clear(struct arena *arena);              /* everything goes, the blocks are kept for the next page or row */
void *arena_alloc(struct arena *arena, size_t size);          /* zeroed, aligned for any type */
void *arena_reserve(struct arena *arena, size_t size);        /* not zeroed: of a great room, what is never written costs no memory */
void *arena_array(struct arena *arena, size_t count, size_t size); /* zeroed; a product that overflows ends the program */
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Room for `need` items in a growing array: returns items (moved if it had to grow, new part zeroed) and updates
 * *capacity. The old copy stays in the arena: growth doubles. */
void *arena_grow(struct arena *arena, void *items, size_t *capacity, size_t need, size_t size);
#define ARENA_GROW(arena, items, capacity, need) \
	((items) = arena_grow((arena), (items), (capacity), (need), sizeof *(items)))
#endif
