/* Faces and families: the catalogue, opening, coverage, metrics. Font files are mapped, not read; HarfBuzz reads the
 * tables. Nothing is opened before a character needs it. */
#include "font/font.h"
#include <dirent.h>
#include <hb-ot.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include "base/file.h"
#include "font/fonts.h"

const char *const family_names[FONT_FAMILIES] = { "仿宋", "小标宋", "黑体", "楷体", "宋体" };

static const char *value_of(const struct ini *ini, const char *section, const char *key)
{
	for (size_t i = 0; i < ini->count; i++)
		if (strcmp(ini->entries[i].section, section) == 0 && strcmp(ini->entries[i].key, key) == 0)
			return ini->entries[i].value.text;
	return NULL;
}

static bool is_yes(const char *value, bool otherwise) { return value ? strcmp(value, "yes") == 0 || strcmp(value, "是") == 0 : otherwise; }

static int face_number(const struct fonts *fonts, const char *name)
{
	for (int i = 0; i < fonts->count; i++)
		if (strcmp(fonts->faces[i].name, name) == 0)
			return i;
	return -1;
}

static void add_face(struct fonts *fonts, const struct ini *ini, const struct words *section, const char *folder)
{
	const char *name = section->text + strlen("face."), *index = value_of(ini, section->text, "index");
	if (fonts->count == FACES_MAX || face_number(fonts, name) >= 0)
		return;    /* the catalogue read first wins */
	fonts->faces[fonts->count++] = (struct face){
		.name = name, .paths = value_of(ini, section->text, "paths"), .folder = folder, .at = section->at, .index = index ? atoi(index) : 0,
		.punctuation = is_yes(value_of(ini, section->text, "punctuation"), true),
		.last_resort = is_yes(value_of(ini, section->text, "last_resort"), false),
		.optional = is_yes(value_of(ini, section->text, "optional"), false),
	};
}

static int add_chain(struct fonts *fonts, int family, char *names, const struct place *at)
{
	int result = 0;
	for (char *rest = NULL, *name = strtok_r(names, " ,", &rest); name; name = strtok_r(NULL, " ,", &rest)) {
		int face = face_number(fonts, name);
		bool there = false;
		if (face < 0) {
			result = REPORT(fonts->all, face_unknown, at, name);
			continue;
		}
		for (int i = 0; i < fonts->chain_length[family]; i++)
			there |= fonts->chain[family][i] == face;
		if (!there && fonts->chain_length[family] < FONT_CHAIN_MAX)
			fonts->chain[family][fonts->chain_length[family]++] = face;
	}
	return result;
}

static int read_catalogue(struct fonts *fonts, const char *path)
{
	struct source source;
	struct ini ini;
	int result = 0;
	const char *folder = path_folder(fonts->arena, path);
	if (source_load(fonts->arena, fonts->all, NULL, path, &source) || ini_read(fonts->arena, fonts->all, &source, &ini))
		return -1;
	for (size_t i = 0; i < ini.section_count; i++)
		if (strncmp(ini.sections[i].text, "face.", 5) == 0)
			add_face(fonts, &ini, &ini.sections[i], folder);
	for (size_t i = 0; i < ini.section_count; i++) {
		for (int family = 0; family < FONT_FAMILIES; family++) {
			const char *section = ini.sections[i].text, *names = value_of(&ini, section, "faces");
			if (strncmp(section, "family.", 7) == 0 && strcmp(section + 7, family_names[family]) == 0 && names)
				result |= add_chain(fonts, family, arena_strdup(fonts->arena, names), &ini.sections[i].at);
		}
	}
	return result;
}

int fonts_open(struct arena *arena, struct diagnostics *all, const char *const *catalogues, struct fonts **out)
{
	struct fonts *fonts = arena_alloc(arena, sizeof *fonts);
	int result = 0, read = 0;
	fonts->arena = arena;
	fonts->all = all;
	for (int i = 0; catalogues[i]; i++) {
		if (access(catalogues[i], F_OK) != 0)
			continue;
		result |= read_catalogue(fonts, catalogues[i]);
		read++;
	}
	if (!read) {
		struct place at = { .file = catalogues[0] };
		result = REPORT(all, catalogue_missing, &at, catalogues[0]);
	}
	*out = fonts;
	return result;
}

void fonts_close(struct fonts *fonts)
{
	for (int i = 0; i < fonts->count; i++) {
		struct face *face = &fonts->faces[i];
		hb_font_destroy(face->font);
		hb_face_destroy(face->hb);
		hb_blob_destroy(face->blob);
	}
}

