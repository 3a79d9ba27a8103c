/* Shaping. A paragraph is cut where face or script change; each piece is shaped as Simplified Chinese (the language
 * matters: without it dashes and quotes come out narrow), by the table of glyphs or by HarfBuzz (piece.c). Widths of
 * neighbouring marks are settled here, for they do not depend on the line; where lines may break is settled in breaks.c. */
#include "text/shape.h"
#include <hb-ot.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/utf8.h"
#include "text/breaks.h"
#include "text/piece.h"
#include "text/shaper.h"
#include "text/word_breaker.h"

enum { LATIN_SPACE = 250, HALF = 500, FULL = 900, CELL = 1000 };

/* What is known of the fonts' characters and runs, and the room for a paragraph. */
static void make_tables(struct shaper *shaper)
{
	shaper->trial = fonts_trial(shaper->fonts);
	shaper->table = glyph_table_new(shaper->arena, shaper->fonts);
	shaper->memo = run_memo_new(shaper->arena);
	shaper->items = (struct item_list){ 0 };
	shaper->glyphs = (struct glyph_list){ 0 };
	shaper->kinds = NULL;
	shaper->kinds_capacity = 0;
}

static struct shaper *new_shaper(struct fonts *fonts)
{
	struct shaper *shaper = calloc(1, sizeof *shaper);
	if (!shaper)
		memory_exhausted();
	shaper->fonts = fonts;
	shaper->buffer = hb_buffer_create();
	shaper->language = hb_language_from_string("zh-Hans", -1);
	shaper->arena = arena_new();
	make_tables(shaper);
	return shaper;
}

static void free_shaper(void *thing)
{
	struct shaper *shaper = thing;
	hb_buffer_destroy(shaper->buffer);
	glyph_table_close(shaper->table);
	word_breaker_close(shaper->words);
	arena_free(shaper->arena);
	free(shaper);
}

/* Fonts that failed are tried again for another document, so that it is told of them: what was found without them goes. */
static void renew(struct shaper *shaper)
{
	if (shaper->trial == fonts_trial(shaper->fonts))
		return;
	glyph_table_close(shaper->table);
	arena_clear(shaper->arena);
	make_tables(shaper);
}

/* The one that the documents before have left with their fonts, unless it is at work. */
struct shaper *shaper_open(struct fonts *fonts, const struct text_rules *rules)
{
	static const struct text_rules usual = { .strictness = STRICTNESS_GB };
	struct shaper *kept = fonts_attached(fonts), *shaper = kept && !kept->open ? kept : new_shaper(fonts);
	renew(shaper);
	shaper->rules = rules ? *rules : usual;
	shaper->open = true;
	shaper->whole = false;
	return shaper;
}

void shaper_close(struct shaper *shaper)
{
	shaper->open = false;
	if (fonts_attached(shaper->fonts) != shaper)
		fonts_attach(shaper->fonts, shaper, free_shaper);
}

int report_missing(struct diagnostics *all, const struct words *text, const struct character *one)
{
	char name[5] = "", code[12];
	struct place at = place_in(text, one->offset);
	utf8_encode(one->code, name);
	snprintf(code, sizeof code, "U+%04X", (unsigned)one->code);
	return REPORT(all, missing_glyph, &at, name, code);
}

static void report_last_resort(struct shaper *shaper, struct diagnostics *all, const struct words *text, const struct character *one)
{
	char name[5] = "";
	struct place place = place_in(text, one->offset);
	utf8_encode(one->code, name);
	REPORT(all, last_resort, &place, name, face_name(shaper->fonts, piece_face(one->is.piece)));
}

/* A character whose entry does not say all: combining ones go with what is before them. */
static int settle_special(struct shaper *shaper, struct diagnostics *all, const struct words *text, enum family family)
{
	struct character *one = &shaper->items.list[shaper->items.count - 1], *before = shaper->items.count > 1 ? one - 1 : NULL;
	bool combining = one->is.class == CLASS_COMBINING;
	if (one->code == '\n')
		return 0;
	if (combining && before && before->code != '\n') {
		one->is.piece = before->is.piece == PIECE_NONE ? PIECE_NONE : before->is.piece & ~1;    /* never half-width */
		return 0;
	}
	if (combining) {
		int face = fonts_face_for(shaper->fonts, family, one->code, false);
		one->is.piece = face < 0 ? PIECE_NONE : piece_number(face, one->code, false);
	}
	if (one->is.piece == PIECE_NONE)
		return report_missing(all, text, one);
	if (face_is_last_resort(shaper->fonts, piece_face(one->is.piece)))
		report_last_resort(shaper, all, text, one);
	return 0;
}

static struct character *next_item(struct shaper *shaper)
{
	struct item_list *items = &shaper->items;
	if ((size_t)items->count == items->capacity)
		ARENA_GROW(shaper->arena, items->list, &items->capacity, (size_t)items->count + 1);
	return &items->list[items->count++];
}

