/* The known name most like a mistyped one. */
#ifndef READ_NEAREST_H
#define READ_NEAREST_H
#include <stddef.h>
/* By edits between characters (insertions, deletions, swaps of neighbours) as a share of both lengths, so that 文号 is nearer to
 * 发文字号, which has all of it, than to 份号; the first of equals. count > 0. */
const char *nearest(const char *given, const char *const *names, size_t count);
#endif
