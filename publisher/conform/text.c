/* Running text on its grid (5.2.3), the title above it (7.3.1), addressee and paragraphs (7.3.2, 7.3.3). */
#include "conform/measuring.h"
#include <stdlib.h>
#include <string.h>
#include "base/language.h"
#include "base/utf8.h"

static bool runs(const struct text_line *line) { return role_is_running(line->role) && !line->turned; }

static const struct text_line *first_running(const struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->line_count; i++)
		if (runs(&sheet->lines[i]))
			return &sheet->lines[i];
	return NULL;
}

/* ---- the grid ---- */

/* The distance that most neighbouring lines of a page have; of several as frequent, the one nearest to the standard's. */
static mpt usual_distance(const mpt *distances, size_t count)
{
	mpt best = 0;
	int most = 0;
	for (size_t i = 0; i < count; i++) {
		int same = 0;
		for (size_t k = 0; k < count; k++)
			same += abs(distances[k] - distances[i]) < 30;
		if (same > most || (same == most && abs(distances[i] - LINE) < abs(best - LINE))) {
			most = same;
			best = distances[i];
		}
	}
	return best;
}

static mpt measured_pitch(struct conform *conform)
{
	const struct sheet *sheet = &conform->sheet;
	const struct text_line *before = NULL;
	mpt *distances = arena_array(conform->page_arena, sheet->line_count + 1, sizeof *distances);
	size_t count = 0;
	for (size_t i = 0; i < sheet->line_count; i++) {
		const struct text_line *line = &sheet->lines[i];
		if (!runs(line))
			continue;
		mpt distance = before ? line->top - before->top : 0;
		if (distance > LINE / 2 && distance < LINE * 3 / 2)
			distances[count++] = distance;
		before = line;
	}
	return usual_distance(distances, count);
}

/* 7.3.5.5 lets the lines of a page move closer so that signature and date stand under text; 5.2.3 calls 22 the rule. */
static void measure_pitch(struct conform *conform)
{
	const struct text_line *line = first_running(&conform->sheet);
	mpt pitch = measured_pitch(conform), block = BLOCK_HEIGHT - 16000;
	if (!pitch)
		return;
	int lines = (int)((block + pitch / 2) / pitch) + 1;
	mpt exact = block / (lines - 1);
	bool end = sheet_first(&conform->sheet, ROLE_SIGNATURE) || sheet_first(&conform->sheet, ROLE_DATE);
	if (lines == LINES || !end || abs(pitch - exact) > 30) {
		measured(conform, MEASURE_line_pitch, pitch, line);
		return;
	}
	const struct excuse excuse = { .verdict = VERDICT_ALLOWED, .value = pitch,
	                               .note = N_("lines moved so that signature and date stand under text (7.3.5.5)") };
	excused(conform, MEASURE_line_pitch, &excuse, line);
	conform->pitch = exact;
}

static void measure_grid(struct conform *conform)
{
	const struct sheet *sheet = &conform->sheet;
	const struct text_line *first = NULL, *last = NULL;
	int last_index = (BLOCK_HEIGHT - 16000 + conform->pitch / 2) / conform->pitch;
	for (size_t i = 0; i < sheet->line_count; i++) {
		const struct text_line *line = &sheet->lines[i];
		if (!runs(line))
			continue;
		mpt below = line->top - BLOCK_TOP;
		int index = (below + conform->pitch / 2) / conform->pitch;
		mpt off = below - (mpt)rounded_ratio(BLOCK_HEIGHT - 16000, index, last_index);
		measured(conform, MEASURE_line_grid, off, line);
		if (!first)
			measured(conform, MEASURE_margin_top, BLOCK_TOP + off, line);
		first = first ? first : line;
		last = line;
	}
	if (first && first->top - BLOCK_TOP < LINE / 2 && BLOCK_BOTTOM - last->bottom < LINE / 2)
		measured(conform, MEASURE_block_height, last->bottom - first->top, last);
}

/* Whether a paragraph is sure to end with a line, which then keeps its own distances: more than the imprint stands below. */
static bool surely_ends(const struct sheet *sheet, const struct text_line *line)
{
	bool more = false;
	for (size_t i = 0; i < sheet->line_count; i++)
		more |= sheet->lines[i].top > line->top && sheet->lines[i].role != ROLE_IMPRINT && !sheet->lines[i].number;
	return line->ends && more;
}

static void count_advances(const struct glyph_run *run, uint32_t *advances)
{
	bool before = false;
	for (int i = 0; i < run->count; i++) {
		const char *at = run->text + run->cluster[i], *end = run->text + run->cluster[run->count];
		bool han = at < end && is_han(utf8_next(&at, end));
		mpt distance = i ? run->x[i] - run->x[i - 1] : 0;
		int bin = (distance + ADVANCE_STEP / 2) / ADVANCE_STEP;
		if (han && before && bin > 0 && bin < ADVANCE_BINS)
			advances[bin]++;
		before = han;
	}
}

/* ---- addressee and paragraphs ---- */

