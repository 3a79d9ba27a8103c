/* Two sequences side by side: which things of each stand in the other too, in the same order (Myers 1986, in linear space).
 * Private to diff/. */
#ifndef DIFF_SEQUENCE_H
#define DIFF_SEQUENCE_H
#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"

struct sequence { const uint32_t *things; int count; bool *kept; };    /* kept: by thing, set here */

/* As many are kept as can be; between stretches that have next to nothing in common not all may be found. */
void sequence_align(struct arena *arena, const struct sequence *old, const struct sequence *new);
/* Of numbers, those that make a longest rising subsequence: kept is set. */
void sequence_rising(struct arena *arena, const struct sequence *numbers);
#endif
