#include "model/table_head.h"
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "read/workbook.h"

struct head {
	struct arena *arena;
	struct diagnostics *all;
	const struct grid *grid;
	int row, rows, width;
	struct table_head_cell *cells;
	size_t count, capacity;
	int *owner;                /* row-major: index of the cell that covers it, -1: none yet */
	int result;
};

const char *head_name(struct arena *arena, const char *text)
{
	char *out = arena_alloc(arena, strlen(text) + 1), *to = out;
	while (*text) {
		size_t skip = strchr(" \t\n", *text) ? 1 : strncmp(text, "\xE3\x80\x80", 3) == 0 ? 3 : 0;
		if (!skip)
			*to++ = *text;
		text += skip ? skip : 1;
	}
	return out;
}

bool head_equals(const char *text, const char *name)
{
	for (; *text; text++) {
		if (strchr(" \t\n", *text))
			continue;
		if (strncmp(text, "\xE3\x80\x80", 3) == 0)
			text += 2;
		else if (*text != *name++)
			return false;
	}
	return !*name;
}

static const struct grid_cell *cell_at(const struct head *head, int r, int c)
{
	static const struct grid_cell empty = { .text = "" };
	const struct grid_row *row = &head->grid->rows[head->row + r];
	return c < row->count ? &row->cells[c] : &empty;
}

static struct place place_at(const struct head *head, int r, int c)
{
	const struct grid_cell *cell = cell_at(head, r, c);
	return (struct place){ .file = head->grid->file, .line = cell->line ? cell->line : head->row + r + 1, .column = cell->column ? cell->column : 1 };
}

/* A merged range that reaches below the rows so far makes the head taller. */
static int rows_by_ranges(const struct head *head)
{
	int rows = 1;
	for (int r = 0; r < rows; r++)
		for (int c = 0; head->row + r < head->grid->count && c < head->grid->rows[head->row + r].count; c++) {
			int spans = cell_at(head, r, c)->rows;
			rows = r + spans > rows ? r + spans : rows;
		}
	return rows;
}

static int *owner_of(struct head *head, int r, int c) { return &head->owner[r * head->width + c]; }

static void add_cell(struct head *head, const struct table_head_cell *cell)
{
	ARENA_GROW(head->arena, head->cells, &head->capacity, head->count + 1);
	head->cells[head->count] = *cell;
	for (int r = cell->row; r < cell->row + cell->rows; r++)
		for (int c = cell->column; c < cell->column + cell->columns; c++)
			*owner_of(head, r, c) = (int)head->count;
	head->count++;
}

/* Cells from the grid's text and merged ranges. An empty cell below a text of one column belongs to it. */
static void cells_from_grid(struct head *head)
{
	for (int r = 0; r < head->rows; r++) {
		for (int c = 0; c < head->width; c++) {
			const struct grid_cell *from = cell_at(head, r, c);
			struct place at = place_at(head, r, c);
			struct table_head_cell cell = { .text = { head_name(head->arena, from->text), at }, .row = r, .column = c,
			                                .rows = from->rows ? from->rows : 1, .columns = from->columns ? from->columns : 1 };
			int above = r ? *owner_of(head, r - 1, c) : -1;
			if (*owner_of(head, r, c) >= 0)
				continue;
			if (r + cell.rows > head->rows || c + cell.columns > head->width) {
				head->result = REPORT(head->all, merge_over_head, &at, cell_name(head->arena, at.line, at.column), cell.text.text);
				return;
			}
			if (!cell.text.text[0] && above >= 0 && head->cells[above].columns == 1 && cell.columns == 1) {
				head->cells[above].rows += cell.rows;
				*owner_of(head, r, c) = above;
				continue;
			}
			add_cell(head, &cell);
		}
	}
}

/* Bytes of a path's first part, 0 if the text is no path. */
static size_t first_part(const char *text)
{
	const char *slash = strchr(text, '/');
	return slash && slash > text && slash[1] ? (size_t)(slash - text) : 0;
}

static bool shares_part(const char *a, const char *b)
{
	size_t length = first_part(a);
	return length && length == first_part(b) && strncmp(a, b, length) == 0;
}

/* Levels that the paths of columns [from, to) make: 1 + those below a part that neighbours share. `skip`: bytes of each
 * path that are behind already. */
static int path_levels(const char *const *paths, const size_t *skip, int from, int to)
{
	int most = 1;
	for (int c = from; c < to;) {
		int end = c + 1;
		while (end < to && shares_part(paths[c] + skip[c], paths[end] + skip[end]))
			end++;
		if (end > c + 1) {
			size_t inner[64];
			for (int i = c; i < end; i++)
				inner[i] = skip[i] + first_part(paths[i] + skip[i]) + 1;
			int levels = 1 + path_levels(paths, inner, c, end);
			most = levels > most ? levels : most;
		}
		c = end;
	}
	return most;
}

