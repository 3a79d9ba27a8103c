/* Cells of a CSV or TSV. libcsv reads them; but it swallows rows behind a damaged quote, trims blanks and knows no places.
 * So a scan of ours comes first: it follows the quotes, finds each error's place and each cell's. */
#include "read/grid.h"
#include <csv.h>
#include <stdbool.h>
#include <string.h>
#include "base/arena.h"

struct reader {
	struct arena *arena;
	struct grid_row *rows;
	size_t row_capacity;
	struct grid_cell *cells;    /* of the row being read */
	size_t cell_capacity;
	int cells_read, rows_read;
	const uint32_t *starts;     /* of every cell, in order */
	size_t next, start_count;
	const struct source *source;
	int line;                   /* of the last cell, to count on from */
};

struct scan {
	const struct source *source;
	struct arena *arena;
	struct diagnostics *all;
	char separator;
	uint32_t *starts;
	size_t count, capacity;
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
	}
	return result;
}

/* Cells come in order, so lines are counted on from the last one. */
static struct grid_cell cell_at(struct reader *reader, const char *text, size_t length)
{
	const struct source *source = reader->source;
	uint32_t offset = reader->next < reader->start_count ? reader->starts[reader->next] : (uint32_t)source->length;
	reader->next++;
	while (reader->line < source->lines && source->line_start[reader->line] <= offset)
		reader->line++;
	struct grid_cell cell = { .text = arena_strndup(reader->arena, text, length), .line = reader->line, .column = 1 };
	for (uint32_t i = source->line_start[reader->line - 1]; i < offset; i++)
		cell.column += ((unsigned char)source->text[i] & 0xC0) != 0x80;
	return cell;
}

static void on_cell(void *text, size_t length, void *context)
{
	struct reader *reader = context;
	ARENA_GROW(reader->arena, reader->cells, &reader->cell_capacity, (size_t)reader->cells_read + 1);
	reader->cells[reader->cells_read++] = cell_at(reader, text ? text : "", length);
}

static void on_row(int character, void *context)
{
	struct reader *reader = context;
	(void)character;
	struct grid_cell *cells = arena_array(reader->arena, (size_t)reader->cells_read + 1, sizeof *cells);
	if (reader->cells_read)
		memcpy(cells, reader->cells, (size_t)reader->cells_read * sizeof *cells);
	ARENA_GROW(reader->arena, reader->rows, &reader->row_capacity, (size_t)reader->rows_read + 1);
	reader->rows[reader->rows_read++] = (struct grid_row){ .cells = cells, .count = reader->cells_read };
	reader->cells_read = 0;
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
	const struct source *source = reader->source;
	struct csv_parser parser;
	int result = 0;
	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL | CSV_APPEND_NULL))
		return REPORT(all, table_unreadable, &(struct place){ .file = source->name }, "csv_init");
	csv_set_delim(&parser, (unsigned char)separator);
	csv_set_space_func(&parser, never_space);
	csv_set_term_func(&parser, only_newline);
	if (csv_parse(&parser, source->text, source->length, on_cell, on_row, reader) != source->length
	    || csv_fini(&parser, on_cell, on_row, reader))
		result = REPORT(all, table_unreadable, &(struct place){ .file = source->name }, csv_strerror(csv_error(&parser)));
	else if (reader->next != reader->start_count)    /* the scan and libcsv must agree */
		result = REPORT(all, table_unreadable, &(struct place){ .file = source->name }, "cells");
	csv_free(&parser);
	return result;
}

int grid_read(struct arena *arena, struct diagnostics *all, const struct source *source, char separator, struct grid *out)
{
	struct scan scan = { .source = source, .arena = arena, .all = all };
	scan.separator = separator ? separator : separator_of(source);
	if (scan_cells(&scan))
		return -1;
	ARENA_GROW(arena, scan.starts, &scan.capacity, scan.count + 2);
	struct reader reader = { .arena = arena, .source = source, .starts = scan.starts, .start_count = scan.count, .line = 1 };
	if (read_cells(&reader, scan.separator, all))
		return -1;
	*out = (struct grid){ .file = source->name, .rows = reader.rows, .count = reader.rows_read };
	return 0;
}
