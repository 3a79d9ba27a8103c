/* Lines: how many, which, and where their glyphs stand. Counting is greedy on prefix sums; choosing looks at the whole
 * paragraph with as many lines as counting found; positions follow CLREQ 3.5: compress in order, else expand in order. */
#include "text/line.h"
#include <string.h>
#include "text/shaper.h"

enum { SHRINK_MAX = 1000, SPACE_MIN = 250, SPACE_MAX = 500, COST_COSTLY = 30000, COST_LONELY = 60000, COST_SHRINK = 4, EVEN_GAPS = 8 };

/* Spaces at a line's end are not set. */
static int trimmed_end(const struct shaped *text, int start, int end)
{
	while (end > start && text->class[end - 1] == CLASS_SPACE)
		end--;
	return end;
}

static int32_t boundary_space(const struct shaped *text, int end)
{
	return text->latin_space && latin_boundary(text, end) ? SPACE_MIN : 0;
}

/* Natural width of [start, end): the last mark takes half an em, an opening mark at a later line's start loses its blank. */
static int32_t natural_width(const struct shaped *text, int start, int end)
{
	if (end <= start)
		return 0;
	int32_t width = text->prefix[end] - text->prefix[start] - text->trail[end - 1] - boundary_space(text, end);
	return start ? width - text->lead[start] : width;
}

static int32_t shrinkable(const struct shaped *text, int start, int end)
{
	if (end <= start)
		return 0;
	int32_t gives = text->shrink[end] - text->shrink[start] - text->trail[end - 1] - boundary_space(text, end) / 2;
	gives -= text->lead[start];    /* taken already, or the paragraph's own start */
	return gives < SHRINK_MAX ? gives : SHRINK_MAX;
}

static bool fits(const struct shaped *text, int start, int end, int32_t width)
{
	int last = trimmed_end(text, start, end);
	int32_t natural = natural_width(text, start, last);
	return natural <= width || natural - shrinkable(text, start, last) <= width;
}

/* Where the forced line that holds `start` ends. */
static int forced_end(const struct shaped *text, int start)
{
	int end = start + 1;
	while (end < text->count && text->breaks[end] != BREAK_FORCED)
		end++;
	return end;
}

/* The farthest break behind start whose line fits; the nearest break if none does. */
static int farthest(const struct shaped *text, int start, int stop, int32_t width)
{
	int64_t reach = (int64_t)text->prefix[start] + width + 2 * SHRINK_MAX;
	int low = start + 1, high = stop;
	while (low < high) {
		int middle = low + (high - low + 1) / 2;
		if (text->prefix[middle] <= reach)
			low = middle;
		else
			high = middle - 1;
	}
	for (int end = low; end > start; end--)
		if ((end == stop || text->breaks[end] != BREAK_NEVER) && fits(text, start, end, width))
			return end;
	for (int end = start + 1; end < stop; end++)
		if (text->breaks[end] != BREAK_NEVER)
			return end;
	return stop;
}

static int count_part(const struct shaped *text, int start, int stop, const struct measure *measure)
{
	int lines = 0;
	for (int at = start; at < stop; lines++)
		at = farthest(text, at, stop, at == 0 ? measure->first : measure->rest);
	return lines;
}

int lines_count(const struct shaped *text, const struct measure *measure)
{
	int lines = 0;
	for (int start = 0; start < text->count;) {
		int stop = forced_end(text, start);
		lines += count_part(text, start, stop, measure);
		start = stop;
	}
	return lines ? lines : 1;
}

/* ---- choosing ---- */

struct choice {
	const struct shaped *text;
	const struct measure *measure;
	int start, stop, lines;
	int64_t *cost;      /* [line][position - start]: least cost of the lines before, -1: not reached */
	int *from;          /* where the line that ends here began */
};

static int64_t line_cost(const struct choice *choice, int start, int end, int32_t width)
{
	const struct shaped *text = choice->text;
	int last = trimmed_end(text, start, end);
	int64_t slack = width - natural_width(text, start, last), gaps = last - start > 1 ? last - start - 1 : 1, cost = 0;
	bool final = end == choice->stop;
	if (slack < 0)
		cost = COST_SHRINK * slack * slack / gaps;
	else if (choice->measure->even)
		cost = slack * slack / EVEN_GAPS;
	else if (!final)
		cost = slack * slack / gaps;
	if (final) {
		int marks = last;
		while (marks > start && (text->class[marks - 1] == CLASS_STOP || text->class[marks - 1] == CLASS_CLOSING))
			marks--;
		cost += choice->lines > 1 && marks - start < 2 ? COST_LONELY : 0;
	} else {
		cost += text->breaks[end] == BREAK_COSTLY ? COST_COSTLY : 0;
	}
	return cost;
}

static void offer(struct choice *choice, int line, int start, int end, int64_t cost)
{
	size_t slot = (size_t)(line + 1) * (size_t)(choice->stop - choice->start + 1) + (size_t)(end - choice->start);
	if (choice->cost[slot] >= 0 && choice->cost[slot] < cost)    /* among equals the fuller first lines */
		return;
	choice->cost[slot] = cost;
	choice->from[slot] = start;
}

