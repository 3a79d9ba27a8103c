/* A comparison for people and for machines. */
#ifndef DIFF_PRINT_H
#define DIFF_PRINT_H
#include <stdio.h>
#include "diff/diff.h"

/* What is shown of a text: stretches that stayed are shortened to their ends, so long that one finds the place. */
enum { SHOWN_ENDS = 12 };      /* characters */
/* The bytes of a kept piece to be left out: from skipped[0] to before skipped[1]; both 0: none. first, last: of all pieces. */
void diff_skipped(const char *text, const struct piece *piece, const bool first_and_last[2], size_t skipped[2]);
const char *diff_shortened(struct arena *arena, const char *text, int most);    /* to so many characters, on one line */
/* What a table is called: its title, the name of its attachment, or its ID. */
const char *diff_table_name(const struct document *document, const struct table *table);

/* names: of the editions, as they were given. */
void diff_print(const struct diff *diff, const char *const names[2], bool coloured, FILE *out);
void diff_print_json(const struct diff *diff, const char *const names[2], FILE *out);
#endif
