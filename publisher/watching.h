/* hongtou watch: sets an edition anew whenever something that it is made from changes. */
#ifndef WATCHING_H
#define WATCHING_H
#include "read/choices.h"
#include "session.h"

struct watching_wishes {
	const char *edition, *output;
	const char *page;          /* HTML that shows the pages, or NULL: none is served */
	int port;                  /* 0: any; -1: always the same if it is free, so that it can be kept as a bookmark */
	int dpi;                   /* of the pictures */
	struct choices choices;    /* what the run sets, and which output is watched */
	int limit;                 /* seconds that an edition may take */
};
/* Until SIGINT, SIGTERM or SIGHUP. The exit code. */
int watching_run(struct session *session, const struct watching_wishes *wishes);
#endif
