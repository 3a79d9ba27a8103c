/* Which row of a table is which of its earlier version: by what they say, never by their number. Rows whose fingerprint is there once
 * in each version are held to each other where they keep their order (the longest such chain); from those on, equal neighbours. */
#include <string.h>
#include "page/plan.h"

enum { PRINTS = 1 << 16 };

/* Of every fingerprint: the only row that has it, -1: none, -2: several. */
static void find_only(const struct plan_table *table, int *only)
{
	for (int i = 0; i < PRINTS; i++)
		only[i] = -1;
	for (int r = 0; r < table->row_count; r++)
		only[table->rows[r]] = only[table->rows[r]] == -1 ? r : -2;
}

/* Of the candidates (old rows by new row, -1: none) the longest ascending chain stays. tails, before: room for new_count each. */
static void keep_chain(int *old_of_new, int new_count, int *tails, int *before)
{
	int length = 0;
	for (int r = 0; r < new_count; r++) {
		int low = 0, high = length;
		if (old_of_new[r] < 0)
			continue;
		while (low < high) {
			int middle = low + (high - low) / 2;
			if (old_of_new[tails[middle]] < old_of_new[r])
				low = middle + 1;
			else
				high = middle;
		}
		before[r] = low ? tails[low - 1] : -1;
		tails[low] = r;
		length = low == length ? length + 1 : length;
	}
	int keep = length ? tails[length - 1] : -1;
	for (int r = new_count - 1; r >= 0; r--) {
		if (r != keep)
			old_of_new[r] = -1;
		else
			keep = before[r];
	}
}

/* Equal rows behind those that are held to each other already, then before them. edge: room for new_count + 1. */
static void spread(const struct plan_table *old, const struct plan_table *new, int *old_of_new, int *edge)
{
	edge[new->row_count] = old->row_count;
	for (int r = new->row_count - 1; r >= 0; r--)
		edge[r] = old_of_new[r] >= 0 ? old_of_new[r] : edge[r + 1];
	for (int r = 0, last = -1; r < new->row_count; r++) {
		if (old_of_new[r] < 0 && last + 1 < edge[r] && old->rows[last + 1] == new->rows[r])
			old_of_new[r] = last + 1;
		last = old_of_new[r] >= 0 ? old_of_new[r] : last;
	}
	for (int r = 0, last = -1; r < new->row_count; r++) {
		edge[r] = last;
		last = old_of_new[r] >= 0 ? old_of_new[r] : last;
	}
	for (int r = new->row_count - 1, first = old->row_count; r >= 0; r--) {
		if (old_of_new[r] < 0 && first - 1 > edge[r] && old->rows[first - 1] == new->rows[r])
			old_of_new[r] = first - 1;
		first = old_of_new[r] >= 0 ? old_of_new[r] : first;
	}
}

static void match_unequal(const struct plan_table *old, const struct plan_table *new, int *old_of_new)
{
	struct arena *arena = arena_new();
	int *only = arena_array(arena, PRINTS, 2 * sizeof *only), *only_new = only + PRINTS;
	int *tails = arena_array(arena, (size_t)new->row_count + 1, 2 * sizeof *tails), *before = tails + new->row_count + 1;
	find_only(old, only);
	find_only(new, only_new);
	for (int r = 0; r < new->row_count; r++)
		old_of_new[r] = only_new[new->rows[r]] == r && only[new->rows[r]] >= 0 ? only[new->rows[r]] : -1;
	keep_chain(old_of_new, new->row_count, tails, before);
	spread(old, new, old_of_new, tails);
	arena_free(arena);
}

void plan_match(const struct plan_table *old, const struct plan_table *new, int *old_of_new)
{
	size_t length = (size_t)new->row_count * sizeof *new->rows;
	bool equal = old->row_count == new->row_count && (!length || memcmp(old->rows, new->rows, length) == 0);
	for (int r = 0; equal && r < new->row_count; r++)
		old_of_new[r] = r;
	if (!equal)
		match_unequal(old, new, old_of_new);
}

int plan_row_now(const int *old_of_new, int new_count, int row)
{
	int low = -1, high = new_count, low_old = -1;
	for (int r = 0; r < new_count && high == new_count; r++) {
		if (old_of_new[r] >= 0 && old_of_new[r] <= row) {
			low = r;
			low_old = old_of_new[r];
		} else if (old_of_new[r] > row) {
			high = r;
		}
	}
	int now = low + row - low_old;
	return now < high ? now : high;
}
