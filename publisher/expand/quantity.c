#include "expand/quantity.h"
#include <string.h>

typedef __int128 wide;         /* of products of two numbers of 18 digits, and their sum */

static const int64_t LIMIT = 999999999999999999;

static int64_t power_of_ten(int exponent)
{
	int64_t power = 1;
	while (exponent-- > 0)
		power *= 10;
	return power;
}

static wide divisor(wide a, wide b)
{
	while (b) {
		wide rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

/* over / under, in its lowest terms; what is shown of it stays as out has it. */
static bool set(struct quantity *out, wide over, wide under)
{
	wide common = divisor(over < 0 ? -over : over, under);
	over /= common;
	under /= common;
	bool fits = over <= LIMIT && over >= -LIMIT && under <= LIMIT;
	out->over = fits ? (int64_t)over : 0;
	out->under = fits ? (int64_t)under : 1;
	return fits;
}

struct quantity quantity_whole(int64_t value) { return (struct quantity){ .over = value, .under = 1 }; }

bool quantity_of_decimal(const struct decimal *decimal, struct quantity *out)
{
	*out = (struct quantity){ .places = decimal->places, .grouped = decimal->grouped };
	out->percent = decimal->unit && (strcmp(decimal->unit, "%") == 0 || strcmp(decimal->unit, "％") == 0);
	return set(out, decimal->value, (wide)power_of_ten(decimal->places) * (out->percent ? 100 : 1));
}

bool quantity_parse(const char *text, struct quantity *out, const char **unit)
{
	struct decimal decimal;
	if (!decimal_parse(text, &decimal))
		return false;
	*unit = decimal.unit;
	return quantity_of_decimal(&decimal, out);
}

static int places_of(const struct quantity *left, const struct quantity *right, bool product)
{
	int both = product ? left->places + right->places : left->places > right->places ? left->places : right->places;
	return left->places < 0 || right->places < 0 || both > 9 ? -1 : both;
}

bool quantity_add(const struct quantity *left, const struct quantity *right, struct quantity *out)
{
	struct quantity sum = { .places = places_of(left, right, false), .grouped = left->grouped || right->grouped, .percent = left->percent || right->percent };
	bool fits = set(&sum, (wide)left->over * right->under + (wide)right->over * left->under, (wide)left->under * right->under);
	*out = sum;
	return fits;
}

bool quantity_multiply(const struct quantity *left, const struct quantity *right, struct quantity *out)
{
	bool both = left->percent && right->percent;
	struct quantity product = { .places = both ? -1 : places_of(left, right, true), .grouped = left->grouped || right->grouped,
	                          .percent = left->percent || right->percent };
	bool fits = set(&product, (wide)left->over * right->over, (wide)left->under * right->under);
	*out = product;
	return fits;
}

bool quantity_divide(const struct quantity *left, const struct quantity *right, struct quantity *out)
{
	struct quantity quotient = { .places = -1, .grouped = left->grouped, .percent = left->percent && !right->percent };
	wide over = (wide)left->over * right->under, under = (wide)left->under * right->over;
	bool fits = set(&quotient, under < 0 ? -over : over, under < 0 ? -under : under);
	*out = quotient;
	return fits;
}

struct quantity quantity_negative(const struct quantity *number)
{
	struct quantity out = *number;
	out.over = -out.over;
	return out;
}

int quantity_compare(const struct quantity *left, const struct quantity *right)
{
	wide a = (wide)left->over * right->under, b = (wide)right->over * left->under;
	return a < b ? -1 : a > b;
}

bool quantity_is_whole(const struct quantity *number) { return number->under == 1; }

/* The value as a whole number of units of 10^-digits, halves away from zero. */
static bool rounded(const struct quantity *number, int digits, int64_t *out)
{
	wide scaled = (wide)number->over * power_of_ten(digits), size = scaled >= 0 ? scaled : -scaled;
	wide whole = size / number->under + (size % number->under * 2 >= number->under);
	whole = scaled >= 0 ? whole : -whole;
	*out = (int64_t)whole;
	return whole <= LIMIT && whole >= -LIMIT;
}

bool quantity_round(const struct quantity *number, int places, struct quantity *out)
{
	int digits = places + (number->percent ? 2 : 0);
	int64_t value = 0;
	bool fits = rounded(number, digits, &value);
	*out = *number;
	out->places = places;
	return fits && set(out, value, power_of_ten(digits));
}

/* Decimals of a fraction that ends; -1: it does not within nine. */
static int decimals_of(const struct quantity *number)
{
	int digits = 0;
	while (digits <= 9 && power_of_ten(digits) % number->under)
		digits++;
	return digits <= 9 ? digits : -1;
}

bool quantity_scaled(const struct quantity *number, int zeros, struct quantity *out)
{
	struct quantity scaled = *number;
	bool fits = set(&scaled, number->over, (wide)number->under * power_of_ten(zeros));
	scaled.places = number->places < 0 ? -1 : decimals_of(&scaled);
	*out = scaled;
	return fits;
}

const char *quantity_text(struct arena *arena, const struct quantity *number)
{
	int places = number->places < 0 && number->percent ? 0 : number->places;
	struct decimal shown = { .places = places, .grouped = number->grouped };
	struct quantity whole = *number;
	if (places < 0 || (number->percent && !set(&whole, (wide)number->over * 100, number->under)) || !rounded(&whole, places, &shown.value))
		return NULL;
	const char *text = decimal_text(arena, &shown);
	return number->percent ? arena_printf(arena, "%s%%", text) : text;
}
