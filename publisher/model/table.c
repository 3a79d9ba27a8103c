/* From a grid of text to a table: which row is the head, which columns there are, what each cell says, what is merged. */
#include "model/table.h"
#include <string.h>
#include "base/arena.h"
#include "model/cell.h"
#include "model/table_head.h"
#include "read/grid.h"
#include "read/workbook.h"

struct builder {
	struct arena *arena;
	struct diagnostics *all;
	const struct settings *settings;
	const char *section;         /* table.ID */
	struct grid grid;
	struct table *table;
	struct table_cell *cells;
	struct table_row *rows;
	char *texts;                 /* the cells' words, one behind the other; the first is "" */
	size_t text_length, text_capacity;
	struct table_column *columns;
	struct table_head_cell *head_cells;
	bool *covered;               /* by cell: a merged range of the workbook goes on here */
	bool *ranges;                /* by column: the workbook has merged ranges in it */
	int head, first_row;         /* rows of the grid: where the head begins, and the data */
	int titled_rows;             /* of the head, by the workbook's print titles; 0: they do not tell */
	int width;                   /* columns with a head */
	struct unit_names units;
};

static const struct words *look_up(const struct builder *builder, const char *key)
{
	const struct words *own = settings_lookup(builder->settings, builder->section, key);
	return own ? own : settings_lookup(builder->settings, "table", key);
}

static const char *section_with(const struct builder *builder, const char *key)
{
	return settings_lookup(builder->settings, builder->section, key) ? builder->section : "table";
}

static struct place grid_place(const struct builder *builder, int row, int column)
{
	const struct grid_row *from = &builder->grid.rows[row];
	struct place at = { .file = builder->grid.file, .line = row + 1, .column = 1 };
	if (column < from->count) {
		at.line = from->cells[column].line;
		at.column = from->cells[column].column;
	}
	return at;
}

static bool row_is_empty(const struct builder *builder, const struct grid_row *row)
{
	for (int c = 0; c < row->count; c++)
		if (head_name(builder->arena, row->cells[c].text)[0])
			return false;
	return true;
}

static int known_heads(const struct builder *builder, const struct grid_row *row, const struct words *names, size_t count)
{
	int found = 0;
	for (size_t i = 0; i < count; i++)
		for (int c = 0; c < row->count; c++)
			if (strcmp(head_name(builder->arena, row->cells[c].text), names[i].text) == 0) {
				found++;
				break;
			}
	return found;
}

/* A row without an empty cell; one text merged across is a title. */
static bool is_full(const struct builder *builder, const struct grid_row *row)
{
	int texts = 0, covered = 0;
	for (int c = 0; c < row->count; c++) {
		covered += row->cells[c].covered;
		texts += !row->cells[c].covered && head_name(builder->arena, row->cells[c].text)[0];
	}
	return texts && texts + covered == row->count && (texts > 1 || row->count == 1);
}

/* The first row from `first` to before `end` in which at least half of the template's heads occur, else the first full one; -1. */
static int head_among(const struct builder *builder, int first, int end)
{
	const struct words *names = NULL;
	size_t count = settings_instances(builder->settings, "column", &names);
	int found = -1;
	for (int r = first; count && r < end && found < 0; r++)
		if (known_heads(builder, &builder->grid.rows[r], names, count) * 2 >= (int)count)
			found = r;
	for (int r = first; r < end && found < 0; r++)
		if (is_full(builder, &builder->grid.rows[r]))
			found = r;
	return found;
}

/* Rows that the workbook repeats on every page are the head, but for title and unit above it. -1 if they hold no head. */
static int head_by_titles(struct builder *builder)
{
	const struct grid *grid = &builder->grid;
	int end = grid->title_first + grid->title_rows, head = head_among(builder, grid->title_first, end);
	for (int r = grid->title_first; r < end && head < 0; r++) {
		int texts = 0;
		for (int c = 0; c < grid->rows[r].count; c++)
			texts += head_name(builder->arena, grid->rows[r].cells[c].text)[0] != '\0';
		head = texts > 1 ? r : -1;
	}
	if (head >= 0 && end - head > 1)    /* of one row merged ranges tell more */
		builder->titled_rows = end - head;
	return head;
}

