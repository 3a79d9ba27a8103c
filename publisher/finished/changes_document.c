/* Trailer, catalog, metadata and pages. */
#include "finished/comparison.h"
#include <string.h>
#include "finished/metadata_compare.h"

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

static void compare_extension(struct comparison *comparison, qpdf_oh extension)
{
	static const char *const allowed[] = { "/Type", "/BaseVersion", "/ExtensionLevel", "/URL", "/ExtensionRevision", NULL };
	const char *other = other_key(comparison, extension, allowed);
	explain_container(comparison, extension);
	if (other)
		tamper(comparison, TAMPERING_CATALOG, qpdf_oh_get_object_id(comparison->new, extension), "/Extensions");
}

/* Names and numbers by developer; of one developer several in an array (ISO 32000-2, 7.12). */
static void compare_extensions(struct comparison *comparison, qpdf_oh extensions)
{
	qpdf_data new = comparison->new;
	explain_container(comparison, extensions);
	for (const char *const *keys = dictionary_keys(comparison->arena, new, extensions); *keys; keys++) {
		qpdf_oh extension = value_of(new, extensions, *keys);
		explain_container(comparison, extension);
		if (!qpdf_oh_is_array(new, extension))
			compare_extension(comparison, extension);
		for (int i = 0; i < length_of(new, extension); i++)
			compare_extension(comparison, qpdf_oh_get_array_item(new, extension, i));
	}
}

/* A name, and none that is lower: readers may leave out what is younger than the version (7.2.2). */
static bool version_follows(const struct comparison *comparison, qpdf_oh before, qpdf_oh after)
{
	if (values_same(comparison, before, after))
		return true;
	if (!qpdf_oh_is_name(comparison->new, after))
		return false;
	const char *named = qpdf_oh_get_name(comparison->new, after);
	return !qpdf_oh_is_name(comparison->old, before) ? strcmp(named, "/1.4") >= 0 : strcmp(named, qpdf_oh_get_name(comparison->old, before)) >= 0;
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
	if (!version_follows(comparison, value_of(old, before, "/Version"), value_of(new, after, "/Version")))
		tamper(comparison, TAMPERING_CATALOG, qpdf_oh_get_object_id(new, after), "/Version");
	compare_extensions(comparison, value_of(new, after, "/Extensions"));
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
	bool texts = true;
	for (const char *const *key = allowed; *key; key++)
		texts &= !qpdf_oh_is_dictionary(comparison->new, after) || !qpdf_oh_has_key(comparison->new, after, *key) ||
		         qpdf_oh_is_string(comparison->new, value_of(comparison->new, after, *key));
	if (object_open(comparison, number) && comparison->references->owner[number] != REFERENCE_SEVERAL && texts &&
	    !other_difference(comparison, before, after, allowed)) {
		explain_object(comparison, number);
		comparison->out->kinds |= CHANGE_DATES;
	}
}

/* The widget of a field that compare_form has taken. That something else explains an object (an appearance, a signature's dictionary) is
 * not enough: it may be a widget besides. */
static bool accept_widget(struct comparison *comparison, qpdf_oh item)
{
	int number = qpdf_oh_get_object_id(comparison->new, item);
	return object_is_new(comparison, number) && comparison->state[number] == OBJECT_FIELD &&
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

void compare_document(struct comparison *comparison)
{
	if (compare_trailers(comparison))
		return;
	compare_catalogs(comparison);
	compare_metadata(comparison);
	compare_information(comparison);
	compare_pages(comparison);
}
