#include "emit/pdf_font.h"
#include <stdlib.h>
#include <string.h>
#include "base/utf8.h"

enum { ZERO_WIDTH_SPACE = 0x200B, BLOCK = 100, LAST_CODE = 0xFFFF };

void pdf_font_open(struct pdf_fonts *all, int face, bool vertical)
{
	struct pdf_font *font = &all->list[face];
	HPDF_Dict *object = vertical ? &font->down : &font->across;
	if (!font->known) {
		enum face_kind kind = face_kind(all->fonts, face);
		font->known = true;
		font->dense = kind == FACE_GLYF || (kind == FACE_CFF_CID && !face_describe(all->fonts, face).no_subsetting);
	}
	if (!*object)
		*object = store_dictionary(all->store);
}

/* Bytes that a literal string must escape. */
static bool is_awkward(uint32_t code)
{
	bool found = false;
	for (int shift = 0; shift <= 8; shift += 8)
		found |= strchr("()\\\r", (int)(code >> shift & 0xFF)) && (code >> shift & 0xFF);
	return found;
}

/* From 1 on, first those without awkward bytes. 0 is .notdef. */
static uint16_t next_code(struct pdf_font *font)
{
	do {
		if (font->last_code == LAST_CODE) {
			font->last_code = 0;
			font->awkward_turn = true;
		}
		font->last_code++;
	} while (is_awkward(font->last_code) != font->awkward_turn);
	return (uint16_t)font->last_code;
}

uint16_t pdf_font_new_glyph(struct pdf_fonts *all, int face, uint16_t glyph)
{
	struct arena *arena = all->store->arena;
	struct pdf_font *font = &all->list[face];
	uint16_t **part = &font->index[glyph >> 8];
	if (!*part)
		*part = arena_array(arena, 256, sizeof **part);
	font->count++;
	ARENA_GROW(arena, font->list, &font->capacity, font->count + 1);
	(*part)[glyph & 0xFF] = (uint16_t)font->count;
	struct pdf_glyph *new = &font->list[font->count];
	*new = (struct pdf_glyph){ .glyph = glyph, .advance = (int16_t)face_advance(all->fonts, face, glyph) };
	if (glyph)
		new->code = font->dense ? next_code(font) : face_code(all->fonts, face, glyph);
	new->plain = !is_awkward(new->code);
	return (uint16_t)font->count;
}

/* Characters that fonts draw with the glyph of a plainer one: radicals, compatibility ideographs, special blanks and hyphens.
 * And private ones, which must go along as ActualText in any case (ISO 19005-2, 6.2.11.7.3). */
static bool is_stand_in(const char *text, uint32_t length)
{
	static const uint32_t ranges[][2] = { { 0xA0, 0xA0 }, { 0xAD, 0xAD }, { 0x2000, 0x200A }, { 0x2011, 0x2011 }, { 0x22EF, 0x22EF },
	                                      { 0x2E80, 0x2FDF }, { 0xF900, 0xFAFF }, { 0x2F800, 0x2FA1F }, { 0xE000, 0xF8FF }, { 0xF0000, 0x10FFFF } };
	const char *at = text;
	uint32_t code = length ? utf8_next(&at, text + length) : 0;
	bool found = false;
	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
		found |= code >= ranges[i][0] && code <= ranges[i][1];
	return found;
}

bool pdf_font_note(struct pdf_fonts *all, struct pdf_glyph *glyph, const char *text, uint32_t length)
{
	bool same = glyph->used && glyph->length == length && memcmp(glyph->words, text, length) == 0;
	if (!same) {
		bool stand_in = is_stand_in(text, length);
		if (!glyph->used || (length && (!glyph->length || (!stand_in && glyph->stand_in)))) {
			glyph->words = arena_strndup(all->store->arena, text, length);
			glyph->length = length;
			glyph->stand_in = stand_in;
			glyph->used = same = true;
			memset(glyph->near, 0, sizeof glyph->near);
			if (length == sizeof glyph->near)
				memcpy(glyph->near, text, sizeof glyph->near);
		}
	}
	/* a plainer character may still take the glyph from a stand-in */
	return same && !glyph->stand_in;
}

static int by_code(const void *left, const void *right)
{
	return (int)((const struct pdf_glyph *)left)->code - (int)((const struct pdf_glyph *)right)->code;
}

static void put_widths(const struct pdf_glyph *codes, int count, struct buffer *out)
{
	buffer_put(out, "/W [");
	for (int i = 0; i < count;) {
		int end = i;
		while (end < count && codes[end].code == codes[i].code + (end - i) && codes[end].advance != 1000)
			end++;
		if (end == i) {
			i++;
			continue;
		}
		buffer_printf(out, "%u [", codes[i].code);
		for (; i < end; i++)
			buffer_printf(out, i + 1 < end ? "%d " : "%d] ", codes[i].advance);
	}
	buffer_put(out, "]");
}

