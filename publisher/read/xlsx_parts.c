/* The parts of an XLSX workbook that its sheets lean on: shared strings and number formats. */
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/utf8.h"
#include "read/number_format.h"
#include "read/xlsx.h"

enum { CUSTOM_MAX = 5000, STYLES_MAX = 70000 };    /* a spreadsheet program has some hundreds and 64,000 at most */

/* The number of _xHHHH_, or -1. */
static int escaped(const char *at)
{
	char digits[5] = "";
	bool shape = strncmp(at, "_x", 2) == 0 && strspn(at + 2, "0123456789ABCDEFabcdef") == 4 && at[6] == '_';
	if (shape)
		memcpy(digits, at + 2, 4);
	return shape ? (int)strtol(digits, NULL, 16) : -1;
}

void xlsx_unescape(char *text)
{
	char *at = text + strcspn(text, "_\r"), *to = at;
	while (*at) {
		int code = escaped(at);
		bool character = code > 0 && (code < 0xD800 || code > 0xDFFF);
		if (character && code != '\r')
			to += utf8_encode((uint32_t)code, to);
		else if (!character && *at != '\r')
			*to++ = *at;
		at += character ? 7 : 1;
	}
	*to = '\0';
}

/* ---- shared strings ---- */

struct string_reader { struct xlsx *xlsx; struct collected text; bool collecting, phonetic; };

static void string_start(void *context, const char *name, const char **attributes)
{
	struct string_reader *reader = context;
	(void)attributes;
	if (strcmp(name, "si") == 0)
		reader->text.length = 0;
	else if (strcmp(name, "rPh") == 0)
		reader->phonetic = true;
	else if (strcmp(name, "t") == 0)
		reader->collecting = !reader->phonetic;
}

static void string_text(void *context, const char *text, size_t length)
{
	struct string_reader *reader = context;
	if (reader->collecting)
		collect(reader->xlsx->book->arena, &reader->text, text, length);
}

static void string_end(void *context, const char *name)
{
	struct string_reader *reader = context;
	struct strings *strings = &reader->xlsx->strings;
	struct arena *arena = reader->xlsx->book->arena;
	if (strcmp(name, "t") == 0)
		reader->collecting = false;
	else if (strcmp(name, "rPh") == 0)
		reader->phonetic = false;
	if (strcmp(name, "si") != 0)
		return;
	char *text = reader->text.length ? arena_strndup(arena, reader->text.text, reader->text.length) : NULL;
	if (text)
		xlsx_unescape(text);
	ARENA_GROW(arena, strings->list, &strings->capacity, strings->count + 1);
	strings->list[strings->count++] = text ? text : "";
}

int xlsx_strings(struct xlsx *xlsx, const char *part)
{
	struct string_reader reader = { .xlsx = xlsx };
	const struct part handlers = { .context = &reader, .start = string_start, .end = string_end, .text = string_text };
	return part_parse(xlsx->book, part, &handlers) < 0 ? -1 : 0;
}

/* ---- styles ---- */

struct style_reader {
	struct xlsx *xlsx;
	struct custom { long id; const char *code; } *custom;
	size_t count, capacity;
	bool cell_styles, stop;
};

/* A number that stands for no format gives "?", which cannot be shown and is told of where it is used. */
static const char *code_of(const struct style_reader *reader, long id)
{
	const char *code = number_format_builtin((int)id);
	for (size_t i = 0; i < reader->count; i++)
		code = reader->custom[i].id == id ? reader->custom[i].code : code;
	return code ? code : arena_printf(reader->xlsx->book->arena, "?%ld", id);
}

static void style_start(void *context, const char *name, const char **attributes)
{
	struct style_reader *reader = context;
	struct arena *arena = reader->xlsx->book->arena;
	struct formats *formats = &reader->xlsx->formats;
	const char *id = part_attribute(attributes, "numFmtId"), *code = part_attribute(attributes, "formatCode");
	if (strcmp(name, "numFmt") == 0 && id && code) {
		ARENA_GROW(arena, reader->custom, &reader->capacity, reader->count + 1);
		reader->custom[reader->count++] = (struct custom){ strtol(id, NULL, 10), arena_strdup(arena, code) };
	} else if (strcmp(name, "cellXfs") == 0) {
		reader->cell_styles = true;
	} else if (strcmp(name, "xf") == 0 && reader->cell_styles) {
		ARENA_GROW(arena, formats->codes, &formats->capacity, formats->count + 1);
		formats->codes[formats->count++] = code_of(reader, id ? strtol(id, NULL, 10) : 0);
	}
	reader->stop = reader->count > CUSTOM_MAX || formats->count > STYLES_MAX;
}

static void style_end(void *context, const char *name)
{
	struct style_reader *reader = context;
	if (strcmp(name, "cellXfs") == 0)
		reader->cell_styles = false;
}

int xlsx_styles(struct xlsx *xlsx, const char *part)
{
	struct style_reader reader = { .xlsx = xlsx };
	const struct part handlers = { .context = &reader, .start = style_start, .end = style_end, .stop = &reader.stop };
	struct place at = { .file = xlsx->book->file };
	int result = part_parse(xlsx->book, part, &handlers);
	return reader.stop ? REPORT(xlsx->book->all, workbook_too_large, &at, part) : result < 0 ? -1 : 0;
}
