#include "base/utf8.h"
#include <string.h>

/* Length of the sequence that starts with this byte; 0: none does. */
static int length_of(unsigned char byte)
{
	if (byte < 0x80)
		return 1;
	if (byte >= 0xC2 && byte <= 0xDF)
		return 2;
	if (byte >= 0xE0 && byte <= 0xEF)
		return 3;
	return byte >= 0xF0 && byte <= 0xF4 ? 4 : 0;
}

/* The character at `at`, or -1; *length as far as it is sound. */
static int32_t decode(const unsigned char *at, const unsigned char *end, int *length)
{
	static const int32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
	static const unsigned char mask[5] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
	int count = length_of(*at);
	*length = 1;
	if (!count || end - at < count)
		return -1;
	int32_t code = *at & mask[count];
	for (int i = 1; i < count; i++) {
		if ((at[i] & 0xC0) != 0x80)
			return -1;
		code = code << 6 | (at[i] & 0x3F);
	}
	if (code < least[count] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
		return -1;
	*length = count;
	return code;
}

uint32_t utf8_next(const char **at, const char *end)
{
	int length = 1;
	int32_t code = decode((const unsigned char *)*at, (const unsigned char *)end, &length);
	*at += length;
	return code < 0 ? 0xFFFD : (uint32_t)code;
}

size_t utf8_encode(uint32_t code, char out[4])
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	static const unsigned char lead[5] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	for (size_t i = length - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (code & 0x3F));
		code >>= 6;
	}
	out[0] = (char)(lead[length] | code);
	return length;
}

size_t utf8_count(const char *text)
{
	size_t count = 0;
	for (; *text; text++)
		count += ((unsigned char)*text & 0xC0) != 0x80;
	return count;
}

size_t utf8_invalid(const char *text, size_t length)
{
	const unsigned char *at = (const unsigned char *)text, *end = at + length;
	while (at < end) {
		int step = 1;
		if (decode(at, end, &step) < 0)
			return (size_t)(at - (const unsigned char *)text);
		at += step;
	}
	return length;
}
