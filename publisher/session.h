/* What every program behind the front shares: global options, collected diagnostics, exit codes. */
#ifndef SESSION_H
#define SESSION_H
#include "base/arena.h"
#include "base/diagnostic.h"

enum exit_code { EXIT_OK = 0, EXIT_INPUT = 1, EXIT_USAGE = 2, EXIT_FILE = 3 /* 4: out of memory, base/memory.h */,
                 EXIT_UNDECIDED = 5 /* verify: what is at hand does not suffice */ };

/* What every command knows. Owned by session_main. */
struct session {
	struct arena *arena;
	struct diagnostics *all;
	enum diagnostic_form form;
	const char *language;          /* --lang as given, or NULL */
	bool strict;                   /* -W error */
	const char *template_folder;   /* --template-dir, or NULL */
	int argument_count;            /* behind the global options; [0] is the command's name, for getopt */
	char **arguments;
	char **given;                  /* all arguments as they came, NULL-terminated */
	int companion_code;            /* exit code of another program of ours that failed and has reported why; else 0 */
};

/* The whole of a program: opens a session, takes the global options (--lang, --json, -W error, --template-dir) out of the
 * arguments, runs the command, flushes standard output. Returns the exit code. */
int session_main(int count, char **arguments, int (*run)(struct session *session));
/* Prints what was collected to stderr; EXIT_INPUT if there is an error among it, EXIT_FILE if it is a file that cannot be
 * opened, read or written, else that of a companion that failed, else EXIT_OK. */
int session_report(struct session *session);
int session_usage(const char *what);    /* prints it, if not NULL, and where help is; EXIT_USAGE */
bool session_wants_help(const struct session *session);
/* Were --help or --version asked for? Then the answer was printed to stdout and the command has nothing left to do. */
bool session_answered(const struct session *session, const char *help);
#endif
