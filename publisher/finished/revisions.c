/* From the oldest section to the newest; a section that lies before the one it follows belongs to the same revision. */
#include "finished/revisions.h"
#include <string.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "finished/pdf_object.h"

enum { TAIL_MOST = 80, FRONT_MOST = 1024 };       /* bytes from startxref to behind %%EOF; where readers look for a linearized file's table */

static size_t behind_line(struct bytes bytes, size_t at)
{
	if (at < bytes.length && bytes.data[at] == '\r')
		at++;
	return at < bytes.length && bytes.data[at] == '\n' ? at + 1 : at;
}

/* Behind the last section stand startxref, its offset and %%EOF (a comment to the lexer), and nothing else. Readers that do not find the
 * offset (a comment before it, the word too far from the end) rebuild the table from whatever looks like an object, so this is strict. */
static int find_end(struct bytes bytes, size_t from, size_t section, struct revision *out)
{
	static const char mark[] = "%%EOF";
	struct pdf_lexer lexer = { bytes, from };
	struct pdf_token word = pdf_lexer_next(&lexer), number = pdf_lexer_next(&lexer);
	size_t at = lexer.at;
	if (!pdf_token_is_word(&lexer, &word, "startxref") || number.kind != PDF_INTEGER || (size_t)number.integer != section ||
	    memchr(bytes.data + word.end, '%', number.start - word.end))
		return -1;
	while (at < bytes.length && (bytes.data[at] == '\n' || bytes.data[at] == '\r' || bytes.data[at] == ' '))
		at++;
	for (int i = 0; mark[i]; i++, at++)
		if (at >= bytes.length || bytes.data[at] != (unsigned char)mark[i])
			return -1;
	if (at - word.start > TAIL_MOST)
		return -1;
	out->mark = at;
	out->end = behind_line(bytes, at);
	return 0;
}

static size_t last_end(const struct xref *xref, size_t newest, size_t oldest)
{
	size_t end = 0;
	for (size_t i = newest; i <= oldest; i++) {
		end = xref->sections[i].end > end ? xref->sections[i].end : end;
		end = xref->sections[i].stream_end > end ? xref->sections[i].stream_end : end;
	}
	return end;
}

/* Only the oldest revision can be linearized. */
static size_t newest_of(const struct xref *xref, size_t oldest)
{
	bool linear = oldest + 1 == xref->count && oldest > 0 && xref->sections[oldest - 1].start < xref->sections[oldest].start;
	return linear ? oldest - 1 : oldest;
}

/* A reader that takes a file for linearized, because the L of its first object is the file's length, starts from the section right behind
 * that object and not from the last startxref (ISO 32000-1, annex F). Does it say so although another section is the newest? */
static bool linearized_astray(const struct xref *xref, struct bytes bytes)
{
	struct pdf_lexer lexer = { bytes, 0 };
	struct pdf_token value, length, version;
	long long number, generation;
	if (pdf_lexer_pass_object_head(&lexer, &number, &generation) || pdf_lexer_pass_value(&lexer, &value) || value.kind != PDF_DICTIONARY_OPEN)
		return false;
	if (pdf_dictionary_value(bytes, value.start, "Linearized", &version) == 1)
		return false;
	int found = pdf_dictionary_value(bytes, value.start, "L", &length);
	if (found || length.kind != PDF_INTEGER)
		return found < 0;
	const unsigned char *end = memmem(bytes.data, bytes.length < FRONT_MOST ? bytes.length : FRONT_MOST, "endobj", 6);
	struct pdf_lexer behind = { bytes, end ? (size_t)(end - bytes.data) + 6 : 0 };
	pdf_lexer_pass_space(&behind);
	return (unsigned long long)length.integer == bytes.length && behind.at != xref->sections[0].start;
}

int revisions_read(struct arena *arena, struct pdf_file *file, struct revisions *out)
{
	size_t capacity = 0, start = 0;
	int result = 0;
	*out = (struct revisions){ .file = file, .bytes = pdf_file_bytes(file) };
	if (xref_read(arena, file, &out->xref))
		return -1;
	for (size_t left = out->xref.count; left > 0 && !result;) {
		struct revision revision = { .start = start, .oldest = left - 1 };
		left = revision.newest = newest_of(&out->xref, revision.oldest);
		size_t section = out->xref.sections[revision.newest].start;
		if (find_end(out->bytes, last_end(&out->xref, revision.newest, revision.oldest), section, &revision) || revision.end <= start) {
			result = REPORT(pdf_file_diagnostics(file), pdf_damaged, &(struct place){ .file = pdf_file_name(file) },
			                "a cross-reference section does not end a revision of the file");
		} else {
			ARENA_GROW(arena, out->items, &capacity, out->count + 1);
			out->items[out->count++] = revision;
			start = revision.end;
		}
	}
	out->behind = out->bytes.length - start;
	if (!result && linearized_astray(&out->xref, out->bytes))
		result = REPORT(pdf_file_diagnostics(file), pdf_damaged, &(struct place){ .file = pdf_file_name(file) },
		                "it claims to be linearized, but its newest section stands elsewhere");
	return result;
}

struct bytes revision_bytes(const struct revisions *revisions, size_t which)
{
	return (struct bytes){ revisions->bytes.data, revisions->items[which].end };
}

size_t revision_ending(const struct revisions *revisions, size_t end)
{
	size_t which = 0;
	while (which < revisions->count && (end < revisions->items[which].mark || end > revisions->items[which].end))
		which++;
	return which;
}

void revision_map_advance(const struct revisions *revisions, size_t which, struct xref_entry *map)
{
	const struct revision *revision = &revisions->items[which];
	for (size_t i = revision->oldest + 1; i-- > revision->newest;) {
		const struct xref_section *section = &revisions->xref.sections[i];
		for (size_t entry = 0; entry < section->count; entry++)
			map[section->entries[entry].number] = section->entries[entry];
	}
}

struct xref_entry *revision_map(struct arena *arena, const struct revisions *revisions, size_t which)
{
	struct xref_entry *map = arena_array(arena, (size_t)revisions->xref.most + 1, sizeof *map);
	for (size_t i = 0; i <= which; i++)
		revision_map_advance(revisions, i, map);
	return map;
}
