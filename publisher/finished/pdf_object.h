/* For this room alone: the library's handle of an open file. Object handles made through it go with the file. */
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
#endif
