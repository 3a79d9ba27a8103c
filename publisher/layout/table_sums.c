/* Sums of pages: 本页小计 below the rows of each part, or 过次页 below them and 承前页 above the rows of the next. They are made
 * of ordinary rows, each counted on the page on which it begins; a table of one part has none. */
#include "layout/table_put.h"

static bool any_sum(const struct table_work *work)
{
	bool any = false;
	for (int c = 0; c < work->column_count; c++)
		any |= work->columns[c].column->sum;
	return any;
}

mpt table_sums_height(const struct table_work *work, bool above, bool first, bool last)
{
	enum page_sums sums = work->table->sums;
	bool there = above ? sums == SUMS_CARRIED && !first : sums == SUMS_OF_PAGE || (sums == SUMS_CARRIED && !last);
	if (!there || (first && last) || !any_sum(work))
		return 0;
	return table_text(work)->pitch + 2 * work->style->table_padding_y;
}

static int add_cell(struct table_work *work, int row, int c)
{
	struct decimal number;
	struct decimal *sum = &work->sums[c];
	const char *unit = sum->unit;
	if (!decimal_parse(table_words(work->table, row, c), &number))
		return 0;
	if (!decimal_add(sum, &number)) {
		const struct place at = table_place_of(work->table, row, c);
		return REPORT(work->job->all, sum_too_great, &at, work->columns[c].column->name);
	}
	sum->grouped |= number.grouped;
	sum->unit = unit ? unit : number.unit;
	return 0;
}

int table_add_sums(struct table_work *work, int first, int end)
{
	int result = 0;
	for (int c = 0; c < work->column_count; c++) {
		if (work->table->sums == SUMS_NONE || !work->columns[c].column->sum)
			continue;
		if (work->table->sums == SUMS_OF_PAGE && first > 0)
			work->sums[c] = (struct decimal){ .value = 0 };
		int added = 0;
		for (int r = first; r < end && !added; r++)
			if (work->table->rows[r].kind == ROW_ORDINARY && !table_cell(work->table, r, c)->covered)
				added = add_cell(work, r, c);
		result |= added;
	}
	return result;
}

const char *table_sum_text(const struct table_work *work, struct arena *arena, int column)
{
	const struct decimal *sum = &work->sums[column];
	return arena_printf(arena, "%s%s", decimal_text(arena, sum), sum->unit ? sum->unit : "");
}

static int put_words(struct table_put *put, const char *text, const struct work_column *column, enum alignment align, const struct table_slot *slot)
{
	struct tag tag = { .role = ROLE_TABLE_TEXT, .node = -1, .artifact = ARTIFACT_PAGE_SUM };
	const struct words words = { .text = text };
	struct setting setting;
	if (setting_shape(put->work->job, put->arena, &words, ROLE_TABLE_TEXT, &setting))
		return -1;
	struct line line = setting_whole(&setting);
	const struct table_lines lines = { .setting = &setting, .lines = &line, .align = align };
	table_put_lines(put, &lines, slot, column, &tag);
	return 0;
}

/* The words stand over the columns from the first that is not summed to the next that is. */
static int put_label(struct table_put *put, const char *text, const struct table_slot *slot)
{
	const struct table_work *work = put->work;
	int first = 0, end;
	while (first < work->column_count && work->columns[first].column->sum)
		first++;
	for (end = first; end < work->column_count && !work->columns[end].column->sum;)
		end++;
	if (first == work->column_count)
		return 0;
	const struct work_column joined = table_joined(work, first, end - first);
	return put_words(put, text, &joined, ALIGN_CENTRE, slot);
}

int table_put_sums(struct table_put *put, bool above)
{
	struct table_work *work = put->work;
	int strip = above ? work->table->head_rows : put->strips - 1, result = 0;
	const struct table_slot slot = { .top = put->strip_y[strip], .bottom = put->strip_y[strip + 1], .to = 1, .whole = true };
	const char *text = above ? work->style->brought_forward : work->table->sums == SUMS_OF_PAGE ? work->style->page_total : work->style->carried_over;
	for (int c = 0; c < work->column_count; c++) {
		enum alignment align = work->columns[c].style->align;
		if (work->columns[c].column->sum)
			result |= put_words(put, table_sum_text(work, put->arena, c), &work->columns[c], align == ALIGN_AUTO ? ALIGN_CENTRE : align, &slot);
	}
	return result | put_label(put, text, &slot);
}
