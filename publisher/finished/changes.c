/* Revision by revision, each opened as a file of its own. */
#include "finished/changes.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/language.h"
#include "finished/comparison.h"

/* ---- findings ---- */

static const struct { const char *code, *text; } kinds[TAMPERING_COUNT] = {
	[TAMPERING_OBJECT] = { "object-changed", N_("object %1 was changed (%2)") },
	[TAMPERING_POINTER] = { "object-moved", N_("object %1 was replaced by pointing to another place (%2)") },
	[TAMPERING_DELETED] = { "object-deleted", N_("object %1 was deleted (%2)") },
	[TAMPERING_ADDED] = { "object-added", N_("object %1 was added and belongs to no signature and no evidence (%2)") },
	[TAMPERING_TRAILER] = { "trailer-changed", N_("the file's trailer was changed (%2)") },
	[TAMPERING_CATALOG] = { "catalog-changed", N_("the document's catalog was changed (%2)") },
	[TAMPERING_FORM] = { "form-changed", N_("the form was changed (%2)") },
	[TAMPERING_PAGE] = { "page-changed", N_("the page of object %1 was changed (%2)") },
	[TAMPERING_EVIDENCE] = { "evidence-form", N_("object %1, named as evidence, is none (%2)") },
	[TAMPERING_FIELD] = { "field-changed", N_("field '%2' was changed or added") },
	[TAMPERING_SIGNED_FIELD] = { "signed-field-changed", N_("the signed field '%2' was changed") },
	[TAMPERING_LOCKED_FIELD] = { "locked-field-changed", N_("field '%2' was changed although a signature has locked it") },
	[TAMPERING_FORBIDDEN] = { "signature-forbidden", N_("field '%2' was signed although the certification forbids further signatures") },
	[TAMPERING_VISIBLE] = { "time-stamp-visible", N_("the time stamp '%2' shows something on a page") },
	[TAMPERING_SHADOW] = { "object-shadowed", N_("object %1 was written after others referred to it (%2)") },
	[TAMPERING_STRAY] = { "stray-bytes", N_("there are bytes that belong to no object (at %2)") },
	[TAMPERING_TWOFOLD] = { "cross-reference-twofold", N_("cross-reference table and stream disagree") },
	[TAMPERING_UNREADABLE] = { "unreadable", N_("object %1 or the revision cannot be read (%2)") },
};

const char *tampering_text(enum tampering_kind kind) { return _(kinds[kind].text); }
const char *tampering_code(enum tampering_kind kind) { return kinds[kind].code; }

/* ---- what the cross-reference says ---- */

static bool same_entry(const struct xref_entry *a, const struct xref_entry *b)
{
	if (a->kind == XREF_ABSENT || b->kind == XREF_ABSENT)
		return a->kind == b->kind;
	return a->kind == b->kind && a->generation == b->generation && a->place == b->place && a->index == b->index;
}

/* What kind of thing it was, for the report. */
static const char *description(const struct comparison *comparison, qpdf_data library, const struct xref_entry *entry)
{
	qpdf_oh value = qpdf_get_object_by_id(library, entry->number, entry->generation);
	bool stream = qpdf_oh_is_stream(library, value);
	qpdf_oh dictionary = stream ? qpdf_oh_get_dict(library, value) : value;
	static const char *const keys[] = { "/Type", "/Subtype", "/S" };
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		qpdf_oh name = value_of(library, dictionary, keys[i]);
		if (qpdf_oh_is_name(library, name))
			return arena_strdup(comparison->arena, qpdf_oh_get_name(library, name));
	}
	return stream ? "stream" : arena_strdup(comparison->arena, qpdf_oh_get_type_name(library, value));
}

