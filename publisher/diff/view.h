/* A table as rows that each say all that holds for them: a label that goes on over rows is the text of each of them. Private to diff/. */
#ifndef DIFF_VIEW_H
#define DIFF_VIEW_H
#include "model/table.h"
#include "base/arena.h"

struct view { const struct table *table; int *anchor; /* row of the cell that holds here, row-major */ };

void view_open(struct arena *arena, const struct table *table, struct view *out);
const char *view_text(const struct view *view, int row, int column);    /* "" too where a mark stands for an empty cell */
bool view_goes_on(const struct view *view, int row, int column);        /* does the text stand in a row above? */
const char *view_plain(struct arena *arena, const char *text);          /* on one line */
#endif
