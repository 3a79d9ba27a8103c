/* hongtou fonts --use: a catalogue of the office's own fonts. A font is known by its names in any language or by its
 * file's name, without regard to case, blanks, '-' and '_'; the names are those the makers of the fonts give them. */
#include <ctype.h>
#include <errno.h>
#include <hb-ot.h>
#include <stdlib.h>
#include <string.h>
#include "base/file.h"
#include "base/language.h"
#include "font/fonts.h"

/* A family's chain has room for these before the program's own faces. */
enum { TAKEN_MAX = 3, NAME_MAX_BYTES = 256 };

/* The names that mean a family, the better first. */
static const char *const accepted[FONT_FAMILIES][24] = {
	{ "仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "方正仿宋_GBK", "FZFangSong-Z02", "方正仿宋简体", "FZFangSong-Z02S", "方正公文仿宋", "华文仿宋",
	  "STFangsong", "朱雀仿宋", "Zhuque Fangsong", "仿宋_GB2312.ttf", "FSGB2312.ttf", "simfang.ttf", "FZFSK.ttf", "FZFS_Document.ttf", "STFANGSO.ttf", NULL },
	{ "方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05", "方正小标宋-通用", "方正公文小标宋", "小标宋", "FZXBSJW.ttf", "FZXBSK.ttf",
	  "方正小标宋简体.ttf", "方正小标宋_GBK.ttf", NULL },
	{ "黑体", "SimHei", "方正黑体_GBK", "FZHei-B01", "方正黑体简体", "FZHei-B01S", "方正公文黑体", "华文黑体", "STHeiti", "simhei.ttf", "FZHTK.ttf", "FZHT_Document.ttf", NULL },
	{ "楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "FZKai-Z03", "方正楷体简体", "FZKai-Z03S", "方正公文楷体", "华文楷体", "STKaiti", "楷体_GB2312.ttf",
	  "simkai.ttf", "FZKTK.ttf", "FZKT_Document.ttf", "Kaiti.ttc", NULL },
	{ "宋体", "SimSun", "方正书宋_GBK", "FZShuSong-Z01", "方正书宋简体", "FZShuSong-Z01S", "华文宋体", "STSong", "simsun.ttc", "FZSSK.ttf", NULL },
};

struct candidate { int family, rank, index; const char *name, *path; };

struct scan {
	struct arena *arena;
	FILE *out;
	struct candidate *list;
	size_t count, capacity;
};

/* Compares as people write names: case, blanks, '-' and '_' do not count. */
static bool same_name(const char *left, const char *right)
{
	for (;;) {
		left += strspn(left, " -_");
		right += strspn(right, " -_");
		if (!*left || tolower((unsigned char)*left) != tolower((unsigned char)*right))
			return *left == *right;
		left++;
		right++;
	}
}

static int better_rank(int best, int family, const char *name)
{
	for (int rank = 0; accepted[family][rank] && (best < 0 || rank < best); rank++)
		if (same_name(accepted[family][rank], name))
			return rank;
	return best;
}

static bool tells_the_font(hb_ot_name_id_t id)
{
	return id == HB_OT_NAME_ID_FONT_FAMILY || id == HB_OT_NAME_ID_FULL_NAME || id == HB_OT_NAME_ID_POSTSCRIPT_NAME
	       || id == HB_OT_NAME_ID_TYPOGRAPHIC_FAMILY;
}

/* The best rank of any of the face's names, or of its file's; -1: it is none of this family. */
static int face_rank(hb_face_t *face, const char *file, int index, int family)
{
	unsigned count = 0;
	const hb_ot_name_entry_t *entries = hb_ot_name_list_names(face, &count);
	int best = index == 0 ? better_rank(-1, family, file) : -1;
	for (unsigned i = 0; i < count; i++) {
		char name[NAME_MAX_BYTES] = "";
		unsigned length = sizeof name;
		if (!tells_the_font(entries[i].name_id))
			continue;
		hb_ot_name_get_utf8(face, entries[i].name_id, entries[i].language, &length, name);
		best = better_rank(best, family, name);
	}
	return best;
}

static const char *fault_text(enum face_fault fault)
{
	switch (fault) {
	case FAULT_NONE: return NULL;
	case FAULT_RESTRICTED: return _("its licence flags (OS/2 fsType) forbid embedding");
	case FAULT_KIND: return _("a PDF cannot hold its kind of outlines");
	case FAULT_DAMAGED: break;
	}
	return _("damaged, or no font");
}

static void not_taken(const struct scan *scan, const char *path, const char *name, const char *why)
{
	fprintf(scan->out, _("not taken: %s (%s): %s\n"), path, name ? name : "?", why);
}

