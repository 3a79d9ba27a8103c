#include "read/sheet.h"
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "read/workbook.h"

void sheet_open(struct sheet *sheet, struct book *book)
{
	*sheet = (struct sheet){ .book = book };
	sheet->hidden_rows = arena_alloc(book->arena, SHEET_ROWS + 2);
	sheet->hidden_columns = arena_alloc(book->arena, SHEET_COLUMNS + 2);
}

bool sheet_tell(struct sheet *sheet)
{
	return sheet->told++ < SHEET_TOLD;
}

void sheet_too_large(struct sheet *sheet)
{
	struct place at = { .file = sheet->book->file };
	sheet->result = REPORT(sheet->book->all, workbook_too_large, &at, sheet->book->file);
	sheet->stop = true;
}

void sheet_put(struct sheet *sheet, int row, int column, const char *text)
{
	if (!text[0])
		return;
	const struct sheet_cell *last = sheet->cell_count ? &sheet->cells[sheet->cell_count - 1] : NULL;
	sheet->unsorted |= last && (row < last->row || (row == last->row && column <= last->column));
	sheet->text_bytes += strlen(text);
	if (sheet->cell_count >= SHEET_CELLS || sheet->text_bytes > SHEET_TEXT) {
		sheet_too_large(sheet);
		return;
	}
	ARENA_GROW(sheet->book->arena, sheet->cells, &sheet->cell_capacity, sheet->cell_count + 1);
	sheet->cells[sheet->cell_count++] = (struct sheet_cell){ text, row, column };
}

void sheet_merge(struct sheet *sheet, const struct sheet_range *range)
{
	if (range->row == range->last_row && range->column == range->last_column)
		return;
	if (sheet->range_count >= SHEET_CELLS) {
		sheet_too_large(sheet);
		return;
	}
	ARENA_GROW(sheet->book->arena, sheet->ranges, &sheet->range_capacity, sheet->range_count + 1);
	sheet->ranges[sheet->range_count++] = *range;
}

void sheet_hide(bool *hidden, int first, int last)
{
	if (first <= last)
		memset(hidden + first, true, (size_t)(last - first) + 1);
}

void sheet_names_add(struct sheet_names *names, const char *name)
{
	if (++names->count <= 12)
		names->list = arena_printf(names->arena, "%s%s%s", names->list ? names->list : "", names->list ? ", " : "", name);
	else if (names->count == 13)
		names->list = arena_printf(names->arena, "%s …", names->list);
}

bool cell_reference(const char *text, int *row, int *column, const char **end)
{
	long number = 0, letters = 0;
	for (; *text == '$' || (*text >= 'A' && *text <= 'Z'); text++)
		if (*text != '$' && letters <= SHEET_COLUMNS)
			letters = letters * 26 + (*text - 'A' + 1);
	for (; *text >= '0' && *text <= '9'; text++)
		number = number <= SHEET_ROWS ? number * 10 + (*text - '0') : number;
	if (letters < 1 || letters > SHEET_COLUMNS || number < 1 || number > SHEET_ROWS)
		return false;
	*row = (int)number;
	*column = (int)letters;
	if (end)
		*end = text;
	return true;
}

const char *cell_name(struct arena *arena, int row, int column)
{
	char letters[8];
	int at = 7;
	letters[at] = '\0';
	for (; column > 0; column = (column - 1) / 26)
		letters[--at] = (char)('A' + (column - 1) % 26);
	return arena_printf(arena, "%s%d", letters + at, row);
}

static const char *range_name(struct arena *arena, const struct sheet_range *range)
{
	return arena_printf(arena, "%s:%s", cell_name(arena, range->row, range->column), cell_name(arena, range->last_row, range->last_column));
}

/* ---- the grid ---- */

struct frame {
	struct sheet *sheet;
	int last_row, last_column;           /* of the sheet: behind them is no text */
	int *rows_before, *columns_before;   /* by number: how many are shown before it; so the index in the grid of one shown */
	int rows, columns;                   /* of the grid */
	struct grid_cell *cells;
};

