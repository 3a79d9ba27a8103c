/* A document set like an earlier version of it: whose page plan is taken, and what came of it. */
#ifndef LIKENESS_H
#define LIKENESS_H
#include "pipeline.h"

/* Takes the plan of a finished file into job->like. A file that keeps none, or one that is not sound, is a warning: then pages are set
 * freely. -1 with a diagnostic: it cannot be read. */
int likeness_load(struct session *session, const char *path, struct job *job);
/* Where a final document takes the place of its own draft, the draft's plan is only held against it: job->was. */
void likeness_of_draft(struct session *session, const char *output, struct job *job);
/* Says which pages are as in that file, once they are all set. */
void likeness_report(struct session *session, const struct job *job);
#endif
