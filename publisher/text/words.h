/* Words of a Chinese text, by the dictionary of ICU's word breaker. The library takes 3 ms of CPU to open and 30 MB of
 * address space, so the program does not link it: it is opened by dlopen when the first title must be divided. */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H
#include <stdbool.h>
#include "text/shape.h"

/* starts[i], i from 0 to the length in bytes: does a word begin (or the text end) at byte i? false when there is no ICU on
 * this machine; starts is then true at every character. */
bool words_find(struct shaper *shaper, const char *text, bool *starts);
#endif
