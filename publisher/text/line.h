/* Lines from a shaped paragraph. Widths are milli-ems of the paragraph's em. Line ends take half an em from a full-width
 * mark (GB/T 15834 5.1.10), an opening mark at the start of a later line loses its blank half; then compression before
 * expansion in the order of chinese-layout 3.5 (CLREQ). */
#ifndef TEXT_LINE_H
#define TEXT_LINE_H
#include <stdio.h>
#include "text/shape.h"

struct line {
	int start, end;         /* glyphs; spaces at the end are not in it */
	int32_t width;          /* natural width, line-start and line-end squeeze applied */
	bool last;              /* last of the paragraph or before a forced break: not stretched */
	bool opens;             /* set to measure.first: the first line of the text or, with measure.paragraphs, of a paragraph */
	int16_t hang;           /* taken off the width because the paragraph hangs: the caller puts the line that much further in */
};

struct measure {
	int32_t first, rest;    /* width of the first line (indent taken off) and of the others */
	bool even;              /* lines of about equal length are wanted (centred text), not full ones */
	bool paragraphs;        /* first is for the first line of every paragraph (after a forced break), not of the text only */
	bool hang;              /* a paragraph that begins with an enumerator hangs: its later lines are narrower by line_hang */
};

/* Do the glyphs [start, end) fit one line of that width, marks squeezed where that is needed? */
bool line_fits(const struct shaped *text, int start, int end, int32_t width);
/* Words that no line of the measure can hold may be divided then: between any two characters, without a hyphen, best behind
 * / . - and the like. Changes text->breaks. */
void lines_divide_words(struct shaped *text, const struct measure *measure);
/* Least number of lines; marks may be squeezed to get there. 0 glyphs: 1 line. */
int lines_count(const struct shaped *text, const struct measure *measure);
/* For the width search: lines[i] becomes what lines_count gives for measure with low + i ems more in first and rest
 * (which are then 0, or an indent below 0), for i from 0 to high - low; 65,535 if there are more. Never grows with i. */
void lines_count_ems(const struct shaped *text, const struct measure *measure, int low, int high, uint16_t *lines);
/* The least width at which no piece stands out of its line; first and rest as in lines_count_ems. Without indent and
 * hanging this is widest_piece. */
int32_t lines_least(const struct shaped *text, const struct measure *measure);
/* Width of the enumerator (①, 1., 1、, （1）, (1), 一、, （一）, a., ——, －, •, ■ … and the blanks behind it) with which the
 * paragraph that starts at the glyph begins; 0: it begins with none, or has nothing else. */
int32_t line_hang(const struct shaped *text, int start);
/* The same number of lines, chosen over the whole paragraph for the least stretch (total fit), costly breaks, single
 * characters on the last line avoided. A piece wider than the measure is set alone and stands out (width > measure):
 * callers check widest_piece or lines_least first, or call lines_divide_words. Returns the count. */
int lines_choose(struct arena *arena, const struct shaped *text, const struct measure *measure, struct line **out);
/* Pen position of each glyph of the line from the line's left edge, into x[0 … end-start] (the last is the width).
 * target: width to fill exactly, or 0 for the natural width (still compressed if natural > limit). Returns the widest
 * gap that was added between two glyphs. On the strict grid lines have their natural width. */
int32_t line_positions(const struct shaped *text, const struct line *line, int32_t target, int32_t *x);
/* One line whose characters are spread evenly to fill the width (red mark). */
void line_spread(const struct shaped *text, const struct line *line, int32_t width, int32_t *x);
void lines_dump(const struct shaped *text, const struct line *lines, int count, const int32_t *gaps, FILE *out);
#endif
