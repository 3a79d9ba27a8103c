/* Where lines may break. Private to text/. */
#ifndef TEXT_BREAKS_H
#define TEXT_BREAKS_H
#include "text/shaper.h"
/* Fills shaped->breaks from shaper->items; a BREAK_FORCED that stands there stays. */
void breaks_find(struct shaper *shaper, struct shaped *shaped);
#endif
