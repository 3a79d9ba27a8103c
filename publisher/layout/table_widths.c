/* Column widths on the grid of whole ems, such that the table is as low as it can be; proved by branch and bound.
 *
 * The height of a row is the greatest number of lines of its cells; a group with a label is at least as high as the
 * label. Both only fall when a column grows, so a box of widths [low, high] cannot do better than its widest corner:
 * that is the bound. A box is shrunk from below (the least width of each column whose bound still beats the best known)
 * and then halved. The first good answer comes from widening the column that saves most for each em.
 * Among equally low tables the one whose lines are stretched least comes first; others that are at most 1 % higher follow,
 * for one of them may break better into pages. */
#include <stdlib.h>
#include <string.h>
#include "layout/table_work.h"

enum { STRETCH_ROWS = 400, NODES_MAX = 200000, VECTORS_MAX = 256, SHARE_HIGHER = 100, SHARE_THOROUGH = 20 /* one part in so many */ };

struct group { int first, end; mpt need; };    /* rows of the search under one label, and the height that it needs */

struct vector { int64_t height, stretch; uint16_t ems[TABLE_COLUMNS_MAX]; };

struct search {
	struct table_work *work;
	int rows;
	int count, total;          /* columns searched; ems to share out */
	int column[TABLE_COLUMNS_MAX];             /* which */
	int floor[TABLE_COLUMNS_MAX], ceiling[TABLE_COLUMNS_MAX];
	int16_t *fixed_lines;      /* of the columns whose width is given */
	int16_t *most, *others;    /* scratch */
	struct group *groups;      /* those whose label may need more than its rows have */
	int group_count;
	int64_t best;
	int best_widths[TABLE_COLUMNS_MAX];
	int nodes;
	struct vector *vectors;    /* while collecting, else NULL */
	int vector_count;
	int64_t *stretch[TABLE_COLUMNS_MAX];      /* [width - floor], -1: not known yet */
};

static void take_greater(int16_t *restrict most, const int16_t *restrict lines, int rows)
{
	for (int r = 0; lines && r < rows; r++)
		most[r] = lines[r] > most[r] ? lines[r] : most[r];
}

static const int16_t *lines_of(const struct search *search, int i, int width)
{
	return search->work->columns[search->column[i]].lines[width];
}

static int64_t sum_of_lines(const int16_t *most, int rows)
{
	int64_t sum = 0;
	for (int r = 0; r < rows;) {
		int end = rows - r < 4096 ? rows : r + 4096;
		int32_t part = 0;
		for (; r < end; r++)
			part += most[r];
		sum += part;
	}
	return sum;
}

/* Height of all rows with these most lines; a label column's text counts for its group as a whole. */
static int64_t height_from(const struct search *search, const int16_t *most, const int *widths)
{
	struct table_work *work = search->work;
	int64_t pitch = table_text(work)->pitch, padding = 2 * work->style->table_padding_y;
	int64_t sum = sum_of_lines(most, search->rows) * pitch + search->rows * padding;
	for (int g = 0; g < search->group_count; g++) {
		const struct group *group = &search->groups[g];
		int64_t have = (group->end - group->first) * padding, need = group->need;
		for (int r = group->first; r < group->end; r++)
			have += most[r] * pitch;
		for (int i = 0; i < search->count; i++) {
			const int16_t *lines = work->columns[search->column[i]].label ? lines_of(search, i, widths[i]) : NULL;
			for (int r = group->first; lines && r < group->end; r++)
				need = lines[r] * pitch + padding > need ? lines[r] * pitch + padding : need;
		}
		sum += need > have ? need - have : 0;
	}
	return sum;
}

static bool running(const struct search *search, int i) { return !search->work->columns[search->column[i]].label; }

static int64_t height_of(struct search *search, const int *widths)
{
	memcpy(search->most, search->fixed_lines, (size_t)search->rows * sizeof *search->most);
	for (int i = 0; i < search->count; i++)
		if (running(search, i))
			take_greater(search->most, lines_of(search, i, widths[i]), search->rows);
	return height_from(search, search->most, widths);
}

