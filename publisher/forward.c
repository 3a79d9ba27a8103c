#include "forward.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"

static bool digit(char byte) { return byte >= '0' && byte <= '9'; }

/* A number of so many digits at most, with nothing of a number behind it: its digits, 0 if there is none. */
static size_t number_at(const char *at, size_t most, int *value)
{
	size_t length = strspn(at, "0123456789");
	*value = length && length <= most ? atoi(at) : 0;
	return length <= most ? length : 0;
}

static size_t word_at(const char *at, const char *const *words)
{
	size_t length = 0;
	for (; *words && !length; words++)
		if (strncmp(at, *words, strlen(*words)) == 0)
			length = strlen(*words);
	return length;
}

/* ---- months ---- */

static const char *const hyphens[] = { "-", "－", "—", "–", "~", "～", "至", "到", NULL };
static const char *const years[] = { "年", NULL }, *const months[] = { "月", NULL };

/* [2018年][1-]6月, at a place where no digit is before. */
struct month {
	size_t length;             /* with 月; 0: there is none */
	size_t year_length, span;  /* bytes of the year's digits; of what stands between it and the last month */
	int year, first, last;     /* year, first: 0: not given */
	size_t last_length;
};

static struct month month_at(const char *text)
{
	struct month month = { 0 };
	const char *at = text;
	size_t year = number_at(at, 4, &month.year), mark = year == 4 ? word_at(at + 4, years) : 0;
	if (mark) {
		month.year_length = year;
		at += year + mark;
	} else {
		month.year = 0;
	}
	const char *start = at;
	size_t first = number_at(at, 2, &month.first), hyphen = first ? word_at(at + first, hyphens) : 0;
	if (hyphen)
		at += first + hyphen;
	else
		month.first = 0;
	month.last_length = number_at(at, 2, &month.last);
	size_t sign = month.last_length ? word_at(at + month.last_length, months) : 0;
	if (!sign || month.last < 1 || month.last > 12)
		return (struct month){ 0 };
	month.span = (size_t)(at - start);
	month.length = (size_t)(at - text) + month.last_length + sign;
	return month;
}

/* What stands behind it makes it a day, or the end of a span with days. */
static bool sure(const struct month *month, const char *behind)
{
	if (digit(*behind))
		return false;
	return !month->first || (month->first == 1 && month->last > 1 && month->last < 12);
}

static void put_moved(struct buffer *out, const char *text, const struct month *month, bool *new_year)
{
	bool over = month->last == 12;
	size_t mark = month->year_length ? strlen("年") : 0;
	if (month->year_length)
		buffer_printf(out, "%d年", month->year + over);
	buffer_add(out, text + month->year_length + mark, month->span);
	buffer_printf(out, "%d月", over ? 1 : month->last + 1);
	*new_year = over;
}

enum forward forward_months(struct arena *arena, const char *text, const char **out, bool *new_year)
{
	static const char *const longer[] = { "季度", "上半年", "下半年", "半年", NULL };
	struct buffer moved = { .arena = arena };
	enum forward result = FORWARD_NOTHING;
	bool over = false;
	buffer_put(&moved, "");
	for (const char *at = text; *at && result != FORWARD_UNSURE;) {
		struct month month = at == text || !digit(at[-1]) ? month_at(at) : (struct month){ 0 };
		if (word_at(at, longer) || (month.length && !sure(&month, at + month.length))) {
			result = FORWARD_UNSURE;
		} else if (month.length) {
			put_moved(&moved, at, &month, &over);
			at += month.length;
			result = FORWARD_DONE;
		} else {
			buffer_byte(&moved, *at++);
		}
	}
	*out = result == FORWARD_DONE ? moved.text : text;
	*new_year |= result == FORWARD_DONE && over;
	return result;
}

bool forward_ends_year(const char *text)
{
	static const char *const last[] = { "四季度", "4季度", "下半年", "全年", NULL }, *const others[] = { "季度", "上半年", NULL };
	bool ends = false;
	for (const char *at = text; *at;) {
		struct month month = at == text || !digit(at[-1]) ? month_at(at) : (struct month){ 0 };
		size_t end = word_at(at, last), other = word_at(at, others);
		if (month.length || end || other)
			ends = month.length ? month.last == 12 : end > 0;
		at += month.length ? month.length : end ? end : other ? other : 1;
	}
	return ends;
}

/* ---- document numbers ---- */

bool number_spans(const char *text, struct number_spans *out)
{
	static const char *const signs[] = { "号", "期", "次", NULL }, *const opening[] = { "〔", "[", "［", "(", "（", "【", NULL };
	int value = 0;
	*out = (struct number_spans){ 0 };
	for (const char *at = text; *at; at++) {
		size_t open = word_at(at, opening), year = open ? number_at(at + open, 4, &value) : 0;
		if (year == 4) {
			out->year = (size_t)(at - text) + open;
			out->year_length = year;
		}
		size_t serial = digit(*at) && (at == text || !digit(at[-1])) ? number_at(at, 9, &value) : 0;
		if (serial && word_at(at + serial, signs)) {
			out->serial = (size_t)(at - text);
			out->serial_length = serial;
		}
	}
	return out->serial_length && (!out->year_length || out->year < out->serial);
}

long number_serial(const char *text, const struct number_spans *spans) { return strtol(text + spans->serial, NULL, 10); }

const char *number_moved(struct arena *arena, const char *text, const struct number_spans *spans, long serial, int more_years)
{
	struct buffer out = { .arena = arena };
	size_t behind = 0;
	buffer_put(&out, "");
	if (spans->year_length && more_years) {
		buffer_add(&out, text, spans->year);
		buffer_printf(&out, "%d", atoi(text + spans->year) + more_years);
		behind = spans->year + spans->year_length;
	}
	buffer_add(&out, text + behind, spans->serial - behind);
	buffer_printf(&out, "%ld%s", serial, text + spans->serial + spans->serial_length);
	return out.text;
}

/* ---- folders ---- */

/* 2018-06, 2018_6, 2018.06, 201806 with a plausible year: its bytes, or 0. */
static size_t plain_month(const char *at, char moved[16])
{
	size_t length = strspn(at, "0123456789"), part = 2;
	int year = 0, month = 0;
	bool joined = length == 6, divided = length == 4 && at[4] && strchr("-_.", at[4]);
	if (joined) {
		year = atoi(at) / 100;
		month = atoi(at) % 100;
	} else if (divided) {
		part = strspn(at + 5, "0123456789");
		year = atoi(at);
		month = part <= 2 ? atoi(at + 5) : 0;
	}
	if (year < 1949 || year > 2199 || month < 1 || month > 12)
		return 0;
	bool over = month == 12;
	char between[2] = { joined ? '\0' : at[4], '\0' };
	snprintf(moved, 16, part == 2 ? "%d%s%02d" : "%d%s%d", year + over, between, over ? 1 : month + 1);
	return joined ? 6 : 5 + part;
}

const char *forward_folder(struct arena *arena, const char *name)
{
	const char *words = NULL;
	bool over = false;
	char moved[16];
	for (const char *at = name; *at; at++) {
		size_t length = at == name || !digit(at[-1]) ? plain_month(at, moved) : 0;
		if (length)
			return arena_printf(arena, "%.*s%s%s", (int)(at - name), name, moved, at + length);
	}
	return forward_months(arena, name, &words, &over) == FORWARD_DONE ? words : NULL;
}
