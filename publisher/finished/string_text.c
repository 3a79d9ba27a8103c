#include "finished/string_text.h"
#include <string.h>
#include "base/buffer.h"

static size_t hex_bytes(const unsigned char *from, const unsigned char *end, unsigned char *out)
{
	size_t digits = 0;
	for (; from < end; from++) {
		int value = hex_digit(*from);
		if (value < 0)
			continue;
		out[digits / 2] = (unsigned char)(digits % 2 ? out[digits / 2] | value : value << 4);    /* an odd last digit: 0 follows */
		digits++;
	}
	return (digits + 1) / 2;
}

/* Behind a backslash (table 3). Returns how many bytes it took; *length goes on if it stands for a byte. */
static size_t escaped(const unsigned char *from, const unsigned char *end, unsigned char *out, size_t *length)
{
	static const char names[] = "nrtbf", values[] = "\n\r\t\b\f";
	const char *name = *from ? strchr(names, *from) : NULL;
	size_t taken = 1;
	if (*from >= '0' && *from <= '7') {
		unsigned value = 0;
		for (taken = 0; taken < 3 && from + taken < end && from[taken] >= '0' && from[taken] <= '7'; taken++)
			value = value * 8 + (from[taken] - '0');
		out[(*length)++] = (unsigned char)value;
	} else if (*from == '\r' || *from == '\n') {
		taken = *from == '\r' && from + 1 < end && from[1] == '\n' ? 2 : 1;    /* the line goes on */
	} else {
		out[(*length)++] = (unsigned char)(name ? values[name - names] : *from);
	}
	return taken;
}

static size_t literal_bytes(const unsigned char *from, const unsigned char *end, unsigned char *out)
{
	size_t length = 0;
	while (from < end) {
		if (*from == '\\' && from + 1 < end) {
			from++;
			from += escaped(from, end, out, &length);
		} else {
			out[length++] = *from++;
		}
	}
	return length;
}

int string_bytes(struct arena *arena, const struct pdf_lexer *lexer, const struct pdf_token *token, struct bytes *out)
{
	if (token->kind != PDF_STRING && token->kind != PDF_HEX_STRING)
		return -1;
	const unsigned char *from = lexer->bytes.data + token->start + 1, *end = lexer->bytes.data + token->end - 1;
	unsigned char *data = arena_alloc(arena, token->end - token->start);
	*out = (struct bytes){ data, (token->kind == PDF_STRING ? literal_bytes : hex_bytes)(from, end, data) };
	return 0;
}

const char *string_utf16(struct arena *arena, struct bytes bytes)
{
	struct buffer text = { .arena = arena };
	buffer_grow(&text, bytes.length / 2 * 3);
	for (size_t i = 0; i + 1 < bytes.length; i += 2) {
		uint32_t code = (uint32_t)(bytes.data[i] << 8 | bytes.data[i + 1]);
		if ((code & 0xFC00) == 0xD800 && i + 3 < bytes.length && (bytes.data[i + 2] & 0xFC) == 0xDC) {
			code = 0x10000 + ((code & 0x3FF) << 10 | (uint32_t)((bytes.data[i + 2] & 3) << 8) | bytes.data[i + 3]);
			i += 2;
		}
		char out[4];
		if (code)
			buffer_add(&text, out, utf8_encode((code & 0xFFFFF800) == 0xD800 ? 0xFFFD : code, out));
	}
	buffer_add(&text, "", 0);
	return text.text;
}
