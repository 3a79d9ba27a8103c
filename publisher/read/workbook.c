#include "read/workbook.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include "base/arena.h"
#include "read/number_format.h"
#include "read/sheet.h"

/* ---- XML parts ---- */

struct parse { XML_Parser parser; const struct part *part; bool doctype; };

static const char *local_name(const char *name)
{
	const char *bar = strrchr(name, '|');
	return bar ? bar + 1 : name;
}

static void XMLCALL on_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
	struct parse *parse = context;
	parse->part->start(parse->part->context, local_name(name), attributes);
}

static void XMLCALL on_end(void *context, const XML_Char *name)
{
	struct parse *parse = context;
	if (parse->part->end)
		parse->part->end(parse->part->context, local_name(name));
}

static void XMLCALL on_text(void *context, const XML_Char *text, int length)
{
	struct parse *parse = context;
	if (parse->part->text)
		parse->part->text(parse->part->context, text, (size_t)length);
}

static void XMLCALL on_doctype(void *context, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal)
{
	struct parse *parse = context;
	(void)name, (void)system, (void)public, (void)internal;
	parse->doctype = true;
	XML_StopParser(parse->parser, XML_FALSE);
}

const char *part_attribute(const char **attributes, const char *name)
{
	for (; attributes[0]; attributes += 2)
		if (strcmp(local_name(attributes[0]), name) == 0)
			return attributes[1];
	return NULL;
}

int part_parse(struct book *book, const char *name, const struct part *part)
{
	struct bytes content;
	struct place at = { .file = book->file };
	int found = package_member(book->package, name, &content);
	if (found != 1)
		return found;
	struct parse parse = { .parser = XML_ParserCreateNS(NULL, '|'), .part = part };
	XML_SetUserData(parse.parser, &parse);
	XML_SetElementHandler(parse.parser, on_start, on_end);
	XML_SetCharacterDataHandler(parse.parser, on_text);
	XML_SetStartDoctypeDeclHandler(parse.parser, on_doctype);
	enum XML_Status status = XML_Parse(parse.parser, (const char *)content.data, (int)content.length, 1);
	XML_ParserFree(parse.parser);
	return status == XML_STATUS_OK && !parse.doctype ? 1 : REPORT(book->all, workbook_damaged, &at, name);
}

bool cell_reference(const char *text, int *row, int *column)
{
	long number = 0, letters = 0;
	for (; *text == '$' || (*text >= 'A' && *text <= 'Z'); text++)
		if (*text != '$' && letters <= SHEET_COLUMNS)
			letters = letters * 26 + (*text - 'A' + 1);
	for (; (*text >= '0' && *text <= '9') && number <= SHEET_ROWS; text++)
		number = number * 10 + (*text - '0');
	if (letters < 1 || letters > SHEET_COLUMNS || number < 1 || number > SHEET_ROWS)
		return false;
	*row = (int)number;
	*column = (int)letters;
	return true;
}

const char *cell_name(struct arena *arena, int row, int column)
{
	char letters[8];
	int at = 7;
	letters[at] = '\0';
	for (; column > 0; column = (column - 1) / 26)
		letters[--at] = (char)('A' + (column - 1) % 26);
	return arena_printf(arena, "%s%d", letters + at, row);
}

/* ---- shared strings ---- */

struct string_reader { struct book *book; char *text; size_t length, capacity; bool collecting, phonetic; };

static void string_start(void *context, const char *name, const char **attributes)
{
	struct string_reader *reader = context;
	(void)attributes;
	if (strcmp(name, "si") == 0)
		reader->length = 0;
	else if (strcmp(name, "rPh") == 0)
		reader->phonetic = true;
	else if (strcmp(name, "t") == 0)
		reader->collecting = !reader->phonetic;
}

static void string_text(void *context, const char *text, size_t length)
{
	struct string_reader *reader = context;
	if (!reader->collecting)
		return;
	ARENA_GROW(reader->book->arena, reader->text, &reader->capacity, reader->length + length + 1);
	memcpy(reader->text + reader->length, text, length);
	reader->length += length;
}