/* ---- stretch ---- */

static int64_t cell_stretch(const struct table_work *work, int row, int c, int width)
{
	struct work_column at = work->columns[c];
	struct cell_text cell;
	struct line *lines = NULL;
	int64_t sum = 0;
	at.content = width * 1000;
	if (!table_words(work->table, row, c)[0] || table_is_wide(work, row, c) || table_shape(work, work->scratch, (const int[2]){ row, c }, false, &cell))
		return 0;
	const struct measure measure = table_measure_of(work, &cell, &at);
	int count = cell.stack_count ? 0 : lines_choose(work->scratch, &cell.setting.shaped, &measure, &lines);
	for (int l = 0; l < count; l++) {
		int64_t slack = (l ? measure.rest : measure.first) - lines[l].width, gaps = lines[l].end - lines[l].start;
		sum += lines[l].last || gaps < 1 ? 0 : slack * slack / gaps;
	}
	arena_clear(work->scratch);
	return sum;
}

static int64_t column_stretch(struct search *search, int i, int width)
{
	struct table_work *work = search->work;
	const struct work_column *column = &work->columns[search->column[i]];
	int64_t *known = &search->stretch[i][width - search->floor[i]], sum = 0;
	bool justified = (column->style->align == ALIGN_AUTO || column->style->align == ALIGN_JUSTIFY) && !column->label;
	if (*known >= 0)
		return *known;
	for (int r = 0; justified && r < work->row_count; r++)
		sum += cell_stretch(work, r, search->column[i], width);
	return *known = sum;
}

/* Have the vectors of least height different widths for a column? */
static bool undecided(const struct search *search, int i)
{
	int width = -1;
	bool found = false;
	for (int v = 0; v < search->vector_count; v++) {
		const struct vector *vector = &search->vectors[v];
		found |= vector->height == search->best && width >= 0 && vector->ems[i] != width;
		width = vector->height == search->best ? vector->ems[i] : width;
	}
	return found;
}

/* Only to be compared: columns that are equally wide in all vectors add nothing. */
static int64_t stretch_of(struct search *search, const bool *compared, const int *widths)
{
	int64_t sum = 0;
	for (int i = 0; i < search->count && search->work->row_count <= STRETCH_ROWS; i++)
		sum += compared[i] ? column_stretch(search, i, widths[i]) : 0;
	return sum;
}

/* ---- branch and bound ---- */

static void collect(struct search *search, const int *widths, int64_t height)
{
	struct vector *vector = &search->vectors[search->vector_count++];
	*vector = (struct vector){ .height = height };
	for (int i = 0; i < search->count; i++)
		vector->ems[i] = (uint16_t)widths[i];
}

static void offer(struct search *search, const int *widths, int64_t height)
{
	if (search->vectors) {
		collect(search, widths, height);
	} else if (height < search->best) {
		search->best = height;
		memcpy(search->best_widths, widths, (size_t)search->count * sizeof *widths);
	}
}

/* While collecting, search->best is the greatest height wanted. */
static bool beaten(const struct search *search, int64_t bound)
{
	return search->vectors ? bound > search->best : bound >= search->best;
}

