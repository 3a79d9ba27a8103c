/* For this room alone: the library's handle of an open file, and values of its objects. Object handles made through it go with
 * the file. */
#ifndef FINISHED_PDF_OBJECT_H
#define FINISHED_PDF_OBJECT_H
#include <qpdf/qpdf-c.h>
#include "finished/pdf_file.h"

qpdf_data pdf_file_library(const struct pdf_file *file);           /* lent */
struct diagnostics *pdf_file_diagnostics(const struct pdf_file *file);
/* The value of a dictionary's key; null of all else (the library's own call of that name warns unless it is null). */
static inline qpdf_oh value_of(qpdf_data library, qpdf_oh dictionary, const char *key)
{
	return qpdf_oh_is_dictionary(library, dictionary) ? qpdf_oh_get_key(library, dictionary, key) : qpdf_oh_new_null(library);
}
static inline int length_of(qpdf_data library, qpdf_oh array)      /* 0 of all that is no array */
{
	return qpdf_oh_is_array(library, array) ? qpdf_oh_get_array_n_items(library, array) : 0;
}
/* In the arena: a text string in UTF-8, NULL if it is none; a name without its slash, "" if it is none. */
const char *text_of(struct arena *arena, qpdf_data library, qpdf_oh string);
const char *name_of(struct arena *arena, qpdf_data library, qpdf_oh name);
/* The keys of a dictionary, with their slashes, NULL-terminated, in the arena; those whose value is null are none. */
const char *const *dictionary_keys(struct arena *arena, qpdf_data library, qpdf_oh dictionary);
#endif
