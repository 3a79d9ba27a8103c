#include "expand/date.h"
#include <string.h>

const int64_t han_most = 999999999999;

/* Up to `most` digits; -1: there is none. */
static int digits(const char **at, int most)
{
	int value = 0, count = 0;
	for (; count < most && **at >= '0' && **at <= '9'; count++)
		value = value * 10 + *(*at)++ - '0';
	return count ? value : -1;
}

static bool behind(const char **at, const char *mark)
{
	size_t length = strlen(mark);
	bool there = strncmp(*at, mark, length) == 0;
	*at += there ? length : 0;
	return there;
}

int date_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return days[month - 1] + (month == 2 && leap);
}

bool date_parse(const char *text, struct date *out, bool months_too)
{
	static const char *const marks[3][3] = { { "-", "-", "" }, { "/", "/", "" }, { "年", "月", "日" } };
	bool found = false;
	for (int form = 0; form < 3 && !found; form++) {
		const char *at = text;
		struct date date = { .year = digits(&at, 4) };
		bool sound = date.year >= 1000 && behind(&at, marks[form][0]);
		date.month = sound ? digits(&at, 2) : -1;
		sound = sound && date.month >= 1 && date.month <= 12;
		const char *end = at;
		if (sound && months_too && ((form < 2 && !*end) || (form == 2 && behind(&end, "月") && !*end))) {
			*out = date;
			return true;
		}
		sound = sound && behind(&at, marks[form][1]);
		date.day = sound ? digits(&at, 2) : -1;
		found = sound && date.day >= 1 && date.day <= date_days(date.year, date.month) && behind(&at, marks[form][2]) && !*at;
		if (found)
			*out = date;
	}
	return found;
}

int date_compare(const struct date *left, const struct date *right)
{
	int difference = left->year - right->year;
	difference = difference ? difference : left->month - right->month;
	return difference ? difference : left->day - right->day;
}

const char *date_text(struct arena *arena, const struct date *date)
{
	return arena_printf(arena, "%d年%d月%d日", date->year, date->month, date->day);
}

const char *date_han(struct arena *arena, const struct date *date)
{
	return arena_printf(arena, "%s年%s月%s日", han_digits(arena, date->year), han_number(arena, date->month), han_number(arena, date->day));
}

static const char *const numerals[] = { "零", "一", "二", "三", "四", "五", "六", "七", "八", "九" };

/* Four digits: 一千零五十. *zero: a 零 is owed before the next digit, which is not put at the front. */
static char *put_thousands(char *to, int value, bool *zero, bool front)
{
	static const char *const units[] = { "千", "百", "十", "" };
	for (int i = 0, part = 1000; i < 4; i++, part /= 10) {
		int digit = value / part % 10;
		if (!digit) {
			*zero = *zero || !front;
			continue;
		}
		to = stpcpy(to, *zero ? "零" : "");
		to = stpcpy(to, digit == 1 && part == 10 && front ? "" : numerals[digit]);    /* 十二, but 一百一十二 */
		to = stpcpy(to, units[i]);
		*zero = front = false;
	}
	return to;
}

const char *han_number(struct arena *arena, int64_t value)
{
	static const char *const units[] = { "亿", "万", "" };
	char text[256], *to = text;
	bool zero = false;
	if (!value)
		return "零";
	*to = '\0';
	int64_t part = 100000000;
	for (int i = 0; i < 3; i++, part /= 10000) {
		int four = (int)(value / part % 10000);
		char *before = to;
		to = put_thousands(to, four, &zero, to == text);
		if (to > before)
			to = stpcpy(to, units[i]);
		zero = zero && to > text;
	}
	return arena_strdup(arena, text);
}

const char *han_digits(struct arena *arena, int64_t value)
{
	static const char *const figures[] = { "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九" };
	const char *text = "";
	do {
		text = arena_printf(arena, "%s%s", figures[value % 10], text);
		value /= 10;
	} while (value);
	return text;
}
