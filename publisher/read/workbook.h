/* A sheet of a workbook (XLSX, ECMA-376; ODS, OpenDocument) as a grid of text: what the spreadsheet program shows. */
#ifndef READ_WORKBOOK_H
#define READ_WORKBOOK_H
#include "read/grid.h"

bool workbook_named(const char *path);    /* does the name end with .xlsx, .xlsm, .ods or .xls (which is refused)? */
const char *cell_name(struct arena *arena, int row, int column);   /* 12, 28 → "AB12" */
/* sheet: its name, or NULL for the first that is not hidden. Hidden rows and columns are left out with a note. at: the
 * place that named the file. */
int workbook_read(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path_and_sheet[2], struct grid *out);
/* Tells of a lock that a spreadsheet program left beside a table, which could not be read: the file may be open there. -1. */
int workbook_in_use(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path);
#endif
