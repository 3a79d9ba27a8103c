/* A bare CFF table keyed by CID: header, names, Top DICT, strings, charset, FDSelect, the Font DICTs with their Private DICTs, charstrings.
 * The offsets that the DICTs hold are filled in when what they point to stands. */
#include "font/cff.h"
#include <string.h>
#include "base/buffer.h"

enum { STANDARD_STRINGS = 391, SHORT = 28, LONG = 29, ZERO = 139, SELECT_RANGES = 3, CHARSET_RANGES = 2 };
enum operator {
	OP_NOTICE = 1, OP_BOX = 5, OP_CHARSET = 15, OP_CHARSTRINGS = 17, OP_PRIVATE = 18, OP_DEFAULT_WIDTH = 20, OP_NOMINAL_WIDTH = 21,
	OP_COPYRIGHT = 0xC00, OP_MATRIX = 0xC07, OP_ROS = 0xC1E, OP_CID_COUNT = 0xC22, OP_PARTS = 0xC24, OP_SELECT = 0xC25,
};

/* Offsets to be filled in: where their numbers stand. */
struct gaps { size_t charset, select, parts, charstrings; };

struct writer {
	struct buffer out;
	struct arena *arena;
	const struct cff *cff;
	const struct cff_glyph *glyphs;
	unsigned count;
	uint8_t *parts;                /* of the new table, by place of the glyph */
	int renumbered[CFF_PARTS_MOST];    /* new number of each part; -1: no glyph is of it */
	unsigned old_parts[CFF_PARTS_MOST], part_count;
	struct gaps gaps;
};

static void put_number(struct buffer *out, unsigned number, unsigned size)
{
	while (size--)
		buffer_byte(out, (char)(number >> (8 * size)));
}

static void put_operator(struct buffer *out, unsigned operator)
{
	put_number(out, operator, operator >= 0xC00 ? 2 : 1);
}

/* A number of DICT with its operator; returns where its four bytes stand. */
static size_t put_entry(struct buffer *out, unsigned operator, unsigned number)
{
	size_t at = out->length + 1;
	put_number(out, LONG, 1);
	put_number(out, number, 4);
	put_operator(out, operator);
	return at;
}

static void put_copied(struct buffer *out, unsigned operator, struct bytes operands)
{
	if (!operands.length)
		return;
	buffer_add(out, (const char *)operands.data, operands.length);
	put_operator(out, operator);
}

static void fill(struct buffer *out, size_t at, size_t number)
{
	for (int i = 0; i < 4; i++)
		out->text[at + (size_t)i] = (char)(number >> (24 - 8 * i));
}

static void put_index(struct buffer *out, const struct bytes *objects, unsigned count)
{
	size_t end = 1;
	for (unsigned i = 0; i < count; i++)
		end += objects[i].length;
	unsigned size = end < 1u << 8 ? 1 : end < 1u << 16 ? 2 : end < 1u << 24 ? 3 : 4;
	put_number(out, count, 2);
	if (!count)
		return;
	put_number(out, size, 1);
	put_number(out, 1, size);
	end = 1;
	for (unsigned i = 0; i < count; i++) {
		end += objects[i].length;
		put_number(out, (unsigned)end, size);
	}
	for (unsigned i = 0; i < count; i++)
		buffer_add(out, (const char *)objects[i].data, objects[i].length);
}

/* Our CIDs are no character collection's: Adobe-Identity-0, as the CIDFont says too. */
static void put_top(struct writer *writer)
{
	const struct cff *cff = writer->cff;
	struct gaps *gaps = &writer->gaps;
	struct buffer dict = { .arena = writer->arena };
	struct bytes strings[4] = { bytes_of_text("Adobe"), bytes_of_text("Identity") };
	unsigned string_count = 2;
	for (unsigned i = 0; i < 2; i++) {    /* in their shortest form, which some readers count on */
		put_number(&dict, SHORT, 1);
		put_number(&dict, STANDARD_STRINGS + i, 2);
	}
	put_number(&dict, ZERO, 1);
	put_operator(&dict, OP_ROS);
	if (cff->notice.length) {
		put_entry(&dict, OP_NOTICE, STANDARD_STRINGS + string_count);
		strings[string_count++] = cff->notice;
	}
	if (cff->copyright.length) {
		put_entry(&dict, OP_COPYRIGHT, STANDARD_STRINGS + string_count);
		strings[string_count++] = cff->copyright;
	}
	put_copied(&dict, OP_BOX, cff->box);
	put_copied(&dict, OP_MATRIX, cff->matrix);
	put_entry(&dict, OP_CID_COUNT, writer->glyphs[writer->count - 1].cid + 1u);
	gaps->charset = put_entry(&dict, OP_CHARSET, 0);
	gaps->select = put_entry(&dict, OP_SELECT, 0);
	gaps->parts = put_entry(&dict, OP_PARTS, 0);
	gaps->charstrings = put_entry(&dict, OP_CHARSTRINGS, 0);
	put_index(&writer->out, &(struct bytes){ (const unsigned char *)dict.text, dict.length }, 1);
	size_t begin = writer->out.length - dict.length;
	gaps->charset += begin;
	gaps->select += begin;
	gaps->parts += begin;
	gaps->charstrings += begin;
	put_index(&writer->out, strings, string_count);
	put_index(&writer->out, NULL, 0);    /* no global subroutines */
}

