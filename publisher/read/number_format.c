/* Format codes: up to four sections divided by ; (positive, negative, zero, text); digits 0 # ? with a point, grouping
 * and percent; dates with y m d h s; text in quotes or behind a backslash; [colours] and [$-804] are passed over. */
#include "read/number_format.h"
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "base/arena.h"

enum { TEXT_MAX = 512, DIGITS_MAX = 15 };

const char *number_format_builtin(int id)
{
	static const struct { int id; const char *code; } known[] = {
		{ 0, "General" }, { 1, "0" }, { 2, "0.00" }, { 3, "#,##0" }, { 4, "#,##0.00" }, { 9, "0%" }, { 10, "0.00%" }, { 14, "yyyy/m/d" },
		{ 15, "d-mmm-yy" }, { 16, "d-mmm" }, { 17, "mmm-yy" }, { 18, "h:mm AM/PM" }, { 20, "h:mm" }, { 21, "h:mm:ss" }, { 22, "yyyy/m/d h:mm" },
		{ 27, "yyyy年m月" }, { 28, "m月d日" }, { 29, "m月d日" }, { 30, "m-d-yy" }, { 31, "yyyy年m月d日" }, { 32, "h时mm分" }, { 33, "h时mm分ss秒" },
		{ 36, "yyyy年m月" }, { 37, "#,##0;-#,##0" }, { 38, "#,##0;-#,##0" }, { 39, "#,##0.00;-#,##0.00" }, { 40, "#,##0.00;-#,##0.00" },
		{ 49, "@" }, { 50, "yyyy年m月" }, { 51, "m月d日" }, { 52, "yyyy年m月" }, { 53, "m月d日" }, { 54, "m月d日" }, { 57, "yyyy年m月" }, { 58, "m月d日" },
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

/* Literal text at `at`: quoted, escaped, or a sign that stands for itself. Bytes passed over, 0 if it is none. */
static size_t literal(struct shown *shown, const char *at)
{
	if (*at == '"') {
		const char *end = strchr(at + 1, '"');
		size_t length = end ? (size_t)(end - at - 1) : strlen(at + 1);
		put(shown, at + 1, length);
		return length + (end ? 2 : 1);
	}
	if (*at == '\\' && at[1]) {
		size_t length = 1;
		while (((unsigned char)at[1 + length] & 0xC0) == 0x80)
			length++;
		put(shown, at + 1, length);
		return length + 1;
	}
	if (*at == '[') {
		const char *end = strchr(at, ']');
		return end ? (size_t)(end - at) + 1 : strlen(at);
	}
	if (*at == '_' && at[1])
		return 2;    /* room as wide as the next sign: alignment in the cell, nothing to show */
	if (*at == '*' && at[1])
		return 2;
	if ((unsigned char)*at >= 0x80 || strchr(" -+():$!&'~{}=<>", *at)) {
		put(shown, at, 1);
		return 1;
	}
	return 0;
}

/* What remains of a section once literals are taken out decides what it shows. */
static bool has_sign(const char *code, const char *signs)
{
	struct shown ignored = { .length = 0 };
	bool found = false;
	while (*code && !found) {
		size_t skip = literal(&ignored, code);
		ignored.length = 0;
		found = !skip && strchr(signs, *code);
		code += skip ? skip : 1;
	}
	return found;
}

/* ---- dates ---- */

struct date { int year, month, day, hour, minute, second; };

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
	date.year = (int)(yoe + era * 400 + (date.month <= 2));
	date.hour = (int)(seconds / 3600);
	date.minute = (int)(seconds / 60 % 60);
	date.second = (int)(seconds % 60);
	return date;
}

static void put_date_part(struct shown *shown, const struct date *date, char sign, size_t count, bool minutes)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	if (sign == 'y')
		put_number(shown, count > 2 ? "%04d" : "%02d", count > 2 ? date->year : date->year % 100);
	else if (sign == 'm' && minutes)
		put_number(shown, count > 1 ? "%02d" : "%d", date->minute);
	else if (sign == 'm' && count == 3)
		put(shown, months + 3 * (date->month - 1), 3);
	else if (sign == 'm')
		put_number(shown, count > 1 ? "%02d" : "%d", date->month);
	else if (sign == 'd' && count <= 2)
		put_number(shown, count > 1 ? "%02d" : "%d", date->day);
	else if (sign == 'h')
		put_number(shown, count > 1 ? "%02d" : "%d", date->hour);
	else if (sign == 's')
		put_number(shown, count > 1 ? "%02d" : "%d", date->second);
	else
		shown->failed = true;    /* names of days */
}

static void show_date(struct shown *shown, double value, const char *code, bool date1904)
{
	struct date date = date_of(value, date1904);
	char before = 0;
	bool half = strstr(code, "AM/PM") || strstr(code, "am/pm");
	if (half)
		date.hour = date.hour % 12 ? date.hour % 12 : 12;
	while (*code && !shown->failed) {
		char sign = (char)(*code | 0x20);
		size_t skip = strncasecmp(code, "AM/PM", 5) == 0 ? 5 : 0;
		if (skip) {
			put(shown, date_of(value, date1904).hour < 12 ? "AM" : "PM", 2);
		} else if (strchr("ymdhs", sign)) {
			while ((code[skip] | 0x20) == sign)
				skip++;
			const char *next = code + skip;
			while (*next && !strchr("ymdhsYMDHS", *next))
				next++;
			bool minutes = sign == 'm' && (before == 'h' || ((*next | 0x20) == 's' && skip <= 2));
			put_date_part(shown, &date, sign, skip, minutes);
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

/* As many digits as eleven places hold, as a cell of General format has them. */
static void show_general(struct shown *shown, double value)
{
	char text[64];
	int length = snprintf(text, sizeof text, "%.15g", value);
	if (strlen(text) > 11 && strchr(text, '.'))
		length = snprintf(text, sizeof text, "%.10g", value);
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
	if (!(whole == 1 && text[0] == '0' && !pattern->whole_zeros && last > whole)) {
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
	} else if (has_sign(section, "ymdhsYMDHS") && strncmp(section, "General", 7) != 0) {
		if (value < 0 || value > 2958466)
			return NULL;
		show_date(&shown, value, section, date1904);
	} else if (has_sign(section, "/Ee") && has_sign(section, "0#?")) {
		return NULL;
	} else {
		if (value < 0 && !absolute)
			put(&shown, "-", 1);
		show_number(&shown, fabs(value), section);
	}
	return shown.failed ? NULL : arena_strdup(arena, shown.text);
}
