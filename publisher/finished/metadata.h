/* What a finished file says of itself: its XMP packet (ISO 16684-1; the schema of our own fields is emit/metadata.md). */
#ifndef FINISHED_METADATA_H
#define FINISHED_METADATA_H
#include <stdbool.h>
#include "finished/pdf_file.h"

enum metadata_field {
	METADATA_TITLE, METADATA_NUMBER, METADATA_ISSUERS, METADATA_DATE, METADATA_KIND, METADATA_URGENCY, METADATA_ADDRESSEE, METADATA_COPIES,
	METADATA_SECRECY, METADATA_SECRECY_PERIOD, METADATA_PAGES, METADATA_LANGUAGE, METADATA_COPY_NUMBER, METADATA_SIGNERS,
	METADATA_ATTACHMENTS, METADATA_ANNOTATION, METADATA_PRINTER, METADATA_PRINT_DATE, METADATA_PRODUCER, METADATA_CREATED,
	METADATA_PDFA_PART, METADATA_PDFA_LEVEL, METADATA_PDFUA_PART,
	METADATA_COUNT
};

/* Values as they stand, but on one line, UTF-8 in the arena; items of a list divided by ；, of alternatives the first; NULL: not said. */
struct metadata {
	const char *value[METADATA_COUNT];
	bool ours;                         /* there is a field of our own schema: the file is an official document's */
};

/* 0; all NULL where the file has no packet. -1 with a diagnostic: the packet is damaged, or made to do harm (a document type with
 * entities, endless nesting, megabytes in a field, a field said twice and differently). */
int metadata_read(struct arena *arena, struct pdf_file *file, struct metadata *out);
/* The same of a packet at hand; name is for messages. */
struct diagnostics;
int metadata_parse(struct arena *arena, struct diagnostics *all, const char *name, struct bytes packet, struct metadata *out);
/* Which part of PDF/A the file claims to follow (ISO 19005-2, 6.6.4): 1 to 4; 0: it claims none, or none before its packet ceases to be
 * one that a reader would take. */
int metadata_claimed_part(struct arena *arena, struct pdf_file *file);
#endif
