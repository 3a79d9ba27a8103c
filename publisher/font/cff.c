/* A CFF table: its INDEXes, DICTs, charset and parts. Its header, INDEXes and the DICTs that matter are read when it is
 * opened; glyphs when they are asked for. */
#include "font/cff.h"
#include "font/fonts.h"

enum operator {
	OP_NOTICE = 1, OP_BOX = 5, OP_CHARSET = 15, OP_CHARSTRINGS = 17, OP_PRIVATE = 18, OP_SUBRS = 19, OP_DEFAULT_WIDTH = 20, OP_NOMINAL_WIDTH = 21,
	OP_COPYRIGHT = 0xC00, OP_PAINT = 0xC05, OP_KIND = 0xC06, OP_MATRIX = 0xC07, OP_STROKE = 0xC08, OP_SYNTHETIC = 0xC14, OP_ROS = 0xC1E,
	OP_PARTS = 0xC24, OP_SELECT = 0xC25,
};
enum { STANDARD_STRINGS = 391 };

unsigned cff_index(struct reader *reader, unsigned at, struct cff_index *out)
{
	*out = (struct cff_index){ .count = number_at(reader, at, 2) };
	if (!out->count)
		return at + 2;
	out->size = byte_at(reader, at + 2);
	out->offsets = at + 3;
	out->base = at + 2 + (out->count + 1) * out->size;
	if (out->size < 1 || out->size > 4 || out->base >= reader->length) {
		reader->broken = true;
		*out = (struct cff_index){ 0 };
		return at + 2;
	}
	return out->base + number_at(reader, out->offsets + out->count * out->size, out->size);
}

