/* Parts of a workbook. Private to read/. */
#ifndef READ_SHEET_H
#define READ_SHEET_H
#include <expat.h>
#include "read/workbook.h"
#include "read/package.h"

enum { SHEET_ROWS = 1048576, SHEET_COLUMNS = 16384, SHEET_CELLS = 8000000 };

struct strings { const char **list; size_t count, capacity; };

struct formats {               /* format code by cell style */
	const char **codes;
	size_t count, capacity;
};

struct book {
	struct arena *arena;
	struct diagnostics *all;
	struct package *package;
	const char *file;          /* for places: name of the workbook and its sheet */
	bool date1904;
	struct strings strings;
	struct formats formats;
};

/* An XML part, element by element: names without their namespace. A document type declaration is refused, and with it
 * every trick with entities. */
struct part {
	void *context;
	void (*start)(void *context, const char *name, const char **attributes);
	void (*end)(void *context, const char *name);
	void (*text)(void *context, const char *text, size_t length);
};
int part_parse(struct book *book, const char *name, const struct part *part);   /* 1 parsed, 0 not there, -1 with a diagnostic */
const char *part_attribute(const char **attributes, const char *name);         /* without its namespace; NULL if absent */

/* "AB12" → column 28, row 12; false if it is none. */
bool cell_reference(const char *text, int *row, int *column);

int sheet_read(struct book *book, const char *part, struct grid *out);
#endif
