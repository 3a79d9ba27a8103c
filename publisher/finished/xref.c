/* Sections are followed by Prev; what stands in streams the library unpacks. */
#include "finished/xref.h"
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "finished/pdf_object.h"

enum { SECTIONS_MOST = 4096, NUMBER_MOST = 8388607 /* ISO 32000-1, annex C */ };

struct reading {
	struct arena *arena;
	struct pdf_file *file;
	struct bytes bytes;
	struct xref_section *section;      /* the one being read */
	size_t capacity;
	const char *damage;                /* NULL: none so far */
};

static int damaged(struct reading *reading, const char *what)
{
	if (!reading->damage)
		reading->damage = what;
	return -1;
}

static int add_entry(struct reading *reading, const struct xref_entry *entry)
{
	struct xref_section *section = reading->section;
	ARENA_GROW(reading->arena, section->entries, &reading->capacity, section->count + 1);
	section->entries[section->count++] = *entry;
	return 0;
}

/* ---- objects at an offset ---- */

/* An integer that stands directly in a dictionary. 0; 1: no such key; -1: something else. */
static int direct_integer(struct bytes bytes, size_t dictionary, const char *key, long long *out)
{
	struct pdf_token value;
	int found = pdf_dictionary_value(bytes, dictionary, key, &value);
	*out = found == 0 ? value.integer : -1;
	return found == 0 && (value.kind != PDF_INTEGER || bytes.data[value.end - 1] == 'R') ? -1 : found;
}

/* Behind `stream`: a line feed, or a carriage return and one (7.3.8.1). */
static int pass_line_end(struct pdf_lexer *lexer)
{
	const unsigned char *at = lexer->bytes.data + lexer->at;
	size_t left = lexer->bytes.length - lexer->at;
	size_t length = left > 0 && at[0] == '\n' ? 1 : left > 1 && at[0] == '\r' && at[1] == '\n' ? 2 : 0;
	lexer->at += length;
	return length ? 0 : -1;
}

int object_extent_read(struct bytes bytes, const struct xref_entry *entry, struct object_extent *out)
{
	struct pdf_lexer lexer = { bytes, entry->place };
	struct pdf_token value, word;
	long long number, generation;
	*out = (struct object_extent){ .length = -1 };
	pdf_lexer_pass_space(&lexer);
	out->start = lexer.at;
	if (pdf_lexer_pass_object_head(&lexer, &number, &generation) || number != entry->number || generation != entry->generation)
		return -1;
	if (pdf_lexer_pass_value(&lexer, &value))
		return -1;
	out->value = (struct bytes){ bytes.data + value.start, value.end - value.start };
	word = pdf_lexer_next(&lexer);
	out->is_stream = pdf_token_is_word(&lexer, &word, "stream");
	if (!out->is_stream) {
		out->end = word.end;
		return pdf_token_is_word(&lexer, &word, "endobj") ? 0 : -1;
	}
	if (value.kind != PDF_DICTIONARY_OPEN || pass_line_end(&lexer))
		return -1;
	out->data = lexer.at;
	if (direct_integer(bytes, value.start, "Length", &out->length))
		out->length = -1;
	return 0;
}

int object_extent_close(struct bytes bytes, struct object_extent *extent, long long length)
{
	if (length < 0 || (unsigned long long)length > bytes.length - extent->data)
		return -1;
	struct pdf_lexer lexer = { bytes, extent->data + (size_t)length };
	struct pdf_token first = pdf_lexer_next(&lexer), second = pdf_lexer_next(&lexer);
	extent->end = second.end;
	bool only_line_end = first.start - (extent->data + (size_t)length) <= 2;
	return only_line_end && pdf_token_is_word(&lexer, &first, "endstream") && pdf_token_is_word(&lexer, &second, "endobj") ? 0 : -1;
}

/* ---- tables ---- */

static int read_line(struct reading *reading, struct pdf_lexer *lexer, long long number)
{
	struct pdf_token offset = pdf_lexer_next(lexer), generation = pdf_lexer_next(lexer), kind = pdf_lexer_next(lexer);
	bool used = pdf_token_is_word(lexer, &kind, "n");
	if (offset.kind != PDF_INTEGER || generation.kind != PDF_INTEGER || generation.integer < 0 || generation.integer > 65535 ||
	    (!used && !pdf_token_is_word(lexer, &kind, "f")))
		return damaged(reading, "a line of the cross-reference table is none");
	if (used && (offset.integer <= 0 || (unsigned long long)offset.integer >= reading->bytes.length))
		return damaged(reading, "the cross-reference table points beyond the file");
	struct xref_entry entry = { .number = (int)number, .generation = (int)generation.integer };
	if (used) {
		entry.kind = XREF_PLAIN;
		entry.place = (size_t)offset.integer;
	}
	return add_entry(reading, &entry);
}

