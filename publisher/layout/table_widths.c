/* Column widths on the grid of whole ems, such that the table is as low as it can be; proved by branch and bound.
 *
 * The height of a row is the greatest number of lines of its cells; a group with a label is at least as high as the
 * label. Both only fall when a column grows, so a box of widths [low, high] cannot do better than its widest corner:
 * that is the bound. A box is shrunk from below (the least width of each column whose bound still beats the best known)
 * and then halved. The first good answer comes from widening the column that saves most for each em.
 * Among equally low tables the one whose lines are stretched least is taken. */
#include <string.h>
#include "layout/table_work.h"

enum { STRETCH_ROWS = 400, EQUALS_MAX = 256, NODES_MAX = 200000 };

struct search {
	struct table_work *work;
	int count, total;          /* columns searched; ems to share out */
	int column[64];            /* which */
	int floor[64], ceiling[64];
	uint16_t *lines[64];       /* [(width - floor) * rows + row] */
	uint16_t *fixed_lines;     /* of the other columns */
	uint16_t *scratch;
	int *group_end;            /* row behind the outermost label group that starts at this row */
	mpt *group_height;         /* height its labels need */
	int64_t best;
	int64_t best_stretch;
	int best_widths[64];
	int equals, nodes;
	bool enumerate;
	int64_t *stretch[64];      /* [width - floor], -1: not known yet */
};

static int cell_lines(const struct measured *cell, int32_t width)
{
	const struct measure measure = { .first = width, .rest = width };
	int lines = cell && !cell->stack_count ? lines_count(&cell->setting.shaped, &measure) : 1;
	return lines < UINT16_MAX ? lines : UINT16_MAX;
}

/* Lines of every row of a column at one width; a repeated cell is counted once. */
static void column_lines(struct table_work *work, int c, int32_t width, uint16_t *out)
{
	const struct measured *last = NULL;
	int last_lines = 1;
	bool label = table_is_label(work, c);
	for (int r = 0; r < work->row_count; r++) {
		struct measured *cell = work->cells[table_index(work, r, c)];
		if (label || !cell || table_is_wide(work, r, c))
			out[r] = 1;
		else if (cell == last)
			out[r] = (uint16_t)last_lines;
		else
			out[r] = (uint16_t)(last_lines = cell_lines(last = cell, width));
	}
}

static mpt label_need(const struct table_work *work, int r, int c)
{
	const struct measured *cell = work->cells[table_index(work, r, c)];
	mpt height = 0;
	if (!cell || table_is_wide(work, r, c))
		return 0;
	for (int i = 0; i < cell->stack_count; i++) {
		mpt one = mpt_from_milli_em(cell->stacks[i].height, table_text(work)->size);
		height = one > height ? one : height;
	}
	return height ? height + 2 * work->job->style->table_padding_y : 0;
}

/* Groups of the outermost merged columns; a label inside a group counts for the whole group. */
static void find_groups(struct search *search)
{
	struct table_work *work = search->work;
	int rows = work->row_count;
	search->group_end = arena_array(work->arena, (size_t)rows + 1, sizeof *search->group_end);
	search->group_height = arena_array(work->arena, (size_t)rows + 1, sizeof *search->group_height);
	for (int r = 0; r < rows;) {
		int end = r + 1;
		for (int i = r; i < end; i++) {
			for (int c = 0; c < work->column_count; c++) {
				int span = table_span(work->table, i, c);
				mpt need = label_need(work, i, c);
				end = i + span > end ? i + span : end;
				if (need > search->group_height[r])
					search->group_height[r] = need;
			}
		}
		search->group_end[r] = end < rows ? end : rows;
		r = search->group_end[r];
	}
}

static int64_t height_of(struct search *search, const int *widths)
{
	struct table_work *work = search->work;
	int rows = work->row_count;
	uint16_t *most = search->scratch;
	int64_t sum = 0, pitch = table_text(work)->pitch, padding = 2 * work->job->style->table_padding_y;
	memcpy(most, search->fixed_lines, (size_t)rows * sizeof *most);
	for (int i = 0; i < search->count; i++) {
		const uint16_t *lines = search->lines[i] + (size_t)(widths[i] - search->floor[i]) * (size_t)rows;
		for (int r = 0; r < rows; r++)
			most[r] = lines[r] > most[r] ? lines[r] : most[r];
	}
	for (int r = 0; r < rows;) {
		int64_t group = 0;
		int end = search->group_end[r];
		for (int i = r; i < end; i++)
			group += most[i] * pitch + padding;
		sum += group > search->group_height[r] ? group : search->group_height[r];
		r = end;
	}
	return sum;
}