/* All lines worth a look from one start: those at least three quarters full, and always the fullest. */
static void offer_lines(struct choice *choice, int line, int start, int64_t before)
{
	const struct shaped *text = choice->text;
	int32_t width = start == 0 ? choice->measure->first : choice->measure->rest;
	int fullest = farthest(text, start, choice->stop, width);
	bool last = line + 1 == choice->lines;
	if (last) {
		if (fullest == choice->stop)
			offer(choice, line, start, fullest, before + line_cost(choice, start, fullest, width));
		return;
	}
	for (int end = fullest; end > start; end--) {
		if (end == choice->stop || (end != fullest && text->breaks[end] == BREAK_NEVER))
			continue;
		if (end != fullest && natural_width(text, start, end) < (choice->measure->even ? width / 3 : width - width / 4))
			break;
		if (end == fullest || fits(text, start, end, width))
			offer(choice, line, start, end, before + line_cost(choice, start, end, width));
	}
}

static void choose_part(struct arena *arena, struct choice *choice, struct line *out)
{
	size_t positions = (size_t)(choice->stop - choice->start) + 1;
	size_t slots = positions * ((size_t)choice->lines + 1);
	choice->cost = arena_array(arena, slots, sizeof *choice->cost);
	choice->from = arena_array(arena, slots, sizeof *choice->from);
	for (size_t i = 0; i < slots; i++)
		choice->cost[i] = -1;
	choice->cost[0] = 0;
	for (int line = 0; line < choice->lines; line++) {
		const int64_t *reached = &choice->cost[(size_t)line * positions];
		for (int start = choice->start; start < choice->stop; start++)
			if (reached[start - choice->start] >= 0)
				offer_lines(choice, line, start, reached[start - choice->start]);
	}
	int end = choice->stop;
	for (int line = choice->lines; line > 0; line--) {
		int start = choice->from[(size_t)line * positions + (size_t)(end - choice->start)];
		int last = trimmed_end(choice->text, start, end);
		out[line - 1] = (struct line){ .start = start, .end = last, .width = natural_width(choice->text, start, last),
		                               .last = line == choice->lines };
		end = start;
	}
}

int lines_choose(struct arena *arena, const struct shaped *text, const struct measure *measure, struct line **out)
{
	int total = lines_count(text, measure), done = 0;
	struct line *lines = arena_array(arena, (size_t)total, sizeof *lines);
	struct arena *scratch = arena_new();
	for (int start = 0; start < text->count;) {
		struct choice choice = { .text = text, .measure = measure, .start = start, .stop = forced_end(text, start) };
		choice.lines = count_part(text, start, choice.stop, measure);
		if (choice.lines == 1) {
			int end = trimmed_end(text, start, choice.stop);
			lines[done] = (struct line){ .start = start, .end = end, .width = natural_width(text, start, end), .last = true };
		} else {
			choose_part(scratch, &choice, lines + done);
			arena_clear(scratch);
		}
		done += choice.lines;
		start = choice.stop;
	}
	if (!text->count)
		lines[0].last = true;
	arena_free(scratch);
	*out = lines;
	return total;
}

/* ---- positions ---- */

enum step { STEP_SPACE, STEP_INTERPUNCT, STEP_BRACKET, STEP_COMMA, STEP_LATIN, STEP_STOP, STEP_COUNT };

static bool sentence_stop(const struct shaped *text, int i)
{
	const unsigned char *at = (const unsigned char *)text->text + text->cluster[i];
	/* 。 E3 80 82, ？ EF BC 9F, ！ EF BC 81 */
	return (at[0] == 0xE3 && at[2] == 0x82) || (at[0] == 0xEF && (at[2] == 0x9F || at[2] == 0x81));
}

/* What the gap behind glyph i can give up in a step of compression. */
static int32_t gives(const struct shaped *text, const struct line *line, int i, enum step step)
{
	int32_t advance = text->prefix[i + 1] - text->prefix[i];
	switch (step) {
	case STEP_SPACE:
		return text->class[i] == CLASS_SPACE && advance > SPACE_MIN ? advance - SPACE_MIN : 0;
	case STEP_INTERPUNCT:
		return text->class[i] == CLASS_INTERPUNCT && advance > 500 ? advance - 500 : 0;
	case STEP_BRACKET:
		return (text->class[i] == CLASS_CLOSING ? text->trail[i] : 0) + (i + 1 < line->end ? text->lead[i + 1] : 0);
	case STEP_COMMA:
		return text->class[i] == CLASS_STOP && !sentence_stop(text, i) ? text->trail[i] : 0;
	case STEP_LATIN:
		return boundary_space(text, i + 1) / 2;
	case STEP_STOP:
		return text->class[i] == CLASS_STOP && sentence_stop(text, i) ? text->trail[i] : 0;
	default:
		return 0;
	}
}