static void string_end(void *context, const char *name)
{
	struct string_reader *reader = context;
	struct strings *strings = &reader->book->strings;
	if (strcmp(name, "t") == 0)
		reader->collecting = false;
	else if (strcmp(name, "rPh") == 0)
		reader->phonetic = false;
	if (strcmp(name, "si") != 0)
		return;
	ARENA_GROW(reader->book->arena, strings->list, &strings->capacity, strings->count + 1);
	strings->list[strings->count++] = reader->length ? arena_strndup(reader->book->arena, reader->text, reader->length) : "";
}

/* ---- styles ---- */

struct style_reader {
	struct book *book;
	struct custom { long id; const char *code; } *custom;
	size_t count, capacity;
	bool cell_styles;
};

static const char *code_of(const struct style_reader *reader, long id)
{
	const char *code = number_format_builtin((int)id);
	for (size_t i = 0; i < reader->count; i++)
		code = reader->custom[i].id == id ? reader->custom[i].code : code;
	return code ? code : "General";
}

static void style_start(void *context, const char *name, const char **attributes)
{
	struct style_reader *reader = context;
	struct formats *formats = &reader->book->formats;
	const char *id = part_attribute(attributes, "numFmtId"), *code = part_attribute(attributes, "formatCode");
	if (strcmp(name, "numFmt") == 0 && id && code) {
		ARENA_GROW(reader->book->arena, reader->custom, &reader->capacity, reader->count + 1);
		reader->custom[reader->count++] = (struct custom){ strtol(id, NULL, 10), arena_strdup(reader->book->arena, code) };
	} else if (strcmp(name, "cellXfs") == 0) {
		reader->cell_styles = true;
	} else if (strcmp(name, "xf") == 0 && reader->cell_styles) {
		ARENA_GROW(reader->book->arena, formats->codes, &formats->capacity, formats->count + 1);
		formats->codes[formats->count++] = code_of(reader, id ? strtol(id, NULL, 10) : 0);
	}
}

static void style_end(void *context, const char *name)
{
	struct style_reader *reader = context;
	if (strcmp(name, "cellXfs") == 0)
		reader->cell_styles = false;
}

/* ---- the book: its sheets and where its parts are ---- */

struct sheet_entry { const char *name, *relation; bool hidden; };
struct relation { const char *id, *target, *type; };

struct book_reader {
	struct book *book;
	struct sheet_entry *sheets;
	size_t sheet_count, sheet_capacity;
	struct relation *relations;
	size_t relation_count, relation_capacity;
};

static void book_start(void *context, const char *name, const char **attributes)
{
	struct book_reader *reader = context;
	struct arena *arena = reader->book->arena;
	const char *title = part_attribute(attributes, "name"), *id = part_attribute(attributes, "id"), *state = part_attribute(attributes, "state");
	const char *date1904 = part_attribute(attributes, "date1904");
	if (strcmp(name, "workbookPr") == 0 && date1904)
		reader->book->date1904 = date1904[0] == '1' || date1904[0] == 't';
	if (strcmp(name, "sheet") != 0 || !title || !id)
		return;
	ARENA_GROW(arena, reader->sheets, &reader->sheet_capacity, reader->sheet_count + 1);
	reader->sheets[reader->sheet_count++] = (struct sheet_entry){ arena_strdup(arena, title), arena_strdup(arena, id), state && strcmp(state, "visible") != 0 };
}

static void relation_start(void *context, const char *name, const char **attributes)
{
	struct book_reader *reader = context;
	struct arena *arena = reader->book->arena;
	const char *id = part_attribute(attributes, "Id"), *target = part_attribute(attributes, "Target"), *type = part_attribute(attributes, "Type");
	if (strcmp(name, "Relationship") != 0 || !id || !target || !type)
		return;
	/* targets count from xl/, or from the package's root with a slash */
	target = target[0] == '/' ? arena_strdup(arena, target + 1) : arena_printf(arena, "xl/%s", target);
	ARENA_GROW(arena, reader->relations, &reader->relation_capacity, reader->relation_count + 1);
	reader->relations[reader->relation_count++] = (struct relation){ arena_strdup(arena, id), target, arena_strdup(arena, type) };
}

