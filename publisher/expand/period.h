/* The period that an edition reports on ([period]), and what follows from it. Private to expand/. */
#ifndef EXPAND_PERIOD_H
#define EXPAND_PERIOD_H
#include "base/diagnostic.h"
#include "expand/date.h"

/* The keys as given; text NULL: not. */
struct period_keys { struct words year, month, quarter, half, from, to; };

struct period {
	bool given;
	struct date from, to;      /* first and last day */
	int year, month;           /* of the last day */
	int unit;                  /* months of a whole month, quarter, half or year: 1, 3, 6, 12; 0: another span */
};

/* -1 with diagnostics. Nothing is given: given is false. */
int period_build(struct arena *arena, struct diagnostics *all, const struct period_keys *keys, struct period *out);

enum period_field {
	PERIOD_YEAR, PERIOD_MONTH, PERIOD_MONTHS, PERIOD_CUMULATIVE, PERIOD_QUARTER, PERIOD_HALF, PERIOD_NAME, PERIOD_FROM, PERIOD_TO,
	PERIOD_LAST_YEAR, PERIOD_LAST_MONTH, PERIOD_LAST_MONTH_YEAR, PERIOD_NEXT_MONTH, PERIOD_NEXT_MONTH_YEAR, PERIOD_FIELDS
};
extern const char *const period_names[2 * PERIOD_FIELDS];      /* English and Chinese name of each */

/* One of: a number, a date, a text. text NULL and date.year 0: the number holds. */
struct period_value { int number; struct date date; const char *text; };
struct period_value period_value(struct arena *arena, const struct period *period, enum period_field field);
#endif
