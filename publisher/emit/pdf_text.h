/* Text operators. Lines begin on a grid of 1/100 pt; a reader's pen is followed exactly, and a glyph is moved only if it
 * would stand more than TEXT_OFF away from where the display list has it. Private to emit/. */
#ifndef EMIT_PDF_TEXT_H
#define EMIT_PDF_TEXT_H
#include "emit/pdf_font.h"
#include "page/page.h"

enum { TEXT_OFF = 14 };        /* mpt */

/* What a reader's graphics state holds of text. Size 0: no font yet. */
struct text_state { int face; mpt size, spacing; bool vertical; };

struct text_writer {
	struct pdf_fonts *fonts;
	struct buffer *out;
	struct text_state state;
	mpt height;                /* y of the frame's lower edge in PDF's frame */
	bool open;                 /* inside BT … ET */
	bool string, array;        /* inside ( … ), inside [ … ] */
	size_t start;              /* of the string in out */
	int64_t line[2];           /* its origin, 1/100 pt */
	int64_t pen[2];            /* where the reader stands, 1/10000 mpt */
};

/* Runs of one line share a character spacing, chosen from all of them before the first is put. items[from] holds glyphs;
 * *end is the first item behind the line. */
void text_choose_spacing(struct text_writer *writer, const struct item *items, size_t from, size_t count, size_t *end);
void text_run(struct text_writer *writer, const struct glyph_run *run);
void text_end(struct text_writer *writer);    /* ET, if open */
#endif
