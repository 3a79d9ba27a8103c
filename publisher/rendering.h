/* A loaded edition to its finished PDF. */
#ifndef RENDERING_H
#define RENDERING_H
#include "pipeline.h"

/* Sets the pages of a loaded job and writes the PDF, packed, signed and archived as the edition says. output: a path, or "-". 0, or -1
 * with diagnostics: then no file of that name was written, and one that was there is as before. */
int rendering_write(struct session *session, struct job *job, const char *output);
#endif