static int find_head(struct builder *builder)
{
	int range[2] = { 1, builder->grid.count > 0 ? builder->grid.count : 1 }, row = 0;
	int given = settings_integer(builder->settings, builder->all, builder->section, "head_row", range, &row);
	if (given)
		return given < 0 ? -1 : row - 1;
	int head = settings_lookup(builder->settings, builder->section, "head_rows") ? -1 : head_by_titles(builder);
	if (head < 0)
		head = head_among(builder, 0, builder->grid.count);
	struct place at = { .file = builder->grid.file };
	return head < 0 ? REPORT(builder->all, table_no_head, &at) : head;
}

/* The name of the attachment that the table is: it is the table's title where none is given. */
static const struct words *attachment_name(const struct builder *builder)
{
	const struct words *numbers = NULL, *name = NULL;
	size_t count = settings_instances(builder->settings, "attachment", &numbers);
	for (size_t i = 0; i < count && !name; i++) {
		const char *section = arena_printf(builder->arena, "attachment.%s", numbers[i].text);
		const struct words *table = settings_lookup(builder->settings, section, "table");
		if (table && strcmp(table->text, builder->table->id) == 0)
			name = settings_lookup(builder->settings, section, "name");
	}
	return name;
}

/* Is the text of the data what the edition says, but for its wished breaks? */
static bool says(const struct builder *builder, const struct words *given, const char *text)
{
	char *plain = given && given->text ? arena_strdup(builder->arena, head_name(builder->arena, given->text)) : NULL, *to = plain;
	for (const char *from = plain; from && *from; from++)
		if (*from != '|')
			*to++ = *from;
	if (to)
		*to = '\0';
	return plain && strcmp(text, plain) == 0;
}

/* Text above the head: title and unit are known from the edition and dropped with a note; anything else would be lost. */
static int check_above(struct builder *builder)
{
	const struct words *known[4] = { &builder->table->title, &builder->table->unit, &builder->table->subtitle, attachment_name(builder) };
	int result = 0;
	for (int r = 0; r < builder->head; r++) {
		for (int c = 0; c < builder->grid.rows[r].count; c++) {
			const char *text = head_name(builder->arena, builder->grid.rows[r].cells[c].text);
			struct place at = grid_place(builder, r, c);
			bool same = false;
			for (int i = 0; i < 4 && text[0]; i++)
				same |= says(builder, known[i], text);
			if (text[0] && same)
				REPORT(builder->all, table_above_dropped, &at, text);
			else if (text[0])
				result = REPORT(builder->all, table_above_unknown, &at, text);
		}
	}
	return result;
}

static int column_policy(struct builder *builder, struct table_column *column)
{
	static const char *const breaks[] = { "keep", "保留", "join", "连接", "list", "列表", NULL };
	static const char *const repeats[] = { "always", "每页", "marked", "标续", "never", "不", NULL };
	const struct settings *settings = builder->settings;
	struct diagnostics *all = builder->all;
	const char *section = arena_printf(builder->arena, "column.%s", column->name);
	int choice = 0, result = 0;
	result |= settings_flag(settings, all, section, "stack", &column->stack) < 0;
	result |= settings_flag(settings, all, section, "merge", &column->merge) < 0;
	result |= settings_choice(settings, all, section, "breaks", breaks, &choice) < 0;
	column->breaks = (enum cell_breaks)choice;
	choice = 0;
	result |= settings_choice(settings, all, section, "repeat", repeats, &choice) < 0;
	column->repeat = (enum label_repeat)choice;
	if (column->repeat == REPEAT_MARKED) {
		const struct words *value = settings_lookup(settings, section, "repeat");
		result |= REPORT(all, value_not_yet, &value->at, value->text);
	}
	return result ? -1 : 0;
}

