/* Diagnostics are collected, then printed together. Every kind is one row of messages.def: name, severity, message,
 * cure, both with %1 … %4 for the arguments, in English; gettext gives the Chinese. The name, with '-' for '_', is the
 * code that --json prints. */
#ifndef BASE_DIAGNOSTIC_H
#define BASE_DIAGNOSTIC_H
#include <stdbool.h>
#include <stdio.h>
#include "base/place.h"

struct arena;
struct diagnostics;

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

enum message {
#define MESSAGE(name, severity, text, cure) MESSAGE_##name,
#include "base/messages.def"
#undef MESSAGE
	MESSAGE_COUNT
};

struct diagnostics *diagnostics_new(struct arena *arena);
/* Records one. at may be NULL. arguments: NULL-terminated strings, copied. Returns -1 for an error, else 0, so that a
 * failing function can `return REPORT(...)`. The same message at the same place with the same words is kept once. */
int diagnostics_add(struct diagnostics *all, enum message message, const struct place *at, const char *const *arguments);
#define REPORT(all, message, ...) REPORT_(all, message, __VA_ARGS__, NULL)   /* REPORT(all, name, at, arguments…) */
#define REPORT_(all, message, at, ...) \
	diagnostics_add((all), MESSAGE_##message, (at), (const char *const[]){ __VA_ARGS__ })
/* Is there an error about a file that cannot be opened, read or written (names file_…)? */
bool diagnostics_file_failed(const struct diagnostics *all);
/* From here on warnings count and are printed as errors (-W error). The results of diagnostics_add stay as they are, so
 * that all that is wrong is still found in one run. */
void diagnostics_make_warnings_errors(struct diagnostics *all);
int diagnostics_of(const struct diagnostics *all, enum message message);   /* how many of one kind */
int diagnostics_count(const struct diagnostics *all, enum severity severity);

/* Takes over what another collected, in its order. */
void diagnostics_take(struct diagnostics *all, const struct diagnostics *other);

enum diagnostic_form { DIAGNOSTIC_TEXT, DIAGNOSTIC_JSON };
/* Joins what another program of ours has printed in the form of JSON; it comes behind our own. -1: that is no such array. */
int diagnostics_join(struct diagnostics *all, const char *printed);
/* Sorted by file, line, column, then order of arrival. Text: `file:line:column: error: message; cure`, with
 * `row 3, 责任单位` after the position where known. JSON: one array of objects {file,line,column,row,heading,severity,
 * code,message,cure}. */
void diagnostics_print(const struct diagnostics *all, enum diagnostic_form form, FILE *out);
/* The first error as diagnostics_print has it in words, without the end of its line; "" if there is none. One without a file is said to be
 * of that file. Of what another program has printed as JSON: message and cure. */
const char *diagnostics_first_error(const struct diagnostics *all, struct arena *arena, const char *file);
enum severity message_severity(enum message message);
const char *message_code(enum message message);       /* static storage */
#endif
