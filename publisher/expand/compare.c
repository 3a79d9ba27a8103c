/* One value beside another. */
#include <string.h>
#include "expand/template.h"

static size_t blank(const char *at)
{
	return *at == ' ' || *at == '\t' || *at == '\n' ? 1 : strncmp(at, "\xE3\x80\x80", 3) == 0 ? 3 : 0;
}

static const char *behind_blanks(const char *at)
{
	for (size_t step; (step = blank(at)) != 0;)
		at += step;
	return at;
}

bool value_same_text(const char *left, const char *right)
{
	left = behind_blanks(left);
	right = behind_blanks(right);
	while (*left && *left == *right) {
		left = behind_blanks(left + 1);
		right = behind_blanks(right + 1);
	}
	return *left == *right;
}

static bool by_order(int order, enum token_kind sign)
{
	return sign == TOKEN_EQUAL ? order == 0 : sign == TOKEN_UNEQUAL ? order != 0 : sign == TOKEN_LESS ? order < 0
	       : sign == TOKEN_GREATER ? order > 0 : sign == TOKEN_AT_MOST ? order <= 0 : order >= 0;
}

static int compare_numbers(const struct evaluation *evaluation, const struct quantity pair[2], enum token_kind sign, const struct place *at, bool *out)
{
	if (pair[0].percent != pair[1].percent && pair[0].over && pair[1].over)
		return REPORT(evaluation->expansion->all, expand_percent, at);
	*out = by_order(quantity_compare(&pair[0], &pair[1]), sign);
	return 0;
}

static bool as_date(const struct value *value, struct date *out)
{
	*out = value->date;
	return value->kind == VALUE_DATE || (value->kind == VALUE_TEXT && date_parse(value->text, out, false));
}

static bool as_number(const struct value *value, struct quantity *out)
{
	const char *unit = "";
	*out = value->number;
	return value->kind == VALUE_NUMBER || (value->kind == VALUE_TEXT && quantity_parse(value->text, out, &unit));
}

static bool is_text(const struct value *value) { return value->kind == VALUE_TEXT; }

/* = and !=: texts as such, without their blanks; a number or a date makes the other side one, if it can be. */
static int compare_equal(const struct evaluation *evaluation, const struct value pair[2], enum token_kind sign, const struct place *at, bool *out)
{
	struct quantity numbers[2];
	struct date dates[2];
	bool same = false;
	if (is_text(&pair[0]) && is_text(&pair[1]))
		same = value_same_text(pair[0].text, pair[1].text);
	else if (pair[0].kind == VALUE_DATE || pair[1].kind == VALUE_DATE)
		same = as_date(&pair[0], &dates[0]) && as_date(&pair[1], &dates[1]) && date_compare(&dates[0], &dates[1]) == 0;
	else if (as_number(&pair[0], &numbers[0]) && as_number(&pair[1], &numbers[1]))
		return compare_numbers(evaluation, numbers, sign, at, out);
	*out = same == (sign == TOKEN_EQUAL);
	return 0;
}

/* < > <= >=: dates if both are, else numbers; an empty cell is neither less nor greater. */
static int compare_order(const struct evaluation *evaluation, const struct value pair[2], enum token_kind sign, size_t at, bool *out)
{
	struct place place = evaluation_place(evaluation, at);
	struct quantity numbers[2];
	struct date dates[2];
	*out = false;
	for (int i = 0; i < 2; i++)
		if (pair[i].cell.file && is_text(&pair[i]) && !pair[i].text[0])
			return 0;
	if (as_date(&pair[0], &dates[0]) && as_date(&pair[1], &dates[1])) {
		*out = by_order(date_compare(&dates[0], &dates[1]), sign);
		return 0;
	}
	int result = value_number(evaluation, &pair[0], at, &numbers[0]) | value_number(evaluation, &pair[1], at, &numbers[1]);
	return result ? EXPAND_FAILED : compare_numbers(evaluation, numbers, sign, &place, out);
}

static int compare_has(const struct evaluation *evaluation, const struct value pair[2], size_t at, bool *out)
{
	const char *words[2] = { "", "" };
	int result = value_words(evaluation, &pair[0], at, &words[0]) | value_words(evaluation, &pair[1], at, &words[1]);
	*out = !result && strstr(words[0], words[1]) != NULL;
	return result ? EXPAND_FAILED : EXPAND_DONE;
}

int value_compare(const struct evaluation *evaluation, const struct value pair[2], enum token_kind sign, size_t at, bool *out)
{
	struct place place = evaluation_place(evaluation, at);
	if (pair[0].kind == VALUE_TRUTH || pair[1].kind == VALUE_TRUTH)
		return REPORT(evaluation->expansion->all, expand_compare_truth, &place);
	if (sign == TOKEN_HAS)
		return compare_has(evaluation, pair, at, out);
	if (sign == TOKEN_EQUAL || sign == TOKEN_UNEQUAL)
		return compare_equal(evaluation, pair, sign, &place, out);
	return compare_order(evaluation, pair, sign, at, out);
}
