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
bool command_choice(struct session *session, struct choices *choices, int option, const char *value);
#endif
