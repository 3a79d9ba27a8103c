/* Files: whole reads, and writes that replace the target only when all bytes are on the disk. */
#ifndef BASE_FILE_H
#define BASE_FILE_H
#include "base/bytes.h"
struct arena;
struct diagnostics;
struct place;

/* Reads all of a regular file or pipe. at: the place that named the file (may be NULL). 0, or -1 with a diagnostic. The
 * bytes lie in the arena and a zero byte stands behind them. */
int file_read(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path, struct bytes *out);

/* The same of what is already open, from where it stands to its end; path is for messages. */
int file_read_descriptor(struct arena *arena, struct diagnostics *all, const char *path, int fd, struct bytes *out);

/* A file being written. What is added goes to the disk under no name at all, so that whatever ends the program leaves
 * nothing behind; where the file system cannot do that (and for standard output, "-", and devices) it waits in the arena.
 * Commit syncs, gives the bytes a temporary name in the same folder and renames: the old target is there whole until the
 * new one is. Commit allocates nothing. */
struct file_writer;
struct file_writer *file_writer_open(struct arena *arena, struct diagnostics *all, const char *path);
int file_writer_add(struct file_writer *writer, const void *data, size_t length);   /* -1 with a diagnostic, once */
/* Sends what was added so far through a filter, which reads it from `in` to its end and writes to `out` what comes in its
 * place. 0, or -1 with a diagnostic, the filter's or ours. */
int file_writer_filter(struct file_writer *writer, int (*filter)(void *context, int in, int out), void *context);
int file_writer_commit(struct file_writer *writer);                /* -1 with a diagnostic: the old target is as it was */
void file_writer_close(struct file_writer *writer);                /* what was not committed is gone */

/* The three in one. */
int file_replace(struct diagnostics *all, const char *path, struct bytes content);
/* A new file; -1 with a diagnostic if there is one of that name. */
int file_create(struct diagnostics *all, const char *path, struct bytes content);
const char *path_join(struct arena *arena, const char *folder, const char *name); /* name itself if absolute */
const char *path_folder(struct arena *arena, const char *path);                   /* "." if there is none */
#endif
