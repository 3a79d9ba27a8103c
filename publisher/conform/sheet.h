/* One page as lines of text, rules and boxes, for measuring. Lengths in mpt of the frame they stand in: the sheet, or the
 * turned frame. Private to conform/. */
#ifndef CONFORM_SHEET_H
#define CONFORM_SHEET_H
#include "conform/conform.h"
#include "style/style.h"

/* The standard's own lengths (5.2.1, 5.2.3), mpt. */
enum { SHEET_WIDTH = 595276, BLOCK_TOP = 104882, BLOCK_WIDTH = 442205, BLOCK_HEIGHT = 637795, BLOCK_BOTTOM = BLOCK_TOP + BLOCK_HEIGHT,
       BINDING = 79370, OUTER = 73701, LINE = 29609, CELL = 15793, LINES = 22 };

/* Ink of glyphs, kept: to ask a font for it takes long, and a big table asks for the same glyphs again and again. */
struct inks {
	struct arena *arena;
	struct fonts *fonts;
	struct { bool *known; struct ink *ink; } *faces;    /* by face, then by glyph id; NULL: not asked yet */
};
struct inks *inks_new(struct arena *arena, struct fonts *fonts);
struct ink inks_of(struct inks *inks, int face, uint16_t glyph);    /* all 0: blank */

struct extent { mpt left, top, right, bottom; };

struct text_line {             /* glyph runs side by side, of one role and one node */
	const struct item *runs;   /* lends: neighbours in the page's list */
	size_t run_count;
	int role, node;
	bool number;               /* the page number */
	bool repeated;             /* a head or label that stands again, a continuation line, a sum: no text of its own */
	bool turned;
	mpt size;
	mpt left, right;           /* first cell's left to last cell's right edge */
	mpt top, bottom;           /* em box */
	struct extent ink;         /* empty (right < left): all blank */
	const char *text;
	bool starts, ends;         /* first and last line of its paragraph; ends: as far as the page shows */
	bool opening, closing;     /* begins, ends with a mark that may have given up half its cell */
	struct place at;
};

struct page_rule_line { mpt left, right, y, width; bool red, turned, table; };    /* horizontal ones; table: its frame stands around */
struct page_box { struct extent extent; bool field; };                     /* image or signature field, on the sheet */

struct sheet {
	const struct page *page;
	mpt left;                  /* the text block's left edge on this side */
	struct text_line *lines;
	size_t line_count, line_capacity;
	struct page_rule_line *rules;
	size_t rule_count, rule_capacity;
	struct extent *uprights;   /* vertical rules of the sheet's own frame: only tables have them */
	size_t upright_count, upright_capacity;
	struct page_box *boxes;
	size_t box_count, box_capacity;
	bool turned;               /* there is a turned frame, with its corner at … */
	mpt turn[2];
	struct extent turned_extent;       /* of all that stands in it, in its own frame */
	struct extent outside;     /* of all text on the sheet but page number and mark, on the sheet */
};

void sheet_read(struct arena *arena, struct inks *inks, const struct page *page, struct sheet *out);
const struct text_line *sheet_first(const struct sheet *sheet, int role);    /* NULL: none */
const struct text_line *sheet_last(const struct sheet *sheet, int role);
struct extent extent_empty(void);
void extent_add(struct extent *extent, const struct extent *other);
bool extent_is_empty(const struct extent *extent);
/* Ends of a line, taking a mark's half cell as given up or not, whichever is nearer to what is expected. */
mpt line_left(const struct text_line *line, mpt expected);
mpt line_right(const struct text_line *line, mpt expected);
mpt line_off_middle(const struct text_line *line, mpt middle);
/* Origin of the glyph that shows the character at a byte of line->text; the line's right end behind the last. */
mpt line_x_at(const struct text_line *line, size_t offset);
bool is_han(uint32_t code);
/* Text that runs on the grid of 22 lines: addressee, paragraphs, notice. */
bool role_is_running(int role);
#endif
