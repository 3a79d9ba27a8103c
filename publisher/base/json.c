#include "base/json.h"
#include <string.h>
#include "base/utf8.h"

void json_put_escaped(FILE *out, const char *text, size_t length)
{
	size_t sound = utf8_invalid(text, length);
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)text[i];
		if (i == sound) {
			fputs("\\ufffd", out);    /* a byte of a file name in another character set */
			sound = i + 1 + utf8_invalid(text + i + 1, length - i - 1);
		} else if (byte == '"' || byte == '\\')
			fprintf(out, "\\%c", byte);
		else if (byte < 0x20)
			fprintf(out, "\\u%04x", byte);
		else
			fputc(byte, out);
	}
}

void json_put_string(FILE *out, const char *text)
{
	if (!text) {
		fputs("null", out);
		return;
	}
	fputc('"', out);
	json_put_escaped(out, text, strlen(text));
	fputc('"', out);
}

void json_put_code(FILE *out, const char *name)
{
	fputc('"', out);
	for (; *name; name++)
		fputc(*name == '_' ? '-' : *name, out);
	fputc('"', out);
}
