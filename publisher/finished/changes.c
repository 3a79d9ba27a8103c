/* Revision by revision, each opened as a file of its own. */
#include "finished/changes.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/language.h"
#include "finished/comparison.h"
#include "finished/metadata_compare.h"

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

void tamper(struct comparison *comparison, enum tampering_kind kind, int object, const char *detail)
{
	struct changes *out = comparison->out;
	if (!out->tampering)
		out->tampering = arena_array(comparison->arena, TAMPERING_MOST, sizeof *out->tampering);
	if (out->tampering_count < TAMPERING_MOST)
		out->tampering[out->tampering_count++] = (struct tampering){ kind, object, arena_strdup(comparison->arena, detail) };
}

/* ---- explanations ---- */

static bool listed(const struct comparison *comparison, int number) { return number > 0 && number <= comparison->revisions->xref.most; }

bool object_is_new(const struct comparison *comparison, int number)
{
	return listed(comparison, number) && comparison->map_before[number].kind == XREF_ABSENT;
}

bool object_open(const struct comparison *comparison, int number)
{
	return listed(comparison, number) && comparison->state[number] == OBJECT_CHANGED;
}

void explain_object(struct comparison *comparison, int number)
{
	if (object_open(comparison, number))
		comparison->state[number] = OBJECT_EXPLAINED;
}

/* A signature's or an appearance's values nest a few deep; what is deeper stays unexplained. */
static void explain_below(struct comparison *comparison, qpdf_oh value, int depth)
{
	qpdf_data new = comparison->new;
	int number = qpdf_oh_get_object_id(new, value);
	if (depth > 40 || (number > 0 && !(object_open(comparison, number) && object_is_new(comparison, number))))
		return;
	explain_object(comparison, number);
	if (qpdf_oh_is_stream(new, value))
		value = qpdf_oh_get_dict(new, value);
	if (qpdf_oh_is_array(new, value)) {
		for (int i = 0; i < qpdf_oh_get_array_n_items(new, value); i++)
			explain_below(comparison, qpdf_oh_get_array_item(new, value, i), depth + 1);
	} else if (qpdf_oh_is_dictionary(new, value)) {
		for (const char *const *keys = dictionary_keys(comparison->arena, new, value); *keys; keys++)
			explain_below(comparison, value_of(new, value, *keys), depth + 1);
	}
}

void explain_new(struct comparison *comparison, qpdf_oh value) { explain_below(comparison, value, 0); }

void explain_container(struct comparison *comparison, qpdf_oh value)
{
	int number = qpdf_oh_get_object_id(comparison->new, value);
	if (object_open(comparison, number) && (object_is_new(comparison, number) || comparison->references->owner[number] != REFERENCE_SEVERAL))
		explain_object(comparison, number);
}

/* ---- values ---- */

const char *const *dictionary_keys(struct arena *arena, qpdf_data library, qpdf_oh dictionary)
{
	const char **keys = NULL;
	size_t count = 0, capacity = 0;
	ARENA_GROW(arena, keys, &capacity, 8);
	if (qpdf_oh_is_dictionary(library, dictionary)) {
		qpdf_oh_begin_dict_key_iter(library, dictionary);
		while (qpdf_oh_dict_more_keys(library)) {
			ARENA_GROW(arena, keys, &capacity, count + 2);
			keys[count++] = arena_strdup(arena, qpdf_oh_dict_next_key(library));
		}
	}
	keys[count] = NULL;
	return keys;
}

bool values_same(const struct comparison *comparison, qpdf_oh before, qpdf_oh after)
{
	return strcmp(qpdf_oh_unparse(comparison->old, before), qpdf_oh_unparse(comparison->new, after)) == 0;
}

static bool among(const char *const *list, const char *key)
{
	while (*list && strcmp(*list, key) != 0)
		list++;
	return *list != NULL;
}

const char *other_key(const struct comparison *comparison, qpdf_oh after, const char *const *allowed)
{
	const char *const *keys = dictionary_keys(comparison->arena, comparison->new, after);
	while (*keys && among(allowed, *keys))
		keys++;
	return *keys;
}

const char *other_difference(const struct comparison *comparison, qpdf_oh before, qpdf_oh after, const char *const *allowed)
{
	const char *const *lists[] = { dictionary_keys(comparison->arena, comparison->old, before),
	                               dictionary_keys(comparison->arena, comparison->new, after) };
	const char *found = NULL;
	for (int list = 0; list < 2; list++)
		for (const char *const *key = lists[list]; *key && !found; key++)
			if (!among(allowed, *key) && !values_same(comparison, value_of(comparison->old, before, *key),
			                                          value_of(comparison->new, after, *key)))
				found = *key;
	return found;
}

