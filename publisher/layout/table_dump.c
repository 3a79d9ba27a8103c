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

static void dump_columns(const struct table_work *work, FILE *out)
{
	for (int c = 0; c < work->column_count; c++) {
		const struct work_column *column = &work->columns[c];
		fprintf(out, "column %d %s: content %d (least %d, most %d) milli-em, left %d, width %d%s\n", c + 1, column->column->name,
		        column->content, column->least, column->most, column->left, column->width, reason_of(column));
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