/* The name in the catalogue: the PostScript name, else the file's without what a catalogue cannot hold. */
static const char *catalogue_name(struct arena *arena, hb_face_t *hb, const char *file)
{
	const char *name = face_postscript(arena, hb);
	if (name)
		return name;
	char *made = arena_printf(arena, "file-%s", file);
	for (char *at = made; *at; at++)
		if (!isalnum((unsigned char)*at) && *at != '.' && *at != '_')
			*at = '-';
	return made;
}

static void add_candidate(struct scan *scan, int family, int rank, struct candidate from)
{
	ARENA_GROW(scan->arena, scan->list, &scan->capacity, scan->count + 1);
	from.family = family;
	from.rank = rank;
	scan->list[scan->count++] = from;
}

static bool consider(void *context, const char *path, int index, hb_face_t *hb)
{
	struct scan *scan = context;
	const char *file = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	struct face face = { .hb = hb, .path = path };
	const char *why = fault_text(hb ? face_examine(scan->arena, &face) : FAULT_DAMAGED);
	struct candidate from = { .index = index, .name = hb ? catalogue_name(scan->arena, hb, file) : NULL, .path = arena_strdup(scan->arena, path) };
	bool known = false;
	if (!why && strpbrk(path, ":\"\n"))
		why = _("its path has a sign that a catalogue cannot hold (: or \")");
	for (int family = 0; !why && family < FONT_FAMILIES; family++) {
		int rank = face_rank(hb, file, index, family);
		if (rank >= 0)
			add_candidate(scan, family, rank, from);
		known |= rank >= 0;
	}
	if (!why && !known)
		why = _("none of the names that official documents use");
	if (why)
		not_taken(scan, path, from.name, why);
	return true;
}

static int by_rank(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;
	if (a->family != b->family)
		return a->family - b->family;
	if (a->rank != b->rank)
		return a->rank - b->rank;
	int order = strcmp(a->path, b->path);
	return order ? order : a->index - b->index;
}

/* Keeps the best few of each family, at the front of the list. */
static size_t choose(struct scan *scan)
{
	size_t kept = 0;
	if (scan->count)
		qsort(scan->list, scan->count, sizeof *scan->list, by_rank);
	for (size_t i = 0; i < scan->count; i++) {
		struct candidate one = scan->list[i];
		const char *why = NULL;
		int before = 0;
		for (size_t k = 0; k < kept; k++) {
			if (scan->list[k].family == one.family && strcmp(scan->list[k].name, one.name) == 0)
				why = _("the same font was found in another file");
			before += scan->list[k].family == one.family;
		}
		if (!why && before == TAKEN_MAX)
			why = _("others come before it");
		if (why)
			not_taken(scan, one.path, one.name, why);
		else
			scan->list[kept++] = one;
	}
	return kept;
}

/* Writes one family's section and names what it took. */
static void write_family(const struct scan *scan, size_t count, int family, FILE *catalogue)
{
	int taken = 0;
	for (size_t i = 0; i < count; i++) {
		const struct candidate *one = &scan->list[i];
		if (one->family != family)
			continue;
		if (!taken)
			fprintf(catalogue, "\n[family.%s]\nfaces =", family_names[family]);
		fprintf(catalogue, " %s", one->name);
		fprintf(scan->out, "%s: %s  %s [%d]\n", family_names[family], one->name, one->path, one->index);
		taken++;
	}
	if (taken)
		fputc('\n', catalogue);
	else
		fprintf(scan->out, _("%s: nothing found, the free font stays\n"), family_names[family]);
}

static void write_faces(const struct scan *scan, size_t count, FILE *catalogue)
{
	for (size_t i = 0; i < count; i++) {
		bool written = false;
		for (size_t k = 0; k < i; k++)
			written |= strcmp(scan->list[k].name, scan->list[i].name) == 0;
		if (!written)
			fprintf(catalogue, "\n[face.%s]\npaths = \"%s\"\nindex = %d\n", scan->list[i].name, scan->list[i].path, scan->list[i].index);
	}
}

int fonts_use(struct arena *arena, struct diagnostics *all, const char *folder, const char *catalogue, FILE *out)
{
	struct scan scan = { .arena = arena, .out = out };
	char *root = realpath(folder, NULL), *text = NULL;
	size_t length = 0;
	int result = 0;
	if (!root)
		return REPORT(all, file_open, NULL, folder, error_text(errno));
	font_scan((const char *const[]){ root, NULL }, consider, &scan);
	free(root);
	size_t count = choose(&scan);
	if (!count)
		return REPORT(all, fonts_none_found, NULL, folder);
	FILE *content = open_memstream(&text, &length);
	fputs("; The office's own fonts, written by: hongtou fonts --use\n", content);
	for (int family = 0; family < FONT_FAMILIES; family++)
		write_family(&scan, count, family, content);
	write_faces(&scan, count, content);
	fclose(content);
	result = file_replace(all, catalogue, (struct bytes){ (const unsigned char *)text, length });
	free(text);
	if (!result)
		fprintf(out, _("written: %s\n"), catalogue);
	return result;
}
