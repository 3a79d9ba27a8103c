#include "read/sources.h"
#include <string.h>
#include "base/path_inside.h"

const char *const source_kinds[SOURCE_KINDS] = { "edition", "template", "body", "text", "table", "picture", "profile" };

struct sources {
	struct arena *arena;
	struct source_file *list;
	size_t count, capacity;
	const char **missed;
	size_t missed_count, missed_capacity;
};

struct sources *sources_new(struct arena *arena)
{
	struct sources *sources = arena_alloc(arena, sizeof *sources);
	sources->arena = arena;
	return sources;
}

/* Names that the list and the folders of ours have. */
static bool reserved(const char *file)
{
	size_t length = strcspn(file, "/");
	return strcmp(file, SOURCES_LIST) == 0 || (length == 7 && strncmp(file, "outside", 7) == 0) || (length == 9 && strncmp(file, "templates", 9) == 0);
}

static const char *last_part(const char *path) { return strrchr(path, '/') ? strrchr(path, '/') + 1 : path; }

/* Does another file have this name already? */
static bool taken(const struct sources *sources, const char *file, const struct file_mark *mark)
{
	bool found = false;
	for (size_t i = 0; i < sources->count && !found; i++) {
		const struct source_file *other = &sources->list[i];
		found = strcmp(other->file, file) == 0 && (other->mark.device != mark->device || other->mark.inode != mark->inode);
	}
	return found;
}

/* beside: is it in the edition's folder, if its name says so? */
static const char *place_for(struct sources *sources, const struct source_file *source, bool beside)
{
	const char *last = path_inside(sources->arena, last_part(source->path));
	const char *file = beside ? path_inside(sources->arena, source->name) : NULL;
	if (file && reserved(file))
		file = NULL;
	if (!file && source->kind == SOURCE_EDITION)
		file = "edition.ini";
	if (!file && source->kind == SOURCE_TEMPLATE && last)
		file = arena_printf(sources->arena, "templates/%s", last);
	return file && !taken(sources, file, &source->mark) ? file
	       : arena_printf(sources->arena, "outside/%zu/%s", sources->count, last ? last : source_kinds[source->kind]);
}

/* A template lies beside the edition, or in a folder of templates. */
static bool is_beside(const struct sources *sources, const char *path)
{
	const char *edition = sources->list[0].path;
	size_t length = (size_t)(last_part(edition) - edition);
	return strncmp(edition, path, length) == 0 && !strchr(path + length, '/');
}

void sources_add(struct sources *sources, enum source_kind kind, const char *name, const char *path)
{
	struct source_file one = { .kind = kind, .name = name, .path = path };
	bool known = false;
	for (size_t i = 0; i < sources->count && !known; i++)
		known = sources->list[i].kind == kind && strcmp(sources->list[i].name, name) == 0;
	file_mark(path, &one.mark);
	if (known || (kind == SOURCE_PICTURE && !one.mark.regular))
		return;
	one.file = place_for(sources, &one, kind != SOURCE_TEMPLATE || is_beside(sources, path));
	ARENA_GROW(sources->arena, sources->list, &sources->capacity, sources->count + 1);
	sources->list[sources->count++] = one;
}

size_t sources_all(const struct sources *sources, const struct source_file **out)
{
	*out = sources->list;
	return sources->count;
}

void sources_miss(struct sources *sources, const char *path)
{
	ARENA_GROW(sources->arena, sources->missed, &sources->missed_capacity, sources->missed_count + 1);
	sources->missed[sources->missed_count++] = path;
}

size_t sources_missed(const struct sources *sources, const char *const **out)
{
	*out = sources->missed;
	return sources->missed_count;
}
