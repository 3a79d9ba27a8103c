/* Safe characters come from the table. What stands between them is cut into runs: every character that is not safe, and
 * the neighbours of those that join. A run is shaped with one safe character on each side, which must come out unchanged;
 * the result then holds between any safe characters and is remembered. If they do not come out unchanged, the piece is
 * shaped whole. */
#include "text/piece.h"
#include <hb.h>
#include <string.h>

enum { MEMO_SLOTS = 512, MEMO_LENGTH = 8, GLYPHS_PER_CHARACTER = 3 };

struct memo_glyph { uint16_t glyph; int16_t advance, dx, dy; uint8_t item; };

struct run_memo {
	uint32_t codes[MEMO_LENGTH];
	uint16_t piece;
	uint8_t count;             /* of codes; 0: empty */
	uint8_t sides;             /* 1: a character before it, 2: one behind */
	uint8_t glyph_count;
	struct memo_glyph glyphs[MEMO_LENGTH];
};

struct run { int start, end; int from, to; };    /* characters of the run; the same with what stands on its sides */

struct run_memo *run_memo_new(struct arena *arena) { return arena_array(arena, MEMO_SLOTS, sizeof(struct run_memo)); }

static struct glyph_item *add_glyphs(struct shaper *shaper, size_t count)
{
	struct glyph_list *out = &shaper->glyphs;
	ARENA_GROW(shaper->arena, out->list, &out->capacity, (size_t)out->count + count);
	out->count += (int)count;
	return out->list + out->count - count;
}

/* Leaves the glyphs in the buffer; clusters are the numbers of characters. Returns their count. */
static unsigned shape_codes(struct shaper *shaper, int start, int end)
{
	const struct character *list = shaper->items.list;
	hb_buffer_clear_contents(shaper->buffer);
	for (int i = start; i < end; i++)
		hb_buffer_add(shaper->buffer, list[i].code == '\t' ? ' ' : list[i].code, (unsigned)i);
	piece_run(shaper, list[start].is.piece);
	return hb_buffer_get_length(shaper->buffer);
}

static void take_glyphs(struct shaper *shaper, unsigned first, unsigned count, int face)
{
	const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(shaper->buffer, NULL) + first;
	const hb_glyph_position_t *position = hb_buffer_get_glyph_positions(shaper->buffer, NULL) + first;
	struct glyph_item *to = add_glyphs(shaper, count);
	for (unsigned i = 0; i < count; i++)
		to[i] = (struct glyph_item){ .item = info[i].cluster, .advance = position[i].x_advance, .glyph = (uint16_t)info[i].codepoint,
		                             .dx = (int16_t)position[i].x_offset, .dy = (int16_t)position[i].y_offset, .face = (uint8_t)face };
}

static int shape_whole(struct shaper *shaper, struct diagnostics *all, const struct words *text, const int range[2])
{
	const struct character *list = shaper->items.list;
	int face = piece_face(list[range[0]].is.piece), result = 0;
	unsigned count = shape_codes(shaper, range[0], range[1]);
	const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(shaper->buffer, NULL);
	if ((size_t)shaper->glyphs.count + count > (size_t)shaper->items.count * GLYPHS_PER_CHARACTER) {    /* no sound font does that */
		struct place at = { .file = face_path(shaper->fonts, face) };
		return REPORT(all, font_unusable, &at, face_name(shaper->fonts, face));
	}
	for (unsigned i = 0; i < count; i++)
		if (!info[i].codepoint)
			result = report_missing(all, text, &list[info[i].cluster]);
	take_glyphs(shaper, 0, count, face);
	return result;
}

/* ---- runs ---- */

static bool same_run(const struct run_memo *memo, const struct character *list, const struct run *run, uint8_t sides)
{
	int count = run->end - run->start, i = 0;
	if (memo->count != count || memo->piece != list[run->start].is.piece || memo->sides != sides)
		return false;
	while (i < count && memo->codes[i] == list[run->start + i].code)
		i++;
	return i == count;
}

static struct run_memo *slot_of(const struct shaper *shaper, const struct run *run, uint8_t sides)
{
	const struct character *list = shaper->items.list;
	uint32_t hash = (uint32_t)list[run->start].is.piece * 4 + sides;
	for (int i = run->start; i < run->end; i++)
		hash = (hash ^ list[i].code) * 0x9E3779B1u;
	return &shaper->memo[(hash >> 16) % MEMO_SLOTS];
}

static void recall(struct shaper *shaper, const struct run_memo *memo, int start)
{
	struct glyph_item *to = add_glyphs(shaper, memo->glyph_count);
	for (int i = 0; i < memo->glyph_count; i++) {
		const struct memo_glyph *glyph = &memo->glyphs[i];
		to[i] = (struct glyph_item){ .item = (uint32_t)(start + glyph->item), .advance = glyph->advance, .glyph = glyph->glyph,
		                             .dx = glyph->dx, .dy = glyph->dy, .face = (uint8_t)piece_face(memo->piece) };
	}
}

