/* Page breaks of a table, over the whole of it: fewest parts first, then the least harm. A part may begin before a row
 * or, where rows may be divided, between two of its lines with at least split_min lines on either side. The cost of
 * everything from a point on is found from the table's end backwards; points are numbered row by row. Costs are needed no
 * farther ahead than a page reaches, so they stand in a ring; what stays is two bytes a point.
 *
 * Harm, from worst to least: a group line (banner) left alone at the foot; a sheet left more than a quarter empty; a row of
 * four lines or fewer divided (it looks like missing data); any row divided; a total parted from its rows; a label
 * stretched beyond its rows; a label cut; blank room. */
#include "layout/table_work.h"

#define COST_PART     10000000000LL
#define COST_BANNER   30000000000LL
#define COST_QUARTER      4000000LL
#define COST_SHORT_ROW    2000000LL
#define COST_SPLIT         400000LL
#define COST_TOTAL         300000LL
#define COST_LABEL_CUT     100000LL

/* An end of a part, the height of its rows there, and whether a label makes it higher. */
struct candidate { struct table_point to; mpt base; bool stretch; };

struct part_plan {
	struct table_work *work;
	struct arena *arena;
	mpt first, rest;            /* room for rows … */
	mpt notes;                  /* … of which these take so much on the last part */
	int end;                    /* rows from here on are planned otherwise; row_count: none are */
	int *start;                 /* number of each row's first point; rows + 1 entries */
	int64_t *best;              /* by point, in a ring of mask + 1 */
	int mask;
	uint16_t *next;             /* points from here to the next part's begin */
	mpt *heights;               /* scratch */
	struct candidate *candidates;
	size_t candidate_count, candidate_capacity;
};

static int64_t *best_of(const struct part_plan *plan, int number) { return &plan->best[number & plan->mask]; }

static int first_split(const struct table_work *work, int row)
{
	int keep = work->row_keep ? work->row_keep[row] : 0, least = work->style->table_split_min_lines;
	return keep > least ? keep : least;
}

static mpt room_of(const struct part_plan *plan, bool first, bool last)
{
	const struct table_work *work = plan->work;
	return (first ? plan->first : plan->rest) - (last ? plan->notes : 0)
	       - table_sums_height(work, true, first, last) - table_sums_height(work, false, first, last);
}

/* Points inside a row: line = first_split … lines - min. A row that its page cannot hold may be divided whatever the style says. */
static int inner_points(const struct part_plan *plan, int row)
{
	const struct table_work *work = plan->work;
	int lines = work->row_lines[row], least = work->style->table_split_min_lines;
	bool allowed = work->style->table_split_rows
	               || table_row_height(work, row, (const int[2]){ 0, lines }) > room_of(plan, row == 0, row == work->row_count - 1);
	int inner = lines - least - first_split(work, row) + 1;
	return allowed && inner > 0 ? inner : 0;
}

static int number_of(const struct part_plan *plan, struct table_point point)
{
	return plan->start[point.row] + (point.line ? point.line - first_split(plan->work, point.row) + 1 : 0);
}

static bool labels_go_on(const struct table_work *work, int row)
{
	for (int i = 0; i < work->label_count; i++)
		if (row < work->row_count && table_cell(work->table, row, work->labels[i])->covered)
			return true;
	return false;
}

static int64_t break_cost(const struct table_work *work, struct table_point to)
{
	const struct table_row *rows = work->table->rows;
	int64_t cost = 0;
	if (to.line)
		return COST_SPLIT + (work->row_lines[to.row] <= 4 ? COST_SHORT_ROW : 0) + COST_LABEL_CUT;
	if (work->style->table_keep_groups && labels_go_on(work, to.row))
		cost += COST_LABEL_CUT;
	if (rows[to.row - 1].kind == ROW_BANNER)
		cost += COST_BANNER;
	if (rows[to.row].kind == ROW_TOTAL || rows[to.row].kind == ROW_SUBTOTAL)
		cost += COST_TOTAL;
	return cost;
}

static int64_t part_cost(const struct part_plan *plan, const struct table_part *part, const mpt height_and_room[2], mpt stretched)
{
	const struct table_work *work = plan->work;
	int64_t cost = COST_PART, blank = (int64_t)(height_and_room[1] - height_and_room[0]) * 1000 / height_and_room[1];
	if (part->to.row < work->row_count)
		cost += blank * blank + (blank > 250 ? COST_QUARTER : 0) + break_cost(work, part->to);
	if (stretched > 0)
		cost += COST_LABEL_CUT + (int64_t)stretched * 1000 / height_and_room[1] * 100;
	return cost;
}

/* Labels of a part that is looked at row by row: does one need more height than its rows have? */
struct label_room {
	mpt need[TABLE_COLUMNS_MAX], have[TABLE_COLUMNS_MAX];    /* of the group under way */
	bool short_of;             /* a group that has ended had too little */
};

