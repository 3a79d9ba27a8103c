/* Lengths as people write them: 28mm, 2.8cm, 10.5pt, 三号, 五号, 2字 (ems of the text at that place), 2行 (a Han
 * character of that text + 7/8 of a 三号 character, GB/T 9704 clause 3), 1em, 0. Spaces before the unit are allowed. */
#ifndef STYLE_LENGTH_H
#define STYLE_LENGTH_H
#include "base/diagnostic.h"
#include "base/units.h"
/* em: for 字/em and 行. 0, or -1 with a diagnostic. */
int length_parse(struct diagnostics *all, const struct words *value, mpt em, mpt *out);
#endif
