/* A number of a table cell. Full-width digits and signs are read as their narrow forms; commas must divide thousands. */
#include "base/decimal.h"
#include <string.h>
#include "base/arena.h"

enum { DIGITS_MAX = 18, PLACES_MAX = 9 };

struct scan {
	const char *text, *at;
	int64_t value;
	int digits, places;        /* digits without zeros at the front */
	bool any, negative, grouped, sound;
};

/* Bytes of the first of marks[] that stands at `at`; 0: none does. */
static size_t mark_at(const char *at, const char *const *marks)
{
	for (; *marks; marks++)
		if (strncmp(at, *marks, strlen(*marks)) == 0)
			return strlen(*marks);
	return 0;
}

static size_t blank_at(const char *at)
{
	static const char *const blanks[] = { " ", "\t", "\n", "\xE3\x80\x80", "\xC2\xA0", NULL };
	return mark_at(at, blanks);
}

static size_t minus_at(const char *at)
{
	static const char *const marks[] = { "-", "−", "－", NULL };
	return mark_at(at, marks);
}

static size_t plus_at(const char *at)
{
	static const char *const marks[] = { "+", "＋", NULL };
	return mark_at(at, marks);
}

static size_t comma_at(const char *at)
{
	static const char *const marks[] = { ",", "，", NULL };
	return mark_at(at, marks);
}

static size_t point_at(const char *at)
{
	static const char *const marks[] = { ".", "．", NULL };
	return mark_at(at, marks);
}

static const char *skip_blanks(const char *at)
{
	for (size_t step; (step = blank_at(at)) != 0;)
		at += step;
	return at;
}

/* Bytes of a digit at `at`, 0 if there is none; full-width digits are EF BC 90 to EF BC 99. */
static size_t digit_at(const char *at, int *digit)
{
	const unsigned char *byte = (const unsigned char *)at;
	if (byte[0] >= '0' && byte[0] <= '9') {
		*digit = byte[0] - '0';
		return 1;
	}
	if (byte[0] == 0xEF && byte[1] == 0xBC && byte[2] >= 0x90 && byte[2] <= 0x99) {
		*digit = byte[2] - 0x90;
		return 3;
	}
	return 0;
}

/* A run of digits; returns how many. */
static int digits(struct scan *scan, int most)
{
	int count = 0, digit = 0;
	for (size_t step; count < most && (step = digit_at(scan->at, &digit)) != 0; scan->at += step, count++) {
		scan->digits += scan->digits || digit;
		if (scan->digits > DIGITS_MAX)
			scan->sound = false;
		else
			scan->value = scan->value * 10 + digit;
	}
	scan->any |= count > 0;
	return count;
}

/* The digits before the point: a run, or one to three of them and groups of three behind commas. */
static void whole_part(struct scan *scan)
{
	int digit = 0, count = digits(scan, 1000);
	for (size_t step; count && (step = comma_at(scan->at)) != 0 && digit_at(scan->at + step, &digit);) {
		scan->at += step;
		scan->sound &= count <= 3 && digits(scan, 3) == 3 && !digit_at(scan->at, &digit);
		scan->grouped = true;
		count = 3;
	}
}

/* A unit has no digits and does not begin with a mark: "1、", "1)", "1-6" and "1.2.3" are no numbers with a unit. */
static bool is_unit(const char *unit)
{
	static const char *const marks[] = { ".", ",", ";", ":", ")", "]", "}", "~", "!", "?", "．", "，", "。", "、", "；", "：", "）", "〕", "】", "》",
	                                     "～", "—", "–", "…", "！", "？", NULL };
	int digit = 0;
	if (mark_at(unit, marks) || minus_at(unit) || plus_at(unit))
		return false;
	for (; *unit; unit++)
		if (digit_at(unit, &digit))
			return false;
	return true;
}

bool decimal_parse(const char *text, struct decimal *out)
{
	struct scan scan = { .text = text, .at = skip_blanks(text), .sound = true };
	size_t start = (size_t)(scan.at - text), sign = minus_at(scan.at);
	int digit = 0;
	scan.negative = sign > 0;
	scan.at += sign ? sign : plus_at(scan.at);
	whole_part(&scan);
	size_t point = (size_t)(scan.at - text), step = point_at(scan.at);
	if (step && digit_at(scan.at + step, &digit)) {
		scan.at += step;
		scan.places = digits(&scan, 1000);
	}
	const char *unit = skip_blanks(scan.at);
	if (!scan.any || !scan.sound || scan.places > PLACES_MAX || !is_unit(unit))
		return false;
	*out = (struct decimal){ .value = scan.negative ? -scan.value : scan.value, .places = scan.places, .grouped = scan.grouped,
	                         .start = start, .point = point, .end = (size_t)(scan.at - text), .unit = unit };
	return true;
}

static int64_t power_of_ten(int exponent)
{
	int64_t power = 1;
	while (exponent-- > 0)
		power *= 10;
	return power;
}

/* value with so many places more; false when it would have more than 18 digits. */
static bool widened(int64_t value, int places, int64_t *out)
{
	int64_t factor = power_of_ten(places), limit = (power_of_ten(DIGITS_MAX) - 1) / factor;
	if (value > limit || value < -limit)
		return false;
	*out = value * factor;
	return true;
}

bool decimal_add(struct decimal *sum, const struct decimal *value)
{
	int places = sum->places > value->places ? sum->places : value->places;
	int64_t left = 0, right = 0, limit = power_of_ten(DIGITS_MAX) - 1;
	if (!widened(sum->value, places - sum->places, &left) || !widened(value->value, places - value->places, &right))
		return false;
	if (left + right > limit || left + right < -limit)    /* 18 digits twice fit 64 bits */
		return false;
	sum->value = left + right;
	sum->places = places;
	sum->grouped |= value->grouped;
	return true;
}

int decimal_compare(const struct decimal *left, const struct decimal *right)
{
	int64_t left_unit = power_of_ten(left->places), right_unit = power_of_ten(right->places);
	int64_t whole[2] = { left->value / left_unit, right->value / right_unit };
	int64_t rest[2] = { left->value % left_unit * power_of_ten(PLACES_MAX - left->places),
	                    right->value % right_unit * power_of_ten(PLACES_MAX - right->places) };
	if (whole[0] != whole[1])
		return whole[0] < whole[1] ? -1 : 1;
	return rest[0] < rest[1] ? -1 : rest[0] > rest[1];
}

const char *decimal_text(struct arena *arena, const struct decimal *number)
{
	char reversed[64];
	size_t length = 0;
	uint64_t left = number->value < 0 ? -(uint64_t)number->value : (uint64_t)number->value;
	for (int place = 0; left || place <= number->places; place++, left /= 10) {
		int whole = place - number->places;
		if (number->grouped && whole > 0 && whole % 3 == 0)
			reversed[length++] = ',';
		reversed[length++] = (char)('0' + left % 10);
		if (place + 1 == number->places)
			reversed[length++] = '.';
	}
	if (number->value < 0)
		reversed[length++] = '-';
	char *text = arena_alloc(arena, length + 1);
	for (size_t i = 0; i < length; i++)
		text[i] = reversed[length - 1 - i];
	return text;
}