/* Ranges of CIDs that follow each other. */
static void put_charset(struct writer *writer)
{
	struct buffer *out = &writer->out;
	fill(out, writer->gaps.charset, out->length);
	put_number(out, CHARSET_RANGES, 1);
	for (unsigned i = 1, end; i < writer->count; i = end) {
		for (end = i + 1; end < writer->count && writer->glyphs[end].cid == writer->glyphs[i].cid + (end - i); end++)
			;
		put_number(out, writer->glyphs[i].cid, 2);
		put_number(out, end - i - 1, 2);
	}
}

/* Gives the parts that are used new numbers, in the order of their first glyphs. Returns the ranges of glyphs of one part. */
static unsigned number_parts(struct writer *writer)
{
	unsigned ranges = 0;
	memset(writer->renumbered, 0xFF, sizeof writer->renumbered);
	for (unsigned i = 0; i < writer->count; i++) {
		unsigned old = cff_part_of(writer->cff, writer->glyphs[i].glyph);
		if (writer->renumbered[old] < 0) {
			writer->renumbered[old] = (int)writer->part_count;
			writer->old_parts[writer->part_count++] = old;
		}
		writer->parts[i] = (uint8_t)writer->renumbered[old];
		ranges += !i || writer->parts[i] != writer->parts[i - 1];
	}
	return ranges;
}

/* In the shorter of its two forms. */
static void put_select(struct writer *writer)
{
	struct buffer *out = &writer->out;
	unsigned ranges = number_parts(writer);
	fill(out, writer->gaps.select, out->length);
	if (3 * ranges + 5 > writer->count + 1) {
		put_number(out, 0, 1);
		buffer_add(out, (const char *)writer->parts, writer->count);
		return;
	}
	put_number(out, SELECT_RANGES, 1);
	put_number(out, ranges, 2);
	for (unsigned i = 0; i < writer->count; i++)
		if (!i || writer->parts[i] != writer->parts[i - 1]) {
			put_number(out, i, 2);
			put_number(out, writer->parts[i], 1);
		}
	put_number(out, writer->count, 2);
}

static struct bytes private_dict(const struct writer *writer, const struct cff_part *part)
{
	struct buffer dict = { .arena = writer->arena };
	put_copied(&dict, OP_DEFAULT_WIDTH, part->default_width);
	put_copied(&dict, OP_NOMINAL_WIDTH, part->nominal_width);
	if (!dict.length)
		put_entry(&dict, OP_NOMINAL_WIDTH, 0);    /* as without it; an empty one is none to some */
	return (struct bytes){ (const unsigned char *)dict.text, dict.length };
}

/* Each Font DICT ends with the size and the offset of its Private DICT; these follow. */
static void put_parts(struct writer *writer)
{
	struct buffer *out = &writer->out;
	struct bytes dicts[CFF_PARTS_MOST], privates[CFF_PARTS_MOST];
	for (unsigned i = 0; i < writer->part_count; i++) {
		const struct cff_part *part = &writer->cff->parts[writer->old_parts[i]];
		struct buffer dict = { .arena = writer->arena };
		privates[i] = private_dict(writer, part);
		put_copied(&dict, OP_MATRIX, part->matrix);
		put_number(&dict, LONG, 1);
		put_number(&dict, (unsigned)privates[i].length, 4);
		put_entry(&dict, OP_PRIVATE, 0);
		dicts[i] = (struct bytes){ (const unsigned char *)dict.text, dict.length };
	}
	fill(out, writer->gaps.parts, out->length);
	put_index(out, dicts, writer->part_count);
	size_t dict_end = out->length;
	for (unsigned i = writer->part_count; i--; dict_end -= dicts[i].length)
		writer->old_parts[i] = (unsigned)(dict_end - 5);    /* now: where the offset stands */
	for (unsigned i = 0; i < writer->part_count; i++) {
		fill(out, writer->old_parts[i], out->length);
		buffer_add(out, (const char *)privates[i].data, privates[i].length);
	}
}

static void put_charstrings(struct writer *writer)
{
	struct bytes *outlines = arena_array(writer->arena, writer->count, sizeof *outlines);
	for (unsigned i = 0; i < writer->count; i++)
		outlines[i] = writer->glyphs[i].outline;
	fill(&writer->out, writer->gaps.charstrings, writer->out.length);
	put_index(&writer->out, outlines, writer->count);
}

/* All that is written, to make room once; the parts besides the outlines are small. */
static size_t expected_length(const struct writer *writer)
{
	size_t length = 4096 + 16 * (size_t)writer->count;
	for (unsigned i = 0; i < writer->count; i++)
		length += writer->glyphs[i].outline.length;
	return length;
}

struct bytes cff_write(struct arena *arena, const struct cff *cff, const struct cff_glyph *glyphs, unsigned count)
{
	struct writer *writer = arena_alloc(arena, sizeof *writer);
	*writer = (struct writer){ .out.arena = arena, .arena = arena, .cff = cff, .glyphs = glyphs, .count = count };
	writer->parts = arena_array(arena, count, sizeof *writer->parts);
	buffer_grow(&writer->out, expected_length(writer));
	put_number(&writer->out, 0x01000404, 4);    /* version 1.0, header of four bytes, absolute offsets of four */
	put_index(&writer->out, &cff->name, 1);
	put_top(writer);
	put_charset(writer);
	put_select(writer);
	put_parts(writer);
	put_charstrings(writer);
	return (struct bytes){ (const unsigned char *)writer->out.text, writer->out.length };
}
