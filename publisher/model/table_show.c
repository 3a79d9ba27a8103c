#include "model/table_show.h"

static const char *head(const void *data, int column) { return ((const struct table *)data)->columns[column].name; }

static bool is_list(const void *data, int column) { return ((const struct table *)data)->columns[column].breaks == BREAKS_LIST; }

static bool is_ordinary(const void *data, int row) { return ((const struct table *)data)->rows[row].kind == ROW_ORDINARY; }

/* The text of what covers the cell: the one at its left, and that one's above. */
static struct expand_cell cell(const void *data, int row, int column)
{
	const struct table *table = data;
	const struct table_cell *own = table_cell(table, row, column);
	struct expand_cell out = { .covered = own->covered || !own->columns };
	while (column > 0 && !table_cell(table, row, column)->columns)
		column--;
	row = table_anchor(table, row, column);
	out.text = table_words(table, row, column);
	out.empty = !out.text[0] || table_cell(table, row, column)->placeholder;
	return out;
}

static bool is_total(const void *data, int row) { return ((const struct table *)data)->rows[row].kind == ROW_TOTAL; }

static struct expand_values values(const void *data, int column)
{
	const struct table_column *of = &((const struct table *)data)->columns[column];
	return (struct expand_values){ of->values, of->values_declared, of->value_count };
}

static struct place place(const void *data, int row, int column) { return table_place_of(data, row, column); }

void table_show(struct arena *arena, const struct table *table, bool failed, struct expand_table *out)
{
	struct expand_table *whole = table->whole && !failed ? arena_alloc(arena, sizeof *whole) : NULL;
	if (whole)
		table_show(arena, table->whole, false, whole);
	*out = (struct expand_table){ .id = table->id, .data = table, .rows = table->row_count, .columns = failed ? 0 : table->column_count,
	                              .head = head, .is_list = is_list, .is_ordinary = is_ordinary, .is_total = is_total,
	                              .values = values, .cell = cell, .place = place, .whole = whole };
}
