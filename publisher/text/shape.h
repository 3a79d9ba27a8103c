/* Characters to glyphs: a paragraph is itemised by script, direction, face and language (zh-Hans) and shaped whole, before
 * any width is known. The result is a struct of arrays in logical order; lengths are milli-ems. Shaping again costs about
 * as much as keeping: glyphs are remembered by character. */
#ifndef TEXT_SHAPE_H
#define TEXT_SHAPE_H
#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "font/font.h"
#include "style/style.h"
#include "text/class.h"

enum break_kind {
	BREAK_NEVER,        /* no line may start at this glyph */
	BREAK_COSTLY,       /* allowed, but dear: between a number and its measure word (5|个) */
	BREAK_ALLOWED,
	BREAK_FORCED        /* after \n in the text (the \n itself gives no glyph) */
};

struct shaped {
	const char *text;           /* lent */
	int count;                  /* glyphs */
	uint16_t *glyph;
	uint8_t *face;
	uint8_t *class;             /* enum char_class of the cluster's first character */
	uint8_t *breaks;            /* enum break_kind: may a line start at this glyph? [0] is BREAK_ALLOWED */
	uint32_t *cluster;          /* byte offset in text; count+1 entries, the last is the text's length */
	int16_t *dx, *dy;           /* offset of the glyph from its pen position (dx also pulls a squeezed opening mark left) */
	int32_t *prefix;            /* pen position; count+1 entries; neighbouring marks already squeezed (CLREQ 3.4) */
	int16_t *lead, *trail;      /* what the glyph can still give up at a line's start (opening marks) / end (closing, stops) */
	int32_t *shrink;            /* what the glyphs before can give up inside a line (CLREQ 3.5); count+1 entries */
	bool latin_space;           /* quarter-em space stands between Han and Latin */
	bool strict_grid;           /* all stands in cells of one em: nothing is squeezed or stretched */
	int32_t widest_piece;       /* widest stretch without a break: no line can be narrower */
};

struct text_span {
	size_t length;              /* bytes; spans follow each other */
	enum family family;
	bool strict_grid;           /* of the first: for the whole text */
};

struct text_rules {
	bool latin_space;              /* a quarter em between Han and Latin */
	enum strictness strictness;    /* what no line may begin or end with (CLREQ 避头尾) */
};

struct shaper;  /* holds the HarfBuzz buffer and caches; one a job. Closed before its fonts, which keep the caches for the next job */
/* rules: copied; NULL: those of GB/T 15834 and no space between Han and Latin. */
struct shaper *shaper_open(struct fonts *fonts, const struct text_rules *rules);
void shaper_close(struct shaper *shaper);
/* at: place of text[0]: a character without glyph is an error there (character, U+XXXX; line and column counted on).
 * Spans cover the text. The arrays are one allocation in the arena, 25 bytes a glyph. 0, or -1 with diagnostics. */
int text_shape(struct shaper *shaper, struct arena *arena, struct diagnostics *all, const struct words *text,
               const struct text_span *spans, struct shaped *out);
#endif
