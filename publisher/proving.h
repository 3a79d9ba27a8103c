/* What hongtou watch has processes of its own do: set an edition's pages and draw them, or write its PDF. Each tells its parent through a
 * pipe (watch/wire.h); whatever ends it, the parent goes on. */
#ifndef PROVING_H
#define PROVING_H
#include "font/font.h"
#include "read/choices.h"
#include "session.h"
#include "watch/proof.h"

struct proving {
	struct session *session;
	struct fonts *fonts;       /* warm */
	const char *edition, *output;
	const struct proof *proof; /* pictures that it has are not drawn again */
	struct choices choices;
	int dpi;                   /* of the pictures; 0: none are wanted */
};

/* Loads the edition and sets its pages: sources, pages, messages, and, if nothing is wrong, that they are set; then the pictures that the
 * proof has not, in the order of their pages. */
void proving_draw(const struct proving *proving, int fd);
/* Writes the PDF, without signatures and not into an archive: messages, then that it was written. */
void proving_write(const struct proving *proving, int fd);
#endif
