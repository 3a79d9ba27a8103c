/* Numbers of templates: exact fractions, with what is needed to show them as people write them. */
#ifndef EXPAND_QUANTITY_H
#define EXPAND_QUANTITY_H
#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/decimal.h"

enum { QUANTITY_MOST_PLACES = 6 };       /* that can be asked for */

struct quantity {
	int64_t over, under;       /* value = over / under; under > 0; both of 18 digits at most, without common divisor */
	int places;                /* decimals it is shown with, of a percentage those of its percent; -1: a quotient not yet rounded */
	bool grouped;              /* thousands are divided by commas */
	bool percent;
};

struct quantity quantity_whole(int64_t value);
/* A number of text, with or without a unit; % makes it a percentage. False: it is none, or too great. *unit: lends what follows. */
bool quantity_parse(const char *text, struct quantity *out, const char **unit);
bool quantity_of_decimal(const struct decimal *decimal, struct quantity *out);
/* False: the result has more than 18 digits. right of quantity_divide is not 0. */
bool quantity_add(const struct quantity *left, const struct quantity *right, struct quantity *out);
bool quantity_multiply(const struct quantity *left, const struct quantity *right, struct quantity *out);
bool quantity_divide(const struct quantity *left, const struct quantity *right, struct quantity *out);
struct quantity quantity_negative(const struct quantity *number);
int quantity_compare(const struct quantity *left, const struct quantity *right);         /* < 0, 0, > 0 */
/* To so many decimals, halves away from zero. */
bool quantity_round(const struct quantity *number, int places, struct quantity *out);
/* Over a power of ten, with as many decimals as it has. */
bool quantity_scaled(const struct quantity *number, int zeros, struct quantity *out);
bool quantity_is_whole(const struct quantity *number);
const char *quantity_text(struct arena *arena, const struct quantity *number);         /* NULL: it is not rounded, or too great to be shown */
#endif
