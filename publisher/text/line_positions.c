/* Where the glyphs of a line stand, by CLREQ 3.5: compress in order, else expand in order. */
#include <string.h>
#include "text/line_fit.h"

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

void gaps_sum(const struct shaped *text, int start, int end, struct gap_sums *sums)
{
	sums->start = start;
	sums->ordinary[0] = sums->stretching[0] = 0;
	for (int i = start; i + 1 < end; i++) {
		int32_t *ordinary = &sums->ordinary[i - start], *stretching = &sums->stretching[i - start];
		ordinary[1] = ordinary[0] + takes(text, i, GROW_SPACE) + takes(text, i, GROW_LATIN);
		stretching[1] = stretching[0] + stretches(text, i);
	}
}

int gaps_rigid(const struct gap_sums *sums, int end)
{
	int gaps = end - sums->start - 1;
	return gaps > 0 ? gaps - sums->stretching[gaps] : 0;
}

int32_t line_gap(const struct gap_sums *sums, int start, int end, int32_t slack)
{
	int from = start - sums->start, to = end - 1 > start ? end - 1 - sums->start : from;
	int32_t count = sums->stretching[to] - sums->stretching[from];
	slack -= sums->ordinary[to] - sums->ordinary[from];
	if (slack <= 0)
		return 0;
	return count ? slack / count : INT32_MAX;
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
	bool opens = line->opens || line->start == 0;
	int32_t widest = 0, pen = count && !opens ? -text->lead[line->start] : 0;
	int32_t natural = natural_width(text, line->start, line->end, opens);
	if (text->strict_grid)
		target = 0;
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
