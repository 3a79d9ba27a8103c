/* The programs of one installation lie in one folder and start each other. */
#ifndef BASE_PROGRAM_H
#define BASE_PROGRAM_H
#include "base/file.h"

const char *program_path(struct arena *arena, const char *name);    /* of the program NAME beside this very one */

/* A file or folder of the installation: share/INSTALLED beside the folder that this very program lies in, wherever that was put or moved
 * to; where it is not, IN_TREE of the sources that it was built from (a program in the build folder). */
const char *program_data(struct arena *arena, const char *installed, const char *in_tree);

struct program_output {
	struct bytes out, errors;          /* all that it printed to standard output and standard error */
	int code;                          /* exit code; 128 + number if a signal ended it */
};
/* Runs a program to its end; arguments: from the path on, NULL-terminated. -1 with a diagnostic: it cannot be started. */
struct diagnostics;
int program_run(struct arena *arena, struct diagnostics *all, const char *const *arguments, struct program_output *output);
#endif
