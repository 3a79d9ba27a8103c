/* By dynamic programming over (line, its start, its end, what the steps between lines were so far): exact, for the cost of
 * a division is the sum of the costs of its line starts, of the steps between neighbouring lines, of its number of lines
 * and of its outline, and the last is known from what the steps were. */
#include "text/line_outline.h"
#include <limits.h>
#include <string.h>
#include "text/line_fit.h"

enum {
	LINES_MOST = 8, LINES_MORE = 2,             /* longer titles are none; a sound outline may take so many more lines */
	LINES_USUAL = 3, COST_LINE = 600, COST_LINE_UNUSUAL = 2500,
	COST_UNSTEADY = 100000, COST_RECTANGLE = 200000, COST_HOURGLASS = 300000,
	STEP_LITTLE = 1000, STEP_EVEN = 4000, STEP_BALANCED = 6000, COST_STEP_MOST = 2400,
	LINE_SHORT = 4000, COST_LINE_SHORT = 500, LINE_FULL_SHARE = 95, COST_LINE_FULL = 40
};

/* What the steps from line to line were. */
enum steps { STEPS_ROSE = 1, STEPS_FELL = 2, STEPS_LEVEL = 4, STEPS_TURNED = 8, STEPS_COUNT = 16 };

static enum steps step_from(enum steps before, int32_t from, int32_t to)
{
	int32_t step = to - from;
	if (step > -OUTLINE_STEP && step < OUTLINE_STEP)
		return before | STEPS_LEVEL;
	if (step < 0)
		return before | STEPS_FELL;
	return before | STEPS_ROSE | (before & STEPS_FELL ? STEPS_TURNED : 0);
}

static enum outline outline_by(enum steps steps)
{
	if (steps & STEPS_TURNED)
		return OUTLINE_HOURGLASS;
	if (steps & STEPS_LEVEL)
		return steps & (STEPS_ROSE | STEPS_FELL) ? OUTLINE_UNSTEADY : OUTLINE_RECTANGLE;
	return OUTLINE_SOUND;
}

enum outline outline_of(const int32_t *widths, int count)
{
	enum steps steps = 0;
	for (int i = 1; i < count; i++)
		steps = step_from(steps, widths[i - 1], widths[i]);
	return outline_by(steps);
}

struct state { int32_t cost; int16_t from; uint8_t steps; };    /* cost INT32_MAX: not reached; from: start of the line before */

struct search {
	const struct shaped *text;
	const int32_t *costs;
	int32_t width;
	int *places;               /* where lines may start, and the end */
	int count;                 /* of places */
	int lines, reach;          /* at most so many; places that a line spans at most */
	struct state *states;      /* by line, start, end, steps */
	struct arena *scratch;
};

static int32_t width_between(const struct search *search, int from, int to)
{
	int start = search->places[from], end = trimmed_end(search->text, start, search->places[to]);
	return natural_width(search->text, start, end, start == 0);
}

static struct state *state_at(const struct search *search, int line, int from, int to)
{
	size_t span = (size_t)(to - from - 1), row = (size_t)line * (size_t)search->count + (size_t)from;
	return search->states + (row * (size_t)search->reach + span) * STEPS_COUNT;
}

static int32_t step_cost(int32_t from, int32_t to)
{
	int32_t step = to > from ? to - from : from - to, cost = 0;
	if (step < STEP_LITTLE)
		cost = 50;
	else if (step > STEP_BALANCED)
		cost = 60 + 120 * (step - STEP_BALANCED) / 1000;
	else if (step > STEP_EVEN)
		cost = 30 * (step - STEP_EVEN) / 1000;
	return cost < COST_STEP_MOST ? cost : COST_STEP_MOST;
}

static int32_t line_cost(const struct search *search, int from, int32_t width)
{
	int32_t cost = from ? search->costs[search->places[from]] : 0;
	cost += width < LINE_SHORT ? COST_LINE_SHORT : 0;
	return cost + (width > search->width / 100 * LINE_FULL_SHARE ? COST_LINE_FULL : 0);
}

static void reach(struct state *state, int32_t cost, int from, enum steps steps)
{
	if (cost < state->cost)
		*state = (struct state){ cost, (int16_t)from, (uint8_t)steps };
}

/* The last place that a line from here may end at. */
static int farthest(const struct search *search, int from)
{
	int to = from;
	while (to + 1 < search->count && width_between(search, from, to + 1) <= search->width)
		to++;
	return to;
}

