/* Faces and families: opening, coverage, metrics. Font files are mapped, not read; HarfBuzz reads the
 * tables. Nothing is opened before a character needs it. */
#include "font/font.h"
#include <hb-ot.h>
#include <string.h>
#include <unistd.h>
#include "base/utf8.h"
#include "font/fonts.h"

int fonts_open(struct diagnostics *all, const char *const *catalogues, struct fonts **out)
{
	struct arena *arena = arena_new();
	struct fonts *fonts = arena_alloc(arena, sizeof *fonts);
	int result = 0, read = 0;
	fonts->arena = arena;
	fonts->all = all;
	for (int i = 0; catalogues[i]; i++) {
		if (access(catalogues[i], F_OK) != 0)
			continue;
		result |= catalogue_read(fonts, catalogues[i]);
		read++;
	}
	if (!read) {
		struct place at = { .file = catalogues[0] };
		result = REPORT(all, catalogue_missing, &at, catalogues[0]);
	}
	*out = fonts;
	return result;
}

void fonts_attach(struct fonts *fonts, void *thing, void (*free)(void *thing))
{
	if (fonts->attached) {
		free(thing);
	} else {
		fonts->attached = thing;
		fonts->free_attached = free;
	}
}

void *fonts_attached(const struct fonts *fonts) { return fonts->attached; }
unsigned fonts_trial(const struct fonts *fonts) { return fonts->trial; }

void fonts_close(struct fonts *fonts)
{
	if (fonts->attached)
		fonts->free_attached(fonts->attached);
	for (int i = 0; i < fonts->count; i++) {
		struct face *face = &fonts->faces[i];
		hb_font_destroy(face->font);
		hb_blob_destroy(face->cff_blob);
		hb_face_destroy(face->hb);
		hb_blob_destroy(face->blob);
	}
	kept_free(fonts);
	arena_free(fonts->arena);
}

/* The memory stays: documents may follow each other by the thousand. */
static void forget_coverage(struct fonts *fonts)
{
	struct coverage_plane **planes = &fonts->coverage[0][0][0];
	for (size_t i = 0; i < sizeof fonts->coverage / sizeof *planes; i++)
		for (int page = 0; planes[i] && page < 256; page++)
			if (planes[i]->pages[page])
				memset(planes[i]->pages[page], 0, sizeof *planes[i]->pages[page]);
}

void fonts_begin(struct fonts *fonts, struct diagnostics *all)
{
	bool failed = false;
	fonts->all = all;
	fonts->again = true;
	for (int i = 0; i < fonts->count; i++) {
		struct face *face = &fonts->faces[i];
		bool reported = face->state == FACE_REFUSED || (face->state == FACE_ABSENT && !face->optional);
		if (reported)
			face->state = FACE_UNTRIED;
		failed |= reported;
	}
	fonts->trial += failed;
	if (failed)
		forget_coverage(fonts);
}

static void report_fault(struct fonts *fonts, const struct face *face, enum face_fault fault)
{
	struct place at = { .file = face->path };
	if (fault == FAULT_RESTRICTED)
		REPORT(fonts->all, font_restricted, &at, face->name);
	else if (fault == FAULT_KIND)
		REPORT(fonts->all, font_kind, &at, face->name, table_there(face->hb, HB_TAG('C', 'F', 'F', '2')) ? "CFF2" : "-");
	else
		REPORT(fonts->all, font_unusable, &at, face->name);
}

bool face_ready(struct fonts *fonts, struct face *face)
{
	if (face->state != FACE_UNTRIED)
		return face->state == FACE_OPEN;
	face->state = FACE_ABSENT;
	if (!face_find(fonts, face))
		return false;
	enum face_fault fault = face_examine(fonts->arena, face);
	if (fault) {
		face->state = FACE_REFUSED;
		report_fault(fonts, face, fault);
		return false;
	}
	face->font = hb_font_create(face->hb);
	hb_font_set_scale(face->font, 1000, 1000);
	hb_ot_font_set_funcs(face->font);
	face->state = FACE_OPEN;
	return true;
}

static bool is_space(uint32_t code)
{
	return code == ' ' || code == 0xA0 || code == 0x3000 || (code >= 0x2000 && code <= 0x200B) || code == 0x202F || code == 0x205F;
}

static bool is_said_to_lack(const struct face *face, uint32_t code)
{
	const char *at = face->lacks ? face->lacks : "", *end = at + strlen(at);
	bool found = false;
	while (at < end && !found)
		found = (uint32_t)utf8_next(&at, end) == code;
	return found;
}

/* A cmap may claim glyphs that are blank (seen in free glyf fonts). */
static bool covers(struct face *face, uint32_t code)
{
	hb_codepoint_t glyph = 0;
	hb_glyph_extents_t extents;
	if (!hb_font_get_nominal_glyph(face->font, code, &glyph) || !glyph || is_said_to_lack(face, code))
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

static int8_t *coverage_of(struct fonts *fonts, struct coverage_plane **plane, uint32_t code)
{
	if (!*plane)
		*plane = arena_alloc(fonts->arena, sizeof **plane);
	struct coverage_page **page = &(*plane)->pages[code >> 8 & 0xFF];
	if (!*page)
		*page = arena_alloc(fonts->arena, sizeof **page);
	return &(*page)->face[code & 0xFF];
}

int fonts_face_for(struct fonts *fonts, int family, uint32_t code, bool punctuation)
{
	if (code > 0x10FFFF)
		return -1;
	int8_t *known = coverage_of(fonts, &fonts->coverage[family][punctuation][code >> 16], code);
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
	struct face *from = &fonts->faces[face];
	bool broken;
	if (from->kind == FACE_CFF_CID && !from->cids)
		from->cids = cff_cids(fonts->arena, from->hb, from->glyphs, &broken);
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
