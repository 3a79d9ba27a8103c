#include "model/rules.h"
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"

static size_t digits(const char *at) { return strspn(at, "0123456789"); }

static bool behind(const char **at, const char *text)
{
	size_t length = strlen(text);
	bool there = strncmp(*at, text, length) == 0;
	*at += there ? length : 0;
	return there;
}

/* 机关代字 + 〔year〕 + number + 号, the number without leading zero and without 第 (7.2.5). */
static bool number_sound(const char *number)
{
	const char *open = strstr(number, "〔");
	if (!open || open == number || strpbrk(number, " \t[]()"))
		return false;
	const char *at = open;
	behind(&at, "〔");
	if (digits(at) != 4 || (*at != '1' && *at != '2'))
		return false;
	at += 4;
	if (!behind(&at, "〕") || *at == '0' || !digits(at))
		return false;
	at += digits(at);
	return behind(&at, "号") && !*at;
}

/* The number with its year's brackets put right; NULL if they are not what is wrong. */
static const char *with_brackets(struct arena *arena, const char *number)
{
	static const char *const wrong[][2] = { { "[", "]" }, { "(", ")" }, { "（", "）" }, { "【", "】" }, { "［", "］" }, { "﹝", "﹞" }, { "{", "}" } };
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		const char *open = strstr(number, wrong[i][0]);
		const char *year = open ? open + strlen(wrong[i][0]) : NULL;
		if (!year || digits(year) != 4 || strncmp(year + 4, wrong[i][1], strlen(wrong[i][1])) != 0)
			continue;
		return arena_printf(arena, "%.*s〔%.4s〕%s", (int)(open - number), number, year, year + 4 + strlen(wrong[i][1]));
	}
	return NULL;
}

static int check_number(struct arena *arena, struct diagnostics *all, const struct words *number)
{
	if (!number->text || number_sound(number->text))
		return 0;
	const char *right = with_brackets(arena, number->text);
	if (right && number_sound(right))
		return REPORT(all, number_brackets, &number->at, number->text, right);
	return REPORT(all, number_form, &number->at, number->text);
}

static bool date_sound(const char *date)
{
	static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	const char *at = date;
	if (digits(at) != 4 || *at == '0')
		return false;
	long year = strtol(at, NULL, 10);
	at += 4;
	if (!behind(&at, "年") || *at == '0' || digits(at) < 1 || digits(at) > 2)
		return false;
	long month = strtol(at, NULL, 10);
	at += digits(at);
	if (month > 12 || !behind(&at, "月") || *at == '0' || digits(at) < 1 || digits(at) > 2)
		return false;
	long day = strtol(at, NULL, 10);
	at += digits(at);
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return behind(&at, "日") && !*at && day <= days[month - 1] && (month != 2 || day < 29 || leap);
}

static int check_date(struct diagnostics *all, const struct words *date)
{
	return !date->text || date_sound(date->text) ? 0 : REPORT(all, date_form, &date->at, date->text);
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);
	return length >= tail && strcmp(text + length - tail, end) == 0;
}

static void check_attachments(struct diagnostics *all, const struct document *document)
{
	static const char *const marks[] = { "。", "；", "，", "、", "：", ";", ",", "." };
	if (document->attachment_count && strcmp(document->attachment_label.text, "附件：") != 0)
		REPORT(all, label_unusual, &document->attachment_label.at, document->attachment_label.text);
	for (int i = 0; i < document->attachment_count; i++)
		for (size_t m = 0; m < sizeof marks / sizeof marks[0]; m++)
			if (ends_with(document->attachments[i].name.text, marks[m]))
				REPORT(all, name_end_mark, &document->attachments[i].name.at, document->attachments[i].name.text);
}

int rules_check(struct arena *arena, struct diagnostics *all, const struct document *document)
{
	int result = check_number(arena, all, &document->number);
	result |= check_date(all, &document->date);
	result |= check_date(all, &document->print_date);
	check_attachments(all, document);
	return result;
}
