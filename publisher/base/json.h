/* Strings as JSON (RFC 8259) has them. */
#ifndef BASE_JSON_H
#define BASE_JSON_H
#include <stdio.h>

void json_put_escaped(FILE *out, const char *text, size_t length);   /* UTF-8 without the quotation marks around it */
void json_put_string(FILE *out, const char *text);                   /* with them; NULL: null */
#endif
