#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/diagnostic.h"

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

int file_read(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path, struct bytes *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return REPORT(all, file_open, at, path, strerror(errno));
	int error = read_all(arena, fd, out);
	close(fd);
	if (error)
		return REPORT(all, file_read, at, path, strerror(error));
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

/* Standard output, a device or a pipe: there is nothing to rename. */
static int write_through(const char *path, struct bytes content)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? STDOUT_FILENO : open(path, O_WRONLY | O_CLOEXEC);
	int error = fd < 0 ? errno : write_all(fd, content);
	if (!standard && fd >= 0 && close(fd) && !error)
		error = errno;
	return error;
}

struct target { const char *path, *folder, *temporary; mode_t mode; bool has_mode; };

static int write_and_rename(const struct target *target, struct bytes content)
{
	int fd = open(target->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	int error = fd < 0 ? errno : 0;
	if (error)
		return error;
	error = write_all(fd, content);
	if (!error && target->has_mode && fchmod(fd, target->mode))
		error = errno;
	if (!error && fsync(fd))
		error = errno;
	if (close(fd) && !error)
		error = errno;
	if (!error && rename(target->temporary, target->path))
		error = errno;
	if (error) {
		unlink(target->temporary);
		return error;
	}
	int folder = open(target->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder >= 0) {
		fsync(folder);    /* makes the new name last through a power cut; the file itself is safe already */
		close(folder);
	}
	return 0;
}

int file_replace(struct diagnostics *all, const char *path, struct bytes content)
{
	struct arena *names = arena_new();
	struct stat status;
	struct target target = { .path = path, .folder = path_folder(names, path) };
	const char *slash = strrchr(path, '/');
	int exists = stat(path, &status) == 0, error = 0;
	target.temporary = arena_printf(names, "%s/.%s.%ld.tmp", target.folder, slash ? slash + 1 : path, (long)getpid());
	target.has_mode = exists;
	target.mode = exists ? status.st_mode & 07777 : 0;
	if (strcmp(path, "-") == 0 || (exists && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)))
		error = write_through(path, content);
	else
		error = write_and_rename(&target, content);
	arena_free(names);
	return error ? REPORT(all, file_write, NULL, path, strerror(error)) : 0;
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
