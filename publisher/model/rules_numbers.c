/* The forms of numbers, dates and the elements at the upper left (GB/T 9704-2012 7.2.1 to 7.2.5, 7.3.5.4, 10.2). */
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "model/rules.h"

/* 机关代字 + 〔year〕 + number + 号, the number without leading zero and without 第 (7.2.5). */
static bool number_sound(const char *number)
{
	const char *open = strstr(number, "〔");
	if (!open || open == number || strpbrk(number, " \t[]()"))
		return false;
	const char *at = open;
	rules_behind(&at, "〔");
	if (rules_digits(at) != 4 || (*at != '1' && *at != '2'))
		return false;
	at += 4;
	if (!rules_behind(&at, "〕") || *at == '0' || !rules_digits(at))
		return false;
	at += rules_digits(at);
	return rules_behind(&at, "号") && !*at;
}

/* A number in its parts, however its year stands in brackets. */
struct number_parts {
	const char *body, *year, *count;   /* 机关代字; digits of the year; digits of the number */
	bool wrong_brackets, ordinal;      /* 第 before the number */
};

static bool divide_number(struct arena *arena, const char *number, struct number_parts *parts)
{
	static const char *const pairs[][2] = {
		{ "〔", "〕" }, { "[", "]" }, { "(", ")" }, { "（", "）" }, { "【", "】" }, { "［", "］" }, { "﹝", "﹞" }, { "{", "}" },
	};
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		const char *open = strstr(number, pairs[i][0]), *at = open ? open + strlen(pairs[i][0]) : NULL;
		size_t year = at ? rules_digits(at) : 0;
		if (open == number || (year != 4 && year != 2))
			continue;
		parts->body = arena_strndup(arena, number, (size_t)(open - number));
		parts->year = arena_strndup(arena, at, year);
		parts->wrong_brackets = i > 0;
		at += year;
		if (!rules_behind(&at, pairs[i][1]))
			continue;
		parts->ordinal = rules_behind(&at, "第");
		size_t count = rules_digits(at);
		parts->count = arena_strndup(arena, at, count);
		at += count;
		return count && rules_behind(&at, "号") && !*at;
	}
	return false;
}

static int check_number(const struct rules *rules, const struct words *number)
{
	struct number_parts parts = { 0 };
	if (!number->text || number_sound(number->text))
		return 0;
	if (!divide_number(rules->arena, number->text, &parts))
		return REPORT(rules->all, number_form, &number->at, number->text);
	const char *count = parts.count + strspn(parts.count, "0"), *century = strlen(parts.year) == 2 ? "20" : "";
	const char *right = arena_printf(rules->arena, "%s〔%s%s〕%s号", parts.body, century, parts.year, count);
	if (!number_sound(right))
		return REPORT(rules->all, number_form, &number->at, number->text);
	if (parts.wrong_brackets)
		REPORT(rules->all, number_brackets, &number->at, number->text, right);
	if (century[0])
		REPORT(rules->all, number_year, &number->at, number->text, right);
	if (parts.ordinal)
		REPORT(rules->all, number_ordinal, &number->at, number->text, right);
	if (count != parts.count)
		REPORT(rules->all, number_zero, &number->at, number->text, right);
	return -1;
}

static int han_digit(const char **at)
{
	static const char *const digits[] = { "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "零", "○" };
	for (int i = 0; i < 12; i++)
		if (rules_behind(at, digits[i]))
			return i < 10 ? i : 0;
	return -1;
}

int rules_number(const char **at, bool *han, bool *zero)
{
	int value = 0, digit = 0;
	const char *start = *at;
	size_t figures = rules_digits(*at);
	if (figures) {
		*zero |= **at == '0';
		value = figures < 7 ? (int)strtol(*at, NULL, 10) : -1;
		*at += figures;
		return value;
	}
	while (*at - start < 24) {
		if (rules_behind(at, "十")) {
			value = (value ? value : 1) * 10;
			digit = han_digit(at);
			value += digit > 0 ? digit : 0;
			break;
		}
		if ((digit = han_digit(at)) < 0)
			break;
		value = value * 10 + digit;
	}
	*han |= *at > start;
	return *at > start ? value : -1;
}

static bool date_possible(int year, int month, int day)
{
	static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return year >= 1000 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] && (month != 2 || day < 29 || leap);
}

