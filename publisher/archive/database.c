#include "archive/database.h"
#include <errno.h>
#include <string.h>
#include "base/diagnostic.h"
#include "base/language.h"

int database_failed(struct database *database, int code)
{
	const char *words = database->handle ? sqlite3_errmsg(database->handle) : sqlite3_errstr(code);
	int system = database->handle ? sqlite3_system_errno(database->handle) : 0;
	switch (code & 0xFF) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return REPORT(database->all, file_archive_busy, NULL, database->path, arena_printf(database->arena, "%ld", database->wait_ms / 1000));
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return REPORT(database->all, file_archive_read_only, NULL, database->path, words);
	case SQLITE_CANTOPEN:
		if (system == EACCES || system == EROFS || system == EPERM)
			return REPORT(database->all, file_archive_read_only, NULL, database->path, error_text(system));
		return REPORT(database->all, file_open, NULL, database->path, system ? error_text(system) : words);
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_TOOBIG:
		return REPORT(database->all, file_archive_write, NULL, database->path, system ? error_text(system) : words);
	default:
		return REPORT(database->all, archive_damaged, NULL, database->path, words);
	}
}

int database_run(struct database *database, const char *sql)
{
	int code = sqlite3_exec(database->handle, sql, NULL, NULL, NULL);
	return code == SQLITE_OK ? 0 : database_failed(database, code);
}

int database_open(struct database *database, int flags)
{
	int code = sqlite3_open_v2(database->path, &database->handle, flags, NULL);
	if (code != SQLITE_OK)
		return database_failed(database, code);
	sqlite3_extended_result_codes(database->handle, 1);
	sqlite3_busy_timeout(database->handle, (int)database->wait_ms);
	sqlite3_db_config(database->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	/* REPLACE would pass the guards by without recursive_triggers; EXTRA: a commit lasts through a power cut. */
	return database_run(database, "PRAGMA recursive_triggers=ON; PRAGMA synchronous=EXTRA; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON");
}

void database_close(struct database *database)
{
	sqlite3_close(database->handle);
	database->handle = NULL;
}

sqlite3_stmt *database_ask(struct database *database, const char *sql, const char *const *arguments, int count)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(database->handle, sql, -1, &statement, NULL);
	if (code != SQLITE_OK) {
		database_failed(database, code);
		return NULL;
	}
	for (int i = 0; i < count; i++)
		if (arguments[i])
			sqlite3_bind_text(statement, i + 1, arguments[i], -1, SQLITE_STATIC);
	return statement;
}

int database_step(struct database *database, sqlite3_stmt *statement)
{
	int code = statement ? sqlite3_step(statement) : SQLITE_ROW;
	if (!statement)
		return -1;                     /* reported when it was prepared */
	return code == SQLITE_ROW ? 1 : code == SQLITE_DONE ? 0 : database_failed(database, code);
}

const char *database_text(struct database *database, sqlite3_stmt *statement, int column)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);
	return text ? arena_strdup(database->arena, text) : NULL;
}

int database_value(struct database *database, const char *sql, const char *const *arguments, int count, const char **out)
{
	sqlite3_stmt *statement = database_ask(database, sql, arguments, count);
	int step = database_step(database, statement);
	*out = step == 1 ? database_text(database, statement, 0) : NULL;
	sqlite3_finalize(statement);
	return step;
}
