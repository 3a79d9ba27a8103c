#include "base/buffer.h"
#include <endian.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include "base/utf8.h"

void buffer_enlarge(struct buffer *buffer, size_t need)
{
	ARENA_GROW(buffer->arena, buffer->text, &buffer->capacity, need);
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	va_list arguments, again;
	va_start(arguments, format);
	va_copy(again, arguments);
	buffer_grow(buffer, 200);
	size_t room = buffer->capacity - buffer->length;
	int length = vsnprintf(buffer->text + buffer->length, room, format, arguments);
	if (length > 0 && (size_t)length >= room) {
		buffer_grow(buffer, (size_t)length);
		vsnprintf(buffer->text + buffer->length, (size_t)length + 1, format, again);
	}
	buffer->length += length > 0 ? (size_t)length : 0;
	va_end(again);
	va_end(arguments);
}

/* By hand, from the end: half of a page's content is numbers. */
void buffer_decimal(struct buffer *buffer, int64_t number, int places)
{
	char text[32], *at = text + sizeof text;
	uint64_t size = number < 0 ? (uint64_t)-number : (uint64_t)number;
	*--at = ' ';
	for (; places && size % 10 == 0; places--)
		size /= 10;
	bool part = places > 0;
	for (; places; places--, size /= 10)
		*--at = (char)('0' + size % 10);
	if (part)
		*--at = '.';
	for (; size || (!part && at[0] == ' '); size /= 10)
		*--at = (char)('0' + size % 10);
	if (number < 0)
		*--at = '-';
	buffer_add(buffer, at, (size_t)(text + sizeof text - at));
}

void buffer_number(struct buffer *buffer, int64_t thousandths)
{
	buffer_decimal(buffer, thousandths, 3);
}

void buffer_code(struct buffer *buffer, unsigned code)
{
	static const char digits[] = "0123456789ABCDEF";
	const char text[4] = { digits[code >> 12 & 15], digits[code >> 8 & 15], digits[code >> 4 & 15], digits[code & 15] };
	buffer_add(buffer, text, 4);
}

void buffer_utf16(struct buffer *buffer, const char *text, size_t length)
{
	const char *at = text, *end = text + length;
	while (at < end) {
		uint32_t code = utf8_next(&at, end);
		if (code > 0xFFFF)
			buffer_code(buffer, 0xD800 + ((code - 0x10000) >> 10));
		buffer_code(buffer, code > 0xFFFF ? 0xDC00 + ((code - 0x10000) & 0x3FF) : code);
	}
}

void buffer_text_string(struct buffer *out, const char *key, const char *text)
{
	if (!text)
		return;
	buffer_printf(out, "/%s <FEFF", key);
	buffer_utf16(out, text, strlen(text));
	buffer_put(out, "> ");
}

/* Little-endian, up to eight bytes; fewer are read as if they were big-endian. */
static uint64_t word_at(const unsigned char *bytes, size_t length)
{
	uint64_t word = length;
	if (length >= 8) {
		memcpy(&word, bytes, sizeof word);
		return le64toh(word);
	}
	for (size_t k = 0; k < length; k++)
		word = word << 8 | bytes[k];
	return word;
}

/* Multiplying and folding, eight bytes at a time, twice with different factors: names the file's content, guards nothing. */
void fingerprint_add(uint64_t print[2], const void *data, size_t length)
{
	const unsigned char *bytes = data;
	uint64_t first = print[0], second = print[1];
	for (size_t i = 0; i < length; i += 8) {
		uint64_t word = word_at(bytes + i, length - i);
		first = (first ^ word) * 0x9E3779B97F4A7C15u;
		first ^= first >> 32;
		second = (second + word) * 0xC2B2AE3D27D4EB4Fu;
		second ^= second >> 29 ^ first;
	}
	print[0] = first;
	print[1] = second;
}
