/* Every text is lexed once: all objects of the first signed revision, then what each later one writes. */
#include "finished/references.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "finished/pdf_object.h"

struct scan {
	struct arena *arena;
	const struct revisions *revisions;
	struct references *out;
	size_t early_capacity;
	size_t first, revision;            /* the first that is signed; being scanned */
	const struct xref_entry *map;      /* as of it */
	size_t *written;                   /* by number: the revision that first has it; SIZE_MAX: none */
	size_t *seen, text;                /* by number: the last text that referred to it; serial of the present one, from 1 */
	unsigned char *unpacked;           /* by number: this object stream was scanned in this revision */
	int *live;                         /* by number: how many objects of this revision stand in that object stream */
};

static void damage(struct scan *scan, const char *what)
{
	if (!scan->out->damage) {
		scan->out->damage = what;
		scan->out->damaged_revision = scan->revision;
	}
}

static void refer(struct scan *scan, int from, long long number)
{
	struct references *out = scan->out;
	if (number <= 0 || number > scan->revisions->xref.most)
		return;
	if (scan->written[number] != SIZE_MAX && scan->written[number] > scan->revision) {
		ARENA_GROW(scan->arena, out->early, &scan->early_capacity, out->early_count + 1);
		out->early[out->early_count++] = (struct early){ from, (int)number, scan->written[number] };
	}
	bool again = scan->seen[number] == scan->text;
	scan->seen[number] = scan->text;
	if (out->owner[number] == REFERENCE_NONE)
		out->owner[number] = from;
	else if (out->owner[number] != from || again)
		out->owner[number] = REFERENCE_SEVERAL;
}

static void scan_text(struct scan *scan, int from, struct bytes text)
{
	struct pdf_lexer lexer = { text, 0 };
	struct pdf_token before = { .kind = PDF_END }, last = { .kind = PDF_END }, token;
	scan->text++;
	while ((token = pdf_lexer_next(&lexer)).kind != PDF_END && token.kind != PDF_BROKEN) {
		if (before.kind == PDF_INTEGER && last.kind == PDF_INTEGER && pdf_token_is_word(&lexer, &token, "R"))
			refer(scan, from, before.integer);
		before = last;
		last = token;
	}
	if (token.kind == PDF_BROKEN)
		damage(scan, "an object's text is broken");
}

/* ---- object streams ---- */

struct packed { struct bytes data; int count; size_t first; };

static unsigned char *unpack(struct scan *scan, int container, struct packed *out)
{
	qpdf_data library = pdf_file_library(scan->revisions->file);
	qpdf_oh stream = qpdf_get_object_by_id(library, container, 0);
	unsigned char *data = NULL;
	size_t length = 0;
	QPDF_BOOL filtered = QPDF_FALSE;
	long long first = -1;
	if (!qpdf_oh_is_stream(library, stream))
		return NULL;
	qpdf_oh dictionary = qpdf_oh_get_dict(library, stream);
	qpdf_oh_get_stream_data(library, stream, qpdf_dl_generalized, &filtered, &data, &length);
	if (!qpdf_oh_get_value_as_int(library, qpdf_oh_get_key(library, dictionary, "/N"), &out->count) ||
	    !qpdf_oh_get_value_as_longlong(library, qpdf_oh_get_key(library, dictionary, "/First"), &first) || first < 0 || (size_t)first > length) {
		free(data);
		return NULL;
	}
	out->data = (struct bytes){ data, length };
	out->first = (size_t)first;
	return data;
}

static bool lives_at(const struct scan *scan, long long number, int container, int index)
{
	if (number <= 0 || number > scan->revisions->xref.most)
		return false;
	const struct xref_entry *entry = &scan->map[number];
	return entry->kind == XREF_PACKED && entry->place == (size_t)container && entry->index == index;
}

/* The head lists number and offset of each object; one ends where the next begins. */
static int scan_packed(struct scan *scan, int container, const struct packed *packed)
{
	struct pdf_lexer head = { { packed->data.data, packed->first }, 0 };
	struct pdf_token number = pdf_lexer_next(&head), offset = pdf_lexer_next(&head);
	int found = 0;
	for (int i = 0; i < packed->count; i++) {
		struct pdf_token next = pdf_lexer_next(&head), end = pdf_lexer_next(&head);
		size_t most = packed->data.length - packed->first;
		size_t to = end.kind == PDF_INTEGER ? (size_t)end.integer : most;
		if (number.kind != PDF_INTEGER || offset.kind != PDF_INTEGER || offset.integer < 0 || (size_t)offset.integer > to || to > most)
			return -1;
		if (lives_at(scan, number.integer, container, i)) {
			scan_text(scan, (int)number.integer, (struct bytes){ packed->data.data + packed->first + offset.integer, to - (size_t)offset.integer });
			found++;
		}
		number = next;
		offset = end;
	}
	return found;
}

