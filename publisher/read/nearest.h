/* The known name most like a mistyped one. */
#ifndef READ_NEAREST_H
#define READ_NEAREST_H
#include <stddef.h>
/* By edits between characters (Damerau-Levenshtein, optimal string alignment); the first of equals. count > 0. */
const char *nearest(const char *given, const char *const *names, size_t count);
#endif
