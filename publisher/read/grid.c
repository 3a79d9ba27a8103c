/* Cells of a CSV or TSV. libcsv reads them; but it swallows rows behind a damaged quote, trims blanks and knows no places.
 * So a scan of ours comes first: it follows the quotes, finds each error's place and each cell's. What libcsv then hands over
 * is put back where it was read from: a cell's text is never longer than its source. */
#include "read/grid.h"
#include <csv.h>
#include <stdbool.h>
#include <string.h>
#include "base/arena.h"

struct reader {
	struct grid_row *rows;
	struct grid_cell *cells;    /* of all rows */
	size_t cell_count, row_count, first;    /* read so far; first cell of the row being read */
	const uint32_t *starts;     /* of every cell, in order, then the source's end */
	size_t start_count, row_room;
	struct source *source;
	int line, column;           /* where the next cell starts */
};

struct scan {
	const struct source *source;
	struct arena *arena;
	struct diagnostics *all;
	char separator;
	uint32_t *starts;
	size_t count, capacity, rows;
};

static void cell_starts(struct scan *scan, size_t offset)
{
	ARENA_GROW(scan->arena, scan->starts, &scan->capacity, scan->count + 1);
	scan->starts[scan->count++] = (uint32_t)offset;
}

/* Behind the quoted cell that opens at `at`; the source's end with a diagnostic if it never closes. */
static size_t quoted_end(struct scan *scan, size_t at, int *result)
{
	const char *text = scan->source->text;
	size_t open = at++;
	while (at < scan->source->length) {
		if (text[at] != '"') {
			at++;
		} else if (text[at + 1] == '"') {
			at += 2;
		} else {
			return at + 1;
		}
	}
	struct place place = source_place(scan->source, open);
	*result = REPORT(scan->all, quote_not_closed, &place);
	return at;
}

/* Passes one cell; returns the offset of what ends it: a separator, a line end or the end of the text. */
static size_t scan_cell(struct scan *scan, size_t at, int *result)
{
	const char *text = scan->source->text;
	size_t length = scan->source->length;
	bool quoted = text[at] == '"', told = false;
	if (quoted)
		at = quoted_end(scan, at, result);
	for (; at < length && text[at] != scan->separator && text[at] != '\n'; at++) {
		if ((quoted || text[at] == '"') && !told) {
			struct place place = source_place(scan->source, at);
			*result = quoted ? REPORT(scan->all, text_after_quote, &place) : REPORT(scan->all, quote_inside_cell, &place);
			told = true;
		}
	}
	return at;
}

static int scan_cells(struct scan *scan)
{
	const char *text = scan->source->text;
	size_t length = scan->source->length, at = 0;
	int result = 0;
	while (at < length) {
		bool more = text[at] != '\n';    /* an empty line is a row without cells */
		while (more) {
			cell_starts(scan, at);
			at = scan_cell(scan, at, &result);
			more = at < length && text[at] == scan->separator;
			at += more;
		}
		at += at < length;
		scan->rows++;
	}
	cell_starts(scan, length);
	return result;
}

/* From the start of one cell to that of the next. */
static void count_on(struct reader *reader, uint32_t from, uint32_t to)
{
	const struct source *source = reader->source;
	while (reader->line < source->lines && source->line_start[reader->line] <= to) {
		from = source->line_start[reader->line++];
		reader->column = 1;
	}
	int characters = 0;
	for (; from < to; from++)
		characters += ((unsigned char)source->text[from] & 0xC0) != 0x80;
	reader->column += characters;
}

static void on_cell(void *text, size_t length, void *context)
{
	struct reader *reader = context;
	size_t index = reader->cell_count++;
	if (index >= reader->start_count)
		return;
	uint32_t start = reader->starts[index];
	char *own = reader->source->text + start;
	reader->cells[index] = (struct grid_cell){ .text = own, .line = reader->line, .column = reader->column };
	count_on(reader, start, reader->starts[index + 1]);
	if (length)
		memcpy(own, text, length);    /* libcsv has passed it, and what ends it */
	own[length] = '\0';
}

static void on_row(int character, void *context)
{
	struct reader *reader = context;
	(void)character;
	size_t count = reader->cell_count - reader->first;
	if (reader->row_count == reader->row_room)
		return;
	reader->rows[reader->row_count++] = (struct grid_row){ .cells = reader->cells + reader->first, .count = (int)count };
	reader->first = reader->cell_count;
}

static int never_space(unsigned char character)
{
	(void)character;
	return 0;
}

static int only_newline(unsigned char character) { return character == '\n'; }

static char separator_of(const struct source *source)
{
	size_t length = strlen(source->name), tabs = 0, commas = 0;
	if (length > 4 && strcmp(source->name + length - 4, ".tsv") == 0)
		return '\t';
	for (size_t i = 0; i < source->length && source->text[i] != '\n'; i++) {
		tabs += source->text[i] == '\t';
		commas += source->text[i] == ',';
	}
	return tabs ? '\t' : ',';
}

static int read_cells(struct reader *reader, char separator, struct diagnostics *all)
{
	struct source *source = reader->source;
	struct place at = { .file = source->name };
	struct csv_parser parser;
	int result = 0;
	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL | CSV_APPEND_NULL))
		return REPORT(all, table_unreadable, &at, "csv_init");
	csv_set_delim(&parser, (unsigned char)separator);
	csv_set_space_func(&parser, never_space);
	csv_set_term_func(&parser, only_newline);
	csv_set_blk_size(&parser, 4096);
	if (csv_parse(&parser, source->text, source->length, on_cell, on_row, reader) != source->length
	    || csv_fini(&parser, on_cell, on_row, reader))
		result = REPORT(all, table_unreadable, &at, csv_strerror(csv_error(&parser)));
	else if (reader->cell_count != reader->start_count || reader->row_count != reader->row_room)    /* the scan and libcsv must agree */
		result = REPORT(all, table_unreadable, &at, "cells");
	csv_free(&parser);
	return result;
}

int grid_read(struct arena *arena, struct diagnostics *all, struct source *source, char separator, struct grid *out)
{
	struct scan scan = { .source = source, .arena = arena, .all = all };
	scan.separator = separator ? separator : separator_of(source);
	if (scan_cells(&scan))
		return -1;
	struct reader reader = { .source = source, .starts = scan.starts, .start_count = scan.count - 1, .line = 1, .column = 1 };
	reader.cells = arena_array(arena, scan.count, sizeof *reader.cells);
	reader.row_room = scan.rows;
	reader.rows = arena_array(arena, scan.rows + 1, sizeof *reader.rows);
	if (read_cells(&reader, scan.separator, all))
		return -1;
	*out = (struct grid){ .file = source->name, .rows = reader.rows, .count = (int)reader.row_count };
	return 0;
}
