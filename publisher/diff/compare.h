/* The parts of a comparison. Private to diff/. */
#ifndef DIFF_COMPARE_H
#define DIFF_COMPARE_H
#include "base/diagnostic.h"
#include "diff/diff.h"

/* cells.c. -1 with a diagnostic: they have nothing in common to go by. */
int compare_tables(struct arena *arena, struct diagnostics *all, const struct table *old, const struct table *new, struct table_change *out);

/* texts.c: what changed in elements and paragraphs is added to the list. */
struct text_changes { struct arena *arena, *scratch; struct text_change *list; size_t count, capacity; };
void compare_elements(struct text_changes *changes, const struct document *old, const struct document *new);
void compare_table_texts(struct text_changes *changes, const struct table *old, const struct table *new);
void compare_paragraphs(struct text_changes *changes, const char *what, int number, const struct flow_text *old, const struct flow_text *new);
#endif
