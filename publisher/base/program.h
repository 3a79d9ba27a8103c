/* The programs of one installation lie in one folder and start each other, without a shell. */
#ifndef BASE_PROGRAM_H
#define BASE_PROGRAM_H
#include <sys/types.h>
#include "base/file.h"
struct diagnostics;

const char *program_path(struct arena *arena, const char *name);    /* of the program NAME beside this very one */

/* A file or folder of the installation: share/INSTALLED beside the folder that this very program lies in, wherever that was put or moved
 * to; where it is not, IN_TREE of the sources that it was built from (a program in the build folder). */
const char *program_data(struct arena *arena, const char *installed, const char *in_tree);

struct program_ends { int in, out, errors; };  /* descriptors that become the standard ones; -1: as here */
/* Starts a program; arguments: from the path on, NULL-terminated. 0 with the process, or an errno. */
int program_start(const char *const *arguments, const struct program_ends *ends, pid_t *process);
int program_wait(pid_t process);                                    /* its exit code; 128 + number if a signal ended it */

struct program_output {
	struct bytes out, errors;          /* all that it printed to standard output and standard error, each with a zero byte behind */
	int code;                          /* as program_wait has it */
};
/* Runs a program to its end. -1 with a diagnostic: it cannot be started, or what it prints cannot be read. */
int program_run(struct arena *arena, struct diagnostics *all, const char *const *arguments, struct program_output *output);
#endif