static int64_t column_stretch(struct search *search, int i, int width)
{
	struct table_work *work = search->work;
	int c = search->column[i];
	int64_t *known = &search->stretch[i][width - search->floor[i]], sum = 0;
	const struct column_style *style = work->columns[c].style;
	bool justified = !style || style->align == ALIGN_AUTO || style->align == ALIGN_JUSTIFY;
	const struct measure measure = { .first = width * 1000, .rest = width * 1000 };
	if (*known >= 0)
		return *known;
	for (int r = 0; justified && !table_is_label(work, c) && r < work->row_count; r++) {
		const struct measured *cell = table_is_wide(work, r, c) ? NULL : work->cells[table_index(work, r, c)];
		struct line *lines = NULL;
		int count = cell && !cell->stack_count ? lines_choose(work->arena, &cell->setting.shaped, &measure, &lines) : 0;
		for (int l = 0; l < count; l++) {
			int64_t slack = measure.rest - lines[l].width, gaps = lines[l].end - lines[l].start;
			sum += lines[l].last || gaps < 1 ? 0 : slack * slack / gaps;
		}
	}
	return *known = sum;
}

static int64_t stretch_of(struct search *search, const int *widths)
{
	int64_t sum = 0;
	for (int i = 0; i < search->count; i++)
		sum += column_stretch(search, i, widths[i]);
	return sum;
}

static void offer(struct search *search, const int *widths, int64_t height)
{
	if (search->enumerate) {
		int64_t stretch = height == search->best ? stretch_of(search, widths) : INT64_MAX;
		search->equals++;
		if (stretch >= search->best_stretch)
			return;
		search->best_stretch = stretch;
	} else if (height >= search->best) {
		return;
	}
	search->best = height;
	memcpy(search->best_widths, widths, (size_t)search->count * sizeof *widths);
}

static bool beaten(const struct search *search, int64_t bound)
{
	return search->enumerate ? bound > search->best : bound >= search->best;
}

/* Raises low[i] to the least width whose bound still beats the best; true if it moved. */
static bool raise_low(struct search *search, int *low, int *high, int i)
{
	int from = low[i], to = high[i], keep = high[i];
	while (from < to) {
		int middle = from + (to - from) / 2;
		high[i] = middle;
		if (beaten(search, height_of(search, high)))
			from = middle + 1;
		else
			to = middle;
	}
	high[i] = keep;
	bool moved = from > low[i];
	low[i] = from;
	return moved;
}

static int sum_of(const int *values, int count)
{
	int sum = 0;
	for (int i = 0; i < count; i++)
		sum += values[i];
	return sum;
}

/* Shrinks the box; false when nothing in it can be better. */
static bool shrink(struct search *search, int *low, int *high)
{
	bool moved = true;
	while (moved) {
		int slack = search->total - sum_of(low, search->count);
		if (slack < 0)
			return false;
		for (int i = 0; i < search->count; i++)
			high[i] = high[i] > low[i] + slack ? low[i] + slack : high[i];
		if (beaten(search, height_of(search, high)))
			return false;
		moved = false;
		for (int i = 0; i < search->count; i++)
			moved |= raise_low(search, low, high, i);
	}
	return true;
}

static void branch(struct search *search, const int *from_low, const int *from_high)
{
	int low[64], high[64], widest = 0;
	memcpy(low, from_low, sizeof low);
	memcpy(high, from_high, sizeof high);
	if (++search->nodes > NODES_MAX || (search->enumerate && search->equals >= EQUALS_MAX) || !shrink(search, low, high))
		return;
	if (sum_of(high, search->count) <= search->total) {
		offer(search, high, height_of(search, high));
		return;
	}
	for (int i = 1; i < search->count; i++)
		widest = high[i] - low[i] > high[widest] - low[widest] ? i : widest;
	if (high[widest] == low[widest])
		return;
	int middle = low[widest] + (high[widest] - low[widest]) / 2, keep = low[widest];
	low[widest] = middle + 1;
	branch(search, low, high);
	low[widest] = keep;
	high[widest] = middle;
	branch(search, low, high);
}

