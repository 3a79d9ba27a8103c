/* Shaping. A paragraph is cut where face or script change; each piece is shaped whole by HarfBuzz as Simplified Chinese
 * (the language matters: without it dashes and quotes come out narrow). Widths of neighbouring marks are settled here, for
 * they do not depend on the line; where lines may break is settled in breaks.c. */
#include "text/shape.h"
#include <hb-ot.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/utf8.h"
#include "text/breaks.h"
#include "text/shaper.h"

enum { LATIN_SPACE = 250, HALF = 500, FULL = 900 };

struct shaper *shaper_open(struct fonts *fonts, bool latin_space)
{
	struct shaper *shaper = calloc(1, sizeof *shaper);
	if (!shaper)
		memory_exhausted();
	shaper->fonts = fonts;
	shaper->latin_space = latin_space;
	shaper->buffer = hb_buffer_create();
	shaper->language = hb_language_from_string("zh-Hans", -1);
	return shaper;
}

void shaper_close(struct shaper *shaper)
{
	hb_buffer_destroy(shaper->buffer);
	free(shaper);
}

struct place place_in(const struct words *text, size_t offset)
{
	struct place at = text->at;
	for (size_t i = 0; i < offset; i++) {
		if (text->text[i] == '\n') {
			at.line += at.line > 0;
			at.column = 1;
		} else if (((unsigned char)text->text[i] & 0xC0) != 0x80) {
			at.column += at.column > 0;
		}
	}
	return at;
}

static int report_missing(struct arena *arena, struct diagnostics *all, const struct words *text, const struct character *one)
{
	char name[5] = "";
	struct place at = place_in(text, one->offset);
	utf8_encode(one->code, name);
	return REPORT(all, missing_glyph, &at, name, arena_printf(arena, "U+%04X", (unsigned)one->code));
}

static hb_script_t script_of(uint32_t code)
{
	hb_script_t script = hb_unicode_script(hb_unicode_funcs_get_default(), code);
	bool own = script == HB_SCRIPT_LATIN || script == HB_SCRIPT_GREEK || script == HB_SCRIPT_CYRILLIC;
	return own ? script : HB_SCRIPT_HAN;
}

/* Decodes the text and gives each character its face, class and script. */
static int itemise(struct shaper *shaper, struct arena *arena, struct diagnostics *all, const struct words *text,
                   const struct text_span *spans, struct item_list *out)
{
	const char *at = text->text, *end = at + strlen(at), *span_end = at + spans->length;
	int result = 0;
	out->list = arena_array(arena, (size_t)(end - at) + 1, sizeof *out->list);
	while (at < end) {
		while (at >= span_end && span_end < end)
			span_end += (++spans)->length;
		struct character *one = &out->list[out->count], *before = out->count ? one - 1 : NULL;
		one->offset = (uint32_t)(at - text->text);
		one->code = utf8_next(&at, end);
		one->class = (uint8_t)char_class(one->code);
		one->family = (uint8_t)spans->family;
		one->script = script_of(one->code);
		if (one->class == CLASS_COMBINING && before && before->code != '\n') {
			one->face = before->face;
			one->script = before->script;
		} else if (one->code != '\n') {
			one->face = fonts_face_for(shaper->fonts, spans->family, one->code, char_is_punctuation(one->code));
			if (one->face < 0)
				result = report_missing(arena, all, text, one);
			else if (face_is_last_resort(shaper->fonts, one->face)) {
				char name[5] = "";
				utf8_encode(one->code, name);
				struct place place = place_in(text, one->offset);
				REPORT(all, last_resort, &place, name, face_name(shaper->fonts, one->face));
			}
		}
		out->count++;
	}
	return result;
}

/* Half-width digits where the family's own are proportional (fonts.md: no face has tabular ones, some have hwid). */
static bool wants_half_width(const struct character *one)
{
	bool family = one->family == FAMILY_SONGTI || one->family == FAMILY_XIAOBIAOSONG;
	return family && (one->class == CLASS_DIGIT || one->code == '-');
}

