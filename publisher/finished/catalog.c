#include "finished/catalog.h"
#include <stdlib.h>

void changes_add(struct changes *changes, const char *key, const char *value)
{
	if (value && changes->count < CHANGES_MOST)
		changes->list[changes->count++] = (struct entry){ key, value };
}

void change_object(struct update *update, struct pdf_file *file, qpdf_oh object, const struct changes *changes)
{
	qpdf_data library = pdf_file_library(file);
	struct buffer text = { .arena = update_arena(update) };
	put_dictionary(&text, library, object, changes->list);
	update_object(update, qpdf_oh_get_object_id(library, object), qpdf_oh_get_generation(library, object), &text);
}

/* To its own object, to a new one, or into the parent's text. */
static const char *settled(struct update *update, struct pdf_file *file, const struct nested *at, const struct buffer *text)
{
	qpdf_data library = pdf_file_library(file);
	qpdf_oh old = qpdf_oh_get_key_if_dict(library, at->parent, at->key);
	if (qpdf_oh_get_object_id(library, old) && !qpdf_oh_is_null(library, old)) {
		update_object(update, qpdf_oh_get_object_id(library, old), qpdf_oh_get_generation(library, old), text);
		return NULL;
	}
	if (!at->own)
		return text->text;
	int number = update_new(update);
	update_object(update, number, 0, text);
	return arena_printf(update_arena(update), "%d 0 R", number);
}

const char *changed_dictionary(struct update *update, struct pdf_file *file, const struct nested *at, const struct changes *changes)
{
	qpdf_data library = pdf_file_library(file);
	struct buffer text = { .arena = update_arena(update) };
	put_dictionary(&text, library, qpdf_oh_get_key_if_dict(library, at->parent, at->key), changes->list);
	return settled(update, file, at, &text);
}

const char *extended_array(struct update *update, struct pdf_file *file, const struct nested *at, const char *more)
{
	qpdf_data library = pdf_file_library(file);
	struct buffer text = { .arena = update_arena(update) };
	put_array(&text, library, qpdf_oh_get_key_if_dict(library, at->parent, at->key), more);
	return settled(update, file, at, &text);
}

/* 17 for 1.7: the later of header and catalog (ISO 32000-1, 7.5.2). */
static long version(struct pdf_file *file)
{
	qpdf_data library = pdf_file_library(file);
	qpdf_oh name = qpdf_oh_get_key(library, qpdf_get_root(library), "/Version");
	const char *texts[2] = { (const char *)pdf_file_bytes(file).data + strlen("%PDF-"), qpdf_oh_is_name(library, name) ? qpdf_oh_get_name(library, name) + 1 : "" };
	long latest = 0;
	for (int i = 0; i < 2; i++) {
		char *end;
		long major = strtol(texts[i], &end, 10), minor = *end == '.' ? strtol(end + 1, NULL, 10) : 0;
		latest = major * 10 + minor > latest ? major * 10 + minor : latest;
	}
	return latest;
}

void change_catalog(struct update *update, struct pdf_file *file, struct changes *changes)
{
	qpdf_data library = pdf_file_library(file);
	qpdf_oh catalog = qpdf_get_root(library), extensions = qpdf_oh_get_key(library, catalog, "/Extensions");
	struct changes extension = { .count = 0 };
	if (version(file) < 17)
		changes_add(changes, "/Version", "/1.7");
	if (version(file) < 20 && qpdf_oh_is_null(library, qpdf_oh_get_key_if_dict(library, extensions, "/ESIC"))) {
		changes_add(&extension, "/ESIC", "<</BaseVersion/1.7/ExtensionLevel 1>>");
		changes_add(changes, "/Extensions", changed_dictionary(update, file, &(struct nested){ catalog, "/Extensions", false }, &extension));
	}
	if (changes->count)
		change_object(update, file, catalog, changes);
}