/* Widens, time and again, the column that saves most height for each em given to it. */
static void first_answer(struct search *search)
{
	int widths[64], left = search->total - sum_of(search->floor, search->count);
	memcpy(widths, search->floor, sizeof widths);
	int64_t height = height_of(search, widths);
	while (left > 0) {
		int choice = -1, choice_step = 0;
		int64_t saved = 0;
		for (int i = 0; i < search->count; i++) {
			for (int step = 1; step <= left && step <= 4 && widths[i] + step <= search->ceiling[i]; step++) {
				widths[i] += step;
				int64_t gain = (height - height_of(search, widths)) / step;
				widths[i] -= step;
				if (gain > saved) {
					saved = gain;
					choice = i;
					choice_step = step;
				}
			}
		}
		if (choice < 0)
			break;
		widths[choice] += choice_step;
		left -= choice_step;
		height = height_of(search, widths);
	}
	offer(search, widths, height);
}

static void prepare(struct search *search)
{
	struct table_work *work = search->work;
	size_t rows = (size_t)work->row_count;
	int slack = search->total - sum_of(search->floor, search->count);
	search->scratch = arena_array(work->arena, rows + 1, sizeof *search->scratch);
	search->fixed_lines = arena_array(work->arena, rows + 1, sizeof *search->fixed_lines);
	for (size_t r = 0; r < rows; r++)
		search->fixed_lines[r] = 1;
	for (int c = 0; c < work->column_count; c++) {
		if (!work->columns[c].fixed)
			continue;
		column_lines(work, c, work->columns[c].content, search->scratch);
		for (size_t r = 0; r < rows; r++)
			if (search->scratch[r] > search->fixed_lines[r])
				search->fixed_lines[r] = search->scratch[r];
	}
	for (int i = 0; i < search->count; i++) {
		if (search->ceiling[i] > search->floor[i] + slack)
			search->ceiling[i] = search->floor[i] + slack;
		int steps = search->ceiling[i] - search->floor[i] + 1;
		search->lines[i] = arena_array(work->arena, rows * (size_t)steps, sizeof *search->lines[i]);
		search->stretch[i] = arena_array(work->arena, (size_t)steps, sizeof *search->stretch[i]);
		for (int step = 0; step < steps; step++) {
			search->stretch[i][step] = -1;
			column_lines(work, search->column[i], (search->floor[i] + step) * 1000, search->lines[i] + (size_t)step * rows);
		}
	}
	find_groups(search);
}

static void run_search(struct search *search)
{
	search->best = INT64_MAX;
	first_answer(search);
	branch(search, search->floor, search->ceiling);
	search->work->proven = search->nodes <= NODES_MAX;
	search->work->nodes_searched = search->nodes;
	if (search->work->row_count <= STRETCH_ROWS) {
		search->enumerate = true;
		search->nodes = 0;
		search->best_stretch = stretch_of(search, search->best_widths);
		branch(search, search->floor, search->ceiling);
	}
}

/* The style's own width, minimum and maximum of a column. */
static int apply_style(struct table_work *work, struct work_column *column)
{
	const struct column_style *style = column->style;
	mpt padding = 2 * work->job->style->table_padding_x;
	mpt em = table_text(work)->em;
	if (!style)
		return 0;
	int32_t width = (int32_t)((int64_t)(style->width - padding) * 1000 / em);
	int32_t min = (int32_t)((int64_t)(style->min - padding) * 1000 / em), max = (int32_t)((int64_t)(style->max - padding) * 1000 / em);
	if (style->width || style->max) {
		int32_t limit = style->width ? width : max;
		int32_t least = column->least > column->head_piece ? column->least : column->head_piece;
		if (limit < least)
			return REPORT(work->job->all, column_too_narrow, &style->width_at, column->column->name,
			              arena_printf(work->arena, "%.1f", (style->width ? style->width : style->max) / 2834.6457),
			              arena_printf(work->arena, "%.1f", (mpt_from_milli_em(least, em) + padding + 99) / 2834.6457));
	}
	if (style->width) {
		column->fixed = true;
		column->least = column->most = column->content = width;
		return 0;
	}
	if (style->max && column->most > max)
		column->most = max / 1000 * 1000;
	if (style->min && column->least < min)
		column->least = (min + 999) / 1000 * 1000;
	if (column->most < column->least)
		column->most = column->least;
	return 0;
}

