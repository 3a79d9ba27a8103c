/* ICU, opened by dlopen. Private to text/. */
#ifndef TEXT_WORD_BREAKER_H
#define TEXT_WORD_BREAKER_H
#include <stdbool.h>

struct word_breaker;
/* names: of libraries with the number of their symbols at the end (libicuuc.so.72); NULL: those of the releases that are
 * about. Never NULL; a breaker without library finds nothing. */
struct word_breaker *word_breaker_open(const char *const *names);
void word_breaker_close(struct word_breaker *breaker);    /* NULL is allowed */
bool word_breaker_find(struct word_breaker *breaker, const char *text, bool *starts);
#endif
