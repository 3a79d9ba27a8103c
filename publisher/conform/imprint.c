/* 版记 (7.4): lines as wide as the text block around 抄送 and 印发机关/印发日期, the last on the block's lower edge of the last
 * side. A letter has 抄送 alone, without lines (10.1). */
#include "conform/measuring.h"
#include <stdlib.h>
#include <string.h>
#include "base/language.h"

struct imprint { const struct page_rule_line **rules; size_t count; const struct text_line *first, *last; };

/* The lines across the block from just above the first line of text on. In order from the top. */
static void find_rules(struct conform *conform, struct imprint *imprint)
{
	const struct sheet *sheet = &conform->sheet;
	imprint->rules = arena_array(conform->page_arena, sheet->rule_count + 1, sizeof *imprint->rules);
	for (size_t i = 0; i < sheet->rule_count; i++) {
		const struct page_rule_line *rule = &sheet->rules[i];
		if (rule->turned || rule->table || rule->red || rule->y < imprint->first->top - LINE || rule->right - rule->left < BLOCK_WIDTH / 2)
			continue;
		size_t to = imprint->count++;
		for (; to > 0 && imprint->rules[to - 1]->y > rule->y; to--)
			imprint->rules[to] = imprint->rules[to - 1];
		imprint->rules[to] = rule;
	}
}

static void measure_rules(struct conform *conform, const struct imprint *imprint)
{
	for (size_t i = 0; i < imprint->count; i++) {
		const struct page_rule_line *rule = imprint->rules[i];
		enum measure thickness = i == 0 ? MEASURE_imprint_first : i + 1 == imprint->count ? MEASURE_imprint_last : MEASURE_imprint_inner;
		measured(conform, MEASURE_imprint_width, rule->right - rule->left, imprint->first);
		measured(conform, MEASURE_imprint_left, rule->left - conform->sheet.left, imprint->first);
		measured(conform, thickness, rule->width, imprint->first);
	}
	if (imprint->count) {
		const struct page_rule_line *last = imprint->rules[imprint->count - 1];
		measured(conform, MEASURE_imprint_bottom, last->y + last->width / 2 - BLOCK_BOTTOM, imprint->last);
	}
}

/* Text takes whole lines (行): its blank is shared above and below. */
static void measure_between(struct conform *conform, const struct page_rule_line *above, const struct page_rule_line *below)
{
	const struct text_line *before = NULL;
	mpt top = INT32_MAX, bottom = INT32_MIN;
	for (size_t i = 0; i < conform->sheet.line_count; i++) {
		const struct text_line *line = &conform->sheet.lines[i];
		if (line->role != ROLE_IMPRINT || line->bottom < above->y || line->top > below->y)
			continue;
		top = line->top < top ? line->top : top;
		bottom = line->bottom > bottom ? line->bottom : bottom;
		if (before && abs(line->top - before->top) > line->size / 2)
			measured(conform, MEASURE_imprint_pitch, line->top - before->top, line);
		else if (before && line->top != before->top)
			measured_against(conform, MEASURE_imprint_pitch, 0, line->top - before->top, line);
		before = line;
	}
	if (before)
		measured(conform, MEASURE_imprint_middle, (top - above->y - (below->y - bottom)) / 2, before);
}

/* Nothing of the imprint stands left of it on its line. */
static bool stands_left(const struct sheet *sheet, const struct text_line *line)
{
	bool left = true;
	for (size_t i = 0; i < sheet->line_count; i++)
		left &= sheet->lines[i].role != ROLE_IMPRINT || abs(sheet->lines[i].top - line->top) > line->size / 2 || sheet->lines[i].left >= line->left;
	return left;
}

/* 7.4.3: 印发机关 at the left of its line, the date at the right. */
static void measure_date_apart(struct conform *conform, const struct text_line *date)
{
	for (size_t i = 0; i < conform->sheet.line_count; i++) {
		const struct text_line *line = &conform->sheet.lines[i];
		if (line != date && line->role == ROLE_IMPRINT && line->top == date->top)
			measured_between(conform, MEASURE_print_date_apart, (const mpt[2]){ 0, BLOCK_WIDTH }, date->left - line->right, line);
	}
}

static void measure_ends(struct conform *conform, const struct text_line *line, mpt hang)
{
	mpt left = conform->sheet.left, right = block_right(conform);
	bool date = text_ends(line->text, "印发"), copies = hang > 0;
	if (line->starts && stands_left(&conform->sheet, line))
		measured(conform, MEASURE_imprint_indent, line_left(line, left + line->size) - left, line);
	else if (copies)
		measured(conform, MEASURE_imprint_hang, line_left(line, hang) - hang, line);
	else if (!line->starts)    /* a later line of 印发机关 stands under its first */
		measured(conform, MEASURE_imprint_indent, line_left(line, left + line->size) - left, line);
	if (date) {
		measure_date_apart(conform, line);
		const char *start = line->text;
		while (*start && strspn(start, "0123456789") != 4)
			start++;
		stated(conform, MEASURE_print_date_form, date_is_formal(start, "印发"), line->text, line);
		measured(conform, MEASURE_print_date_right, right - line_right(line, right - line->size), line);
	}
	if (copies && line->ends)
		stated(conform, MEASURE_imprint_end, text_ends(line->text, "。"), text_ends(line->text, "。") ? "。" : line->text, line);
	measured(conform, MEASURE_imprint_indent_right, right - line_right(line, right - line->size), line);
}

void measure_imprint(struct conform *conform)
{
	const struct sheet *sheet = &conform->sheet;
	struct imprint imprint = { .first = sheet_first(sheet, ROLE_IMPRINT), .last = sheet_last(sheet, ROLE_IMPRINT) };
	mpt hang = 0;
	if (!imprint.first)
		return;
	conform->imprint_page = conform->pages;
	conform->imprint_at = imprint.first->at;
	find_rules(conform, &imprint);
	measure_rules(conform, &imprint);
	for (size_t i = 1; i < imprint.count; i++)
		measure_between(conform, imprint.rules[i - 1], imprint.rules[i]);
	for (size_t i = 0; i < sheet->line_count; i++) {
		const struct text_line *line = &sheet->lines[i];
		if (line->role != ROLE_IMPRINT)
			continue;
		const char *colon = line->starts && (text_starts(line->text, "抄送") || text_starts(line->text, "主送")) ? strstr(line->text, "：") : NULL;
		if (line->starts)
			hang = colon ? line_x_at(line, (size_t)(colon - line->text) + strlen("：")) : 0;
		measure_ends(conform, line, hang);
	}
	if (conform->subject.format == CONFORM_LETTER)
		measured(conform, MEASURE_letter_copies_bottom, imprint.last->bottom - BLOCK_BOTTOM, imprint.last);
}
