/* 信函格式 (10.1): the mark near the sheet's upper edge, two double lines, elements and number below the first. The places
 * of a double line are those of its two lines together: "4 mm below" is met by any part of it. */
#include "conform/measuring.h"
#include <stdlib.h>
#include <string.h>
#include "base/language.h"

struct double_line { const struct page_rule_line *upper, *lower; mpt top, bottom; };

static struct double_line double_line(const struct sheet *sheet, bool second)
{
	struct double_line found = { 0 };
	for (size_t i = 0; i < sheet->rule_count; i++) {
		const struct page_rule_line *rule = &sheet->rules[i];
		if (rule->turned || rule->table || rule->right - rule->left < BLOCK_WIDTH / 2 || (rule->y > sheet->page->height * 3 / 4) != second
		    || (!second && rule->y > sheet->page->height / 3))
			continue;
		if (!found.upper || rule->y < found.upper->y)
			found.upper = rule;
		if (!found.lower || rule->y > found.lower->y)
			found.lower = rule;
	}
	if (found.upper) {
		found.top = found.upper->y - found.upper->width / 2;
		found.bottom = found.lower->y + found.lower->width / 2;
	}
	return found;
}

/* How far a place is from a line, where any part of the line's thickness will do. */
static mpt nearest_part(mpt wanted, const struct double_line *line)
{
	return wanted < line->top ? line->top : wanted > line->bottom ? line->bottom : wanted;
}

static void measure_double(struct conform *conform, const struct double_line *line, bool second)
{
	bool red = line->upper->red && line->lower->red && line->upper != line->lower;
	mpt more = line->upper->width - line->lower->width;
	bool good = red && (second ? more < 0 : more > 0);
	const char *form = !red ? N_("not two red lines") : more > 0 ? N_("red, thick above thin")
	                 : more < 0 ? N_("red, thin above thick") : N_("equally thick");
	stated(conform, second ? MEASURE_letter_second_form : MEASURE_letter_first_form, good, form, NULL);
	for (int i = 0; i < 2; i++) {
		const struct page_rule_line *rule = i ? line->lower : line->upper;
		measured(conform, MEASURE_letter_line_width, rule->right - rule->left, NULL);
		mpt middle = (rule->left + rule->right) / 2, sheet = middle - conform->sheet.page->width / 2, block = middle - block_middle(conform);
		measured(conform, MEASURE_letter_line_centred, abs(sheet) < abs(block) ? sheet : block, NULL);
	}
}

static void measure_below_first(struct conform *conform, const struct double_line *line)
{
	static const int roles[3] = { ROLE_COPY_NUMBER, ROLE_SECRECY, ROLE_URGENCY };
	const struct sheet *sheet = &conform->sheet;
	const struct text_line *number = sheet_first(sheet, ROLE_NUMBER), *title = sheet_first(sheet, ROLE_TITLE), *first = NULL, *last = number;
	for (int i = 0; i < 3; i++) {
		const struct text_line *element = sheet_first(sheet, roles[i]);
		first = first ? first : element;
		last = element && (!last || element->top > last->top) ? element : last;
	}
	if (number && line->upper) {
		measured(conform, MEASURE_letter_number_right, block_right(conform) - line_right(number, block_right(conform)), number);
		measured(conform, MEASURE_letter_number_gap, number->top - nearest_part(number->top - 13909, line), number);
	}
	if (first && line->upper)
		measured(conform, MEASURE_letter_element_gap, first->top - nearest_part(first->top - 13909, line), first);
	if (title && last)
		measured(conform, MEASURE_letter_title_gap, title->top - last->bottom, title);
}

void measure_letter(struct conform *conform)
{
	const struct sheet *sheet = &conform->sheet;
	const struct text_line *mark = sheet_first(sheet, ROLE_MARK), *text = text_above(conform, sheet->page->height);
	const struct double_line first = double_line(sheet, false), second = double_line(sheet, true);
	if (conform->subject.format != CONFORM_LETTER)
		return;
	measure_below_first(conform, &first);
	if (first.upper) {
		measure_double(conform, &first, false);
		if (mark)
			measured(conform, MEASURE_letter_first_gap, nearest_part(mark->ink.bottom + 11339, &first) - mark->ink.bottom, mark);
	}
	if (second.upper) {
		measure_double(conform, &second, true);
		measured(conform, MEASURE_letter_second_bottom, sheet->page->height - nearest_part(sheet->page->height - 56693, &second), NULL);
		if (text)
			measured(conform, MEASURE_letter_text_end, second.top - text->bottom, text);
	}
}
