/* Which places of the source are new or were changed since an earlier edition, for an edition that shows it. Whoever compared the two
 * tells; layout marks the items that come from there. */
#ifndef PAGE_CHANGE_MARKS_H
#define PAGE_CHANGE_MARKS_H
#include <stddef.h>
#include "page/page.h"

struct change_range { size_t start, end; };    /* bytes of the text; what was dropped between two characters: both of them */

struct change {
	enum change_mark mark;
	const struct change_range *ranges;     /* of what was changed in it, in order … */
	size_t range_count;                    /* … 0: all of it */
};

struct change_line { const char *file; int line; struct change change; };    /* the words that stand there */
struct change_cell { int row, column; struct change change; };               /* from 0 */
struct change_removed { int row; const char *name; };                        /* a row that stood before this one */

struct change_gone { const char *file; int line; bool behind; const char *names; int count; };  /* paragraphs that stood before, or at the end
                                                                                            behind, the one of that line */

struct change_table {
	const struct change_cell *cells;       /* by row, then column */
	size_t cell_count;
	const struct change_removed *removed;  /* by row */
	size_t removed_count;
};

struct change_marks {
	const struct change_line *lines;       /* by file, then line */
	size_t line_count;
	const struct change_gone *gone;        /* by file, line, behind; one for each such place */
	size_t gone_count;
	const struct change_table *tables;     /* in the order of the document's tables */
	int table_count;
	const char *notice;                    /* stands at the head of each page */
};

/* The orders above, for whoever lists marks (qsort). */
int change_by_line(const void *left, const void *right);
int change_by_gone(const void *left, const void *right);
int change_by_cell(const void *left, const void *right);

/* NULL: nothing is told of that place, or marks is NULL. */
const struct change *change_of_line(const struct change_marks *marks, const char *file, int line);
const struct change_gone *change_gone_at(const struct change_marks *marks, const char *file, int line, bool behind);
const struct change *change_of_cell(const struct change_marks *marks, int table, const int row_and_column[2]);
/* The mark of the bytes from start to before end. change may be NULL. */
enum change_mark change_within(const struct change *change, size_t start, size_t end);
#endif
