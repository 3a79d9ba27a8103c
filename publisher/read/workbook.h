/* A sheet of an XLSX workbook (ECMA-376) as a grid of text: what the spreadsheet program shows. */
#ifndef READ_WORKBOOK_H
#define READ_WORKBOOK_H
#include "read/grid.h"

bool workbook_named(const char *path);    /* does the name end with .xlsx or .xlsm? */
const char *cell_name(struct arena *arena, int row, int column);   /* 12, 28 → "AB12" */
/* sheet: its name, or NULL for the first that is not hidden. Hidden rows and columns are left out with a note. at: the
 * place that named the file. */
int workbook_read(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path_and_sheet[2], struct grid *out);
#endif
