/* Subsets of TrueType outlines (OpenType specification, glyf). Private to font/. */
#ifndef FONT_GLYF_H
#define FONT_GLYF_H
#include <stdint.h>
#include "base/arena.h"
#include "base/bytes.h"

enum glyf_table { GLYF_GLYF, GLYF_HEAD, GLYF_HHEA, GLYF_HMTX, GLYF_LOCA, GLYF_MAXP, GLYF_TABLES };

struct glyf_subset {
	struct bytes file;             /* TrueType, in the arena; glyph ids from 0 in the order of: */
	const uint16_t *glyphs;        /* ids in the source, ascending: .notdef, those asked for, what they are composed of */
	int glyph_count;
};
/* tables: as they stand in the font, in the order of their tags, which is that of enum glyf_table. No instructions are taken along.
 * Every offset is checked when it is followed. false: damaged. */
bool glyf_subset(struct arena *arena, const struct bytes tables[GLYF_TABLES], const uint16_t *asked, int count, struct glyf_subset *out);
#endif
