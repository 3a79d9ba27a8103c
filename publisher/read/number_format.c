/* Format codes: up to four sections divided by ; (positive, negative, zero, text); digits 0 # ? with a point, grouping
 * and percent; dates with y m d h s a, [h] and so on for time that has passed, [DBNum1] for Chinese numerals; text in quotes or
 * behind a backslash; [$¥-804] shows ¥, [colours] are passed over. What is not known here shows nothing, never something else. */
#include "read/number_format.h"
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/arena.h"

enum { TEXT_MAX = 512, DIGITS_MAX = 15 };

const char *number_format_builtin(int id)
{
	static const struct { int id; const char *code; } known[] = {
		{ 0, "General" }, { 1, "0" }, { 2, "0.00" }, { 3, "#,##0" }, { 4, "#,##0.00" }, { 9, "0%" }, { 10, "0.00%" }, { 11, "0.00E+00" },
		{ 12, "# ?/?" }, { 13, "# ?\?/?\?" }, { 14, "yyyy/m/d" }, { 15, "d-mmm-yy" }, { 16, "d-mmm" }, { 17, "mmm-yy" }, { 18, "h:mm AM/PM" },
		{ 19, "h:mm:ss AM/PM" }, { 20, "h:mm" }, { 21, "h:mm:ss" }, { 22, "yyyy/m/d h:mm" }, { 27, "yyyy年m月" }, { 28, "m月d日" },
		{ 29, "m月d日" }, { 30, "m-d-yy" }, { 31, "yyyy年m月d日" }, { 32, "h时mm分" }, { 33, "h时mm分ss秒" }, { 34, "上午/下午h时mm分" },
		{ 35, "上午/下午h时mm分ss秒" }, { 36, "yyyy年m月" }, { 37, "#,##0;-#,##0" }, { 38, "#,##0;-#,##0" }, { 39, "#,##0.00;-#,##0.00" },
		{ 40, "#,##0.00;-#,##0.00" }, { 45, "mm:ss" }, { 46, "[h]:mm:ss" }, { 49, "@" }, { 50, "yyyy年m月" }, { 51, "m月d日" }, { 52, "yyyy年m月" },
		{ 53, "m月d日" }, { 54, "m月d日" }, { 55, "上午/下午h时mm分" }, { 56, "上午/下午h时mm分ss秒" }, { 57, "yyyy年m月" }, { 58, "m月d日" },
	};
	const char *code = NULL;
	for (size_t i = 0; i < sizeof known / sizeof known[0] && !code; i++)
		code = known[i].id == id ? known[i].code : NULL;
	return code;
}

struct shown { char text[TEXT_MAX]; size_t length; bool failed; };

static void put(struct shown *shown, const char *text, size_t length)
{
	if (shown->length + length + 1 > TEXT_MAX) {
		shown->failed = true;
		return;
	}
	memcpy(shown->text + shown->length, text, length);
	shown->length += length;
	shown->text[shown->length] = '\0';
}

static void put_number(struct shown *shown, const char *format, int value)
{
	char text[16];
	int length = snprintf(text, sizeof text, format, value);
	put(shown, text, (size_t)length);
}

/* Does the code ask for 一二三? [$-1E000804] is another way to write [DBNum1]. */
static bool is_chinese(const char *code)
{
	return strcasestr(code, "[DBNum1]") || strcasestr(code, "[$-1E0");
}

/* [$¥-804] shows what stands before the dash; behind it a language, with numerals and calendar above. A colour and [DBNum1]
 * show nothing here; conditions, other numerals and calendars cannot be shown. */
static size_t bracket(struct shown *shown, const char *at)
{
	size_t inside = strcspn(at + 1, "]");
	bool known = inside && !strchr("<>=", at[1]) && (strncasecmp(at + 1, "DBNum", 5) != 0 || at[6] == '1');
	size_t sign = at[1] == '$' ? strcspn(at + 2, "-]") : 0;
	unsigned long language = at[1] == '$' && at[2 + sign] == '-' ? strtoul(at + 3 + sign, NULL, 16) : 0;
	known = known && (language >> 24 <= 1 || language >> 24 == 0x1E) && (language >> 16 & 0xFF) <= 1;
	put(shown, at + 2, sign);
	shown->failed |= !known;
	return 1 + inside + (at[1 + inside] == ']');
}