static void measure_left(struct conform *conform, const struct text_line *line)
{
	const struct sheet *sheet = &conform->sheet;
	mpt left = sheet->left;
	if (line->role == ROLE_ADDRESSEE) {
		measured(conform, MEASURE_addressee_left, line_left(line, left) - left, line);
	} else if (line->starts) {
		measured(conform, MEASURE_paragraph_indent, line_left(line, left + 2 * CELL) - left, line);
		return;
	} else {
		measured(conform, MEASURE_paragraph_left, line_left(line, left) - left, line);
	}
	mpt at = line_left(line, left);
	measured(conform, MEASURE_margin_binding, sheet->page->recto ? at : sheet->page->width - at - BLOCK_WIDTH, line);
}

void measure_text(struct conform *conform)
{
	const struct sheet *sheet = &conform->sheet;
	measure_pitch(conform);
	measure_grid(conform);
	for (size_t i = 0; i < sheet->line_count; i++) {
		const struct text_line *line = &sheet->lines[i];
		if (!runs(line) || line->role == ROLE_ATTACHMENT_NOTICE)
			continue;
		measure_left(conform, line);
		if (!line->ends)
			measured(conform, MEASURE_block_width, line_right(line, block_right(conform)) - sheet->left, line);
		if (line->role == ROLE_ADDRESSEE && line->ends)
			stated(conform, MEASURE_addressee_end, text_ends(line->text, "："), text_ends(line->text, "：") ? "：" : line->text, line);
		for (size_t run = 0; run < line->run_count; run++)
			count_advances(&line->runs[run].of.glyphs, conform->advances[surely_ends(sheet, line)]);
	}
}

/* ---- the title ---- */

static void measure_title_gap(struct conform *conform, const struct text_line *title)
{
	const struct text_line *number = sheet_first(&conform->sheet, ROLE_NUMBER);
	const struct page_rule_line *line = NULL;
	for (size_t i = 0; i < conform->sheet.rule_count; i++) {
		const struct page_rule_line *rule = &conform->sheet.rules[i];
		if (rule->red && rule->y < title->top && rule->right - rule->left > BLOCK_WIDTH / 2 && (!line || rule->y > line->y))
			line = rule;
	}
	if (conform->subject.format != CONFORM_DOCUMENT && conform->subject.format != CONFORM_MINUTES)
		return;
	if (line)
		measured(conform, MEASURE_title_gap, title->top - line->y, title);
	else if (number && (number->top < BLOCK_TOP + LINE / 2 || conform->subject.format == CONFORM_MINUTES))
		measured(conform, MEASURE_title_gap_number, title->top - number->bottom, title);
	else if (number)
		measured(conform, MEASURE_title_gap_preprinted, title->top - number->bottom, title);
}

/* Lines that grow or shrink steadily, or grow and then shrink; widths that differ by less than half a character are equal. */
static const char *shape_of(const mpt *widths, size_t count, mpt same)
{
	bool grew = false, shrank = false, waist = false;
	for (size_t i = 1; i < count; i++) {
		mpt step = widths[i] - widths[i - 1];
		waist |= step >= same && shrank;
		grew |= step >= same;
		shrank |= step <= -same;
	}
	return waist ? N_("hourglass") : grew && shrank ? N_("diamond") : grew || shrank ? N_("trapezoid") : N_("rectangle");
}

static void measure_shape(struct conform *conform, const mpt *widths, size_t count, const struct text_line *title)
{
	if (count < 2)
		return;
	const char *shape = shape_of(widths, count, title->size / 2);
	stated(conform, MEASURE_title_shape, strcmp(shape, "diamond") == 0 || strcmp(shape, "trapezoid") == 0, shape, title);
}

static void measure_first_text(struct conform *conform, const struct text_line *title)
{
	const struct text_line *text = first_running(&conform->sheet);
	bool there = false;
	for (size_t i = 0; i < conform->sheet.line_count; i++) {
		int role = conform->sheet.lines[i].role;
		there |= role == ROLE_BODY || (role >= ROLE_HEADING_1 && role <= ROLE_HEADING_4);
	}
	stated(conform, MEASURE_body_first_page, there, yes_or_no(there), text);
	if (title && text) {
		const mpt free[2] = { conform->pitch - 283, 2 * conform->pitch + 283 };
		measured_between(conform, MEASURE_text_gap, free, text->top - title->bottom, text);
	}
}

void measure_title(struct conform *conform)
{
	const struct sheet *sheet = &conform->sheet;
	const struct text_line *before = NULL;
	mpt *widths = arena_array(conform->page_arena, sheet->line_count + 1, sizeof *widths);
	size_t count = 0;
	for (size_t i = 0; i < sheet->line_count; i++) {
		const struct text_line *line = &sheet->lines[i];
		if (line->role != ROLE_TITLE)
			continue;
		if (before)
			measured(conform, MEASURE_title_pitch, line->top - before->top, line);
		else
			measure_title_gap(conform, line);
		measured(conform, MEASURE_title_centred, line_off_middle(line, block_middle(conform)), line);
		widths[count++] = line->right - line->left;
		before = line;
	}
	if (before)
		measure_shape(conform, widths, count, before);
	measure_first_text(conform, before);
}
