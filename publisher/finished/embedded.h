/* The files embedded in a PDF (ISO 32000-1, 7.11.4): those of the name tree /EmbeddedFiles, then what the catalog's /AF names besides
 * (ISO 19005-3, 6.8). Whoever made them, in whatever revision, object streams or not. */
#ifndef FINISHED_EMBEDDED_H
#define FINISHED_EMBEDDED_H
#include <stdbool.h>
#include <stdint.h>
#include "finished/pdf_file.h"

struct embedded_file {
	const char *name;          /* as it stands there, UTF-8: judge it before a file gets it */
	size_t name_length;        /* it may hold zero bytes */
	const char *type;          /* media type; "" if none */
	const char *relationship;  /* AFRelationship: "Source", "Data", …; "" if none */
	int64_t size;              /* that of Params; -1 if none */
	const char *checksum;      /* MD5 of Params, 16 bytes; NULL if none */
	unsigned stream;           /* for this room */
};

struct embedded_files {
	struct embedded_file *list;
	size_t count, capacity;
};

/* 0, also if there is none; -1 with a diagnostic: damaged, or more than 10,000. */
int embedded_files_read(struct arena *arena, struct pdf_file *file, struct embedded_files *out);
const struct embedded_file *embedded_file_lookup(const struct embedded_files *files, const char *name);    /* NULL: none */

enum { EMBEDDED_MOST = 256 << 20 };    /* bytes of all files together that are taken out */
/* Its bytes, held against size and checksum. most: bytes that it may have. -1 with a diagnostic. */
int embedded_file_content(struct arena *arena, struct pdf_file *file, const struct embedded_file *from, size_t most, struct bytes *out);

/* Puts all into a folder, which is made if need be, below it folders as their names have them. Names and contents of all are looked
 * at first: on -1, with a diagnostic for each that is wrong, nothing was written, unless the disk itself failed. replace: files
 * that are there may be written over. */
int embedded_files_extract(struct arena *arena, struct pdf_file *file, const struct embedded_files *files, const char *folder, bool replace);
#endif
