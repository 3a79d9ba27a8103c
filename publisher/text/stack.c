/* Stacks. The text is cut into units: one character, or a number of two or three digits (or two Latin letters) side by side.
 * Each unit is shaped by itself, top to bottom with vertical forms, or upright from left to right. */
#include "text/stack.h"
#include <hb-ot.h>
#include <string.h>
#include "base/utf8.h"
#include "text/shaper.h"

enum { DIGITS_UPRIGHT = 3, LETTERS_UPRIGHT = 2, MARK_CELL = 500 };

struct unit {
	uint32_t offset, end;
	uint32_t code;
	enum char_class class;
	bool upright;
};

static bool upright_class(enum char_class class) { return class == CLASS_DIGIT || class == CLASS_LATIN; }

/* Units of the text; line breaks and blanks are left out. */
static int find_units(struct arena *arena, const char *text, struct unit **out)
{
	const char *at = text, *end = text + strlen(text);
	struct unit *units = arena_array(arena, (size_t)(end - text) + 1, sizeof *units);
	int count = 0;
	while (at < end) {
		struct unit unit = { .offset = (uint32_t)(at - text) };
		unit.code = utf8_next(&at, end);
		unit.class = char_class(unit.code);
		unit.upright = upright_class(unit.class);
		if (unit.code == '\n' || unit.class == CLASS_SPACE)
			continue;
		const char *next = at;
		int run = 1;
		while (unit.upright && next < end && char_class((unsigned char)*next < 0x80 ? (uint32_t)*next : 0x4E00) == unit.class) {
			next++;
			run++;
		}
		bool together = run <= (unit.class == CLASS_DIGIT ? DIGITS_UPRIGHT : LETTERS_UPRIGHT);
		if (unit.upright && together)
			at = next;
		while (at < end && ((unsigned char)*at >= 0xCC)) {    /* combining marks and variation selectors stay with their base */
			const char *ahead = at;
			if (char_class(utf8_next(&ahead, end)) != CLASS_COMBINING)
				break;
			at = ahead;
		}
		unit.end = (uint32_t)(at - text);
		units[count++] = unit;
		for (int i = 1; unit.upright && !together && i < run; i++) {    /* a longer run: one a cell */
			units[count] = unit;
			units[count].offset = (uint32_t)(at - text);
			units[count].code = (uint32_t)*at++;
			units[count++].end = (uint32_t)(at - text);
		}
	}
	*out = units;
	return count;
}

struct shaping {
	struct shaper *shaper;
	struct arena *arena;
	struct diagnostics *all;
	const struct words *text;
	enum family family;
};