static void remember(const struct shaper *shaper, struct run_memo *memo, const struct run *run, uint8_t sides, int glyphs)
{
	const struct character *list = shaper->items.list;
	const struct glyph_item *from = shaper->glyphs.list + shaper->glyphs.count - glyphs;
	memo->count = 0;
	for (int i = 0; i < glyphs; i++) {
		if (from[i].advance != (int16_t)from[i].advance)
			return;
		memo->glyphs[i] = (struct memo_glyph){ from[i].glyph, (int16_t)from[i].advance, from[i].dx, from[i].dy,
		                                       (uint8_t)(from[i].item - (uint32_t)run->start) };
	}
	for (int i = run->start; i < run->end; i++)
		memo->codes[i - run->start] = list[i].code;
	memo->piece = list[run->start].is.piece;
	memo->count = (uint8_t)(run->end - run->start);
	memo->sides = sides;
	memo->glyph_count = (uint8_t)glyphs;
}

/* Did the safe character come out as the table has it, and in a cluster of its own? */
static bool unchanged(const struct shaper *shaper, unsigned at, int item)
{
	const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(shaper->buffer, NULL) + at;
	const hb_glyph_position_t *position = hb_buffer_get_glyph_positions(shaper->buffer, NULL) + at;
	const struct glyph_entry *is = &shaper->items.list[item].is;
	return info->cluster == (uint32_t)item && info->codepoint == is->glyph && position->x_advance == is->advance && !position->x_offset
	       && !position->y_offset;
}

/* Shapes the run between its sides. False: a side was changed, or a glyph is missing. */
static bool shape_run(struct shaper *shaper, const struct run *run)
{
	unsigned count = shape_codes(shaper, run->from, run->to), first = run->from < run->start, last = count - (run->to > run->end);
	const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(shaper->buffer, NULL);
	if (count < first + (run->to > run->end) || (first && !unchanged(shaper, 0, run->from)) || (last < count && !unchanged(shaper, last, run->end)))
		return false;
	for (unsigned i = first; i < last; i++)
		if (!info[i].codepoint || info[i].cluster < (uint32_t)run->start || info[i].cluster >= (uint32_t)run->end)
			return false;
	if (last - first > (unsigned)(run->end - run->start) * GLYPHS_PER_CHARACTER)
		return false;
	take_glyphs(shaper, first, last - first, piece_face(shaper->items.list[run->start].is.piece));
	return true;
}

static bool append_run(struct shaper *shaper, const struct run *run)
{
	uint8_t sides = (uint8_t)((run->from < run->start) + 2 * (run->to > run->end));
	struct run_memo *memo = slot_of(shaper, run, sides);
	int before = shaper->glyphs.count;
	if (same_run(memo, shaper->items.list, run, sides)) {
		recall(shaper, memo, run->start);
		return true;
	}
	if (!shape_run(shaper, run))
		return false;
	if (run->end - run->start <= MEMO_LENGTH && shaper->glyphs.count - before <= MEMO_LENGTH)
		remember(shaper, memo, run, sides, shaper->glyphs.count - before);
	return true;
}

/* Must the character be shaped with its neighbours? */
static inline bool in_run(const struct character *list, int i, const int range[2])
{
	return !(list[i].is.flags & GLYPH_SAFE) || (i + 1 < range[1] && (list[i + 1].is.flags & GLYPH_JOINS))
	       || (i > range[0] && (list[i - 1].is.flags & GLYPH_JOINS));
}

static void append_safe(struct shaper *shaper, int start, int end)
{
	struct glyph_item *to = add_glyphs(shaper, (size_t)(end - start));
	const struct character *list = shaper->items.list;
	uint8_t face = (uint8_t)piece_face(list[start].is.piece);
	for (int i = start; i < end; i++)
		*to++ = (struct glyph_item){ .item = (uint32_t)i, .advance = list[i].is.advance, .glyph = list[i].is.glyph, .face = face };
}

static bool shape_by_table(struct shaper *shaper, const int range[2])
{
	const struct character *list = shaper->items.list;
	for (int i = range[0], end = i; i < range[1]; i = end) {
		while (end < range[1] && !in_run(list, end, range))
			end++;
		if (end > i)
			append_safe(shaper, i, end);
		struct run run = { .start = end, .from = end > range[0] ? end - 1 : end };
		while (end < range[1] && in_run(list, end, range))
			end++;
		run.end = end;
		run.to = end < range[1] ? end + 1 : end;
		if (run.end > run.start && !append_run(shaper, &run))
			return false;
	}
	return true;
}

int piece_shape(struct shaper *shaper, struct diagnostics *all, const struct words *text, const int range[2])
{
	int before = shaper->glyphs.count;
	if (!shaper->whole && shape_by_table(shaper, range))
		return 0;
	shaper->glyphs.count = before;
	return shape_whole(shaper, all, text, range);
}
