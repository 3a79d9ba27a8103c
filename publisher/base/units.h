/* Lengths. Everything before emit/ is an integer number of millipoints (mpt): 1 mpt = 1/1000 pt,
 * 1 pt = 1/72 inch. y grows downwards. Advances of glyphs are in milli-ems (1/1000 of the em). */
#ifndef BASE_UNITS_H
#define BASE_UNITS_H
#include <stdint.h>

typedef int32_t mpt;

#define MPT_PER_PT 1000

/* a * b / c rounded to nearest, halves away from zero; c > 0 */
static inline int64_t rounded_ratio(int64_t a, int64_t b, int64_t c)
{
	int64_t product = a * b;
	return product >= 0 ? (product + c / 2) / c : -((-product + c / 2) / c);
}

/* micrometres to mpt: 1 mm = 360/127 pt */
static inline mpt mpt_from_um(int64_t um) { return (mpt)rounded_ratio(um, 360, 127); }
static inline mpt mpt_from_milli_em(int64_t milli_em, mpt em) { return (mpt)rounded_ratio(milli_em, em, 1000); }
#endif
