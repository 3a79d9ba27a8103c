/* One sheet: cells with their shown text, hidden rows and columns, merged ranges. */
#include "read/sheet.h"
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "read/number_format.h"

struct found { int row, column; const char *text; };
struct range { int row, column, last_row, last_column; const char *name; };

struct sheet {
	struct book *book;
	struct found *cells;
	size_t cell_count, cell_capacity;
	struct range *ranges;
	size_t range_count, range_capacity;
	bool *hidden_columns;      /* by number */
	bool *hidden_rows;
	int row, column;           /* of the cell being read; the row counts on where it is not given */
	char type;                 /* first letter of its type: s, n, b, e, i(nlineStr), t = str */
	size_t style;
	bool formula, has_value, collecting, phonetic;
	char *text;
	size_t length, capacity;
	int result;
};

static void start_cell(struct sheet *sheet, const char **attributes)
{
	const char *reference = part_attribute(attributes, "r"), *type = part_attribute(attributes, "t"), *style = part_attribute(attributes, "s");
	int row = sheet->row, column = sheet->column + 1;
	if (reference && cell_reference(reference, &row, &column))
		sheet->row = row;
	sheet->column = column;
	sheet->type = type ? (strcmp(type, "str") == 0 ? 't' : type[0]) : 'n';
	sheet->style = style ? strtoul(style, NULL, 10) : 0;
	sheet->formula = sheet->has_value = false;
	sheet->length = 0;
}

static void start_row(struct sheet *sheet, const char **attributes)
{
	const char *number = part_attribute(attributes, "r"), *hidden = part_attribute(attributes, "hidden");
	long row = number ? strtol(number, NULL, 10) : sheet->row + 1;
	sheet->row = row > 0 && row <= SHEET_ROWS ? (int)row : sheet->row;
	sheet->column = 0;
	if (hidden && (hidden[0] == '1' || hidden[0] == 't'))
		sheet->hidden_rows[sheet->row] = true;
}

static void note_columns(struct sheet *sheet, const char **attributes)
{
	const char *min = part_attribute(attributes, "min"), *max = part_attribute(attributes, "max"), *hidden = part_attribute(attributes, "hidden");
	long from = min ? strtol(min, NULL, 10) : 0, to = max ? strtol(max, NULL, 10) : 0;
	for (long c = from > 1 ? from : 1; hidden && (hidden[0] == '1' || hidden[0] == 't') && c <= to && c <= SHEET_COLUMNS; c++)
		sheet->hidden_columns[c] = true;
}

static void note_merge(struct sheet *sheet, const char **attributes)
{
	const char *name = part_attribute(attributes, "ref"), *colon = name ? strchr(name, ':') : NULL;
	struct range range = { .row = 0 };
	if (!colon || !cell_reference(name, &range.row, &range.column) || !cell_reference(colon + 1, &range.last_row, &range.last_column)
	    || range.last_row < range.row || range.last_column < range.column)
		return;
	range.name = arena_strdup(sheet->book->arena, name);
	ARENA_GROW(sheet->book->arena, sheet->ranges, &sheet->range_capacity, sheet->range_count + 1);
	sheet->ranges[sheet->range_count++] = range;
}

static void on_start(void *context, const char *name, const char **attributes)
{
	struct sheet *sheet = context;
	if (strcmp(name, "c") == 0) {
		start_cell(sheet, attributes);
	} else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
		sheet->collecting = !sheet->phonetic;
		sheet->has_value = true;
	} else if (strcmp(name, "f") == 0) {
		sheet->formula = true;
	} else if (strcmp(name, "rPh") == 0) {
		sheet->phonetic = true;
	} else if (strcmp(name, "row") == 0) {
		start_row(sheet, attributes);
	} else if (strcmp(name, "col") == 0) {
		note_columns(sheet, attributes);
	} else if (strcmp(name, "mergeCell") == 0) {
		note_merge(sheet, attributes);
	}
}

static void on_text(void *context, const char *text, size_t length)
{
	struct sheet *sheet = context;
	if (!sheet->collecting)
		return;
	ARENA_GROW(sheet->book->arena, sheet->text, &sheet->capacity, sheet->length + length + 1);
	memcpy(sheet->text + sheet->length, text, length);
	sheet->length += length;
}

