#include "emit/pdf_font.h"
#include <stdlib.h>
#include <string.h>
#include "base/utf8.h"

enum { GLYPHS = 65536, BLOCK = 100 };

void pdf_font_open(struct pdf_fonts *all, int face, bool vertical)
{
	struct pdf_font *font = &all->list[face];
	if (!font->used) {
		font->used = arena_array(all->store->arena, GLYPHS, sizeof *font->used);
		font->words = arena_array(all->store->arena, GLYPHS, sizeof *font->words);
	}
	HPDF_Dict *object = vertical ? &font->down : &font->across;
	if (!*object)
		*object = store_dictionary(all->store);
}

/* Characters that fonts draw with the glyph of a plainer one: radicals, compatibility ideographs, special blanks and hyphens. */
static bool is_stand_in(const char *text, uint32_t length)
{
	static const uint32_t ranges[][2] = { { 0xA0, 0xA0 }, { 0xAD, 0xAD }, { 0x2000, 0x200A }, { 0x2011, 0x2011 }, { 0x22EF, 0x22EF },
	                                      { 0x2E80, 0x2FDF }, { 0xF900, 0xFAFF }, { 0x2F800, 0x2FA1F } };
	const char *at = text;
	uint32_t code = length ? utf8_next(&at, text + length) : 0;
	bool found = false;
	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
		found |= code >= ranges[i][0] && code <= ranges[i][1];
	return found;
}

bool pdf_font_use(struct pdf_fonts *all, int face, uint16_t glyph, const char *text, uint32_t length)
{
	struct pdf_font *font = &all->list[face];
	struct glyph_words *words = &font->words[glyph];
	bool stand_in = is_stand_in(text, length);
	bool better = length && (!words->length || (!stand_in && is_stand_in(words->text, words->length)));
	if (!font->used[glyph] || better) {
		font->used[glyph] = true;
		*words = (struct glyph_words){ arena_strndup(all->store->arena, text, length), length };
	}
	/* a plainer character may still take the glyph from a stand-in */
	return !stand_in && words->length == length && memcmp(words->text, text, length) == 0;
}

struct code { uint16_t code, glyph; };

static int by_code(const void *left, const void *right)
{
	return ((const struct code *)left)->code - ((const struct code *)right)->code;
}

/* Codes of all glyphs in the subset, ascending. */
static struct code *list_codes(struct pdf_fonts *all, int face, const struct subset *subset)
{
	struct code *codes = arena_array(all->store->arena, (size_t)subset->glyph_count + 1, sizeof *codes);
	for (int i = 0; i < subset->glyph_count; i++)
		codes[i] = (struct code){ face_code(all->fonts, face, subset->glyphs[i]), subset->glyphs[i] };
	qsort(codes, (size_t)subset->glyph_count, sizeof *codes, by_code);
	return codes;
}

static void put_widths(struct pdf_fonts *all, int face, const struct code *codes, int count, struct buffer *out)
{
	buffer_put(out, "/W [");
	for (int i = 0; i < count;) {
		int end = i;
		while (end < count && codes[end].code == codes[i].code + (end - i) && face_advance(all->fonts, face, codes[end].glyph) != 1000)
			end++;
		if (end == i) {
			i++;
			continue;
		}
		buffer_printf(out, "%u [", codes[i].code);
		for (; i < end; i++)
			buffer_printf(out, i + 1 < end ? "%d " : "%d] ", face_advance(all->fonts, face, codes[i].glyph));
	}
	buffer_put(out, "]");
}

