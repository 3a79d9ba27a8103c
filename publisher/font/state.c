/* Are the font files still those of the last time? Their sizes and times tell; reading 100 MiB of fonts at every start would not do. */
#include <fts.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/sha256.h"
#include "font/fonts.h"

static bool add_file(struct arena *arena, struct sha256 *sum, const char *path)
{
	struct file_mark mark;
	file_mark(path, &mark);
	const char *line = arena_printf(arena, "%s %d %" PRIu64 " %" PRId64 " %" PRId64 "\n", path, mark.regular, mark.regular ? mark.size : 0,
	                                mark.regular ? mark.modified[0] : 0, mark.regular ? mark.modified[1] : 0);
	sha256_add(sum, line, strlen(line));
	return mark.regular;
}

static int by_name(const FTSENT **left, const FTSENT **right) { return strcmp((*left)->fts_name, (*right)->fts_name); }

static void add_machine(struct arena *arena, struct sha256 *sum)
{
	const char *folders[FONT_FOLDERS + 1];
	font_folders(arena, folders);
	FTS *tree = fts_open((char *const *)folders, FTS_LOGICAL | FTS_NOCHDIR, by_name);
	for (FTSENT *entry; tree && (entry = fts_read(tree)) != NULL;)
		if (entry->fts_info == FTS_F)
			add_file(arena, sum, entry->fts_path);
	if (tree)
		fts_close(tree);
}

/* false: the face is at none of its paths. */
static bool add_face(struct arena *arena, struct sha256 *sum, const struct face *face)
{
	char *paths = arena_strdup(arena, face->paths ? face->paths : ""), *rest = NULL;
	bool there = false;
	sha256_add(sum, face->name, strlen(face->name) + 1);
	for (char *path = strtok_r(paths, ":", &rest); path; path = strtok_r(NULL, ":", &rest))
		there |= add_file(arena, sum, path_join(arena, face->folder, path));
	return there;
}

void fonts_add_state(const struct fonts *fonts, struct sha256 *sum)
{
	struct arena *scratch = arena_new();
	bool all_there = true;
	for (int i = 0; i < fonts->count; i++)
		all_there &= add_face(scratch, sum, &fonts->faces[i]);
	if (!all_there)
		add_machine(scratch, sum);
	arena_free(scratch);
}
