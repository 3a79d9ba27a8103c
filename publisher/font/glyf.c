/* A TrueType file of some glyphs and of those they are composed of, numbered anew, without instructions and what only they need. */
#include "font/glyf.h"
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "font/table.h"

enum { HEAD_BYTES = 54, HHEA_BYTES = 36, MAXP_BYTES = 32, GLYPH_HEADER = 10, TABLE_RECORD = 16, FILE_HEADER = 12 };
enum { WORDS = 1, SCALE = 8, MORE = 0x20, TWO_SCALES = 0x40, MATRIX = 0x80, INSTRUCTIONS = 0x100 };    /* flags of a component */

struct source {
	struct arena *arena;
	struct bytes table[GLYF_TABLES];
	unsigned glyphs, metrics;
	bool broken;
};

struct selection {
	struct arena *arena;
	uint8_t seen[65536 / 8];
	uint16_t *list;
	size_t count, capacity;
};

static struct reader reader_of(struct bytes bytes)
{
	return (struct reader){ .data = bytes.data, .length = bytes.length < INT32_MAX ? (unsigned)bytes.length : 0 };
}

static unsigned number_in(struct source *source, enum glyf_table table, unsigned at, unsigned size)
{
	struct reader reader = reader_of(source->table[table]);
	unsigned number = number_at(&reader, at, size);
	source->broken |= reader.broken;
	return number;
}

static struct bytes glyph_of(struct source *source, unsigned glyph)
{
	bool wide = number_in(source, GLYF_HEAD, 50, 2);
	unsigned size = wide ? 4 : 2, start = number_in(source, GLYF_LOCA, glyph * size, size), end = number_in(source, GLYF_LOCA, glyph * size + size, size);
	uint64_t from = (uint64_t)start * (wide ? 1 : 2), to = (uint64_t)end * (wide ? 1 : 2);
	source->broken |= glyph >= source->glyphs || from > to || to > source->table[GLYF_GLYF].length;
	return source->broken ? (struct bytes){ 0 } : (struct bytes){ source->table[GLYF_GLYF].data + from, (size_t)(to - from) };
}

static unsigned component_size(unsigned flags)
{
	return 4 + (flags & WORDS ? 4 : 2) + (flags & SCALE ? 2 : flags & TWO_SCALES ? 4 : flags & MATRIX ? 8 : 0);
}

static bool is_composite(struct bytes glyph) { return glyph.length >= GLYPH_HEADER && glyph.data[0] & 0x80; }

/* ---- which glyphs ---- */
static void select_glyph(struct selection *selection, unsigned glyph)
{
	uint8_t *byte = &selection->seen[glyph / 8], bit = (uint8_t)(1u << glyph % 8);
	if (*byte & bit)
		return;
	*byte |= bit;
	ARENA_GROW(selection->arena, selection->list, &selection->capacity, selection->count + 1);
	selection->list[selection->count++] = (uint16_t)glyph;
}

static void select_components(struct source *source, struct selection *selection, struct bytes glyph)
{
	struct reader reader = reader_of(glyph);
	unsigned flags = MORE;
	for (unsigned at = GLYPH_HEADER; flags & MORE && !reader.broken; at += component_size(flags)) {
		flags = number_at(&reader, at, 2);
		select_glyph(selection, number_at(&reader, at + 2, 2));
	}
	source->broken |= reader.broken;
}

static int by_number(const void *left, const void *right) { return (int)*(const uint16_t *)left - (int)*(const uint16_t *)right; }

/* The list grows while it is walked; no glyph comes twice. */
static void select_all(struct source *source, struct selection *selection, const uint16_t *asked, int count)
{
	select_glyph(selection, 0);
	for (int i = 0; i < count; i++)
		select_glyph(selection, asked[i]);
	for (size_t i = 0; i < selection->count && !source->broken; i++) {
		struct bytes glyph = glyph_of(source, selection->list[i]);
		if (is_composite(glyph))
			select_components(source, selection, glyph);
	}
	qsort(selection->list, selection->count, sizeof *selection->list, by_number);
}

