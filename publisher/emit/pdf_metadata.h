/* What the file says about itself: the information dictionary, and in tagged files XMP that says the same, claims PDF/A-2a
 * (with embedded sources PDF/A-3a) and PDF/UA-1, and holds the fields of the archives (metadata.md beside this file). Private to emit/. */
#ifndef EMIT_PDF_METADATA_H
#define EMIT_PDF_METADATA_H
#include "emit/objects.h"
#include "page/document.h"

void metadata_information(struct store *store, const struct record *record);
/* The XMP stream's object number; 0 with a diagnostic: a text has a character that XML cannot hold. */
int metadata_xmp(struct store *store, const struct record *record);
const char *metadata_epoch(const struct record *record);   /* SOURCE_DATE_EPOCH as it dates the file; NULL: it does not */
/* The date of what is embedded, as PDF writes dates: SOURCE_DATE_EPOCH, else the beginning of the document's day
 * in China; NULL: it has none. */
const char *metadata_date(struct arena *arena, const struct record *record);
#endif
