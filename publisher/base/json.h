/* Strings of JSON (RFC 8259, 7). */
#ifndef BASE_JSON_H
#define BASE_JSON_H
#include <stddef.h>
#include <stdio.h>

void json_put_escaped(FILE *out, const char *text, size_t length);    /* the inside of a string: a piece of it */
void json_put_string(FILE *out, const char *text);                    /* in its quotation marks; NULL: null */
/* The name of an enumerator as a code: '-' for '_'. */
void json_put_code(FILE *out, const char *name);
#endif
