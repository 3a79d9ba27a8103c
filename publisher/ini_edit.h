/* An INI file changed as a person would change it: single values, everything else as it stands, comments, blanks and line ends too. */
#ifndef INI_EDIT_H
#define INI_EDIT_H
#include "read/ini.h"

struct ini_change { size_t start, length; const char *text; };

struct ini_edit {
	struct arena *arena;
	const char *text;          /* what is changed: UTF-8, without byte-order mark */
	size_t length;
	bool marked;               /* a byte-order mark stood before it */
	bool other_charset;        /* the file was no UTF-8, and its line ends may have been others: it is now */
	struct ini ini;
	struct ini_change *changes;
	size_t count, capacity;
};

/* -1 with diagnostics. */
int ini_edit_open(struct arena *arena, struct diagnostics *all, const char *path, struct ini_edit *out);
/* Puts another value, without quotes, in the place of an entry's. */
void ini_edit_value(struct ini_edit *edit, const struct ini_entry *entry, const char *value);
/* Puts a line behind the head of a section. */
void ini_edit_insert(struct ini_edit *edit, const struct words *section, const char *line);
/* The whole, in the arena. */
struct bytes ini_edit_text(struct ini_edit *edit);
#endif
