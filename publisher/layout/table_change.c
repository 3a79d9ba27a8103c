/* A part of a table in a marked edition: what tells a changed cell from the others besides the bar in the margin, and where rows were
 * removed. Nothing of it takes room, and texts are written one behind the other as they are without it: so all stands where it stood. */
#include "layout/marking.h"
#include "layout/table_put.h"

enum { INSET = 1300, LINE = 600, /* mpt: of the line inside a cell's rules */ NAMES_MOST = 20 };

/* A cell of this part that was changed, or the piece of it that stands here. */
struct changed_cell { const struct change *change; int row, column; struct work_column across; mpt top, bottom; };

static void put_side(struct table_put *put, const struct changed_cell *cell, const mpt from[2], const mpt to[2])
{
	struct page *page = put->pages->page;
	size_t first = page->count;
	bool empty = !table_words(put->work->table, cell->row, cell->column)[0];
	marking_rule(page, from, to, LINE, cell->change->mark == CHANGE_UNTOUCHED);
	for (size_t i = first; empty && i < page->count; i++)    /* nothing else of the cell is there to be marked */
		page->items[i].change = cell->change->mark;
}

/* An added row is marked as a whole by its tint and its bar. */
static void put_frame(struct table_put *put, const struct changed_cell *cell)
{
	mpt left = put->left + cell->across.left + INSET, right = put->left + cell->across.left + cell->across.width - INSET;
	mpt top = cell->top + INSET, bottom = cell->bottom - INSET;
	if (cell->change->mark == CHANGE_ADDED)
		return;
	put_side(put, cell, (const mpt[2]){ left, top }, (const mpt[2]){ right, top });
	put_side(put, cell, (const mpt[2]){ left, bottom }, (const mpt[2]){ right, bottom });
	put_side(put, cell, (const mpt[2]){ left, top }, (const mpt[2]){ left, bottom });
	put_side(put, cell, (const mpt[2]){ right, top }, (const mpt[2]){ right, bottom });
}

/* The shade of a rule covers it: shades say more. */
static void put_tint(struct table_put *put, const struct changed_cell *cell)
{
	if (cell->change->mark != CHANGE_UNTOUCHED)
		table_put_shade(put, cell->change->mark == CHANGE_ADDED ? TINT_BLUE : TINT_YELLOW, &cell->across, (const mpt[2]){ cell->top, cell->bottom });
}

/* What covers (row, c) in this part, if it begins there and was changed. */
static bool changed_at(const struct table_put *put, int row, int c, struct changed_cell *out)
{
	const struct table_work *work = put->work;
	bool label = table_is_label(work, row, c), covered = table_cell(work->table, row, c)->covered;
	int anchor = label && row == put->first ? table_anchor(work->table, row, c) : row;
	if (!table_cell(work->table, row, c)->columns || (label && covered && row != put->first))
		return false;
	*out = (struct changed_cell){ .change = table_change_of(put, anchor, c), .row = anchor, .column = c };
	if (!out->change)
		return false;
	out->across = table_joined(work, c, (int)table_cell(work->table, anchor, c)->columns);
	out->top = put_row_top(put, row);
	out->bottom = put_row_top(put, label ? table_behind(work, row, c, put->end) : row + 1);
	return true;
}

static void put_each(struct table_put *put, void (*put_one)(struct table_put *put, const struct changed_cell *cell))
{
	struct changed_cell cell;
	for (int r = put->first; put->work->job->marks && r < put->end; r++)
		for (int c = 0; c < put->work->column_count; c++)
			if (changed_at(put, r, c, &cell))
				put_one(put, &cell);
}

void table_put_tints(struct table_put *put) { put_each(put, put_tint); }

static const struct change_table *marks_of(const struct table_put *put)
{
	const struct layout_job *job = put->work->job;
	int table = (int)(put->work->table - job->document->tables);
	return job->marks && table < job->marks->table_count ? &job->marks->tables[table] : NULL;
}

const struct change *table_change_of(const struct table_put *put, int row, int column)
{
	const struct layout_job *job = put->work->job;
	return change_of_cell(job->marks, (int)(put->work->table - job->document->tables), (const int[2]){ row, column });
}

/* Names of the rows from `from` to before `to`, one behind the other; of more than a margin can ever hold how many they are. */
static const char *names_of(struct arena *arena, const struct change_removed *removed, size_t from, size_t to)
{
	const char *names = "删：";
	if (to - from > NAMES_MOST)
		return arena_printf(arena, "删%zu行", to - from);
	for (size_t i = from; i < to; i++)
		names = arena_printf(arena, "%s%s%s", names, i > from ? "；" : "", removed[i].name);
	return names;
}

static int put_removed(struct table_put *put)
{
	const struct change_table *marks = marks_of(put);
	size_t count = marks ? marks->removed_count : 0;
	bool last = put->end == put->work->row_count;
	int result = 0;
	for (size_t i = 0, end; i < count && !result; i = end) {
		int row = marks->removed[i].row;
		for (end = i; end < count && marks->removed[end].row == row;)
			end++;
		if (row < put->first || row > put->end || (row == put->end && !last) || (row == put->first && put->part->from.line))
			continue;
		bool more = end < count && marks->removed[end].row < put->end;
		struct marking_note note = { .names = names_of(put->arena, marks->removed, i, end), .unit = "行", .count = (int)(end - i), .y = put_row_top(put, row) };
		note.below = more ? put_row_top(put, marks->removed[end].row) : put->strip_y[put->strips];
		note.turned = put->work->orientation == TABLE_TURNED && !put->work->in_text;
		result = marking_note_put(put->pages, &note);
	}
	return result;
}

int table_put_changes(struct table_put *put)
{
	put_each(put, put_frame);
	return put_removed(put);
}