static bool same_piece(const struct character *a, const struct character *b)
{
	return a->face == b->face && a->script == b->script && b->code != '\n' && wants_half_width(a) == wants_half_width(b);
}

static void append(struct shaped *out, const struct character *list, int face, const hb_glyph_info_t *info, const hb_glyph_position_t *position)
{
	const struct character *one = &list[info->cluster];
	int i = out->count++;
	out->glyph[i] = (uint16_t)info->codepoint;
	out->face[i] = (uint8_t)face;
	out->class[i] = one->class;
	out->cluster[i] = one->offset;
	out->dx[i] = (int16_t)position->x_offset;
	out->dy[i] = (int16_t)position->y_offset;
	out->prefix[i + 1] = position->x_advance;    /* advances first, sums later */
}

static int shape_piece(struct shaper *shaper, struct diagnostics *all, const struct words *text, const struct item_list *items,
                       const int range[2], struct shaped *out)
{
	const struct character *first = &items->list[range[0]];
	const hb_feature_t narrow = { HB_TAG('h', 'w', 'i', 'd'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END };
	unsigned count = 0;
	int result = 0;
	hb_buffer_clear_contents(shaper->buffer);
	hb_buffer_set_content_type(shaper->buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
	for (int i = range[0]; i < range[1]; i++)
		hb_buffer_add(shaper->buffer, items->list[i].code == '\t' ? ' ' : items->list[i].code, (unsigned)i);
	hb_buffer_set_direction(shaper->buffer, HB_DIRECTION_LTR);
	hb_buffer_set_script(shaper->buffer, first->script);
	hb_buffer_set_language(shaper->buffer, shaper->language);
	hb_shape(face_hb(shaper->fonts, first->face), shaper->buffer, &narrow, wants_half_width(first));
	const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(shaper->buffer, &count);
	const hb_glyph_position_t *position = hb_buffer_get_glyph_positions(shaper->buffer, &count);
	if ((size_t)out->count + count > shaper->room) {    /* more than three glyphs a character: no sound font does that */
		struct place at = { .file = face_path(shaper->fonts, first->face) };
		return REPORT(all, font_unusable, &at, face_name(shaper->fonts, first->face));
	}
	for (unsigned i = 0; i < count; i++) {
		if (!info[i].codepoint)
			result = report_missing(shaper->scratch, all, text, &items->list[info[i].cluster]);
		append(out, items->list, first->face, &info[i], &position[i]);
	}
	return result;
}

/* What shaping finds goes to arrays with room to spare first; the result gets arrays of its own size. */
static void allocate(struct arena *arena, struct shaped *out, size_t room)
{
	out->glyph = arena_array(arena, room, sizeof *out->glyph);
	out->face = arena_array(arena, room, sizeof *out->face);
	out->class = arena_array(arena, room, sizeof *out->class);
	out->breaks = arena_array(arena, room, sizeof *out->breaks);
	out->cluster = arena_array(arena, room, sizeof *out->cluster);
	out->dx = arena_array(arena, room, sizeof *out->dx);
	out->dy = arena_array(arena, room, sizeof *out->dy);
	out->prefix = arena_array(arena, room, sizeof *out->prefix);
}

static void settle(struct arena *arena, struct shaped *out)
{
	const struct shaped found = *out;
	size_t count = (size_t)out->count;
	allocate(arena, out, count + 1);
	memcpy(out->glyph, found.glyph, count * sizeof *out->glyph);
	memcpy(out->face, found.face, count * sizeof *out->face);
	memcpy(out->class, found.class, count * sizeof *out->class);
	memcpy(out->breaks, found.breaks, count * sizeof *out->breaks);
	memcpy(out->cluster, found.cluster, (count + 1) * sizeof *out->cluster);
	memcpy(out->dx, found.dx, count * sizeof *out->dx);
	memcpy(out->dy, found.dy, count * sizeof *out->dy);
	memcpy(out->prefix, found.prefix, (count + 1) * sizeof *out->prefix);
	out->shrink = arena_array(arena, count + 1, sizeof *out->shrink);
	out->lead = arena_array(arena, count + 1, sizeof *out->lead);
	out->trail = arena_array(arena, count + 1, sizeof *out->trail);
}

/* Neighbouring marks give up half an em between them (CLREQ 3.4); prefix holds advances still. */
static void squeeze_neighbours(struct shaped *out)
{
	for (int i = 0; i < out->count; i++) {
		bool full = out->prefix[i + 1] >= FULL;
		out->lead[i] = full && out->class[i] == CLASS_OPENING ? HALF : 0;
		out->trail[i] = full && (out->class[i] == CLASS_CLOSING || out->class[i] == CLASS_STOP) ? HALF : 0;
	}
	for (int i = 0; i + 1 < out->count; i++) {
		bool mark_behind = out->lead[i + 1] || out->trail[i + 1] || out->class[i + 1] == CLASS_CLOSING || out->class[i + 1] == CLASS_STOP;
		if (out->breaks[i + 1] == BREAK_FORCED)
			continue;
		if (out->trail[i] && mark_behind) {
			out->prefix[i + 1] -= out->trail[i];
			out->trail[i] = 0;
		} else if (out->class[i] == CLASS_OPENING && out->lead[i + 1]) {
			out->prefix[i + 2] -= out->lead[i + 1];
			out->dx[i + 1] = (int16_t)(out->dx[i + 1] - out->lead[i + 1]);
			out->lead[i + 1] = 0;
		}
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
static void sum_up(struct shaped *out, bool latin_space)
{
	for (int i = 0; i < out->count; i++) {
		int32_t advance = out->prefix[i + 1], gives = out->lead[i] + out->trail[i];
		if (latin_space && latin_boundary(out, i + 1) && out->breaks[i + 1] != BREAK_FORCED) {
			advance += LATIN_SPACE;
			gives += LATIN_SPACE / 2;
		}
		if (out->class[i] == CLASS_SPACE && advance > LATIN_SPACE)
			gives += advance - LATIN_SPACE;
		if (out->class[i] == CLASS_INTERPUNCT && advance > HALF)
			gives += advance - HALF;
		out->prefix[i + 1] = out->prefix[i] + advance;
		out->shrink[i + 1] = out->shrink[i] + gives;
	}
	for (int i = 0, start = 0; i < out->count; i++) {
		if (i + 1 < out->count && out->breaks[i + 1] == BREAK_NEVER)
			continue;
		int end = i + 1;
		while (end > start && out->class[end - 1] == CLASS_SPACE)
			end--;
		int32_t width = out->prefix[end] - out->prefix[start] - (end > start ? out->trail[end - 1] : 0) - (start ? out->lead[start] : 0);
		out->widest_piece = width > out->widest_piece ? width : out->widest_piece;
		start = i + 1;
	}
}

int text_shape(struct shaper *shaper, struct arena *arena, struct diagnostics *all, const struct words *text,
               const struct text_span *spans, struct shaped *out)
{
	struct arena *scratch = arena_new();
	struct item_list items = { 0 };
	int result = itemise(shaper, scratch, all, text, spans, &items);
	*out = (struct shaped){ .text = text->text, .latin_space = shaper->latin_space };
	shaper->scratch = scratch;
	shaper->room = (size_t)items.count * 3;
	allocate(scratch, out, shaper->room + 4);
	for (int start = 0, forced = 0; start < items.count && !result;) {
		if (items.list[start].code == '\n') {
			forced = 1;
			start++;
			continue;
		}
		int end = start + 1, before = out->count;
		while (end < items.count && same_piece(&items.list[end - 1], &items.list[end]))
			end++;
		result = shape_piece(shaper, all, text, &items, (const int[2]){ start, end }, out);
		if (forced && before < out->count)
			out->breaks[before] = BREAK_FORCED;
		forced = 0;
		start = end;
	}
	out->cluster[out->count] = (uint32_t)strlen(text->text);
	settle(arena, out);
	if (!result) {
		breaks_find(&items, out);
		squeeze_neighbours(out);
		sum_up(out, shaper->latin_space);
	}
	arena_free(scratch);
	return result;
}
