#include "ini_edit.h"
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/file.h"

static const char mark[] = "\xEF\xBB\xBF";

/* Does a \r stand that is not before a \n? Then the source counts lines otherwise. */
static bool lone_return(const char *text, size_t length)
{
	bool lone = false;
	for (const char *at = text; !lone && (at = memchr(at, '\r', (size_t)(text + length - at))) != NULL; at++)
		lone = at[1] != '\n';
	return lone;
}

int ini_edit_open(struct arena *arena, struct diagnostics *all, const char *path, struct ini_edit *out)
{
	struct bytes raw = { 0 };
	struct source source;
	*out = (struct ini_edit){ .arena = arena };
	if (file_read(arena, all, NULL, path, &raw) || source_decode(arena, all, path, raw, &source) || ini_read(arena, all, &source, &out->ini))
		return -1;
	out->marked = raw.length >= 3 && memcmp(raw.data, mark, 3) == 0;
	out->text = (const char *)raw.data + (out->marked ? 3 : 0);
	out->length = raw.length - (out->marked ? 3 : 0);
	out->other_charset = strcmp(source.charset, "UTF-8") != 0;
	if (out->other_charset || lone_return(out->text, out->length)) {
		out->text = source.text;
		out->length = source.length;
		out->marked |= out->other_charset;    /* so that every editor knows it for what it is now */
	}
	return 0;
}

static size_t line_start(const struct ini_edit *edit, int line)
{
	const char *at = edit->text;
	for (int i = 1; i < line; i++)
		at = (const char *)memchr(at, '\n', edit->length - (size_t)(at - edit->text)) + 1;
	return (size_t)(at - edit->text);
}

static size_t offset_of(const struct ini_edit *edit, const struct place *at)
{
	size_t offset = line_start(edit, at->line);
	for (int i = 1; i < at->column; i++)
		for (offset++; offset < edit->length && ((unsigned char)edit->text[offset] & 0xC0) == 0x80; offset++)
			;
	return offset;
}

static void change(struct ini_edit *edit, struct ini_change one)
{
	ARENA_GROW(edit->arena, edit->changes, &edit->capacity, edit->count + 1);
	edit->changes[edit->count++] = one;
}

void ini_edit_value(struct ini_edit *edit, const struct ini_entry *entry, const char *value)
{
	size_t start = offset_of(edit, &entry->value.at), length = strlen(entry->value.text);
	char at = start < edit->length ? edit->text[start] : '\n', before = start ? edit->text[start - 1] : '\n';
	bool quoted = at == '"' || at == '\'', tight = before == '=' && value[0], comment = !length && (at == ';' || at == '#');
	change(edit, (struct ini_change){ start + quoted, length, arena_printf(edit->arena, "%s%s%s", tight ? " " : "", value, comment ? " " : "") });
}

void ini_edit_insert(struct ini_edit *edit, const struct words *section, const char *line)
{
	size_t start = line_start(edit, section->at.line);
	const char *end = memchr(edit->text + start, '\n', edit->length - start);
	bool returns = end && end > edit->text && end[-1] == '\r';
	size_t at = end ? (size_t)(end - edit->text) + 1 : edit->length;
	change(edit, (struct ini_change){ at, 0, arena_printf(edit->arena, "%s%s%s", end ? "" : "\n", line, returns ? "\r\n" : "\n") });
}

static int by_start(const void *left, const void *right)
{
	const struct ini_change *a = left, *b = right;
	return a->start < b->start ? -1 : a->start > b->start;
}

struct bytes ini_edit_text(struct ini_edit *edit)
{
	struct buffer out = { .arena = edit->arena };
	size_t at = 0;
	if (edit->count)
		qsort(edit->changes, edit->count, sizeof *edit->changes, by_start);
	buffer_put(&out, edit->marked ? mark : "");
	for (size_t i = 0; i < edit->count; i++) {
		buffer_add(&out, edit->text + at, edit->changes[i].start - at);
		buffer_put(&out, edit->changes[i].text);
		at = edit->changes[i].start + edit->changes[i].length;
	}
	buffer_add(&out, edit->text + at, edit->length - at);
	return (struct bytes){ (const unsigned char *)out.text, out.length };
}
