/* An XLSX workbook: its sheets, where its parts are, which rows it repeats on printed pages. */
#include "read/xlsx.h"
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "read/workbook.h"

struct sheet_entry { const char *name, *relation; bool hidden; };
struct relation { const char *id, *target, *type; };
struct titles { int sheet; const char *text; };    /* sheet: from 0; -1: the one that the text names */

struct book_reader {
	struct xlsx xlsx;
	struct sheet_entry *sheets;
	size_t sheet_count, sheet_capacity;
	struct relation *relations;
	size_t relation_count, relation_capacity;
	struct titles *titles;
	size_t title_count, title_capacity;
	bool collecting;
	int title_sheet;
	struct collected text;
};

static void start_sheet(struct book_reader *reader, const char **attributes)
{
	struct arena *arena = reader->xlsx.book->arena;
	const char *title = part_attribute(attributes, "name"), *id = part_attribute(attributes, "id"), *state = part_attribute(attributes, "state");
	if (!title || !id)
		return;
	ARENA_GROW(arena, reader->sheets, &reader->sheet_capacity, reader->sheet_count + 1);
	reader->sheets[reader->sheet_count++] = (struct sheet_entry){ arena_strdup(arena, title), arena_strdup(arena, id), state && strcmp(state, "visible") != 0 };
}

static void book_start(void *context, const char *name, const char **attributes)
{
	struct book_reader *reader = context;
	const char *date1904 = part_attribute(attributes, "date1904"), *defined = part_attribute(attributes, "name");
	if (strcmp(name, "workbookPr") == 0 && date1904)
		reader->xlsx.date1904 = date1904[0] == '1' || date1904[0] == 't';
	if (strcmp(name, "sheet") == 0)
		start_sheet(reader, attributes);
	if (strcmp(name, "definedName") == 0 && defined && strcmp(defined, "_xlnm.Print_Titles") == 0) {
		reader->collecting = true;
		reader->title_sheet = part_number(attributes, "localSheetId", (const int[3]){ 0, SHEET_ROWS, -1 });
		reader->text.length = 0;
	}
}

static void book_text(void *context, const char *text, size_t length)
{
	struct book_reader *reader = context;
	if (reader->collecting)
		collect(reader->xlsx.book->arena, &reader->text, text, length);
}

static void book_end(void *context, const char *name)
{
	struct book_reader *reader = context;
	struct arena *arena = reader->xlsx.book->arena;
	if (strcmp(name, "definedName") != 0 || !reader->collecting)
		return;
	reader->collecting = false;
	ARENA_GROW(arena, reader->titles, &reader->title_capacity, reader->title_count + 1);
	reader->titles[reader->title_count++] = (struct titles){ reader->title_sheet, arena_strndup(arena, reader->text.length ? reader->text.text : "", reader->text.length) };
}

static void relation_start(void *context, const char *name, const char **attributes)
{
	struct book_reader *reader = context;
	struct arena *arena = reader->xlsx.book->arena;
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
		if (id ? strcmp(relation->id, id) == 0 : slash && type && strcmp(slash + 1, type) == 0)
			return relation->target;
	}
	return NULL;
}

/* ---- print titles ---- */

/* Behind the sheet's name, which may be quoted, with its own quotes doubled; *named: is it this one's? */
static const char *pass_sheet_name(const char *at, const char *wanted, bool *named)
{
	bool quoted = *at == '\'';
	const char *rest = wanted;
	bool same = true;
	for (at += quoted; *at && (quoted || *at != '!'); at++) {
		if (quoted && *at == '\'') {
			if (at[1] != '\'')
				break;
			at++;
		}
		same = same && *rest++ == *at;
	}
	*named = same && !*rest;
	at += quoted && *at == '\'';
	return *at == '!' ? at + 1 : at;
}

/* $2:$3 is rows; $A:$B, and whatever else, is none. */
static const char *pass_rows(const char *at, int *first, int *last)
{
	int numbers[2] = { 0, 0 };
	for (int i = 0; i < 2; i++) {
		at += *at == '$';
		for (; *at >= '0' && *at <= '9'; at++)
			numbers[i] = numbers[i] <= SHEET_ROWS ? numbers[i] * 10 + (*at - '0') : numbers[i];
		at += !i && *at == ':';
	}
	bool rows = (!*at || *at == ',') && numbers[0] >= 1 && numbers[0] <= numbers[1] && numbers[1] <= SHEET_ROWS;
	*first = rows ? numbers[0] : *first;
	*last = rows ? numbers[1] : *last;
	at += strcspn(at, ",");
	return *at ? at + 1 : at;
}

static void note_titles(const struct book_reader *reader, const struct sheet_entry *entry, struct sheet *sheet)
{
	int index = (int)(entry - reader->sheets);
	for (size_t i = 0; i < reader->title_count; i++)
		for (const char *at = reader->titles[i].text; *at;) {
			int first = 0, last = 0;
			bool named = false;
			at = pass_rows(pass_sheet_name(at, entry->name, &named), &first, &last);
			if (first && (reader->titles[i].sheet == index || (reader->titles[i].sheet < 0 && named))) {
				sheet->title_first = first;
				sheet->title_last = last;
			}
		}
}

/* ---- reading ---- */

static const struct sheet_entry *choose_sheet(const struct book_reader *reader, const struct place *at, const char *wanted)
{
	struct book *book = reader->xlsx.book;
	struct sheet_names names = { .arena = book->arena };
	const struct sheet_entry *chosen = NULL;
	for (size_t i = 0; i < reader->sheet_count && !chosen; i++) {
		sheet_names_add(&names, reader->sheets[i].name);
		if (wanted ? strcmp(reader->sheets[i].name, wanted) == 0 : !reader->sheets[i].hidden)
			chosen = &reader->sheets[i];
	}
	if (!chosen)
		REPORT(book->all, sheet_unknown, at, wanted ? wanted : "", names.list ? names.list : "");
	return chosen;
}

static int read_parts(struct book_reader *reader)
{
	struct book *book = reader->xlsx.book;
	const struct part book_part = { .context = reader, .start = book_start, .end = book_end, .text = book_text };
	const struct part relation_part = { .context = reader, .start = relation_start };
	if (part_require(book, "xl/workbook.xml", &book_part) || part_require(book, "xl/_rels/workbook.xml.rels", &relation_part))
		return -1;
	const char *strings = target_of(reader, NULL, "sharedStrings"), *styles = target_of(reader, NULL, "styles");
	int result = strings ? xlsx_strings(&reader->xlsx, strings) : 0;
	return styles && xlsx_styles(&reader->xlsx, styles) ? -1 : result;
}

int xlsx_read(struct book *book, const struct place *at, const char *wanted, struct grid *out)
{
	struct book_reader reader = { .xlsx = { .book = book } };
	struct sheet sheet;
	if (read_parts(&reader))
		return -1;
	const struct sheet_entry *entry = choose_sheet(&reader, at, wanted);
	if (!entry)
		return -1;
	const char *part = target_of(&reader, entry->relation, NULL);
	book->file = arena_printf(book->arena, "%s[%s]", book->file, entry->name);
	sheet_open(&sheet, book);
	note_titles(&reader, entry, &sheet);
	if (xlsx_sheet(&reader.xlsx, part ? part : "", &sheet))
		return -1;
	return sheet_build(&sheet, out);
}