static int required_columns(struct builder *builder)
{
	const struct words *names = NULL;
	size_t count = settings_instances(builder->settings, "column", &names);
	int result = 0;
	for (size_t i = 0; i < count; i++) {
		bool required = false, there = false;
		settings_flag(builder->settings, builder->all, arena_printf(builder->arena, "column.%s", names[i].text), "required", &required);
		for (int c = 0; c < builder->table->column_count; c++)
			there |= strcmp(builder->table->columns[c].name, names[i].text) == 0;
		struct place at = grid_place(builder, builder->head, 0);
		if (required && !there)
			result = REPORT(builder->all, column_missing, &at, names[i].text);
	}
	return result;
}

/* A merged range over rows and columns at once cannot be set yet. */
static int check_range(struct builder *builder, const struct grid_cell *cell)
{
	struct place at = { .file = builder->grid.file, .line = cell->line, .column = cell->column };
	if (cell->columns <= 1 || cell->rows <= 1)
		return 0;
	return REPORT(builder->all, merge_not_yet, &at, arena_printf(builder->arena, "%s (%d x %d)",
	              cell_name(builder->arena, cell->line, cell->column), cell->rows, cell->columns));
}

static void override_head(struct builder *builder, int c)
{
	const struct words *head = settings_lookup(builder->settings, arena_printf(builder->arena, "column.%s", builder->columns[c].name), "head");
	struct table_head_cell *cells = builder->head_cells;
	for (int i = 0; head && head->text[0] && i < builder->table->head_cell_count; i++)
		if (cells[i].column == c && cells[i].columns == 1 && cells[i].row + cells[i].rows == builder->table->head_rows)
			cells[i].text = *head;
}

static int build_columns(struct builder *builder)
{
	int range[2] = { 1, 9 }, rows = 0;
	if (settings_integer(builder->settings, builder->all, builder->section, "head_rows", range, &rows) < 0)
		return -1;
	const struct head_request request = { .grid = &builder->grid, .row = builder->head, .rows = rows ? rows : builder->titled_rows };
	int result = head_build(builder->arena, builder->all, &request, builder->table, &builder->first_row);
	if (!builder->table->column_count)
		return -1;
	builder->width = builder->table->column_count;
	builder->columns = arena_array(builder->arena, (size_t)builder->width, sizeof *builder->columns);
	memcpy(builder->columns, builder->table->columns, (size_t)builder->width * sizeof *builder->columns);
	builder->head_cells = arena_array(builder->arena, (size_t)builder->table->head_cell_count, sizeof *builder->head_cells);
	memcpy(builder->head_cells, builder->table->head_cells, (size_t)builder->table->head_cell_count * sizeof *builder->head_cells);
	builder->table->columns = builder->columns;
	builder->table->head_cells = builder->head_cells;
	builder->ranges = arena_array(builder->arena, (size_t)builder->width + 1, sizeof *builder->ranges);
	for (int c = 0; c < builder->width; c++) {
		result |= column_policy(builder, &builder->columns[c]);
		override_head(builder, c);
	}
	return result | required_columns(builder);
}

static int check_row(struct builder *builder, int r, int data_row)
{
	const struct grid_row *row = &builder->grid.rows[r];
	int result = 0;
	if (row->count < builder->width) {
		struct place at = grid_place(builder, r, 0);
		at.row = data_row;
		result = REPORT(builder->all, row_short, &at, arena_printf(builder->arena, "%d", row->count),
		                arena_printf(builder->arena, "%d", builder->width));
	}
	for (int c = builder->width; c < row->count; c++) {
		struct place at = grid_place(builder, r, c);
		at.row = data_row;
		if (head_name(builder->arena, row->cells[c].text)[0])
			result = REPORT(builder->all, row_long, &at, row->cells[c].text, arena_printf(builder->arena, "%d", builder->width));
	}
	return result;
}

static uint32_t keep_text(struct builder *builder, const char *text)
{
	size_t length = strlen(text), at = builder->text_length;
	if (!length)
		return 0;
	ARENA_GROW(builder->arena, builder->texts, &builder->text_capacity, at + length + 1);
	memcpy(builder->texts + at, text, length + 1);
	builder->text_length += length + 1;
	return (uint32_t)at;
}

