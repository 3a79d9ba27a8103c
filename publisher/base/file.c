#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/language.h"

enum { CHUNK = 1 << 16 };

static int read_all(struct arena *arena, int fd, struct bytes *out)
{
	size_t capacity = 0, length = 0;
	unsigned char *data = NULL;
	struct stat status;
	if (fstat(fd, &status))
		return errno;
	if (S_ISDIR(status.st_mode))
		return EISDIR;
	if (S_ISREG(status.st_mode) && status.st_size > 0)
		ARENA_GROW(arena, data, &capacity, (size_t)status.st_size + 1);
	for (;;) {
		if (length == capacity)
			ARENA_GROW(arena, data, &capacity, length + CHUNK);
		ssize_t got = read(fd, data + length, capacity - length);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno;
		if (got == 0)
			break;
		length += (size_t)got;
	}
	out->data = data;
	out->length = length;
	return 0;
}

int file_read_descriptor(struct arena *arena, struct diagnostics *all, const char *path, int fd, struct bytes *out)
{
	int error = read_all(arena, fd, out);
	return error ? REPORT(all, file_read, NULL, path, error_text(error)) : 0;
}

int file_read(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path, struct bytes *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return REPORT(all, file_open, at, path, error_text(errno));
	int error = read_all(arena, fd, out);
	close(fd);
	if (error)
		return REPORT(all, file_read, at, path, error_text(error));
	return 0;
}

static int write_all(int fd, struct bytes content)
{
	while (content.length) {
		ssize_t wrote = write(fd, content.data, content.length);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return errno;
		content.data += wrote;
		content.length -= (size_t)wrote;
	}
	return 0;
}

struct chunk { struct chunk *next; size_t used; unsigned char data[CHUNK]; };

struct file_writer {
	struct arena *arena;
	struct diagnostics *all;
	const char *path, *folder, *temporary;
	bool through;              /* standard output, a device or a pipe: there is nothing to rename */
	int fd;                    /* of the file without a name; -1: the chunks wait in memory */
	struct chunk *first, *last;
	bool failed;               /* reported */
};

/* -1: the file system, or the lack of /proc, does not allow it */
static int open_nameless(const char *folder)
{
#ifdef O_TMPFILE
	if (access("/proc/self/fd", X_OK) == 0)
		return open(folder, O_RDWR | O_TMPFILE | O_CLOEXEC, 0666);
#endif
	(void)folder;
	return -1;
}

struct file_writer *file_writer_open(struct arena *arena, struct diagnostics *all, const char *path)
{
	struct file_writer *writer = arena_alloc(arena, sizeof *writer);
	const char *slash = strrchr(path, '/');
	struct stat status;
	*writer = (struct file_writer){ .arena = arena, .all = all, .path = path, .folder = path_folder(arena, path), .fd = -1 };
	writer->temporary = arena_printf(arena, "%s/.%.200s.%ld.tmp", writer->folder, slash ? slash + 1 : path, (long)getpid());    /* of a name of 255 bytes too */
	writer->through = strcmp(path, "-") == 0 || (stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode));
	writer->first = writer->last = arena_alloc(arena, sizeof *writer->first);
	if (!writer->through)
		writer->fd = open_nameless(writer->folder);
	return writer;
}

static int report(struct file_writer *writer, int error)
{
	if (error && !writer->failed)
		REPORT(writer->all, file_write, NULL, writer->path, error_text(error));
	writer->failed |= error != 0;
	return writer->failed ? -1 : 0;
}

/* Makes room in the last chunk: to the disk with it, or a new one. */
static int next_chunk(struct file_writer *writer)
{
	int error = 0;
	if (writer->fd >= 0) {
		error = write_all(writer->fd, (struct bytes){ writer->last->data, writer->last->used });
		writer->last->used = 0;
	} else {
		writer->last->next = arena_alloc(writer->arena, sizeof *writer->last);
		writer->last = writer->last->next;
	}
	return error;
}

int file_writer_add(struct file_writer *writer, const void *data, size_t length)
{
	const unsigned char *from = data;
	while (length && !writer->failed) {
		size_t room = CHUNK - writer->last->used, part = length < room ? length : room;
		memcpy(writer->last->data + writer->last->used, from, part);
		writer->last->used += part;
		from += part;
		length -= part;
		if (writer->last->used == CHUNK)
			report(writer, next_chunk(writer));
	}
	return writer->failed ? -1 : 0;
}

static int write_chunks(const struct file_writer *writer, int fd)
{
	int error = fd < 0 ? errno : 0;
	for (const struct chunk *chunk = writer->first; chunk && !error; chunk = chunk->next)
		error = write_all(fd, (struct bytes){ chunk->data, chunk->used });
	return error;
}

