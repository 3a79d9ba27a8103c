/* One sheet of an XLSX workbook: each cell's shown text from its value, style and type. */
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "read/number_format.h"
#include "read/workbook.h"
#include "read/xlsx.h"

struct reader {
	struct xlsx *xlsx;
	struct sheet *sheet;
	const char *part;
	int row, column;           /* of the cell being read; they count on where they are not given */
	char type;                 /* first letter of its type: s, n, b, e, i(nlineStr), t = str */
	size_t style;
	bool formula, has_value, collecting, phonetic;
	struct collected text;
};

static struct place place_of(const struct reader *reader)
{
	return (struct place){ .file = reader->xlsx->book->file, .line = reader->row, .column = reader->column };
}

static const char *name_of(const struct reader *reader)
{
	return cell_name(reader->xlsx->book->arena, reader->row, reader->column);
}

/* A cell where no cell can be. */
static void damaged(struct reader *reader)
{
	struct place at = { .file = reader->xlsx->book->file };
	reader->sheet->result = REPORT(reader->xlsx->book->all, workbook_damaged, &at, reader->part);
	reader->sheet->stop = true;
}

static void start_cell(struct reader *reader, const char **attributes)
{
	const char *reference = part_attribute(attributes, "r"), *type = part_attribute(attributes, "t"), *style = part_attribute(attributes, "s");
	const char *end = "";
	reader->column++;
	bool good = !reference || cell_reference(reference, &reader->row, &reader->column, &end);
	if (!good || *end || reader->row < 1 || reader->column > SHEET_COLUMNS)
		damaged(reader);
	reader->type = type ? (strcmp(type, "str") == 0 ? 't' : type[0]) : 'n';
	reader->style = style ? strtoul(style, NULL, 10) : 0;
	reader->formula = reader->has_value = false;
	reader->text.length = 0;
}

static bool is_true(const char *text)
{
	return text && (text[0] == '1' || text[0] == 't');
}

static void start_row(struct reader *reader, const char **attributes)
{
	int row = part_number(attributes, "r", (const int[3]){ 0, SHEET_ROWS + 1, reader->row + 1 });
	if (row < 1 || row > SHEET_ROWS) {
		damaged(reader);
		return;
	}
	reader->row = row;
	reader->column = 0;
	if (is_true(part_attribute(attributes, "hidden")))
		sheet_hide(reader->sheet->hidden_rows, row, row);
}

static void note_columns(struct reader *reader, const char **attributes)
{
	int first = part_number(attributes, "min", (const int[3]){ 1, SHEET_COLUMNS + 1, 1 });
	int last = part_number(attributes, "max", (const int[3]){ 0, SHEET_COLUMNS, 0 });
	if (is_true(part_attribute(attributes, "hidden")))
		sheet_hide(reader->sheet->hidden_columns, first, last);
}

static void note_merge(struct reader *reader, const char **attributes)
{
	struct book *book = reader->xlsx->book;
	const char *name = part_attribute(attributes, "ref"), *end = "";
	struct sheet_range range = { .row = 0 };
	bool good = name && cell_reference(name, &range.row, &range.column, &end);
	range.last_row = range.row;
	range.last_column = range.column;
	if (good && *end == ':')
		good = cell_reference(end + 1, &range.last_row, &range.last_column, &end);
	struct place at = { .file = book->file };
	if (good && !*end && range.row <= range.last_row && range.column <= range.last_column)
		sheet_merge(reader->sheet, &range);
	else if (sheet_tell(reader->sheet))
		reader->sheet->result = REPORT(book->all, merge_outside, &at, name ? name : "");
}

static void on_start(void *context, const char *name, const char **attributes)
{
	struct reader *reader = context;
	if (strcmp(name, "c") == 0) {
		start_cell(reader, attributes);
	} else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
		reader->collecting = !reader->phonetic;
		reader->has_value = true;
	} else if (strcmp(name, "f") == 0) {
		reader->formula = true;
	} else if (strcmp(name, "rPh") == 0) {
		reader->phonetic = true;
	} else if (strcmp(name, "row") == 0) {
		start_row(reader, attributes);
	} else if (strcmp(name, "col") == 0) {
		note_columns(reader, attributes);
	} else if (strcmp(name, "mergeCell") == 0) {
		note_merge(reader, attributes);
	}
}

static void on_text(void *context, const char *text, size_t length)
{
	struct reader *reader = context;
	if (reader->collecting)
		collect(reader->xlsx->book->arena, &reader->text, text, length);
}

static const char *shown_number(struct reader *reader, const char *raw)
{
	const struct xlsx *xlsx = reader->xlsx;
	struct arena *arena = xlsx->book->arena;
	const char *code = reader->style < xlsx->formats.count ? xlsx->formats.codes[reader->style] : "General";
	char *end = NULL;
	double value = strtod(raw, &end);
	if (end == raw || *end)
		return arena_strdup(arena, raw);
	const char *shown = number_format_show(arena, value, code, xlsx->date1904);
	struct place at = place_of(reader);
	if (!shown && sheet_tell(reader->sheet))
		REPORT(xlsx->book->all, format_unknown, &at, name_of(reader), code);
	return shown ? shown : number_format_show(arena, value, "General", false);
}

static const char *shared_string(struct reader *reader, const char *raw)
{
	const struct strings *strings = &reader->xlsx->strings;
	char *end = NULL;
	size_t index = strtoul(raw, &end, 10);
	if (raw[0] != '-' && end != raw && !*end && index < strings->count)
		return strings->list[index];
	struct place at = place_of(reader);
	if (sheet_tell(reader->sheet))
		reader->sheet->result = REPORT(reader->xlsx->book->all, string_missing, &at, name_of(reader), raw);
	return "";
}

static const char *shown_text(struct reader *reader, const char *raw)
{
	char *text = arena_strdup(reader->xlsx->book->arena, raw);
	xlsx_unescape(text);
	return text;
}

static const char *cell_shown(struct reader *reader, const char *raw)
{
	switch (reader->type) {
	case 's':
		return shared_string(reader, raw);
	case 'n':
		return shown_number(reader, raw);
	case 'b':
		return strcmp(raw, "1") == 0 ? "TRUE" : "FALSE";
	default:
		return shown_text(reader, raw);
	}
}

/* An empty <v> is the value of a formula only where that is text. */
static void end_cell(struct reader *reader)
{
	struct place at = place_of(reader);
	bool valued = reader->has_value && (reader->text.length || reader->type == 't');
	if (reader->formula && !valued && sheet_tell(reader->sheet))
		reader->sheet->result = REPORT(reader->xlsx->book->all, formula_without_value, &at, name_of(reader));
	if (reader->has_value && reader->text.length)
		sheet_put(reader->sheet, reader->row, reader->column, cell_shown(reader, reader->text.text));
}

static void on_end(void *context, const char *name)
{
	struct reader *reader = context;
	if (strcmp(name, "c") == 0)
		end_cell(reader);
	else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		reader->collecting = false;
	else if (strcmp(name, "rPh") == 0)
		reader->phonetic = false;
}

int xlsx_sheet(struct xlsx *xlsx, const char *part, struct sheet *sheet)
{
	struct reader reader = { .xlsx = xlsx, .sheet = sheet, .part = part };
	const struct part handlers = { .context = &reader, .start = on_start, .end = on_end, .text = on_text, .stop = &sheet->stop };
	return part_require(xlsx->book, part, &handlers);
}