static int read_table(struct reading *reading, struct pdf_lexer *lexer)
{
	struct pdf_token first = pdf_lexer_next(lexer);
	while (first.kind == PDF_INTEGER) {
		struct pdf_token count = pdf_lexer_next(lexer);
		if (count.kind != PDF_INTEGER || first.integer < 0 || count.integer < 0 || first.integer + count.integer > NUMBER_MOST)
			return damaged(reading, "a part of the cross-reference table has no proper head");
		for (long long i = 0; i < count.integer; i++)
			if (read_line(reading, lexer, first.integer + i))
				return -1;
		first = pdf_lexer_next(lexer);
	}
	struct pdf_token trailer;
	if (!pdf_token_is_word(lexer, &first, "trailer") || pdf_lexer_pass_value(lexer, &trailer) || trailer.kind != PDF_DICTIONARY_OPEN)
		return damaged(reading, "the cross-reference table has no trailer");
	reading->section->trailer = (struct bytes){ reading->bytes.data + trailer.start, trailer.end - trailer.start };
	reading->section->end = trailer.end;
	return 0;
}

/* ---- streams ---- */

/* A value of the dictionary as the library takes it; none where there is no such key, or one by reference. */
static qpdf_oh library_value(struct reading *reading, size_t dictionary, const char *key)
{
	qpdf_data library = pdf_file_library(reading->file);
	struct pdf_token value;
	if (pdf_dictionary_value(reading->bytes, dictionary, key, &value))
		return qpdf_oh_new_null(library);
	return qpdf_oh_parse(library, arena_strndup(reading->arena, (const char *)reading->bytes.data + value.start, value.end - value.start));
}

/* The bytes of the stream unpacked, from malloc; NULL: they cannot be. A copy for the library, which knows streams by number only. */
static unsigned char *unpacked(struct reading *reading, const struct object_extent *extent, size_t *length)
{
	qpdf_data library = pdf_file_library(reading->file);
	size_t dictionary = (size_t)(extent->value.data - reading->bytes.data);
	unsigned char *out = NULL;
	QPDF_BOOL filtered = QPDF_FALSE;
	qpdf_oh stream = qpdf_oh_new_stream(library);
	qpdf_oh_replace_stream_data(library, stream, reading->bytes.data + extent->data, (size_t)extent->length,
	                            library_value(reading, dictionary, "Filter"), library_value(reading, dictionary, "DecodeParms"));
	qpdf_oh_get_stream_data(library, stream, qpdf_dl_generalized, &filtered, &out, length);
	return out;
}

struct columns { const unsigned char *at, *end; int width[3]; };

/* A field of no width has its default (7.5.8.2). */
static unsigned long long column(struct columns *columns, int which, unsigned long long missing)
{
	unsigned long long value = columns->width[which] ? 0 : missing;
	for (int i = 0; i < columns->width[which]; i++)
		value = value << 8 | *columns->at++;
	return value;
}

static int read_row(struct reading *reading, struct columns *columns, long long number)
{
	if (columns->end - columns->at < columns->width[0] + columns->width[1] + columns->width[2])
		return damaged(reading, "a cross-reference stream is too short");
	unsigned long long type = column(columns, 0, 1), second = column(columns, 1, 0), third = column(columns, 2, 0);
	struct xref_entry entry = { .number = (int)number };
	if (type == 1) {
		if (second == 0 || second >= reading->bytes.length || third > 65535)
			return damaged(reading, "a cross-reference stream points beyond the file");
		entry.kind = XREF_PLAIN;
		entry.place = (size_t)second;
		entry.generation = (int)third;
	} else if (type == 2) {
		if (second == 0 || second > NUMBER_MOST || third > NUMBER_MOST)
			return damaged(reading, "a cross-reference stream names an object stream that cannot be");
		entry.kind = XREF_PACKED;
		entry.place = (size_t)second;
		entry.index = (int)third;
	} else if (type != 0) {
		return damaged(reading, "a cross-reference stream has an entry of unknown type");
	}
	return add_entry(reading, &entry);
}

static int read_range(struct reading *reading, struct columns *columns, long long first, long long count)
{
	if (first < 0 || count < 0 || first > NUMBER_MOST || count > NUMBER_MOST - first)
		return damaged(reading, "Index of a cross-reference stream is wrong");
	for (long long i = 0; i < count; i++)
		if (read_row(reading, columns, first + i))
			return -1;
	return 0;
}

