/* UTF-8. Text inside the program is valid UTF-8 without NUL; read/ sees to that. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H
#include <stddef.h>
#include <stdint.h>

/* Decodes the character at *at (at < end) and moves *at past it. Malformed bytes give U+FFFD and move one byte. */
uint32_t utf8_next(const char **at, const char *end);
size_t utf8_encode(uint32_t code, char out[4]);     /* bytes written, 1 to 4 */
size_t utf8_count(const char *text);                /* characters */
size_t utf8_invalid(const char *text, size_t length); /* offset of the first malformed byte, or length */
#endif
