#include "expand/period.h"
#include <stdlib.h>
#include <string.h>
#include "read/settings.h"

const char *const period_names[2 * PERIOD_FIELDS] = {
	[2 * PERIOD_YEAR] = "year", "年", [2 * PERIOD_MONTH] = "month", "月", [2 * PERIOD_MONTHS] = "months", "月份",
	[2 * PERIOD_CUMULATIVE] = "cumulative", "累计", [2 * PERIOD_QUARTER] = "quarter", "季度", [2 * PERIOD_HALF] = "half", "半年",
	[2 * PERIOD_NAME] = "name", "名称", [2 * PERIOD_FROM] = "from", "起", [2 * PERIOD_TO] = "to", "止",
	[2 * PERIOD_LAST_YEAR] = "last_year", "上年", [2 * PERIOD_LAST_MONTH] = "last_month", "上月",
	[2 * PERIOD_LAST_MONTH_YEAR] = "last_month_year", "上月年份", [2 * PERIOD_NEXT_MONTH] = "next_month", "下月",
	[2 * PERIOD_NEXT_MONTH_YEAR] = "next_month_year", "下月年份",
};

/* 0: not given; -1 with a diagnostic. */
static int number_of(struct arena *arena, struct diagnostics *all, const struct words *words, int least, int most)
{
	char *end = NULL;
	if (!words->text)
		return 0;
	long number = strtol(words->text, &end, 10);
	if (words->text[0] < '0' || words->text[0] > '9' || *end || number < least || number > most)
		return REPORT(all, value_no_integer, &words->at, words->text, arena_printf(arena, "%d", least), arena_printf(arena, "%d", most));
	return (int)number;
}

/* 1, 2, 上半年 or 下半年. */
static int half_of(struct arena *arena, struct diagnostics *all, const struct words *words)
{
	if (words->text && (strcmp(words->text, "上半年") == 0 || strcmp(words->text, "上") == 0))
		return 1;
	if (words->text && (strcmp(words->text, "下半年") == 0 || strcmp(words->text, "下") == 0))
		return 2;
	return number_of(arena, all, words, 1, 2);
}

static int date_of(struct diagnostics *all, const struct words *words, struct date *out)
{
	if (!words->text)
		return 0;
	return date_parse(words->text, out, true) ? 0 : REPORT(all, period_date, &words->at, words->text);
}

/* from and to, or to alone: from the first of January of its year on. */
static int build_span(struct diagnostics *all, const struct period_keys *keys, struct period *out)
{
	int result = date_of(all, &keys->from, &out->from) | date_of(all, &keys->to, &out->to);
	if (result)
		return -1;
	if (!keys->to.text)
		return REPORT(all, period_missing, &keys->from.at, settings_key_told("period", "to"));
	if (!keys->from.text)
		out->from = (struct date){ out->to.year, 1, 1 };
	out->from.day = out->from.day ? out->from.day : 1;
	out->to.day = out->to.day ? out->to.day : date_days(out->to.year, out->to.month);
	if (date_compare(&out->from, &out->to) > 0)
		return REPORT(all, period_order, &keys->to.at, keys->to.text);
	return 0;
}

/* A year, or a part of it: its number, and its months. */
static int build_part(struct diagnostics *all, const struct period_keys *keys, const int year_part_months[3], struct period *out)
{
	int year = year_part_months[0], months = year_part_months[2], last = year_part_months[1] * months;
	const struct words *part = keys->month.text ? &keys->month : keys->quarter.text ? &keys->quarter : &keys->half;
	if (!year)
		return REPORT(all, period_missing, &part->at, settings_key_told("period", "year"));
	out->from = (struct date){ year, last - months + 1, 1 };
	out->to = (struct date){ year, last, date_days(year, last) };
	out->unit = months;
	return 0;
}

int period_build(struct arena *arena, struct diagnostics *all, const struct period_keys *keys, struct period *out)
{
	int year = number_of(arena, all, &keys->year, 1900, 9999), month = number_of(arena, all, &keys->month, 1, 12);
	int quarter = number_of(arena, all, &keys->quarter, 1, 4), half = half_of(arena, all, &keys->half), result = 0;
	bool span = keys->from.text || keys->to.text;
	const struct words *second = keys->half.text ? &keys->half : keys->quarter.text ? &keys->quarter : &keys->month;
	int parts = (keys->month.text != NULL) + (keys->quarter.text != NULL) + (keys->half.text != NULL);
	*out = (struct period){ .given = keys->year.text || parts || span };
	if (year < 0 || month < 0 || quarter < 0 || half < 0)
		return -1;
	if (!out->given)
		return 0;
	if (parts > 1 || (span && (parts || keys->year.text)))
		return REPORT(all, period_crossed, parts ? &second->at : &keys->year.at);
	const int whole[3] = { year, month ? month : quarter ? quarter : half ? half : 1, month ? 1 : quarter ? 3 : half ? 6 : 12 };
	result = span ? build_span(all, keys, out) : build_part(all, keys, whole, out);
	out->year = out->to.year;
	out->month = out->to.month;
	return result;
}

/* 6, or 1-6. */
static const char *months_text(struct arena *arena, int first, int last)
{
	return first == last ? arena_printf(arena, "%d", last) : arena_printf(arena, "%d-%d", first, last);
}

/* As such a period is called: 6月份, 二季度, 上半年, 全年, 1-5月份, 2017年12月至2018年2月. */
static const char *name_of(struct arena *arena, const struct period *period)
{
	if (period->unit == 12)
		return "全年";
	if (period->unit == 6)
		return period->month == 6 ? "上半年" : "下半年";
	if (period->unit == 3)
		return arena_printf(arena, "%s季度", han_number(arena, period->month / 3));
	if (period->from.year != period->year)
		return arena_printf(arena, "%d年%d月至%d年%d月", period->from.year, period->from.month, period->year, period->month);
	return arena_printf(arena, "%s月份", months_text(arena, period->from.month, period->month));
}

static int number_field(const struct period *period, enum period_field field)
{
	const int year = period->year, month = period->month;
	const int numbers[PERIOD_FIELDS] = {
		[PERIOD_YEAR] = year, [PERIOD_MONTH] = month, [PERIOD_QUARTER] = (month + 2) / 3, [PERIOD_LAST_YEAR] = year - 1,
		[PERIOD_LAST_MONTH] = month == 1 ? 12 : month - 1, [PERIOD_LAST_MONTH_YEAR] = year - (month == 1),
		[PERIOD_NEXT_MONTH] = month == 12 ? 1 : month + 1, [PERIOD_NEXT_MONTH_YEAR] = year + (month == 12),
	};
	return numbers[field];
}

struct period_value period_value(struct arena *arena, const struct period *period, enum period_field field)
{
	struct period_value value = { .number = number_field(period, field) };
	if (field == PERIOD_FROM || field == PERIOD_TO)
		value.date = field == PERIOD_FROM ? period->from : period->to;
	else if (field == PERIOD_MONTHS)
		value.text = months_text(arena, period->from.year == period->year ? period->from.month : 1, period->month);
	else if (field == PERIOD_CUMULATIVE)
		value.text = months_text(arena, 1, period->month);
	else if (field == PERIOD_HALF)
		value.text = period->month <= 6 ? "上半年" : "下半年";
	else if (field == PERIOD_NAME)
		value.text = name_of(arena, period);
	return value;
}