static unsigned new_number(const struct selection *selection, unsigned glyph)
{
	uint16_t key = (uint16_t)glyph;
	const uint16_t *found = bsearch(&key, selection->list, selection->count, sizeof key, by_number);
	return found ? (unsigned)(found - selection->list) : 0;
}

/* ---- writing ---- */
static void put_number(struct buffer *out, unsigned number, unsigned size)
{
	while (size--)
		buffer_byte(out, (char)(number >> (8 * size)));
}

static void fill(unsigned char *at, unsigned number, unsigned size)
{
	while (size--)
		*at++ = (unsigned char)(number >> (8 * size));
}

/* Header and ends of contours, no instructions, flags and coordinates. */
static void put_simple(struct source *source, struct bytes glyph, struct buffer *out)
{
	struct reader reader = reader_of(glyph);
	unsigned contours = number_at(&reader, 0, 2), at = GLYPH_HEADER + 2 * contours, rest = at + 2 + number_at(&reader, at, 2);
	source->broken |= reader.broken || rest > glyph.length;
	if (source->broken)
		return;
	buffer_add(out, (const char *)glyph.data, at);
	put_number(out, 0, 2);
	buffer_add(out, (const char *)glyph.data + rest, glyph.length - rest);
}

static void put_composite(const struct selection *selection, struct bytes glyph, struct buffer *out)
{
	struct reader reader = reader_of(glyph);
	unsigned flags = MORE, at = GLYPH_HEADER, next;
	buffer_add(out, (const char *)glyph.data, GLYPH_HEADER);
	for (; flags & MORE && !reader.broken; at = next) {
		flags = number_at(&reader, at, 2);
		next = at + component_size(flags);
		put_number(out, flags & ~(unsigned)INSTRUCTIONS, 2);
		put_number(out, new_number(selection, number_at(&reader, at + 2, 2)), 2);
		for (unsigned i = at + 4; i < next; i++)
			put_number(out, byte_at(&reader, i), 1);
	}
}

static void put_glyphs(struct source *source, const struct selection *selection, struct buffer *glyf, struct buffer *loca)
{
	for (size_t i = 0; i < selection->count && !source->broken; i++) {
		struct bytes glyph = glyph_of(source, selection->list[i]);
		put_number(loca, (unsigned)glyf->length, 4);
		if (is_composite(glyph))
			put_composite(selection, glyph, glyf);
		else if (glyph.length > GLYPH_HEADER)    /* else: blank */
			put_simple(source, glyph, glyf);
		put_number(glyf, 0, (unsigned)(-glyf->length & 3));
	}
	put_number(loca, (unsigned)glyf->length, 4);
	if (!glyf->length)
		put_number(glyf, 0, 4);    /* an empty table is none to some */
}

/* Glyphs beyond those with metrics of their own have the last advance. */
static void put_metrics(struct source *source, const struct selection *selection, struct buffer *out)
{
	for (size_t i = 0; i < selection->count; i++) {
		unsigned glyph = selection->list[i], last = source->metrics - 1, own = glyph < last ? glyph : last;
		put_number(out, number_in(source, GLYF_HMTX, 4 * own, 2), 2);
		put_number(out, number_in(source, GLYF_HMTX, glyph <= last ? 4 * glyph + 2 : 4 * source->metrics + 2 * (glyph - source->metrics), 2), 2);
	}
}

static struct bytes copied(struct arena *arena, struct bytes table, size_t length)
{
	unsigned char *copy = arena_alloc(arena, length);
	memcpy(copy, table.data, length);
	return (struct bytes){ copy, length };
}

static unsigned checksum(struct bytes table)
{
	uint32_t sum = 0;
	for (size_t i = 0; i < table.length; i++)
		sum += (uint32_t)table.data[i] << (24 - 8 * (i & 3));
	return sum;
}

