/* 版头 on page 1 (7.2), of orders (10.2) and minutes (10.3). The mark's places are those of its ink. A letter's head has a
 * file of its own. */
#include "conform/measuring.h"
#include <stdlib.h>
#include <string.h>
#include "base/language.h"

/* Of all lines of a role. */
struct group { const struct text_line *first, *last; mpt left, right; struct extent ink; };

static struct group group_of(const struct sheet *sheet, int role)
{
	struct group group = { .left = INT32_MAX, .right = INT32_MIN, .ink = extent_empty() };
	for (size_t i = 0; i < sheet->line_count; i++) {
		const struct text_line *line = &sheet->lines[i];
		if (line->role != role)
			continue;
		group.first = group.first ? group.first : line;
		group.last = line;
		group.left = line->left < group.left ? line->left : group.left;
		group.right = line->right > group.right ? line->right : group.right;
		extent_add(&group.ink, &line->ink);
	}
	return group;
}

static void measure_elements(struct conform *conform)
{
	static const struct { int role; enum measure left, top; } elements[3] = {
		{ ROLE_COPY_NUMBER, MEASURE_copy_number_left, MEASURE_copy_number_top }, { ROLE_SECRECY, MEASURE_secrecy_left, MEASURE_secrecy_top },
		{ ROLE_URGENCY, MEASURE_urgency_left, MEASURE_urgency_top },
	};
	mpt top = 0;
	for (int i = 0; i < 3; i++) {
		const struct text_line *line = sheet_first(&conform->sheet, elements[i].role);
		if (!line)
			continue;
		measured(conform, elements[i].left, line_left(line, conform->sheet.left) - conform->sheet.left, line);
		if (conform->subject.format != CONFORM_LETTER)
			measured_against(conform, elements[i].top, top, line->top - BLOCK_TOP, line);
		top += LINE;
	}
}

/* 7.2.1: generally six digits. */
static void measure_copy_number(struct conform *conform)
{
	const struct text_line *line = sheet_first(&conform->sheet, ROLE_COPY_NUMBER);
	if (!line)
		return;
	size_t digits = strspn(line->text, "0123456789");
	const struct excuse excuse = { .verdict = VERDICT_ALLOWED, .words = line->text, .note = N_("six digits are the rule, not a must") };
	if (digits > 0 && digits != 6 && !line->text[digits])
		excused(conform, MEASURE_copy_number_form, &excuse, line);
	else
		stated(conform, MEASURE_copy_number_form, digits == 6 && !line->text[6], line->text, line);
}

static void measure_mark(struct conform *conform, const struct group *mark)
{
	static const enum measure tops[] = { [CONFORM_DOCUMENT] = MEASURE_mark_top, [CONFORM_LETTER] = MEASURE_letter_mark_top,
	                                     [CONFORM_ORDER] = MEASURE_order_mark_top, [CONFORM_MINUTES] = MEASURE_minutes_mark_top };
	mpt edge = conform->subject.format == CONFORM_LETTER ? 0 : BLOCK_TOP;
	if (!mark->first || extent_is_empty(&mark->ink) || conform->subject.format == CONFORM_OTHER)
		return;
	measured(conform, tops[conform->subject.format], mark->ink.top - edge, mark->first);
	measured(conform, MEASURE_mark_centred, (mark->left + mark->right) / 2 - block_middle(conform), mark->first);
}

/* 代字〔2018〕54号 */
static bool number_is_formal(const char *text)
{
	const char *open = strstr(text, "〔");
	if (!open || open == text || strstr(text, "第"))
		return false;
	const char *year = open + strlen("〔");
	if (strspn(year, "0123456789") != 4 || !text_starts(year + 4, "〕"))
		return false;
	const char *order = year + 4 + strlen("〕");
	size_t digits = strspn(order, "0123456789");
	return digits > 0 && order[0] != '0' && strcmp(order + digits, "号") == 0;
}

static void measure_signers(struct conform *conform, const struct group *label, const struct group *names)
{
	const struct sheet *sheet = &conform->sheet;
	mpt right = names->right > label->right ? names->right : label->right;
	mpt before = 0;
	if (!label->first && !names->first)
		return;
	measured(conform, MEASURE_signer_right, block_right(conform) - right, names->last ? names->last : label->last);
	for (size_t i = 0; i < sheet->line_count; i++) {
		const struct text_line *line = &sheet->lines[i];
		if (line->role != ROLE_SIGNER_NAME)
			continue;
		if (before && line->top != before)
			measured(conform, MEASURE_signer_pitch, line->top - before, line);
		before = line->top;
	}
}

