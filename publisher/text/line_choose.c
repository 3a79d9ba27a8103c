/* Which lines: total fit over each part, with as many lines as counting found. Of a line's possible ends only those are
 * kept from which the lines that are left still reach the end of the part; there are few of them. */
#include <string.h>
#include "text/line_fit.h"

enum { COST_COSTLY = 30000, COST_WIDE = 50000000, COST_SHRINK = 4, EVEN_GAPS = 8, ENDS_ROOM = 64, SLOTS_ROOM = 640, GAPS_ROOM = 512 };
enum {
	GAP_LONELY = 125,          /* a single character on the last line is as bad as gaps of an eighth em in another … */
	GAP_WIDE = 250             /* … and a gap wider than a quarter em the worst there is */
};

/* A place where a line may begin. */
struct slot {
	int64_t cost;              /* least cost of the lines before it; -1: not reached */
	int from;                  /* where the line before it began */
	int farthest;              /* end of the fullest line from here; 0: no break here */
};

struct window { int earliest, latest; size_t base; };    /* of line starts; the slot of a place is base + latest - place */

struct choice {
	const struct part *part;
	bool even;
	int lines;
	int rigid;                 /* gaps of the part that cannot grow */
	struct gap_sums gaps;      /* of the part */
	struct window *windows;    /* by line; one more for the end */
	struct slot *slots;
	size_t count, capacity;
	struct arena *scratch;     /* NULL until the room on the stack is used up */
};

static void *more_memory(struct choice *choice, size_t count, size_t size)
{
	if (!choice->scratch)
		choice->scratch = arena_new();
	return arena_array(choice->scratch, count, size);
}

static void add_slot(struct choice *choice, int farthest)
{
	if (choice->count == choice->capacity) {
		struct slot *more = more_memory(choice, choice->capacity * 2, sizeof *more);
		memcpy(more, choice->slots, choice->count * sizeof *more);
		choice->slots = more;
		choice->capacity *= 2;
	}
	choice->slots[choice->count++] = (struct slot){ .cost = -1, .farthest = farthest };
}

static struct slot *slot_at(const struct choice *choice, int line, int place)
{
	const struct window *window = &choice->windows[line];
	return &choice->slots[window->base + (size_t)(window->latest - place)];
}

/* The starts of a line, from the latest down to the first from which the next line does not reach its own starts. */
static void find_starts(struct choice *choice, int line)
{
	struct window *window = &choice->windows[line];
	const struct part *part = choice->part;
	int needed = choice->windows[line + 1].earliest, reach = part->stop;
	window->base = choice->count;
	for (int start = window->latest; start >= part->start + line; start--) {    /* a line has a glyph at least */
		bool possible = start == part->start || part->text->breaks[start] != BREAK_NEVER;
		if (possible) {
			reach = line_farthest(part, start, reach + 1);
			if (reach < needed)
				break;
			window->earliest = start;
		}
		add_slot(choice, possible ? reach : 0);
	}
}

static int64_t wide_cost(const struct choice *choice, int start, int end, int32_t slack)
{
	int32_t gap = line_gap(&choice->gaps, start, end, slack);
	return gap > GAP_WIDE ? COST_WIDE + (int64_t)gap * 1000 : 0;
}

static int64_t line_cost(const struct choice *choice, int start, int end)
{
	const struct part *part = choice->part;
	const struct shaped *text = part->text;
	int last = trimmed_end(text, start, end);
	int64_t slack = part_width(part, start) - natural_width(text, start, last, part_opens(part, start)), cost = 0;
	int64_t gaps = last - start > 1 ? last - start - 1 : 1;
	bool final = end == part->stop;
	if (slack < 0)
		cost = COST_SHRINK * slack * slack / gaps;
	else if (choice->even)
		cost = slack * slack / EVEN_GAPS;
	else if (!final)
		cost = slack * slack / gaps + (slack > GAP_WIDE * (gaps - choice->rigid) ? wide_cost(choice, start, last, (int32_t)slack) : 0);
	if (final) {
		int marks = last;
		while (marks > start && (text->class[marks - 1] == CLASS_STOP || text->class[marks - 1] == CLASS_CLOSING))
			marks--;
		if (choice->lines > 1 && marks - start < 2)
			cost += (int64_t)GAP_LONELY * GAP_LONELY * part->rest / 1000;
	} else {
		cost += text->breaks[end] == BREAK_COSTLY ? COST_COSTLY : 0;
	}
	return cost;
}

static void offer(struct choice *choice, int line, int start, int end, int64_t before)
{
	struct slot *slot = slot_at(choice, line + 1, end);
	int64_t cost = before + line_cost(choice, start, end);
	if (slot->cost >= 0 && slot->cost < cost)    /* among equals the fuller first lines */
		return;
	slot->cost = cost;
	slot->from = start;
}