static struct place place_of(const struct sheet *sheet)
{
	return (struct place){ .file = sheet->book->file, .line = sheet->row, .column = sheet->column };
}

static const char *shown_number(struct sheet *sheet, const char *raw)
{
	const struct book *book = sheet->book;
	const char *code = sheet->style < book->formats.count ? book->formats.codes[sheet->style] : "General";
	char *end = NULL;
	double value = strtod(raw, &end);
	if (end == raw || *end)
		return raw;
	const char *shown = number_format_show(book->arena, value, code, book->date1904);
	if (!shown) {
		struct place at = place_of(sheet);
		REPORT(book->all, format_unknown, &at, cell_name(book->arena, sheet->row, sheet->column), code);
		shown = number_format_show(book->arena, value, "General", false);
	}
	return shown;
}

static const char *cell_shown(struct sheet *sheet, const char *raw)
{
	const struct strings *strings = &sheet->book->strings;
	size_t index = 0;
	switch (sheet->type) {
	case 's':
		index = strtoul(raw, NULL, 10);
		return index < strings->count ? strings->list[index] : "";
	case 'n':
		return shown_number(sheet, raw);
	case 'b':
		return strcmp(raw, "1") == 0 ? "TRUE" : "FALSE";
	default:
		return raw;
	}
}

static void end_cell(struct sheet *sheet)
{
	struct book *book = sheet->book;
	struct place at = place_of(sheet);
	if (sheet->row < 1 || sheet->row > SHEET_ROWS || sheet->column < 1 || sheet->column > SHEET_COLUMNS)
		return;
	if (sheet->formula && !sheet->has_value)
		sheet->result = REPORT(book->all, formula_without_value, &at, cell_name(book->arena, sheet->row, sheet->column));
	if (!sheet->has_value || !sheet->length)
		return;
	const char *shown = cell_shown(sheet, arena_strndup(book->arena, sheet->text, sheet->length));
	if (!shown[0])
		return;
	ARENA_GROW(book->arena, sheet->cells, &sheet->cell_capacity, sheet->cell_count + 1);
	sheet->cells[sheet->cell_count++] = (struct found){ sheet->row, sheet->column, shown };
}

static void on_end(void *context, const char *name)
{
	struct sheet *sheet = context;
	if (strcmp(name, "c") == 0)
		end_cell(sheet);
	else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		sheet->collecting = false;
	else if (strcmp(name, "rPh") == 0)
		sheet->phonetic = false;
}

/* ---- the grid ---- */

struct frame {                 /* what is shown: visible numbers in order, and back */
	int *row_at, *column_at;   /* by number of the sheet: index in the grid, -1 hidden */
	int rows, columns;         /* of the grid */
	int last_row, last_column;
};

static int visible(struct arena *arena, const bool *hidden, int last, int **at, int *left_out)
{
	int count = 0;
	*at = arena_array(arena, (size_t)last + 2, sizeof **at);
	for (int i = 1; i <= last; i++) {
		(*at)[i] = hidden[i] ? -1 : count;
		count += !hidden[i];
		*left_out += hidden[i];
	}
	return count;
}

static int find_frame(struct sheet *sheet, struct frame *frame)
{
	struct book *book = sheet->book;
	int hidden_rows = 0, hidden_columns = 0;
	struct place at = { .file = book->file };
	for (size_t i = 0; i < sheet->cell_count; i++) {
		frame->last_row = sheet->cells[i].row > frame->last_row ? sheet->cells[i].row : frame->last_row;
		frame->last_column = sheet->cells[i].column > frame->last_column ? sheet->cells[i].column : frame->last_column;
	}
	frame->rows = visible(book->arena, sheet->hidden_rows, frame->last_row, &frame->row_at, &hidden_rows);
	frame->columns = visible(book->arena, sheet->hidden_columns, frame->last_column, &frame->column_at, &hidden_columns);
	if ((int64_t)frame->rows * frame->columns > SHEET_CELLS)
		return REPORT(book->all, workbook_too_large, &at, book->file);
	if (hidden_rows || hidden_columns)
		REPORT(book->all, hidden_left_out, &at, arena_printf(book->arena, "%d", hidden_rows), arena_printf(book->arena, "%d", hidden_columns));
	return 0;
}

