/* Lines of a title: few, of lengths that make an outline, divided where it costs least (GB/T 9704-2012 7.3.1: a word is
 * not divided over lines, the outline is a trapezoid or a diamond). */
#ifndef TEXT_LINE_OUTLINE_H
#define TEXT_LINE_OUTLINE_H
#include "text/line.h"

enum outline {
	OUTLINE_SOUND,             /* one line, a trapezoid (lengths rise or fall) or a diamond (they rise, then fall) */
	OUTLINE_UNSTEADY,          /* neighbours of about one length among others: 20, 20, 14 */
	OUTLINE_RECTANGLE,         /* all of about one length */
	OUTLINE_HOURGLASS          /* a line shorter than both its neighbours, or than an earlier and a later one */
};

/* Costs of a line's start. However many ordinary ones add up, an outline that is not sound costs more; to divide what is
 * enclosed (《…》) costs more than any outline; a start of COST_SPLIT or more is looked at only where there is no other way. */
enum { COST_WORD_GAP = 100, COST_NOTICED = 2000, COST_ENCLOSED = 1000000, COST_SPLIT = 4000000, COST_IN_WORD = 10000000 };

/* Between neighbouring lines: lengths that differ by less than half an em look the same. */
enum { OUTLINE_STEP = 500 };

enum outline outline_of(const int32_t *widths, int count);
/* Divides the glyphs [start, stop) into lines no wider than `width` (natural widths, milli-ems), by the costs of a line that
 * starts at each glyph. Changes text->breaks of that stretch: forced where a line starts, never elsewhere, so that
 * lines_choose gives these lines. false, with the breaks as they were, if there are no such lines, or too many. */
bool lines_outline(struct shaped *text, const int range[2], int32_t width, const int32_t *costs, enum outline *out);
#endif
