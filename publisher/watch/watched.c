#include "watch/watched.h"
#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/arena.h"

enum {
	EVENTS = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR,
	GONE = IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT, LOST = IN_DELETE | IN_MOVED_FROM, ROOM = 1 << 14
};

struct file {
	const char *path;
	struct file_mark mark;
	int folder;                /* watch descriptor of the nearest folder above it that is there; -1: none */
	const char *name;          /* what leads to it from there: itself, or a folder that is to come */
};

struct files { struct arena *arena; struct file *list; size_t count, capacity; };

struct watched {
	struct arena *arena;
	int fd, error;
	const char *edition, *folder;          /* the INI, and what holds it */
	int folder_watch;
	char created[NAME_MAX + 1];            /* the newest file in it, which is still being written */
	struct files now, coming;
	const char **except;
	size_t except_count, except_capacity;
	int *watches;                          /* descriptors that are in force */
	size_t watch_count, watch_capacity;
};

static bool is_folder(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* A folder that is not there yet shall hold an edition.ini; a name that ends in .ini is the edition itself. */
static const char *ini_of(struct arena *arena, const char *edition)
{
	size_t length = strlen(edition);
	bool ini = length > 4 && strcmp(edition + length - 4, ".ini") == 0;
	while (length > 1 && edition[length - 1] == '/')
		length--;
	return is_folder(edition) || (!ini && access(edition, F_OK)) ? arena_printf(arena, "%.*s/edition.ini", (int)length, edition) : edition;
}

struct watched *watched_new(const char *edition)
{
	struct arena *arena = arena_new();
	struct watched *watched = arena_alloc(arena, sizeof *watched);
	*watched = (struct watched){ .arena = arena, .fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC), .folder_watch = -1 };
	watched->error = watched->fd < 0 ? errno : 0;
	watched->edition = ini_of(arena, edition);
	watched->folder = path_folder(arena, watched->edition);
	watched_begin(watched);
	watched_end(watched, true);
	return watched;
}

void watched_free(struct watched *watched)
{
	arena_free(watched->now.arena);
	arena_free(watched->coming.arena);
	if (watched->fd >= 0)
		close(watched->fd);
	arena_free(watched->arena);
}

void watched_except(struct watched *watched, const char *path)
{
	ARENA_GROW(watched->arena, watched->except, &watched->except_capacity, watched->except_count + 1);
	watched->except[watched->except_count++] = path;
}

int watched_descriptor(const struct watched *watched) { return watched->fd; }
int watched_error(const struct watched *watched) { return watched->error; }

/* ---- which files, and the folders above them ---- */

static void add_file(struct files *files, const char *path, const struct file_mark *mark)
{
	for (size_t i = 0; i < files->count; i++)
		if (strcmp(files->list[i].path, path) == 0)
			return;
	ARENA_GROW(files->arena, files->list, &files->capacity, files->count + 1);
	files->list[files->count++] = (struct file){ .path = arena_strdup(files->arena, path), .mark = *mark, .folder = -1 };
}

void watched_begin(struct watched *watched)
{
	arena_free(watched->coming.arena);
	watched->coming = (struct files){ .arena = arena_new() };
}

/* A link is watched at both its ends. */
void watched_add(struct watched *watched, const char *path, const struct file_mark *mark)
{
	char target[PATH_MAX];
	struct stat status;
	add_file(&watched->coming, path, mark);
	if (lstat(path, &status) == 0 && S_ISLNK(status.st_mode) && realpath(path, target))
		add_file(&watched->coming, target, mark);
}

static int watch_folder(struct watched *watched, const char *path)
{
	int watch = watched->fd >= 0 ? inotify_add_watch(watched->fd, path, EVENTS) : -1;
	if (watch < 0 && watched->fd >= 0 && errno != ENOENT && errno != ENOTDIR)
		watched->error = errno;
	for (size_t i = 0; i < watched->watch_count && watch >= 0; i++)
		if (watched->watches[i] == watch)
			return watch;
	if (watch >= 0) {
		ARENA_GROW(watched->arena, watched->watches, &watched->watch_capacity, watched->watch_count + 1);
		watched->watches[watched->watch_count++] = watch;
	}
	return watch;
}

static const char *last_part(const char *path) { return strrchr(path, '/') ? strrchr(path, '/') + 1 : path; }

static void watch_above(struct watched *watched, struct files *files, struct file *file)
{
	const char *path = file->path, *folder = path_folder(files->arena, path);
	while (!is_folder(folder) && strcmp(folder, path_folder(files->arena, folder)) != 0) {
		path = folder;
		folder = path_folder(files->arena, path);
	}
	file->name = last_part(path);
	file->folder = watch_folder(watched, folder);
}

static bool needed(const struct watched *watched, int watch)
{
	bool found = watch == watched->folder_watch;
	for (size_t i = 0; i < watched->now.count && !found; i++)
		found = watched->now.list[i].folder == watch;
	return found;
}

static void place_watches(struct watched *watched)
{
	watched->folder_watch = watch_folder(watched, watched->folder);
	for (size_t i = 0; i < watched->now.count; i++)
		watch_above(watched, &watched->now, &watched->now.list[i]);
	for (size_t i = 0; i < watched->watch_count;) {
		if (needed(watched, watched->watches[i])) {
			i++;
			continue;
		}
		inotify_rm_watch(watched->fd, watched->watches[i]);
		watched->watches[i] = watched->watches[--watched->watch_count];
	}
}

