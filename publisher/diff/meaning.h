/* Text as it is meant, not as it is typed: numbers by value (1,200 is 1200.0), dates in one form (2018-07-19 is 2018年7月19日),
 * full-width letters, digits and marks as their narrow forms, blanks and line breaks left out. A number that begins with 0 is a
 * code (0537), and so is one with several points (1.10.2) or behind a letter (V1.10): these stay as they are. Private to diff/. */
#ifndef DIFF_MEANING_H
#define DIFF_MEANING_H
#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"

/* A word: one Chinese character or mark, a number, a date, or a run of letters. */
struct token {
	size_t start, end;         /* bytes of the text, blanks behind it not included */
	const char *form;          /* two words mean the same when their forms are equal */
};

size_t meaning_tokens(struct arena *arena, const char *text, struct token **out);
/* The forms of all words as one: texts that mean the same have the same. A text that is a number with a unit alone is one by its value. */
const char *meaning_form(struct arena *arena, const char *text);
/* scratch: cleared before it returns. */
bool meaning_equal(struct arena *scratch, const char *left, const char *right);
#endif
