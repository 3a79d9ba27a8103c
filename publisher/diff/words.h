/* What changed inside a text, word by word. Private to diff/. */
#ifndef DIFF_WORDS_H
#define DIFF_WORDS_H
#include <stddef.h>
#include "base/arena.h"

enum piece_kind { PIECE_KEPT, PIECE_DROPPED, PIECE_NEW };
struct piece {                 /* together they make both texts: kept and dropped ones the old, kept and new ones the new */
	enum piece_kind kind;
	size_t start, end;         /* bytes: of the old text where it was dropped, else of the new one */
};

size_t words_compare(struct arena *arena, const char *old, const char *new, const struct piece **out);
/* How many words two texts have in common wherever they stand, in percent of both. 0: one has none. scratch: cleared. */
int words_likeness(struct arena *scratch, const char *old, const char *new);
#endif
