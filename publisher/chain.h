/* What follows rendering: each seal's field is signed by hongtou-sign, and the finished file goes to the archive by
 * hongtou-archive, as [sign], [sign.N] and [archive] of the edition say. */
#ifndef CHAIN_H
#define CHAIN_H
#include "model/document.h"
#include "session.h"

struct chain_seal {
	const char *field;         /* "Seal.1"; NULL: the document has no field prepared, and the signature is invisible */
	const char *picture;       /* path, or NULL */
	const char *key, *certificate, *module, *pass_file;    /* paths as seen from here; all but key may be NULL */
};

struct chain {
	struct chain_seal *seals;  /* those with a key, in order */
	int count;
	int level;                 /* 0 to 3: b-b, b-t, b-lt, b-lta */
	const char *timestamp, *trust, *reason;    /* NULL: not given */
	const char *archive;       /* folder, or NULL */
};

/* Reads the sections. -1 with diagnostics. Nothing to do gives count 0 and archive NULL. */
int chain_read(struct session *session, const struct settings *settings, const struct document *document, struct chain *out);

/* An empty file without a name that rendering writes, and the path to it. -1 with a diagnostic. */
int chain_open(struct session *session, const char **path);
/* Takes that file through the chain; the last program writes the output. pass_fd: as given on the command line, or NULL. Messages of the
 * programs go to standard error as they come. The exit code of the one that failed; EXIT_OK or EXIT_INPUT with a diagnostic else. */
int chain_run(struct session *session, const struct chain *chain, int rendered, const char *output, const char *pass_fd);
#endif
