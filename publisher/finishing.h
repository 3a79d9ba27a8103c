/* What happens to a written file before it takes its name: steps by other programs of ours, one after another. */
#ifndef FINISHING_H
#define FINISHING_H
#include "base/file.h"
#include "pipeline.h"

/* objects: of the PDF file that was added to the writer. 0, or -1 with a diagnostic, the step's or ours; then nothing may
 * be committed. */
int finishing_steps(struct session *session, const struct job *job, struct file_writer *writer, int objects);
/* What happens to it when it has its name: it goes to the edition's archive, if there is one. 0, or -1 with the archive's
 * diagnostic. */
int finishing_archive(struct session *session, const struct job *job, const char *output);
#endif