static int read_widths(struct reading *reading, size_t dictionary, struct columns *columns)
{
	struct pdf_token array;
	if (pdf_dictionary_value(reading->bytes, dictionary, "W", &array) || array.kind != PDF_ARRAY_OPEN)
		return damaged(reading, "W of a cross-reference stream is wrong");
	struct pdf_lexer lexer = { reading->bytes, array.start + 1 };
	int sum = 0;
	for (int i = 0; i < 3; i++) {
		struct pdf_token width = pdf_lexer_next(&lexer);
		if (width.kind != PDF_INTEGER || width.integer < 0 || width.integer > 8)
			return damaged(reading, "W of a cross-reference stream is wrong");
		columns->width[i] = (int)width.integer;
		sum += columns->width[i];
	}
	return sum && pdf_lexer_next(&lexer).kind == PDF_ARRAY_CLOSE ? 0 : damaged(reading, "W of a cross-reference stream is wrong");
}

static int read_rows(struct reading *reading, size_t dictionary, struct columns *columns)
{
	struct pdf_token array;
	long long size;
	if (read_widths(reading, dictionary, columns))
		return -1;
	if (direct_integer(reading->bytes, dictionary, "Size", &size))
		return damaged(reading, "a cross-reference stream has no Size");
	int found = pdf_dictionary_value(reading->bytes, dictionary, "Index", &array);
	if (found == 1)
		return read_range(reading, columns, 0, size);
	struct pdf_lexer lexer = { reading->bytes, array.start + 1 };
	struct pdf_token first = found || array.kind != PDF_ARRAY_OPEN ? (struct pdf_token){ .kind = PDF_BROKEN } : pdf_lexer_next(&lexer);
	int result = 0;
	for (; first.kind == PDF_INTEGER && !result; first = pdf_lexer_next(&lexer)) {
		struct pdf_token count = pdf_lexer_next(&lexer);
		result = count.kind == PDF_INTEGER ? read_range(reading, columns, first.integer, count.integer) : -1;
	}
	return result || first.kind != PDF_ARRAY_CLOSE ? damaged(reading, "Index of a cross-reference stream is wrong") : 0;
}

/* The object of a cross-reference stream, whose number nobody has told. */
static int stream_extent(struct bytes bytes, size_t offset, struct object_extent *out, int *number)
{
	struct pdf_lexer lexer = { bytes, offset };
	long long listed, generation;
	if (pdf_lexer_pass_object_head(&lexer, &listed, &generation) || listed < 0 || listed > NUMBER_MOST || generation != 0)
		return -1;
	*number = (int)listed;
	return object_extent_read(bytes, &(struct xref_entry){ .number = (int)listed, .place = offset }, out) || !out->is_stream ||
	       object_extent_close(bytes, out, out->length) ? -1 : 0;
}

static int read_stream(struct reading *reading, size_t offset, struct object_extent *extent, int *number)
{
	struct pdf_token type;
	struct pdf_lexer lexer = { reading->bytes, 0 };
	if (stream_extent(reading->bytes, offset, extent, number))
		return damaged(reading, "where a cross-reference section should be there is none");
	size_t dictionary = (size_t)(extent->value.data - reading->bytes.data), length = 0;
	if (pdf_dictionary_value(reading->bytes, dictionary, "Type", &type) || !pdf_token_is_name(&lexer, &type, "XRef"))
		return damaged(reading, "where a cross-reference section should be there is none");
	unsigned char *data = unpacked(reading, extent, &length);
	struct columns columns = { .at = data, .end = data ? data + length : NULL };
	int result = data ? read_rows(reading, dictionary, &columns) : damaged(reading, "a cross-reference stream cannot be unpacked");
	free(data);
	return result;
}

/* ---- sections ---- */

static int by_number(const void *a, const void *b)
{
	const struct xref_entry *left = a, *right = b;
	return (left->number > right->number) - (left->number < right->number);
}

static int sort_entries(struct reading *reading, struct xref_entry *entries, size_t count)
{
	if (count)
		qsort(entries, count, sizeof *entries, by_number);
	for (size_t i = 1; i < count; i++)
		if (entries[i].number == entries[i - 1].number)
			return damaged(reading, "a cross-reference section lists an object twice");
	return 0;
}

/* What a hybrid's table places goes before its stream, and that before what the table has as free (7.5.8.4). */
static int join_hybrid(struct reading *reading, struct xref_entry *table, size_t count)
{
	struct xref_section *section = reading->section;
	struct xref_entry *stream = section->entries;
	size_t stream_count = section->count, at = 0;
	if (sort_entries(reading, stream, stream_count))
		return -1;
	section->entries = NULL;
	section->count = reading->capacity = 0;
	for (size_t i = 0; i < count; i++) {
		for (; at < stream_count && stream[at].number < table[i].number; at++)
			add_entry(reading, &stream[at]);
		bool both = at < stream_count && stream[at].number == table[i].number;
		section->twofold |= both && table[i].kind != XREF_ABSENT && stream[at].kind != XREF_ABSENT;
		add_entry(reading, both && table[i].kind == XREF_ABSENT ? &stream[at] : &table[i]);
		at += both;
	}
	for (; at < stream_count; at++)
		add_entry(reading, &stream[at]);
	return 0;
}

