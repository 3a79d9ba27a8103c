#include "model/body.h"
#include <string.h>
#include "base/arena.h"
#include "base/utf8.h"

enum { HEADING_LONGEST = 30 };   /* characters of a heading that runs into its sentence */

static size_t han_number(const char *at)
{
	static const char numerals[] = "一二三四五六七八九十百〇零";
	size_t length = 0;
	for (;;) {
		size_t found = 0;
		for (size_t i = 0; i < sizeof numerals - 1 && !found; i += 3)
			found = strncmp(at + length, numerals + i, 3) == 0 ? 3 : 0;
		if (!found)
			return length;
		length += found;
	}
}

static size_t digits(const char *at) { return strspn(at, "0123456789"); }

static size_t literal(const char *at, const char *text)
{
	size_t length = strlen(text);
	return strncmp(at, text, length) == 0 ? length : 0;
}

size_t body_number(const char *line, enum level *level)
{
	size_t open = literal(line, "（") ? 3 : literal(line, "("), number = han_number(line), close = 0;
	*level = LEVEL_BODY;
	if (number && (close = literal(line + number, "、"))) {
		size_t next = han_number(line + number + close);
		if (next && literal(line + number + close + next, "、"))
			return 0;    /* 一、二、三产业 */
		*level = LEVEL_1;
		return number + close;
	}
	number = digits(line);
	if (number && number < 3) {
		close = literal(line + number, ".");
		close = close ? close : literal(line + number, "．");
		size_t figures = digits(line + number + close);
		if (close && (!figures || (figures == 4 && literal(line + number + close + figures, "年")))) {    /* 2.2024年以来… */
			*level = LEVEL_3;
			return number + close;
		}
		return 0;    /* 1.5万元 */
	}
	if (!open)
		return 0;
	number = han_number(line + open);
	*level = number ? LEVEL_2 : LEVEL_4;
	number = number ? number : digits(line + open);
	close = literal(line + open + number, "）");
	close = close ? close : literal(line + open + number, ")");
	if (number && close)
		return open + number + close;
	*level = LEVEL_BODY;
	return 0;
}

/* An item of a list that is one sentence. */
static bool ends_in_semicolon(const char *text, size_t length)
{
	return (length > 3 && memcmp(text + length - 3, "；", 3) == 0) || (length > 1 && text[length - 1] == ';');
}

enum level body_level(const char *line, size_t *heading_length)
{
	enum level level;
	*heading_length = 0;
	if (!body_number(line, &level))
		return LEVEL_BODY;
	const char *stop = strstr(line, "。"), *end = stop ? stop + 3 : line + strlen(line), *at = line;
	int count = 0;
	while (at < end) {
		utf8_next(&at, end);
		count++;
	}
	if (count > HEADING_LONGEST || ends_in_semicolon(line, (size_t)(end - line)))
		return LEVEL_BODY;
	*heading_length = (size_t)(end - line);
	return level;
}

static size_t blanks(const char *at)
{
	size_t length = 0;
	for (;;) {
		if (at[length] == ' ' || at[length] == '\t')
			length++;
		else if (strncmp(at + length, "\xE3\x80\x80", 3) == 0)
			length += 3;
		else if (strncmp(at + length, "\xC2\xA0", 2) == 0)
			length += 2;
		else
			return length;
	}
}

/* {表} or {table:ID} alone on a line: index of the table, -1 if the line is none, -2 with a diagnostic. */
static int table_line(struct arena *arena, struct diagnostics *all, const struct words *line, const struct document *document)
{
	const char *text = line->text;
	size_t open = literal(text, "{表"), length = strlen(text);
	open = open ? open : literal(text, "{table");
	if (!open || text[length - 1] != '}' || (text[open] != ':' && text[open] != '}'))
		return -1;
	const char *id = text[open] == ':' ? arena_strndup(arena, text + open + 1, length - open - 2) : NULL;
	for (int i = 0; i < document->table_count; i++)
		if (!id || strcmp(document->tables[i].id, id) == 0)
			return i;
	REPORT(all, table_unknown, &line->at, id ? id : "");
	return -2;
}

/* The last item of a list whose items before it end in ； is of its sentence too. */
static bool ends_list(const struct paragraph *paragraph, const struct paragraph *before)
{
	return before && paragraph->numbered != LEVEL_BODY && before->numbered == paragraph->numbered && before->level == LEVEL_BODY
	       && ends_in_semicolon(before->text.text, strlen(before->text.text));
}

static void set_level(struct paragraph *paragraph, const struct paragraph *before)
{
	body_number(paragraph->text.text, &paragraph->numbered);
	paragraph->level = body_level(paragraph->text.text, &paragraph->heading_length);
	if (ends_list(paragraph, before)) {
		paragraph->level = LEVEL_BODY;
		paragraph->heading_length = 0;
	}
}

int body_build(struct arena *arena, struct diagnostics *all, const struct source *source, const struct document *document,
               struct flow_text *out)
{
	struct paragraph *list = NULL;
	size_t count = 0, capacity = 0;
	int result = 0;
	for (int i = 0; i < source->lines; i++) {
		size_t start = source->line_start[i], end = i + 1 < source->lines ? source->line_start[i + 1] - 1 : source->length;
		char *line = arena_strndup(arena, source->text + start, end - start);
		size_t skip = blanks(line), length = strlen(line);
		while (length > skip && (line[length - 1] == ' ' || line[length - 1] == '\t'))
			line[--length] = '\0';
		while (length >= skip + 3 && memcmp(line + length - 3, "\xE3\x80\x80", 3) == 0)
			line[length -= 3] = '\0';
		if (!line[skip])
			continue;
		struct paragraph paragraph = { .text = { .text = line + skip, .at = source_place(source, start + skip) }, .table = -1 };
		paragraph.table = table_line(arena, all, &paragraph.text, document);
		if (paragraph.table == -2)
			result = -1;
		bool escaped = line[skip] == '\\' && body_number(line + skip + 1, &paragraph.level);
		if (escaped) {
			paragraph.text.text++;
			paragraph.text.at = source_place(source, start + skip + 1);
			paragraph.level = LEVEL_BODY;
		} else {
			set_level(&paragraph, count ? &list[count - 1] : NULL);
		}
		ARENA_GROW(arena, list, &capacity, count + 1);
		list[count++] = paragraph;
	}
	*out = (struct flow_text){ .paragraphs = list, .count = (int)count };
	return result;
}