static struct grid_cell *empty_cells(struct sheet *sheet, const struct frame *frame)
{
	struct grid_cell *cells = arena_array(sheet->book->arena, (size_t)frame->rows * (size_t)frame->columns + 1, sizeof *cells);
	for (int r = 1; r <= frame->last_row; r++)
		for (int c = 1; c <= frame->last_column; c++)
			if (frame->row_at[r] >= 0 && frame->column_at[c] >= 0)
				cells[(size_t)frame->row_at[r] * (size_t)frame->columns + (size_t)frame->column_at[c]] = (struct grid_cell){ .text = "", .line = r, .column = c };
	return cells;
}

/* A merged range counts what of it is shown; its text stands in its first cell even where that one is hidden. */
static int apply_range(struct sheet *sheet, const struct frame *frame, struct grid_cell *cells, const struct range *range, const char **owners)
{
	struct grid_cell *first = NULL;
	int last_row = range->last_row < frame->last_row ? range->last_row : frame->last_row;
	int last_column = range->last_column < frame->last_column ? range->last_column : frame->last_column;
	int rows = 0, columns = 0, result = 0;
	for (int c = range->column; c <= last_column; c++)
		columns += frame->column_at[c] >= 0;
	for (int r = range->row; r <= last_row; r++) {
		rows += frame->row_at[r] >= 0;
		for (int c = range->column; c <= last_column && frame->row_at[r] >= 0; c++) {
			if (frame->column_at[c] < 0)
				continue;
			size_t index = (size_t)frame->row_at[r] * (size_t)frame->columns + (size_t)frame->column_at[c];
			struct place at = { .file = sheet->book->file, .line = r, .column = c };
			if (owners[index])
				result = REPORT(sheet->book->all, merges_overlap, &at, owners[index], range->name);
			owners[index] = range->name;
			if (!first)
				first = &cells[index];
			else
				cells[index].covered = true;
			cells[index].from_left = cells[index].covered && rows == 1;
		}
	}
	if (first) {
		first->rows = rows;
		first->columns = columns;
	}
	return result;
}

static int build_grid(struct sheet *sheet, struct grid *out)
{
	struct book *book = sheet->book;
	struct frame frame = { .rows = 0 };
	if (find_frame(sheet, &frame))
		return -1;
	struct grid_cell *cells = empty_cells(sheet, &frame);
	const char **owners = arena_array(book->arena, (size_t)frame.rows * (size_t)frame.columns + 1, sizeof *owners);
	struct grid_row *rows = arena_array(book->arena, (size_t)frame.rows + 1, sizeof *rows);
	int result = 0;
	for (size_t i = 0; i < sheet->cell_count; i++) {
		int r = frame.row_at[sheet->cells[i].row], c = frame.column_at[sheet->cells[i].column];
		if (r >= 0 && c >= 0)
			cells[(size_t)r * (size_t)frame.columns + (size_t)c].text = sheet->cells[i].text;
	}
	for (size_t i = 0; i < sheet->range_count; i++)
		result |= apply_range(sheet, &frame, cells, &sheet->ranges[i], owners);
	for (int r = 0; r < frame.rows; r++)
		rows[r] = (struct grid_row){ .cells = cells + (size_t)r * (size_t)frame.columns, .count = frame.columns };
	*out = (struct grid){ .file = book->file, .rows = rows, .count = frame.rows };
	return result;
}

int sheet_read(struct book *book, const char *part, struct grid *out)
{
	struct sheet sheet = { .book = book };
	const struct part handlers = { &sheet, on_start, on_end, on_text };
	struct place at = { .file = book->file };
	sheet.hidden_rows = arena_alloc(book->arena, SHEET_ROWS + 2);
	sheet.hidden_columns = arena_alloc(book->arena, SHEET_COLUMNS + 2);
	int parsed = part_parse(book, part, &handlers);
	if (parsed == 0)
		return REPORT(book->all, workbook_damaged, &at, part);
	if (parsed < 0 || sheet.result)
		return -1;
	return build_grid(&sheet, out);
}