/* What waits in memory becomes what a file holds. */
static int take_back(struct file_writer *writer, int fd)
{
	ssize_t got = 1;
	writer->last = writer->first;
	*writer->first = (struct chunk){ .used = 0 };
	if (lseek(fd, 0, SEEK_SET))
		return errno;
	while (got) {
		if (writer->last->used == CHUNK)
			next_chunk(writer);
		got = read(fd, writer->last->data + writer->last->used, CHUNK - writer->last->used);
		if (got < 0 && errno != EINTR)
			return errno;
		writer->last->used += got > 0 ? (size_t)got : 0;
	}
	return 0;
}

int file_writer_filter(struct file_writer *writer, int (*filter)(void *context, int in, int out), void *context)
{
	bool nameless = writer->fd >= 0;
	int in = nameless ? writer->fd : memfd_create("before", MFD_CLOEXEC);
	int out = nameless ? open_nameless(writer->folder) : memfd_create("after", MFD_CLOEXEC);
	int error = in < 0 || out < 0 ? errno : write_chunks(writer, in);
	if (!error && lseek(in, 0, SEEK_SET))
		error = errno;
	bool filtered = !report(writer, error) && !filter(context, in, out);
	if (filtered && !nameless)
		report(writer, take_back(writer, out));
	writer->first->used = nameless ? 0 : writer->first->used;
	writer->fd = nameless ? out : -1;
	if (in >= 0)
		close(in);
	if (!nameless && out >= 0)
		close(out);
	writer->failed |= !filtered;
	return writer->failed ? -1 : 0;
}

static int write_through(const struct file_writer *writer)
{
	bool standard = strcmp(writer->path, "-") == 0;
	int fd = standard ? STDOUT_FILENO : open(writer->path, O_WRONLY | O_CLOEXEC);
	int error = write_chunks(writer, fd);
	if (!standard && fd >= 0 && close(fd) && !error)
		error = errno;
	return error;
}

/* Gives the file without a name the temporary one. */
static int give_name(const struct file_writer *writer)
{
	char link[40];
	snprintf(link, sizeof link, "/proc/self/fd/%d", writer->fd);
	return linkat(AT_FDCWD, link, AT_FDCWD, writer->temporary, AT_SYMLINK_FOLLOW) ? errno : 0;
}

/* The bytes on the disk, with the old file's permissions. */
static int settle(const struct file_writer *writer, int fd)
{
	struct stat status;
	int error = write_chunks(writer, fd);
	if (!error && stat(writer->path, &status) == 0 && fchmod(fd, status.st_mode & 07777))
		error = errno;
	if (!error && fsync(fd))
		error = errno;
	return error;
}

static int write_and_rename(struct file_writer *writer)
{
	int fd = writer->fd >= 0 ? writer->fd : open(writer->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	bool named = writer->fd < 0 && fd >= 0;
	int error = settle(writer, fd);
	if (!error && !named) {
		error = give_name(writer);
		named = !error;
	}
	if (fd >= 0 && close(fd) && !error)
		error = errno;
	writer->fd = -1;
	if (!error && rename(writer->temporary, writer->path))
		error = errno;
	if (error && named)
		unlink(writer->temporary);
	return error;
}

/* Makes the new name last through a power cut; the file itself is safe already. */
static void sync_folder(const char *path)
{
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder >= 0) {
		fsync(folder);
		close(folder);
	}
}

int file_writer_commit(struct file_writer *writer)
{
	if (!writer->failed)
		report(writer, writer->through ? write_through(writer) : write_and_rename(writer));
	if (!writer->failed && !writer->through)
		sync_folder(writer->folder);
	return writer->failed ? -1 : 0;
}

void file_writer_close(struct file_writer *writer)
{
	if (writer->fd >= 0)
		close(writer->fd);
	writer->fd = -1;
}

int file_replace(struct diagnostics *all, const char *path, struct bytes content)
{
	struct arena *arena = arena_new();
	struct file_writer *writer = file_writer_open(arena, all, path);
	int result = file_writer_add(writer, content.data, content.length) ? -1 : file_writer_commit(writer);
	file_writer_close(writer);
	arena_free(arena);
	return result;
}

int file_create(struct diagnostics *all, const char *path, struct bytes content)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666), error = fd < 0 ? errno : 0;
	if (error == EEXIST)
		return REPORT(all, file_exists, NULL, path);
	for (size_t done = 0; !error && done < content.length;) {
		ssize_t step = write(fd, content.data + done, content.length - done);
		error = step < 0 && errno != EINTR ? errno : 0;
		done += step > 0 ? (size_t)step : 0;
	}
	if (!error && fsync(fd))
		error = errno;
	if (fd >= 0 && close(fd) && !error)
		error = errno;
	if (error && fd >= 0)
		unlink(path);
	return error ? REPORT(all, file_write, NULL, path, error_text(error)) : 0;
}

const char *path_join(struct arena *arena, const char *folder, const char *name)
{
	return name[0] == '/' || strcmp(folder, ".") == 0 ? arena_strdup(arena, name) : arena_printf(arena, "%s/%s", folder, name);
}

const char *path_folder(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return ".";
	return slash == path ? "/" : arena_strndup(arena, path, (size_t)(slash - path));
}