static void scan_container(struct scan *scan, int container)
{
	struct packed packed = { .count = 0 };
	scan->unpacked[container] = 1;
	unsigned char *data = unpack(scan, container, &packed);
	int found = data ? scan_packed(scan, container, &packed) : -1;
	free(data);
	bool later = scan->revision > scan->first && scan->map[container].place >= scan->revisions->items[scan->revision].start;
	if (found != scan->live[container] || (later && found != packed.count))     /* what nobody lists a reader that repairs would take */
		damage(scan, "an object stream does not hold what the cross-reference says");
}

/* ---- revisions ---- */

static void scan_object(struct scan *scan, const struct xref_entry *entry)
{
	struct object_extent extent;
	if (entry->kind == XREF_PLAIN) {
		if (object_extent_read(scan->revisions->bytes, entry, &extent))
			damage(scan, "the cross-reference points beside an object");
		else
			scan_text(scan, entry->number, extent.value);
	} else if (entry->kind == XREF_PACKED) {
		if (entry->place > (size_t)scan->revisions->xref.most || scan->map[entry->place].kind != XREF_PLAIN)
			damage(scan, "an object stream is missing");
		else if (!scan->unpacked[entry->place])
			scan_container(scan, (int)entry->place);
	}
}

static void count_live(struct scan *scan)
{
	int most = scan->revisions->xref.most;
	memset(scan->live, 0, ((size_t)most + 1) * sizeof *scan->live);
	for (int number = 1; number <= most; number++)
		if (scan->map[number].kind == XREF_PACKED && scan->map[number].place <= (size_t)most)
			scan->live[scan->map[number].place]++;
}

static void scan_trailer(struct scan *scan, size_t section)
{
	scan_text(scan, REFERENCE_TRAILER, scan->revisions->xref.sections[section].trailer);
}

static void scan_later(struct scan *scan, size_t which)
{
	const struct revision *revision = &scan->revisions->items[which];
	const struct xref_section *section = &scan->revisions->xref.sections[revision->newest];
	scan->revision = which;
	count_live(scan);
	for (size_t i = 0; i < section->count; i++)
		scan->unpacked[section->entries[i].number] = 0;
	for (size_t i = 0; i < section->count; i++)
		scan_object(scan, &section->entries[i]);
	scan_trailer(scan, revision->newest);
}

static void note_written(struct scan *scan, size_t first)
{
	int most = scan->revisions->xref.most;
	for (int number = 0; number <= most; number++)
		scan->written[number] = scan->map[number].kind == XREF_ABSENT ? SIZE_MAX : first;
	for (size_t which = first + 1; which < scan->revisions->count; which++) {
		const struct xref_section *section = &scan->revisions->xref.sections[scan->revisions->items[which].newest];
		for (size_t i = 0; i < section->count; i++)
			if (section->entries[i].kind != XREF_ABSENT && scan->written[section->entries[i].number] == SIZE_MAX)
				scan->written[section->entries[i].number] = which;
	}
}

void references_read(struct arena *arena, const struct revisions *revisions, size_t first, struct references *out)
{
	size_t room = (size_t)revisions->xref.most + 1;
	struct xref_entry *map = revision_map(arena, revisions, first);
	struct scan scan = { .arena = arena, .revisions = revisions, .out = out, .first = first, .revision = first, .map = map };
	*out = (struct references){ .owner = arena_array(arena, room, sizeof *out->owner) };
	scan.written = arena_array(arena, room, sizeof *scan.written);
	scan.seen = arena_array(arena, room, sizeof *scan.seen);
	scan.unpacked = arena_array(arena, room, 1);
	scan.live = arena_array(arena, room, sizeof *scan.live);
	note_written(&scan, first);
	count_live(&scan);
	for (int number = 1; number <= revisions->xref.most; number++)
		scan_object(&scan, &map[number]);
	scan_trailer(&scan, revisions->items[first].newest);
	for (size_t which = first + 1; which < revisions->count; which++) {
		revision_map_advance(revisions, which, map);
		scan_later(&scan, which);
	}
}
