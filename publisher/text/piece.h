/* A piece (one face, one script) to glyphs. Private to text/. */
#ifndef TEXT_PIECE_H
#define TEXT_PIECE_H
#include "text/shaper.h"

struct run_memo *run_memo_new(struct arena *arena);
/* Appends the glyphs of the characters [range[0], range[1]) of shaper->items to shaper->glyphs. -1 with a diagnostic. */
int piece_shape(struct shaper *shaper, struct diagnostics *all, const struct words *text, const int range[2]);
#endif
