/* Where lines may break. Private to text/. */
#ifndef TEXT_BREAKS_H
#define TEXT_BREAKS_H
#include "text/shaper.h"
/* Fills shaped->breaks; a BREAK_FORCED that stands there stays. */
void breaks_find(const struct item_list *items, struct shaped *shaped);
#endif
