/* Numbers as people write them in tables: sign (+ - − －), digits with or without commas, a point, a unit behind. Exact
 * decimal arithmetic, no floating point. */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct decimal {
	int64_t value;             /* the digits as one whole number: -12.50 is -1250 … */
	int places;                /* … with 2 places; at most 9 */
	bool grouped;              /* thousands were divided by commas */
	size_t start, point, end;  /* bytes of the text: first of the number with its sign; its point, or where one would stand;
	                              behind its last digit */
	const char *unit;          /* lends: what follows the number, blanks skipped: "%", "万元", "" */
};

/* False: the text is no single number (with an optional unit without digits), or has more than 18 digits. Blanks around it
 * are passed over. */
bool decimal_parse(const char *text, struct decimal *out);
/* sum += value, to the greater number of places; false when it would not fit. */
bool decimal_add(struct decimal *sum, const struct decimal *value);
int decimal_compare(const struct decimal *left, const struct decimal *right);    /* < 0, 0, > 0, by amount; units are not looked at */
const char *decimal_text(struct arena *arena, const struct decimal *number);     /* -1,250.00 if grouped; without unit */
#endif
