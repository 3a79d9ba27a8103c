/* The sub-commands. Each returns the exit code; diagnostics go through session_report. */
#ifndef COMMAND_H
#define COMMAND_H
#include "pipeline.h"

int command_render(struct session *session);
int command_check(struct session *session);
int command_conform(struct session *session);
int command_fit(struct session *session);
int command_diff(struct session *session);
int command_preview(struct session *session);
int command_config(struct session *session);
int command_fonts(struct session *session);
int command_batch(struct session *session);
int command_init(struct session *session);
int command_new_month(struct session *session);

/* --set and --for, which all commands take that set an edition. Is it one of them? Then it was taken. */
#define CHOICE_OPTIONS { "set", required_argument, NULL, COMMAND_SET }, { "for", required_argument, NULL, COMMAND_FOR }
enum { COMMAND_SET = 0x100, COMMAND_FOR };
bool command_is_all(const char *output);    /* --for all: each output, which none can be called */
/* Calls one() for the edition as it stands, then as each of its outputs has it, each with diagnostics of its own: what is wrong with one hides
 * nothing of another, and what several say is told once. choices: of the run, but for the output. one: loads the edition into the job, with
 * its choices and fonts; the job is closed behind it. */
void command_each_output(struct session *session, const struct choices *choices, void (*one)(void *context, struct session *session, struct job *job), void *context);
bool command_choice(struct session *session, struct choices *choices, int option, const char *value);
#endif
