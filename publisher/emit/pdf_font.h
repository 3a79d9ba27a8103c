/* Fonts of the PDF: Type0 with Identity-H, and a second one with Identity-V on the same CIDFont for stacks. Codes are given
 * in the order of first use, so that frequent glyphs share their high byte and pages deflate well. Private to emit/. */
#ifndef EMIT_PDF_FONT_H
#define EMIT_PDF_FONT_H
#include "emit/objects.h"
#include "font/font.h"

enum { PDF_FACES = 64 };

struct pdf_glyph {
	uint16_t glyph, code;          /* in the font file; in PDF strings */
	int16_t advance;               /* horizontal, milli-ems */
	bool stand_in;                 /* what it stands for would better be another character */
	bool used, plain;              /* plain: a code without bytes to escape */
	char near[3];                  /* what it stands for, if that is three bytes long, as a Han character is */
	uint32_t length;
	const char *words;             /* what it stands for */
};

struct pdf_font {
	HPDF_Dict across, down;        /* Type0 objects; NULL until used */
	bool known, dense;             /* dense: codes in the order of first use, else the font's own */
	uint32_t last_code;
	bool awkward_turn;
	uint16_t *index[256];          /* of a glyph in the list, by glyph id's high and low byte; 0: not yet */
	struct pdf_glyph *list;        /* from 1 */
	size_t count, capacity;
};

struct pdf_fonts {
	struct store *store;
	struct fonts *fonts;
	struct pdf_font list[PDF_FACES];
};

void pdf_font_open(struct pdf_fonts *all, int face, bool vertical);
/* Where the glyph stands in the list of its face, which must be open. */
uint16_t pdf_font_new_glyph(struct pdf_fonts *all, int face, uint16_t glyph);
static inline uint16_t pdf_font_glyph(struct pdf_fonts *all, int face, uint16_t glyph)
{
	const uint16_t *part = all->list[face].index[glyph >> 8];
	return part && part[glyph & 0xFF] ? part[glyph & 0xFF] : pdf_font_new_glyph(all, face, glyph);
}
/* Notes a use; the text is copied. ToUnicode holds one text a glyph: the first, or the first that is no stand-in (a radical
 * for a character). False if it may not be this one: the text then goes along as ActualText. */
bool pdf_font_note(struct pdf_fonts *all, struct pdf_glyph *glyph, const char *text, uint32_t length);
static inline bool pdf_font_use(struct pdf_fonts *all, struct pdf_glyph *glyph, const char *text, uint32_t length)
{
	if (length == 3 && glyph->near[0] == text[0] && glyph->near[1] == text[1] && glyph->near[2] == text[2])
		return !glyph->stand_in;
	return pdf_font_note(all, glyph, text, length);
}
/* Embeds all that was used. */
int pdf_fonts_embed(struct pdf_fonts *all);
/* "/F0 5 0 R /V0 6 0 R …" */
void pdf_fonts_resources(const struct pdf_fonts *all, struct buffer *out);
#endif
