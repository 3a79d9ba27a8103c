/* The programs of one installation lie in one folder and start each other. */
#ifndef BASE_PROGRAM_H
#define BASE_PROGRAM_H
#include "base/file.h"

const char *program_path(struct arena *arena, const char *name);    /* of the program NAME beside this very one */

struct program_output {
	struct bytes out, errors;          /* all that it printed to standard output and standard error */
	int code;                          /* exit code; 128 + number if a signal ended it */
};
/* Runs a program to its end; arguments: from the path on, NULL-terminated. -1 with a diagnostic: it cannot be started. */
struct diagnostics;
int program_run(struct arena *arena, struct diagnostics *all, const char *const *arguments, struct program_output *output);
#endif
