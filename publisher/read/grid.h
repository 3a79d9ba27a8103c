/* A table of text: CSV or TSV as a spreadsheet saves it. A scan of ours follows the quotes and gives each cell its
 * line and column and each quoting error its place; libcsv (strict, blanks kept) then reads the cells. */
#ifndef READ_GRID_H
#define READ_GRID_H
#include <stdbool.h>
#include "base/place.h"
#include "read/source.h"

struct grid_cell {
	const char *text;       /* "" when empty; inner line breaks are \n */
	int line, column;       /* from 1; of a workbook: row and column of the sheet */
	int rows, columns;      /* of a workbook's merged range that begins here; 0: none does */
	bool covered;           /* inside a merged range, not its first cell; text is "" */
	bool from_left;         /* … and in the first row of that range */
};

struct grid_row {
	const struct grid_cell *cells;
	int count;
};

struct grid {
	const char *file;
	const struct grid_row *rows;
	int count;              /* rows; trailing rows without text are dropped with a note by model/, not here */
};

/* separator: ',' or '\t'; 0: by the file's name (.tsv, .csv), else by content. */
int grid_read(struct arena *arena, struct diagnostics *all, const struct source *source, char separator, struct grid *out);
#endif
