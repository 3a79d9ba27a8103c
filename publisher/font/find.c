/* From a face's name to its file. The catalogue's paths come first; only when a face is at none of them are all fonts of
 * the machine looked through, once. */
#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include "base/file.h"
#include "font/fonts.h"

enum opened { OPENED, NOT_THERE, DAMAGED, OTHER_NAME };

static enum opened take_member(struct fonts *fonts, struct face *face, hb_blob_t *blob, unsigned index)
{
	hb_face_t *member = hb_face_create(blob, index);
	enum opened result = OPENED;
	const char *name = NULL;
	if (!face_complete(blob, (int)index) || !hb_face_get_glyph_count(member))
		result = DAMAGED;
	else if ((name = face_postscript(fonts->arena, member)) != NULL && strcasecmp(name, face->name) != 0)
		result = OTHER_NAME;
	if (result == OPENED) {
		face->hb = member;
		face->index = (int)index;
	} else {
		hb_face_destroy(member);
	}
	return result;
}

/* Opens path and takes the member of that PostScript name; the catalogue's index is tried first. */
static enum opened open_file(struct fonts *fonts, struct face *face, const char *path)
{
	if (access(path, F_OK) != 0)
		return NOT_THERE;
	hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
	unsigned count = blob ? hb_face_count(blob) : 0;
	enum opened result = DAMAGED, member = DAMAGED;
	for (unsigned i = 0; i < count && result != OPENED; i++) {
		member = take_member(fonts, face, blob, (i + (unsigned)face->index) % count);
		if (member != DAMAGED)
			result = member;
	}
	if (result == OPENED) {
		face->blob = blob;
		face->path = path;
	} else {
		hb_blob_destroy(blob);
	}
	return result;
}

static bool font_file(const char *name)
{
	static const char *const endings[] = { ".ttf", ".otf", ".ttc", ".otc" };
	const char *dot = strrchr(name, '.');
	for (size_t i = 0; dot && i < sizeof endings / sizeof endings[0]; i++)
		if (strcasecmp(dot, endings[i]) == 0)
			return true;
	return false;
}

static bool visit_file(const char *path, font_visit *visit, void *context)
{
	hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
	unsigned count = blob ? hb_face_count(blob) : 0;
	bool more = count ? true : visit(context, path, 0, NULL);
	for (unsigned i = 0; i < count && more; i++) {
		hb_face_t *member = hb_face_create(blob, i);
		bool sound = face_complete(blob, (int)i) && hb_face_get_glyph_count(member);
		more = visit(context, path, (int)i, sound ? member : NULL);
		hb_face_destroy(member);
	}
	hb_blob_destroy(blob);
	return more;
}

static int by_name(const FTSENT **left, const FTSENT **right)
{
	return strcmp((*left)->fts_name, (*right)->fts_name);
}

void font_scan(const char *const *folders, font_visit *visit, void *context)
{
	FTS *tree = fts_open((char *const *)folders, FTS_LOGICAL | FTS_NOCHDIR, by_name);
	bool more = tree != NULL;
	for (FTSENT *entry; more && (entry = fts_read(tree)) != NULL;)
		if (entry->fts_info == FTS_F && font_file(entry->fts_name))
			more = visit_file(entry->fts_path, visit, context);
	if (tree)
		fts_close(tree);
}

static bool remember(void *context, const char *path, int index, hb_face_t *hb)
{
	struct fonts *fonts = context;
	const char *name = hb ? face_postscript(fonts->arena, hb) : NULL;
	if (name) {
		ARENA_GROW(fonts->arena, fonts->found, &fonts->found_capacity, fonts->found_count + 1);
		fonts->found[fonts->found_count++] = (struct found_face){ name, arena_strdup(fonts->arena, path), index };
	}
	return true;
}

void font_folders(struct arena *arena, const char *folders[FONT_FOLDERS + 1])
{
	const char *home = getenv("HOME");
	bool known = home && home[0];
	folders[0] = "/usr/share/fonts";
	folders[1] = "/usr/local/share/fonts";
	folders[2] = known ? arena_printf(arena, "%s/.local/share/fonts", home) : NULL;
	folders[3] = known ? arena_printf(arena, "%s/.fonts", home) : NULL;
	folders[4] = NULL;
}

static void search_machine(struct fonts *fonts)
{
	const char *folders[FONT_FOLDERS + 1];
	font_folders(fonts->arena, folders);
	fonts->searched = true;
	font_scan(folders, remember, fonts);
}

static bool open_by_name(struct fonts *fonts, struct face *face)
{
	if (!fonts->searched)
		search_machine(fonts);
	for (size_t i = 0; i < fonts->found_count; i++) {
		const struct found_face *found = &fonts->found[i];
		if (strcasecmp(found->name, face->name) != 0)
			continue;
		face->index = found->index;
		if (open_file(fonts, face, found->path) == OPENED)
			return true;
	}
	return false;
}

static void report_absent(struct fonts *fonts, const struct face *face, enum opened why, const char *path)
{
	struct place at = { .file = path };
	if (why == DAMAGED)
		REPORT(fonts->all, font_unusable, &at, face->name);
	else if (why == OTHER_NAME)
		REPORT(fonts->all, font_other_name, &at, face->name);
	else if (!face->optional)
		REPORT(fonts->all, font_missing, &face->at, face->name);
}

bool face_find(struct fonts *fonts, struct face *face)
{
	char *paths = arena_strdup(fonts->arena, face->paths ? face->paths : ""), *rest = NULL;
	enum opened why = NOT_THERE;
	const char *bad = NULL;
	for (char *path = strtok_r(paths, ":", &rest); path; path = strtok_r(NULL, ":", &rest)) {
		const char *full = path_join(fonts->arena, face->folder, path);
		enum opened result = open_file(fonts, face, full);
		if (result == OPENED)
			return true;
		if (result != NOT_THERE && !bad) {
			why = result;
			bad = full;
		}
	}
	if (open_by_name(fonts, face))
		return true;
	report_absent(fonts, face, why, bad);
	return false;
}