/* One or two digits, or as many blanks for them. */
static bool open_part(const char **at, bool *blank)
{
	size_t digits = rules_digits(*at), blanks = strspn(*at, " ");
	*blank |= !digits && blanks;
	*at += digits ? digits : blanks;
	return (digits >= 1 && digits <= 2) || (!digits && blanks >= 1 && blanks <= 2);
}

/* 2018年7月  日, of a draft: it has the room of the digits that will come. */
static bool is_open_date(const char *at)
{
	bool blank = false;
	bool year = rules_digits(at) == 4;
	at += year ? 4 : 0;
	return year && rules_behind(&at, "年") && open_part(&at, &blank) && rules_behind(&at, "月") && open_part(&at, &blank) && rules_behind(&at, "日") && !*at && blank;
}

static int check_date(const struct rules *rules, const struct words *date)
{
	bool han = false, zero = false;
	const char *at = date->text;
	if (!at || (rules->document->draft && is_open_date(at)))
		return 0;
	int year = rules_number(&at, &han, &zero);
	bool marked = rules_behind(&at, "年");
	int month = rules_number(&at, &han, &zero);
	marked = rules_behind(&at, "月") && marked;
	int day = rules_number(&at, &han, &zero);
	marked = rules_behind(&at, "日") && marked && !*at;
	bool cut = year >= 0 && year < 100;
	year += cut ? 2000 : 0;
	if (!marked || !date_possible(year, month, day))
		return REPORT(rules->all, date_form, &date->at, date->text);
	const char *right = arena_printf(rules->arena, "%d年%d月%d日", year, month, day);
	if (han)
		REPORT(rules->all, date_numerals, &date->at, date->text, right);
	if (cut)
		REPORT(rules->all, date_year, &date->at, date->text, right);
	if (zero)
		REPORT(rules->all, date_zero, &date->at, date->text, right);
	return han || cut || zero ? -1 : 0;
}

/* 20180719; 0: no whole date. */
static int day_of(const struct words *date)
{
	const char *at = date->text ? date->text : "";
	bool ignored = false;
	int year = rules_number(&at, &ignored, &ignored), month = rules_behind(&at, "年") ? rules_number(&at, &ignored, &ignored) : -1;
	int day = month > 0 && rules_behind(&at, "月") ? rules_number(&at, &ignored, &ignored) : -1;
	return year > 0 && day > 0 ? (year * 100 + month) * 100 + day : 0;
}

static void check_print_date(const struct rules *rules)
{
	const struct words *date = &rules->document->date, *print = &rules->document->print_date;
	if (day_of(date) && day_of(print) && day_of(print) < day_of(date))
		REPORT(rules->all, print_date_early, &print->at, print->text, date->text);
}

/* 10.2: 第12号 */
static int check_order(const struct rules *rules, const struct words *number)
{
	const char *at = number->text;
	bool han = false, zero = false;
	if (!at)
		return 0;
	bool marked = rules_behind(&at, "第");
	int value = rules_number(&at, &han, &zero);
	marked = rules_behind(&at, "号") && marked && !*at;
	return marked && value > 0 && !han && !zero ? 0 : REPORT(rules->all, order_form, &number->at, number->text);
}

/* 第23号, 第23次, 第23期, with 〔2026〕 or 2026年 before it, in Han numerals or with （总第45期） behind; with a year 第 may be missing. */
static bool minutes_usual(const char *at)
{
	static const char *const signs[] = { "号", "次", "期" };
	bool han = false, zero = false, bracket = rules_behind(&at, "〔"), year = rules_digits(at) == 4, closed = false;
	const char *behind = at + (year ? 4 : 0);
	if (bracket || (year && rules_behind(&behind, "年"))) {
		at = behind;
		closed = !bracket || (rules_behind(&at, "〕") && year);
	}
	bool ordinal = rules_behind(&at, "第"), sign = false;
	int value = rules_number(&at, &han, &zero);
	for (int i = 0; i < 3 && !sign; i++)
		sign = rules_behind(&at, signs[i]);
	return (ordinal || closed) && (!bracket || closed) && value > 0 && !zero && sign && (!*at || rules_behind(&at, "（总第"));
}

