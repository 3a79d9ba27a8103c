/* hongtou fonts: what stands for what, and taking the office's own fonts. Names are compared without regard to case; the
 * names that offices use come from the fonts' own makers. */
#include <dirent.h>
#include <hb-ot.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/file.h"
#include "base/language.h"
#include "font/fonts.h"

/* Names, PostScript names and file names that mean a family, the better first. */
static const char *const accepted[FONT_FAMILIES][24] = {
	{ "仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "方正仿宋_GBK", "FZFangSong-Z02", "方正仿宋简体", "FZFangSong-Z02S", "方正公文仿宋", "华文仿宋", "STFangsong",
	  "朱雀仿宋", "仿宋_GB2312.ttf", "FSGB2312.TTF", "simfang.ttf", "FZFSK.TTF", "FZFS_Document.TTF", "STFANGSO.TTF", NULL },
	{ "方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05", "方正小标宋-通用", "小标宋", "FZXBSJW.TTF", "FZXBSK.TTF", NULL },
	{ "黑体", "SimHei", "方正黑体_GBK", "FZHei-B01", "方正黑体简体", "FZHei-B01S", "方正公文黑体", "华文黑体", "STHeiti", "simhei.ttf", "FZHTK.TTF", "FZHT_Document.TTF", NULL },
	{ "楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "FZKai-Z03", "方正楷体简体", "FZKai-Z03S", "方正公文楷体", "华文楷体", "STKaiti", "楷体_GB2312.ttf", "simkai.ttf", "FZKTK.TTF",
	  "FZKT_Document.TTF", NULL },
	{ "宋体", "SimSun", "方正书宋_GBK", "FZShuSong-Z01", "方正书宋简体", "FZShuSong-Z01S", "华文宋体", "STSong", "simsun.ttc", "FZSSK.TTF", NULL },
};

int fonts_list(struct fonts *fonts, FILE *out)
{
	int missing = 0;
	for (int family = 0; family < FONT_FAMILIES; family++) {
		bool first = true;
		fprintf(out, "%s\n", family_names[family]);
		for (int i = 0; i < fonts->chain_length[family]; i++) {
			struct face *face = &fonts->faces[fonts->chain[family][i]];
			bool ready = face_ready(fonts, face);
			const char *rank = !ready ? _("missing ") : first ? _("face    ") : _("fallback");
			fprintf(out, "  %s  %s", rank, face->name);
			if (ready)
				fprintf(out, "  %s [%d]%s", face->path, face->index, face->punctuation ? "" : _("  characters only, no marks"));
			fputc('\n', out);
			first &= !ready;
		}
		missing |= first;
		if (first)
			fprintf(out, "  %s\n", _("no face at all: make demo fetches free ones, --use DIR takes your own"));
	}
	return missing;
}

/* ---- --use ---- */

struct taken { const char *path, *name; int index, rank; };

struct scan {
	struct arena *arena;
	struct diagnostics *all;
	FILE *out;
	struct taken best[FONT_FAMILIES];
};

static int rank_of(const char *name, int family)
{
	int rank = 0;
	while (accepted[family][rank] && strcasecmp(accepted[family][rank], name) != 0)
		rank++;
	return accepted[family][rank] ? rank : -1;
}

/* The best rank of any of the face's names, or of its file's; -1: it is none of this family. */
static int face_rank(hb_face_t *face, const char *file, int family)
{
	static const hb_ot_name_id_t ids[] = { HB_OT_NAME_ID_FONT_FAMILY, HB_OT_NAME_ID_FULL_NAME, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_OT_NAME_ID_TYPOGRAPHIC_FAMILY };
	unsigned count = 0;
	int best = rank_of(file, family);
	const hb_ot_name_entry_t *entries = hb_ot_name_list_names(face, &count);
	for (unsigned i = 0; i < count; i++) {
		bool wanted = false;
		char name[256] = "";
		unsigned length = sizeof name;
		for (size_t k = 0; k < sizeof ids / sizeof ids[0]; k++)
			wanted |= entries[i].name_id == ids[k];
		if (!wanted)
			continue;
		hb_ot_name_get_utf8(face, entries[i].name_id, entries[i].language, &length, name);
		int rank = rank_of(name, family);
		if (rank >= 0 && (best < 0 || rank < best))
			best = rank;
	}
	return best;
}

