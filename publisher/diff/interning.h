/* Texts as numbers: equal texts get equal numbers, from 0 in the order in which they come. Private to diff/. */
#ifndef DIFF_INTERNING_H
#define DIFF_INTERNING_H
#include <stdint.h>
#include "base/arena.h"

struct interning {
	struct arena *arena;
	const char **texts;        /* by number; copies of its own */
	uint32_t count;
	size_t capacity;
	uint32_t *slots;           /* number + 1; 0: free */
	size_t slot_count;         /* a power of two */
};

uint32_t intern(struct interning *all, const char *text);
#endif
