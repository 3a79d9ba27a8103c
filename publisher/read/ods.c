/* The spreadsheet's program stores beside each value the text that it shows: that text is taken. Whatever repeats is counted,
 * and only what has text is kept. */
#include "read/ods.h"
#include <string.h>
#include "base/arena.h"
#include "read/workbook.h"

enum { CELL_BYTES = 1 << 20, HIDDEN_STYLES = 1000 };

struct reader {
	struct book *book;
	struct sheet *sheet;
	const char *wanted, *sheet_name;
	struct sheet_names names;
	const char *style;             /* being read */
	const char **hidden_styles;    /* of sheets that are not displayed */
	size_t hidden_count, hidden_capacity;
	int depth, table_depth;        /* open elements; depth of the sheet being read, 0: none */
	int row, rows, column, columns;    /* where the row or cell begins, and how often it repeats */
	bool row_hidden;
	size_t row_cells, row_ranges;  /* where those of this row begin */
	/* the cell */
	int cell_depth, paragraph_depth, ruby_depth;    /* 0: in none */
	int rows_spanned, columns_spanned;
	bool formula, shown, blank;    /* shown: it has a text, be it empty; blank: a space here adds nothing */
	const char *value;
	struct collected text;
};

static bool is(const char *name, const char *other)
{
	return strcmp(name, other) == 0;
}

static bool hides(const char **attributes)
{
	const char *visibility = part_attribute(attributes, "visibility");
	return visibility && (is(visibility, "collapse") || is(visibility, "filter"));
}

static void add(struct reader *reader, const char *text, size_t length)
{
	if (reader->text.length + length > CELL_BYTES)
		sheet_too_large(reader->sheet);
	else
		collect(reader->book->arena, &reader->text, text, length);
}

/* ---- sheets ---- */

static void start_style(struct reader *reader, const char *name, const char **attributes)
{
	const char *style = part_attribute(attributes, "name"), *display = part_attribute(attributes, "display");
	struct arena *arena = reader->book->arena;
	if (is(name, "style"))
		reader->style = style && reader->hidden_count < HIDDEN_STYLES ? arena_strdup(arena, style) : NULL;
	if (!is(name, "table-properties") || !reader->style || !display || !is(display, "false"))
		return;
	ARENA_GROW(arena, reader->hidden_styles, &reader->hidden_capacity, reader->hidden_count + 1);
	reader->hidden_styles[reader->hidden_count++] = reader->style;
}

static void start_table(struct reader *reader, const char **attributes)
{
	const char *name = part_attribute(attributes, "name"), *style = part_attribute(attributes, "style-name");
	bool hidden = false;
	for (size_t i = 0; style && i < reader->hidden_count; i++)
		hidden |= is(reader->hidden_styles[i], style);
	name = name ? name : "";
	sheet_names_add(&reader->names, name);
	if (reader->sheet_name || (reader->wanted ? !is(reader->wanted, name) : hidden))
		return;
	reader->sheet_name = arena_strdup(reader->book->arena, name);
	reader->book->file = arena_printf(reader->book->arena, "%s[%s]", reader->book->file, name);
	reader->table_depth = reader->depth;
	reader->row = reader->column = 1;
}

static void start_column(struct reader *reader, const char **attributes)
{
	int count = part_number(attributes, "number-columns-repeated", (const int[3]){ 1, SHEET_COLUMNS, 1 });
	int last = reader->column + count - 1 < SHEET_COLUMNS ? reader->column + count - 1 : SHEET_COLUMNS;
	if (hides(attributes))
		sheet_hide(reader->sheet->hidden_columns, reader->column, last);
	reader->column = last + 1;
}

static void start_row(struct reader *reader, const char **attributes)
{
	reader->rows = part_number(attributes, "number-rows-repeated", (const int[3]){ 1, SHEET_ROWS, 1 });
	reader->row_hidden = hides(attributes);
	reader->row_cells = reader->sheet->cell_count;
	reader->row_ranges = reader->sheet->range_count;
	reader->column = 1;
}

