/* Language of messages (gettext). Numbers and characters stay in the C locale whatever the environment says. */
#ifndef BASE_LANGUAGE_H
#define BASE_LANGUAGE_H
#include <stdbool.h>
#define _(text) message_text(text)
#define N_(text) text
/* language: "en", "zh" or NULL for the environment's (LANGUAGE, LC_ALL, LC_MESSAGES, LANG). -1: unknown language. */
int language_select(const char *language);
bool language_is_chinese(void);        /* the selected one, and its catalogue was found */
/* The text in the selected language; the English one itself where there is no translation. */
const char *message_text(const char *english) __attribute__((format_arg(1)));
/* What strerror says of an error of the system, in the selected language where it is one that a user may meet. */
const char *error_text(int error);
#endif
