/* From a grid of text to a table: its head and columns, its rows, what is merged, what is not public. Source and grid
 * go when it is built. */
#include "model/table.h"
#include <string.h>
#include "base/arena.h"
#include "model/table_build.h"
#include "model/table_head.h"
#include "read/nearest.h"
#include "read/workbook.h"

static int required_columns(struct table_builder *builder)
{
	const struct words *names = NULL;
	size_t count = settings_instances(builder->settings, "column", &names);
	int result = 0;
	for (size_t i = 0; i < count; i++) {
		bool required = false, there = false;
		settings_flag(builder->settings, builder->all, arena_printf(builder->arena, "column.%s", names[i].text), "required", &required);
		for (int c = 0; c < builder->table->column_count; c++)
			there |= strcmp(builder->table->columns[c].name, names[i].text) == 0;
		struct place at = table_grid_place(builder, builder->head, 0);
		if (required && !there)
			result = REPORT(builder->all, column_missing, &at, names[i].text);
	}
	return result;
}

static void override_head(struct table_builder *builder, int c)
{
	const struct words *head = settings_lookup(builder->settings, arena_printf(builder->arena, "column.%s", builder->columns[c].name), "head");
	struct table_head_cell *cells = builder->head_cells;
	for (int i = 0; head && head->text[0] && i < builder->table->head_cell_count; i++)
		if (cells[i].column == c && cells[i].columns == 1 && cells[i].row + cells[i].rows == builder->table->head_rows)
			cells[i].text = *head;
}

/* A key of the edition's own that names no column would be passed over. One of a template holds where its columns are. */
static int check_key(const struct table_builder *builder)
{
	const struct table *table = builder->table;
	const char **columns = arena_array(builder->arena, (size_t)table->column_count, sizeof *columns);
	int result = 0;
	if (!settings_lookup(builder->settings, builder->section, "key"))
		return 0;
	for (int c = 0; c < table->column_count; c++)
		columns[c] = table->columns[c].name;
	for (int i = 0; i < table->key_count; i++) {
		const char *near = nearest(table->key[i].text, columns, (size_t)table->column_count);
		if (table_column_named(table, table->key[i].text) < 0)
			result = REPORT(builder->all, key_column_unknown, &table->key[i].at, table->id, table->key[i].text, near);
	}
	return result;
}

static int build_columns(struct table_builder *builder)
{
	struct table *table = builder->table;
	int range[2] = { 1, 9 }, rows = 0;
	if (settings_integer(builder->settings, builder->all, builder->section, "head_rows", range, &rows) < 0)
		return -1;
	const struct head_request request = { .grid = &builder->grid, .row = builder->head, .rows = rows ? rows : builder->titled_rows };
	int result = head_build(builder->arena, builder->all, &request, table, &builder->first_row);
	if (!table->column_count)
		return -1;
	builder->width = table->column_count;
	builder->columns = arena_array(builder->arena, (size_t)builder->width, sizeof *builder->columns);
	memcpy(builder->columns, table->columns, (size_t)builder->width * sizeof *builder->columns);
	builder->head_cells = arena_array(builder->arena, (size_t)table->head_cell_count, sizeof *builder->head_cells);
	memcpy(builder->head_cells, table->head_cells, (size_t)table->head_cell_count * sizeof *builder->head_cells);
	table->columns = builder->columns;
	table->head_cells = builder->head_cells;
	for (int c = 0; c < builder->width; c++) {
		result |= table_column_policy(builder, &builder->columns[c]);
		table_values(builder, &builder->columns[c]);
		override_head(builder, c);
	}
	return result | required_columns(builder) | check_key(builder);
}

