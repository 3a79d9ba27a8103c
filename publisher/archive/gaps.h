/* Numbers that are missing: of each issuer, code and year, the serial numbers below the highest that the archive has. */
#ifndef ARCHIVE_GAPS_H
#define ARCHIVE_GAPS_H
#include "archive/catalogue.h"

struct gap {
	const char *issuer, *code;
	bool with_year;                    /* 济高督字〔2018〕3号, else 第3号 */
	long year, first, last;            /* first to last, both missing */
};
/* 0, or -1 reported. The gaps of one year of document numbers, in the arena; in order. */
int gaps_of_year(struct catalogue *catalogue, const char *year, struct gap **out, size_t *count);
const char *gap_number(struct arena *arena, const struct gap *gap, long serial);
#endif
