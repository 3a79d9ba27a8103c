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
#endif