static inline const struct glyph_entry *entry_of(struct shaper *shaper, struct glyph_page *const *pages, enum family family, uint32_t code)
{
	const struct glyph_page *page = pages[code >> 8];
	const struct glyph_entry *entry = page ? &page->entries[code & 0xFF] : NULL;
	return entry && (entry->flags & GLYPH_KNOWN) ? entry : glyph_table_fill(shaper, family, code);
}

/* utf8_next, with the three bytes of a Han character decoded here. */
static inline uint32_t next_code(const char **at, const char *end)
{
	const unsigned char *byte = (const unsigned char *)*at;
	if (byte[0] > 0xE0 && byte[0] < 0xED && end - *at >= 3 && (byte[1] & 0xC0) == 0x80 && (byte[2] & 0xC0) == 0x80) {
		*at += 3;
		return (byte[0] & 0xFu) << 12 | (byte[1] & 0x3Fu) << 6 | (byte[2] & 0x3Fu);
	}
	return utf8_next(at, end);
}

/* Decodes the text into shaper->items and gives each character its class and its piece. */
static int itemise(struct shaper *shaper, struct diagnostics *all, const struct words *text, const struct text_span *spans)
{
	const char *at = text->text, *end = at + strlen(at), *span_end = at + spans->length;
	struct glyph_page *const *pages = glyph_table_pages(shaper->table, spans->family);
	int result = 0;
	shaper->items.count = 0;
	while (at < end) {
		while (at >= span_end && span_end < end) {
			span_end += (++spans)->length;
			pages = glyph_table_pages(shaper->table, spans->family);
		}
		struct character *one = next_item(shaper);
		one->offset = (uint32_t)(at - text->text);
		one->code = next_code(&at, end);
		one->is = *entry_of(shaper, pages, spans->family, one->code);
		if (one->is.flags & GLYPH_SPECIAL)
			result |= settle_special(shaper, all, text, spans->family);
	}
	return result;
}

/* Shapes the pieces between itemise's cuts into shaper->glyphs. */
static int shape_pieces(struct shaper *shaper, struct diagnostics *all, const struct words *text)
{
	const struct item_list *items = &shaper->items;
	int result = 0;
	bool forced = false;
	shaper->glyphs.count = 0;
	for (int start = 0, end = 0; start < items->count && !result; start = end) {
		int before = shaper->glyphs.count;
		end = start + 1;
		if (items->list[start].code == '\n') {
			forced = true;
			continue;
		}
		while (end < items->count && items->list[end].is.piece == items->list[start].is.piece)
			end++;
		result = piece_shape(shaper, all, text, (const int[2]){ start, end });
		if (forced && before < shaper->glyphs.count)
			shaper->glyphs.list[before].forced = true;
		forced = false;
	}
	return result;
}

/* All arrays in one allocation, with one element to spare each. */
static void allocate(struct arena *arena, struct shaped *out)
{
	size_t room = (size_t)out->count + 1;
	uint32_t *words = arena_reserve(arena, room * (3 * sizeof(uint32_t) + 5 * sizeof(uint16_t) + 3 * sizeof(uint8_t)));
	out->cluster = words;
	out->prefix = (int32_t *)words + room;
	out->shrink = (int32_t *)words + 2 * room;
	out->glyph = (uint16_t *)(words + 3 * room);
	out->dx = (int16_t *)out->glyph + room;
	out->dy = out->dx + room;
	out->lead = out->dy + room;
	out->trail = out->lead + room;
	out->face = (uint8_t *)(out->trail + room);
	out->class = out->face + room;
	out->breaks = out->class + room;
	out->prefix[0] = out->shrink[0] = 0;
	out->cluster[out->count] = 0;
	out->glyph[out->count] = 0;
	out->dx[out->count] = out->dy[out->count] = out->lead[out->count] = out->trail[out->count] = 0;
	out->face[out->count] = out->class[out->count] = out->breaks[out->count] = 0;
}

static void take_items(const struct shaper *shaper, struct shaped *out)
{
	const struct character *list = shaper->items.list;
	const struct glyph_item *from = shaper->glyphs.list;
	const struct shaped to = *out;    /* of our own, for bytes written may lie anywhere */
	for (int i = 0; i < to.count; i++, from++) {
		to.glyph[i] = from->glyph;
		to.face[i] = from->face;
		to.class[i] = list[from->item].is.class;
		to.cluster[i] = list[from->item].offset;
		to.dx[i] = from->dx;
		to.dy[i] = from->dy;
		to.prefix[i + 1] = from->advance;    /* advances first, sums later */
		to.breaks[i] = from->forced ? BREAK_FORCED : BREAK_NEVER;
	}
}

