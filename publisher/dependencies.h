/* What a finished file was made from, as a rule of make (as gcc -MD -MP writes it): `OUT.pdf: FILE …`, and each FILE as a target without a
 * recipe, so that one which is no longer there is no error. */
#ifndef DEPENDENCIES_H
#define DEPENDENCIES_H
#include "pipeline.h"

/* After rendering_write. path: of the file to write; NULL: OUT.d beside OUT.pdf. -1 with a diagnostic. */
int dependencies_write(struct session *session, const struct job *job, const char *output, const char *path);
#endif
