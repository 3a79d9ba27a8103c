/* A new edition of a template: its INI with a word on each key, the text of its body, a small table. All of it Chinese, for a clerk. */
#ifndef STARTING_H
#define STARTING_H
#include "read/settings.h"
#include "session.h"

struct starting_file { const char *name; const char *text; };
enum { STARTING_FILES = 3 };       /* the edition first */

/* template: its name as it is to stand in the edition; settings: of the template alone (settings_load_template). What is to be filled in
 * says 【请填写…】 (model/rules_unfilled.c looks for it). */
void starting_files(struct session *session, const struct settings *settings, const char *template, struct starting_file files[STARTING_FILES]);
#endif