static void labels_enter(const struct table_work *work, struct label_room *room, int row, bool first)
{
	for (int i = 0; i < work->label_count; i++) {
		bool covered = table_cell(work->table, row, work->labels[i])->covered;
		if (covered && !first)
			continue;
		room->short_of |= !first && room->have[i] < room->need[i];
		room->need[i] = work->label_needs[(size_t)row * (size_t)work->label_count + (size_t)i];
		room->have[i] = 0;
	}
}

static bool labels_stretch(const struct table_work *work, const struct label_room *room, mpt piece)
{
	bool stretch = room->short_of;
	for (int i = 0; i < work->label_count; i++)
		stretch |= room->have[i] + piece < room->need[i];
	return stretch;
}

/* Offers the part from..to as the first of the rest. */
static void consider(struct part_plan *plan, struct table_point from, const struct candidate *candidate)
{
	const struct table_work *work = plan->work;
	const struct table_part part = { .from = from, .to = candidate->to };
	bool first = from.row == 0 && from.line == 0, last = part.to.row == work->row_count;
	int number = number_of(plan, from), to = number_of(plan, part.to);
	int64_t behind = *best_of(plan, to), *best = best_of(plan, number);
	if (behind == INT64_MAX || behind + COST_PART > *best)
		return;
	mpt room = room_of(plan, first, last), height = candidate->base;
	if (candidate->stretch && height <= room)
		height = table_part_heights(work, &part, plan->heights);
	if (height > room)
		return;
	const mpt height_and_room[2] = { height, room };
	int64_t cost = part_cost(plan, &part, height_and_room, height - candidate->base) + behind;
	if (cost <= *best) {    /* among equals the nearest end */
		*best = cost;
		plan->next[number] = (uint16_t)(to - number);
	}
}

/* Is a part this full worth a look, or is there always a fuller one that costs less? */
static bool worth(const struct part_plan *plan, mpt base, int to_row)
{
	return to_row == plan->end || base * 2 > plan->rest || base * 2 > plan->first;
}

static void note_candidate(struct part_plan *plan, struct table_point to, mpt base, bool stretch)
{
	ARENA_GROW(plan->arena, plan->candidates, &plan->candidate_capacity, plan->candidate_count + 1);
	plan->candidates[plan->candidate_count++] = (struct candidate){ to, base, stretch };
}

/* Ends that a part from here can have, the nearest first; those too low are left out unless thorough. */
static void find_candidates(struct part_plan *plan, struct table_point from, bool thorough)
{
	const struct table_work *work = plan->work;
	mpt base = 0, room = plan->first > plan->rest ? plan->first : plan->rest;
	struct label_room labels;
	labels.short_of = false;
	plan->candidate_count = 0;
	for (int row = from.row; row < plan->end && base <= room; row++) {
		int begun = row == from.row ? from.line : 0, inner = inner_points(plan, row), split = first_split(work, row);
		labels_enter(work, &labels, row, row == from.row);
		for (int line = split; line < split + inner; line++) {
			if (line - begun < work->style->table_split_min_lines)
				continue;
			mpt piece = table_row_height(work, row, (const int[2]){ begun, line });
			if (base + piece > room)
				break;
			if (thorough || worth(plan, base + piece, row))
				note_candidate(plan, (struct table_point){ row, line }, base + piece, labels_stretch(work, &labels, piece));
		}
		mpt whole = table_row_height(work, row, (const int[2]){ begun, work->row_lines[row] });
		base += whole;
		for (int i = 0; i < work->label_count; i++)
			labels.have[i] += whole;
		if (base <= room && (thorough || worth(plan, base, row + 1)))
			note_candidate(plan, (struct table_point){ row + 1, 0 }, base, labels_stretch(work, &labels, 0));
	}
}

/* The farthest ends first: they have the fewest parts behind them, and most others need no look then. */
static void best_from(struct part_plan *plan, struct table_point from, bool thorough)
{
	find_candidates(plan, from, thorough);
	for (size_t i = plan->candidate_count; i-- > 0;)
		consider(plan, from, &plan->candidates[i]);
}

static void plan_backwards(struct part_plan *plan, int first)
{
	struct table_work *work = plan->work;
	*best_of(plan, plan->start[plan->end]) = 0;
	for (int row = plan->end - 1; row >= first; row--) {
		for (int i = inner_points(plan, row); i >= 0; i--) {
			struct table_point from = { row, i ? first_split(work, row) + i - 1 : 0 };
			int64_t *best = best_of(plan, number_of(plan, from));
			*best = INT64_MAX;
			best_from(plan, from, false);
			if (*best == INT64_MAX)
				best_from(plan, from, true);
			if (*best == INT64_MAX)
				plan->next[number_of(plan, from)] = 0;
		}
	}
}

/* The point `ahead` points behind this one. */
static struct table_point point_behind(const struct part_plan *plan, struct table_point from, int ahead)
{
	int number = number_of(plan, from) + ahead, row = from.row;
	while (row < plan->end && plan->start[row + 1] <= number)
		row++;
	int inner = number - plan->start[row];
	return (struct table_point){ row, inner ? first_split(plan->work, row) + inner - 1 : 0 };
}