static int *count_shown(struct arena *arena, const bool *hidden, int last, int *shown)
{
	int *before = arena_array(arena, (size_t)last + 2, sizeof *before);
	for (int i = 1; i <= last; i++)
		before[i + 1] = before[i] + !hidden[i];
	*shown = before[last + 1];
	return before;
}

static int by_place(const void *left, const void *right)
{
	const struct sheet_cell *a = left, *b = right;
	return a->row != b->row ? a->row - b->row : a->column - b->column;
}

/* A merged range shows the text of its first cell, even where that one is hidden. */
static const char *text_of(struct sheet *sheet, int row, int column)
{
	const struct sheet_cell wanted = { .row = row, .column = column };
	if (sheet->unsorted)
		qsort(sheet->cells, sheet->cell_count, sizeof *sheet->cells, by_place);
	sheet->unsorted = false;
	const struct sheet_cell *found = sheet->cell_count ? bsearch(&wanted, sheet->cells, sheet->cell_count, sizeof *sheet->cells, by_place) : NULL;
	return found ? found->text : "";
}

/* For each number up to `last` the first at or behind it that is shown; last + 1: none is. */
static const int *next_shown(struct arena *arena, const bool *hidden, int last)
{
	int *next = arena_array(arena, (size_t)last + 2, sizeof *next);
	next[last + 1] = last + 1;
	for (int i = last; i >= 0; i--)
		next[i] = hidden[i] ? next[i + 1] : i;
	return next;
}

/* A range whose first row or column is hidden has its text where it is first shown, be it behind all other text. */
static void reach_ranges(struct frame *frame)
{
	struct sheet *sheet = frame->sheet;
	const int *rows = NULL, *columns = NULL;
	for (size_t i = 0; i < sheet->range_count; i++) {
		const struct sheet_range *range = &sheet->ranges[i];
		if ((!sheet->hidden_rows[range->row] && !sheet->hidden_columns[range->column]) || !text_of(sheet, range->row, range->column)[0])
			continue;
		rows = rows ? rows : next_shown(sheet->book->arena, sheet->hidden_rows, SHEET_ROWS);
		columns = columns ? columns : next_shown(sheet->book->arena, sheet->hidden_columns, SHEET_COLUMNS);
		int row = rows[range->row], column = columns[range->column];
		if (row > range->last_row || column > range->last_column)
			continue;
		frame->last_row = row > frame->last_row ? row : frame->last_row;
		frame->last_column = column > frame->last_column ? column : frame->last_column;
	}
}

static int find_frame(struct frame *frame)
{
	const struct sheet *sheet = frame->sheet;
	struct book *book = sheet->book;
	struct place at = { .file = book->file };
	for (size_t i = 0; i < sheet->cell_count; i++) {
		frame->last_row = sheet->cells[i].row > frame->last_row ? sheet->cells[i].row : frame->last_row;
		frame->last_column = sheet->cells[i].column > frame->last_column ? sheet->cells[i].column : frame->last_column;
	}
	reach_ranges(frame);
	frame->rows_before = count_shown(book->arena, sheet->hidden_rows, frame->last_row, &frame->rows);
	frame->columns_before = count_shown(book->arena, sheet->hidden_columns, frame->last_column, &frame->columns);
	if ((int64_t)frame->rows * frame->columns > SHEET_CELLS)
		return REPORT(book->all, workbook_too_large, &at, book->file);
	int rows = frame->last_row - frame->rows, columns = frame->last_column - frame->columns;
	if (rows || columns)
		REPORT(book->all, hidden_left_out, &at, arena_printf(book->arena, "%d", rows), arena_printf(book->arena, "%d", columns));
	return 0;
}

static struct grid_cell *cell_of(const struct frame *frame, int row, int column)
{
	return &frame->cells[(size_t)frame->rows_before[row] * (size_t)frame->columns + (size_t)frame->columns_before[column]];
}

