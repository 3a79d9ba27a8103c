/* What layout marks of a comparison. */
#ifndef DIFF_MARKS_H
#define DIFF_MARKS_H
#include "diff/diff.h"
#include "page/change_marks.h"

void diff_marks(struct arena *arena, const struct diff *diff, struct change_marks *out);
#endif
