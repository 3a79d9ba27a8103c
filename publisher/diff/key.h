/* By what rows are known again. Where the edition gives no key, the first of these that no two ordinary rows share, in either
 * edition: the label columns but 序号 with the first column of text behind them; 序号 alone; the former with one more column of text
 * after the other, from the left. If rows share even all of them, the first it is. Columns of numbers and of progress are no part of
 * a key that is found, nor is a column that one edition has not. Private to diff/. */
#ifndef DIFF_KEY_H
#define DIFF_KEY_H
#include "base/diagnostic.h"
#include "diff/interning.h"
#include "diff/view.h"

struct key { int columns[2][64]; int count; bool given; };    /* of the old table, of the new one */

/* -1 with a diagnostic: a key that was given names a column that one of them has not; no column can be a key. */
int key_choose(struct diagnostics *all, const struct view sides[2], struct key *out);
/* The key of a row as a number. side: 0 the old table, 1 the new one. scratch: cleared. */
struct key_reader { struct interning forms; struct arena *scratch; };
uint32_t key_of(struct key_reader *reader, const struct view *view, const struct key *key, const int row_and_side[2]);
const char *key_name(struct arena *arena, const struct view *view, const struct key *key, const int row_and_side[2]);
#endif
