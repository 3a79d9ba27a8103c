#include "base/file_mark.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/diagnostic.h"
#include "base/language.h"

enum { PIECE = 1 << 18 };    /* on the stack */

static struct file_mark mark_of(const struct stat *status)
{
	return (struct file_mark){
		.regular = S_ISREG(status->st_mode), .device = status->st_dev, .inode = status->st_ino, .size = (uint64_t)status->st_size,
		.modified = { status->st_mtim.tv_sec, status->st_mtim.tv_nsec }, .changed = { status->st_ctim.tv_sec, status->st_ctim.tv_nsec },
	};
}

void file_mark(const char *path, struct file_mark *out)
{
	struct stat status;
	*out = stat(path, &status) == 0 ? mark_of(&status) : (struct file_mark){ .regular = false };
}

static bool still(int fd, const struct file_mark *mark)
{
	struct stat status;
	if (!mark->regular || fstat(fd, &status))
		return false;
	struct file_mark now = mark_of(&status);
	return now.regular && now.device == mark->device && now.inode == mark->inode && now.size == mark->size
	       && memcmp(now.modified, mark->modified, sizeof now.modified) == 0 && memcmp(now.changed, mark->changed, sizeof now.changed) == 0;
}

/* Fills the piece as far as the file goes. -1: it cannot be read. */
static ssize_t next_piece(int fd, unsigned char piece[PIECE])
{
	size_t length = 0;
	ssize_t got = 1;
	while (got && length < PIECE) {
		got = read(fd, piece + length, PIECE - length);
		if (got < 0 && errno != EINTR)
			return -1;
		length += got > 0 ? (size_t)got : 0;
	}
	return (ssize_t)length;
}

/* -1 with a diagnostic if it cannot be read; *length: what came. */
static int take_pieces(struct diagnostics *all, const char *path, int fd, file_taker *take, void *context, uint64_t *length)
{
	unsigned char piece[PIECE];
	int result = 0;
	ssize_t got = 1;
	while (!result && got > 0) {
		got = next_piece(fd, piece);
		if (got < 0)
			result = REPORT(all, file_read, NULL, path, error_text(errno));
		else if (got)
			result = take(context, (struct bytes){ piece, (size_t)got });
		*length += got > 0 ? (uint64_t)got : 0;
	}
	return result;
}

int file_read_marked(struct diagnostics *all, const char *path, const struct file_mark *mark, file_taker *take, void *context)
{
	uint64_t length = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);    /* a pipe in its place must not hold us */
	if (fd < 0)
		return REPORT(all, file_open, NULL, path, error_text(errno));
	bool same = still(fd, mark);
	int result = same ? take_pieces(all, path, fd, take, context, &length) : 0;
	same = same && still(fd, mark) && (result || length == mark->size);
	close(fd);
	return result || same ? result : REPORT(all, source_changed, NULL, path);
}

int file_spare(struct diagnostics *all, const char *output, const char *source)
{
	struct file_mark target, given;
	if (!source || strcmp(output, "-") == 0)
		return 0;
	file_mark(output, &target);
	file_mark(source, &given);
	bool same = target.regular && given.regular && target.device == given.device && target.inode == given.inode;
	return same ? REPORT(all, output_is_source, NULL, output) : 0;
}
