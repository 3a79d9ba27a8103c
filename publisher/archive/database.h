/* For this room alone: SQLite, with its failures as diagnostics. */
#ifndef ARCHIVE_DATABASE_H
#define ARCHIVE_DATABASE_H
#include <sqlite3.h>
#include <stdbool.h>
#include "base/arena.h"

struct diagnostics;

struct database {
	struct arena *arena;
	struct diagnostics *all;
	const char *path;
	sqlite3 *handle;
	long wait_ms;              /* how long another process may hold the lock */
};

/* flags: SQLITE_OPEN_…. 0, or -1 with a diagnostic; to be closed in any case. */
int database_open(struct database *database, int flags);
void database_close(struct database *database);
int database_failed(struct database *database, int code);      /* reports it: full, read-only, held by another, damaged; -1 */
int database_run(struct database *database, const char *sql);  /* statements without results */

/* A statement with its arguments as text (NULL: null). NULL: reported. Ended by sqlite3_finalize. */
sqlite3_stmt *database_ask(struct database *database, const char *sql, const char *const *arguments, int count);
#define ASK(database, sql, ...) \
	database_ask((database), (sql), (const char *const[]){ __VA_ARGS__ }, (int)(sizeof (const char *const[]){ __VA_ARGS__ } / sizeof(char *)))
int database_step(struct database *database, sqlite3_stmt *statement);    /* 1: a row, 0: no more, -1: reported */
/* A column of the row in the arena; NULL: null. */
const char *database_text(struct database *database, sqlite3_stmt *statement, int column);
/* The first column of the first row. 1, 0 if there is no row (out NULL), -1 reported. */
int database_value(struct database *database, const char *sql, const char *const *arguments, int count, const char **out);
#define VALUE(database, out, sql, ...) \
	database_value((database), (sql), (const char *const[]){ __VA_ARGS__ }, (int)(sizeof (const char *const[]){ __VA_ARGS__ } / sizeof(char *)), (out))
#endif
