/* Bytes to text. The character set is told by content; what comes out is UTF-8 with \n line ends. */
#include "read/source.h"
#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <string.h>
#include "base/arena.h"
#include "base/language.h"
#include "base/utf8.h"

static const char *charset_of(const unsigned char *data, size_t length, size_t *mark)
{
	size_t zero_even = 0, zero_odd = 0, seen = length < 4096 ? length : 4096;
	*mark = 0;
	if (length >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) {
		*mark = 3;
		return "UTF-8";
	}
	if (length >= 2 && (memcmp(data, "\xFF\xFE", 2) == 0 || memcmp(data, "\xFE\xFF", 2) == 0)) {
		*mark = 2;
		return data[0] == 0xFF ? "UTF-16LE" : "UTF-16BE";
	}
	for (size_t i = 0; i < seen; i++)
		if (!data[i])
			*(i % 2 ? &zero_odd : &zero_even) += 1;
	/* text of any length has ASCII line ends, commas and digits: their zero bytes all stand on one side */
	if (length % 2 == 0 && zero_odd && !zero_even)
		return "UTF-16LE";
	if (length % 2 == 0 && zero_even && !zero_odd)
		return "UTF-16BE";
	return utf8_invalid((const char *)data, length) == length ? "UTF-8" : "GB18030";
}

/* Line and column (in characters of the text so far) behind `length` bytes of UTF-8. */
static struct place place_after(const char *name, const char *text, size_t length)
{
	struct place at = { .file = name, .line = 1, .column = 1 };
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '\n') {
			at.line++;
			at.column = 1;
		} else if (((unsigned char)text[i] & 0xC0) != 0x80) {
			at.column++;
		}
	}
	return at;
}

static int convert(struct arena *arena, struct diagnostics *all, const char *name, struct bytes in, const char *charset, struct bytes *out)
{
	iconv_t conversion = iconv_open("UTF-8", charset);
	size_t room = in.length / 2 * 3 + 8, left = room, in_left = in.length;    /* two bytes give three at most, four give four */
	char *text = arena_alloc(arena, room), *to = text, *from = (char *)(uintptr_t)in.data;
	int result = 0;
	if (conversion == (iconv_t)-1)
		return REPORT(all, charset_unknown, &(struct place){ .file = name }, charset);
	if (iconv(conversion, &from, &in_left, &to, &left) == (size_t)-1) {
		struct place at = place_after(name, text, (size_t)(to - text));
		result = REPORT(all, charset_bad_bytes, &at, arena_printf(arena, "%02X", (unsigned char)*from));
	}
	iconv_close(conversion);
	*out = (struct bytes){ (const unsigned char *)text, (size_t)(to - text) };
	return result;
}

/* \r\n and \r become \n, in place. */
static size_t unify_line_ends(char *text, size_t length)
{
	char *first = memchr(text, '\r', length), *to = first;
	for (const char *from = first, *end = text + length; first && from < end; from++) {
		if (*from != '\r')
			*to++ = *from;
		else if (from + 1 == end || from[1] != '\n')
			*to++ = '\n';
	}
	length = first ? (size_t)(to - text) : length;
	text[length] = '\0';
	return length;
}

static void index_lines(struct arena *arena, struct source *source)
{
	const char *end = source->text + source->length, *at = source->text;
	size_t count = 1;
	while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		count++;
		at++;
	}
	uint32_t *starts = arena_array(arena, count, sizeof *starts);
	source->line_start = starts;
	source->lines = (int)count;
	at = source->text;
	for (size_t i = 1; i < count; i++) {
		at = (const char *)memchr(at, '\n', (size_t)(end - at)) + 1;
		starts[i] = (uint32_t)(at - source->text);
	}
}

/* What a file is that is named by mistake, by its first bytes; NULL if it may be text. */
static const char *other_form(struct bytes content)
{
	static const struct { const char *start, *name; } forms[] = {
		{ "%PDF-", N_("a PDF") }, { "PK\3\4", N_("a packed file (.docx, .xlsx, .ofd, .zip)") },
		{ "\xD0\xCF\x11\xE0", N_("an office file of the old form (.doc, .xls, .wps)") },
	};
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
		if (content.length >= strlen(forms[i].start) && memcmp(content.data, forms[i].start, strlen(forms[i].start)) == 0)
			return _(forms[i].name);
	return NULL;
}

/* own: the content lies in the arena, with a byte of room behind it, and may be changed. */
static int decode(struct arena *arena, struct diagnostics *all, struct bytes content, bool own, struct source *out)
{
	size_t mark = 0, bad = 0;
	const char *other = other_form(content);
	if (other)
		return REPORT(all, source_not_text, &(struct place){ .file = out->name }, other);
	if (content.length > UINT32_MAX / 4)
		return REPORT(all, source_too_large, &(struct place){ .file = out->name }, arena_printf(arena, "%zu", content.length >> 20));
	out->charset = charset_of(content.data, content.length, &mark);
	struct bytes text = { content.data + mark, content.length - mark };
	if (strcmp(out->charset, "UTF-8") != 0) {
		if (convert(arena, all, out->name, text, out->charset, &text))
			return -1;
		own = true;
	} else if (mark && (bad = utf8_invalid((const char *)text.data, text.length)) != text.length) {
		struct place at = place_after(out->name, (const char *)text.data, bad);
		return REPORT(all, charset_bad_bytes, &at, arena_printf(arena, "%02X", text.data[bad]));
	}
	if (!text.length)
		text = (struct bytes){ (unsigned char *)arena_strdup(arena, ""), 0 };
	const unsigned char *zero = memchr(text.data, 0, text.length);
	if (zero) {
		struct place at = place_after(out->name, (const char *)text.data, (size_t)(zero - text.data));
		return REPORT(all, charset_bad_bytes, &at, "00");
	}
	out->text = own ? (char *)(uintptr_t)text.data : arena_strndup(arena, (const char *)text.data, text.length);
	out->length = unify_line_ends(out->text, text.length);
	index_lines(arena, out);
	return 0;
}

int source_decode(struct arena *arena, struct diagnostics *all, const char *name, struct bytes content, struct source *out)
{
	*out = (struct source){ .name = arena_strdup(arena, name) };
	return decode(arena, all, content, false, out);
}

int source_load(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path, struct source *out)
{
	struct bytes content = { 0 };
	*out = (struct source){ .name = arena_strdup(arena, path) };
	if (file_read(arena, all, at, path, &content))
		return -1;
	return decode(arena, all, content, true, out);
}

void source_remade(struct arena *arena, const struct source *from, const struct place_map *map, size_t length, struct source *out)
{
	*out = (struct source){ .name = from->name, .text = (char *)(uintptr_t)map->text, .length = length, .charset = from->charset, .map = map };
	index_lines(arena, out);
}

struct place source_place(const struct source *source, size_t offset)
{
	int low = 0, high = source->lines - 1;
	if (source->map)
		return place_mapped(source->map, offset);
	while (low < high) {
		int middle = low + (high - low + 1) / 2;
		if (source->line_start[middle] <= offset)
			low = middle;
		else
			high = middle - 1;
	}
	struct place at = { .file = source->name, .line = low + 1, .column = 1 };
	for (size_t i = source->line_start[low]; i < offset && i < source->length; i++)
		at.column += ((unsigned char)source->text[i] & 0xC0) != 0x80;
	return at;
}