/* 自然村/奖励数 beside 自然村/户数: 自然村 over both. A slash whose first part no neighbour shares is text. */
static void cells_from_paths(struct head *head, const char *const *paths, const size_t *skip, const int from_to_row[3])
{
	int row = from_to_row[2];
	for (int c = from_to_row[0]; c < from_to_row[1];) {
		const char *text = paths[c] + skip[c];
		int end = c + 1;
		while (end < from_to_row[1] && shares_part(text, paths[end] + skip[end]))
			end++;
		bool group = end > c + 1;
		const struct table_head_cell cell = { .text = { group ? arena_strndup(head->arena, text, first_part(text)) : text, place_at(head, 0, c) },
		                                      .row = row, .column = c, .rows = group ? 1 : head->rows - row, .columns = end - c };
		add_cell(head, &cell);
		if (group) {
			size_t inner[64];
			for (int i = c; i < end; i++)
				inner[i] = skip[i] + first_part(text) + 1;
			cells_from_paths(head, paths, inner, (const int[3]){ c, end, row + 1 });
		}
		c = end;
	}
}

static int find_width(const struct head *head)
{
	int width = 0;
	for (int r = 0; r < head->rows; r++) {
		int count = head->grid->rows[head->row + r].count;
		for (int c = 0; c < count; c++) {
			const struct grid_cell *cell = cell_at(head, r, c);
			if (head_name(head->arena, cell->text)[0])
				width = c + (cell->columns > 1 ? cell->columns : 1) > width ? c + (cell->columns > 1 ? cell->columns : 1) : width;
		}
	}
	return width;
}

static const char *path_name(struct head *head, int c)
{
	const char *name = "";
	int before = -1;
	for (int r = 0; r < head->rows; r++) {
		int owner = *owner_of(head, r, c);
		const char *text = owner >= 0 ? head->cells[owner].text.text : "";
		if (owner != before && text[0])
			name = arena_printf(head->arena, "%s%s%s", name, name[0] ? "/" : "", text);
		before = owner;
	}
	return name;
}

static int by_place(const void *left, const void *right)
{
	const struct table_head_cell *a = left, *b = right;
	return a->row != b->row ? a->row - b->row : a->column - b->column;
}

static void build_columns(struct head *head, struct table *table)
{
	struct table_column *columns = arena_array(head->arena, (size_t)head->width + 1, sizeof *columns);
	for (int c = 0; c < head->width; c++) {
		struct place at = place_at(head, 0, c);
		columns[c].name = path_name(head, c);
		columns[c].head = (struct words){ .text = columns[c].name, .at = at };
		if (!columns[c].name[0])
			head->result = REPORT(head->all, column_without_head, &at, arena_printf(head->arena, "%d", c + 1));
		for (int other = 0; other < c; other++)
			if (columns[c].name[0] && strcmp(columns[other].name, columns[c].name) == 0)
				head->result = REPORT(head->all, column_twice, &at, columns[c].name);
	}
	qsort(head->cells, head->count, sizeof *head->cells, by_place);    /* the owners' numbers are not asked again */
	table->columns = columns;
	table->column_count = head->width;
	table->head_cells = head->cells;
	table->head_cell_count = (int)head->count;
	table->head_rows = head->rows;
}

int head_build(struct arena *arena, struct diagnostics *all, const struct head_request *request, struct table *table, int *end)
{
	struct head head = { .arena = arena, .all = all, .grid = request->grid, .row = request->row };
	struct place at = { .file = request->grid->file, .line = request->row + 1 };
	head.rows = request->rows ? request->rows : rows_by_ranges(&head);
	if (head.row + head.rows > request->grid->count)
		return REPORT(all, table_no_head, &at);
	*end = head.row + head.rows;
	head.width = find_width(&head);
	if (!head.width)
		return REPORT(all, table_no_head, &at);
	const char *paths[64];
	const size_t none[64] = { 0 };
	bool flat = head.rows == 1 && head.width <= 64;    /* a wider table is refused later */
	for (int c = 0; flat && c < head.width; c++)
		paths[c] = head_name(arena, cell_at(&head, 0, c)->text);
	head.rows = flat ? path_levels(paths, none, 0, head.width) : head.rows;
	head.owner = arena_array(arena, (size_t)head.rows * (size_t)head.width, sizeof *head.owner);
	for (int i = 0; i < head.rows * head.width; i++)
		head.owner[i] = -1;
	if (head.rows > 1 && flat)
		cells_from_paths(&head, paths, none, (const int[3]){ 0, head.width, 0 });
	else
		cells_from_grid(&head);
	if (!head.result)
		build_columns(&head, table);
	return head.result;
}
