/* One sheet while it is read: cells with their shown text, what is hidden, merged ranges; then a grid of what is shown.
 * Common to the forms of workbook. Private to read/. */
#ifndef READ_SHEET_H
#define READ_SHEET_H
#include "read/grid.h"
#include "read/part.h"

/* Rows and columns are those of the largest sheets there are; cells and bytes are what one table may have. */
enum { SHEET_ROWS = 1048576, SHEET_COLUMNS = 16384, SHEET_CELLS = 3000000, SHEET_TEXT = 128 << 20, SHEET_TOLD = 100 };

struct sheet_cell { const char *text; int row, column; };
struct sheet_range { int row, column, last_row, last_column; };   /* from 1, both ends within */

struct sheet {
	struct book *book;
	struct sheet_cell *cells;
	size_t cell_count, cell_capacity, text_bytes;
	struct sheet_range *ranges;
	size_t range_count, range_capacity;
	bool *hidden_rows, *hidden_columns;    /* by number */
	int title_first, title_last;           /* rows that are repeated on every printed page; 0: none */
	int told;                              /* diagnostics so far: the first SHEET_TOLD are enough */
	bool unsorted, stop;                   /* stop: too much, and reported */
	int result;
};

void sheet_open(struct sheet *sheet, struct book *book);
void sheet_put(struct sheet *sheet, int row, int column, const char *text);    /* the text stays where it is; "" is no cell */
void sheet_merge(struct sheet *sheet, const struct sheet_range *range);        /* of one cell: nothing */
void sheet_hide(bool *hidden, int first, int last);
bool sheet_tell(struct sheet *sheet);          /* may one more diagnostic be recorded? */
void sheet_too_large(struct sheet *sheet);     /* reports and stops */
/* The grid, with a note of what was left out. -1 with diagnostics: ranges overlap, too large, or sheet->result. */
int sheet_build(struct sheet *sheet, struct grid *out);

/* The names of a workbook's sheets as a list to choose from; a dozen are enough. */
struct sheet_names { struct arena *arena; const char *list; int count; };
void sheet_names_add(struct sheet_names *names, const char *name);

/* "AB12" → column 28, row 12; false if it is none. *end: behind it, if not NULL. */
bool cell_reference(const char *text, int *row, int *column, const char **end);
#endif
