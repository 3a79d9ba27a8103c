/* An XLSX workbook (ECMA-376). Private to read/. */
#ifndef READ_XLSX_H
#define READ_XLSX_H
#include "read/sheet.h"

struct strings { const char **list; size_t count, capacity; };

struct formats {               /* format code by cell style */
	const char **codes;
	size_t count, capacity;
};

struct xlsx {
	struct book *book;
	bool date1904;
	struct strings strings;
	struct formats formats;
};

/* Reads the book's parts and one sheet; at: the place that named it; wanted: its name, or NULL. */
int xlsx_read(struct book *book, const struct place *at, const char *wanted, struct grid *out);

int xlsx_strings(struct xlsx *xlsx, const char *part);    /* shared strings; rich text as text, readings (rPh) left out */
int xlsx_styles(struct xlsx *xlsx, const char *part);     /* number formats */
int xlsx_sheet(struct xlsx *xlsx, const char *part, struct sheet *sheet);
/* _x000A_ and the like are characters, carriage returns none; in place. */
void xlsx_unescape(char *text);
#endif
