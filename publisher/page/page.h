/* A finished page as plain data: the display list. Lengths in mpt from the sheet's top left corner, y downwards; inside
 * a turn from the turned frame's own corner. What reads it (emit/, preview, dumps, conformance) needs nothing else. */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "base/arena.h"
#include "base/place.h"
#include "base/units.h"

enum item_kind { ITEM_GLYPHS, ITEM_RULE, ITEM_FILL, ITEM_IMAGE, ITEM_LINK, ITEM_FIELD, ITEM_TURN, ITEM_TURN_END };
enum artifact { ARTIFACT_NONE, ARTIFACT_HEAD_REPEATED, ARTIFACT_LABEL_REPEATED, ARTIFACT_CONTINUED, ARTIFACT_RULE, ARTIFACT_PAGE_NUMBER, ARTIFACT_PAGE_SUM,
                ARTIFACT_CHANGE_MARK };
/* Colours of text, of status lights (LIGHT) and of cell shading (SHADE); the style gives them. */
enum paint {
	PAINT_BLACK, PAINT_RED, PAINT_LIGHT_RED, PAINT_LIGHT_YELLOW, PAINT_LIGHT_BLUE, PAINT_LIGHT_GREEN,
	PAINT_SHADE_GREY, PAINT_SHADE_RED, PAINT_SHADE_YELLOW, PAINT_SHADE_BLUE, PAINT_SHADE_GREEN, PAINT_COUNT
};
enum change_mark { CHANGE_NONE, CHANGE_ADDED, CHANGE_ALTERED, CHANGE_UNTOUCHED };    /* the last: of progress that says what it said */

struct glyph_run {
	int face;
	mpt size;
	enum paint paint;
	bool vertical;             /* written top to bottom */
	int count;
	const uint16_t *glyph;
	const mpt *x, *y;          /* origin of each glyph (baseline, horizontal origin) */
	const char *text;          /* the characters, UTF-8 … */
	const uint32_t *cluster;   /* … by glyph: count+1 offsets. A cluster of several glyphs: the text is with the first */
};

struct item {
	enum item_kind kind;
	int node;                  /* structure node (document.h), or -1 with an artifact kind */
	enum artifact artifact;
	int role;                  /* enum role of style/, as a number: what GB/T 9704 element this is; -1: none */
	const char *file;          /* source, or NULL */
	int line, row, column;     /* source line; table row and column from 1; 0: none */
	enum change_mark change;
	union {
		struct glyph_run glyphs;
		struct { mpt x0, y0, x1, y1, width; enum paint paint; } rule;      /* centre line; horizontal or vertical; butt ends */
		struct { mpt x, y, width, height; enum paint paint; bool round; } fill;     /* round: the ellipse that touches the four sides */
		struct { mpt x, y, width, height; const char *path; const char *alt; struct place at; } image;   /* drawn over, multiplied; at: what names it */
		struct { mpt x, y, width, height; const char *uri; } link;
		struct { mpt x, y, width, height; const char *name; } field;       /* signature field */
		struct { mpt x, y; } turn; /* up to ITEM_TURN_END: a frame turned 90 degrees counter-clockwise, its top left corner at
		                              (x, y) of the frame in force. Frames may nest (frame.h) */
	} of;
};

enum page_kind { PAGE_TEXT, PAGE_TABLE_TURNED, PAGE_TABLE_UPRIGHT, PAGE_BLANK, PAGE_TABLE_FOLDOUT };

struct page {
	int number;                /* from 1 */
	bool numbered;             /* is the number printed? */
	bool recto;                /* odd side */
	enum page_kind kind;
	bool rotate_view;          /* ask the screen to turn the sheet so that it reads upright */
	mpt width, height;
	mpt left;                  /* edge of the text block */
	struct arena *arena;       /* holds all of it; gone when the page has been handed over */
	struct item *items;
	size_t count, capacity;
};

struct page *page_new(struct arena *arena, int number);
struct item *page_add(struct page *page, enum item_kind kind);   /* node -1, role -1 */
void page_rule(struct page *page, const mpt from[2], const mpt to[2], mpt width, enum paint paint);  /* an artifact */
/* Does a disc reach into a rectangle (left, top, right, bottom edge)? */
bool page_disc_touches(const mpt centre[2], mpt radius, const mpt rectangle[4]);
/* Moves all that is on the page to the right and down. */
void page_shift(struct page *page, mpt right, mpt down);
void page_dump(const struct page *page, FILE *out);              /* --dump=pages */
#endif