struct bytes cff_object(struct bytes table, const struct cff_index *index, unsigned number)
{
	struct reader reader = { .data = table.data, .length = (unsigned)table.length };
	if (number >= index->count)
		return (struct bytes){ 0 };
	unsigned at = index->offsets + number * index->size;
	uint64_t start = number_at(&reader, at, index->size), end = number_at(&reader, at + index->size, index->size);
	if (reader.broken || start < 1 || end < start || index->base + end > table.length)
		return (struct bytes){ 0 };
	return (struct bytes){ table.data + index->base + start, (size_t)(end - start) };
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

bool cff_entry(struct reader *reader, unsigned *at, unsigned end, struct cff_entry *out)
{
	unsigned begin = *at, b = 0;
	*out = (struct cff_entry){ .start = begin };
	while (*at < end && !reader->broken && (b = byte_at(reader, *at)) > 21) {
		out->value[0] = out->value[1];
		out->start = *at;
		*at = operand(reader, *at, &out->value[1]);
	}
	if (*at >= end || reader->broken)
		return false;
	out->operator = b == 12 ? 0xC00 | byte_at(reader, *at + 1) : b;
	out->operands = (struct bytes){ reader->data + begin, *at - begin };
	*at += b == 12 ? 2 : 1;
	return !reader->broken;
}

unsigned cff_top(struct reader *reader, unsigned bounds[2])
{
	struct cff_index index;
	unsigned at = cff_index(reader, byte_at(reader, 2), &index);
	at = cff_index(reader, at, &index);
	if (!index.count || reader->broken) {
		reader->broken = true;
		return at;
	}
	bounds[0] = index.base + number_at(reader, index.offsets, index.size);
	bounds[1] = index.base + number_at(reader, index.offsets + index.size, index.size);
	return at;
}

unsigned cff_charset(struct reader *reader, unsigned at, uint16_t *cids, unsigned glyphs)
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

/* Offset of the charset in *charset; true if the Top DICT has ROS. */
static bool find_charset(struct reader *reader, unsigned *charset)
{
	struct cff_entry entry;
	unsigned bounds[2] = { 0, 0 };
	bool by_cid = false;
	reader->broken |= byte_at(reader, 0) != 1;    /* major version */
	cff_top(reader, bounds);
	for (unsigned at = bounds[0]; cff_entry(reader, &at, bounds[1], &entry);) {
		by_cid |= entry.operator == OP_ROS;
		if (entry.operator == OP_CHARSET)
			*charset = (unsigned)entry.value[1];
	}
	return by_cid && *charset > 2 && !reader->broken;
}

static struct reader table_reader(hb_blob_t *blob)
{
	struct reader reader = { 0 };
	reader.data = (const unsigned char *)hb_blob_get_data(blob, &reader.length);
	return reader;
}

bool cff_by_cid(hb_face_t *face, bool *broken)
{
	hb_blob_t *blob = hb_face_reference_table(face, HB_TAG('C', 'F', 'F', ' '));
	struct reader reader = table_reader(blob);
	unsigned charset = 0;
	bool by_cid = find_charset(&reader, &charset);
	*broken = reader.broken;
	hb_blob_destroy(blob);
	return by_cid;
}

uint16_t *cff_cids(struct arena *arena, hb_face_t *face, unsigned glyphs, bool *broken)
{
	hb_blob_t *blob = hb_face_reference_table(face, HB_TAG('C', 'F', 'F', ' '));
	struct reader reader = table_reader(blob);
	unsigned charset = 0;
	uint16_t *cids = arena_array(arena, glyphs + 1, sizeof *cids);
	if (find_charset(&reader, &charset))
		cff_charset(&reader, charset, cids, glyphs);
	*broken = reader.broken;
	hb_blob_destroy(blob);
	return cids;
}

/* ---- opening it for subsets ---- */
static void read_private(struct reader *reader, const struct cff_entry *private, struct cff_part *part)
{
	struct cff_entry entry;
	unsigned length = (unsigned)private->value[0], begin = (unsigned)private->value[1], at = begin;
	if (begin > reader->length || length > reader->length - begin)
		reader->broken = true;
	while (cff_entry(reader, &at, begin + length, &entry)) {
		if (entry.operator == OP_DEFAULT_WIDTH)
			part->default_width = entry.operands;
		else if (entry.operator == OP_NOMINAL_WIDTH)
			part->nominal_width = entry.operands;
		else if (entry.operator == OP_SUBRS)
			cff_index(reader, begin + (unsigned)entry.value[1], &part->subroutines);
	}
}

static void read_part(struct reader *reader, struct bytes dict, struct cff_part *part)
{
	struct cff_entry entry;
	unsigned at = (unsigned)(dict.data - reader->data), end = at + (unsigned)dict.length;
	bool private = false;
	while (cff_entry(reader, &at, end, &entry)) {
		if (entry.operator == OP_MATRIX)
			part->matrix = entry.operands;
		if (entry.operator == OP_PRIVATE) {
			read_private(reader, &entry, part);
			private = true;
		}
	}
	reader->broken |= !private;
}

static void read_parts(struct arena *arena, struct reader *reader, unsigned at, struct cff *cff)
{
	struct cff_index index;
	cff_index(reader, at, &index);
	reader->broken |= !index.count || index.count > CFF_PARTS_MOST;
	cff->part_count = reader->broken ? 0 : index.count;
	cff->parts = arena_array(arena, cff->part_count + 1, sizeof *cff->parts);
	for (unsigned i = 0; i < cff->part_count && !reader->broken; i++) {
		struct bytes dict = cff_object(cff->table, &index, i);
		if (dict.length)
			read_part(reader, dict, &cff->parts[i]);
		else
			reader->broken = true;
	}
}

/* What the Top DICT says of the whole font; false: it is of a form that is not written here. */
static bool read_top(struct reader *reader, const unsigned bounds[2], const struct cff_index *strings, struct cff *cff)
{
	struct cff_entry entry;
	bool usual = true;
	for (unsigned at = bounds[0]; cff_entry(reader, &at, bounds[1], &entry);) {
		unsigned value = (unsigned)entry.value[1];
		switch (entry.operator) {
		case OP_NOTICE: cff->notice = cff_object(cff->table, strings, value - STANDARD_STRINGS); break;
		case OP_COPYRIGHT: cff->copyright = cff_object(cff->table, strings, value - STANDARD_STRINGS); break;
		case OP_BOX: cff->box = entry.operands; break;
		case OP_MATRIX: cff->matrix = entry.operands; break;
		case OP_CHARSTRINGS: cff_index(reader, value, &cff->charstrings); break;
		case OP_SELECT: cff->select = value; break;
		case OP_KIND: usual &= value == 2; break;
		case OP_PAINT: case OP_STROKE: case OP_SYNTHETIC: usual &= value == 0; break;
		default: break;
		}
	}
	return usual && cff->charstrings.count;
}

/* Its parts: those of FDArray, or the Private DICT that the Top DICT of a table keyed by names has itself. */
static void find_parts(struct arena *arena, struct reader *reader, const unsigned bounds[2], struct cff *cff)
{
	struct cff_entry entry;
	bool by_cid = false;
	unsigned array = 0;
	for (unsigned at = bounds[0]; cff_entry(reader, &at, bounds[1], &entry);) {
		by_cid |= entry.operator == OP_ROS;
		if (entry.operator == OP_PARTS)
			array = (unsigned)entry.value[1];
	}
	reader->broken |= by_cid != (cff->select != 0) || by_cid != (array != 0);
	if (by_cid) {
		read_parts(arena, reader, array, cff);
	} else {
		cff->part_count = 1;
		cff->parts = arena_array(arena, 1, sizeof *cff->parts);
		read_part(reader, (struct bytes){ reader->data + bounds[0], bounds[1] - bounds[0] }, &cff->parts[0]);
		cff->parts[0].matrix = (struct bytes){ 0 };    /* the Top DICT keeps it */
	}
}

struct cff *cff_open(struct arena *arena, struct bytes table)
{
	struct reader reader = { .data = table.data, .length = table.length < INT32_MAX ? (unsigned)table.length : 0 };
	struct cff *cff = arena_alloc(arena, sizeof *cff);
	struct cff_index names, strings;
	unsigned bounds[2] = { 0, 0 };
	cff->table = table;
	reader.broken = byte_at(&reader, 0) != 1;    /* major version */
	cff_index(&reader, byte_at(&reader, 2), &names);
	unsigned at = cff_index(&reader, cff_top(&reader, bounds), &strings);
	cff_index(&reader, at, &cff->subroutines);
	cff->name = cff_object(table, &names, 0);
	bool usual = !reader.broken && bounds[1] >= bounds[0] && bounds[1] <= reader.length && cff->name.length && cff->name.length < 128
	             && read_top(&reader, bounds, &strings, cff);
	if (usual)
		find_parts(arena, &reader, bounds, cff);
	return usual && !reader.broken ? cff : NULL;
}

/* FDSelect: a byte for each glyph, or ranges of three bytes, the first glyph of each and its part. */
unsigned cff_part_of(const struct cff *cff, unsigned glyph)
{
	struct reader reader = { .data = cff->table.data, .length = (unsigned)cff->table.length };
	unsigned at = cff->select, format = at ? byte_at(&reader, at) : 0, part = 0;
	if (at && format == 0) {
		part = byte_at(&reader, at + 1 + glyph);
	} else if (at && format == 3) {
		unsigned low = 0, high = number_at(&reader, at + 1, 2);
		while (high - low > 1 && high > low) {
			unsigned middle = (low + high) / 2;
			if (number_at(&reader, at + 3 + 3 * middle, 2) <= glyph)
				low = middle;
			else
				high = middle;
		}
		part = byte_at(&reader, at + 5 + 3 * low);
	} else if (at) {
		reader.broken = true;
	}
	return reader.broken ? CFF_PARTS_MOST : part;
}