static void mark_entry(struct comparison *comparison, const struct xref_entry *entry)
{
	const struct xref_entry *before = &comparison->map_before[entry->number];
	const struct revision *revision = &comparison->revisions->items[comparison->which];
	if (same_entry(before, entry))
		return;
	if (entry->kind == XREF_ABSENT) {
		tamper(comparison, TAMPERING_DELETED, entry->number, description(comparison, comparison->old, before));
	} else if (before->kind != XREF_ABSENT && before->generation != entry->generation) {
		tamper(comparison, TAMPERING_POINTER, entry->number, description(comparison, comparison->old, before));
	} else if (entry->kind == XREF_PLAIN && (entry->place < revision->start || entry->place >= revision->end)) {
		tamper(comparison, TAMPERING_POINTER, entry->number, description(comparison, comparison->new, entry));
	} else {
		comparison->state[entry->number] = OBJECT_CHANGED;
	}
}

/* Object streams and the cross-reference stream are explained by what they are for. */
static void explain_containers(struct comparison *comparison, const struct xref_section *section)
{
	if (object_is_new(comparison, section->stream))
		explain_object(comparison, section->stream);
	if (object_is_new(comparison, section->hybrid_stream))
		explain_object(comparison, section->hybrid_stream);
	for (size_t i = 0; i < section->count; i++) {
		const struct xref_entry *entry = &section->entries[i];
		if (entry->kind != XREF_PACKED || same_entry(&comparison->map_before[entry->number], entry))
			continue;
		bool fresh = entry->place <= (size_t)comparison->revisions->xref.most && object_is_new(comparison, (int)entry->place);
		if (fresh)
			explain_object(comparison, (int)entry->place);
		else
			tamper(comparison, TAMPERING_POINTER, entry->number, "/ObjStm");
	}
}

/* The dictionary and the bytes as they stand in the file, filtered. */
static bool streams_same(const struct comparison *comparison, qpdf_oh before, qpdf_oh after)
{
	struct bytes old = stream_data(comparison, comparison->old, before, qpdf_dl_none);
	struct bytes new = stream_data(comparison, comparison->new, after, qpdf_dl_none);
	return old.data && new.data && old.length == new.length && memcmp(old.data, new.data, old.length) == 0 &&
	       strcmp(qpdf_oh_unparse_resolved(comparison->old, qpdf_oh_get_dict(comparison->old, before)),
	              qpdf_oh_unparse_resolved(comparison->new, qpdf_oh_get_dict(comparison->new, after))) == 0;
}

static bool objects_same(const struct comparison *comparison, qpdf_oh before, qpdf_oh after)
{
	bool was_stream = qpdf_oh_is_stream(comparison->old, before), is_stream = qpdf_oh_is_stream(comparison->new, after);
	if (was_stream || is_stream)
		return was_stream && is_stream && streams_same(comparison, before, after);
	return strcmp(qpdf_oh_unparse_resolved(comparison->old, before), qpdf_oh_unparse_resolved(comparison->new, after)) == 0;
}

/* Some writers write again what they did not change; EU DSS does so with the evidence that was there. */
static void explain_rewritten(struct comparison *comparison)
{
	for (int number = 1; number <= comparison->revisions->xref.most; number++) {
		if (!object_open(comparison, number) || object_is_new(comparison, number))
			continue;
		int generation = comparison->map_before[number].generation;
		qpdf_oh before = qpdf_get_object_by_id(comparison->old, number, generation), after = qpdf_get_object_by_id(comparison->new, number, generation);
		if (objects_same(comparison, before, after))
			explain_object(comparison, number);
	}
}

static void report_left(struct comparison *comparison)
{
	for (int number = 1; number <= comparison->revisions->xref.most; number++) {
		if (!object_open(comparison, number))
			continue;
		bool added = object_is_new(comparison, number);
		tamper(comparison, added ? TAMPERING_ADDED : TAMPERING_OBJECT, number,
		       added ? description(comparison, comparison->new, &comparison->map_after[number])
		             : description(comparison, comparison->old, &comparison->map_before[number]));
	}
}

/* ---- one revision ---- */