static void measure_number_place(struct conform *conform, const struct text_line *number, const struct text_line *signer)
{
	if (conform->subject.upward) {
		measured(conform, MEASURE_number_left, line_left(number, conform->sheet.left + CELL) - conform->sheet.left, number);
		if (signer)
			measured(conform, MEASURE_number_signer, number->top - signer->top, number);
	} else {
		measured(conform, MEASURE_number_centred, line_off_middle(number, block_middle(conform)), number);
	}
}

static const struct page_rule_line *red_line(const struct sheet *sheet)
{
	const struct page_rule_line *line = NULL;
	for (size_t i = 0; i < sheet->rule_count; i++)
		if (sheet->rules[i].red && !sheet->rules[i].turned && !line)
			line = &sheet->rules[i];
	return line;
}

static void measure_red_line(struct conform *conform, const struct text_line *number)
{
	const struct page_rule_line *line = red_line(&conform->sheet);
	if (!line)
		return;
	if (number)
		measured(conform, MEASURE_red_line_gap, line->y - number->bottom, number);
	measured(conform, MEASURE_red_line_width, line->right - line->left, NULL);
	measured(conform, MEASURE_red_line_centred, (line->left + line->right) / 2 - block_middle(conform), NULL);
}

/* The ink of some characters ends lower than that of others, by up to 8 % of the em. */
static void measure_below_mark(struct conform *conform, enum measure measure, const struct group *mark, const struct text_line *line)
{
	mpt play = (mpt)rounded_ratio(mark->last->size, 8, 100);
	const mpt two_lines[2] = { 2 * LINE - play, 2 * LINE + play };
	measured_between(conform, measure, two_lines, line->top - mark->ink.bottom, line);
}

static void measure_order(struct conform *conform, const struct group *mark)
{
	const struct text_line *number = sheet_first(&conform->sheet, ROLE_ORDER_NUMBER), *text = NULL;
	for (size_t i = 0; i < conform->sheet.line_count && !text; i++)
		if (role_is_running(conform->sheet.lines[i].role))
			text = &conform->sheet.lines[i];
	if (!number)
		return;
	size_t digits = text_starts(number->text, "第") ? strspn(number->text + strlen("第"), "0123456789") : 0;
	bool formal = digits && number->text[strlen("第")] != '0' && strcmp(number->text + strlen("第") + digits, "号") == 0;
	stated(conform, MEASURE_order_number_form, formal, number->text, number);
	measured(conform, MEASURE_order_number_centred, line_off_middle(number, block_middle(conform)), number);
	if (mark->first)
		measure_below_mark(conform, MEASURE_order_number_gap, mark, number);
	if (text && !sheet_first(&conform->sheet, ROLE_TITLE))
		measured(conform, MEASURE_order_text_gap, text->top - number->bottom, text);
}

void measure_head(struct conform *conform)
{
	const struct sheet *sheet = &conform->sheet;
	const struct group mark = group_of(sheet, ROLE_MARK), label = group_of(sheet, ROLE_SIGNER), names = group_of(sheet, ROLE_SIGNER_NAME);
	const struct text_line *number = sheet_first(sheet, ROLE_NUMBER), *top = number;
	enum conform_format format = conform->subject.format;
	measure_elements(conform);
	measure_copy_number(conform);
	measure_mark(conform, &mark);
	bool formal = number && number_is_formal(number->text);
	if (number && format != CONFORM_OTHER && (formal || format != CONFORM_MINUTES))    /* 10.3 gives minutes no form */
		stated(conform, MEASURE_number_form, formal, number->text, number);
	if (format == CONFORM_ORDER)
		measure_order(conform, &mark);
	if (format != CONFORM_DOCUMENT && format != CONFORM_MINUTES)
		return;
	measure_signers(conform, &label, &names);
	if (label.first && (!top || label.first->top < top->top))
		top = label.first;
	if (top && mark.first && !extent_is_empty(&mark.ink))
		measure_below_mark(conform, MEASURE_number_gap, &mark, top);
	if (number)
		measure_number_place(conform, number, names.last ? names.last : label.last);
	measure_red_line(conform, number);
}
