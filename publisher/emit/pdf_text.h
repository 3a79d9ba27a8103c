/* Text operators. Lines begin on a grid of 1/100 pt; a reader's pen is followed exactly, and a glyph is moved only if it
 * would stand more than TEXT_OFF away from where the display list has it. Private to emit/. */
#ifndef EMIT_PDF_TEXT_H
#define EMIT_PDF_TEXT_H
#include "emit/pdf_font.h"
#include "page/page.h"

enum { TEXT_OFF = 14 };        /* mpt */

/* What a reader's graphics state holds of text. Size 0: no font yet. */
struct text_state { int face; mpt size; bool vertical; mpt spacing; };

/* "/F7 10.5 Tf", for a font that was used lately. */
struct font_words { struct text_state font; char text[32]; size_t length; };
enum { FONT_WORDS = 4 };

struct text_writer {
	struct pdf_fonts *fonts;
	struct buffer *out;
	struct text_state state;
	mpt height;                /* y of the frame's lower edge in PDF's frame */
	struct font_words words[FONT_WORDS];
	int oldest;                /* of the words */
	bool open;                 /* inside BT … ET */
	bool string, array;        /* inside ( … ), inside [ … ] */
	size_t start;              /* of the string in out */
	int64_t line[2];           /* its origin, 1/100 pt */
	int64_t pen[2];            /* where the reader stands, 1/10000 mpt */
	uint16_t *glyphs;          /* of the line, by pdf_font_glyph; those before `next` are put */
	size_t glyph_count, glyph_capacity, next;
};

/* Begins a line of runs, which share a character spacing: each is then put by text_run, in order. items[from] holds
 * glyphs; returns the first item behind the line. */
size_t text_line(struct text_writer *writer, const struct item *items, size_t from, size_t count);
void text_run(struct text_writer *writer, const struct glyph_run *run);
void text_begin_page(struct text_writer *writer, mpt height);    /* fonts and out are set */
void text_open(struct text_writer *writer);   /* BT, if not open */
void text_pause(struct text_writer *writer);  /* ends the string: an operator may follow; the next glyph goes on from there */
void text_end(struct text_writer *writer);    /* ET, if open */
#endif
