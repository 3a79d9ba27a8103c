/* A part of a table in a marked edition: what tells a changed cell from the others besides the bar in the margin, and where rows were
 * removed. Nothing of it takes room: the table stands as it does without. */
#include "layout/marking.h"
#include "layout/table_put.h"

enum { INSET = 1300, LINE = 600 };    /* mpt: of the line inside a cell's rules */

static void put_side(struct table_put *put, const struct change *change, bool empty, const mpt from[2], const mpt to[2])
{
	struct page *page = put->pages->page;
	size_t first = page->count;
	marking_rule(page, from, to, LINE, change->mark == CHANGE_UNTOUCHED);
	for (size_t i = first; empty && i < page->count; i++)    /* nothing else of the cell is there to be marked */
		page->items[i].change = change->mark;
}

void table_put_ground(struct table_put *put, const struct table_ground *ground, const struct work_column *column, const mpt top_bottom[2])
{
	const struct change *change = ground->change;
	mpt left = put->left + column->left + INSET, right = put->left + column->left + column->width - INSET;
	mpt top = top_bottom[0] + INSET, bottom = top_bottom[1] - INSET;
	enum tint tint = ground->shade;
	if (change && !tint && change->mark != CHANGE_UNTOUCHED)
		tint = change->mark == CHANGE_ADDED ? TINT_BLUE : TINT_YELLOW;
	table_put_shade(put, tint, column, top_bottom);
	if (!change || (change->mark == CHANGE_ADDED && !ground->empty))    /* an added row is marked as a whole by its bar */
		return;
	put_side(put, change, ground->empty, (const mpt[2]){ left, top }, (const mpt[2]){ right, top });
	put_side(put, change, ground->empty, (const mpt[2]){ left, bottom }, (const mpt[2]){ right, bottom });
	put_side(put, change, ground->empty, (const mpt[2]){ left, top }, (const mpt[2]){ left, bottom });
	put_side(put, change, ground->empty, (const mpt[2]){ right, top }, (const mpt[2]){ right, bottom });
}

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

/* Names of the rows from `from` to before `to`, one behind the other. */
static const char *names_of(struct arena *arena, const struct change_removed *removed, size_t from, size_t to)
{
	const char *names = "删：";
	for (size_t i = from; i < to; i++)
		names = arena_printf(arena, "%s%s%s", names, i > from ? "；" : "", removed[i].name);
	return names;
}

int table_put_removed(struct table_put *put)
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
		struct marking_note note = { .names = names_of(put->arena, marks->removed, i, end), .count = (int)(end - i), .y = put_row_top(put, row) };
		note.below = more ? put_row_top(put, marks->removed[end].row) : put->strip_y[put->strips];
		note.turned = put->work->orientation == TABLE_TURNED && !put->work->in_text;
		result = marking_note_put(put->pages, &note);
	}
	return result;
}
