/* Inside of shaping. Private to text/. */
#ifndef TEXT_SHAPER_H
#define TEXT_SHAPER_H
#include "text/shape.h"

struct shaper {
	struct fonts *fonts;
	bool latin_space;
	hb_buffer_t *buffer;
	hb_language_t language;
	struct arena *scratch;     /* of the call under way */
	size_t room;               /* for glyphs in it */
};

struct character {
	uint32_t code, offset;     /* bytes into the text */
	int face;
	hb_script_t script;
	uint8_t class, family;
};

struct item_list { struct character *list; int count; };

struct place place_in(const struct words *text, size_t offset);
/* Does Han-Latin space stand before glyph i? */
bool latin_boundary(const struct shaped *text, int i);
#endif
