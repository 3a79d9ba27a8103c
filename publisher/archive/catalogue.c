#include "archive/catalogue.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "archive/chain.h"
#include "archive/number.h"
#include "archive/schema.h"
#include "base/buffer.h"
#include "base/diagnostic.h"
#include "base/utc.h"

#define CATALOGUE "catalogue.db"

static void prepare(struct catalogue *catalogue)
{
	struct arena *arena = catalogue->arena;
	catalogue->store = (struct store){ arena, catalogue->all, catalogue->folder };
	catalogue->database = (struct database){
		.arena = arena, .all = catalogue->all, .wait_ms = catalogue->wait_ms,
		.path = arena_printf(arena, "%s/" CATALOGUE, catalogue->folder),
	};
}

/* ---- making ---- */

/* Nothing but what a first try may have left. */
static bool is_vacant(struct catalogue *catalogue)
{
	DIR *list = opendir(catalogue->folder);
	bool vacant = true;
	for (struct dirent *item = list ? readdir(list) : NULL; item; item = readdir(list)) {
		static const char *const may[] = { ".", "..", "files", "incoming", CATALOGUE, CATALOGUE "-journal" };
		bool known = false;
		for (size_t i = 0; i < sizeof may / sizeof may[0]; i++)
			known |= strcmp(item->d_name, may[i]) == 0;
		vacant &= known;
	}
	if (list)
		closedir(list);
	return vacant;
}

static int make_schema(struct catalogue *catalogue)
{
	int result = 0;
	for (const struct schema_object *object = schema_objects(catalogue->arena); object->name && !result; object++)
		result = database_run(&catalogue->database, object->sql);
	if (!result)
		result = database_run(&catalogue->database, arena_printf(catalogue->arena, "PRAGMA application_id=%d; PRAGMA user_version=%d",
		                      SCHEMA_APPLICATION, SCHEMA_FORMAT));
	return result;
}

/* Under the write lock: a database with nothing in it becomes a catalogue. */
static int fill(struct catalogue *catalogue, const char *name)
{
	const char *objects = NULL;
	struct entry first = { .value = { [COLUMN_ACTION] = "init", [COLUMN_TITLE] = name } };
	if (VALUE(&catalogue->database, &objects, "SELECT count(*) FROM sqlite_schema", NULL) < 0)
		return -1;
	if (strcmp(objects, "0") != 0)
		return REPORT(catalogue->all, archive_exists, NULL, catalogue->folder);
	return make_schema(catalogue) || catalogue_append(catalogue, &first) ? -1 : 0;
}

int catalogue_create(struct catalogue *catalogue, const char *name)
{
	prepare(catalogue);
	if (mkdir(catalogue->folder, 0777) && errno != EEXIST)
		return REPORT(catalogue->all, file_archive_write, NULL, catalogue->folder, strerror(errno));
	if (!is_vacant(catalogue))
		return REPORT(catalogue->all, archive_exists, NULL, catalogue->folder);
	if (store_create(&catalogue->store) || database_open(&catalogue->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE))
		return -1;
	int result = database_run(&catalogue->database, "BEGIN IMMEDIATE") || fill(catalogue, name) ? -1 : 0;
	return result ? -1 : database_run(&catalogue->database, "COMMIT");
}

/* ---- opening ---- */

static bool is_known(void *about, const char *path)
{
	struct catalogue *catalogue = about;
	const char *found;
	return VALUE(&catalogue->database, &found, "SELECT 1 FROM entry WHERE path=?1 LIMIT 1", path) != 0;    /* also in doubt */
}

static int sweep(struct catalogue *catalogue)
{
	return store_sweep(&catalogue->store, &(struct store_known){ is_known, catalogue });
}

