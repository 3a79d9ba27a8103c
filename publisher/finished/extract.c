/* Taking embedded files out: first a look at all, then the writing. */
#include "finished/embedded.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/path_inside.h"
#include "finished/pdf_object.h"

/* One file with the path that it gets in the folder. */
struct taken { const struct embedded_file *from; const char *path; };

struct extraction {
	struct arena *arena;
	struct pdf_file *file;
	struct diagnostics *all;
	struct place at;
	const char *folder;
	bool replace;
	struct taken *list;
	size_t count;
};

/* A slash before all other bytes: what lies in a folder follows straight behind a file of the folder's name. */
static int by_path(const void *left, const void *right)
{
	const unsigned char *a = (const unsigned char *)((const struct taken *)left)->path, *b = (const unsigned char *)((const struct taken *)right)->path;
	while (*a && *a == *b) {
		a++;
		b++;
	}
	int x = *a == '/' ? 1 : *a ? *a + 1 : 0, y = *b == '/' ? 1 : *b ? *b + 1 : 0;
	return x - y;
}

/* Is the second path the first, or below it? */
static bool collides(const char *path, const char *next)
{
	size_t length = strlen(path);
	return strncmp(path, next, length) == 0 && (next[length] == '\0' || next[length] == '/');
}

static int choose_paths(struct extraction *job, const struct embedded_files *files)
{
	int result = 0;
	job->list = arena_array(job->arena, files->count + 1, sizeof *job->list);
	for (size_t i = 0; i < files->count; i++) {
		const struct embedded_file *from = &files->list[i];
		const char *path = strlen(from->name) == from->name_length ? path_inside(job->arena, from->name) : NULL;
		if (path)
			job->list[job->count++] = (struct taken){ from, path };
		else
			result = REPORT(job->all, embedded_name, &job->at, from->name);
	}
	if (job->count)
		qsort(job->list, job->count, sizeof *job->list, by_path);
	for (size_t i = 0; i + 1 < job->count; i++)
		if (collides(job->list[i].path, job->list[i + 1].path))
			result = REPORT(job->all, embedded_twice, &job->at, job->list[i + 1].path);
	return result;
}

/* Calls visit with each folder on the way to a path below the folder, outermost first, then, with folder false, the path itself. */
static int along(struct extraction *job, const char *path, int (*visit)(struct extraction *job, const char *path, bool folder))
{
	char *whole = arena_printf(job->arena, "%s/%s", job->folder, path);
	int result = 0;
	for (char *slash = strchr(whole + strlen(job->folder) + 1, '/'); slash && !result; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		result = visit(job, whole, true);
		*slash = '/';
	}
	return result ? result : visit(job, whole, false);
}

/* A folder on the way may be there as such, not as a link to one elsewhere; the file itself may not be there. */
static int look(struct extraction *job, const char *path, bool folder)
{
	struct stat status;
	if (lstat(path, &status))
		return errno == ENOENT ? 0 : REPORT(job->all, file_open, NULL, path, strerror(errno));
	bool good = folder ? S_ISDIR(status.st_mode) : job->replace && S_ISREG(status.st_mode);
	return good ? 0 : REPORT(job->all, embedded_exists, NULL, path);
}

static int make_folder(struct extraction *job, const char *path, bool folder)
{
	return folder && mkdir(path, 0777) && errno != EEXIST ? REPORT(job->all, file_write, NULL, path, strerror(errno)) : 0;
}

/* Is the content good? *left: bytes that all together may still have. */
static int look_inside(struct extraction *job, const struct embedded_file *from, size_t *left)
{
	struct arena *scratch = arena_new();
	struct bytes content = { 0 };
	int result = embedded_file_content(scratch, job->file, from, *left, &content);
	*left -= result ? 0 : content.length;
	arena_free(scratch);
	return result;
}

static int look_at_all(struct extraction *job)
{
	size_t left = EMBEDDED_MOST;
	int result = 0;
	for (size_t i = 0; i < job->count; i++) {
		result |= along(job, job->list[i].path, look);
		result |= look_inside(job, job->list[i].from, &left);
	}
	return result ? -1 : 0;
}

static int write_one(struct extraction *job, const struct taken *one)
{
	struct arena *scratch = arena_new();
	struct bytes content = { 0 };
	const char *path = arena_printf(scratch, "%s/%s", job->folder, one->path);
	int result = along(job, one->path, make_folder);
	if (!result)
		result = embedded_file_content(scratch, job->file, one->from, EMBEDDED_MOST, &content);
	if (!result)
		result = file_replace(job->all, path, content);
	arena_free(scratch);
	return result;
}

int embedded_files_extract(struct arena *arena, struct pdf_file *file, const struct embedded_files *files, const char *folder, bool replace)
{
	struct extraction job = { .arena = arena, .file = file, .all = pdf_file_diagnostics(file), .at = { .file = pdf_file_name(file) },
	                          .folder = folder, .replace = replace };
	if (choose_paths(&job, files) | look_at_all(&job))
		return -1;
	int result = make_folder(&job, folder, true);
	for (size_t i = 0; i < job.count && !result; i++)
		result = write_one(&job, &job.list[i]);
	return result;
}
