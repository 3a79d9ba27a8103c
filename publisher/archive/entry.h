/* An entry of the catalogue: one thing that was done, never changed afterwards. */
#ifndef ARCHIVE_ENTRY_H
#define ARCHIVE_ENTRY_H
#include "base/arena.h"

enum column {
#define COLUMN(name, sql, type) COLUMN_##name,
#include "archive/columns.def"
#undef COLUMN
	COLUMN_COUNT
};

/* By column, as text; NULL: nothing. Of an integer column its decimal digits. */
struct entry {
	const char *value[COLUMN_COUNT];
};

const char *column_name(enum column column);           /* static storage */
const char *column_type(enum column column);           /* SQL; static storage */
const char *column_list(struct arena *arena);          /* all names with commas */
#endif
