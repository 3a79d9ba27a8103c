#include "finished/security_store.h"
#include <stdlib.h>
#include "base/diagnostic.h"
#include "finished/catalog.h"
#include "finished/object_text.h"
#include "finished/update.h"

enum { LISTS = 3 };
static const char *const keys[LISTS] = { "/Certs", "/OCSPs", "/CRLs" };

static qpdf_oh store_of(qpdf_data library)
{
	return qpdf_oh_get_key(library, qpdf_get_root(library), "/DSS");
}

static void read_list(struct arena *arena, qpdf_data library, qpdf_oh list, struct evidence_pieces *out)
{
	int count = length_of(library, list);
	struct bytes *items = arena_array(arena, (size_t)count + 1, sizeof *items);
	*out = (struct evidence_pieces){ items, 0 };
	for (int i = 0; i < count; i++) {
		unsigned char *data = NULL;
		size_t length = 0;
		QPDF_BOOL filtered = QPDF_FALSE;
		qpdf_oh item = qpdf_oh_get_array_item(library, list, i);
		if (!qpdf_oh_is_stream(library, item))
			continue;
		if (!(qpdf_oh_get_stream_data(library, item, qpdf_dl_all, &filtered, &data, &length) & QPDF_ERRORS) && data) {
			unsigned char *copy = arena_alloc(arena, length + 1);
			memcpy(copy, data, length);
			items[out->count++] = (struct bytes){ copy, length };
		}
		free(data);
	}
}

int security_store_read(struct arena *arena, struct pdf_file *file, struct security_store *out)
{
	qpdf_data library = pdf_file_library(file);
	struct evidence_pieces *lists[LISTS] = { &out->certificates, &out->ocsps, &out->crls };
	for (int i = 0; i < LISTS; i++)
		read_list(arena, library, qpdf_oh_get_key_if_dict(library, store_of(library), keys[i]), lists[i]);
	return pdf_file_sound(file);
}

static bool has(const struct evidence_pieces *list, const struct bytes *piece)
{
	bool found = false;
	for (size_t i = 0; i < list->count && !found; i++)
		found = bytes_equal(list->items[i], *piece);
	return found;
}

/* References to the new streams of one list, "" if there are none. */
static const char *put_missing(struct arena *arena, struct update *update, const struct evidence_pieces *there, const struct evidence_pieces *more)
{
	struct buffer references = { .arena = arena };
	buffer_put(&references, "");
	for (size_t i = 0; i < more->count; i++)
		if (!has(there, &more->items[i]) && !has(&(struct evidence_pieces){ more->items, i }, &more->items[i]))
			buffer_printf(&references, "%d 0 R ", update_stream(update, "", more->items[i]));
	return references.text;
}

int security_store_add(struct arena *arena, struct pdf_file *file, const struct security_store *more, struct bytes *out)
{
	qpdf_data library = pdf_file_library(file);
	struct security_store there;
	struct update *update;
	struct changes changes = { .count = 0 }, of_catalog = { .count = 0 };
	*out = pdf_file_bytes(file);
	if (security_store_read(arena, file, &there) || update_open(arena, file, &update))
		return -1;
	const struct evidence_pieces *lists[LISTS][2] = { { &there.certificates, &more->certificates }, { &there.ocsps, &more->ocsps }, { &there.crls, &more->crls } };
	for (int i = 0; i < LISTS; i++) {
		const char *references = put_missing(arena, update, lists[i][0], lists[i][1]);
		struct buffer list = { .arena = arena };
		put_array(&list, library, qpdf_oh_get_key_if_dict(library, store_of(library), keys[i]), references);
		changes_add(&changes, keys[i], references[0] ? list.text : NULL);
	}
	if (!changes.count)
		return 0;
	changes_add(&of_catalog, "/DSS", changed_dictionary(update, file, &(struct nested){ qpdf_get_root(library), "/DSS", true }, &changes));
	change_catalog(update, file, &of_catalog);
	*out = update_finish(update);
	return 0;
}
