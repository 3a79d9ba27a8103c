/* Sums of pages: 本页小计 below the rows of each part, or 过次页 below them and 承前页 above the rows of the next. They are made
 * of ordinary rows, each counted on the page on which it begins; a table of one part has none. */
#include <limits.h>
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
	return work->sum_lines * table_text(work)->pitch + 2 * work->style->table_padding_y;
}

static bool counts(const struct table_work *work, int row, int c)
{
	return work->table->rows[row].kind == ROW_ORDINARY && !table_cell(work->table, row, c)->covered;
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
			if (counts(work, r, c))
				added = add_cell(work, r, c);
		result |= added;
	}
	return result;
}

int table_sum_limits(struct table_work *work, int column, struct decimal least_most[2])
{
	struct decimal nothing = { .value = 0 }, *sum = &work->sums[column];
	int result = 0;
	for (int i = 0; i < 2 && !result; i++) {
		*sum = (struct decimal){ .value = 0 };
		for (int r = 0; r < work->row_count && !result; r++) {
			struct decimal number;
			if (counts(work, r, column) && decimal_parse(table_words(work->table, r, column), &number) && (number.value < 0) == (i == 0))
				result = add_cell(work, r, column);
		}
		nothing.places = sum->places > nothing.places ? sum->places : nothing.places;
		nothing.grouped |= sum->grouped;
		nothing.unit = sum->unit ? sum->unit : nothing.unit;
		least_most[i] = *sum;
	}
	*sum = (struct decimal){ .value = 0 };
	for (int i = 0; i < 2 && !result; i++) {
		decimal_add(&least_most[i], &nothing);
		least_most[i].grouped = nothing.grouped;
		least_most[i].unit = nothing.unit;
	}
	return result;
}

const char *table_sum_text(struct arena *arena, const struct decimal *sum)
{
	return arena_printf(arena, "%s%s", decimal_text(arena, sum), sum->unit ? sum->unit : "");
}

/* ---- the words ---- */

/* Columns without sums from *first on, as one; false: there are no more. */
static bool next_run(const struct table_work *work, int *first, struct work_column *joined)
{
	int end;
	while (*first < work->column_count && work->columns[*first].column->sum)
		++*first;
	for (end = *first; end < work->column_count && !work->columns[end].column->sum;)
		end++;
	if (*first < end) {
		*joined = table_joined(work, *first, end - *first);
		joined->content = (int32_t)((int64_t)(joined->width - 2 * work->style->table_padding_x) * 1000 / table_text(work)->em);
	}
	return *first < end;
}

static int run_end(const struct table_work *work, int first)
{
	while (first < work->column_count && !work->columns[first].column->sum)
		first++;
	return first;
}

static int words_lines(struct table_work *work, const char *text, const struct work_column *joined, int *lines)
{
	const struct measure measure = { .first = joined->content, .rest = joined->content, .even = true };
	const struct words words = { .text = text };
	struct setting setting;
	int result = setting_shape(work->job, work->scratch, &words, ROLE_TABLE_TEXT, &setting);
	if (!result) {
		int count = lines_count(&setting.shaped, &measure);
		*lines = count > *lines ? count : *lines;
	}
	arena_clear(work->scratch);
	return result;
}

/* The words stand in the first columns without sums that hold them on one line, else in those that need the fewest lines. */
int table_set_sums(struct table_work *work)
{
	const char *texts[2] = { work->style->page_total, NULL };
	int result = 0;
	work->sum_lines = 1;
	work->sum_words[0] = work->sum_words[1] = 0;
	if (work->table->sums == SUMS_NONE)
		return 0;
	if (work->table->sums == SUMS_CARRIED) {
		texts[0] = work->style->carried_over;
		texts[1] = work->style->brought_forward;
	}
	struct work_column joined;
	for (int first = 0, least = INT_MAX; !result && least > 1 && next_run(work, &first, &joined); first = run_end(work, first)) {
		int lines = 1;
		for (int i = 0; i < 2 && texts[i]; i++)
			result |= words_lines(work, texts[i], &joined, &lines);
		if (lines < least) {
			least = work->sum_lines = lines;
			work->sum_words[0] = first;
			work->sum_words[1] = run_end(work, first);
		}
	}
	return result;
}

static int put_text(struct table_put *put, const struct work_column *column, const char *text, enum alignment align, const struct table_slot *slot)
{
	struct tag tag = { .role = ROLE_TABLE_TEXT, .node = -1, .artifact = ARTIFACT_PAGE_SUM };
	const struct measure measure = { .first = column->content, .rest = column->content, .even = true };
	const struct words words = { .text = text };
	struct table_slot whole = *slot;
	struct setting setting;
	struct line *lines = NULL;
	if (setting_shape(put->work->job, put->arena, &words, ROLE_TABLE_TEXT, &setting))
		return -1;
	whole.to = lines_choose(put->arena, &setting.shaped, &measure, &lines);
	const struct table_lines put_lines = { .setting = &setting, .lines = lines, .align = align };
	table_put_lines(put, &put_lines, &whole, column, &tag);
	return 0;
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
			result |= put_text(put, &work->columns[c], table_sum_text(put->arena, &work->sums[c]), align == ALIGN_AUTO ? ALIGN_CENTRE : align, &slot);
	}
	int first = work->sum_words[0];
	struct work_column joined;
	return next_run(work, &first, &joined) ? result | put_text(put, &joined, text, ALIGN_CENTRE, &slot) : result;
}
