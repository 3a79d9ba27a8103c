/* Embedded sources (ISO 19005-3, 6.8; ISO 32000-1, 7.11): each file of record->sources, and the list of them
 * (hongtou-sources.ini, read by read/manifest.c), which also names the faces that were used by version and SHA-256.
 * Private to emit/. */
#ifndef EMIT_PDF_ATTACHMENT_H
#define EMIT_PDF_ATTACHMENT_H
#include "emit/pdf_font.h"
#include "page/document.h"

/* Writes them, and /AF and /Names for the catalog. -1 with a diagnostic: a file is no longer what was read. */
int attachments_put(struct store *store, struct pdf_fonts *fonts, const struct record *record, struct buffer *catalog);
#endif