/* 10.3 gives no form; a number with 机关代字 is that of any document (7.2.5). */
static int check_minutes(const struct rules *rules, const struct words *number)
{
	struct number_parts parts = { 0 };
	if (!number->text || minutes_usual(number->text))
		return 0;
	if (divide_number(rules->arena, number->text, &parts))
		return check_number(rules, number);
	if (!number_sound(number->text))
		REPORT(rules->all, minutes_form, &number->at, number->text);
	return 0;
}

static int check_document_number(const struct rules *rules)
{
	const struct words *number = &rules->document->number;
	switch (rules->document->format) {
	case FORMAT_ORDER: return check_order(rules, number);
	case FORMAT_MINUTES: return check_minutes(rules, number);
	default: return check_number(rules, number);
	}
}

/* 秘密, 机密 or 绝密, then ★ and the term: 机密★1年 (7.2.2). */
static int check_secrecy(const struct rules *rules)
{
	static const char *const classes[] = { "秘密", "机密", "绝密" };
	const struct words *secrecy = &rules->document->secrecy;
	const char *at = secrecy->text;
	bool known = false, han = false, zero = false;
	if (!at)
		return 0;
	for (int i = 0; i < 3 && !known; i++)
		known = rules_behind(&at, classes[i]);
	if (!known || (*at && !rules_behind(&at, "★")))
		return REPORT(rules->all, secrecy_form, &secrecy->at, secrecy->text);
	if (!*at)
		REPORT(rules->all, secrecy_term, &secrecy->at, secrecy->text);
	int term = rules_number(&at, &han, &zero);
	if (han)
		REPORT(rules->all, secrecy_numerals, &secrecy->at, secrecy->text, arena_printf(rules->arena, "%d%s", term, at));
	if (!rules->document->copy_number.text)
		REPORT(rules->all, secrecy_without_copy_number, &secrecy->at, secrecy->text);
	return 0;
}

static void check_copy_number(const struct rules *rules)
{
	const struct words *number = &rules->document->copy_number;
	size_t figures = number->text ? rules_digits(number->text) : 6;
	if (figures == 6 && (!number->text || !number->text[6]))
		return;
	bool plain = figures && figures < 6 && !number->text[figures];
	REPORT(rules->all, copy_number_form, &number->at, number->text,
	       plain ? arena_printf(rules->arena, "%06ld", strtol(number->text, NULL, 10)) : "000001");
}

static void check_urgency(const struct rules *rules)
{
	static const char *const known[] = { "特急", "加急" };
	const struct words *urgency = &rules->document->urgency;
	if (urgency->text && strcmp(urgency->text, known[0]) != 0 && strcmp(urgency->text, known[1]) != 0)
		REPORT(rules->all, urgency_unknown, &urgency->at, urgency->text);
}

/* 第12期 stands somewhere in it: 2026年第12期（总第45期） */
static void check_issue(const struct rules *rules)
{
	const struct words *issue = &rules->document->head_issue;
	bool sound = !issue->text;
	const char *at = issue->text ? issue->text : "";
	while (!sound && (at = strstr(at, "第")) != NULL) {
		rules_behind(&at, "第");
		size_t figures = rules_digits(at);
		at += figures;
		sound = figures && rules_behind(&at, "期");
	}
	if (!sound)
		REPORT(rules->all, issue_form, &issue->at, issue->text);
}

int rules_numbers(const struct rules *rules)
{
	const struct document *document = rules->document;
	int result = check_document_number(rules);
	result |= check_date(rules, &document->date);
	result |= check_date(rules, &document->print_date);
	result |= check_date(rules, &document->head_date);
	if (!result)
		check_print_date(rules);
	result |= check_secrecy(rules);
	check_copy_number(rules);
	check_urgency(rules);
	check_issue(rules);
	return result;
}