/* What is left over goes to the columns whose text does not fill lines (labels, short words), else to all alike. */
static void place_columns(struct table_work *work, mpt left_over)
{
	const struct style *style = work->job->style;
	int takers = 0, share_all = 1;
	for (int c = 0; c < work->column_count; c++)
		takers += !work->columns[c].fixed && table_is_label(work, c);
	if (takers && left_over <= takers * table_text(work)->em)
		share_all = 0;
	takers = share_all ? 0 : takers;
	for (int c = 0; share_all && c < work->column_count; c++)
		takers += !work->columns[c].fixed;
	mpt x = 0;
	for (int c = 0; c < work->column_count; c++) {
		struct work_column *column = &work->columns[c];
		bool takes = !column->fixed && (share_all || table_is_label(work, c)) && takers > 0;
		mpt share = takes ? left_over / takers : 0;
		if (takes) {
			left_over -= share;
			takers--;
		}
		column->left = x;
		column->width = mpt_from_milli_em(column->content, table_text(work)->em) + 2 * style->table_padding_x + share;
		x += column->width;
	}
}

/* Ems that the lowest table does not need go where text still wants them most. */
static void spend_ems(struct search *search, mpt *free_width)
{
	struct table_work *work = search->work;
	mpt em = table_text(work)->em;
	while (*free_width >= em) {
		int wanting = -1;
		int32_t most = 0;
		for (int i = 0; i < search->count; i++) {
			const struct work_column *column = &work->columns[search->column[i]];
			if (column->most - column->content > most) {
				most = column->most - column->content;
				wanting = search->column[i];
			}
		}
		if (wanting < 0)
			return;
		work->columns[wanting].content += 1000;
		*free_width -= em;
	}
}

static void start_search(struct search *search, mpt *free_width)
{
	struct table_work *work = search->work;
	mpt em = table_text(work)->em;
	*free_width = work->width - 2 * work->job->style->table_padding_x * work->column_count;
	for (int c = 0; c < work->column_count; c++) {
		struct work_column *column = &work->columns[c];
		if (column->fixed) {
			*free_width -= mpt_from_milli_em(column->content, em);
			continue;
		}
		search->column[search->count] = c;
		search->floor[search->count] = column->least / 1000;
		search->ceiling[search->count] = column->most / 1000;
		search->count++;
	}
	search->total = *free_width / em;
}

int table_widths(struct table_work *work)
{
	struct search search = { .work = work };
	mpt free_width = 0, em = table_text(work)->em;
	int result = 0;
	if (work->column_count > 64)
		return REPORT(work->job->all, table_too_many_columns, &work->table->columns[64].head.at, work->table->id,
		              arena_printf(work->arena, "%d", work->column_count));
	for (int c = 0; c < work->column_count; c++)
		result |= apply_style(work, &work->columns[c]);
	if (result)
		return result;
	start_search(&search, &free_width);
	int least = sum_of(search.floor, search.count);
	if (free_width < 0 || least > search.total)
		return REPORT(work->job->all, table_too_wide, &work->table->columns[0].head.at, work->table->id,
		              arena_printf(work->arena, "%.1f", (work->width - free_width + (mpt)least * em) / 2834.6457),
		              arena_printf(work->arena, "%.1f", work->width / 2834.6457));
	prepare(&search);
	run_search(&search);
	for (int i = 0; i < search.count; i++) {
		work->columns[search.column[i]].content = search.best_widths[i] * 1000;
		free_width -= search.best_widths[i] * em;
	}
	spend_ems(&search, &free_width);
	place_columns(work, free_width);
	return 0;
}