unsigned table_u16(hb_face_t *face, hb_tag_t tag, unsigned offset)
{
	hb_blob_t *table = hb_face_reference_table(face, tag);
	unsigned length = 0;
	const unsigned char *data = (const unsigned char *)hb_blob_get_data(table, &length);
	unsigned value = offset + 2 <= length ? data[offset] * 256u + data[offset + 1] : 0;
	hb_blob_destroy(table);
	return value;
}

static bool has_table(hb_face_t *face, hb_tag_t tag)
{
	hb_blob_t *table = hb_face_reference_table(face, tag);
	bool there = hb_blob_get_length(table) > 0;
	hb_blob_destroy(table);
	return there;
}

static bool has_name(hb_face_t *face, const char *name)
{
	char found[128] = "";
	unsigned length = sizeof found;
	hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &length, found);
	return !found[0] || strcasecmp(found, name) == 0;
}

/* Opens path and takes the member of that PostScript name; the catalogue's index is tried first. */
static bool open_file(struct face *face, const char *path)
{
	hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
	unsigned count = blob ? hb_face_count(blob) : 0;
	for (unsigned i = 0; i < count && !face->hb; i++) {
		unsigned index = (i + (unsigned)face->index) % count;
		hb_face_t *member = hb_face_create(blob, index);
		if (hb_face_get_glyph_count(member) && has_name(member, face->name)) {
			face->hb = member;
			face->index = (int)index;
		} else {
			hb_face_destroy(member);
		}
	}
	if (face->hb)
		face->blob = blob;
	else
		hb_blob_destroy(blob);
	return face->hb != NULL;
}

static bool font_file(const char *name)
{
	const char *dot = strrchr(name, '.');
	return dot && (strcasecmp(dot, ".ttf") == 0 || strcasecmp(dot, ".otf") == 0 || strcasecmp(dot, ".ttc") == 0 || strcasecmp(dot, ".otc") == 0);
}

/* Slow: only when a face is not at its paths. */
static const char *search_folder(struct fonts *fonts, struct face *face, const char *folder, int depth)
{
	DIR *entries = opendir(folder);
	const char *found = NULL;
	for (struct dirent *entry; entries && !found && (entry = readdir(entries)) != NULL;) {
		const char *path = arena_printf(fonts->arena, "%s/%s", folder, entry->d_name);
		if (entry->d_name[0] == '.')
			continue;
		if (font_file(entry->d_name))
			found = open_file(face, path) ? path : NULL;
		else if (depth < 6 && entry->d_type != DT_REG)
			found = search_folder(fonts, face, path, depth + 1);
	}
	if (entries)
		closedir(entries);
	return found;
}

static const char *find_file(struct fonts *fonts, struct face *face)
{
	const char *home = getenv("HOME"), *found = NULL;
	char *paths = arena_strdup(fonts->arena, face->paths ? face->paths : "");
	for (char *rest = NULL, *path = strtok_r(paths, ":", &rest); path && !found; path = strtok_r(NULL, ":", &rest)) {
		const char *full = path_join(fonts->arena, face->folder, path);
		found = open_file(face, full) ? full : NULL;
	}
	if (found || face->optional)
		return found;
	const char *folders[] = { "/usr/share/fonts", "/usr/local/share/fonts",
	                          home ? arena_printf(fonts->arena, "%s/.local/share/fonts", home) : "",
	                          home ? arena_printf(fonts->arena, "%s/.fonts", home) : "" };
	for (size_t i = 0; i < sizeof folders / sizeof folders[0] && !found; i++)
		found = folders[i][0] ? search_folder(fonts, face, folders[i], 0) : NULL;
	return found;
}

/* Embedding rights (OS/2 fsType) and kinds of outlines that a PDF can hold. */
static bool usable(struct fonts *fonts, struct face *face)
{
	unsigned rights = table_u16(face->hb, HB_TAG('O', 'S', '/', '2'), 8);
	bool broken = false;
	struct place at = { .file = face->path };
	if ((rights & 0xF) == 2 || (rights & 0x200)) {
		REPORT(fonts->all, font_restricted, &at, face->name);
		return false;
	}
	face->whole = rights & 0x100;
	face->glyphs = hb_face_get_glyph_count(face->hb);
	if (has_table(face->hb, HB_TAG('C', 'F', 'F', ' '))) {
		face->cids = cff_cids(fonts->arena, face->hb, face->glyphs, &broken);
		face->kind = face->cids ? FACE_CFF_CID : FACE_CFF_NAMED;
	} else if (has_table(face->hb, HB_TAG('g', 'l', 'y', 'f'))) {
		face->kind = FACE_GLYF;
	} else {
		broken = true;
	}
	if (broken)
		REPORT(fonts->all, font_unusable, &at, face->name);
	return !broken;
}

