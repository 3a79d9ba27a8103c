/* A table of text: CSV or TSV as a spreadsheet saves it. A scan of ours follows the quotes and gives each cell its
 * line and column and each quoting error its place; libcsv (strict, blanks kept) then reads the cells. */
#ifndef READ_GRID_H
#define READ_GRID_H
#include <stdbool.h>
#include "base/place.h"
#include "read/source.h"

struct grid_cell {              /* kept small: there are millions */
	const char *text;       /* "" when empty; inner line breaks are \n */
	int line;               /* from 1; of a workbook: row of the sheet */
	int column : 30;        /* from 1, in characters; of a workbook: column of the sheet */
	bool covered : 1;       /* inside a merged range, not its first cell; text is "" */
	bool from_left : 1;     /* … and in the first row of that range */
	int rows, columns;      /* of a workbook's merged range that begins here; 0: none does */
};

struct grid_row {
	const struct grid_cell *cells;
	int count;
};

struct grid {
	const char *file;
	const struct grid_row *rows;
	int count;              /* rows; trailing rows without text are dropped with a note by model/, not here */
	int title_first, title_rows;   /* rows that the workbook repeats on every printed page: the first, and how many; 0: none */
};

/* separator: ',' or '\t'; 0: by the file's name (.tsv, .csv), else by content. The cells' text stands in the source's, which
 * is no text of its own any more. */
int grid_read(struct arena *arena, struct diagnostics *all, struct source *source, char separator, struct grid *out);
#endif