/* Six tables; head holds what makes the sum of the whole a fixed number. */
static struct bytes put_file(struct arena *arena, const struct bytes tables[GLYF_TABLES])
{
	static const char tags[GLYF_TABLES][5] = { "glyf", "head", "hhea", "hmtx", "loca", "maxp" };
	struct buffer out = { .arena = arena };
	unsigned at = FILE_HEADER + GLYF_TABLES * TABLE_RECORD, head = 0;
	buffer_grow(&out, at + tables[GLYF_GLYF].length + tables[GLYF_HMTX].length + tables[GLYF_LOCA].length + 256);
	buffer_add(&out, "\0\1\0\0\0\6\0\x40\0\2\0\x20", FILE_HEADER);
	for (int i = 0; i < GLYF_TABLES; i++) {
		buffer_add(&out, tags[i], 4);
		put_number(&out, checksum(tables[i]), 4);
		put_number(&out, at, 4);
		put_number(&out, (unsigned)tables[i].length, 4);
		head = i == GLYF_HEAD ? at : head;
		at += (unsigned)(tables[i].length + 3) & ~3u;
	}
	for (int i = 0; i < GLYF_TABLES; i++) {
		buffer_add(&out, (const char *)tables[i].data, tables[i].length);
		put_number(&out, 0, (unsigned)(-out.length & 3));
	}
	unsigned sum = checksum((struct bytes){ (const unsigned char *)out.text, out.length });
	fill((unsigned char *)out.text + head + 8, 0xB1B0AFBAu - sum, 4);
	return (struct bytes){ (const unsigned char *)out.text, out.length };
}

static struct bytes write_tables(struct source *source, const struct selection *selection)
{
	struct arena *arena = source->arena;
	struct buffer glyf = { .arena = arena }, loca = { .arena = arena }, hmtx = { .arena = arena };
	struct bytes head = copied(arena, source->table[GLYF_HEAD], HEAD_BYTES), hhea = copied(arena, source->table[GLYF_HHEA], HHEA_BYTES);
	struct bytes maxp = copied(arena, source->table[GLYF_MAXP], MAXP_BYTES);
	put_glyphs(source, selection, &glyf, &loca);
	put_metrics(source, selection, &hmtx);
	fill((unsigned char *)head.data + 8, 0, 4);
	fill((unsigned char *)head.data + 50, 1, 2);               /* offsets of four bytes */
	fill((unsigned char *)hhea.data + 34, (unsigned)selection->count, 2);
	fill((unsigned char *)maxp.data + 4, (unsigned)selection->count, 2);
	fill((unsigned char *)maxp.data + 14, 1, 2);               /* one zone, and nothing of what instructions need */
	memset((unsigned char *)maxp.data + 16, 0, 12);
	const struct bytes tables[GLYF_TABLES] = { { (const unsigned char *)glyf.text, glyf.length }, head, hhea, { (const unsigned char *)hmtx.text, hmtx.length },
	                                           { (const unsigned char *)loca.text, loca.length }, maxp };
	return source->broken ? (struct bytes){ 0 } : put_file(arena, tables);
}

bool glyf_subset(struct arena *arena, const struct bytes tables[GLYF_TABLES], const uint16_t *asked, int count, struct glyf_subset *out)
{
	struct source source = { .arena = arena };
	struct selection *selection = arena_alloc(arena, sizeof *selection);
	memcpy(source.table, tables, sizeof source.table);
	selection->arena = arena;
	source.glyphs = number_in(&source, GLYF_MAXP, 4, 2);
	source.metrics = number_in(&source, GLYF_HHEA, 34, 2);
	source.broken |= !source.metrics || tables[GLYF_HEAD].length < HEAD_BYTES || tables[GLYF_HHEA].length < HHEA_BYTES || tables[GLYF_MAXP].length < MAXP_BYTES;
	if (!source.broken)
		select_all(&source, selection, asked, count);
	*out = (struct glyf_subset){ .glyphs = selection->list, .glyph_count = (int)selection->count };
	if (!source.broken)
		out->file = write_tables(&source, selection);
	return out->file.length > 0;
}
