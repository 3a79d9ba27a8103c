/* Text and bytes that are put together piece by piece, above all those of PDF. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H
#include <stdint.h>
#include <string.h>
#include "base/arena.h"

/* Text that grows; NUL-terminated once anything was added, in its arena. */
struct buffer {
	struct arena *arena;
	char *text;
	size_t length, capacity;
};

void buffer_enlarge(struct buffer *buffer, size_t need);
static inline void buffer_grow(struct buffer *buffer, size_t more)      /* room for so many more, and NUL */
{
	if (buffer->length + more >= buffer->capacity)
		buffer_enlarge(buffer, buffer->length + more + 1);
}

static inline void buffer_add(struct buffer *buffer, const char *text, size_t length)
{
	buffer_grow(buffer, length);
	memcpy(buffer->text + buffer->length, text, length);
	buffer->length += length;
	buffer->text[buffer->length] = '\0';
}

static inline void buffer_put(struct buffer *buffer, const char *text) { buffer_add(buffer, text, strlen(text)); }
static inline void buffer_byte(struct buffer *buffer, char byte) { buffer_add(buffer, &byte, 1); }
void buffer_printf(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A number of so many decimals as short as it can be, then a blank: 12340, 3 → "12.34 "; -50, 2 → "-.5 ". */
void buffer_decimal(struct buffer *buffer, int64_t number, int places);
void buffer_number(struct buffer *buffer, int64_t thousandths);
void buffer_code(struct buffer *buffer, unsigned code);              /* four hexadecimal digits */
void buffer_text_string(struct buffer *out, const char *key, const char *text);    /* "/KEY <…> "; text NULL: nothing */
void buffer_utf16(struct buffer *buffer, const char *text, size_t length);   /* hexadecimal UTF-16BE, without < > */

/* Adds bytes to a value of 128 bits (from 0, 0) that names content; it guards nothing. Length by length of a multiple of
 * eight gives the same as all at once. */
void fingerprint_add(uint64_t print[2], const void *data, size_t length);
static inline void fingerprint_word(uint64_t print[2], uint64_t word)
{
	print[0] = (print[0] ^ word) * 0x9E3779B97F4A7C15u;
	print[0] ^= print[0] >> 32;
	print[1] = (print[1] + word) * 0xC2B2AE3D27D4EB4Fu;
	print[1] ^= print[1] >> 29 ^ print[0];
}
#endif