static HPDF_Dict unicode_map(struct pdf_fonts *all, int face, const struct code *codes, int count)
{
	const struct pdf_font *font = &all->list[face];
	struct arena *scratch = arena_new();
	struct buffer map = { .arena = scratch };
	int *mapped = arena_array(scratch, (size_t)count + 1, sizeof *mapped), total = 0;
	for (int i = 0; i < count; i++)
		if (font->used[codes[i].glyph] && font->words[codes[i].glyph].length)
			mapped[total++] = i;
	buffer_put(&map, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
	                 "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n"
	                 "/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
	for (int start = 0; start < total; start += BLOCK) {
		int end = start + BLOCK < total ? start + BLOCK : total;
		buffer_printf(&map, "%d beginbfchar\n", end - start);
		for (int i = start; i < end; i++) {
			const struct code *code = &codes[mapped[i]];
			buffer_printf(&map, "<%04X> <", code->code);
			buffer_utf16(&map, font->words[code->glyph].text, font->words[code->glyph].length);
			buffer_put(&map, ">\n");
		}
		buffer_put(&map, "endbfchar\n");
	}
	buffer_put(&map, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
	HPDF_Dict object = store_stream(all->store, map.text, map.length, "");
	arena_free(scratch);
	return object;
}

/* Six letters from the glyphs of the subset: the same glyphs, the same tag. A font embedded whole has none. */
static void put_tagged_name(struct pdf_fonts *all, int face, const struct subset *subset, struct buffer *out)
{
	uint64_t hash = 14695981039346656037u;
	for (int i = 0; i < subset->glyph_count; i++)
		hash = (hash ^ subset->glyphs[i]) * 1099511628211u;
	bool whole = face_describe(all->fonts, face).no_subsetting;
	for (int i = 0; i < 6 && !whole; i++, hash /= 26)
		buffer_printf(out, "%c", (char)('A' + hash % 26));
	buffer_put(out, whole ? "" : "+");
	for (const char *at = face_name(all->fonts, face); *at; at++)    /* a PDF name: everything unusual as #XX */
		buffer_printf(out, (*at > ' ' && *at < 0x7F && !strchr("#/()<>[]{}%", *at)) ? "%c" : "#%02X", (unsigned char)*at);
}

static HPDF_Dict descriptor(struct pdf_fonts *all, int face, const struct subset *subset, const char *name)
{
	struct face_descriptor look = face_describe(all->fonts, face);
	struct buffer entries = { .arena = all->store->arena };
	bool glyf = face_kind(all->fonts, face) == FACE_GLYF;
	const char *kind = glyf ? arena_printf(all->store->arena, "/Length1 %zu ", subset->length) : "/Subtype /CIDFontType0C ";
	HPDF_Dict file = store_stream(all->store, subset->data, subset->length, kind), object = store_dictionary(all->store);
	buffer_printf(&entries, "/Type /FontDescriptor /FontName /%s /Flags %d /FontBBox [%d %d %d %d] /ItalicAngle %d /Ascent %d /Descent %d "
	              "/CapHeight %d /StemV %d /%s %d 0 R", name, look.flags, look.bbox[0], look.bbox[1], look.bbox[2], look.bbox[3],
	              look.italic_angle, look.ascent, look.descent, look.cap_height, look.stem_v, glyf ? "FontFile2" : "FontFile3", object_number(file));
	store_entries(all->store, object, &entries);
	return object;
}

static HPDF_Dict cid_font(struct pdf_fonts *all, int face, const struct subset *subset, const char *name, const struct code *codes)
{
	struct buffer entries = { .arena = all->store->arena };
	bool glyf = face_kind(all->fonts, face) == FACE_GLYF;
	HPDF_Dict about = descriptor(all, face, subset, name), object = store_dictionary(all->store);
	buffer_printf(&entries, "/Type /Font /Subtype /CIDFontType%d /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) "
	              "/Supplement 0>> /FontDescriptor %d 0 R /DW 1000 /DW2 [%d -1000] %s", glyf ? 2 : 0, name, object_number(about),
	              FONT_ASCENT, glyf ? "/CIDToGIDMap /Identity " : "");
	put_widths(all, face, codes, subset->glyph_count, &entries);
	store_entries(all->store, object, &entries);
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

static int embed(struct pdf_fonts *all, int face)
{
	struct pdf_font *font = &all->list[face];
	struct subset subset;
	struct buffer name = { .arena = all->store->arena };
	if (face_subset(all->store->arena, all->store->all, all->fonts, face, font->used, &subset))
		return -1;
	put_tagged_name(all, face, &subset, &name);
	struct code *codes = list_codes(all, face, &subset);
	HPDF_Dict cid = cid_font(all, face, &subset, name.text, codes);
	HPDF_Dict map = unicode_map(all, face, codes, subset.glyph_count);
	const int cid_and_map[2] = { object_number(cid), object_number(map) };
	bool cff = face_kind(all->fonts, face) != FACE_GLYF;
	if (font->across)
		type0(all, font->across, (const bool[2]){ false, cff }, name.text, cid_and_map);
	if (font->down)
		type0(all, font->down, (const bool[2]){ true, cff }, name.text, cid_and_map);
	return 0;
}

int pdf_fonts_embed(struct pdf_fonts *all)
{
	int result = 0;
	for (int face = 0; face < PDF_FACES && !result; face++)
		if (all->list[face].used)
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
