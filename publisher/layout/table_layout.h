/* Tables on pages: measured once, columns and page breaks planned on numbers, then put part by part. */
#ifndef LAYOUT_TABLE_LAYOUT_H
#define LAYOUT_TABLE_LAYOUT_H
#include "layout/paginator.h"

/* A table attachment on new sides, turned or upright by the table's orientation. */
int table_layout_attachment(struct paginator *pages, const struct attachment *attachment);
/* A table in the running text: starts below the page's last line, ends with pages->line on the next free grid line. */
int table_layout_in_text(struct paginator *pages, const struct table *table);
/* Would it begin on a page whose next free grid line is that one, and not on the page after it? */
bool table_layout_begins(const struct paginator *pages, const struct table *table, int line);
#endif
