/* A loaded edition to its finished PDF. */
#ifndef RENDERING_H
#define RENDERING_H
#include "pipeline.h"

/* Sets the pages of a loaded job and writes the PDF, packed, signed and archived as the edition says. output: a path, or "-". 0, or -1
 * with diagnostics: then no file of that name was written, and one that was there is as before. */
int rendering_write(struct session *session, struct job *job, const char *output);
/* What a PDF is called that nobody gave a name: edition.ini in a folder called july gives july.pdf; july.ini gives july.pdf; both in the
 * current folder. */
const char *rendering_output(struct arena *arena, const char *edition);
#endif