static int load_grid(struct table_builder *builder, const struct words *data)
{
	const struct words *sheet = settings_lookup(builder->settings, builder->section, "sheet");
	const char *path = settings_source(builder->settings, builder->all, SOURCE_TABLE, data);
	const char *path_and_sheet[2] = { path, sheet ? sheet->text : NULL };
	struct source source;
	int result = 0;
	if (!path)
		return -1;
	if (workbook_named(path))
		result = workbook_read(builder->reading, builder->all, &data->at, path_and_sheet, &builder->grid);
	else if (sheet)
		result = REPORT(builder->all, sheet_of_text, &sheet->at, data->text);
	else if (source_load(builder->reading, builder->all, &data->at, path, &source)
	         || grid_read(builder->reading, builder->all, &source, 0, &builder->grid))
		result = workbook_in_use(builder->reading, builder->all, &data->at, path);
	if (!result)
		builder->table->file = builder->grid.file = arena_strdup(builder->arena, builder->grid.file);
	return result;
}

void table_link(struct table *table, struct table_cell *cells)
{
	size_t width = (size_t)table->column_count, count = (size_t)table->row_count * width;
	for (size_t i = width; i < count; i++)
		if (cells[i].covered)
			cells[i].text = cells[i - width].covered ? cells[i - width].text + 1 : 1;
}

static int build(struct table_builder *builder, const struct words *data)
{
	int result = table_options(builder);
	if (load_grid(builder, data))
		return -1;
	struct place at = { .file = builder->grid.file };
	if (!builder->grid.count)
		return REPORT(builder->all, table_empty, &at);
	builder->head = table_find_head(builder);
	if (builder->head < 0)
		return -1;
	result |= build_columns(builder);
	if (!builder->table->column_count)
		return -1;
	result |= table_check_above(builder);
	result |= table_build_rows(builder);
	if (result)
		return -1;
	table_merge(builder);
	table_check_totals(builder);
	table_check_values(builder);
	table_link(builder->table, builder->cells);
	result = table_make_public(builder);
	table_link(builder->table, builder->cells);
	return result;
}

int table_build(struct arena *arena, struct diagnostics *all, const struct settings *settings, const struct words *id,
                struct table *out)
{
	struct table_builder builder = { .arena = arena, .all = all, .settings = settings, .table = out,
	                                 .section = arena_printf(arena, "table.%s", id->text) };
	const struct words *data = settings_lookup(settings, builder.section, "data");
	*out = (struct table){ .id = id->text };
	if (!data || !data->text[0])
		return REPORT(all, table_no_data, &id->at, id->text);
	builder.reading = arena_new();
	builder.scratch = arena_new();
	int result = build(&builder, data);
	arena_free(builder.scratch);
	arena_free(builder.reading);
	return result;
}

const struct table_cell *table_cell(const struct table *table, int row, int column)
{
	return &table->cells[(size_t)row * (size_t)table->column_count + (size_t)column];
}

const char *table_words(const struct table *table, int row, int column)
{
	const struct table_cell *cell = table_cell(table, row, column);
	return table->texts + (cell->covered ? 0 : cell->text);
}

int table_column_named(const struct table *table, const char *name)
{
	int column = table->column_count - 1;
	while (column >= 0 && strcmp(table->columns[column].name, name) != 0)
		column--;
	return column;
}

int table_span(const struct table *table, int row, int column)
{
	int end = row + 1;
	if (table_cell(table, row, column)->covered)
		return 0;
	while (end < table->row_count && table_cell(table, end, column)->covered)
		end++;
	return end - row;
}

int table_anchor(const struct table *table, int row, int column)
{
	const struct table_cell *cell;
	while (row > 0 && (cell = table_cell(table, row, column))->covered)
		row -= cell->text ? (int)cell->text : 1;
	return row;
}

struct place table_place_of(const struct table *table, int row, int column)
{
	const struct table_cell *cell = table_cell(table, row, column);
	int line = (int)(table->rows[row].line + cell->line);
	return (struct place){ .file = table->file, .line = line, .column = (int)cell->column, .row = row + 1,
	                       .heading = table->columns[column].name };
}