static int read_hybrid(struct reading *reading, size_t offset)
{
	struct xref_section *section = reading->section;
	struct xref_entry *table = section->entries;
	size_t count = section->count;
	struct object_extent extent;
	int number;
	section->entries = NULL;
	section->count = reading->capacity = 0;
	section->hybrid = true;
	if (read_stream(reading, offset, &extent, &number))
		return -1;
	section->hybrid_stream = number;
	section->stream_start = extent.start;
	section->stream_end = extent.end;
	return join_hybrid(reading, table, count);
}

/* An offset that the trailer has under this key. 0; 1: none; -1: damaged. */
static int trailer_offset(struct reading *reading, const char *key, size_t *out)
{
	long long value;
	int found = direct_integer(reading->bytes, (size_t)(reading->section->trailer.data - reading->bytes.data), key, &value);
	if (found == 0 && (value <= 0 || (unsigned long long)value >= reading->bytes.length))
		found = -1;
	*out = found == 0 ? (size_t)value : 0;
	return found < 0 ? damaged(reading, "Prev or XRefStm of a trailer points nowhere") : found;
}

static int read_trailer(struct reading *reading)
{
	struct xref_section *section = reading->section;
	size_t hybrid;
	if (sort_entries(reading, section->entries, section->count))
		return -1;
	int found = section->stream ? 1 : trailer_offset(reading, "XRefStm", &hybrid);
	if (found < 0 || (found == 0 && read_hybrid(reading, hybrid)))
		return -1;
	found = trailer_offset(reading, "Prev", &section->previous);
	section->has_previous = found == 0;
	return found < 0 ? -1 : 0;
}

static int read_section(struct reading *reading, size_t offset)
{
	struct pdf_lexer lexer = { reading->bytes, offset };
	struct pdf_token first = pdf_lexer_next(&lexer);
	struct xref_section *section = reading->section;
	struct object_extent extent;
	reading->capacity = 0;
	section->start = offset;
	if (pdf_token_is_word(&lexer, &first, "xref"))
		return read_table(reading, &lexer) ? -1 : read_trailer(reading);
	if (read_stream(reading, offset, &extent, &section->stream))
		return -1;
	section->end = extent.end;
	section->trailer = extent.value;
	return read_trailer(reading);
}

static int last_startxref(struct reading *reading, size_t *offset)
{
	static const char word[] = "startxref";
	size_t at = reading->bytes.length, length = sizeof word - 1;
	for (at -= at < length ? at : length; at && memcmp(reading->bytes.data + at, word, length) != 0; at--)
		;
	struct pdf_lexer lexer = { reading->bytes, at + length };
	struct pdf_token number = pdf_lexer_next(&lexer);
	if (!at || number.kind != PDF_INTEGER || number.integer <= 0 || (unsigned long long)number.integer >= reading->bytes.length)
		return damaged(reading, "can't find startxref");
	*offset = (size_t)number.integer;
	return 0;
}

static bool read_before(const struct xref *xref, size_t offset)
{
	for (size_t i = 0; i < xref->count; i++)
		if (xref->sections[i].start == offset)
			return true;
	return false;
}

static int read_chain(struct reading *reading, struct xref *out)
{
	size_t capacity = 0, offset;
	bool more = true;
	if (last_startxref(reading, &offset))
		return -1;
	while (more) {
		if (read_before(out, offset) || out->count == SECTIONS_MOST)
			return damaged(reading, "the cross-reference sections have no end");
		ARENA_GROW(reading->arena, out->sections, &capacity, out->count + 1);
		reading->section = &out->sections[out->count++];
		if (read_section(reading, offset))
			return -1;
		if (reading->section->count && reading->section->entries[reading->section->count - 1].number > out->most)
			out->most = reading->section->entries[reading->section->count - 1].number;
		more = reading->section->has_previous;
		offset = reading->section->previous;
	}
	return 0;
}

int xref_read(struct arena *arena, struct pdf_file *file, struct xref *out)
{
	struct reading reading = { .arena = arena, .file = file, .bytes = pdf_file_bytes(file) };
	*out = (struct xref){ .count = 0 };
	if (read_chain(&reading, out) == 0)
		return pdf_file_sound(file);
	return pdf_file_damaged(file, reading.damage);
}