bool face_ready(struct fonts *fonts, struct face *face)
{
	if (face->state != FACE_UNTRIED)
		return face->state == FACE_OPEN;
	face->state = FACE_ABSENT;
	face->path = find_file(fonts, face);
	if (!face->path) {
		if (!face->optional)
			REPORT(fonts->all, font_missing, &face->at, face->name);
		return false;
	}
	if (!usable(fonts, face))
		return false;
	face->font = hb_font_create(face->hb);
	hb_font_set_scale(face->font, 1000, 1000);
	hb_ot_font_set_funcs(face->font);
	face->state = FACE_OPEN;
	return true;
}

static bool is_space(uint32_t code)
{
	return code == ' ' || code == 0xA0 || code == 0x3000 || (code >= 0x2000 && code <= 0x200B);
}

/* A cmap may claim glyphs that are blank (seen in free glyf fonts). */
static bool covers(struct face *face, uint32_t code)
{
	hb_codepoint_t glyph = 0;
	hb_glyph_extents_t extents;
	if (!hb_font_get_nominal_glyph(face->font, code, &glyph) || !glyph)
		return false;
	if (face->kind != FACE_GLYF || is_space(code))
		return true;
	return hb_font_get_glyph_extents(face->font, glyph, &extents) && extents.width && extents.height;
}

static int first_face(struct fonts *fonts, int family, uint32_t code, bool punctuation)
{
	for (int i = 0; i < fonts->chain_length[family]; i++) {
		struct face *face = &fonts->faces[fonts->chain[family][i]];
		if ((!punctuation || face->punctuation) && face_ready(fonts, face) && covers(face, code))
			return fonts->chain[family][i];
	}
	return -1;
}

int fonts_face_for(struct fonts *fonts, int family, uint32_t code, bool punctuation)
{
	if (code > 0x10FFFF)
		return -1;
	struct coverage_page **page = &fonts->coverage[family][punctuation][code >> 8];
	if (!*page)
		*page = arena_alloc(fonts->arena, sizeof **page);
	int8_t *known = &(*page)->face[code & 0xFF];
	if (!*known)
		*known = (int8_t)(first_face(fonts, family, code, punctuation) + 2);
	return *known - 2;
}

bool face_has(struct fonts *fonts, int face, uint32_t code)
{
	return face_ready(fonts, &fonts->faces[face]) && covers(&fonts->faces[face], code);
}

hb_font_t *face_hb(struct fonts *fonts, int face) { return fonts->faces[face].font; }
int face_count(const struct fonts *fonts) { return fonts->count; }
const char *face_name(struct fonts *fonts, int face) { return fonts->faces[face].name; }
const char *face_path(struct fonts *fonts, int face) { return fonts->faces[face].path; }
int face_index(struct fonts *fonts, int face) { return fonts->faces[face].index; }
bool face_is_last_resort(struct fonts *fonts, int face) { return fonts->faces[face].last_resort; }
enum face_kind face_kind(struct fonts *fonts, int face) { return fonts->faces[face].kind; }

uint16_t face_code(struct fonts *fonts, int face, uint16_t glyph)
{
	const struct face *from = &fonts->faces[face];
	return from->cids && glyph < from->glyphs ? from->cids[glyph] : glyph;
}

int face_advance(struct fonts *fonts, int face, uint16_t glyph)
{
	return hb_font_get_glyph_h_advance(fonts->faces[face].font, glyph);
}

bool face_ink(struct fonts *fonts, int face, uint16_t glyph, struct ink *out)
{
	hb_glyph_extents_t extents;
	*out = (struct ink){ 0 };
	if (!hb_font_get_glyph_extents(fonts->faces[face].font, glyph, &extents) || !extents.width || !extents.height)
		return false;
	*out = (struct ink){ .left = extents.x_bearing, .bottom = extents.y_bearing + extents.height,
	                     .right = extents.x_bearing + extents.width, .top = extents.y_bearing };
	return true;
}