static int strictest(const struct signatures *signatures, size_t before)
{
	int permission = 0;
	for (size_t i = 0; i < signatures->count; i++) {
		int own = signatures->items[i].revision < before ? signatures->items[i].permission : 0;
		permission = own && (!permission || own < permission) ? own : permission;
	}
	return permission;
}

static void report_references(struct comparison *comparison)
{
	const struct references *references = comparison->references;
	for (size_t i = 0; i < references->early_count; i++)
		if (references->early[i].revision == comparison->which)
			tamper(comparison, TAMPERING_SHADOW, references->early[i].to, arena_printf(comparison->arena, "%d", references->early[i].from));
	if (references->damage && (references->damaged_revision == comparison->which || comparison->which == references->damaged_revision + 1))
		tamper(comparison, TAMPERING_UNREADABLE, 0, references->damage);
}

static void compare(struct comparison *comparison)
{
	const struct xref_section *section = &comparison->revisions->xref.sections[comparison->revisions->items[comparison->which].newest];
	for (size_t i = 0; i < section->count; i++)
		mark_entry(comparison, &section->entries[i]);
	if (section->twofold)
		tamper(comparison, TAMPERING_TWOFOLD, 0, "");
	explain_containers(comparison, section);
	explain_rewritten(comparison);
	compare_document(comparison);
	report_left(comparison);
	compare_bytes(comparison, section);
	report_references(comparison);
}

/* A revision opened, with its form. file NULL: it cannot be. */
struct view { struct pdf_file *file; struct form form; const char *damage; };

static void view_open(struct arena *arena, const struct revisions *revisions, size_t which, struct view *out)
{
	struct diagnostics *apart = diagnostics_new(arena);       /* what is wrong with a revision is a finding, not an error of ours */
	*out = (struct view){ .file = NULL };
	if (pdf_file_open_bytes(arena, apart, pdf_file_name(revisions->file), revision_bytes(revisions, which), &out->file) == 0 &&
	    form_read(arena, out->file, &out->form)) {
		pdf_file_close(out->file);
		out->file = NULL;
	}
}

static void compare_views(struct comparison *comparison, const struct view *before, const struct view *after)
{
	if (!before->file || !after->file) {
		tamper(comparison, TAMPERING_UNREADABLE, 0, "revision");
		return;
	}
	comparison->old = pdf_file_library(before->file);
	comparison->new = pdf_file_library(after->file);
	comparison->form_before = &before->form;
	comparison->form_after = &after->form;
	compare(comparison);
	if (pdf_file_sound(before->file) || pdf_file_sound(after->file))
		tamper(comparison, TAMPERING_UNREADABLE, 0, "object");
}

void changes_read(struct arena *arena, const struct revisions *revisions, const struct signatures *signatures, size_t first, struct changes **out)
{
	size_t room = (size_t)revisions->xref.most + 1;
	struct references references;
	struct view before, after;
	*out = arena_array(arena, revisions->count, sizeof **out);
	if (first + 1 >= revisions->count)
		return;
	references_read(arena, revisions, first, &references);
	struct xref_entry *map_before = revision_map(arena, revisions, first), *map_after = revision_map(arena, revisions, first);
	unsigned char *state = arena_array(arena, room, 1);
	view_open(arena, revisions, first, &before);
	for (size_t which = first + 1; which < revisions->count; which++) {
		memset(state, OBJECT_SAME, room);
		revision_map_advance(revisions, which, map_after);
		view_open(arena, revisions, which, &after);
		struct comparison comparison = { .arena = arena, .revisions = revisions, .signatures = signatures, .references = &references,
			.which = which, .map_before = map_before, .map_after = map_after, .state = state,
			.permission = strictest(signatures, which), .out = &(*out)[which] };
		compare_views(&comparison, &before, &after);
		revision_map_advance(revisions, which, map_before);
		pdf_file_close(before.file);
		before = after;
	}
	pdf_file_close(before.file);
}
