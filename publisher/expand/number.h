/* Numbers of templates: exact fractions, with what is needed to show them as people write them. */
#ifndef EXPAND_NUMBER_H
#define EXPAND_NUMBER_H
#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/decimal.h"

enum { NUMBER_MOST_PLACES = 6 };       /* that can be asked for */

struct number {
	int64_t over, under;       /* value = over / under; under > 0; both of 18 digits at most, without common divisor */
	int places;                /* decimals it is shown with, of a percentage those of its percent; -1: a quotient not yet rounded */
	bool grouped;              /* thousands are divided by commas */
	bool percent;
};

struct number number_whole(int64_t value);
/* A number of text, with or without a unit; % makes it a percentage. False: it is none, or too great. *unit: lends what follows. */
bool number_parse(const char *text, struct number *out, const char **unit);
bool number_of_decimal(const struct decimal *decimal, struct number *out);
/* False: the result has more than 18 digits. right of number_divide is not 0. */
bool number_add(const struct number *left, const struct number *right, struct number *out);
bool number_multiply(const struct number *left, const struct number *right, struct number *out);
bool number_divide(const struct number *left, const struct number *right, struct number *out);
struct number number_negative(const struct number *number);
int number_compare(const struct number *left, const struct number *right);         /* < 0, 0, > 0 */
/* To so many decimals, halves away from zero. */
bool number_round(const struct number *number, int places, struct number *out);
/* Over a power of ten, with as many decimals as it has. */
bool number_scaled(const struct number *number, int zeros, struct number *out);
bool number_is_whole(const struct number *number);
const char *number_text(struct arena *arena, const struct number *number);         /* NULL: it is not rounded, or too great to be shown */
#endif
