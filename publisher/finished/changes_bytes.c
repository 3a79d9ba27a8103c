/* The bytes of a later revision: objects and sections, one behind the other, and nothing in them that looks like another object. */
#include "finished/comparison.h"
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"

static int by_start(const void *a, const void *b)
{
	const struct object_extent *left = a, *right = b;
	return (left->start > right->start) - (left->start < right->start);
}

static size_t own_extents(struct comparison *comparison, const struct xref_section *section, struct object_extent *out)
{
	struct bytes bytes = comparison->revisions->bytes;
	const struct revision *revision = &comparison->revisions->items[comparison->which];
	size_t count = 0;
	for (size_t i = 0; i < section->count; i++) {
		const struct xref_entry *entry = &section->entries[i];
		if (entry->kind != XREF_PLAIN || entry->place < revision->start)
			continue;
		struct object_extent *extent = &out[count++];
		int result = object_extent_read(bytes, entry, extent);
		if (!result && extent->is_stream) {
			qpdf_oh stream = qpdf_get_object_by_id(comparison->new, entry->number, entry->generation);
			long long length = -1;
			qpdf_oh_get_value_as_longlong(comparison->new, value_of(comparison->new, qpdf_oh_get_dict(comparison->new, stream), "/Length"), &length);
			result = object_extent_close(bytes, extent, length);
		}
		if (result || extent->start != entry->place)
			tamper(comparison, TAMPERING_UNREADABLE, entry->number, "xref");
	}
	return count;
}

/* ---- what a reader that repairs would find ---- */

static bool is_blank(int byte) { return byte == 0 || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r' || byte == ' '; }
static bool is_digit(int byte) { return byte >= '0' && byte <= '9'; }

/* Offset of the last byte before `at` that is none of a kind, plus one; `from` at the least. */
static size_t back_over(struct bytes bytes, size_t at, size_t from, bool (*is_kind)(int byte))
{
	while (at > from && is_kind(bytes.data[at - 1]))
		at--;
	return at;
}

/* `obj` at this offset: where the two numbers before it begin. at: there are none. */
static size_t head_start(struct bytes bytes, size_t at, size_t from)
{
	size_t generation_end = back_over(bytes, at, from, is_blank), generation = back_over(bytes, generation_end, from, is_digit);
	size_t number_end = back_over(bytes, generation, from, is_blank), number = back_over(bytes, number_end, from, is_digit);
	return generation < generation_end && number_end < generation && number < number_end ? number : at;
}

static bool starts_one(const struct object_extent *extents, size_t count, size_t at)
{
	struct object_extent wanted = { .start = at };
	return bsearch(&wanted, extents, count, sizeof *extents, by_start) != NULL;
}

/* Readers that find a file damaged take every `1 0 obj` for an object, in streams, strings and comments as well. */
static void compare_heads(struct comparison *comparison, const struct object_extent *extents, size_t count)
{
	struct bytes bytes = comparison->revisions->bytes;
	const struct revision *revision = &comparison->revisions->items[comparison->which];
	for (size_t at = revision->start; at + 3 <= revision->end; at++) {
		const unsigned char *found = memmem(bytes.data + at, revision->end - at, "obj", 3);
		if (!found)
			return;
		at = (size_t)(found - bytes.data);
		size_t start = head_start(bytes, at, revision->start);
		if (start != at && !starts_one(extents, count, start)) {
			tamper(comparison, TAMPERING_STRAY, 0, arena_printf(comparison->arena, "%zu", start));
			return;
		}
	}
}

/* Lines of the table are of 20 bytes, and look all alike (ISO 32000-1, 7.5.4): some readers count on it. */
static bool is_line(const unsigned char *at)
{
	bool good = at[10] == ' ' && at[16] == ' ' && (at[17] == 'n' || at[17] == 'f') && is_blank(at[18]) && is_blank(at[19]);
	for (int i = 0; i < 16; i++)
		good = good && (i == 10 || is_digit(at[i]));
	return good;
}

static bool table_even(struct bytes bytes, const struct xref_section *section)
{
	struct pdf_lexer lexer = { bytes, section->start };
	struct pdf_token first = pdf_lexer_next(&lexer), count;
	bool good = true;
	for (first = pdf_lexer_next(&lexer); good && first.kind == PDF_INTEGER; first = pdf_lexer_next(&lexer)) {
		count = pdf_lexer_next(&lexer);
		pdf_lexer_pass_space(&lexer);
		good = count.kind == PDF_INTEGER && count.integer >= 0 && (unsigned long long)count.integer <= (bytes.length - lexer.at) / 20;
		for (long long i = 0; good && i < count.integer; i++, lexer.at += 20)
			good = is_line(bytes.data + lexer.at);
	}
	return good;
}

/* ---- the whole ---- */

/* Objects and sections must tile the revision's own bytes, but for white space and comments. */
void compare_bytes(struct comparison *comparison, const struct xref_section *section)
{
	const struct revision *revision = &comparison->revisions->items[comparison->which];
	struct object_extent *extents = arena_array(comparison->arena, section->count + 2, sizeof *extents);
	size_t count = own_extents(comparison, section, extents);
	extents[count++] = (struct object_extent){ .start = section->start, .end = section->end };
	if (section->hybrid)
		extents[count++] = (struct object_extent){ .start = section->stream_start, .end = section->stream_end };
	qsort(extents, count, sizeof *extents, by_start);
	compare_heads(comparison, extents, count);
	if (!section->stream && !table_even(comparison->revisions->bytes, section))
		tamper(comparison, TAMPERING_STRAY, 0, arena_printf(comparison->arena, "%zu", section->start));
	struct pdf_lexer lexer = { comparison->revisions->bytes, revision->start };
	for (size_t i = 0; i < count; i++) {
		bool again = i && extents[i].start == extents[i - 1].start && extents[i].end == extents[i - 1].end;       /* a stream that lists itself */
		pdf_lexer_pass_space(&lexer);
		if (!again && lexer.at != extents[i].start) {
			tamper(comparison, TAMPERING_STRAY, 0, arena_printf(comparison->arena, "%zu", lexer.at < extents[i].start ? lexer.at : extents[i].start));
			return;
		}
		lexer.at = extents[i].end;
	}
}

