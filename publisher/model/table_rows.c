/* The rows below the head: cells with their texts in one block, merged ranges of the workbook, what kind of row each is. */
#include <string.h>
#include "base/arena.h"
#include "model/table_build.h"
#include "model/table_head.h"

enum { MOST_COLUMNS = 127, MOST_LINE = 511, MOST_COLUMN = 16383 };    /* of the bits of struct table_cell */

struct place table_grid_place(const struct table_builder *builder, int row, int column)
{
	const struct grid_row *from = &builder->grid.rows[row];
	struct place at = { .file = builder->grid.file, .line = row + 1, .column = 1 };
	if (column < from->count) {
		at.line = from->cells[column].line;
		at.column = from->cells[column].column;
	}
	return at;
}

static bool row_is_empty(const struct grid_row *row)
{
	for (int c = 0; c < row->count; c++)
		if (!cell_is_blank(row->cells[c].text))
			return false;
	return true;
}

static int check_row(struct table_builder *builder, int r, int data_row)
{
	const struct grid_row *row = &builder->grid.rows[r];
	const char *width = arena_printf(builder->scratch, "%d", builder->width);
	int result = 0;
	if (row->count < builder->width) {
		struct place at = table_grid_place(builder, r, 0);
		at.row = data_row;
		result = REPORT(builder->all, row_short, &at, arena_printf(builder->scratch, "%d", row->count), width);
	}
	for (int c = builder->width; c < row->count; c++) {
		struct place at = table_grid_place(builder, r, c);
		at.row = data_row;
		if (!cell_is_blank(row->cells[c].text))
			result = REPORT(builder->all, row_long, &at, row->cells[c].text, width);
	}
	return result;
}

/* Ranges that begin in this row and go down; also of a row that is left out because nothing is in it. */
static void note_ranges(struct table_builder *builder, int r)
{
	const struct grid_row *row = &builder->grid.rows[r];
	for (int c = 0; c < row->count && c < builder->width; c++) {
		const struct grid_cell *cell = &row->cells[c];
		if (cell->rows > 1) {
			builder->ranges[c] = (struct row_range){ .end = r + cell->rows, .columns = cell->columns > 1 ? cell->columns : 1 };
			builder->columns[c].merge = true;
		}
	}
}

static int clamp(int value, int most) { return value < most ? value : most; }

/* How many columns the cell covers, and whether it goes on from above. *inside: columns of a range from above still to
 * come, whose first one is behind. */
static void set_extent(struct table_builder *builder, const int row_and_column[2], struct table_cell *to, int *inside)
{
	int r = row_and_column[0], c = row_and_column[1];
	const struct grid_cell *from = &builder->grid.rows[r].cells[c];
	struct row_range *range = &builder->ranges[c];
	bool below = from->covered && !from->from_left, first = range->end > r;
	int columns = from->columns > 1 ? from->columns : 1;
	if (from->from_left || (below && !first && *inside > 0)) {
		columns = 0;
		*inside -= below;
	} else if (below) {
		columns = first ? range->columns : 1;
		to->covered = first ? range->stands : builder->table->row_count > 0;
		*inside = columns - 1;
	}
	range->stands |= first;
	to->columns = (unsigned)clamp(clamp(columns, builder->width - c), MOST_COLUMNS);
}

static uint32_t keep_text(struct table_builder *builder, const char *text)
{
	size_t length = strlen(text), at = builder->text_length;
	if (!length)
		return 0;
	memcpy(builder->texts + at, text, length + 1);
	builder->text_length += length + 1;
	return (uint32_t)at;
}

static bool is_placeholder(const struct table_builder *builder, const char *text)
{
	for (size_t i = 0; i < builder->placeholders.count; i++)
		if (strcmp(text, builder->placeholders.names[i]) == 0)
			return true;
	return false;
}

static struct table_cell *row_cells(struct table_builder *builder, int row)
{
	return &builder->cells[(size_t)row * (size_t)builder->width];
}