/* Takes `need` off the gaps of the line, step by step, evenly within a step. */
static void compress(const struct shaped *text, const struct line *line, int32_t need, int32_t *change)
{
	for (int step = 0; step < STEP_COUNT && need > 0; step++) {
		int32_t room = 0, taken = 0, share = 0;
		for (int i = line->start; i + 1 < line->end; i++)
			room += gives(text, line, i, (enum step)step);
		if (!room)
			continue;
		share = need < room ? need : room;
		for (int i = line->start, seen = 0; i + 1 < line->end; i++) {
			seen += gives(text, line, i, (enum step)step);
			int32_t now = (int32_t)((int64_t)share * seen / room);
			change[i - line->start] -= now - taken;
			taken = now;
		}
		need -= share;
	}
}

static bool inside_word(const struct shaped *text, int i)
{
	enum char_class left = text->class[i], right = text->class[i + 1];
	bool left_word = left == CLASS_DIGIT || left == CLASS_LATIN || left == CLASS_NARROW_STOP || left == CLASS_NUMBER_PREFIX;
	bool right_word = right == CLASS_DIGIT || right == CLASS_LATIN || right == CLASS_NUMBER_SUFFIX || right == CLASS_NARROW_STOP;
	return text->breaks[i + 1] == BREAK_NEVER && left_word && right_word;
}

/* May the gap behind glyph i grow when nothing better is left? */
static bool stretches(const struct shaped *text, int i)
{
	enum char_class left = text->class[i], right = text->class[i + 1];
	if (text->cluster[i] == text->cluster[i + 1] || right == CLASS_COMBINING || inside_word(text, i))
		return false;
	if (left == CLASS_CONNECTOR || right == CLASS_CONNECTOR || left == CLASS_SOLIDUS || right == CLASS_SOLIDUS)
		return false;
	return !(left == right && (left == CLASS_DASH || left == CLASS_ELLIPSIS));
}

enum growth { GROW_SPACE, GROW_LATIN, GROW_ALL, GROW_COUNT };

static int32_t takes(const struct shaped *text, int i, enum growth growth)
{
	int32_t advance = text->prefix[i + 1] - text->prefix[i];
	if (growth == GROW_SPACE)
		return text->class[i] == CLASS_SPACE && advance < SPACE_MAX ? SPACE_MAX - advance : 0;
	if (growth == GROW_LATIN)
		return boundary_space(text, i + 1) ? SPACE_MAX - SPACE_MIN : 0;
	return stretches(text, i);
}

static void expand(const struct shaped *text, const struct line *line, int32_t need, int32_t *change)
{
	for (int growth = 0; growth < GROW_COUNT && need > 0; growth++) {
		int32_t room = 0, given = 0, share = 0;
		for (int i = line->start; i + 1 < line->end; i++)
			room += takes(text, i, (enum growth)growth);
		if (!room)
			continue;
		share = growth == GROW_ALL || need < room ? need : room;
		for (int i = line->start, seen = 0; i + 1 < line->end; i++) {
			seen += takes(text, i, (enum growth)growth);
			int32_t now = (int32_t)((int64_t)share * seen / room);
			change[i - line->start] += now - given;
			given = now;
		}
		need -= share;
	}
}

int32_t line_positions(const struct shaped *text, const struct line *line, int32_t target, int32_t *x)
{
	int count = line->end - line->start;
	int32_t widest = 0, pen = count && line->start ? -text->lead[line->start] : 0, natural = natural_width(text, line->start, line->end);
	memset(x, 0, ((size_t)count + 1) * sizeof *x);    /* holds the change of each gap first */
	if (target && natural > target)
		compress(text, line, natural - target, x);
	else if (target && natural < target)
		expand(text, line, target - natural, x);
	for (int i = 0; i < count; i++) {
		int32_t change = x[i];
		widest = change > widest ? change : widest;
		x[i] = pen;
		pen += text->prefix[line->start + i + 1] - text->prefix[line->start + i] + change;
	}
	x[count] = count ? pen - text->trail[line->end - 1] - boundary_space(text, line->end) : 0;
	return widest;
}

void line_spread(const struct shaped *text, const struct line *line, int32_t width, int32_t *x)
{
	int count = line->end - line->start;
	int64_t spare = (int64_t)width - (text->prefix[line->end] - text->prefix[line->start]);
	for (int i = 0; i < count; i++)
		x[i] = text->prefix[line->start + i] - text->prefix[line->start] + (count > 1 ? (int32_t)(spare * i / (count - 1)) : (int32_t)(spare / 2));
	x[count] = width;
}

void lines_dump(const struct shaped *text, const struct line *lines, int count, const int32_t *gaps, FILE *out)
{
	for (int i = 0; i < count; i++) {
		const struct line *line = &lines[i];
		uint32_t start = text->cluster[line->start], end = text->cluster[line->end];
		if (!text->count)
			continue;
		while (end > start && text->text[end - 1] == '\n')
			end--;
		fprintf(out, "line %d: width %d, gap %d%s: %.*s\n", i + 1, line->width, gaps[i], line->last ? ", last" : "",
		        (int)(end - start), text->text + start);
	}
	fputc('\n', out);
}
