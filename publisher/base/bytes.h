/* Bytes that lie somewhere: who holds them neither owns nor frees them. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct bytes {
	const unsigned char *data;         /* may be NULL where length is 0 */
	size_t length;
};

static inline struct bytes bytes_of_text(const char *text) { return (struct bytes){ (const unsigned char *)text, strlen(text) }; }

static inline bool bytes_equal(struct bytes a, struct bytes b)
{
	return a.length == b.length && (!a.length || memcmp(a.data, b.data, a.length) == 0);
}

static inline bool bytes_are_zero(struct bytes bytes)
{
	size_t at = 0;
	while (at < bytes.length && bytes.data[at] == 0)
		at++;
	return at == bytes.length;
}

/* The value of a hexadecimal digit of either case; -1: it is none. */
static inline int hex_digit(int byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	if (byte >= 'a' && byte <= 'f')
		return byte - 'a' + 10;
	return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

/* Two small digits for each byte, without NUL. */
static inline void hex_write(char *out, struct bytes bytes)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < bytes.length; i++) {
		*out++ = digits[bytes.data[i] >> 4];
		*out++ = digits[bytes.data[i] & 15];
	}
}
#endif