/* The row's cells and ranges again, once for each repetition. Without text there is nothing to repeat. */
static void repeat_row(struct reader *reader)
{
	struct sheet *sheet = reader->sheet;
	size_t cells = sheet->cell_count, ranges = sheet->range_count;
	for (int more = 1; more < reader->rows && cells > reader->row_cells && !sheet->stop; more++) {
		for (size_t i = reader->row_cells; i < cells && !sheet->stop; i++)
			sheet_put(sheet, reader->row + more, sheet->cells[i].column, sheet->cells[i].text);
		for (size_t i = reader->row_ranges; i < ranges && !sheet->stop; i++) {
			struct sheet_range range = sheet->ranges[i];
			range.row += more;
			range.last_row += more;
			sheet_merge(sheet, &range);
		}
	}
}

static void end_row(struct reader *reader)
{
	bool fits = reader->row <= SHEET_ROWS && reader->rows <= SHEET_ROWS - reader->row + 1;
	if (!fits && (reader->sheet->cell_count > reader->row_cells || reader->row > SHEET_ROWS)) {
		sheet_too_large(reader->sheet);
		return;
	}
	reader->rows = fits ? reader->rows : SHEET_ROWS - reader->row + 1;
	if (reader->row_hidden)
		sheet_hide(reader->sheet->hidden_rows, reader->row, reader->row + reader->rows - 1);
	repeat_row(reader);
	reader->row += reader->rows;
}

/* ---- cells ---- */

static void start_cell(struct reader *reader, const char **attributes)
{
	static const char *const values[] = { "string-value", "date-value", "time-value", "boolean-value", "value" };
	reader->columns = part_number(attributes, "number-columns-repeated", (const int[3]){ 1, SHEET_COLUMNS + 1, 1 });
	reader->columns_spanned = part_number(attributes, "number-columns-spanned", (const int[3]){ 1, SHEET_COLUMNS, 1 });
	reader->rows_spanned = part_number(attributes, "number-rows-spanned", (const int[3]){ 1, SHEET_ROWS, 1 });
	reader->formula = part_attribute(attributes, "formula") != NULL;
	reader->value = NULL;
	for (int i = 0; i < 5 && !reader->value; i++)
		reader->value = part_attribute(attributes, values[i]);
	reader->value = reader->value ? arena_strdup(reader->book->arena, reader->value) : NULL;
	reader->shown = false;
	reader->text.length = 0;
	reader->cell_depth = reader->depth;
}

static void put_cell(struct reader *reader, const char *text)
{
	struct sheet *sheet = reader->sheet;
	for (int i = 0; i < reader->columns && !sheet->stop; i++)
		sheet_put(sheet, reader->row, reader->column + i, text);
}

static void end_cell(struct reader *reader)
{
	struct sheet *sheet = reader->sheet;
	struct arena *arena = reader->book->arena;
	struct place at = { .file = reader->book->file, .line = reader->row, .column = reader->column };
	bool text = reader->shown ? reader->text.length > 0 : reader->value && reader->value[0];
	bool spans = reader->columns_spanned > 1 || reader->rows_spanned > 1;
	struct sheet_range range = { reader->row, reader->column, reader->row + reader->rows_spanned - 1, reader->column + reader->columns_spanned - 1 };
	bool fits = reader->column <= SHEET_COLUMNS && reader->columns <= SHEET_COLUMNS - reader->column + 1;
	reader->cell_depth = 0;
	if (reader->formula && !reader->shown && !reader->value && sheet_tell(sheet))
		sheet->result = REPORT(reader->book->all, formula_without_value, &at, cell_name(arena, reader->row, reader->column));
	if (spans && (range.last_row > SHEET_ROWS || range.last_column > SHEET_COLUMNS))
		sheet->result = REPORT(reader->book->all, merge_outside, &at, arena_printf(arena, "%s %d x %d",
		                       cell_name(arena, reader->row, reader->column), reader->rows_spanned, reader->columns_spanned));
	else if (spans)
		sheet_merge(sheet, &range);
	if (text && !fits)
		sheet_too_large(sheet);
	else if (text)
		put_cell(reader, reader->shown ? arena_strndup(arena, reader->text.text, reader->text.length) : reader->value);
	reader->column = fits ? reader->column + reader->columns : SHEET_COLUMNS + 1;
}

/* ---- text: blanks that follow blanks are none (part 3, 6.1.2); what is meant stands in elements ---- */

