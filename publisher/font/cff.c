/* What is needed of a CFF table (Adobe Technical Note 5176): is it keyed by CID, and which CID has each glyph? */
#include <string.h>
#include "font/fonts.h"

struct reader { const unsigned char *data; unsigned length; bool broken; };

static unsigned byte_at(struct reader *reader, unsigned at)
{
	if (at < reader->length)
		return reader->data[at];
	reader->broken = true;
	return 0;
}

static unsigned number_at(struct reader *reader, unsigned at, unsigned size)
{
	unsigned number = 0;
	for (unsigned i = 0; i < size; i++)
		number = number << 8 | byte_at(reader, at + i);
	return number;
}

/* Behind an INDEX; first: bounds of its first object. */
static unsigned skip_index(struct reader *reader, unsigned at, unsigned first[2])
{
	unsigned count = number_at(reader, at, 2), size = byte_at(reader, at + 2);
	if (!count || size < 1 || size > 4)
		return at + 2;
	unsigned base = at + 3 + (count + 1) * size - 1;
	first[0] = base + number_at(reader, at + 3, size);
	first[1] = base + number_at(reader, at + 3 + size, size);
	return base + number_at(reader, at + 3 + count * size, size);
}

/* One operand of a DICT; returns behind it. */
static unsigned operand(struct reader *reader, unsigned at, int *value)
{
	unsigned b = byte_at(reader, at);
	if (b == 28) {
		*value = (int16_t)number_at(reader, at + 1, 2);
		return at + 3;
	}
	if (b == 29) {
		*value = (int)number_at(reader, at + 1, 4);
		return at + 5;
	}
	if (b == 30) {
		for (at++; !reader->broken && (byte_at(reader, at) & 0xF) != 0xF; at++)
			;
		return at + 1;
	}
	if (b >= 32 && b <= 246)
		*value = (int)b - 139;
	else if (b >= 247 && b <= 250)
		*value = (int)((b - 247) * 256 + byte_at(reader, at + 1) + 108);
	else if (b >= 251 && b <= 254)
		*value = -(int)((b - 251) * 256 + byte_at(reader, at + 1)) - 108;
	return at + (b >= 247 ? 2 : 1);
}

/* Offset of the charset in *charset; true if the Top DICT begins with ROS. */
static bool read_top_dict(struct reader *reader, const unsigned bounds[2], unsigned *charset)
{
	bool by_cid = false;
	int value = 0;
	for (unsigned at = bounds[0]; at < bounds[1] && !reader->broken;) {
		unsigned b = byte_at(reader, at);
		if (b > 21) {
			at = operand(reader, at, &value);
			continue;
		}
		if (b == 12 && byte_at(reader, at + 1) == 30)
			by_cid = true;
		if (b == 15)
			*charset = (unsigned)value;
		at += b == 12 ? 2 : 1;
	}
	return by_cid;
}

/* Returns behind it. */
static unsigned read_charset(struct reader *reader, unsigned at, uint16_t *cids, unsigned glyphs)
{
	unsigned format = byte_at(reader, at++), glyph = 1;
	cids[0] = 0;
	while (glyph < glyphs && !reader->broken) {
		unsigned first = number_at(reader, at, 2), left = 0;
		at += 2;
		if (format) {
			left = number_at(reader, at, format == 1 ? 1 : 2);
			at += format == 1 ? 1 : 2;
		}
		for (unsigned i = 0; i <= left && glyph < glyphs; i++)
			cids[glyph++] = (uint16_t)(first + i);
	}
	reader->broken |= format > 2;
	return at;
}

uint16_t *cff_cids(struct arena *arena, hb_face_t *face, unsigned glyphs, bool *broken)
{
	hb_blob_t *blob = hb_face_reference_table(face, HB_TAG('C', 'F', 'F', ' '));
	struct reader reader = { 0 };
	unsigned bounds[2] = { 0, 0 }, charset = 0;
	uint16_t *cids = NULL;
	reader.data = (const unsigned char *)hb_blob_get_data(blob, &reader.length);
	reader.broken = byte_at(&reader, 0) != 1;    /* major version */
	unsigned at = skip_index(&reader, byte_at(&reader, 2), bounds);
	skip_index(&reader, at, bounds);
	if (read_top_dict(&reader, bounds, &charset) && charset > 2 && !reader.broken) {
		cids = arena_array(arena, glyphs, sizeof *cids);
		read_charset(&reader, charset, cids, glyphs);
	}
	*broken = reader.broken;
	hb_blob_destroy(blob);
	return cids;
}

/* Where the Top DICT holds the charset's offset as a number of four bytes; 0 if it does not. */
static unsigned charset_operand(struct reader *reader, const unsigned bounds[2])
{
	unsigned before = 0;
	int value = 0;
	for (unsigned at = bounds[0]; at < bounds[1] && !reader->broken;) {
		unsigned b = byte_at(reader, at);
		if (b == 15)
			return before && byte_at(reader, before) == 29 ? before + 1 : 0;
		before = b > 21 ? at : 0;
		at = b > 21 ? operand(reader, at, &value) : at + (b == 12 ? 2 : 1);
	}
	return 0;
}

/* The new charset (format 0) stands behind the table; the old one is blanked, for it deflates to nothing then. */
unsigned char *cff_recode(struct arena *arena, const unsigned char *table, size_t *length, const uint16_t *cids, unsigned glyphs)
{
	struct reader reader = { .data = table, .length = (unsigned)*length };
	unsigned bounds[2] = { 0, 0 }, charset = 0, at = skip_index(&reader, byte_at(&reader, 2), bounds);
	uint16_t *old = arena_array(arena, glyphs + 1, sizeof *old);
	skip_index(&reader, at, bounds);
	unsigned where = charset_operand(&reader, bounds);
	if (!glyphs || cids[0] || !where || !read_top_dict(&reader, bounds, &charset) || charset < 3)
		return NULL;
	unsigned end = read_charset(&reader, charset, old, glyphs), begin = (unsigned)*length;
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
