/* An ODS workbook (OpenDocument 1.3, part 3). Private to read/. */
#ifndef READ_ODS_H
#define READ_ODS_H
#include "read/sheet.h"

/* at: the place that named the workbook; wanted: the sheet's name, or NULL for the first that is not hidden. */
int ods_read(struct book *book, const struct place *at, const char *wanted, struct grid *out);
#endif
