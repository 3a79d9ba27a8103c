/* The list of the files that a document was made from, as hongtou extract has put it beside them. emit/pdf_attachment.c writes it. */
#ifndef READ_MANIFEST_H
#define READ_MANIFEST_H
#include "read/choices.h"
#include "read/sources.h"

struct manifest_font { const char *name, *version, *sha256; struct place at; };
struct manifest {
	const char *folder;
	const char *edition;       /* path */
	const char *epoch;         /* SOURCE_DATE_EPOCH of then; "" if it was not set */
	struct choices choices;    /* with which it was made */
	const struct source_file *sources;     /* path is in the folder; without mark */
	size_t count;
	const struct manifest_font *fonts;
	size_t font_count;
};
/* Reads the list in a folder. -1 with diagnostics: it is not there, or says what no list of ours says (a path that leaves the
 * folder). */
int manifest_read(struct arena *arena, struct diagnostics *all, const char *folder, struct manifest *out);
const char *manifest_lookup(const struct manifest *manifest, enum source_kind kind, const char *name);    /* path, or NULL */
#endif
