/* A file on its way into the archive: what it says of itself, what it shows, whether its signatures hold. */
#ifndef ARCHIVE_INTAKE_H
#define ARCHIVE_INTAKE_H
#include "archive/request.h"
#include "base/file.h"

struct intake {
	struct bytes bytes;
	struct entry entry;                /* action and what the file gives; PATH, SHA256 and sizes too */
	const char *body;                  /* what search looks through: fields, then each paragraph and cell, a line for each */
};

/* A document: reads it, takes from the request what it does not say. -1 with diagnostics: no PDF, damaged, encrypted, a field
 * missing or contrary. Signatures are judged. */
int intake_document(struct archive_request *request, const char *path, struct intake *out);
/* Any other file, kept beside a document (approval sheet, draft). */
int intake_companion(struct archive_request *request, const char *path, struct intake *out);
/* Conformance that the file claims, as "2A" and "1"; NULL: none. */
struct metadata;
const char *intake_pdfa(struct arena *arena, const struct metadata *metadata);
#endif
