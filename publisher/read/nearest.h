/* The known name most like a mistyped one. */
#ifndef READ_NEAREST_H
#define READ_NEAREST_H
#include <stddef.h>
#include "base/arena.h"
/* By edits between characters (insertions, deletions, swaps of neighbours) as a share of both lengths, so that 文号 is nearer to
 * 发文字号, which has all of it, than to 份号; of equals the first in the same letters, Latin or not. count > 0. */
const char *nearest(const char *given, const char *const *names, size_t count);
/* The same; NULL where half of it is different. */
const char *nearest_like(const char *given, const char *const *names, size_t count);
/* The same; where nothing is like it, all names in its letters, with marks of quotation between them. */
const char *nearest_or_all(struct arena *arena, const char *given, const char *const *names, size_t count);
#endif
