#include "read/part.h"
#include <expat.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"

/* expat keeps every open element, every name and the token it waits for the end of. */
enum { DEPTH_MAX = 100, NAMES_MAX = 1000, NAME_SLOTS = 2048, TOKEN_MAX = 4 << 20 };

struct parse {
	XML_Parser parser;
	const struct part *part;
	int depth, name_count;
	uint64_t names[NAME_SLOTS];    /* hashes of names seen; 0: free */
	size_t fed, heard;             /* bytes given to expat, and when it last had something to say */
	bool refused, large;
};

static const char *local_name(const char *name)
{
	const char *bar = strrchr(name, '|');
	return bar ? bar + 1 : name;
}

static void stop(struct parse *parse, bool *why)
{
	*why = true;
	XML_StopParser(parse->parser, XML_FALSE);
}

static void note_name(struct parse *parse, const char *name)
{
	uint64_t hash = 14695981039346656037u;
	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 1099511628211u;
	hash |= 1;
	size_t slot = hash >> 20 & (NAME_SLOTS - 1);
	while (parse->names[slot] && parse->names[slot] != hash)
		slot = (slot + 1) & (NAME_SLOTS - 1);
	if (!parse->names[slot] && ++parse->name_count > NAMES_MAX)
		stop(parse, &parse->large);
	else
		parse->names[slot] = hash;
}

static void after_handler(struct parse *parse)
{
	parse->heard = parse->fed;
	if (parse->part->stop && *parse->part->stop)
		XML_StopParser(parse->parser, XML_FALSE);
}

static void XMLCALL on_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
	struct parse *parse = context;
	if (parse->refused || parse->large)
		return;
	note_name(parse, local_name(name));
	for (const char **at = attributes; at[0] && !parse->large; at += 2)
		note_name(parse, local_name(at[0]));
	if (++parse->depth > DEPTH_MAX)
		stop(parse, &parse->refused);
	else if (!parse->large)
		parse->part->start(parse->part->context, local_name(name), attributes);
	after_handler(parse);
}

static void XMLCALL on_end(void *context, const XML_Char *name)
{
	struct parse *parse = context;
	if (parse->refused || parse->large)
		return;
	parse->depth--;
	if (parse->part->end)
		parse->part->end(parse->part->context, local_name(name));
	after_handler(parse);
}

static void XMLCALL on_text(void *context, const XML_Char *text, int length)
{
	struct parse *parse = context;
	if (parse->part->text)
		parse->part->text(parse->part->context, text, (size_t)length);
	after_handler(parse);
}

static void XMLCALL on_other(void *context, const XML_Char *text, int length)
{
	struct parse *parse = context;
	(void)text, (void)length;
	parse->heard = parse->fed;
}

static void XMLCALL on_doctype(void *context, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal)
{
	struct parse *parse = context;
	(void)name, (void)system, (void)public, (void)internal;
	stop(parse, &parse->refused);
}

static void XMLCALL on_namespace(void *context, const XML_Char *prefix, const XML_Char *uri)
{
	(void)uri;
	note_name(context, prefix ? prefix : "");
}

static bool take(void *context, struct bytes piece, bool last)
{
	struct parse *parse = context;
	bool good = XML_Parse(parse->parser, (const char *)piece.data, (int)piece.length, last) == XML_STATUS_OK;
	parse->fed += piece.length;
	if (good && parse->fed - parse->heard > TOKEN_MAX)
		parse->large = true;
	parse->refused |= !good && !parse->large;
	return good && !parse->large;
}

int part_parse(struct book *book, const char *name, const struct part *part)
{
	struct parse parse = { .parser = XML_ParserCreateNS(NULL, '|'), .part = part };
	struct place at = { .file = book->file };
	XML_SetUserData(parse.parser, &parse);
	XML_SetElementHandler(parse.parser, on_start, on_end);
	XML_SetCharacterDataHandler(parse.parser, on_text);
	XML_SetDefaultHandler(parse.parser, on_other);
	XML_SetStartDoctypeDeclHandler(parse.parser, on_doctype);
	XML_SetStartNamespaceDeclHandler(parse.parser, on_namespace);
	int result = package_member(book->package, name, take, &parse);
	XML_ParserFree(parse.parser);
	if (part->stop && *part->stop)
		return -1;
	if (parse.large)
		return REPORT(book->all, workbook_too_large, &at, name);
	return parse.refused ? REPORT(book->all, workbook_damaged, &at, name) : result;
}

int part_require(struct book *book, const char *name, const struct part *part)
{
	struct place at = { .file = book->file };
	int result = part_parse(book, name, part);
	if (!result)
		REPORT(book->all, workbook_damaged, &at, name);
	return result == 1 ? 0 : -1;
}

const char *part_attribute(const char **attributes, const char *name)
{
	for (; attributes[0]; attributes += 2)
		if (strcmp(local_name(attributes[0]), name) == 0)
			return attributes[1];
	return NULL;
}

int part_number(const char **attributes, const char *name, const int least_most_other[3])
{
	const char *text = part_attribute(attributes, name);
	char *end = NULL;
	long value = text ? strtol(text, &end, 10) : 0;
	if (!text || end == text)
		return least_most_other[2];
	return value < least_most_other[0] ? least_most_other[0] : value > least_most_other[1] ? least_most_other[1] : (int)value;
}

void collect(struct arena *arena, struct collected *to, const char *text, size_t length)
{
	ARENA_GROW(arena, to->text, &to->capacity, to->length + length + 1);
	if (length)
		memcpy(to->text + to->length, text, length);
	to->length += length;
	to->text[to->length] = '\0';
}