static void put_cells(struct frame *frame)
{
	const struct sheet *sheet = frame->sheet;
	frame->cells = arena_array(sheet->book->arena, (size_t)frame->rows * (size_t)frame->columns + 1, sizeof *frame->cells);
	int *numbers = arena_array(sheet->book->arena, (size_t)frame->columns + 1, sizeof *numbers);
	for (int c = 1; c <= frame->last_column; c++)
		numbers[frame->columns_before[c]] = c;    /* one that is hidden is written over by the next */
	for (int r = 1; r <= frame->last_row; r++)
		for (int c = 0; c < frame->columns && !sheet->hidden_rows[r]; c++)
			*cell_of(frame, r, numbers[c]) = (struct grid_cell){ .text = "", .line = r, .column = numbers[c] };
	for (size_t i = 0; i < sheet->cell_count; i++) {
		const struct sheet_cell *cell = &sheet->cells[i];
		if (!sheet->hidden_rows[cell->row] && !sheet->hidden_columns[cell->column])
			cell_of(frame, cell->row, cell->column)->text = cell->text;
	}
}

static int report_overlap(const struct frame *frame, const struct grid_cell *cell, const struct sheet_range *range)
{
	struct book *book = frame->sheet->book;
	const struct sheet_range *other = frame->sheet->ranges;
	while (other < range && (cell->line < other->row || cell->line > other->last_row || cell->column < other->column || cell->column > other->last_column))
		other++;
	struct place at = { .file = book->file, .line = cell->line, .column = cell->column };
	return REPORT(book->all, merges_overlap, &at, range_name(book->arena, other), range_name(book->arena, range));
}

static void cover(const struct frame *frame, struct grid_cell *cell, const struct sheet_range *range)
{
	struct book *book = frame->sheet->book;
	struct place at = { .file = book->file, .line = cell->line, .column = cell->column };
	cell->covered = true;
	if (cell->text[0] && sheet_tell(frame->sheet))
		REPORT(book->all, covered_left_out, &at, cell_name(book->arena, cell->line, cell->column), range_name(book->arena, range));
	cell->text = "";
}

/* A range counts what of it is shown. The first overlap ends it: so no cell is visited by many ranges. */
static int apply_range(const struct frame *frame, const struct sheet_range *range)
{
	int last_row = range->last_row < frame->last_row ? range->last_row : frame->last_row;
	int last_column = range->last_column < frame->last_column ? range->last_column : frame->last_column;
	if (range->row > last_row || range->column > last_column)
		return 0;
	int top = frame->rows_before[range->row], rows = frame->rows_before[last_row + 1] - top;
	int left = frame->columns_before[range->column], columns = frame->columns_before[last_column + 1] - left;
	for (int r = 0; r < rows; r++)
		for (int c = 0; c < columns; c++) {
			struct grid_cell *cell = &frame->cells[(size_t)(top + r) * (size_t)frame->columns + (size_t)(left + c)];
			if (cell->covered || cell->rows)
				return report_overlap(frame, cell, range);
			if (!r && !c) {
				cell->rows = rows;
				cell->columns = columns;
				if (cell->line != range->row || cell->column != range->column)
					cell->text = text_of(frame->sheet, range->row, range->column);
			} else {
				cover(frame, cell, range);
				cell->from_left = !r;
			}
		}
	return 0;
}

static void set_titles(const struct frame *frame, struct grid *out)
{
	const struct sheet *sheet = frame->sheet;
	int last = sheet->title_last < frame->last_row ? sheet->title_last : frame->last_row;
	if (!sheet->title_first || sheet->title_first > last)
		return;
	out->title_first = frame->rows_before[sheet->title_first];
	out->title_rows = frame->rows_before[last + 1] - out->title_first;
}

int sheet_build(struct sheet *sheet, struct grid *out)
{
	struct book *book = sheet->book;
	struct frame frame = { .sheet = sheet };
	if (sheet->result || find_frame(&frame))
		return -1;
	put_cells(&frame);
	int result = 0;
	for (size_t i = 0; i < sheet->range_count && !result; i++)
		result = apply_range(&frame, &sheet->ranges[i]);
	struct grid_row *rows = arena_array(book->arena, (size_t)frame.rows + 1, sizeof *rows);
	for (int r = 0; r < frame.rows; r++)
		rows[r] = (struct grid_row){ .cells = frame.cells + (size_t)r * (size_t)frame.columns, .count = frame.columns };
	*out = (struct grid){ .file = book->file, .rows = rows, .count = frame.rows };
	set_titles(&frame, out);
	return result;
}
