/* 甲局|乙局|文件: two names, one below the other, and 文件 at their right. A single name keeps its 文件. */
#include "model/mark.h"
#include <string.h>
#include "base/arena.h"

static const char file_word[] = "文件";

/* Does the name end with 文件? Then *length is what stands before it. */
static bool names_file(const char *name, size_t *length)
{
	size_t whole = strlen(name), tail = sizeof file_word - 1;
	*length = whole < tail ? 0 : whole - tail;
	return whole >= tail && strcmp(name + *length, file_word) == 0;
}

/* Without a name: all bodies of an ordinary document with 文件, the lead body of a letter (10.1). The other formats have
 * words of their own behind the name. */
static const char *of_issuers(struct arena *arena, const struct document *document)
{
	const char *all = "";
	if (!document->issuer_count || !document->issuers[0].name.text || document->format > FORMAT_LETTER)
		return NULL;
	if (document->format == FORMAT_LETTER)
		return document->issuers[0].name.text;
	for (int i = 0; i < document->issuer_count; i++)
		all = arena_printf(arena, "%s%s%s", all, i ? "|" : "", document->issuers[i].name.text ? document->issuers[i].name.text : "");
	return arena_printf(arena, "%s%s%s", all, document->issuer_count > 1 ? "|" : "", file_word);
}

static void divide(struct arena *arena, struct document *document)
{
	const char *at = document->mark_name.text;
	struct words *lines = arena_array(arena, strlen(at) + 1, sizeof *lines);
	int count = 0;
	size_t before = 0;
	for (const char *bar = at; bar; at = bar + 1) {
		bar = strchr(at, '|');
		size_t length = bar ? (size_t)(bar - at) : strlen(at);
		if (length)
			lines[count++] = (struct words){ .text = arena_strndup(arena, at, length), .at = document->mark_name.at };
		if (!bar)
			break;
	}
	for (int i = 0; count > 1 && i < count; i++) {
		if (!names_file(lines[i].text, &before))
			continue;
		lines[i].text = arena_strndup(arena, lines[i].text, before);
		document->mark_suffix = (struct words){ .text = file_word, .at = document->mark_name.at };
	}
	if (count > 1 && !lines[count - 1].text[0])
		count--;
	if (count == 1 && document->mark_suffix.text) {    /* 甲局|文件 */
		lines[0].text = arena_printf(arena, "%s%s", lines[0].text, file_word);
		document->mark_suffix.text = NULL;
	}
	document->mark_lines = lines;
	document->mark_line_count = count;
}

int mark_build(struct arena *arena, struct diagnostics *all, const struct settings *settings, struct document *document)
{
	struct place at = { .file = settings_file(settings) };
	size_t before = 0;
	if (document->mark != MARK_PRINTED && !document->mark_name.text)
		return 0;
	if (!document->mark_name.text) {
		document->mark_name.text = of_issuers(arena, document);
		document->mark_name.at = document->issuer_count ? document->issuers[0].name.at : at;
	}
	if (!document->mark_name.text)
		return REPORT(all, mark_name_missing, &at);
	divide(arena, document);
	if (document->format != FORMAT_LETTER)
		return 0;
	if (document->mark_line_count > 1)
		return REPORT(all, letter_mark_joint, &document->mark_name.at, document->mark_lines[0].text);
	if (names_file(document->mark_name.text, &before))
		REPORT(all, letter_mark_file, &document->mark_name.at, arena_strndup(arena, document->mark_name.text, before));
	return 0;
}
