/* Vertical stacks (CLREQ 3.8): characters one above the other, brackets, quotes and dashes in vertical forms (HarfBuzz
 * top-to-bottom with vert; U+FE41-FE44 where a face has no vertical quote), numbers of two digits side by side in one em,
 * of three in as much as the face's third-width digits (twid) take, or in one and a half; Latin letters upright, one a cell,
 * as acronyms are; opening and closing marks and stops in half an em. Lengths in milli-ems. */
#ifndef TEXT_STACK_H
#define TEXT_STACK_H
#include "text/shape.h"

struct stack_glyph {
	uint16_t glyph;
	uint8_t face;
	bool upright;              /* a glyph of a horizontal run (digits side by side), not a vertical one */
	int16_t x;                 /* glyph origin (baseline, horizontal origin) from the stack's centre line */
	int32_t y;                 /* glyph origin below the stack's top, y downwards */
	uint32_t cluster, cluster_end;   /* bytes of text it stands for: the original character, not the vertical form */
};

struct stack {
	const char *text;
	struct stack_glyph *glyphs;
	int count;
	int32_t height;            /* of the whole stack, top of the first em box to bottom of the last */
	int32_t width;             /* widest glyph */
};
/* pitch: distance of full characters, milli-ems (1200). Line breaks in the text are ignored. `columns` >= 1: divides the
 * text into that many stacks of about equal height, right to left (the first stack stands right); out has `columns`
 * elements. */
int stack_shape(struct shaper *shaper, struct arena *arena, struct diagnostics *all, const struct words *text,
                enum family family, const int pitch_and_columns[2], struct stack *out);
#endif
