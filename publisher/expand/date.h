/* Days of the calendar, and numbers in Han numerals. */
#ifndef EXPAND_DATE_H
#define EXPAND_DATE_H
#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"

struct date { int year, month, day; };

/* 2018-06-30, 2018/6/30 or 2018年6月30日, a day that there is; with day NULL also a month: 2018-06 or 2018年6月, whose day is 0. */
bool date_parse(const char *text, struct date *out, bool months_too);
int date_days(int year, int month);                                    /* of a month */
int date_compare(const struct date *left, const struct date *right);
const char *date_text(struct arena *arena, const struct date *date);           /* 2018年6月30日 */
const char *date_han(struct arena *arena, const struct date *date);            /* 二〇一八年六月三十日 */

/* 一百零五; value is from 0 to han_most. */
extern const int64_t han_most;
const char *han_number(struct arena *arena, int64_t value);
const char *han_digits(struct arena *arena, int64_t value);                    /* 二〇一八; value >= 0 */
#endif
