/* --dump=table: the widths and why these, the rows, the parts. */
#include "layout/table_work.h"

static const char *reason_of(const struct work_column *column)
{
	if (column->style->width)
		return ", given";
	if (column->style->share)
		return ", given as a share";
	return column->content == column->least && column->content < column->most ? ", at its least" : "";
}

/* Lines of every row's cell of a column that is so many ems wider than chosen; labels and cells over columns take none. */
static uint16_t *lines_at(const struct table_work *work, int c, int wider)
{
	uint16_t *lines = arena_array(work->arena, (size_t)work->row_count + 1, sizeof *lines);
	struct work_column column = work->columns[c];
	column.content += wider * 1000;
	for (int r = 0; r < work->row_count; r++) {
		struct cell_text cell;
		bool plain = !column.label && !table_is_wide(work, r, c) && table_words(work->table, r, c)[0];
		if (plain && !table_shape(work, work->scratch, (const int[2]){ r, c }, false, &cell))
			lines[r] = (uint16_t)table_cell_lines(work, &cell, &column);
		arena_clear(work->scratch);
	}
	return lines;
}

/* Lines of the whole table with one column's replaced. */
static int table_lines(const struct table_work *work, uint16_t *const *lines, int replaced, const uint16_t *by)
{
	int sum = 0;
	for (int r = 0; r < work->row_count; r++) {
		int most = 1;
		for (int c = 0; c < work->column_count; c++) {
			int own = c == replaced ? by[r] : lines[c][r];
			most = own > most ? own : most;
		}
		sum += most;
	}
	return sum;
}

/* In how many rows a column is the highest, and what an em less or more would do. */
static void dump_effect(const struct table_work *work, uint16_t *const *lines, int c, FILE *out)
{
	const struct work_column *column = &work->columns[c];
	int rules = 0, own = 0;
	for (int r = 0; r < work->row_count; r++) {
		own += lines[c][r];
		rules += lines[c][r] > 1 && lines[c][r] == work->row_lines[r];
	}
	if (column->label)
		return;
	fprintf(out, "  its cells take %d lines and set the height of %d rows", own, rules);
	if (!column->fixed && column->content > column->least)
		fprintf(out, "; 1 em less: %d lines", table_lines(work, lines, c, lines_at(work, c, -1)));
	if (!column->fixed && column->content < column->most)
		fprintf(out, "; 1 em more: %d lines", table_lines(work, lines, c, lines_at(work, c, 1)));
	fputs(" in all\n", out);
}

static void dump_columns(const struct table_work *work, FILE *out)
{
	uint16_t **lines = arena_array(work->arena, (size_t)work->column_count, sizeof *lines);
	for (int c = 0; c < work->column_count; c++)
		lines[c] = lines_at(work, c, 0);
	for (int c = 0; c < work->column_count; c++) {
		const struct work_column *column = &work->columns[c];
		fprintf(out, "column %d %s: content %d (least %d, most %d) milli-em, left %d, width %d%s\n", c + 1, column->column->name,
		        column->content, column->least, column->most, column->left, column->width, reason_of(column));
		dump_effect(work, lines, c, out);
	}
}

static void dump_search(const struct table_work *work, FILE *out)
{
	fprintf(out, "lines: %d, head %d in %d rows; ", work->total_lines, work->head_lines, work->table->head_rows);
	if (work->sampled_rows < work->row_count)
		fprintf(out, "widths from %d rows of %d, ", work->sampled_rows, work->row_count);
	fputs(work->proven ? "no widths on the em grid make it lower (proved)" : "search stopped before a proof", out);
	fprintf(out, "; pages were made with %d widths\n", work->widths_tried);
}

void table_dump(const struct table_work *work, FILE *out)
{
	mpt *heights = arena_array(work->arena, (size_t)work->row_count + 1, sizeof *heights);
	fprintf(out, "table %s: %d rows, %d columns, width %d\n", work->table->id, work->row_count, work->column_count, work->width);
	dump_columns(work, out);
	dump_search(work, out);
	for (int r = 0; r < work->row_count; r++)
		fprintf(out, "row %d: %d lines\n", r + 1, work->row_lines[r]);
	for (size_t i = 0; i < work->part_count; i++) {
		const struct table_part *part = &work->parts[i];
		mpt height = table_part_heights(work, part, heights);
		fprintf(out, "part %zu: from row %d line %d to row %d line %d, height of rows %d\n", i + 1, part->from.row + 1,
		        part->from.line + 1, part->to.line ? part->to.row + 1 : part->to.row,
		        part->to.line ? part->to.line : work->row_lines[part->to.row - 1], height);
	}
}
