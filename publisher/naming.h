/* The file name of a finished edition, put together from what it says. */
#ifndef NAMING_H
#define NAMING_H
#include "pipeline.h"

/* The pattern is [output.NAME] file of the chosen output, else [document] file, else "{number} {title}.pdf"; where it is not the
 * output's own and has no {output}, an output's name is put before its end. In it {number}, {title}, {date}, {issue}, {kind}, {output} and
 * {folder} (the folder of the edition), and their Chinese names, stand for what the loaded job says of them, nothing where it says nothing.
 * What Windows cannot have in a name is replaced, as in naming_sound. NULL with a diagnostic: the pattern has something else in braces, or
 * nothing is left of it. */
const char *naming_file(struct session *session, const struct job *job);
/* The same in a folder. */
const char *naming_path(struct session *session, const struct job *job, const char *folder);

/* A name without what Windows or a file system cannot have: < > : " / \ | ? * by their full-width forms, control characters by a blank,
 * blanks and dots at the end of the stem dropped, names of devices (CON, NUL, COM1 …) with _ behind them, no more than 255 bytes
 * (*cut is set then); ends with ".pdf". name: UTF-8. */
const char *naming_sound(struct arena *arena, const char *name, bool *cut);

/* Names that were given in one run: a second one that a file system could take for the first (without regard to the case of Latin letters)
 * is an error with the place of its edition. */
struct naming_given { const char **names; size_t count, capacity; };
int naming_give(struct session *session, struct naming_given *given, const char *path, const struct place *at);
#endif
