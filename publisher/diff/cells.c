/* Two tables: their columns by name, their rows by key, the cells of paired rows by meaning. */
#include <string.h>
#include "diff/compare.h"
#include "diff/meaning.h"
#include "diff/rows.h"

struct comparison {
	struct arena *arena, *scratch;
	struct view sides[2];
	struct key key;
	struct pairing pairing;
	int *old_column;           /* by new column; -1: there was none */
	struct table_change *out;
	struct row_change *rows;
	size_t row_capacity;
	/* ---- of the row in hand ---- */
	struct cell_change *cells;
	int *untouched;
	int cell_count, untouched_count;
};

static int names_without(struct arena *arena, const struct table *table, const struct table *other, const char *const **out)
{
	const char **names = arena_array(arena, (size_t)table->column_count + 1, sizeof *names);
	int count = 0;
	for (int c = 0; c < table->column_count; c++)
		if (table_column_named(other, table->columns[c].name) < 0)
			names[count++] = table->columns[c].name;
	*out = names;
	return count;
}

static void match_columns(struct comparison *comparison)
{
	const struct table *old = comparison->sides[0].table, *new = comparison->sides[1].table;
	struct table_change *out = comparison->out;
	comparison->old_column = arena_array(comparison->arena, (size_t)new->column_count + 1, sizeof *comparison->old_column);
	comparison->cells = arena_array(comparison->arena, (size_t)new->column_count + 1, sizeof *comparison->cells);
	comparison->untouched = arena_array(comparison->arena, (size_t)new->column_count + 1, sizeof *comparison->untouched);
	for (int c = 0; c < new->column_count; c++)
		comparison->old_column[c] = table_column_named(old, new->columns[c].name);
	out->columns_added_count = names_without(comparison->arena, new, old, &out->columns_added);
	out->columns_removed_count = names_without(comparison->arena, old, new, &out->columns_removed);
}

static void keep_key_names(struct comparison *comparison)
{
	const char **names = arena_array(comparison->arena, (size_t)comparison->key.count + 1, sizeof *names);
	for (int i = 0; i < comparison->key.count; i++)
		names[i] = comparison->sides[1].table->columns[comparison->key.columns[1][i]].name;
	comparison->out->key = names;
	comparison->out->key_count = comparison->key.count;
}

/* A label over several rows is told once: not again where the row above has the same of both. */
static bool told_above(const struct comparison *comparison, const int rows[2], int column, int old_column)
{
	const struct view *old = &comparison->sides[0], *new = &comparison->sides[1];
	int above = rows[1] ? comparison->pairing.partner[1][rows[1] - 1] : -1;
	return view_goes_on(new, rows[1], column) && above >= 0 && strcmp(view_text(old, above, old_column), view_text(old, rows[0], old_column)) == 0;
}

static void compare_cell(struct comparison *comparison, const int rows[2], int column)
{
	int old_column = comparison->old_column[column];
	const struct table *table = comparison->sides[1].table;
	const char *old = view_text(&comparison->sides[0], rows[0], old_column), *new = view_text(&comparison->sides[1], rows[1], column);
	bool untouched = table->columns[column].progress && table->rows[rows[1]].kind == ROW_ORDINARY && new[0];
	if (told_above(comparison, rows, column, old_column))
		return;
	if (meaning_equal(comparison->scratch, old, new)) {
		comparison->out->rewritten += strcmp(old, new) != 0;
		if (untouched)
			comparison->untouched[comparison->untouched_count++] = column;
		return;
	}
	struct cell_change *cell = &comparison->cells[comparison->cell_count++];
	*cell = (struct cell_change){ .column = column, .old_column = old_column, .old = old, .new = new };
	cell->piece_count = words_compare(comparison->arena, old, new, &cell->pieces);
}

static struct row_change *add_row(struct comparison *comparison, int old, int new)
{
	struct table_change *out = comparison->out;
	int side = new >= 0;
	ARENA_GROW(comparison->arena, comparison->rows, &comparison->row_capacity, (size_t)out->row_count + 1);
	struct row_change *row = &comparison->rows[out->row_count++];
	*row = (struct row_change){ .old_row = old, .new_row = new };
	row->name = key_name(comparison->arena, &comparison->sides[side], &comparison->key, (const int[2]){ side ? new : old, side });
	return row;
}

static void compare_rows(struct comparison *comparison, int new)
{
	struct table_change *out = comparison->out;
	int old = comparison->pairing.partner[1][new];
	bool moved = comparison->pairing.moved[new];
	comparison->cell_count = comparison->untouched_count = 0;
	for (int c = 0; c < comparison->sides[1].table->column_count; c++)
		if (comparison->old_column[c] >= 0)
			compare_cell(comparison, (const int[2]){ old, new }, c);
	int cells = comparison->cell_count, untouched = comparison->untouched_count;
	out->altered += cells > 0;
	out->moved += moved;
	out->cells += cells;
	out->untouched += untouched;
	out->same += !cells && !moved;
	if (!cells && !moved && !untouched)
		return;
	struct row_change *row = add_row(comparison, old, new);
	row->moved = moved;
	row->cell_count = cells;
	row->untouched_count = untouched;
	row->cells = memcpy(arena_array(comparison->arena, (size_t)cells + 1, sizeof *row->cells), comparison->cells, (size_t)cells * sizeof *row->cells);
	row->untouched = memcpy(arena_array(comparison->arena, (size_t)untouched + 1, sizeof(int)), comparison->untouched, (size_t)untouched * sizeof(int));
}

/* Removed rows stand behind the row that they stood behind, as far as that is there still. */
static void add_removed(struct comparison *comparison, int from, int before)
{
	const struct pairing *pairing = &comparison->pairing;
	for (int r = from; r < comparison->sides[0].table->row_count && pairing->partner[0][r] < 0; r++) {
		add_row(comparison, r, -1)->before = before;
		comparison->out->removed++;
	}
}

static void list_rows(struct comparison *comparison)
{
	const struct pairing *pairing = &comparison->pairing;
	add_removed(comparison, 0, 0);
	for (int r = 0; r < comparison->sides[1].table->row_count; r++) {
		int old = pairing->partner[1][r];
		if (old < 0) {
			add_row(comparison, -1, r);
			comparison->out->added++;
			continue;
		}
		compare_rows(comparison, r);
		add_removed(comparison, old + 1, r + 1);
	}
	comparison->out->rows = comparison->rows;
}

int compare_tables(struct arena *arena, struct diagnostics *all, const struct table *old, const struct table *new, struct table_change *out)
{
	struct comparison comparison = { .arena = arena, .out = out };
	*out = (struct table_change){ .old = old, .new = new };
	view_open(arena, old, &comparison.sides[0]);
	view_open(arena, new, &comparison.sides[1]);
	match_columns(&comparison);
	const struct place at = { .file = new->file };
	if (out->columns_added_count == new->column_count)
		return REPORT(all, diff_tables_differ, &at, new->id, old->file);
	if (key_choose(all, comparison.sides, &comparison.key))
		return -1;
	keep_key_names(&comparison);
	comparison.scratch = arena_new();
	rows_pair(arena, all, comparison.sides, &comparison.key, &comparison.pairing);
	list_rows(&comparison);
	arena_free(comparison.scratch);
	return 0;
}