static void shape_codes(const struct shaping *shaping, int face, const uint32_t *codes, int count, bool upright)
{
	static const hb_feature_t thirds = { HB_TAG('t', 'w', 'i', 'd'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END };
	hb_buffer_t *buffer = shaping->shaper->buffer;
	hb_buffer_clear_contents(buffer);
	hb_buffer_add_codepoints(buffer, codes, count, 0, count);
	hb_buffer_set_direction(buffer, upright ? HB_DIRECTION_LTR : HB_DIRECTION_TTB);
	hb_buffer_set_script(buffer, HB_SCRIPT_HAN);
	hb_buffer_set_language(buffer, shaping->shaper->language);
	hb_shape(face_hb(shaping->shaper->fonts, face), buffer, &thirds, upright && count == DIGITS_UPRIGHT);
}

/* Characters that stand in for quotes in a face without vertical ones (GB/T 15834: ﹃﹄ ﹁﹂ in vertical text). */
static uint32_t vertical_quote(uint32_t code)
{
	static const uint32_t quotes[][2] = { { 0x201C, 0xFE43 }, { 0x201D, 0xFE44 }, { 0x2018, 0xFE41 }, { 0x2019, 0xFE42 } };
	uint32_t found = 0;
	for (int i = 0; i < 4; i++)
		found = quotes[i][0] == code ? quotes[i][1] : found;
	return found;
}

static bool unchanged(const struct shaping *shaping, int face, uint32_t code)
{
	hb_codepoint_t plain = 0;
	unsigned count = 0;
	const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(shaping->shaper->buffer, &count);
	hb_font_get_nominal_glyph(face_hb(shaping->shaper->fonts, face), code, &plain);
	return count == 1 && info[0].codepoint == plain;
}

/* Shapes the unit into the buffer; returns its face, -1 with a diagnostic. */
static int shape_unit(const struct shaping *shaping, const struct unit *unit)
{
	struct fonts *fonts = shaping->shaper->fonts;
	const char *at = shaping->text->text + unit->offset, *end = shaping->text->text + unit->end;
	uint32_t codes[16], quote = vertical_quote(unit->code);
	int count = 0, face = fonts_face_for(fonts, shaping->family, unit->code, char_is_punctuation(unit->code));
	while (at < end && count < 16)
		codes[count++] = utf8_next(&at, end);
	if (face < 0) {
		char name[5] = "";
		struct place place = place_in(shaping->text, unit->offset);
		utf8_encode(unit->code, name);
		return REPORT(shaping->all, missing_glyph, &place, name, arena_printf(shaping->arena, "U+%04X", (unsigned)unit->code));
	}
	shape_codes(shaping, face, codes, count, unit->upright);
	int other = quote && unchanged(shaping, face, unit->code) ? fonts_face_for(fonts, shaping->family, quote, true) : -1;
	if (other >= 0) {
		face = other;
		shape_codes(shaping, face, &quote, 1, false);
	}
	return face;
}

/* Puts the buffer's glyphs into the stack; the unit's cell begins at y. Marks have half a cell with their ink in its middle. */
static void put_unit(const struct shaping *shaping, const struct unit *unit, int face, int32_t y, struct stack *stack)
{
	unsigned count = 0;
	const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(shaping->shaper->buffer, &count);
	const hb_glyph_position_t *position = hb_buffer_get_glyph_positions(shaping->shaper->buffer, &count);
	int32_t pen = 0, width = 0;
	for (unsigned i = 0; i < count; i++)
		width += unit->upright ? position[i].x_advance : 0;
	for (unsigned i = 0; i < count; i++) {
		struct stack_glyph *glyph = &stack->glyphs[stack->count++];
		struct ink ink;
		bool mark = unit->class == CLASS_OPENING || unit->class == CLASS_CLOSING;
		*glyph = (struct stack_glyph){ .glyph = (uint16_t)info[i].codepoint, .face = (uint8_t)face, .upright = unit->upright,
		                               .cluster = unit->offset, .cluster_end = unit->end };
		if (unit->upright) {
			glyph->x = (int16_t)(pen - width / 2 + position[i].x_offset);
			glyph->y = y + FONT_ASCENT;
			glyph->cluster = unit->offset + i < unit->end ? unit->offset + i : unit->end;
			glyph->cluster_end = i + 1 < count ? glyph->cluster + 1 : unit->end;
			pen += position[i].x_advance;
		} else if (mark && face_ink(shaping->shaper->fonts, face, glyph->glyph, &ink)) {
			glyph->x = (int16_t)-((ink.left + ink.right) / 2);
			glyph->y = y + MARK_CELL / 2 + (ink.top + ink.bottom) / 2;
		} else {
			glyph->x = (int16_t)position[i].x_offset;
			glyph->y = y - position[i].y_offset;
		}
	}
	int32_t one = unit->upright ? width : 1000;
	stack->width = one > stack->width ? one : stack->width;
}

static int32_t cell_of(const struct unit *unit)
{
	bool mark = unit->class == CLASS_OPENING || unit->class == CLASS_CLOSING || unit->class == CLASS_STOP;
	return mark ? MARK_CELL : 1000;
}

/* Between two cells; less on the side where a mark meets what it encloses. */
static int32_t gap_between(const struct unit *above, const struct unit *below, int pitch)
{
	bool close = above->class == CLASS_OPENING || below->class == CLASS_CLOSING || below->class == CLASS_STOP;
	return close ? (pitch - 1000) / 4 : pitch - 1000;
}

static int set_stack(const struct shaping *shaping, const struct unit *units, int count, int pitch, struct stack *stack)
{
	int result = 0;
	*stack = (struct stack){ .text = shaping->text->text };
	stack->glyphs = arena_array(shaping->arena, (size_t)count * 4 + 4, sizeof *stack->glyphs);
	for (int i = 0; i < count; i++) {
		if (i)
			stack->height += gap_between(&units[i - 1], &units[i], pitch);
		int face = shape_unit(shaping, &units[i]);
		if (face < 0)
			result = -1;
		else
			put_unit(shaping, &units[i], face, stack->height, stack);
		stack->height += cell_of(&units[i]);
	}
	return result;
}

int stack_shape(struct shaper *shaper, struct arena *arena, struct diagnostics *all, const struct words *text,
                enum family family, const int pitch_and_columns[2], struct stack *out)
{
	const struct shaping shaping = { shaper, arena, all, text, family };
	struct unit *units = NULL;
	int count = find_units(arena, text->text, &units), columns = pitch_and_columns[1], done = 0, result = 0;
	for (int i = 0; i < columns; i++) {
		int share = (count - done + columns - i - 1) / (columns - i);
		while (done + share < count && share > 0 && cell_of(&units[done + share]) == MARK_CELL && units[done + share].class != CLASS_OPENING)
			share++;    /* a closing mark does not begin a stack */
		result |= set_stack(&shaping, units + done, share, pitch_and_columns[0], &out[i]);
		done += share;
	}
	return result;
}