static int length_of(qpdf_data library, qpdf_oh array) { return qpdf_oh_is_array(library, array) ? qpdf_oh_get_array_n_items(library, array) : 0; }

bool array_grown(struct comparison *comparison, qpdf_oh before, qpdf_oh after, bool (*accept)(struct comparison *comparison, qpdf_oh item))
{
	int old_count = length_of(comparison->old, before), new_count = length_of(comparison->new, after), at = 0;
	bool result = true;
	for (int i = 0; i < new_count && result; i++) {
		qpdf_oh item = qpdf_oh_get_array_item(comparison->new, after, i);
		if (at < old_count && values_same(comparison, qpdf_oh_get_array_item(comparison->old, before, at), item))
			at++;
		else
			result = accept(comparison, item);
	}
	return result && at == old_count;
}

/* ---- catalog, trailer, pages ---- */

/* -1: it starts another document. */
static int compare_trailers(struct comparison *comparison)
{
	static const char *const allowed[] = { "/Size", "/Prev", "/XRefStm", "/ID", "/Type", "/W", "/Index", "/Length", "/Filter", "/DecodeParms", NULL };
	qpdf_oh before = qpdf_get_trailer(comparison->old), after = qpdf_get_trailer(comparison->new);
	const char *other = other_difference(comparison, before, after, allowed);
	if (other)
		tamper(comparison, TAMPERING_TRAILER, 0, other);
	qpdf_oh id_before = value_of(comparison->old, before, "/ID"), id_after = value_of(comparison->new, after, "/ID");
	if (length_of(comparison->old, id_before) && (!length_of(comparison->new, id_after) ||
	    !values_same(comparison, qpdf_oh_get_array_item(comparison->old, id_before, 0), qpdf_oh_get_array_item(comparison->new, id_after, 0))))
		tamper(comparison, TAMPERING_TRAILER, 0, "/ID");
	return values_same(comparison, value_of(comparison->old, before, "/Root"), value_of(comparison->new, after, "/Root")) ? 0 : -1;
}

static void compare_catalogs(struct comparison *comparison)
{
	static const char *const allowed[] = { "/DSS", "/Extensions", "/AcroForm", "/Version", NULL };
	qpdf_data old = comparison->old, new = comparison->new;
	qpdf_oh before = qpdf_get_root(old), after = qpdf_get_root(new);
	const char *other = other_difference(comparison, before, after, allowed);
	if (other)
		tamper(comparison, TAMPERING_CATALOG, qpdf_oh_get_object_id(new, after), other);
	explain_object(comparison, qpdf_oh_get_object_id(new, after));
	compare_form(comparison, value_of(old, before, "/AcroForm"), value_of(new, after, "/AcroForm"));
	compare_evidence(comparison, value_of(old, before, "/DSS"), value_of(new, after, "/DSS"));
	qpdf_oh extensions = value_of(new, after, "/Extensions");
	explain_container(comparison, extensions);
	for (const char *const *keys = dictionary_keys(comparison->arena, new, extensions); *keys; keys++)
		explain_new(comparison, value_of(new, extensions, *keys));
}

static struct bytes stream_data(const struct comparison *comparison, qpdf_data library, qpdf_oh stream, enum qpdf_stream_decode_level_e level)
{
	unsigned char *data = NULL;
	size_t length = 0;
	QPDF_BOOL filtered = QPDF_FALSE;
	qpdf_oh_get_stream_data(library, stream, level, &filtered, &data, &length);
	const unsigned char *kept = data ? (unsigned char *)arena_strndup(comparison->arena, (char *)data, length) : NULL;
	free(data);
	return (struct bytes){ kept, kept ? length : 0 };
}

static void compare_metadata(struct comparison *comparison)
{
	static const char *const allowed[] = { "/Length", "/Filter", "/DecodeParms", NULL };
	qpdf_data old = comparison->old, new = comparison->new;
	qpdf_oh before = value_of(old, qpdf_get_root(old), "/Metadata"), after = value_of(new, qpdf_get_root(new), "/Metadata");
	int number = qpdf_oh_get_object_id(new, after);
	if (!object_open(comparison, number) || !qpdf_oh_is_stream(old, before) || !qpdf_oh_is_stream(new, after) ||
	    comparison->references->owner[number] == REFERENCE_SEVERAL ||
	    other_difference(comparison, qpdf_oh_get_dict(old, before), qpdf_oh_get_dict(new, after), allowed))
		return;
	if (metadata_same_but_dates(comparison->arena, stream_data(comparison, old, before, qpdf_dl_generalized),
	                            stream_data(comparison, new, after, qpdf_dl_generalized))) {
		explain_object(comparison, number);
		comparison->out->kinds |= CHANGE_DATES;
	}
}

