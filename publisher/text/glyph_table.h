/* What is known of a character in a family, looked up once: its class, its face, and the glyph it gives when it stands
 * alone. A glyph that no lookup of the plan reads or changes is the same in every neighbourhood ("safe") and needs no
 * HarfBuzz; this is found from the font's tables, not from lists of characters. Private to text/. */
#ifndef TEXT_GLYPH_TABLE_H
#define TEXT_GLYPH_TABLE_H
#include "text/shape.h"

struct shaper;

enum glyph_flag {
	GLYPH_KNOWN = 1,
	GLYPH_SAFE = 2,            /* always this glyph and advance, without offset */
	GLYPH_JOINS = 4,           /* marks, selectors, joiners: its neighbours are shaped with it, whatever they are */
	GLYPH_MEASURE = 8,         /* char_is_measure */
	GLYPH_SPECIAL = 16         /* needs a look for each occurrence: \n, combining, no face, a face of last resort */
};

/* A piece is shaped with one face, script and feature: face * 8 + script * 2 + narrow. */
enum { PIECE_NONE = 0xFFFF, PIECE_NEWLINE = 0xFFFE };

struct glyph_entry {
	uint16_t glyph;
	int16_t advance;
	uint16_t piece;
	uint8_t class, flags;
};

struct glyph_page { struct glyph_entry entries[256]; };

struct glyph_table;
struct glyph_table *glyph_table_new(struct arena *arena, struct fonts *fonts);
void glyph_table_close(struct glyph_table *table);     /* gives back HarfBuzz's sets */
/* The pages of a family by code / 256: NULL or an entry without GLYPH_KNOWN must be filled first. */
struct glyph_page *const *glyph_table_pages(const struct glyph_table *table, enum family family);
/* Never NULL. For a combining character `piece` is not set: it takes that of the character before it. */
const struct glyph_entry *glyph_table_fill(struct shaper *shaper, enum family family, uint32_t code);

uint16_t piece_number(int face, uint32_t code, bool narrow);
static inline int piece_face(uint16_t piece) { return piece == PIECE_NONE ? -1 : piece >> 3; }
/* Shapes what is in shaper->buffer (code points only) as the piece's plan wants it. */
void piece_run(struct shaper *shaper, uint16_t piece);
#endif
