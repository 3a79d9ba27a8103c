/* From one month's edition to the next one's: months in words, document numbers, names of folders. Only what can be told surely is moved
 * on. Text is UTF-8; what is returned lies in the arena. */
#ifndef FORWARD_H
#define FORWARD_H
#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"

enum forward { FORWARD_NOTHING, FORWARD_DONE, FORWARD_UNSURE };

/* 2018年6月份 → 2018年7月份, 2018年1-6月份 → 2018年1-7月份, 2018年12月 → 2019年1月 (*new_year is set where that is the last one). NOTHING: there is no month in it.
 * UNSURE: a month with its day, a span that does not begin in January or ends in December, a quarter or half year; nothing is moved. */
enum forward forward_months(struct arena *arena, const char *text, const char **out, bool *new_year);
/* Is the last time that the text names December, or the end of a year: 2018年1-12月份, 12月31日, 四季度, 下半年, 全年? A new year follows, even where
 * the words themselves are not sure. */
bool forward_ends_year(const char *text);

/* Where year and serial number stand in 济高督字〔2018〕54号, 第12号, 第5期. */
struct number_spans { size_t year, year_length, serial, serial_length; };       /* year_length 0: it has none */
bool number_spans(const char *text, struct number_spans *out);
long number_serial(const char *text, const struct number_spans *spans);
/* The same number with another serial number, and another year where years is not 0: so many are added. */
const char *number_moved(struct arena *arena, const char *text, const struct number_spans *spans, long serial, int years);

/* 2018-06 → 2018-07, 201812 → 201901, 2018年6月 → 2018年7月; also with more before and behind. NULL: no month can be told. */
const char *forward_folder(struct arena *arena, const char *name);
#endif