/* Literal text at `at`: quoted, escaped, or a sign that stands for itself. Bytes passed over, 0 if it is none. */
static size_t literal(struct shown *shown, const char *at)
{
	if (*at == '"') {
		const char *end = strchr(at + 1, '"');
		size_t length = end ? (size_t)(end - at - 1) : strlen(at + 1);
		put(shown, at + 1, length);
		return length + (end ? 2 : 1);
	}
	if (*at && at[1] && strchr("\\_*", *at)) {    /* _x: room as wide as x, *x: as many as fill the cell; neither is shown */
		size_t length = 1;
		while (((unsigned char)at[1 + length] & 0xC0) == 0x80)
			length++;
		put(shown, at + 1, *at == '\\' ? length : 0);
		return length + 1;
	}
	if (*at == '[')
		return bracket(shown, at);
	if ((unsigned char)*at >= 0x80 || strchr(" -+():$!&'~{}=<>", *at)) {
		put(shown, at, 1);
		return 1;
	}
	return 0;
}

/* Bytes of [h], [mm] and the like, 0 if there is none at `at`. */
static size_t elapsed(const char *at)
{
	size_t count = 0;
	while (*at == '[' && at[1] && strchr("hmsHMS", at[1]) && at[1 + count] == at[1])
		count++;
	return count && at[1 + count] == ']' ? count + 2 : 0;
}

/* What remains of a section once literals are taken out decides what it shows. */
static bool has_sign(const char *code, const char *signs)
{
	struct shown ignored = { .length = 0 };
	bool found = false;
	while (*code && !found) {
		size_t skip = literal(&ignored, code);
		ignored.length = 0;
		found = elapsed(code) ? strchr(signs, code[1]) != NULL : !skip && strchr(signs, *code);
		code += skip ? skip : 1;
	}
	return found;
}

/* ---- dates ---- */

struct date { int year, month, day, weekday, hour, minute, second; };    /* weekday: 0 Sunday */

static struct date date_of(double value, bool date1904)
{
	/* days from 1970-01-01; serial 60 is the 29 February 1900 that never was */
	int64_t seconds = llround((value - floor(value)) * 86400), days = (int64_t)floor(value);
	days += seconds / 86400;
	seconds %= 86400;
	days += date1904 ? 1462 : 0;
	days += !date1904 && days < 60 ? 1 : 0;
	int64_t z = days - 25569 + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	struct date date = { .day = (int)(doy - (153 * mp + 2) / 5 + 1), .month = (int)(mp < 10 ? mp + 3 : mp - 9) };
	date.weekday = (int)(((days + 6) % 7 + 7) % 7);
	date.year = (int)(yoe + era * 400 + (date.month <= 2));
	date.hour = (int)(seconds / 3600);
	date.minute = (int)(seconds / 60 % 60);
	date.second = (int)(seconds % 60);
	return date;
}

/* 2018 → 二〇一八; below a hundred 19 → 十九. */
static void put_chinese(struct shown *shown, int value, bool by_digit)
{
	static const char digits[10][4] = { "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九" };
	char text[16];
	snprintf(text, sizeof text, "%d", value);
	if (by_digit || value < 10 || value > 99) {
		for (const char *at = text; *at; at++)
			put(shown, digits[(*at - '0') % 10], 3);
		return;
	}
	if (value >= 20)
		put(shown, digits[value / 10], 3);
	put(shown, "十", 3);
	if (value % 10)
		put(shown, digits[value % 10], 3);
}

struct date_format { struct date date; bool chinese, half; double value; };

static void put_weekday(struct shown *shown, const struct date *date, char sign, size_t count)
{
	static const char chinese[7][4] = { "日", "一", "二", "三", "四", "五", "六" };
	static const char *const english[7] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" };
	const char *name = english[date->weekday];
	if (sign == 'd') {
		put(shown, name, count == 3 ? 3 : strlen(name));
	} else {
		put(shown, "星期", count == 4 ? 6 : 0);
		put(shown, chinese[date->weekday], 3);
	}
	shown->failed |= count > 4 || count < 3;
}

