/* Page breaks of a table, over the whole of it: fewest parts first, then the least harm. A part may begin before a row
 * or, where rows may be divided, between two of its lines with at least split_min lines on either side. best[s] is the
 * cost of everything from point s on, found from the table's end backwards; points are numbered row by row.
 *
 * Harm, from worst to least: a sheet left more than a quarter empty; a row of four lines or fewer divided (it looks like
 * missing data); any row divided; a label stretched beyond its rows; a label cut; blank room. */
#include "layout/table_work.h"

#define COST_PART     10000000000LL
#define COST_QUARTER      4000000LL
#define COST_SHORT_ROW    2000000LL
#define COST_SPLIT         400000LL
#define COST_LABEL_CUT     100000LL

struct plan {
	struct table_work *work;
	mpt first, rest;            /* room for rows */
	int *start;                 /* number of each row's first point; rows + 1 entries */
	int64_t *best;              /* by point */
	struct table_point *next;
	mpt *heights;               /* scratch */
};

static mpt row_height(const struct table_work *work, int lines)
{
	return lines * table_text(work)->pitch + 2 * work->job->style->table_padding_y;
}

static int min_lines(const struct table_work *work) { return work->job->style->table_split_min_lines; }

/* Points inside a row: line = min … lines - min. A row that no page can hold may be divided whatever the style says. */
static int inner_points(const struct plan *plan, int row)
{
	const struct table_work *work = plan->work;
	int lines = work->row_lines[row], inner = lines - 2 * min_lines(work) + 1;
	bool allowed = work->job->style->table_split_rows || row_height(work, lines) > plan->rest;
	return allowed && inner > 0 ? inner : 0;
}

static int number_of(const struct plan *plan, struct table_point point)
{
	return plan->start[point.row] + (point.line ? point.line - min_lines(plan->work) + 1 : 0);
}

static bool labels_go_on(const struct table_work *work, int row)
{
	for (int c = 0; c < work->column_count; c++)
		if (table_is_label(work, c) && row < work->row_count && table_cell(work->table, row, c)->covered)
			return true;
	return false;
}

static int64_t part_cost(const struct plan *plan, const struct table_part *part, const mpt height_and_room[2], mpt stretched)
{
	const struct table_work *work = plan->work;
	int64_t cost = COST_PART, blank = (int64_t)(height_and_room[1] - height_and_room[0]) * 1000 / height_and_room[1];
	bool last = part->to.row == work->row_count;
	if (!last)
		cost += blank * blank + (blank > 250 ? COST_QUARTER : 0);
	if (part->to.line)
		cost += COST_SPLIT + (work->row_lines[part->to.row] <= 4 ? COST_SHORT_ROW : 0);
	if (!last && (part->to.line || labels_go_on(work, part->to.row)))
		cost += COST_LABEL_CUT;
	if (stretched > 0)
		cost += COST_LABEL_CUT + (int64_t)stretched * 1000 / height_and_room[1] * 100;
	return cost;
}

/* Offers the part from..to as the first of the rest; false when it is too high. */
static bool consider(struct plan *plan, const struct table_part *part, mpt base)
{
	const struct table_work *work = plan->work;
	bool first = part->from.row == 0 && part->from.line == 0, last = part->to.row == work->row_count;
	mpt room = (first ? plan->first : plan->rest) - (last ? table_notes_height(work) : 0);
	int from = number_of(plan, part->from), to = number_of(plan, part->to);
	if (base > room)
		return false;
	if (plan->best[to] == INT64_MAX)
		return true;
	mpt height = table_part_heights(work, part, plan->heights);
	if (height > room)
		return true;
	const mpt height_and_room[2] = { height, room };
	int64_t cost = part_cost(plan, part, height_and_room, height - base) + plan->best[to];
	if (cost < plan->best[from]) {
		plan->best[from] = cost;
		plan->next[from] = part->to;
	}
	return true;
}

/* Is a part this full worth a look, or is there always a fuller one that costs less? */
static bool worth(const struct plan *plan, mpt base, const struct table_part *part)
{
	return part->to.row == plan->work->row_count || base * 2 > plan->rest || base * 2 > plan->first;
}

static void best_from(struct plan *plan, struct table_point from, bool thorough)
{
	struct table_work *work = plan->work;
	struct table_part part = { .from = from };
	mpt base = 0;
	bool fits = true;
	for (int row = from.row; fits && row < work->row_count; row++) {
		int begun = row == from.row ? from.line : 0, inner = inner_points(plan, row);
		for (int i = 0; fits && i < inner; i++) {
			int line = min_lines(work) + i;
			part.to = (struct table_point){ row, line };
			mpt height = base + row_height(work, line - begun);
			if (line - begun >= min_lines(work) && (thorough || worth(plan, height, &part)))
				fits = consider(plan, &part, height);
		}
		base += row_height(work, work->row_lines[row] - begun);
		part.to = (struct table_point){ row + 1, 0 };
		if (fits && (thorough || worth(plan, base, &part)))
			fits = consider(plan, &part, base) || row + 1 == work->row_count;
	}
}

static void plan_backwards(struct plan *plan)
{
	struct table_work *work = plan->work;
	for (int row = work->row_count - 1; row >= 0; row--) {
		for (int i = inner_points(plan, row); i >= 0; i--) {
			struct table_point from = { row, i ? min_lines(work) + i - 1 : 0 };
			best_from(plan, from, false);
			if (plan->best[number_of(plan, from)] == INT64_MAX)
				best_from(plan, from, true);
		}
	}
}

static int collect_parts(struct plan *plan)
{
	struct table_work *work = plan->work;
	struct table_point at = { 0, 0 };
	work->part_count = 0;
	while (at.row < work->row_count) {
		int number = number_of(plan, at);
		if (plan->best[number] == INT64_MAX) {
			struct place place = table_place_of(work->table, at.row, 0);
			return REPORT(work->job->all, row_has_no_room, &place, work->table->id);
		}
		ARENA_GROW(work->arena, work->parts, &work->part_capacity, work->part_count + 1);
		work->parts[work->part_count++] = (struct table_part){ .from = at, .to = plan->next[number] };
		at = plan->next[number];
	}
	return 0;
}

int table_plan(struct table_work *work, mpt first, mpt rest)
{
	struct plan plan = { .work = work, .first = first, .rest = rest };
	int rows = work->row_count;
	plan.start = arena_array(work->arena, (size_t)rows + 1, sizeof *plan.start);
	for (int r = 0; r < rows; r++)
		plan.start[r + 1] = plan.start[r] + 1 + inner_points(&plan, r);
	size_t points = (size_t)plan.start[rows] + 1;
	plan.best = arena_array(work->arena, points, sizeof *plan.best);
	plan.next = arena_array(work->arena, points, sizeof *plan.next);
	plan.heights = arena_array(work->arena, (size_t)rows + 1, sizeof *plan.heights);
	for (size_t i = 0; i + 1 < points; i++)
		plan.best[i] = INT64_MAX;
	plan_backwards(&plan);
	int result = collect_parts(&plan);
	if (!result && work->table->max_pages && work->part_count > (size_t)work->table->max_pages) {
		struct place place = table_place_of(work->table, work->parts[work->table->max_pages].from.row, 0);
		result = REPORT(work->job->all, table_too_many_pages, &place, work->table->id,
		                arena_printf(work->arena, "%zu", work->part_count), arena_printf(work->arena, "%d", work->table->max_pages));
	}
	return result;
}
