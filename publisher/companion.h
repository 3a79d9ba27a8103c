/* Our other programs, which lie in the folder of this one (what they link would cost every start of this one). */
#ifndef COMPANION_H
#define COMPANION_H
#include "session.h"

/* Runs one, for instance "hongtou-compact", as a filter and waits: standard input is `in`, standard output `out`, both from
 * where they stand. arguments: NULL-terminated, without the program's own name; --json, -W error and the language go along. What it
 * has to report is printed with our own reports. 0, or -1: it cannot be started (a diagnostic), or it failed and has
 * reported why; then session_report gives its exit code. */
int companion_filter(struct session *session, const char *program, const char *const *arguments, int in, int out);

/* A step of a chain for file_writer_filter: a program with its arguments. */
struct companion { struct session *session; const char *program; const char *const *arguments; };
int companion_step(void *companion, int in, int out);
#endif