static const char *target_of(const struct book_reader *reader, const char *id, const char *type)
{
	for (size_t i = 0; i < reader->relation_count; i++) {
		const struct relation *relation = &reader->relations[i];
		const char *slash = strrchr(relation->type, '/');
		if (id ? strcmp(relation->id, id) == 0 : slash && strcmp(slash + 1, type) == 0)
			return relation->target;
	}
	return NULL;
}

static const struct sheet_entry *choose_sheet(const struct book_reader *reader, const char *wanted)
{
	const struct sheet_entry *chosen = NULL;
	for (size_t i = 0; i < reader->sheet_count && !chosen; i++)
		if (wanted ? strcmp(reader->sheets[i].name, wanted) == 0 : !reader->sheets[i].hidden)
			chosen = &reader->sheets[i];
	return chosen;
}

static int report_sheets(const struct book_reader *reader, const struct place *at, const char *wanted)
{
	const char *list = "";
	for (size_t i = 0; i < reader->sheet_count; i++)
		list = arena_printf(reader->book->arena, "%s%s%s", list, i ? ", " : "", reader->sheets[i].name);
	return REPORT(reader->book->all, sheet_unknown, at, wanted ? wanted : "", list);
}

static int read_parts(struct book_reader *reader)
{
	struct book *book = reader->book;
	struct string_reader strings = { .book = book };
	struct style_reader styles = { .book = book };
	const struct part book_part = { reader, book_start, NULL, NULL }, relation_part = { reader, relation_start, NULL, NULL };
	const struct part string_part = { &strings, string_start, string_end, string_text }, style_part = { &styles, style_start, style_end, NULL };
	struct place at = { .file = book->file };
	if (part_parse(book, "xl/workbook.xml", &book_part) != 1 || part_parse(book, "xl/_rels/workbook.xml.rels", &relation_part) != 1)
		return diagnostics_of(book->all, MESSAGE_workbook_damaged) || diagnostics_of(book->all, MESSAGE_workbook_locked)
		               || diagnostics_of(book->all, MESSAGE_workbook_too_large)
		       ? -1 : REPORT(book->all, workbook_damaged, &at, book->file);
	const char *string_name = target_of(reader, NULL, "sharedStrings"), *style_name = target_of(reader, NULL, "styles");
	int result = string_name && part_parse(book, string_name, &string_part) < 0 ? -1 : 0;
	return style_name && part_parse(book, style_name, &style_part) < 0 ? -1 : result;
}

/* A spreadsheet program that has the file open leaves a lock beside it. */
static const char *lock_beside(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *folder = path_folder(arena, path);
	const char *locks[] = { arena_printf(arena, "%s/~$%s", folder, name), arena_printf(arena, "%s/.~lock.%s#", folder, name) };
	const char *found = NULL;
	for (int i = 0; i < 2 && !found; i++)
		found = access(locks[i], F_OK) == 0 ? locks[i] : NULL;
	return found;
}

bool workbook_named(const char *path)
{
	size_t length = strlen(path);
	return length > 5 && (strcasecmp(path + length - 5, ".xlsx") == 0 || strcasecmp(path + length - 5, ".xlsm") == 0);
}

int workbook_read(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path_and_sheet[2], struct grid *out)
{
	const char *path = path_and_sheet[0], *lock = lock_beside(arena, path);
	struct book book = { .arena = arena, .all = all, .file = arena_strdup(arena, path) };
	struct book_reader reader = { .book = &book };
	book.package = package_open(arena, all, at, path);
	int result = book.package ? read_parts(&reader) : -1;
	const struct sheet_entry *sheet = result ? NULL : choose_sheet(&reader, path_and_sheet[1]);
	const char *part = sheet ? target_of(&reader, sheet->relation, NULL) : NULL;
	if (!result && !sheet)
		result = report_sheets(&reader, at, path_and_sheet[1]);
	if (sheet)
		book.file = arena_printf(arena, "%s[%s]", path, sheet->name);
	if (!result)
		result = sheet_read(&book, part ? part : "", out);
	if (result && lock)
		REPORT(all, workbook_in_use, at, lock);
	package_close(book.package);
	return result;
}