static void put_date_part(struct shown *shown, const struct date_format *format, char sign, size_t count)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	const struct date *date = &format->date;
	int value = sign == 'y' ? date->year : sign == 'm' ? date->month : sign == 'M' ? date->minute : sign == 'd' ? date->day : sign == 'h' ? date->hour : date->second;
	if (sign == 'a' || (sign == 'd' && count > 2))
		put_weekday(shown, date, sign, count);
	else if (sign == 'm' && count == 3)
		put(shown, months + 3 * (date->month - 1), 3);
	else if (sign != 'y' && count > 2)
		shown->failed = true;
	else if (format->chinese)
		put_chinese(shown, sign == 'y' && count <= 2 ? value % 100 : value, sign == 'y');
	else if (sign == 'y')
		put_number(shown, count > 2 ? "%04d" : "%02d", count > 2 ? value : value % 100);
	else
		put_number(shown, count > 1 ? "%02d" : "%d", value);
}

/* Hours, minutes or seconds in all. */
static void put_elapsed(struct shown *shown, double value, char sign, size_t count)
{
	int64_t seconds = llround(value * 86400);
	int64_t total = sign == 'h' ? seconds / 3600 : sign == 'm' ? seconds / 60 : seconds;
	char text[32];
	put(shown, text, (size_t)snprintf(text, sizeof text, "%0*lld", (int)(count < 9 ? count : 9), (long long)total));
}

/* Bytes of the sign that shows the half of the day, 0 if there is none at `at`. */
static size_t half_sign(const char *at)
{
	static const char chinese[] = "上午/下午";
	return strncasecmp(at, "AM/PM", 5) == 0 ? 5 : strncmp(at, chinese, sizeof chinese - 1) == 0 ? sizeof chinese - 1 : 0;
}

static bool has_half(const char *code)
{
	while (*code && !half_sign(code))
		code++;
	return *code;
}

/* m is a minute behind an hour or before a second. */
static bool is_minute(const char *behind, size_t count, char before)
{
	while (*behind && !strchr("ymdhsYMDHS", *behind))
		behind++;
	return before == 'h' || ((*behind | 0x20) == 's' && count <= 2);
}

static void show_date(struct shown *shown, double value, const char *code, bool date1904)
{
	struct date_format format = { .date = date_of(value, date1904), .chinese = is_chinese(code), .half = has_half(code) };
	bool morning = format.date.hour < 12;
	char before = 0;
	if (format.half)
		format.date.hour = format.date.hour % 12 ? format.date.hour % 12 : 12;
	while (*code && !shown->failed) {
		char sign = (char)(*code | 0x20);
		size_t skip = half_sign(code), passed = elapsed(code);
		if (skip) {
			const char *text = skip == 5 ? (morning ? "AM" : "PM") : morning ? "上午" : "下午";
			put(shown, text, strlen(text));
		} else if (passed) {
			before = (char)(code[1] | 0x20);
			put_elapsed(shown, value, before, passed - 2);
			skip = passed;
		} else if (strchr("ymdhsa", sign)) {
			while ((code[skip] | 0x20) == sign)
				skip++;
			put_date_part(shown, &format, sign == 'm' && is_minute(code + skip, skip, before) ? 'M' : sign, skip);
			before = sign;
		} else if (strchr(".,;/", *code)) {
			put(shown, code, skip = 1);
		} else {
			skip = literal(shown, code);
			shown->failed |= !skip;
		}
		code += skip ? skip : 1;
	}
}

/* ---- numbers ---- */

/* As many digits as eleven places hold, as a cell of General format has them; small numbers without an exponent. */
static void show_general(struct shown *shown, double value)
{
	char text[64];
	int length = snprintf(text, sizeof text, "%.15G", value);
	if (fabs(value) < 1e-4 && fabs(value) >= 1e-9)
		length = snprintf(text, sizeof text, "%.9f", value);
	else if (length > 11 && strchr(text, '.'))
		length = snprintf(text, sizeof text, "%.10G", value);
	while (fabs(value) < 1e-4 && fabs(value) >= 1e-9 && text[length - 1] == '0')
		length--;
	put(shown, text, (size_t)length);
}

struct pattern { int whole_zeros, places, least_places, percents, thousands; bool grouped; };

