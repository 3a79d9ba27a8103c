/* Labels that go on over rows: an empty cell or a repeated one continues the cell above, within the columns to the left. */
#include <string.h>
#include "model/table_build.h"

static struct table_cell *cell_at(const struct table_builder *builder, int row, int column)
{
	return &builder->cells[(size_t)row * (size_t)builder->width + (size_t)column];
}

static bool same_by_policy(const struct table_builder *builder, enum merge_policy policy, const struct table_cell *cell, const struct table_cell *above)
{
	const char *text = builder->texts + cell->text, *label = builder->texts + above->text;
	bool empty = !text[0] && (policy == MERGE_EMPTY_OR_EQUAL || policy == MERGE_EMPTY);
	bool equal = text[0] && (policy == MERGE_EMPTY_OR_EQUAL || policy == MERGE_EQUAL) && strcmp(text, label) == 0;
	return empty || equal;
}

/* Does what covers (row, column) go on from the row above? */
static bool goes_on(const struct table_builder *builder, int row, int column)
{
	while (column > 0 && !cell_at(builder, row, column)->columns)
		column--;
	return cell_at(builder, row, column)->covered;
}

static bool within_left(const struct table_builder *builder, int row, int column)
{
	for (int c = 0; c < column; c++)
		if (builder->columns[c].merge && !goes_on(builder, row, c))
			return false;
	return true;
}

static bool continues(const struct table_builder *builder, int row, int column, int anchor)
{
	const struct table_cell *cell = cell_at(builder, row, column), *above = cell_at(builder, anchor, column);
	if (cell->covered)    /* a person merged it in the workbook */
		return true;
	if (cell->placeholder || above->placeholder || cell->columns != 1 || above->columns != 1)
		return false;
	if (builder->rows[row].kind != ROW_ORDINARY || builder->rows[row - 1].kind != ROW_ORDINARY)
		return false;
	return same_by_policy(builder, builder->columns[column].policy, cell, above) && within_left(builder, row, column);
}

static bool has_label_over_rows(const struct table_builder *builder, int column)
{
	bool found = false;
	for (int r = 1; r < builder->table->row_count && !found; r++)
		found = builder->rows[r].kind == ROW_ORDINARY && cell_at(builder, r, column)->columns == 1 && cell_at(builder, r, column)->covered;
	return found;
}

/* A name beside one row only reads better on a line, and takes less height. */
static void settle_stacks(struct table_builder *builder)
{
	for (int c = 0; c < builder->width; c++)
		if (builder->columns[c].stack_labels)
			builder->columns[c].stack = has_label_over_rows(builder, c);
}

void table_merge(struct table_builder *builder)
{
	for (int c = 0; c < builder->width; c++) {
		int anchor = 0;
		for (int r = 1; builder->columns[c].policy != MERGE_NEVER && r < builder->table->row_count; r++) {
			struct table_cell *cell = cell_at(builder, r, c);
			if (!continues(builder, r, c, anchor)) {
				anchor = r;
				continue;
			}
			cell->covered = 1;
			cell->text = 0;
		}
	}
	settle_stacks(builder);
}