/* All lines behind the line [from, to) that ends in a state. */
static void go_on(const struct search *search, int line, int from, int to)
{
	const struct state *states = state_at(search, line, from, to);
	int32_t before = width_between(search, from, to);
	for (int next = to + 1, last = farthest(search, to); next <= last; next++) {
		int32_t width = width_between(search, to, next), cost = line_cost(search, to, width) + step_cost(before, width);
		for (int steps = 0; steps < STEPS_COUNT; steps++) {
			if (states[steps].cost != INT32_MAX)
				reach(&state_at(search, line + 1, to, next)[step_from((enum steps)steps, before, width)], states[steps].cost + cost, from,
				      (enum steps)steps);
		}
	}
}

struct ending { int64_t cost; int line, from; enum steps steps; };    /* line: number of the last one; -1: none */

static void look_at_endings(const struct search *search, int line, struct ending *best)
{
	static const int32_t outlines[] = { 0, COST_UNSTEADY, COST_RECTANGLE, COST_HOURGLASS };
	int64_t lines = (int64_t)line * COST_LINE + (line >= LINES_USUAL ? (line - LINES_USUAL + 1) * (int64_t)COST_LINE_UNUSUAL : 0);
	int end = search->count - 1;
	for (int from = end > search->reach ? end - search->reach : 0; from < end; from++) {
		const struct state *states = state_at(search, line, from, end);
		for (int steps = 0; steps < STEPS_COUNT; steps++) {
			int64_t cost = states[steps].cost + lines + outlines[outline_by((enum steps)steps)];
			if (states[steps].cost != INT32_MAX && (best->line < 0 || cost < best->cost))
				*best = (struct ending){ cost, line, from, (enum steps)steps };
		}
	}
}

static void find_places(struct search *search, const int range[2], int32_t dearest)
{
	search->places = arena_array(search->scratch, (size_t)(range[1] - range[0]) + 1, sizeof *search->places);
	search->count = search->reach = 0;
	for (int i = range[0]; i < range[1]; i++)
		if (i == range[0] || (search->text->breaks[i] != BREAK_NEVER && search->costs[i] < dearest))
			search->places[search->count++] = i;
	search->places[search->count++] = range[1];
}

/* Room for as many lines as are worth a look. false: there are too many, or none at all. */
static bool make_room(struct search *search)
{
	int least = 0;
	for (int from = 0; from < search->count - 1 && least <= LINES_MOST; least++) {
		int to = farthest(search, from);
		if (to == from)
			return false;
		from = to;
	}
	for (int from = 0; from < search->count; from++)
		search->reach = farthest(search, from) - from > search->reach ? farthest(search, from) - from : search->reach;
	search->lines = least + LINES_MORE;
	return least <= LINES_MOST;
}

static struct ending find_ending(struct search *search)
{
	struct ending best = { .line = -1 };
	if (!make_room(search))
		return best;
	size_t size = (size_t)search->lines * (size_t)search->count * (size_t)search->reach * STEPS_COUNT;
	search->states = arena_array(search->scratch, size, sizeof *search->states);
	for (size_t i = 0; i < size; i++)
		search->states[i].cost = INT32_MAX;
	for (int to = 1, last = farthest(search, 0); to <= last; to++)
		state_at(search, 0, 0, to)[0].cost = line_cost(search, 0, width_between(search, 0, to));
	look_at_endings(search, 0, &best);
	for (int line = 0; line + 1 < search->lines; line++) {
		for (int from = line; from < search->count; from++)
			for (int to = from + 1, last = farthest(search, from); to <= last; to++)
				go_on(search, line, from, to);
		look_at_endings(search, line + 1, &best);
	}
	return best;
}

static void force(const struct search *search, struct ending last, uint8_t *breaks)
{
	int from = last.from, to = search->count - 1;
	enum steps steps = last.steps;
	memset(breaks + search->places[0] + 1, BREAK_NEVER, (size_t)(search->places[to] - search->places[0] - 1));
	for (int line = last.line; line > 0; line--) {
		const struct state *state = &state_at(search, line, from, to)[steps];
		breaks[search->places[from]] = BREAK_FORCED;
		to = from;
		from = state->from;
		steps = (enum steps)state->steps;
	}
}

bool lines_outline(struct shaped *text, const int range[2], int32_t width, const int32_t *costs, enum outline *out)
{
	static const int32_t dearest[] = { COST_SPLIT, INT32_MAX };
	struct search search = { .text = text, .costs = costs, .width = width, .scratch = arena_new() };
	struct ending best = { .line = -1 };
	for (size_t i = 0; i < sizeof dearest / sizeof dearest[0] && best.line < 0; i++) {
		find_places(&search, range, dearest[i]);
		best = find_ending(&search);
	}
	if (best.line >= 0) {
		force(&search, best, text->breaks);
		*out = outline_by(best.steps);
	}
	arena_free(search.scratch);
	return best.line >= 0;
}