static void start_text(struct reader *reader, const char *name, const char **attributes)
{
	if (!reader->paragraph_depth && is(name, "p") && reader->depth == reader->cell_depth + 1) {
		if (reader->shown)
			add(reader, "\n", 1);
		reader->paragraph_depth = reader->depth;
		reader->shown = reader->blank = true;
	} else if (reader->paragraph_depth && !reader->ruby_depth) {
		int count = is(name, "s") ? part_number(attributes, "c", (const int[3]){ 0, CELL_BYTES + 1, 1 }) : 0;
		if (count > CELL_BYTES)
			sheet_too_large(reader->sheet);
		for (int i = 0; i < count && !reader->sheet->stop; i++)
			add(reader, " ", 1);
		if (is(name, "tab") || is(name, "line-break"))
			add(reader, is(name, "tab") ? "\t" : "\n", 1);
		if (is(name, "ruby-text") || is(name, "annotation"))
			reader->ruby_depth = reader->depth;
		reader->blank = reader->blank && !is(name, "s") && !is(name, "tab");
	}
}

static void end_text(struct reader *reader)
{
	if (reader->depth == reader->ruby_depth)
		reader->ruby_depth = 0;
	if (reader->depth == reader->paragraph_depth)
		reader->paragraph_depth = 0;
}

static void on_text(void *context, const char *text, size_t length)
{
	struct reader *reader = context;
	if (!reader->paragraph_depth || reader->ruby_depth)
		return;
	for (size_t i = 0; i < length && !reader->sheet->stop; ) {
		size_t run = 0;
		while (i + run < length && !strchr(" \t\r\n", text[i + run]))
			run++;
		if (run)
			add(reader, text + i, run);
		else if (!reader->blank)
			add(reader, " ", 1);
		reader->blank = !run;
		i += run ? run : 1;
	}
}

/* ---- elements ---- */

static void on_start(void *context, const char *name, const char **attributes)
{
	struct reader *reader = context;
	reader->depth++;
	if (reader->cell_depth) {
		start_text(reader, name, attributes);
	} else if (is(name, "table-cell") || is(name, "covered-table-cell")) {
		if (reader->table_depth)
			start_cell(reader, attributes);
	} else if (is(name, "table")) {
		if (!reader->table_depth)
			start_table(reader, attributes);
	} else if (!reader->table_depth) {
		start_style(reader, name, attributes);
	} else if (is(name, "table-row")) {
		start_row(reader, attributes);
	} else if (is(name, "table-column")) {
		start_column(reader, attributes);
	} else if (is(name, "table-header-rows") && !reader->sheet->title_first) {
		reader->sheet->title_first = reader->row;
	}
}

static void on_end(void *context, const char *name)
{
	struct reader *reader = context;
	if (reader->cell_depth) {
		end_text(reader);
		if (reader->depth == reader->cell_depth)
			end_cell(reader);
	} else if (reader->table_depth && is(name, "table-row")) {
		end_row(reader);
	} else if (reader->table_depth && is(name, "table-header-rows") && !reader->sheet->title_last) {
		reader->sheet->title_last = reader->row - 1;
	}
	if (reader->depth == reader->table_depth)
		reader->table_depth = 0;
	reader->depth--;
}

/* The manifest tells which parts are encrypted. */
static void manifest_start(void *context, const char *name, const char **attributes)
{
	(void)attributes;
	if (is(name, "encryption-data"))
		*(bool *)context = true;
}

static int check_manifest(struct book *book)
{
	bool encrypted = false;
	const struct part handlers = { .context = &encrypted, .start = manifest_start, .stop = &encrypted };
	struct place at = { .file = book->file };
	int result = part_parse(book, "META-INF/manifest.xml", &handlers);
	return encrypted ? REPORT(book->all, workbook_locked, &at) : result < 0 ? -1 : 0;
}

int ods_read(struct book *book, const struct place *at, const char *wanted, struct grid *out)
{
	struct sheet sheet;
	struct reader reader = { .book = book, .sheet = &sheet, .wanted = wanted, .names = { .arena = book->arena } };
	const struct part handlers = { .context = &reader, .start = on_start, .end = on_end, .text = on_text, .stop = &sheet.stop };
	if (check_manifest(book))
		return -1;
	sheet_open(&sheet, book);
	if (part_require(book, "content.xml", &handlers))
		return -1;
	if (!reader.sheet_name)
		return REPORT(book->all, sheet_unknown, at, wanted ? wanted : "", reader.names.list ? reader.names.list : "");
	return sheet_build(&sheet, out);
}
