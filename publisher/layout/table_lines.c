/* Rules of a part. The frame is closed at every break; each rule is drawn once, in one stroke as long as it can be. */
#include "layout/table_put.h"

/* Column whose cell covers (row, c) from the left. */
static int owner_column(const struct table_work *work, int row, int c)
{
	while (c > 0 && !table_cell(work->table, row, c)->columns)
		c--;
	return c;
}

static void rule_across(struct table_put *put, const int from_to[2], mpt y)
{
	const struct work_column *from = &put->work->columns[from_to[0]], *to = &put->work->columns[from_to[1]];
	page_rule(put->pages->page, (const mpt[2]){ put->left + from->left, y }, (const mpt[2]){ put->left + to->left + to->width, y },
	          put->work->style->table_rule, PAINT_BLACK);
}

/* Rules between rows: not through a cell that goes on below. */
static void rule_between(struct table_put *put, int row, mpt y)
{
	struct table_work *work = put->work;
	int start = -1;
	for (int c = 0; c <= work->column_count; c++) {
		bool open = c < work->column_count && !table_cell(work->table, row, owner_column(work, row, c))->covered;
		if (open && start < 0)
			start = c;
		if (!open && start >= 0) {
			rule_across(put, (const int[2]){ start, c - 1 }, y);
			start = -1;
		}
	}
}

/* Is there a rule at the left of column c in a row of the head; and one above a row of it over column c? */
static bool head_edge(const struct table_work *work, int row, int c, bool above)
{
	bool edge = true;
	for (int i = 0; i < work->table->head_cell_count; i++) {
		const struct table_head_cell *cell = work->heads[i].cell;
		bool rows = above ? cell->row < row && row < cell->row + cell->rows : cell->row <= row && row < cell->row + cell->rows;
		bool columns = above ? cell->column <= c && c < cell->column + cell->columns : cell->column < c && c < cell->column + cell->columns;
		edge &= !(rows && columns);
	}
	return edge;
}

static void head_rules(struct table_put *put)
{
	struct table_work *work = put->work;
	for (int r = 1; r < work->table->head_rows; r++) {
		for (int c = 0; c < work->column_count;) {
			int end = c;
			while (end < work->column_count && head_edge(work, r, end, true))
				end++;
			if (end > c)
				rule_across(put, (const int[2]){ c, end - 1 }, put->strip_y[r]);
			c = end + 1;
		}
	}
}

/* In a strip of sums the words stand over the columns before the first sum. */
static bool sums_edge(const struct table_work *work, int c)
{
	return work->columns[c].column->sum || work->columns[c - 1].column->sum;
}

/* Is the left edge of column c a rule in a strip? */
static bool strip_edge(const struct table_put *put, int strip, int c)
{
	const struct table_work *work = put->work;
	int heads = work->table->head_rows, row = put->first + strip - heads - put->sum_above;
	if (strip < heads)
		return head_edge(work, strip, c, false);
	if (row < put->first || row >= put->end)
		return sums_edge(work, c);
	return table_cell(work->table, row, c)->columns > 0;
}

/* The rule at the left of column c, through all strips that it divides, in as few strokes as can be. */
static void column_rule(struct table_put *put, int c)
{
	mpt x = put->left + put->work->columns[c].left;
	for (int from = 0; from < put->strips;) {
		int to = from;
		while (to < put->strips && strip_edge(put, to, c))
			to++;
		if (to > from)
			page_rule(put->pages->page, (const mpt[2]){ x, put->strip_y[from] }, (const mpt[2]){ x, put->strip_y[to] },
			          put->work->style->table_rule, PAINT_BLACK);
		from = to + 1;
	}
}

static void frame_put(struct table_put *put)
{
	const struct style *style = put->work->style;
	struct page *page = put->pages->page;
	const struct work_column *last = &put->work->columns[put->work->column_count - 1];
	mpt right = put->left + last->left + last->width, bottom = put->strip_y[put->strips], half = style->table_frame / 2;
	page_rule(page, (const mpt[2]){ put->left - half, put->top }, (const mpt[2]){ right + half, put->top }, style->table_frame, PAINT_BLACK);
	page_rule(page, (const mpt[2]){ put->left - half, bottom }, (const mpt[2]){ right + half, bottom }, style->table_frame, PAINT_BLACK);
	page_rule(page, (const mpt[2]){ put->left, put->top - half }, (const mpt[2]){ put->left, bottom + half }, style->table_frame, PAINT_BLACK);
	page_rule(page, (const mpt[2]){ right, put->top - half }, (const mpt[2]){ right, bottom + half }, style->table_frame, PAINT_BLACK);
}

void table_put_rules(struct table_put *put)
{
	struct table_work *work = put->work;
	const int whole[2] = { 0, work->column_count - 1 };
	rule_across(put, whole, put->strip_y[work->table->head_rows]);
	if (put->sum_above)
		rule_across(put, whole, put->strip_y[work->table->head_rows + 1]);
	for (int r = put->first + 1; r < put->end; r++)
		rule_between(put, r, put_row_top(put, r));
	if (put->sum_below)
		rule_across(put, whole, put->strip_y[put->strips - 1]);
	head_rules(put);
	for (int c = 1; c < work->column_count; c++)
		column_rule(put, c);
	frame_put(put);
}