static int build_row(struct builder *builder, int r)
{
	struct table *table = builder->table;
	int result = 0;
	builder->rows[table->row_count].line = (uint32_t)builder->grid.rows[r].cells[0].line;
	for (int c = 0; c < builder->width; c++) {
		const struct grid_cell *from = &builder->grid.rows[r].cells[c];
		size_t index = (size_t)table->row_count * (size_t)builder->width + (size_t)c;
		struct table_cell *to = &builder->cells[index];
		result |= check_range(builder, from);
		builder->covered[index] = from->covered && !from->from_left;
		int columns = from->from_left ? 0 : from->columns > 1 ? from->columns : 1;
		const char *text = cell_text(builder->arena, from->text, &table->columns[c], &builder->units);
		unsigned below = (unsigned)(from->line - (int)builder->rows[table->row_count].line);
		builder->ranges[c] |= from->rows > 1;
		*to = (struct table_cell){ .text = keep_text(builder, text), .columns = (unsigned)(c + columns > builder->width ? builder->width - c : columns),
		                           .line = below < 511 ? below : 511, .column = from->column < 16383 ? (unsigned)from->column : 16383 };
		if (cell_is_spoiled(text)) {
			struct place at = grid_place(builder, r, c);
			at.row = table->row_count + 1;
			at.heading = table->columns[c].name;
			REPORT(builder->all, cell_spoiled, &at, text);
		}
	}
	table->row_count++;
	return result;
}

static int build_rows(struct builder *builder)
{
	struct table *table = builder->table;
	int result = 0, dropped = 0, last = builder->grid.count;
	builder->cells = arena_array(builder->arena, (size_t)builder->grid.count * (size_t)builder->width + 1, sizeof *builder->cells);
	builder->rows = arena_array(builder->arena, (size_t)builder->grid.count + 1, sizeof *builder->rows);
	ARENA_GROW(builder->arena, builder->texts, &builder->text_capacity, 1);
	builder->text_length = 1;
	builder->covered = arena_array(builder->arena, (size_t)builder->grid.count * (size_t)builder->width + 1, sizeof *builder->covered);
	for (int r = builder->first_row; r < last; r++) {
		if (row_is_empty(builder, &builder->grid.rows[r])) {
			dropped++;
			continue;
		}
		if (check_row(builder, r, table->row_count + 1) || build_row(builder, r))
			result = -1;
	}
	struct place at = { .file = builder->grid.file };
	if (dropped)
		REPORT(builder->all, rows_dropped, &at, arena_printf(builder->arena, "%d", dropped));
	if (!result && !table->row_count)
		result = REPORT(builder->all, table_empty, &at);
	table->cells = builder->cells;
	table->rows = builder->rows;
	table->texts = builder->texts;
	return result;
}

static const char *words_of(const struct builder *builder, int row, int column)
{
	return builder->texts + builder->cells[(size_t)row * (size_t)builder->width + (size_t)column].text;
}

static bool is_total(const struct builder *builder, int row)
{
	const char *first = words_of(builder, row, 0);
	return strcmp(first, "合计") == 0 || strcmp(first, "总计") == 0 || strcmp(first, "小计") == 0;
}

/* Does the cell continue the one above, within what the merge columns to its left allow? */
static bool continues(const struct builder *builder, int row, int column, int anchor)
{
	size_t width = (size_t)builder->width;
	const char *text = words_of(builder, row, column);
	if (builder->covered[(size_t)row * width + (size_t)column])
		return true;
	bool same = builder->table->columns[column].merge && (!text[0] || strcmp(text, words_of(builder, anchor, column)) == 0);
	bool wide = builder->cells[(size_t)row * width + (size_t)column].columns != 1 || builder->cells[(size_t)anchor * width + (size_t)column].columns != 1;
	if (!same || wide || is_total(builder, row) || is_total(builder, row - 1))
		return false;
	for (int c = 0; c < column; c++)
		if (builder->table->columns[c].merge && !builder->cells[(size_t)row * width + (size_t)c].covered)
			return false;
	return true;
}

