/* What can be called in a template: names in English and Chinese, and how they are called. Private to expand/. */
#ifndef EXPAND_FUNCTIONS_H
#define EXPAND_FUNCTIONS_H
#include <stdbool.h>
#include <stddef.h>

enum function {
	/* over the rows of a table */
	FUNCTION_SUM, FUNCTION_COUNT, FUNCTION_SHARE, FUNCTION_MEAN, FUNCTION_MIN, FUNCTION_MAX, FUNCTION_GROUPS, FUNCTION_CELL, FUNCTION_LIST,
	/* of values */
	FUNCTION_FIXED, FUNCTION_GROUPED, FUNCTION_PERCENT, FUNCTION_WAN, FUNCTION_YI, FUNCTION_ABS, FUNCTION_HAN, FUNCTION_DIGITS, FUNCTION_DATE,
	FUNCTION_HAN_DATE, FUNCTION_YEAR, FUNCTION_MONTH, FUNCTION_DAY, FUNCTION_COUNT_OF
};

struct function_form {
	const char *name, *chinese;
	const char *form;          /* how it is called, for messages */
	int least, most;           /* arguments; of those over rows -1 */
};

extern const struct function_form functions[FUNCTION_COUNT_OF];
int function_find(const char *name);                   /* or -1 */
const char *function_nearest(const char *name);
static inline bool function_over_rows(enum function function) { return function <= FUNCTION_LIST; }
#endif