static void build_row(struct table_builder *builder, int r)
{
	struct table *table = builder->table;
	const struct grid_cell *from = builder->grid.rows[r].cells;
	struct table_cell *cells = row_cells(builder, table->row_count);
	int inside = 0;
	for (int c = 0; c < builder->width; c++) {
		const char *text = cell_text(builder->scratch, from[c].text, &table->columns[c], &builder->units);
		cells[c] = (struct table_cell){ .text = keep_text(builder, text), .placeholder = is_placeholder(builder, text),
		                                .line = (unsigned)clamp(from[c].line - from[0].line, MOST_LINE),
		                                .column = (unsigned)clamp(from[c].column, MOST_COLUMN) };
		set_extent(builder, (const int[2]){ r, c }, &cells[c], &inside);
		if (cell_is_spoiled(text)) {
			struct place at = table_grid_place(builder, r, c);
			at.row = table->row_count + 1;
			at.heading = table->columns[c].name;
			REPORT(builder->all, cell_spoiled, &at, text);
		}
	}
	builder->rows[table->row_count] = (struct table_row){ .line = (uint32_t)from[0].line };
}

/* 合计, also with blanks inside, in the first cell that is not empty. */
static enum table_row_kind kind_by_words(const struct table_builder *builder, const struct table_cell *cells)
{
	static const char *const totals[] = { "合计", "总计", "共计" };
	int c = 0;
	while (c < builder->width - 1 && !cells[c].text)
		c++;
	const char *first = builder->texts + cells[c].text;
	for (size_t i = 0; i < sizeof totals / sizeof totals[0]; i++)
		if (head_equals(first, totals[i]))
			return ROW_TOTAL;
	return head_equals(first, "小计") ? ROW_SUBTOTAL : ROW_ORDINARY;
}

/* Is the first cell alone filled, and has no range of several rows a part in it? */
static bool first_alone(const struct table_builder *builder, int r, const struct table_cell *cells)
{
	bool alone = cells[0].text && !cells[0].placeholder;
	for (int c = 0; c < builder->width && alone; c++)
		alone = !(c && cells[c].text) && !cells[c].covered && builder->ranges[c].end <= r;
	return alone;
}

static enum table_row_kind row_kind(struct table_builder *builder, int r)
{
	struct table_cell *cells = row_cells(builder, builder->table->row_count);
	enum table_row_kind kind = kind_by_words(builder, cells);
	if (kind != ROW_ORDINARY || builder->width == 1)
		return kind;
	if (builder->banner && first_alone(builder, r, cells)) {
		cells[0].columns = (unsigned)clamp(builder->width, MOST_COLUMNS);
		for (int c = 1; c < builder->width; c++)
			cells[c].columns = 0;
	}
	return cells[0].text && (int)cells[0].columns == builder->width ? ROW_BANNER : ROW_ORDINARY;
}

/* Room for all rows and texts at once: growing would leave copies behind. */
static void reserve(struct table_builder *builder)
{
	size_t rows = (size_t)(builder->grid.count - builder->first_row), width = (size_t)builder->width, room = 1;
	for (int r = builder->first_row; r < builder->grid.count; r++)
		for (int c = 0; c < builder->grid.rows[r].count && c < builder->width; c++)
			room += cell_room(builder->grid.rows[r].cells[c].text, &builder->columns[c]);
	builder->cells = arena_reserve(builder->arena, rows * width * sizeof *builder->cells);
	builder->rows = arena_reserve(builder->arena, rows * sizeof *builder->rows);
	builder->texts = arena_reserve(builder->arena, room);
	builder->texts[0] = '\0';
	builder->text_length = 1;
	builder->ranges = arena_array(builder->arena, width, sizeof *builder->ranges);
}

int table_build_rows(struct table_builder *builder)
{
	struct table *table = builder->table;
	struct place at = { .file = builder->grid.file };
	int result = 0, dropped = 0;
	reserve(builder);
	for (int r = builder->first_row; r < builder->grid.count; r++, arena_clear(builder->scratch)) {
		note_ranges(builder, r);
		if (row_is_empty(&builder->grid.rows[r])) {
			dropped++;
		} else if (check_row(builder, r, table->row_count + 1)) {
			result = -1;
		} else {
			build_row(builder, r);
			builder->rows[table->row_count].kind = (uint8_t)row_kind(builder, r);
			table->row_count++;
		}
	}
	if (dropped)
		REPORT(builder->all, rows_dropped, &at, arena_printf(builder->scratch, "%d", dropped));
	if (!result && !table->row_count)
		result = REPORT(builder->all, table_empty, &at);
	table->cells = builder->cells;
	table->rows = builder->rows;
	table->texts = builder->texts;
	table->text_length = builder->text_length;
	return result;
}