/* Adds the parts from a point on. The row that fits on no page; below 0: there is none. */
static int collect_parts(struct part_plan *plan, struct table_point at)
{
	struct table_work *work = plan->work;
	while (at.row < plan->end) {
		int ahead = plan->next[number_of(plan, at)];
		if (!ahead)
			return at.row;
		struct table_point next = point_behind(plan, at, ahead);
		ARENA_GROW(work->arena, work->parts, &work->part_capacity, work->part_count + 1);
		work->parts[work->part_count++] = (struct table_part){ .from = at, .to = next };
		at = next;
	}
	return -1;
}

/* More points than one page can reach; each takes a line, or a row that has at least one. */
static void open_ring(struct part_plan *plan)
{
	mpt most = plan->first > plan->rest ? plan->first : plan->rest;
	int need = (most > 0 ? most : 0) / table_text(plan->work)->pitch * 2 + 64, size = 64;
	while (size < need)
		size *= 2;
	plan->mask = size - 1;
	plan->best = arena_array(plan->arena, (size_t)size, sizeof *plan->best);
	for (int i = 0; i < size; i++)
		plan->best[i] = INT64_MAX;
}

static struct part_plan plan_of(struct table_work *work, const mpt first_and_rest[2], mpt notes)
{
	return (struct part_plan){ .work = work, .first = first_and_rest[0], .rest = first_and_rest[1], .notes = notes, .end = work->row_count };
}

/* Adds the parts of rows from a point to the row that a plan ends with; as collect_parts. Nothing of the plan is left. */
static int plan_from(struct part_plan *plan, struct table_point from)
{
	int rows = plan->work->row_count;
	plan->arena = arena_new();
	plan->start = arena_array(plan->arena, (size_t)rows + 1, sizeof *plan->start);
	for (int r = 0; r < rows; r++)
		plan->start[r + 1] = plan->start[r] + 1 + inner_points(plan, r);
	plan->next = arena_array(plan->arena, (size_t)plan->start[rows] + 1, sizeof *plan->next);
	plan->heights = arena_array(plan->arena, (size_t)rows + 1, sizeof *plan->heights);
	open_ring(plan);
	plan_backwards(plan, from.row);
	int stuck = collect_parts(plan, from);
	arena_free(plan->arena);
	return stuck;
}

/* As collect_parts. */
static int plan_rows(struct table_work *work, const mpt first_and_rest[2], mpt notes)
{
	struct part_plan plan = plan_of(work, first_and_rest, notes);
	work->part_count = 0;
	return plan_from(&plan, (struct table_point){ 0, 0 });
}

int table_plan_rows(struct table_work *work, const mpt first_and_rest[2], struct table_point from, int end)
{
	struct part_plan plan = plan_of(work, first_and_rest, table_notes_height(work));
	plan.end = end;
	return plan_from(&plan, from) < 0 ? 0 : -1;
}

bool table_may_divide(struct table_work *work, const mpt first_and_rest[2], struct table_point at)
{
	const struct part_plan plan = plan_of(work, first_and_rest, table_notes_height(work));
	int first = first_split(work, at.row);
	return at.line >= first && at.line < first + inner_points(&plan, at.row);
}

bool table_part_fits(struct table_work *work, const mpt first_and_rest[2], const struct table_part *part)
{
	const struct part_plan plan = plan_of(work, first_and_rest, table_notes_height(work));
	struct table_point from = part->from, to = part->to;
	bool ahead = to.row > from.row || (to.row == from.row && to.line - from.line >= work->style->table_split_min_lines);
	if (!ahead)
		return false;
	struct arena *arena = arena_new();
	mpt *heights = arena_array(arena, (size_t)(to.row - from.row) + 1, sizeof *heights);
	mpt room = room_of(&plan, from.row == 0 && from.line == 0, to.row == work->row_count), height = 0;
	for (int row = from.row; row < to.row && height <= room; row++)    /* many rows may have come in: labels are asked of no more than a page */
		height += table_row_height(work, row, (const int[2]){ row == from.row ? from.line : 0, work->row_lines[row] });
	bool fits = height <= room && table_part_heights(work, part, heights) <= room;
	arena_free(arena);
	return fits;
}

int table_plan(struct table_work *work, const mpt first_and_rest[2])
{
	mpt notes = table_notes_height(work);
	if (work->kept && table_keep_parts(work, first_and_rest))
		return 0;
	int stuck = plan_rows(work, first_and_rest, notes);
	if (stuck < 0)
		return 0;
	const struct table *table = work->table;
	if (notes && plan_rows(work, first_and_rest, 0) < 0)
		return REPORT(work->job->all, notes_have_no_room, table->notes.text ? &table->notes.at : &table->source.at, table->id,
		              arena_printf(work->arena, "%.1f", notes / 2834.6457));
	struct place place = table_place_of(table, stuck, 0);
	return REPORT(work->job->all, row_has_no_room, &place, table->id);
}

int table_pages_least(int64_t height, const mpt first_and_rest[2])
{
	int64_t behind = height - first_and_rest[0];
	return 1 + (behind > 0 && first_and_rest[1] > 0 ? (int)((behind + first_and_rest[1] - 1) / first_and_rest[1]) : 0);
}
