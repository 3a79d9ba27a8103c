/* Which editions: those of the arguments, in their order, each once; of these the shard's share. */
#include "batch.h"
#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct listing {
	struct batch *batch;
	struct batch_edition *list;
	size_t count, capacity;
};

static bool is_folder(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static const char *edition_in(struct arena *arena, const char *folder) { return arena_printf(arena, "%s/edition.ini", folder); }

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);
	return length > tail && strcmp(text + length - tail, end) == 0;
}

static void add(struct listing *listing, const char *path, const struct place *at)
{
	struct arena *arena = listing->batch->session->arena;
	const char *file = is_folder(path) ? edition_in(arena, path) : path;
	char real[PATH_MAX];
	ARENA_GROW(arena, listing->list, &listing->capacity, listing->count + 1);
	listing->list[listing->count++] = (struct batch_edition){
		.source = path, .identity = realpath(file, real) && !is_folder(real) ? arena_strdup(arena, real) : NULL, .at = *at,
	};
}

static int by_text(const void *left, const void *right) { return strcmp(*(const char *const *)left, *(const char *const *)right); }

/* The folders in it that are editions, by name; how many. */
static size_t add_subfolders(struct listing *listing, const char *folder, const struct place *at)
{
	struct arena *arena = listing->batch->session->arena;
	const char **names = NULL;
	size_t count = 0, capacity = 0;
	DIR *open_folder = opendir(folder);
	for (struct dirent *entry; open_folder && (entry = readdir(open_folder)) != NULL;) {
		const char *path = arena_printf(arena, "%s/%s", folder, entry->d_name);
		if (entry->d_name[0] == '.' || access(edition_in(arena, path), F_OK) != 0)
			continue;
		ARENA_GROW(arena, names, &capacity, count + 1);
		names[count++] = path;
	}
	if (open_folder)
		closedir(open_folder);
	if (count)
		qsort(names, count, sizeof *names, by_text);
	for (size_t i = 0; i < count; i++)
		add(listing, names[i], at);
	return count;
}

/* An edition, a folder that is one, or a folder of such. */
static void add_named(struct listing *listing, const char *path, const struct place *at)
{
	struct arena *arena = listing->batch->session->arena;
	size_t length = strlen(path);
	while (length > 1 && path[length - 1] == '/')
		length--;
	path = arena_strndup(arena, path, length);
	bool several = is_folder(path) && access(edition_in(arena, path), F_OK) != 0;
	if (!several || !add_subfolders(listing, path, at))
		add(listing, path, at);
}

/* A line each; # begins a comment. Names are seen from the list's folder. */
static int add_list(struct listing *listing, const char *path)
{
	struct session *session = listing->batch->session;
	bool standard = strcmp(path, "-") == 0;
	struct source source;
	if (source_load(session->arena, session->all, NULL, standard ? "/dev/stdin" : path, &source))
		return -1;
	const char *folder = standard ? "." : path_folder(session->arena, path);
	for (int i = 0; i < source.lines; i++) {
		const char *line = source.text + source.line_start[i];
		size_t length = strcspn(line, "\n"), blanks = strspn(line, " \t");
		struct place at = { .file = path, .line = i + 1 };
		while (length > blanks && strchr(" \t\r", line[length - 1]))
			length--;
		if (length > blanks && line[blanks] != '#')
			add_named(listing, path_join(session->arena, folder, arena_strndup(session->arena, line + blanks, length - blanks)), &at);
	}
	return 0;
}

static int by_identity(const void *left, const void *right)
{
	const struct batch_edition *a = *(const struct batch_edition *const *)left, *b = *(const struct batch_edition *const *)right;
	int order = strcmp(a->identity ? a->identity : "", b->identity ? b->identity : "");
	return order ? order : a < b ? -1 : 1;
}

static int by_source(const void *left, const void *right)
{
	const struct batch_edition *a = *(const struct batch_edition *const *)left, *b = *(const struct batch_edition *const *)right;
	int order = strcmp(a->source, b->source);
	return order ? order : a < b ? -1 : 1;
}

static struct batch_edition **sorted(const struct listing *listing, int (*compare)(const void *, const void *))
{
	struct batch_edition **list = arena_array(listing->batch->session->arena, listing->count + 1, sizeof *list);
	for (size_t i = 0; i < listing->count; i++)
		list[i] = &listing->list[i];
	qsort(list, listing->count, sizeof *list, compare);
	return list;
}

/* What is named again is done once. */
static void drop_doubles(struct listing *listing)
{
	struct session *session = listing->batch->session;
	struct batch_edition **list = sorted(listing, by_identity);
	bool *dropped = arena_array(session->arena, listing->count + 1, sizeof *dropped);
	size_t first = 0, kept = 0;
	for (size_t i = 1; i < listing->count; i++) {
		if (!list[i]->identity || !list[first]->identity || strcmp(list[i]->identity, list[first]->identity) != 0) {
			first = i;
			continue;
		}
		dropped[list[i] - listing->list] = true;
		REPORT(session->all, batch_twice, &list[i]->at, list[i]->source, list[first]->source);
	}
	for (size_t i = 0; i < listing->count; i++)
		if (!dropped[i])
			listing->list[kept++] = listing->list[i];
	listing->count = kept;
}

/* By their names in order, every Nth: whatever order the list has, and wherever it is read, the shards are the same. */
static int take_share(struct listing *listing)
{
	struct batch *batch = listing->batch;
	struct batch_edition **list = sorted(listing, by_source);
	bool *ours = arena_array(batch->session->arena, listing->count + 1, sizeof *ours);
	sha256_begin(batch->sum);
	for (size_t i = 0; i < listing->count; i++) {
		sha256_add(batch->sum, list[i]->source, strlen(list[i]->source) + 1);
		ours[list[i] - listing->list] = (int)(i % (size_t)batch->request.shards) == batch->request.shard - 1;
	}
	batch->listed = listing->count;
	for (size_t i = 0; i < listing->count; i++) {
		listing->list[i].number = i + 1;
		if (ours[i])
			listing->list[batch->count++] = listing->list[i];
	}
	batch->editions = listing->list;
	return sha256_end(batch->sum, batch->list_sha256);
}

int batch_list(struct batch *batch, char *const *arguments, int count)
{
	struct listing listing = { .batch = batch };
	int result = 0;
	for (int i = 0; i < count; i++) {
		struct place at = { .file = arguments[i] };
		if (is_folder(arguments[i]) || ends_with(arguments[i], ".ini"))
			add_named(&listing, arguments[i], &at);
		else
			result |= add_list(&listing, arguments[i]);
	}
	drop_doubles(&listing);
	if (!result && !listing.count)
		result = REPORT(batch->session->all, batch_empty, &(struct place){ .file = arguments[0] });
	return result ? -1 : take_share(&listing);
}
