/* Annotations of a page: links and, in tagged files, signature fields without a value. Private to emit/. */
#ifndef EMIT_PDF_ANNOTATION_H
#define EMIT_PDF_ANNOTATION_H
#include "emit/pdf_structure.h"

struct annotations {
	struct store *store;
	struct tree *tree;         /* NULL: links only, outside any structure */
	struct field_parent { const char *name; int object; struct buffer kids; } *parents;    /* "Seal" of Seal.1, Seal.2 … */
	size_t parent_count, parent_capacity;
	struct buffer text;
};

/* Their Annots entry, where there are any. page: the page's object number. */
void annotations_put(struct annotations *annotations, const struct page *page, int object, struct buffer *entries);
void annotations_finish(struct annotations *annotations, struct buffer *catalog);    /* writes the fields' parents; AcroForm */
#endif
