/* Stored files, named by their content: files/ab/cdef….pdf for the SHA-256 abcdef…, read-only. A file is on the disk under its name
 * before the entry that speaks of it is; until then a mark in incoming/ tells of it, so that what a power cut leaves is found
 * without looking through all files. All calls that write are made under the catalogue's write lock. */
#ifndef ARCHIVE_STORE_H
#define ARCHIVE_STORE_H
#include <stdbool.h>
#include "base/file.h"

struct store {
	struct arena *arena;
	struct diagnostics *all;
	const char *folder;                /* of the archive */
};

int store_sync_folder(struct store *store, const char *path);               /* -1 reported */
int store_create(struct store *store);                                      /* files/ and incoming/; -1 reported */
/* Path within the archive; the extension is the name's, in small letters, if it is one of 1 to 8 letters and digits. */
const char *store_path(struct arena *arena, const char *sha256, const char *name);
/* Is there a file itself under this path of the archive, on the way to which no link leads elsewhere? What a link points to is kept by
 * others. */
bool store_holds(struct store *store, const char *path);
const char *store_full_path(const struct store *store, const char *path);
int store_put(struct store *store, const char *path, struct bytes bytes);   /* marks, writes, syncs; one with the same bytes stays. -1 reported */
void store_unmark(struct store *store, const char *path);                   /* once the entry is safe */

/* Removes what is marked and not known, and the marks. 0, or -1 reported. */
struct store_known { bool (*known)(void *about, const char *path); void *about; };
int store_sweep(struct store *store, const struct store_known *known);
bool store_has_marks(const struct store *store);
/* Calls visit for each stored file, by its path; and for whatever else lies in files/. -1: a folder cannot be read (reported). */
int store_each(struct store *store, void (*visit)(void *about, const char *path), void *about);
#endif
