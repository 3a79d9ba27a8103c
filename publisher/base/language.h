/* Language of messages (gettext). Numbers and characters stay in the C locale whatever the environment says. */
#ifndef BASE_LANGUAGE_H
#define BASE_LANGUAGE_H
#include <libintl.h>
#define _(text) gettext(text)
#define N_(text) text
/* language: "en", "zh" or NULL for the environment's (LANGUAGE, LC_ALL, LC_MESSAGES, LANG). -1: unknown language. */
int language_select(const char *language);
#endif
