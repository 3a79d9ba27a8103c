/* Which row of the old table is which of the new one. Private to diff/. */
#ifndef DIFF_ROWS_H
#define DIFF_ROWS_H
#include "diff/key.h"

struct pairing {
	int *partner[2];           /* by row of the old and of the new table: the other's row, -1: none */
	bool *moved;               /* by row of the new table */
};

/* Rows of one key are paired in their order, which is told once for each table. Rows without a partner that stand at the same place,
 * are worded alike and say much the same are one row whose key was reworded. */
void rows_pair(struct arena *arena, struct diagnostics *all, const struct view sides[2], const struct key *key, struct pairing *out);
#endif
