/* Files that are read twice: what the system notes with a file tells whether it is still the same. */
#ifndef BASE_FILE_MARK_H
#define BASE_FILE_MARK_H
#include <stdbool.h>
#include <stdint.h>
#include "base/file.h"

struct file_mark {
	bool regular;              /* an ordinary file that is there; else nothing below holds */
	uint64_t device, inode, size;
	int64_t modified[2], changed[2];       /* seconds, nanoseconds */
};

void file_mark(const char *path, struct file_mark *out);

/* A slip of the hand, -o edition.ini, must not cost the edition. -1 with a diagnostic if output is that very file, by whatever path. source may
 * be NULL, or what is no file (a token's URI). */
int file_spare(struct diagnostics *all, const char *output, const char *source);

/* Takes the next piece of the file's bytes; -1 stops with that. */
typedef int file_taker(void *context, struct bytes piece);
/* Reads the file again in pieces of 256 KiB, the last one shorter. 0, -1 from the taker, or -1 with a diagnostic: it cannot be read, it is no
 * ordinary file, or it is not (before or after) what it was when the mark was taken. */
int file_read_marked(struct diagnostics *all, const char *path, const struct file_mark *mark, file_taker *take, void *context);
#endif
