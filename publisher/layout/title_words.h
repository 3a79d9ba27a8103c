/* Where a title may be divided, by its meaning. Private to layout/. */
#ifndef LAYOUT_TITLE_WORDS_H
#define LAYOUT_TITLE_WORDS_H
#include "layout/layout.h"

/* For each glyph of the title (and its end): the cost of a line that starts there (text/line_outline.h), given the width of
 * the lines in milli-ems. Words by the dictionary; the template's words, the names of the issuing bodies, numbers with their
 * units, 《》 and （） are kept whole. The array is in the arena. */
int32_t *title_costs(struct layout_job *job, struct arena *arena, const struct shaped *title, int32_t width);
/* The same of the name of a body: cheaper behind the name of one within it; none is kept whole. */
int32_t *name_costs(struct layout_job *job, struct arena *arena, const struct shaped *name);
#endif
