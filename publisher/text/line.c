/* How many lines: each is made as full as it can be, on prefix sums. A line that starts later or is wider reaches at least
 * as far, so this is the least number, and it never grows with the width. */
#include "text/line.h"
#include <string.h>
#include "text/line_fit.h"

enum { MARK_HALF = 500 };

bool line_fits(const struct shaped *text, int start, int end, int32_t width)
{
	return fits(text, start, end, width, start == 0);
}

struct part part_at(const struct shaped *text, const struct measure *measure, int start)
{
	bool opens = start == 0 || measure->paragraphs;
	const uint8_t *forced = memchr(text->breaks + start + 1, BREAK_FORCED, (size_t)(text->count - start - 1));
	int16_t hang = measure->hang ? (int16_t)line_hang(text, start) : 0;
	return (struct part){ .text = text, .start = start, .stop = forced ? (int)(forced - text->breaks) : text->count, .opens = opens,
	                      .first = opens ? measure->first : measure->rest, .rest = measure->rest - hang, .hang = hang };
}

/* The last position up to stop whose prefix does not go beyond reach; at least start + 1. */
static int last_within(const struct part *part, int start, int guess, int64_t reach)
{
	const int32_t *prefix = part->text->prefix;
	int at = guess <= start ? start + 1 : guess > part->stop ? part->stop : guess;
	while (at < part->stop && prefix[at + 1] <= reach)
		at++;
	while (at > start + 1 && prefix[at] > reach)
		at--;
	return at;
}

static int nearest(const struct part *part, int start)
{
	int end = start + 1;
	while (end < part->stop && part->text->breaks[end] == BREAK_NEVER)
		end++;
	return end;
}

int line_farthest(const struct part *part, int start, int guess)
{
	const struct shaped *text = part->text;
	int32_t width = part_width(part, start);
	bool opens = part_opens(part, start);
	int64_t reach = (int64_t)text->prefix[start] + width;
	int last = last_within(part, start, guess, reach + 2 * SHRINK_MAX);
	int32_t gives = text->shrink[last] - text->shrink[start];
	reach += MARK_HALF + text->lead[start] + (text->latin_space ? SPACE_MIN : 0) + (gives < SHRINK_MAX ? gives : SHRINK_MAX);
	for (int end = last; end > start; end--) {
		if (text->prefix[end] > reach && text->class[end - 1] != CLASS_SPACE)    /* it cannot fit */
			continue;
		if ((end == part->stop || text->breaks[end] != BREAK_NEVER) && fits(text, start, end, width, opens))
			return end;
	}
	return nearest(part, start);
}

int part_count(const struct part *part, int *ends, int room)
{
	int lines = 0, length = part->rest / 1000 + 1;
	for (int at = part->start, end = at; at < part->stop; at = end, lines++) {
		end = line_farthest(part, at, at + length);
		length = end - at + 1;
		if (lines < room)
			ends[lines] = end;
	}
	return lines;
}

int lines_count(const struct shaped *text, const struct measure *measure)
{
	int lines = 0;
	for (int start = 0; start < text->count;) {
		const struct part part = part_at(text, measure, start);
		lines += part_count(&part, NULL, 0);
		start = part.stop;
	}
	return lines ? lines : 1;
}

static void divide_piece(struct shaped *text, int start, int end)
{
	for (int i = start + 1; i < end; i++) {
		enum char_class left = text->class[i - 1], right = text->class[i];
		bool mark = right == CLASS_STOP || right == CLASS_CLOSING || right == CLASS_NARROW_STOP || right == CLASS_COMBINING
		            || right == CLASS_SPACE || left == CLASS_OPENING || left == CLASS_NARROW_OPENING || left == CLASS_ENUMERATOR;
		if (text->cluster[i] != text->cluster[i - 1] && !mark)
			text->breaks[i] = left == CLASS_SOLIDUS || left == CLASS_NARROW_STOP || left == CLASS_CONNECTOR ? BREAK_ALLOWED : BREAK_COSTLY;
	}
}

void lines_divide_words(struct shaped *text, const struct measure *measure)
{
	int32_t narrowest = measure->first < measure->rest ? measure->first : measure->rest;
	for (int start = 0, end = 0; start < text->count && text->widest_piece > narrowest; start = end) {
		for (end = start + 1; end < text->count && text->breaks[end] == BREAK_NEVER; end++)
			;
		int last = trimmed_end(text, start, end);
		if (natural_width(text, start, last, true) > narrowest)
			divide_piece(text, start, end);
	}
}

/* ---- at many widths ---- */

static int count_at(const struct part *part, int ems)
{
	struct part wider = *part;
	wider.first += ems * 1000;
	wider.rest += ems * 1000;
	return part_count(&wider, NULL, 0);
}

static void add(uint16_t *lines, int more) { *lines = (uint16_t)(*lines + more < UINT16_MAX ? *lines + more : UINT16_MAX); }

/* Adds the counts strictly between two widths; equal counts at both ends are equal in between. */
static void add_between(const struct part *part, const int ems[2], const int counts[2], uint16_t *lines)
{
	int middle = ems[0] + (ems[1] - ems[0]) / 2, count = counts[0];
	if (ems[1] - ems[0] < 2)
		return;
	if (counts[0] == counts[1]) {
		for (int i = ems[0] + 1; i < ems[1]; i++)
			add(&lines[i], count);
		return;
	}
	count = count_at(part, middle);
	add(&lines[middle], count);
	add_between(part, (const int[2]){ ems[0], middle }, (const int[2]){ counts[0], count }, lines);
	add_between(part, (const int[2]){ middle, ems[1] }, (const int[2]){ count, counts[1] }, lines);
}

void lines_count_ems(const struct shaped *text, const struct measure *measure, int low, int high, uint16_t *lines)
{
	int last = high - low;
	memset(lines, 0, ((size_t)last + 1) * sizeof *lines);
	for (int start = 0; start < text->count;) {
		struct part part = part_at(text, measure, start);
		part.first += low * 1000;
		part.rest += low * 1000;
		const int counts[2] = { count_at(&part, 0), count_at(&part, last) };
		add(&lines[0], counts[0]);
		if (last)
			add(&lines[last], counts[1]);
		add_between(&part, (const int[2]){ 0, last }, counts, lines);
		start = part.stop;
	}
	for (int i = 0; i <= last && !text->count; i++)
		lines[i] = 1;
}

int32_t lines_least(const struct shaped *text, const struct measure *measure)
{
	int32_t least = 0;
	if (!measure->first && !measure->rest && !measure->hang && !measure->paragraphs)
		return text->widest_piece;
	for (int start = 0; start < text->count;) {
		const struct part part = part_at(text, measure, start);
		for (int end = start; start < part.stop; start = end) {
			end = nearest(&part, start);
			int last = trimmed_end(text, start, end);
			int32_t width = last > start ? text->prefix[last] - text->prefix[start] - text->trail[last - 1] : 0;
			width -= part_width(&part, start) + (part_opens(&part, start) ? 0 : text->lead[start]);
			least = width > least ? width : least;
		}
	}
	return least;
}
