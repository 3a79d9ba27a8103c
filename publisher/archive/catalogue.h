/* The catalogue of an archive: an SQLite database whose table of entries only grows. What the tables and actions are, and how
 * to check the chain without this program: catalogue.md. */
#ifndef ARCHIVE_CATALOGUE_H
#define ARCHIVE_CATALOGUE_H
#include "archive/database.h"
#include "archive/entry.h"
#include "archive/store.h"

struct catalogue {
	struct arena *arena;
	struct diagnostics *all;
	const char *folder;
	long wait_ms;                      /* for other processes that write */
	struct database database;
	struct store store;
	bool read_only;                    /* the file system or the rights do not let us write */
	const char *appended;              /* hash of the last entry since begin; NULL: none */
};

/* Makes an archive in a folder that is empty or not there; name (may be NULL): of the fonds (全宗名称). What a power cut left of an
 * earlier try is taken up. -1 reported. */
int catalogue_create(struct catalogue *catalogue, const char *name);
enum catalogue_use { CATALOGUE_READ, CATALOGUE_WRITE };
int catalogue_open(struct catalogue *catalogue, enum catalogue_use use);   /* -1 reported; to be closed in any case */
void catalogue_close(struct catalogue *catalogue);

/* Takes the write lock, waiting for others, and sweeps what a power cut left. */
int catalogue_begin(struct catalogue *catalogue);
/* -1 reported: nothing of what was appended since begin is there, and no file that only it spoke of. */
int catalogue_commit(struct catalogue *catalogue);
void catalogue_roll_back(struct catalogue *catalogue);             /* harmless when nothing was begun */

/* Appends; sets ID, RECORDED (unless given), PREVIOUS and HASH, and DOCUMENT of an entry 'add'. */
int catalogue_append(struct catalogue *catalogue, struct entry *entry);
/* The entry in the row of `SELECT column_list()`. false: a value is not the text that it seems. */
bool catalogue_entry(struct catalogue *catalogue, sqlite3_stmt *row, struct entry *out);
/* The document ('add') of this ID, document number, or first eight or more digits of its hash. -1 reported: none or several. */
int catalogue_find(struct catalogue *catalogue, const char *which, struct entry *out);
int catalogue_lookup(struct catalogue *catalogue, const char *id, struct entry *out);  /* 1; 0: none; -1 reported */
int catalogue_head(struct catalogue *catalogue, struct entry *out);                    /* the newest entry */
/* Objects of the schema that are missing or not as this program makes them, by name; "" where the database has more than that.
 * NULL: all is as it should be. */
int catalogue_wrong_guard(struct catalogue *catalogue, const char **name);
#endif