static int unicode_map(struct store *store, const struct pdf_glyph *codes, int count)
{
	struct arena *scratch = arena_new();
	struct buffer map = { .arena = scratch };
	int *mapped = arena_array(scratch, (size_t)count + 1, sizeof *mapped), total = 0;
	for (int i = 0; i < count; i++)
		if (codes[i].length || codes[i].used)
			mapped[total++] = i;
	buffer_put(&map, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
	                 "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n"
	                 "/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
	for (int start = 0; start < total; start += BLOCK) {
		int end = start + BLOCK < total ? start + BLOCK : total;
		buffer_printf(&map, "%d beginbfchar\n", end - start);
		for (int i = start; i < end; i++) {
			const struct pdf_glyph *code = &codes[mapped[i]];
			buffer_put(&map, "<");
			buffer_code(&map, code->code);
			buffer_put(&map, "> <");
			if (code->length)
				buffer_utf16(&map, code->words, code->length);
			else    /* of a cluster of several glyphs, whose text is with the first; every code must mean something */
				buffer_code(&map, ZERO_WIDTH_SPACE);
			buffer_put(&map, ">\n");
		}
		buffer_put(&map, "endbfchar\n");
	}
	buffer_put(&map, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
	int number = store_stream(store, map.text, map.length, "");
	arena_free(scratch);
	return number;
}

/* Six letters from the glyphs and their codes: the same glyphs and codes, the same tag. A font embedded whole has none. */
static void put_tagged_name(struct pdf_fonts *all, int face, const struct pdf_glyph *codes, int count, struct buffer *out)
{
	uint64_t hash = 14695981039346656037u;
	for (int i = 0; i < count; i++)
		hash = (hash ^ ((uint32_t)codes[i].code << 16 | codes[i].glyph)) * 1099511628211u;
	bool whole = face_describe(all->fonts, face).no_subsetting;
	for (int i = 0; i < 6 && !whole; i++, hash /= 26)
		buffer_byte(out, (char)('A' + hash % 26));
	buffer_put(out, whole ? "" : "+");
	for (const char *at = face_name(all->fonts, face); *at; at++)    /* a PDF name: everything unusual as #XX */
		buffer_printf(out, (*at > ' ' && *at < 0x7F && !strchr("#/()<>[]{}%", *at)) ? "%c" : "#%02X", (unsigned char)*at);
}

struct embedding {
	struct pdf_fonts *all;
	struct arena *scratch;
	int face;
	struct font_file file;
	struct pdf_glyph *codes;   /* all glyphs of the subset, by code */
	int count;
	const char *name;
};

static uint16_t code_of(const struct embedding *font, uint16_t glyph)
{
	uint16_t number = pdf_font_glyph(font->all, font->face, glyph);
	return font->all->list[font->face].list[number].code;
}

static HPDF_Dict descriptor(const struct embedding *font)
{
	struct pdf_fonts *all = font->all;
	struct face_descriptor look = face_describe(all->fonts, font->face);
	struct buffer entries = { .arena = all->store->arena };
	bool glyf = face_kind(all->fonts, font->face) == FACE_GLYF;
	const char *kind = glyf ? arena_printf(font->scratch, "/Length1 %zu", font->file.length) : "/Subtype/CIDFontType0C";
	int file = store_packed(all->store, font->file.packed, kind);
	HPDF_Dict object = store_dictionary(all->store);
	buffer_printf(&entries, "/Type /FontDescriptor /FontName /%s /Flags %d /FontBBox [%d %d %d %d] /ItalicAngle %d /Ascent %d /Descent %d "
	              "/CapHeight %d /StemV %d /%s %d 0 R", font->name, look.flags, look.bbox[0], look.bbox[1], look.bbox[2], look.bbox[3],
	              look.italic_angle, look.ascent, look.descent, look.cap_height, look.stem_v, glyf ? "FontFile2" : "FontFile3", file);
	store_entries(all->store, object, &entries);
	return object;
}

/* From code to glyph id in the file, two bytes each. */
static int glyph_map(const struct embedding *font)
{
	const struct font_file *file = &font->file;
	size_t length = font->count ? 2 * ((size_t)font->codes[font->count - 1].code + 1) : 0;
	unsigned char *map = arena_alloc(font->scratch, length + 1);
	for (int i = 0; i < file->glyph_count; i++) {
		unsigned code = code_of(font, file->glyphs[i]), glyph = file->renumbered ? (unsigned)i : file->glyphs[i];
		map[2 * code] = (unsigned char)(glyph >> 8);
		map[2 * code + 1] = (unsigned char)glyph;
	}
	return store_stream(font->all->store, map, length, "");
}

static HPDF_Dict cid_font(const struct embedding *font)
{
	struct store *store = font->all->store;
	struct buffer entries = { .arena = store->arena };
	bool glyf = face_kind(font->all->fonts, font->face) == FACE_GLYF;
	HPDF_Dict about = descriptor(font), object = store_dictionary(store);
	buffer_printf(&entries, "/Type /Font /Subtype /CIDFontType%d /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) "
	              "/Supplement 0>> /FontDescriptor %d 0 R /DW 1000 /DW2 [%d -1000] ", glyf ? 2 : 0, font->name, object_number(about), FONT_ASCENT);
	if (glyf)
		buffer_printf(&entries, "/CIDToGIDMap %d 0 R ", glyph_map(font));
	put_widths(font->codes, font->count, &entries);
	store_entries(store, object, &entries);
	return object;
}

/* With CFF the name takes the encoding along (ISO 32000-1, 9.7.6.1). */
static void type0(struct pdf_fonts *all, HPDF_Dict object, const bool vertical_and_cff[2], const char *name, const int cid_and_map[2])
{
	struct buffer entries = { .arena = all->store->arena };
	bool vertical = vertical_and_cff[0], cff = vertical_and_cff[1];
	const char *encoding = vertical ? "Identity-V" : "Identity-H";
	buffer_printf(&entries, "/Type /Font /Subtype /Type0 /BaseFont /%s%s%s /Encoding /%s /DescendantFonts [%d 0 R] /ToUnicode %d 0 R",
	              name, cff ? "-" : "", cff ? encoding : "", encoding, cid_and_map[0], cid_and_map[1]);
	store_entries(all->store, object, &entries);
}

/* The subset may take more than was used: what it adds gets codes too. */
static void list_codes(struct embedding *font)
{
	const struct font_file *file = &font->file;
	bool ordered = true;
	font->count = file->glyph_count;
	font->codes = arena_array(font->scratch, (size_t)font->count + 1, sizeof *font->codes);
	for (int i = 0; i < font->count; i++) {
		uint16_t number = pdf_font_glyph(font->all, font->face, file->glyphs[i]);
		font->codes[i] = font->all->list[font->face].list[number];
		ordered &= !i || font->codes[i - 1].code < font->codes[i].code;
	}
	if (!ordered)
		qsort(font->codes, (size_t)font->count, sizeof *font->codes, by_code);
}

static uint16_t asked_cid(void *context, uint16_t glyph) { return code_of(context, glyph); }

/* What the font file is made from: the glyphs that were used and their codes, in the order of first use. */
static struct bytes used_glyphs(struct embedding *font, uint16_t *glyphs)
{
	const struct pdf_font *from = &font->all->list[font->face];
	uint16_t (*pairs)[2] = arena_array(font->scratch, from->count + 1, sizeof *pairs);
	for (size_t i = 0; i < from->count; i++) {
		glyphs[i] = pairs[i][0] = from->list[i + 1].glyph;
		pairs[i][1] = from->list[i + 1].code;
	}
	return (struct bytes){ (const unsigned char *)pairs, from->count * sizeof *pairs };
}

/* A CFF by CID gets our codes as its CIDs. */
static int make_file(struct embedding *font)
{
	struct pdf_fonts *all = font->all;
	size_t count = all->list[font->face].count;
	uint16_t *glyphs = arena_array(font->scratch, count + 1, sizeof *glyphs);
	struct bytes key = used_glyphs(font, glyphs);
	struct subset_order order = { .glyphs = glyphs, .count = (int)count, .cid = asked_cid, .context = font };
	struct subset subset;
	if (fonts_recall(all->fonts, font->face, key, &font->file))
		return 0;
	if (face_subset(font->scratch, all->store->all, all->fonts, font->face, &order, &subset))
		return -1;
	struct bytes packed = store_pack_outlines(all->store, (struct bytes){ subset.data, subset.length });
	font->file = (struct font_file){ .packed = packed, .length = subset.length, .glyphs = subset.glyphs, .glyph_count = subset.glyph_count,
	                                .renumbered = subset.renumbered };
	fonts_keep(all->fonts, font->face, key, &font->file);
	return 0;
}

static int embed_with(struct embedding *font)
{
	struct pdf_fonts *all = font->all;
	const struct pdf_font *from = &all->list[font->face];
	struct buffer name = { .arena = font->scratch };
	if (make_file(font))
		return -1;
	list_codes(font);
	put_tagged_name(all, font->face, font->codes, font->count, &name);
	font->name = name.text;
	const int cid_and_map[2] = { object_number(cid_font(font)), unicode_map(all->store, font->codes, font->count) };
	bool cff = face_kind(all->fonts, font->face) != FACE_GLYF;
	if (from->across)
		type0(all, from->across, (const bool[2]){ false, cff }, font->name, cid_and_map);
	if (from->down)
		type0(all, from->down, (const bool[2]){ true, cff }, font->name, cid_and_map);
	return 0;
}

static int embed(struct pdf_fonts *all, int face)
{
	struct embedding font = { .all = all, .scratch = arena_new(), .face = face };
	int result = embed_with(&font);
	arena_free(font.scratch);
	return result;
}

int pdf_fonts_embed(struct pdf_fonts *all)
{
	int result = 0;
	for (int face = 0; face < PDF_FACES && !result; face++)
		if (all->list[face].known)
			result = embed(all, face);
	return result;
}

void pdf_fonts_resources(const struct pdf_fonts *all, struct buffer *out)
{
	for (int face = 0; face < PDF_FACES; face++) {
		if (all->list[face].across)
			buffer_printf(out, "/F%d %d 0 R ", face, object_number(all->list[face].across));
		if (all->list[face].down)
			buffer_printf(out, "/V%d %d 0 R ", face, object_number(all->list[face].down));
	}
}