static struct pattern read_pattern(const char *code)
{
	struct pattern pattern = { 0 };
	struct shown ignored = { .length = 0 };
	bool fraction = false, digits = false;
	while (*code) {
		size_t skip = literal(&ignored, code);
		ignored.length = 0;
		if (!skip && *code == '.') {
			fraction = true;
		} else if (!skip && strchr("0#?", *code)) {
			digits = true;
			pattern.thousands = 0;
			if (fraction) {
				pattern.places++;
				pattern.least_places = *code == '0' ? pattern.places : pattern.least_places;
			} else {
				pattern.whole_zeros += *code == '0';
			}
		} else if (!skip && *code == ',' && digits) {
			pattern.grouped |= strchr("0#?", code[1]) && code[1];
			pattern.thousands++;
		} else if (!skip && *code == '%') {
			pattern.percents++;
		}
		code += skip ? skip : 1;
	}
	if (pattern.grouped)
		pattern.thousands = 0;
	return pattern;
}

static void put_digits(struct shown *shown, double value, const struct pattern *pattern)
{
	char text[400];
	int places = pattern->places < DIGITS_MAX ? pattern->places : DIGITS_MAX;
	/* a nudge in the sixteenth digit rounds halves of the typed decimal up, as a spreadsheet does (2.675, 0.125) */
	snprintf(text, sizeof text, "%.*f", places, value * (1 + 4e-16));
	char *point = strchr(text, '.');
	size_t whole = point ? (size_t)(point - text) : strlen(text);
	size_t last = strlen(text);
	while (point && last > whole + 1 + (size_t)pattern->least_places && text[last - 1] == '0')
		last--;
	if (!(whole == 1 && text[0] == '0' && !pattern->whole_zeros)) {
		for (int zero = (int)whole; zero < pattern->whole_zeros; zero++)
			put(shown, "0", 1);
		for (size_t i = 0; i < whole; i++) {
			put(shown, text + i, 1);
			if (pattern->grouped && (whole - i - 1) % 3 == 0 && i + 1 < whole)
				put(shown, ",", 1);
		}
	}
	put(shown, text + whole, last - whole);
}

static void show_number(struct shown *shown, double value, const char *code)
{
	struct pattern pattern = read_pattern(code);
	bool digits = false;
	value *= pow(100, pattern.percents) / pow(1000, pattern.thousands);
	while (*code && !shown->failed) {
		size_t skip = literal(shown, code);
		if (skip) {
			code += skip;
			continue;
		}
		if (strchr("0#?.,", *code)) {
			if (!digits)
				put_digits(shown, value, &pattern);
			digits = true;
		} else if (*code == '%') {
			put(shown, "%", 1);
		} else if (strncmp(code, "General", 7) == 0) {
			show_general(shown, value);
			code += 6;
		} else {
			shown->failed = true;
		}
		code++;
	}
}

/* Section of the code that a value takes; *absolute: the section shows the sign itself. */
static const char *section_for(struct arena *arena, const char *code, double value, bool *absolute)
{
	const char *parts[4] = { code }, *at = code;
	int count = 1;
	bool quoted = false;
	for (; *at && count < 4; at++) {
		quoted ^= *at == '"';
		if (*at == '\\' && at[1])
			at++;
		else if (*at == ';' && !quoted)
			parts[count++] = at + 1;
	}
	int index = value < 0 && count > 1 ? 1 : value == 0 && count > 2 ? 2 : 0;
	size_t length = index + 1 < count ? (size_t)(parts[index + 1] - parts[index] - 1) : strlen(parts[index]);
	*absolute = index == 1;
	return arena_strndup(arena, parts[index], length);
}

const char *number_format_show(struct arena *arena, double value, const char *code, bool date1904)
{
	struct shown shown = { .length = 0 };
	bool absolute = false;
	const char *section = section_for(arena, code, value, &absolute);
	if (strcasecmp(section, "General") == 0 || strcmp(section, "@") == 0) {
		show_general(&shown, absolute ? fabs(value) : value);
	} else if (has_sign(section, "ymdhsaYMDHSA") && strncmp(section, "General", 7) != 0) {
		if (value < 0 || value > 2958466)
			return NULL;
		show_date(&shown, value, section, date1904);
	} else if (is_chinese(section) || (has_sign(section, "/Ee") && has_sign(section, "0#?"))) {
		return NULL;
	} else {
		if (value < 0 && !absolute)
			put(&shown, "-", 1);
		show_number(&shown, fabs(value), section);
	}
	return shown.failed ? NULL : arena_strdup(arena, shown.text);
}