/* Raises low[i] to the least width whose bound still beats the best; true if it moved. */
static bool raise_low(struct search *search, int *low, int *high, int i)
{
	int from = low[i], to = high[i], keep = high[i], rows = search->rows;
	if (from == to)
		return false;
	memcpy(search->others, search->fixed_lines, (size_t)rows * sizeof *search->others);
	for (int j = 0; j < search->count; j++)
		if (j != i && running(search, j))
			take_greater(search->others, lines_of(search, j, high[j]), rows);
	while (from < to) {
		int middle = from + (to - from) / 2;
		high[i] = middle;
		memcpy(search->most, search->others, (size_t)rows * sizeof *search->most);
		if (running(search, i))
			take_greater(search->most, lines_of(search, i, middle), rows);
		if (beaten(search, height_from(search, search->most, high)))
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
	int low[TABLE_COLUMNS_MAX], high[TABLE_COLUMNS_MAX], widest = 0;
	memcpy(low, from_low, sizeof low);
	memcpy(high, from_high, sizeof high);
	if (++search->nodes > NODES_MAX || search->vector_count == VECTORS_MAX || !shrink(search, low, high))
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
	int widths[TABLE_COLUMNS_MAX], left = search->total - sum_of(search->floor, search->count);
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

/* ---- what the search works on ---- */

/* The greatest height that label texts of rows [first, end) of the search need: in the narrowest columns. */
static mpt text_needs(const struct search *search, int first, int end)
{
	const struct table_work *work = search->work;
	int most = 0;
	for (int i = 0; i < search->count; i++) {
		const int16_t *lines = running(search, i) ? NULL : lines_of(search, i, search->floor[i]);
		for (int r = first; lines && r < end; r++)
			most = lines[r] > most ? lines[r] : most;
	}
	return most * table_text(work)->pitch + 2 * work->style->table_padding_y;
}

/* Labels of rows [first, end), whose numbers in the search begin at `from`. */
static void add_group(struct search *search, const int first_end_from[3], const int16_t *least)
{
	struct table_work *work = search->work;
	int first = first_end_from[0], end = first_end_from[1], from = first_end_from[2];
	struct group group = { .first = from, .end = from + end - first };
	mpt have = 0;
	for (int r = first; r < end; r++) {
		have += least[from + r - first] * table_text(work)->pitch + 2 * work->style->table_padding_y;
		for (int i = 0; i < work->label_count; i++) {
			mpt need = work->label_needs[(size_t)r * (size_t)work->label_count + (size_t)i];
			group.need = need > group.need ? need : group.need;
		}
	}
	if (group.need > have || text_needs(search, group.first, group.end) > have)
		search->groups[search->group_count++] = group;
}

/* Groups of the outermost merged columns; those whose labels can never need more than their rows have are left out. */
static void find_groups(struct search *search)
{
	struct table_work *work = search->work;
	int group = 0, from = 0;
	search->group_count = 0;
	(void)height_of(search, search->ceiling);    /* leaves the least lines of each row in most */
	for (int r = 0; r < work->row_count; group++) {
		int end = r + 1;
		for (int row = r; row < end; row++)
			end = table_group_end(work, row, end);
		if (table_sampled(work, group)) {
			add_group(search, (const int[3]){ r, end, from }, search->most);
			from += end - r;
		}
		r = end;
	}
}

static void prepare(struct search *search)
{
	struct table_work *work = search->work;
	size_t rows = (size_t)search->rows;
	int slack = search->total - sum_of(search->floor, search->count);
	search->most = arena_array(work->steps, rows + 1, sizeof *search->most);
	search->others = arena_array(work->steps, rows + 1, sizeof *search->others);
	search->fixed_lines = arena_array(work->steps, rows + 1, sizeof *search->fixed_lines);
	for (size_t r = 0; r < rows; r++)
		search->fixed_lines[r] = 1;
	for (int c = 0; c < work->column_count; c++)
		if (work->columns[c].fixed && !work->columns[c].label)
			take_greater(search->fixed_lines, work->columns[c].lines[0], search->rows);
	for (int i = 0; i < search->count; i++) {
		if (search->ceiling[i] > search->floor[i] + slack)
			search->ceiling[i] = search->floor[i] + slack;
		int steps = search->ceiling[i] - search->floor[i] + 1;
		search->stretch[i] = arena_array(work->steps, (size_t)steps, sizeof *search->stretch[i]);
		for (int step = 0; step < steps; step++)
			search->stretch[i][step] = -1;
	}
	search->groups = arena_array(work->steps, rows + 1, sizeof *search->groups);
	find_groups(search);
}

static int by_height(const void *left, const void *right)
{
	const struct vector *a = left, *b = right;
	if (a->height != b->height)
		return a->height < b->height ? -1 : 1;
	if (a->stretch != b->stretch)
		return a->stretch < b->stretch ? -1 : 1;
	for (int i = 0; i < TABLE_COLUMNS_MAX; i++)
		if (a->ems[i] != b->ems[i])
			return b->ems[i] - a->ems[i];
	return 0;
}

static void sort_vectors(struct search *search)
{
	bool compared[TABLE_COLUMNS_MAX];
	for (int i = 0; i < search->count; i++)
		compared[i] = undecided(search, i);
	for (int v = 0; v < search->vector_count; v++) {
		int widths[TABLE_COLUMNS_MAX];
		for (int i = 0; i < search->count; i++)
			widths[i] = search->vectors[v].ems[i];
		search->vectors[v].stretch = search->vectors[v].height == search->best ? stretch_of(search, compared, widths) : 0;
	}
	qsort(search->vectors, (size_t)search->vector_count, sizeof *search->vectors, by_height);
}

static void run_search(struct search *search)
{
	int64_t share = search->work->thorough ? SHARE_THOROUGH : SHARE_HIGHER;
	search->best = INT64_MAX;
	first_answer(search);
	int64_t first = search->best;
	search->best += first / share + 1;    /* nothing outside this box is wanted later */
	shrink(search, search->floor, search->ceiling);
	find_groups(search);
	search->best = first;
	branch(search, search->floor, search->ceiling);
	search->work->proven = search->nodes <= NODES_MAX;
	search->work->nodes_searched = search->nodes;
	int64_t best = search->best;
	for (int higher = 0; higher < 2 && search->vector_count < VECTORS_MAX; higher++) {    /* the equals, then the others too */
		search->vectors = arena_array(search->work->steps, VECTORS_MAX + 1, sizeof *search->vectors);
		search->vector_count = search->nodes = 0;
		search->best = best + (higher ? best / share : 0);
		branch(search, search->floor, search->ceiling);
		if (!higher && search->work->row_count > STRETCH_ROWS)
			break;
	}
	search->best = best;
	collect(search, search->best_widths, best);    /* found in any case */
	sort_vectors(search);
}

static void grant_wishes(struct search *search)
{
	int wished = 0;
	for (int i = 0; i < search->count; i++)
		wished += search->work->columns[search->column[i]].wished / 1000;
	for (int i = 0; i < search->count && wished <= search->total; i++) {
		struct work_column *column = &search->work->columns[search->column[i]];
		column->least = column->wished;
		search->floor[i] = column->least / 1000;
	}
}

static void start_search(struct search *search, mpt *free_width)
{
	struct table_work *work = search->work;
	mpt em = table_text(work)->em;
	*free_width = work->width - 2 * work->style->table_padding_x * work->column_count;
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
	search->total = *free_width / em < table_ems(work) ? *free_width / em : table_ems(work);
	grant_wishes(search);
}

static void hand_out(const struct search *search, struct table_vectors *out)
{
	struct table_work *work = search->work;
	size_t columns = (size_t)work->column_count;
	out->content = arena_array(work->steps, columns * (size_t)search->vector_count, sizeof *out->content);
	out->count = search->vector_count;
	out->least_height = search->best;
	for (int v = 0; v < search->vector_count; v++) {
		int32_t *content = out->content + (size_t)v * columns;
		for (int c = 0; c < work->column_count; c++)
			content[c] = work->columns[c].content;
		for (int i = 0; i < search->count; i++)
			content[search->column[i]] = search->vectors[v].ems[i] * 1000;
	}
}

int table_widths(struct table_work *work, struct table_vectors *out)
{
	struct search search = { .work = work, .rows = work->sampled_rows };
	mpt free_width = 0, em = table_text(work)->em;
	if (table_limit_columns(work))
		return -1;
	start_search(&search, &free_width);
	int least = sum_of(search.floor, search.count);
	if (free_width < 0 || least > search.total)
		return REPORT(work->job->all, table_too_wide, &work->table->columns[0].head.at, work->table->id,
		              arena_printf(work->arena, "%.1f", (work->width - free_width + (mpt)least * em) / 2834.6457),
		              arena_printf(work->arena, "%.1f", work->width / 2834.6457));
	prepare(&search);
	run_search(&search);
	hand_out(&search, out);
	return 0;
}