/* All lines worth a look from one start: those at least three quarters full, and always the fullest. */
static void offer_lines(struct choice *choice, int line, int start, const struct slot *from)
{
	const struct part *part = choice->part;
	int32_t width = part_width(part, start), least = choice->even ? width / 3 : width - width / 4;
	bool opens = part_opens(part, start);
	offer(choice, line, start, from->farthest, from->cost);
	for (int end = from->farthest - 1; end >= choice->windows[line + 1].earliest && end > start; end--) {
		if (part->text->breaks[end] == BREAK_NEVER)
			continue;
		if (natural_width(part->text, start, end, opens) < least)
			break;
		if (fits(part->text, start, end, width, opens))
			offer(choice, line, start, end, from->cost);
	}
}

static struct line line_of(const struct part *part, int start, int end)
{
	int last = trimmed_end(part->text, start, end);
	bool opens = part_opens(part, start);
	return (struct line){ .start = start, .end = last, .width = natural_width(part->text, start, last, opens), .last = end == part->stop,
	                      .opens = opens, .hang = start == part->start ? 0 : part->hang };
}

static void choose_lines(struct choice *choice, const int *ends, struct line *out)
{
	const struct part *part = choice->part;
	for (int i = 0; i <= choice->lines; i++)
		choice->windows[i].latest = i ? ends[i - 1] : part->start;
	choice->windows[choice->lines].earliest = part->stop;
	choice->windows[choice->lines].base = choice->count;
	add_slot(choice, 0);
	if (part->stop - part->start > GAPS_ROOM) {
		choice->gaps.ordinary = more_memory(choice, (size_t)(part->stop - part->start), sizeof *choice->gaps.ordinary);
		choice->gaps.stretching = more_memory(choice, (size_t)(part->stop - part->start), sizeof *choice->gaps.stretching);
	}
	gaps_sum(part->text, part->start, part->stop, &choice->gaps);
	choice->rigid = gaps_rigid(&choice->gaps, part->stop);
	for (int line = choice->lines - 1; line >= 0; line--)
		find_starts(choice, line);
	slot_at(choice, 0, part->start)->cost = 0;
	for (int line = 0; line < choice->lines; line++) {
		for (int start = choice->windows[line].earliest; start <= choice->windows[line].latest; start++) {
			const struct slot *from = slot_at(choice, line, start);
			if (from->cost >= 0)
				offer_lines(choice, line, start, from);
		}
	}
	for (int line = choice->lines, end = part->stop; line > 0; line--) {
		int start = slot_at(choice, line, end)->from;
		out[line - 1] = line_of(part, start, end);
		end = start;
	}
}

/* ends: of the fullest lines, as many as there is room for. */
static void choose_part(const struct part *part, bool even, int count, const int *ends, struct line *out)
{
	struct window windows[ENDS_ROOM + 1];
	struct slot slots[SLOTS_ROOM];
	int32_t ordinary[GAPS_ROOM], stretching[GAPS_ROOM];
	struct choice choice = { .part = part, .even = even, .lines = count, .windows = windows, .slots = slots, .capacity = SLOTS_ROOM,
	                         .gaps = { .ordinary = ordinary, .stretching = stretching } };
	if (count == 1) {
		out[0] = line_of(part, part->start, part->stop);
		return;
	}
	if (count > ENDS_ROOM) {
		int *all = more_memory(&choice, (size_t)count, sizeof *all);
		choice.windows = more_memory(&choice, (size_t)count + 1, sizeof *choice.windows);
		part_count(part, all, count);
		ends = all;
	}
	if (part->text->strict_grid) {    /* cells are filled one after another; what may not end or begin a line is carried down */
		for (int i = 0; i < count; i++)
			out[i] = line_of(part, i ? ends[i - 1] : part->start, ends[i]);
	} else {
		choose_lines(&choice, ends, out);
	}
	arena_free(choice.scratch);
}

int lines_choose(struct arena *arena, const struct shaped *text, const struct measure *measure, struct line **out)
{
	struct line *lines = text->count ? NULL : arena_alloc(arena, sizeof *lines);
	int done = 0, ends[ENDS_ROOM];
	if (lines)
		lines[0] = (struct line){ .last = true, .opens = true };
	for (int start = 0; start < text->count;) {
		const struct part part = part_at(text, measure, start);
		int count = part_count(&part, ends, ENDS_ROOM);
		if (!lines)
			lines = arena_array(arena, (size_t)(part.stop == text->count ? count : lines_count(text, measure)), sizeof *lines);
		choose_part(&part, measure->even, count, ends, lines + done);
		done += count;
		start = part.stop;
	}
	*out = lines;
	return done ? done : 1;
}