/* For who only reads: if nobody is at work, what a power cut left goes; else it may be the other's work in progress. */
static void sweep_if_idle(struct catalogue *catalogue)
{
	if (catalogue->read_only || !store_has_marks(&catalogue->store))
		return;
	sqlite3_busy_timeout(catalogue->database.handle, 0);
	if (sqlite3_exec(catalogue->database.handle, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK) {
		sweep(catalogue);
		sqlite3_exec(catalogue->database.handle, "COMMIT", NULL, NULL, NULL);
	}
	sqlite3_busy_timeout(catalogue->database.handle, (int)catalogue->wait_ms);
}

static int check_format(struct catalogue *catalogue)
{
	struct database *database = &catalogue->database;
	const char *application = NULL, *format = NULL, *first = NULL;
	if (VALUE(database, &application, "PRAGMA application_id", NULL) < 0 || VALUE(database, &format, "PRAGMA user_version", NULL) < 0)
		return -1;
	if (atol(application) != SCHEMA_APPLICATION)
		return REPORT(catalogue->all, archive_missing, NULL, catalogue->folder);
	if (atol(format) != SCHEMA_FORMAT)
		return REPORT(catalogue->all, archive_newer, NULL, catalogue->folder, format);
	return VALUE(database, &first, "SELECT id FROM entry LIMIT 1", NULL) < 0 ? -1 : 0;
}

int catalogue_open(struct catalogue *catalogue, enum catalogue_use use)
{
	prepare(catalogue);
	const char *path = catalogue->database.path;
	struct stat status;
	if (stat(path, &status))
		return errno == ENOENT || errno == ENOTDIR ? REPORT(catalogue->all, archive_missing, NULL, catalogue->folder)
		                                           : REPORT(catalogue->all, file_open, NULL, path, strerror(errno));
	catalogue->read_only = access(path, W_OK) || access(catalogue->folder, W_OK);
	if (use == CATALOGUE_WRITE && catalogue->read_only)
		return REPORT(catalogue->all, file_archive_read_only, NULL, catalogue->folder, strerror(errno));
	if (database_open(&catalogue->database, catalogue->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) || check_format(catalogue))
		return -1;
	if (use == CATALOGUE_READ)
		sweep_if_idle(catalogue);
	return 0;
}

void catalogue_close(struct catalogue *catalogue)
{
	database_close(&catalogue->database);
}

/* ---- transactions ---- */

int catalogue_begin(struct catalogue *catalogue)
{
	catalogue->appended = NULL;
	return database_run(&catalogue->database, "BEGIN IMMEDIATE") ? -1 : sweep(catalogue);
}

void catalogue_roll_back(struct catalogue *catalogue)
{
	sqlite3 *handle = catalogue->database.handle;
	if (handle && !sqlite3_get_autocommit(handle))
		sqlite3_exec(handle, "ROLLBACK", NULL, NULL, NULL);
	if (handle)
		sweep_if_idle(catalogue);
}

/* SQLite reports failure too when the entries are written and only the last sync, of the folder, did not succeed. */
static bool is_in_after_all(struct catalogue *catalogue)
{
	const char *found = NULL;
	return catalogue->appended && VALUE(&catalogue->database, &found, "SELECT 1 FROM entry WHERE hash=?1", catalogue->appended) == 1
	       && store_sync_folder(&catalogue->store, catalogue->folder) == 0;
}

int catalogue_commit(struct catalogue *catalogue)
{
	int code = sqlite3_exec(catalogue->database.handle, "COMMIT", NULL, NULL, NULL);
	if (code == SQLITE_OK || (sqlite3_get_autocommit(catalogue->database.handle) && is_in_after_all(catalogue)))
		return 0;
	database_failed(&catalogue->database, code);
	catalogue_roll_back(catalogue);
	return -1;
}

/* ---- entries ---- */

int catalogue_head(struct catalogue *catalogue, struct entry *out)
{
	const char *id = NULL;
	*out = (struct entry){ 0 };
	if (VALUE(&catalogue->database, &id, "SELECT max(id) FROM entry", NULL) < 0)
		return -1;
	return id && catalogue_lookup(catalogue, id, out) < 0 ? -1 : 0;
}

static int insert(struct catalogue *catalogue, const struct entry *entry)
{
	struct buffer sql = { .arena = catalogue->arena };
	buffer_printf(&sql, "INSERT INTO entry(%s) VALUES(", column_list(catalogue->arena));
	for (int i = 0; i < COLUMN_COUNT; i++)
		buffer_printf(&sql, "%s?%d", i ? "," : "", i + 1);
	buffer_put(&sql, ")");
	sqlite3_stmt *statement = database_ask(&catalogue->database, sql.text, entry->value, COLUMN_COUNT);
	int step = database_step(&catalogue->database, statement);
	sqlite3_finalize(statement);
	return step;
}

int catalogue_append(struct catalogue *catalogue, struct entry *entry)
{
	struct entry head;
	if (catalogue_head(catalogue, &head))
		return -1;
	const char **value = entry->value;
	unsigned long long last = head.value[COLUMN_ID] ? strtoull(head.value[COLUMN_ID], NULL, 10) : 0;
	value[COLUMN_ID] = arena_printf(catalogue->arena, "%llu", last + 1);
	value[COLUMN_PREVIOUS] = head.value[COLUMN_HASH] ? head.value[COLUMN_HASH] : CHAIN_START;
	/* The clock of the machine proves nothing: the time stamps of the chain do. */
	if (!value[COLUMN_RECORDED])
		value[COLUMN_RECORDED] = utc_text(catalogue->arena, time(NULL), UTC_SECOND);
	if (strcmp(value[COLUMN_ACTION], "add") == 0)
		value[COLUMN_DOCUMENT] = value[COLUMN_ID];
	value[COLUMN_HASH] = chain_hash(catalogue->arena, entry);
	catalogue->appended = value[COLUMN_HASH];
	return insert(catalogue, entry);
}

bool catalogue_entry(struct catalogue *catalogue, sqlite3_stmt *row, struct entry *out)
{
	bool plain = true;
	for (int i = 0; i < COLUMN_COUNT; i++) {
		out->value[i] = database_text(&catalogue->database, row, i);
		plain &= !out->value[i] || strlen(out->value[i]) == (size_t)sqlite3_column_bytes(row, i);
	}
	return plain;
}

int catalogue_lookup(struct catalogue *catalogue, const char *id, struct entry *out)
{
	const char *sql = arena_printf(catalogue->arena, "SELECT %s FROM entry WHERE id=CAST(?1 AS INTEGER)", column_list(catalogue->arena));
	sqlite3_stmt *row = ASK(&catalogue->database, sql, id);
	int step = database_step(&catalogue->database, row);
	*out = (struct entry){ 0 };
	if (step == 1)
		catalogue_entry(catalogue, row, out);
	sqlite3_finalize(row);
	return step;
}

/* IDs of the documents that the words name, divided by ", ". */
static int candidates(struct catalogue *catalogue, const char *which, const char **ids)
{
	bool decimal = strspn(which, "0123456789") == strlen(which) && strlen(which) < 8;
	bool hash = strlen(which) >= 8 && strspn(which, "0123456789abcdef") == strlen(which);
	const char *key = number_parse(catalogue->arena, which).key;
	const char *sql = decimal ? "SELECT group_concat(id,', ') FROM entry WHERE id=CAST(?1 AS INTEGER) AND action='add'"
	                  : hash  ? "SELECT group_concat(id,', ') FROM entry WHERE action='add' AND sha256>=?1 AND sha256<?1||'g'"
	                          : "SELECT group_concat(id,', ') FROM entry WHERE action='add' AND number_key=?1";
	return VALUE(&catalogue->database, ids, sql, decimal || hash ? which : key);
}

int catalogue_find(struct catalogue *catalogue, const char *which, struct entry *out)
{
	const char *ids = NULL;
	if (candidates(catalogue, which, &ids) < 0)
		return -1;
	if (!ids)
		return REPORT(catalogue->all, archive_unknown, NULL, which);
	if (strchr(ids, ','))
		return REPORT(catalogue->all, archive_several, NULL, which, ids);
	return catalogue_lookup(catalogue, ids, out) == 1 ? 0 : -1;
}

/* ---- guards ---- */

int catalogue_wrong_guard(struct catalogue *catalogue, const char **name)
{
	int made = 0;
	const char *count = NULL, *same = NULL;
	*name = NULL;
	for (const struct schema_object *object = schema_objects(catalogue->arena); object->name; object++, made++) {
		if (VALUE(&catalogue->database, &same, "SELECT 1 FROM sqlite_schema WHERE name=?1 AND sql=?2", object->name, object->sql) < 0)
			return -1;
		if (!same && !*name)
			*name = object->name;
	}
	/* the tables behind the two indexes of words have names of their own */
	if (VALUE(&catalogue->database, &count, "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'words\\_%' ESCAPE '\\' "
	          "AND name NOT LIKE 'pairs\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'", NULL) < 0)
		return -1;
	if (!*name && atoi(count) != made)
		*name = "";
	return 0;
}