void watched_end(struct watched *watched, bool all)
{
	struct file_mark mark;
	file_mark(watched->edition, &mark);
	add_file(&watched->coming, watched->edition, &mark);
	for (size_t i = 0; !all && i < watched->now.count; i++)
		add_file(&watched->coming, watched->now.list[i].path, &watched->now.list[i].mark);
	arena_free(watched->now.arena);
	watched->now = watched->coming;
	watched->coming = (struct files){ .arena = NULL };
	place_watches(watched);
}

bool watched_has(const struct watched *watched, const char *path)
{
	struct file_mark mark;
	bool found = false;
	file_mark(path, &mark);
	for (size_t i = 0; i < watched->now.count && mark.regular && !found; i++)
		found = watched->now.list[i].mark.device == mark.device && watched->now.list[i].mark.inode == mark.inode;
	return found;
}

/* ---- what happens ---- */

/* Of editors, office programs and downloads. */
static bool passing(const char *name)
{
	static const char *const patterns[] = { ".*", "~$*", "*~", "#*#", "*.tmp", "*.TMP", "*.part", "*.crdownload", "*.bak", "4913", "*.messages.txt", "*.messages.json" };
	bool found = false;
	for (size_t i = 0; i < sizeof patterns / sizeof patterns[0] && !found; i++)
		found = fnmatch(patterns[i], name, 0) == 0;
	return found;
}

static bool ours(const struct watched *watched, const char *name)
{
	bool found = false;
	for (size_t i = 0; i < watched->except_count && !found; i++)
		found = strcmp(last_part(watched->except[i]), name) == 0;
	return found;
}

static bool waited_for(const struct watched *watched, int watch, const char *name)
{
	bool found = false;
	for (size_t i = 0; i < watched->now.count && !found; i++)
		found = watched->now.list[i].folder == watch && strcmp(watched->now.list[i].name, name) == 0;
	return found;
}

/* Of a file that the edition has not named so far: it counts when it comes or goes, not each time that it is written. */
static enum watched_change change_beside(struct watched *watched, const struct inotify_event *event)
{
	bool whole = (event->mask & IN_CLOSE_WRITE) && strcmp(watched->created, event->name) == 0;
	if (event->mask & IN_CREATE)
		snprintf(watched->created, sizeof watched->created, "%s", event->name);
	if (whole)
		watched->created[0] = '\0';
	return event->mask & LOST ? WATCHED_LOST : whole || (event->mask & IN_MOVED_TO) ? WATCHED_CHANGED : WATCHED_SAME;
}

/* A file that is created will be closed or takes its name later, and its bytes come before that. */
static enum watched_change change_of(struct watched *watched, const struct inotify_event *event)
{
	enum watched_change result = WATCHED_SAME;
	bool opened = (event->mask & IN_CREATE) && !(event->mask & IN_ISDIR);
	if (event->mask & (IN_Q_OVERFLOW | GONE))
		result = event->mask & IN_Q_OVERFLOW || needed(watched, event->wd) ? WATCHED_LOST : WATCHED_SAME;
	else if (event->len && waited_for(watched, event->wd, event->name))
		result = opened ? WATCHED_SAME : event->mask & LOST ? WATCHED_LOST : WATCHED_CHANGED;
	else if (event->len && event->wd == watched->folder_watch && !passing(event->name) && !ours(watched, event->name))
		result = change_beside(watched, event);
	return result;
}

static void forget_watch(struct watched *watched, int watch)
{
	for (size_t i = 0; i < watched->watch_count; i++)
		if (watched->watches[i] == watch)
			watched->watches[i--] = watched->watches[--watched->watch_count];
}

enum watched_change watched_read(struct watched *watched)
{
	union { struct inotify_event event; char bytes[ROOM]; } room;
	enum watched_change result = WATCHED_SAME;
	bool moved = false;
	ssize_t got;
	while ((got = read(watched->fd, &room, sizeof room)) > 0) {
		const struct inotify_event *event;
		for (ssize_t at = 0; at < got; at += (ssize_t)(sizeof *event + event->len)) {
			event = (const struct inotify_event *)(room.bytes + at);
			enum watched_change one = change_of(watched, event);
			result = one > result ? one : result;
			moved |= one && (event->mask & (GONE | IN_ISDIR));
			if (event->mask & IN_MOVE_SELF)
				inotify_rm_watch(watched->fd, event->wd);
			if (event->mask & GONE)
				forget_watch(watched, event->wd);
		}
	}
	if (moved)
		place_watches(watched);
	return result;
}

static bool same(const struct file_mark *a, const struct file_mark *b)
{
	return a->regular == b->regular && (!a->regular || (a->device == b->device && a->inode == b->inode && a->size == b->size
	       && memcmp(a->modified, b->modified, sizeof a->modified) == 0 && memcmp(a->changed, b->changed, sizeof a->changed) == 0));
}

enum watched_change watched_look(struct watched *watched)
{
	enum watched_change result = WATCHED_SAME;
	for (size_t i = 0; i < watched->now.count; i++) {
		struct file *file = &watched->now.list[i];
		struct file_mark mark;
		file_mark(file->path, &mark);
		if (same(&mark, &file->mark))
			continue;
		enum watched_change one = mark.regular ? WATCHED_CHANGED : WATCHED_LOST;
		result = one > result ? one : result;
		file->mark = mark;
	}
	if (result)
		place_watches(watched);
	return result;
}

void watched_note(struct watched *watched)
{
	for (size_t i = 0; i < watched->now.count; i++)
		file_mark(watched->now.list[i].path, &watched->now.list[i].mark);
}
