/* Fonts of the PDF: Type0 with Identity-H, and a second one with Identity-V on the same CIDFont for stacks. Private to
 * emit/. */
#ifndef EMIT_PDF_FONT_H
#define EMIT_PDF_FONT_H
#include "emit/objects.h"
#include "font/font.h"

enum { PDF_FACES = 64 };

struct glyph_words { const char *text; uint32_t length; };

struct pdf_font {
	HPDF_Dict across, down;        /* Type0 objects; NULL until used */
	bool *used;                    /* by glyph id */
	struct glyph_words *words;     /* by glyph id: what it stands for */
};

struct pdf_fonts {
	struct store *store;
	struct fonts *fonts;
	struct pdf_font list[PDF_FACES];
};

void pdf_font_open(struct pdf_fonts *all, int face, bool vertical);
/* Notes a use. ToUnicode holds one text a glyph: the first, or the first that is no stand-in (a radical for a character).
 * False if it may not be this one: the text then goes along as ActualText. */
bool pdf_font_use(struct pdf_fonts *all, int face, uint16_t glyph, const char *text, uint32_t length);
/* Embeds all that was used. */
int pdf_fonts_embed(struct pdf_fonts *all);
/* "/F0 5 0 R /V0 6 0 R …" */
void pdf_fonts_resources(const struct pdf_fonts *all, struct buffer *out);
#endif