static void compare_information(struct comparison *comparison)
{
	static const char *const allowed[] = { "/ModDate", "/Producer", NULL };
	qpdf_oh before = value_of(comparison->old, qpdf_get_trailer(comparison->old), "/Info");
	qpdf_oh after = value_of(comparison->new, qpdf_get_trailer(comparison->new), "/Info");
	int number = qpdf_oh_get_object_id(comparison->new, after);
	if (object_open(comparison, number) && comparison->references->owner[number] != REFERENCE_SEVERAL &&
	    !other_difference(comparison, before, after, allowed)) {
		explain_object(comparison, number);
		comparison->out->kinds |= CHANGE_DATES;
	}
}

/* A widget of a field that compare_form has taken. */
static bool accept_widget(struct comparison *comparison, qpdf_oh item)
{
	int number = qpdf_oh_get_object_id(comparison->new, item);
	return object_is_new(comparison, number) && comparison->state[number] == OBJECT_EXPLAINED &&
	       qpdf_oh_is_name_and_equals(comparison->new, value_of(comparison->new, item, "/Subtype"), "/Widget");
}

static void compare_annotations(struct comparison *comparison, int page, qpdf_oh before, qpdf_oh after)
{
	qpdf_oh annotations = value_of(comparison->new, after, "/Annots");
	explain_container(comparison, annotations);
	if (!array_grown(comparison, value_of(comparison->old, before, "/Annots"), annotations, accept_widget))
		tamper(comparison, TAMPERING_PAGE, page, "/Annots");
}

static bool is_page(qpdf_data library, qpdf_oh value)
{
	return qpdf_oh_is_name_and_equals(library, value_of(library, value, "/Type"), "/Page");
}

static void compare_page(struct comparison *comparison, int number)
{
	static const char *const allowed[] = { "/Annots", NULL };
	qpdf_oh before = qpdf_get_object_by_id(comparison->old, number, comparison->map_before[number].generation);
	if (!is_page(comparison->old, before))
		return;
	qpdf_oh after = qpdf_get_object_by_id(comparison->new, number, comparison->map_after[number].generation);
	const char *other = other_difference(comparison, before, after, allowed);
	explain_object(comparison, number);
	if (other)
		tamper(comparison, TAMPERING_PAGE, number, other);
	else
		compare_annotations(comparison, number, before, after);
}

/* An array of annotations that changed by itself: its page says so by naming it. */
static void compare_annotation_arrays(struct comparison *comparison)
{
	int pages = qpdf_get_num_pages(comparison->new);
	for (int i = 0; i < pages; i++) {
		qpdf_oh after = qpdf_get_page_n(comparison->new, (size_t)i);
		int number = qpdf_oh_get_object_id(comparison->new, after);
		if (object_open(comparison, qpdf_oh_get_object_id(comparison->new, value_of(comparison->new, after, "/Annots"))))
			compare_annotations(comparison, number, qpdf_get_object_by_id(comparison->old, number, comparison->map_before[number].generation), after);
	}
}

static void compare_pages(struct comparison *comparison)
{
	bool arrays = false;
	for (int number = 1; number <= comparison->revisions->xref.most; number++)
		if (object_open(comparison, number) && !object_is_new(comparison, number))
			compare_page(comparison, number);
	for (int number = 1; number <= comparison->revisions->xref.most; number++)
		arrays |= object_open(comparison, number) && !object_is_new(comparison, number);
	if (arrays)
		compare_annotation_arrays(comparison);
}

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

/* ---- bytes ---- */

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
		if (result)
			tamper(comparison, TAMPERING_UNREADABLE, entry->number, "xref");
	}
	return count;
}

/* Objects and sections must tile the revision's own bytes, but for white space and comments. */
static void compare_bytes(struct comparison *comparison, const struct xref_section *section)
{
	const struct revision *revision = &comparison->revisions->items[comparison->which];
	struct object_extent *extents = arena_array(comparison->arena, section->count + 2, sizeof *extents);
	size_t count = own_extents(comparison, section, extents);
	extents[count++] = (struct object_extent){ .start = section->start, .end = section->end };
	if (section->hybrid)
		extents[count++] = (struct object_extent){ .start = section->stream_start, .end = section->stream_end };
	qsort(extents, count, sizeof *extents, by_start);
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
	if (compare_trailers(comparison) == 0) {
		compare_catalogs(comparison);
		compare_metadata(comparison);
		compare_information(comparison);
		compare_pages(comparison);
	}
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
