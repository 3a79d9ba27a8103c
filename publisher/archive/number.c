#include "archive/number.h"
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/utf8.h"

/* One character for all that look or mean alike; 0: passed over. */
static uint32_t alike(uint32_t code)
{
	static const uint32_t opening[] = { '[', '(', 0xFF08, 0x3010, 0xFF3B, 0x3014, 0 }, closing[] = { ']', ')', 0xFF09, 0x3011, 0xFF3D, 0x3015, 0 };
	for (int i = 0; opening[i]; i++) {
		if (code == opening[i])
			return 0x3014;
		if (code == closing[i])
			return 0x3015;
	}
	if (code <= ' ' || code == 0x3000 || code == 0xA0)
		return 0;
	return code > 0xFF00 && code < 0xFF5F ? code - 0xFEE0 : code;
}

static const char *made_alike(struct arena *arena, const char *text)
{
	struct buffer out = { .arena = arena };
	const char *end = text + strlen(text);
	buffer_put(&out, "");
	while (text < end) {
		uint32_t code = alike(utf8_next(&text, end));
		char bytes[4];
		if (code)
			buffer_add(&out, bytes, utf8_encode(code, bytes));
	}
	return out.text;
}

static const char *digits(const char *at, long *value)
{
	char *end = NULL;
	bool digit = *at >= '0' && *at <= '9' && strspn(at, "0123456789") <= 9;
	*value = digit ? strtol(at, &end, 10) : 0;
	return digit ? end : NULL;
}

/* Behind the brackets or the code: 第 may stand, then the serial number and 号, then nothing. */
static bool take_serial(const char *at, long *serial)
{
	at += strncmp(at, "第", 3) == 0 ? 3 : 0;
	const char *end = digits(at, serial);
	return end && *serial > 0 && (strcmp(end, "号") == 0 || !*end);
}

struct document_number number_parse(struct arena *arena, const char *text)
{
	struct document_number out = { .key = made_alike(arena, text) };
	const char *open = strstr(out.key, "〔"), *plain = strstr(out.key, "第"), *end;
	long year = 0, serial = 0;
	if (open && (end = digits(open + 3, &year)) && strncmp(end, "〕", 3) == 0 && take_serial(end + 3, &serial)) {
		out.code = arena_strndup(arena, out.key, (size_t)(open - out.key));
		out.key = arena_printf(arena, "%s〔%ld〕%ld号", out.code, year, serial);
	} else if (plain && take_serial(plain, &serial)) {
		year = 0;
		out.code = arena_strndup(arena, out.key, (size_t)(plain - out.key));
		out.key = arena_printf(arena, "%s第%ld号", out.code, serial);
	} else {
		year = serial = 0;
	}
	out.year = (int)year;
	out.serial = serial;
	return out;
}
