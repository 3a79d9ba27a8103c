/* Files: whole reads, and writes that replace the target only when all bytes are on the disk. */
#ifndef BASE_FILE_H
#define BASE_FILE_H
#include <stddef.h>
struct arena;
struct diagnostics;
struct place;

struct bytes {
	const unsigned char *data;
	size_t length;
};

/* Reads all of a regular file or pipe. at: the place that named the file (may be NULL). 0, or -1 with a diagnostic. The
 * bytes lie in the arena and a zero byte stands behind them. */
int file_read(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path, struct bytes *out);
/* Writes to a temporary name in the same folder, syncs, renames; on any failure removes the temporary file and leaves
 * the old target as it was. Path "-": standard output. Allocates nothing after the temporary file exists. */
int file_replace(struct diagnostics *all, const char *path, struct bytes content);
const char *path_join(struct arena *arena, const char *folder, const char *name); /* name itself if absolute */
const char *path_folder(struct arena *arena, const char *path);                   /* "." if there is none */
#endif
