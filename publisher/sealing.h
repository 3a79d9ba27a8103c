/* What [sign], [sign.N] and [archive] of an edition say: which key signs which seal, and where the finished file goes. */
#ifndef SEALING_H
#define SEALING_H
#include "model/document.h"
#include "session.h"

enum sealing_level { SEALING_B_B, SEALING_B_T, SEALING_B_LT, SEALING_B_LTA };

struct sealing_seal {
	const char *field;         /* "Seal.1"; NULL: the document has no field prepared, and the signature is invisible */
	const char *picture;       /* path, or NULL */
	const char *key, *certificate, *module, *pass_file;    /* paths as seen from here; all but key may be NULL */
};

struct sealing {
	struct sealing_seal *seals;    /* those with a key, in order */
	int count;
	int level;                 /* enum sealing_level */
	const char *timestamp, *trust, *reason;    /* NULL: not given */
	const char *archive;       /* folder, or NULL */
	const char *pass_fd;       /* --pass-fd as given to render, or NULL; set by who renders */
};

/* Reads the sections. -1 with diagnostics. Nothing to do gives count 0 and archive NULL. */
int sealing_read(struct session *session, const struct settings *settings, const struct document *document, struct sealing *out);
/* Before a file is written: a draft is neither signed nor archived, and of an edition's outputs only those are archived that name the
 * folder themselves, for they have one number, and it goes into the archive once. Notes say so, of an output if it is made alone. */
void sealing_settle(struct session *session, const struct settings *settings, const struct document *document, bool alone, struct sealing *sealing);
#endif