static void merge(struct builder *builder)
{
	size_t width = (size_t)builder->width;
	for (int c = 0; c < builder->width; c++) {
		int anchor = 0;
		bool merges = builder->table->columns[c].merge || builder->ranges[c];
		for (int r = 1; merges && r < builder->table->row_count; r++) {
			struct table_cell *cell = &builder->cells[(size_t)r * width + (size_t)c];
			if (!continues(builder, r, c, anchor)) {
				anchor = r;
				continue;
			}
			cell->covered = 1;
			cell->text = 0;
		}
		builder->columns[c].merge = merges;    /* read by the columns to the right as well */
	}
}

static int table_options(struct builder *builder)
{
	static const char *const places[] = { "attachment", "附件", "body", "正文", NULL };
	static const char *const orientations[] = { "turned", "横排", "upright", "竖排", NULL };
	struct table *table = builder->table;
	int place = 0, orientation = 0, pages[2] = { 1, 100000 }, result = 0;
	const struct { const char *key; struct words *to; } texts[] = {
		{ "title", &table->title }, { "subtitle", &table->subtitle }, { "unit", &table->unit }, { "notes", &table->notes },
	};
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		const struct words *value = look_up(builder, texts[i].key);
		if (value && value->text[0])
			*texts[i].to = *value;
	}
	const struct settings *settings = builder->settings;
	result |= settings_choice(settings, builder->all, section_with(builder, "place"), "place", places, &place) < 0;
	result |= settings_choice(settings, builder->all, section_with(builder, "orientation"), "orientation", orientations, &orientation) < 0;
	result |= settings_integer(settings, builder->all, section_with(builder, "max_pages"), "max_pages", pages, &table->max_pages) < 0;
	table->place = (enum table_place)place;
	table->orientation = (enum table_orientation)orientation;
	return result ? -1 : 0;
}

static int load_grid(struct builder *builder, const struct words *data, const char *path)
{
	const struct words *sheet = settings_lookup(builder->settings, builder->section, "sheet");
	const char *path_and_sheet[2] = { path, sheet ? sheet->text : NULL };
	struct source source;
	if (workbook_named(path))
		return workbook_read(builder->arena, builder->all, &data->at, path_and_sheet, &builder->grid);
	if (sheet)
		return REPORT(builder->all, sheet_of_text, &sheet->at, data->text);
	if (source_load(builder->arena, builder->all, &data->at, path, &source) || grid_read(builder->arena, builder->all, &source, 0, &builder->grid))
		return workbook_in_use(builder->arena, builder->all, &data->at, path);
	return 0;
}

int table_build(struct arena *arena, struct diagnostics *all, const struct settings *settings, const struct words *id,
                struct table *out)
{
	struct builder builder = { .arena = arena, .all = all, .settings = settings, .table = out,
	                           .section = arena_printf(arena, "table.%s", id->text) };
	const struct words *data = settings_lookup(settings, builder.section, "data");
	*out = (struct table){ .id = id->text };
	if (!data || !data->text[0])
		return REPORT(all, table_no_data, &id->at, id->text);
	int result = table_options(&builder);
	const char *path = path_join(arena, settings_folder(settings), data->text);
	if (load_grid(&builder, data, path))
		return -1;
	out->file = builder.grid.file;
	builder.units = cell_unit_names(arena, settings);
	struct place at = { .file = out->file };
	if (!builder.grid.count)
		return REPORT(all, table_empty, &at);
	builder.head = find_head(&builder);
	if (builder.head < 0)
		return -1;
	result |= build_columns(&builder);
	if (!out->column_count)
		return -1;
	result |= check_above(&builder);
	result |= build_rows(&builder);
	if (result)
		return -1;
	merge(&builder);
	return result;
}

const struct table_cell *table_cell(const struct table *table, int row, int column)
{
	return &table->cells[(size_t)row * (size_t)table->column_count + (size_t)column];
}

const char *table_words(const struct table *table, int row, int column)
{
	return table->texts + table_cell(table, row, column)->text;
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
	while (row > 0 && table_cell(table, row, column)->covered)
		row--;
	return row;
}

struct place table_place_of(const struct table *table, int row, int column)
{
	const struct table_cell *cell = table_cell(table, row, column);
	int line = (int)(table->rows[row].line + cell->line);
	return (struct place){ .file = table->file, .line = line, .column = (int)cell->column, .row = row + 1,
	                       .heading = table->columns[column].name };
}