/* The blank halves of full-width marks; neighbours give up half an em between them (CLREQ 3.4). prefix holds advances still. */
static void squeeze_neighbours(struct shaped *out)
{
	const struct shaped to = *out;
	for (int i = 0; i < to.count; i++) {
		bool full = to.prefix[i + 1] >= FULL;
		to.lead[i] = full && to.class[i] == CLASS_OPENING ? HALF : 0;
		to.trail[i] = full && (to.class[i] == CLASS_CLOSING || to.class[i] == CLASS_STOP) ? HALF : 0;
	}
	for (int i = 0; i + 1 < to.count; i++) {
		if ((!to.trail[i] && to.class[i] != CLASS_OPENING) || to.breaks[i + 1] == BREAK_FORCED)
			continue;
		bool mark_behind = to.lead[i + 1] || to.trail[i + 1] || to.class[i + 1] == CLASS_CLOSING || to.class[i + 1] == CLASS_STOP;
		if (to.trail[i] && mark_behind) {
			to.prefix[i + 1] -= to.trail[i];
			to.trail[i] = 0;
		} else if (to.class[i] == CLASS_OPENING && to.lead[i + 1]) {
			to.prefix[i + 2] -= to.lead[i + 1];
			to.dx[i + 1] = (int16_t)(to.dx[i + 1] - to.lead[i + 1]);
			to.lead[i + 1] = 0;
		}
	}
}

/* The strict grid: full-width characters keep their cells, what is narrower and stays together is padded to whole cells and
 * stands in their middle. prefix holds advances still. */
static void fill_cells(struct shaped *out)
{
	const struct shaped to = *out;
	memset(to.lead, 0, (size_t)to.count * sizeof *to.lead);
	memset(to.trail, 0, (size_t)to.count * sizeof *to.trail);
	for (int start = 0, end = 0; start < to.count; start = end) {
		int32_t width = to.prefix[start + 1];
		for (end = start + 1; width % CELL && end < to.count && to.prefix[end + 1] % CELL && to.breaks[end] == BREAK_NEVER; end++)
			width += to.prefix[end + 1];
		int32_t pad = (CELL - width % CELL) % CELL;
		for (int i = start; i < end; i++)
			to.dx[i] = (int16_t)(to.dx[i] + pad / 2);
		to.prefix[end] += pad;
	}
}

bool latin_boundary(const struct shaped *text, int i)
{
	if (i <= 0 || i >= text->count)
		return false;
	bool left_han = text->class[i - 1] == CLASS_HAN, right_han = text->class[i] == CLASS_HAN;
	bool left = text->class[i - 1] == CLASS_LATIN || text->class[i - 1] == CLASS_DIGIT || text->class[i - 1] == CLASS_NUMBER_SUFFIX;
	bool right = text->class[i] == CLASS_LATIN || text->class[i] == CLASS_DIGIT || text->class[i] == CLASS_NUMBER_PREFIX;
	return (left_han && right) || (left && right_han);
}

/* Sums of advances, and of what each glyph can give up inside a line. */
static void sum_up(struct shaped *out)
{
	const struct shaped to = *out;
	int32_t pen = 0, shrink = 0;
	for (int i = 0; i < to.count; i++) {
		int32_t advance = to.prefix[i + 1], gives = to.lead[i] + to.trail[i];
		if (to.latin_space && latin_boundary(out, i + 1) && to.breaks[i + 1] != BREAK_FORCED) {
			advance += LATIN_SPACE;
			gives += LATIN_SPACE / 2;
		}
		if (to.class[i] == CLASS_SPACE && advance > LATIN_SPACE)
			gives += advance - LATIN_SPACE;
		if (to.class[i] == CLASS_INTERPUNCT && advance > HALF)
			gives += advance - HALF;
		to.prefix[i + 1] = pen += advance;
		to.shrink[i + 1] = shrink += to.strict_grid ? 0 : gives;
	}
}

static int32_t widest_piece(const struct shaped *text)
{
	int32_t widest = 0;
	for (int start = 0, stop = 1; start < text->count; start = stop++) {
		while (stop < text->count && text->breaks[stop] == BREAK_NEVER)
			stop++;
		int end = stop;
		while (end > start && text->class[end - 1] == CLASS_SPACE)
			end--;
		int32_t width = text->prefix[end] - text->prefix[start] - (end > start ? text->trail[end - 1] : 0) - (start ? text->lead[start] : 0);
		widest = width > widest ? width : widest;
	}
	return widest;
}

int text_shape(struct shaper *shaper, struct arena *arena, struct diagnostics *all, const struct words *text,
               const struct text_span *spans, struct shaped *out)
{
	int result = itemise(shaper, all, text, spans);
	shaper->glyphs.count = 0;
	if (!result)
		result = shape_pieces(shaper, all, text);
	*out = (struct shaped){ .text = text->text, .latin_space = shaper->rules.latin_space && !spans->strict_grid,
	                         .strict_grid = spans->strict_grid, .count = shaper->glyphs.count };
	allocate(arena, out);
	take_items(shaper, out);
	out->cluster[out->count] = (uint32_t)strlen(text->text);
	if (!result) {
		breaks_find(shaper, out);
		if (out->strict_grid)
			fill_cells(out);
		else
			squeeze_neighbours(out);
		sum_up(out);
		out->widest_piece = widest_piece(out);
	}
	return result;
}