static void consider_face(struct scan *scan, hb_face_t *face, const char *path, int index)
{
	const char *file = strrchr(path, '/') + 1;
	char name[256] = "";
	unsigned length = sizeof name;
	bool known = false;
	unsigned rights = table_u16(face, HB_TAG('O', 'S', '/', '2'), 8);
	hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &length, name);
	for (int family = 0; family < FONT_FAMILIES; family++) {
		int rank = face_rank(face, file, family);
		known |= rank >= 0;
		if (rank < 0 || (rights & 0xF) == 2 || (rights & 0x200))
			continue;
		struct taken *best = &scan->best[family];
		if (best->path && (best->rank < rank || (best->rank == rank && strcmp(best->path, path) <= 0)))
			continue;
		*best = (struct taken){ arena_strdup(scan->arena, path), arena_strdup(scan->arena, name[0] ? name : file), index, rank };
	}
	if (known && ((rights & 0xF) == 2 || (rights & 0x200)))
		fprintf(scan->out, _("not taken: %s (%s): its licence flags forbid embedding\n"), path, name);
	else if (!known)
		fprintf(scan->out, _("not taken: %s (%s): none of the names that official documents use\n"), path, name);
}

static void scan_file(struct scan *scan, const char *path)
{
	hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
	unsigned count = blob ? hb_face_count(blob) : 0;
	for (unsigned i = 0; i < count; i++) {
		hb_face_t *face = hb_face_create(blob, i);
		if (hb_face_get_glyph_count(face))
			consider_face(scan, face, path, (int)i);
		else
			fprintf(scan->out, _("not taken: %s: damaged or no font\n"), path);
		hb_face_destroy(face);
	}
	if (!count)
		fprintf(scan->out, _("not taken: %s: damaged or no font\n"), path);
	hb_blob_destroy(blob);
}

static int by_name(const struct dirent **left, const struct dirent **right)
{
	return strcmp((*left)->d_name, (*right)->d_name);
}

static int scan_folder(struct scan *scan, const char *folder, int depth)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, NULL, by_name);
	for (int i = 0; i < count; i++) {
		const char *name = entries[i]->d_name, *dot = strrchr(name, '.');
		const char *path = arena_printf(scan->arena, "%s/%s", folder, name);
		bool font = dot && (!strcasecmp(dot, ".ttf") || !strcasecmp(dot, ".otf") || !strcasecmp(dot, ".ttc"));
		if (name[0] != '.' && font)
			scan_file(scan, path);
		else if (name[0] != '.' && depth < 6 && (entries[i]->d_type == DT_DIR || entries[i]->d_type == DT_UNKNOWN))
			scan_folder(scan, path, depth + 1);
		free(entries[i]);
	}
	free(entries);
	return count < 0 ? -1 : 0;
}

static void put(struct arena *arena, char **text, const char *more) { *text = arena_printf(arena, "%s%s", *text, more); }

int fonts_use(struct arena *arena, struct diagnostics *all, const char *folder, const char *catalogue, FILE *out)
{
	struct scan scan = { .arena = arena, .all = all, .out = out };
	char *absolute = realpath(folder, NULL), *text = arena_strdup(arena, "; The office's own fonts, written by: hongtou fonts --use\n");
	const char *root = absolute ? arena_strdup(arena, absolute) : folder;
	int taken = 0;
	free(absolute);
	if (scan_folder(&scan, root, 0))
		return REPORT(all, file_open, NULL, folder, "not a folder that can be read");
	for (int family = 0; family < FONT_FAMILIES; family++) {
		struct taken *best = &scan.best[family];
		bool again = false;
		if (!best->path) {
			fprintf(out, _("%s: nothing found, the free font stays\n"), family_names[family]);
			continue;
		}
		taken++;
		fprintf(out, "%s: %s  %s\n", family_names[family], best->name, best->path);
		put(arena, &text, arena_printf(arena, "\n[family.%s]\nfaces = %s\n", family_names[family], best->name));
		for (int other = 0; other < family; other++)
			again |= scan.best[other].path && strcmp(scan.best[other].name, best->name) == 0;
		if (!again)
			put(arena, &text, arena_printf(arena, "[face.%s]\npaths = \"%s\"\nindex = %d\n", best->name, best->path, best->index));
	}
	if (!taken)
		return REPORT(all, fonts_none_found, NULL, folder);
	fprintf(out, _("written: %s\n"), catalogue);
	return file_replace(all, catalogue, (struct bytes){ (const unsigned char *)text, strlen(text) });
}
