/* Other CIDs for a table that hb-subset has made. */
#include "font/cff.h"
#include <string.h>

enum { OP_CHARSET = 15 };

/* Where the Top DICT holds the charset's offset as a number of four bytes; 0 if it does not. */
static unsigned charset_operand(struct reader *reader, unsigned *charset)
{
	struct cff_entry entry;
	unsigned bounds[2] = { 0, 0 }, found = 0;
	cff_top(reader, bounds);
	for (unsigned at = bounds[0]; cff_entry(reader, &at, bounds[1], &entry);) {
		if (entry.operator != OP_CHARSET || !entry.operands.length || byte_at(reader, entry.start) != 29)
			continue;
		found = entry.start + 1;
		*charset = (unsigned)entry.value[1];
	}
	return found;
}

/* The new charset (format 0) stands behind the table; the old one is blanked, for it deflates to nothing then. */
unsigned char *cff_recode(struct arena *arena, const unsigned char *table, size_t *length, const uint16_t *cids, unsigned glyphs)
{
	struct reader reader = { .data = table, .length = (unsigned)*length };
	uint16_t *old = arena_array(arena, glyphs + 1, sizeof *old);
	unsigned charset = 0, where = charset_operand(&reader, &charset), begin = (unsigned)*length;
	if (!glyphs || cids[0] || !where || charset < 3)
		return NULL;
	unsigned end = cff_charset(&reader, charset, old, glyphs);
	if (reader.broken || end > begin)
		return NULL;
	unsigned char *copy = arena_alloc(arena, begin + 2 * (size_t)glyphs), *to = copy + begin;
	memcpy(copy, table, begin);
	memset(copy + charset, 0, end - charset);
	for (int i = 0; i < 4; i++)
		copy[where + (unsigned)i] = (unsigned char)(begin >> (24 - 8 * i));
	*to++ = 0;
	for (unsigned i = 1; i < glyphs; i++) {
		*to++ = (unsigned char)(cids[i] >> 8);
		*to++ = (unsigned char)cids[i];
	}
	*length = (size_t)(to - copy);
	return copy;
}
