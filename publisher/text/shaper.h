/* Inside of shaping. Private to text/. */
#ifndef TEXT_SHAPER_H
#define TEXT_SHAPER_H
#include "text/glyph_table.h"
#include "text/shape.h"

struct character {
	uint32_t code, offset;     /* bytes into the text */
	struct glyph_entry is;
};

struct item_list { struct character *list; int count; size_t capacity; };

struct glyph_item {            /* a glyph as shaped, before its place in the paragraph is known */
	uint32_t item;             /* its character: the first of its cluster */
	int32_t advance;
	uint16_t glyph;
	int16_t dx, dy;
	uint8_t face;
	bool forced;               /* behind \n */
};

struct glyph_list { struct glyph_item *list; int count; size_t capacity; };

struct shaper {
	struct fonts *fonts;
	struct text_rules rules;
	bool open;                 /* a document is being set with it */
	unsigned trial;            /* of the fonts, when its tables were made */
	bool whole;                /* every piece is shaped whole by HarfBuzz: what the tables are tested against */
	hb_buffer_t *buffer;
	hb_language_t language;
	struct arena *arena;       /* of all below, which lasts from call to call */
	struct glyph_table *table;
	struct run_memo *memo;
	struct word_breaker *words;    /* NULL until the first title must be divided (words.h) */
	struct item_list items;
	struct glyph_list glyphs;
	uint8_t *kinds;            /* enum break_kind before each character */
	size_t kinds_capacity;
};

int report_missing(struct diagnostics *all, const struct words *text, const struct character *one);
/* Does Han-Latin space stand before glyph i? */
bool latin_boundary(const struct shaped *text, int i);
#endif
