/* How wide a stretch of text is as a line, and how far a line may reach. Private to text/. */
#ifndef TEXT_LINE_FIT_H
#define TEXT_LINE_FIT_H
#include "text/line.h"
#include "text/shaper.h"

enum { SHRINK_MAX = 1000, SPACE_MIN = 250, SPACE_MAX = 500 };

/* What stands between two forced breaks. */
struct part {
	const struct shaped *text;
	int start, stop;
	int32_t first, rest;       /* widths of its first line and of the others */
	bool opens;                /* its first line opens a paragraph: an opening mark keeps its blank */
	int16_t hang;              /* taken off rest already */
};
struct part part_at(const struct shaped *text, const struct measure *measure, int start);
static inline int32_t part_width(const struct part *part, int start) { return start == part->start ? part->first : part->rest; }
static inline bool part_opens(const struct part *part, int start) { return part->opens && start == part->start; }

/* Spaces at a line's end are not set. */
static inline int trimmed_end(const struct shaped *text, int start, int end)
{
	while (end > start && text->class[end - 1] == CLASS_SPACE)
		end--;
	return end;
}

static inline int32_t boundary_space(const struct shaped *text, int end)
{
	return text->latin_space && latin_boundary(text, end) ? SPACE_MIN : 0;
}

/* Natural width of [start, end): the last mark takes half an em, an opening mark loses its blank unless the line opens. */
static inline int32_t natural_width(const struct shaped *text, int start, int end, bool opens)
{
	if (end <= start)
		return 0;
	int32_t width = text->prefix[end] - text->prefix[start] - text->trail[end - 1] - boundary_space(text, end);
	return opens ? width : width - text->lead[start];
}

/* How much narrower than that marks can make it. The blank of an opening mark at the start is taken or kept already. */
static inline int32_t shrinkable(const struct shaped *text, int start, int end)
{
	if (end <= start)
		return 0;
	int32_t gives = text->shrink[end] - text->shrink[start] - text->trail[end - 1] - boundary_space(text, end) / 2 - text->lead[start];
	return gives < SHRINK_MAX ? gives : SHRINK_MAX;
}

static inline bool fits(const struct shaped *text, int start, int end, int32_t width, bool opens)
{
	int last = trimmed_end(text, start, end);
	int32_t natural = natural_width(text, start, last, opens);
	return natural <= width || natural - shrinkable(text, start, last) <= width;
}

/* Over the gaps behind the glyphs of a stretch of text, summed up from its start: what spaces and Latin words' sides take before
 * others must grow, and how many gaps may grow at all. */
struct gap_sums { int start; int32_t *ordinary, *stretching; };
/* The arrays are the caller's, with room for end - start numbers each, 1 at least. */
void gaps_sum(const struct shaped *text, int start, int end, struct gap_sums *sums);
/* What is added to the ordinary gaps of a line that must grow by slack; INT32_MAX if it has none. */
int32_t line_gap(const struct gap_sums *sums, int start, int end, int32_t slack);
int gaps_rigid(const struct gap_sums *sums, int end);    /* how many of the gaps up to end never grow */
/* The farthest break behind start whose line fits; the nearest break if none does. guess: where it may be about. */
int line_farthest(const struct part *part, int start, int guess);
/* Lines of the part, each as full as can be; their ends go into ends[0 … room-1], as many as there is room for. */
int part_count(const struct part *part, int *ends, int room);
#endif
