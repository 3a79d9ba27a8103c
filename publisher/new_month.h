/* What of an edition becomes what in next month's: the changes of its INI, and the files that go along. */
#ifndef NEW_MONTH_H
#define NEW_MONTH_H
#include "ini_edit.h"
#include "pipeline.h"

struct new_month_line { struct place at; const char *key, *before, *after; };        /* at: in the new edition */

struct new_month {
	struct session *session;
	const struct settings *settings;   /* of the old edition */
	const char *file;                  /* the new edition's INI */
	const char *number;                /* the number that was asked for; NULL: the next one */
	struct ini_edit edit;
	bool new_year;                     /* the next month is January */
	bool dated;                        /* [period] has said so, or that it is not */
	bool status_inserted;              /* behind the line status_line */
	int status_line;
	struct new_month_line *lines;      /* what was changed, in the order of the file */
	size_t count, capacity;
};

/* Changes the INI. 0, or -1 with a diagnostic: it cannot be read, or the archive cannot be asked. What could not be moved on surely is a
 * note. */
int new_month_edit(struct new_month *month);
#endif
