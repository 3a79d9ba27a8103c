/* Whether a font file may and can be embedded: its tables, its kind of outlines, the rights in its OS/2 table, its name. */
#include <hb-ot.h>
#include <string.h>
#include "font/fonts.h"

#define TAG_CFF HB_TAG('C', 'F', 'F', ' ')
#define TAG_GLYF HB_TAG('g', 'l', 'y', 'f')
#define TAG_OS2 HB_TAG('O', 'S', '/', '2')

struct file { const unsigned char *data; unsigned length; };

static uint32_t u32(const struct file *file, uint64_t at)
{
	const unsigned char *data = file->data + at;
	return at + 4 <= file->length ? (uint32_t)data[0] << 24 | (uint32_t)data[1] << 16 | (uint32_t)data[2] << 8 | data[3] : 0;
}

static bool needed(hb_tag_t tag)
{
	static const hb_tag_t tags[] = { TAG_CFF, TAG_GLYF, HB_TAG('C', 'F', 'F', '2'), HB_TAG('l', 'o', 'c', 'a'), HB_TAG('c', 'm', 'a', 'p'),
	                                 HB_TAG('h', 'e', 'a', 'd'), HB_TAG('h', 'h', 'e', 'a'), HB_TAG('h', 'm', 't', 'x'), HB_TAG('m', 'a', 'x', 'p') };
	for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
		if (tags[i] == tag)
			return true;
	return false;
}

bool face_complete(hb_blob_t *blob, int index)
{
	struct file file = { 0 };
	file.data = (const unsigned char *)hb_blob_get_data(blob, &file.length);
	uint64_t at = u32(&file, 0) == HB_TAG('t', 't', 'c', 'f') ? u32(&file, 12 + 4 * (uint64_t)index) : 0;
	unsigned tables = u32(&file, at + 2) & 0xFFFF;
	bool complete = tables > 0;
	for (unsigned i = 0; i < tables && complete; i++) {
		uint64_t record = at + 12 + 16 * (uint64_t)i;
		complete = record + 16 <= file.length;
		if (complete && needed(u32(&file, record)))
			complete = (uint64_t)u32(&file, record + 8) + u32(&file, record + 12) <= file.length;
	}
	return complete;
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

bool table_there(hb_face_t *face, hb_tag_t tag)
{
	hb_blob_t *table = hb_face_reference_table(face, tag);
	bool there = hb_blob_get_length(table) > 0;
	hb_blob_destroy(table);
	return there;
}

const char *face_postscript(struct arena *arena, hb_face_t *face)
{
	unsigned count = 0, length = 128;
	const hb_ot_name_entry_t *entries = hb_ot_name_list_names(face, &count);
	char *name = arena_alloc(arena, length);
	for (unsigned i = 0; i < count && !name[0]; i++) {
		length = 128;
		if (entries[i].name_id == HB_OT_NAME_ID_POSTSCRIPT_NAME)
			hb_ot_name_get_utf8(face, entries[i].name_id, entries[i].language, &length, name);
	}
	for (char *at = name; *at; at++)
		if (*at <= ' ' || *at > '~' || strchr("[](){}<>/%,:;#=\"'\\", *at))
			*at = '-';
	return name[0] ? name : NULL;
}

/* HarfBuzz checks a CFF table when it first reads an outline from it. */
static bool outlines_readable(hb_face_t *face)
{
	hb_font_t *font = hb_font_create(face);
	hb_glyph_extents_t extents;
	bool readable = hb_font_get_glyph_extents(font, 0, &extents);
	hb_font_destroy(font);
	return readable;
}

/* fsType: bits 0-3 are the usage permission, of which 2 alone forbids embedding; 0x100 forbids subsetting, 0x200 allows
 * bitmaps only (OpenType specification, OS/2). */
enum face_fault face_examine(struct arena *arena, struct face *face)
{
	unsigned rights = table_u16(face->hb, TAG_OS2, 8);
	bool broken = false;
	if ((rights & 0xF) == 2 || (rights & 0x200))
		return FAULT_RESTRICTED;
	face->whole = rights & 0x100;
	face->glyphs = hb_face_get_glyph_count(face->hb);
	if (table_there(face->hb, TAG_CFF)) {
		face->kind = cff_by_cid(face->hb, &broken) ? FACE_CFF_CID : FACE_CFF_NAMED;
		if (face->whole && face->kind == FACE_CFF_CID)
			face->cids = cff_cids(arena, face->hb, face->glyphs, &broken);
	} else if (table_there(face->hb, TAG_GLYF)) {
		face->kind = FACE_GLYF;
	} else {
		return FAULT_KIND;
	}
	return broken || !outlines_readable(face->hb) ? FAULT_DAMAGED : FAULT_NONE;
}
