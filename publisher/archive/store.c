/* Order of a put: mark, sync of incoming/; file without a name, sync, name, sync of its folder (base/file.c). */
#include "archive/store.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/language.h"

#define FILES "files"
#define INCOMING "incoming"

static int failed(struct store *store, const char *path, int error)
{
	if (error == EACCES || error == EROFS || error == EPERM)
		return REPORT(store->all, file_archive_read_only, NULL, path, error_text(error));
	return REPORT(store->all, file_archive_write, NULL, path, error_text(error));
}

const char *store_full_path(const struct store *store, const char *path)
{
	return arena_printf(store->arena, "%s/%s", store->folder, path);
}

static const char *extension_of(struct arena *arena, const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t length = dot ? strlen(dot + 1) : 0;
	if (length < 1 || length > 8)
		return "";
	char *out = arena_strdup(arena, dot);
	for (char *at = out + 1; *at; at++) {
		*at = *at >= 'A' && *at <= 'Z' ? (char)(*at + 'a' - 'A') : *at;
		if (!((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9')))
			return "";
	}
	return out;
}

bool store_holds(struct store *store, const char *path)
{
	char *full = arena_strdup(store->arena, store_full_path(store, path));
	struct stat status;
	bool own = lstat(full, &status) == 0 && S_ISREG(status.st_mode);
	for (char *slash = strrchr(full, '/'); own && (size_t)(slash - full) > strlen(store->folder); slash = strrchr(full, '/')) {
		*slash = '\0';
		own = lstat(full, &status) == 0 && S_ISDIR(status.st_mode);
	}
	return own;
}

const char *store_path(struct arena *arena, const char *sha256, const char *name)
{
	return arena_printf(arena, FILES "/%.2s/%s%s", sha256, sha256 + 2, extension_of(arena, name));
}

/* files/ab/cdef….pdf as incoming/abcdef….pdf */
static const char *mark_path(const struct store *store, const char *path)
{
	return arena_printf(store->arena, "%s/" INCOMING "/%.2s%s", store->folder, path + sizeof FILES, path + sizeof FILES + 3);
}

int store_sync_folder(struct store *store, const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), error = fd < 0 || fsync(fd) ? errno : 0;
	if (fd >= 0)
		close(fd);
	return error ? failed(store, path, error) : 0;
}

/* A folder that is there afterwards, on the disk too. */
static int make_folder(struct store *store, const char *path)
{
	if (mkdir(path, 0777) == 0)
		return store_sync_folder(store, path_folder(store->arena, path));
	return errno == EEXIST ? 0 : failed(store, path, errno);
}

int store_create(struct store *store)
{
	if (make_folder(store, store_full_path(store, FILES)))
		return -1;
	return make_folder(store, store_full_path(store, INCOMING));
}

static int mark(struct store *store, const char *path)
{
	const char *name = mark_path(store, path);
	int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		return failed(store, name, errno);
	close(fd);
	return store_sync_folder(store, path_folder(store->arena, name));
}

void store_unmark(struct store *store, const char *path)
{
	unlink(mark_path(store, path));
}

/* Is the file there with these bytes? One that fails the test is written anew. */
static bool is_there(struct store *store, const char *full, struct bytes bytes)
{
	struct bytes old = { NULL, 0 };
	if (access(full, F_OK))
		return false;
	struct diagnostics *unheard = diagnostics_new(store->arena);
	return file_read(store->arena, unheard, NULL, full, &old) == 0 && bytes_equal(old, bytes);
}

static int write_file(struct store *store, const char *full, struct bytes bytes)
{
	struct file_writer *writer = file_writer_open(store->arena, store->all, full);
	int result = file_writer_add(writer, bytes.data, bytes.length) ? -1 : file_writer_commit(writer);
	file_writer_close(writer);
	if (!result && chmod(full, 0444))
		result = failed(store, full, errno);
	return result ? -1 : store_sync_folder(store, path_folder(store->arena, full));
}

int store_put(struct store *store, const char *path, struct bytes bytes)
{
	const char *full = store_full_path(store, path);
	if (is_there(store, full, bytes))
		return 0;
	if (mark(store, path) || make_folder(store, path_folder(store->arena, full)))
		return -1;
	return write_file(store, full, bytes);
}

/* The file, and what its writer had not named yet. */
static int remove_left(struct store *store, const char *path)
{
	const char *full = store_full_path(store, path), *folder = path_folder(store->arena, full), *name = strrchr(full, '/') + 1;
	DIR *list = opendir(folder);
	for (struct dirent *item = list ? readdir(list) : NULL; item; item = readdir(list))
		if (item->d_name[0] == '.' && strncmp(item->d_name + 1, name, strlen(name)) == 0)
			unlink(arena_printf(store->arena, "%s/%s", folder, item->d_name));
	if (list)
		closedir(list);
	return unlink(full) && errno != ENOENT ? failed(store, full, errno) : 0;
}

static bool is_mark(const char *name)
{
	return strlen(name) >= 64 && strspn(name, "0123456789abcdef") == 64;
}

bool store_has_marks(const struct store *store)
{
	DIR *list = opendir(store_full_path(store, INCOMING));
	bool found = false;
	for (struct dirent *item = list ? readdir(list) : NULL; item && !found; item = readdir(list))
		found = is_mark(item->d_name);
	if (list)
		closedir(list);
	return found;
}

int store_sweep(struct store *store, const struct store_known *known)
{
	DIR *list = opendir(store_full_path(store, INCOMING));
	int result = list ? 0 : failed(store, store_full_path(store, INCOMING), errno);
	for (struct dirent *item = list ? readdir(list) : NULL; item && !result; item = readdir(list)) {
		if (!is_mark(item->d_name))
			continue;
		const char *path = arena_printf(store->arena, FILES "/%.2s/%s", item->d_name, item->d_name + 2);
		if (!known->known(known->about, path))
			result = remove_left(store, path);
		if (!result)
			store_unmark(store, path);
	}
	if (list)
		closedir(list);
	return result;
}

static int each_in(struct store *store, const char *folder, void (*visit)(void *, const char *), void *about)
{
	const char *full = store_full_path(store, folder);
	DIR *list = opendir(full);
	if (!list && errno == ENOTDIR)
		visit(about, folder);
	else if (!list)
		return REPORT(store->all, file_read, NULL, full, error_text(errno));
	for (struct dirent *item = list ? readdir(list) : NULL; item; item = readdir(list))
		if (strcmp(item->d_name, ".") != 0 && strcmp(item->d_name, "..") != 0)
			visit(about, arena_printf(store->arena, "%s/%s", folder, item->d_name));
	if (list)
		closedir(list);
	return 0;
}

int store_each(struct store *store, void (*visit)(void *about, const char *path), void *about)
{
	const char *full = store_full_path(store, FILES);
	DIR *list = opendir(full);
	int result = list ? 0 : REPORT(store->all, file_read, NULL, full, error_text(errno));
	for (struct dirent *item = list ? readdir(list) : NULL; item; item = readdir(list))
		if (strcmp(item->d_name, ".") != 0 && strcmp(item->d_name, "..") != 0)
			result |= each_in(store, arena_printf(store->arena, FILES "/%s", item->d_name), visit, about);
	if (list)
		closedir(list);
	return result;
}
