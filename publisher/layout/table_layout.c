/* A table from its data to its pages. Turned sheets (GB/T 9704-2012 clause 8): an upright sheet whose table is turned 90
 * degrees counter-clockwise, its head at the left edge; the page number stays where an upright page has it. */
#include "layout/table_layout.h"
#include "layout/table_work.h"

static int prepare(struct table_work *work, const struct words *title)
{
	if (table_measure(work, title) || table_widths(work))
		return -1;
	return table_set_rows(work);
}

static int plan(struct table_work *work, mpt first_sheet, mpt sheet)
{
	mpt frame = work->job->style->table_frame - work->job->style->table_frame / 2, head = table_head_height(work);
	int result = table_plan(work, first_sheet - table_above(work, true) - head - frame,
	                        sheet - table_above(work, false) - head - frame);
	if (!result && work->job->dump_table)
		table_dump(work, work->job->dump_table);
	return result;
}

static int put_sheet(struct paginator *pages, struct table_work *work, size_t index, const struct attachment *attachment)
{
	const struct style *style = work->job->style;
	bool turned = work->table->orientation == TABLE_TURNED;
	mpt origin[2] = { 0, 0 }, bottom = 0;
	int result = paginator_next(pages, turned ? PAGE_TABLE_TURNED : PAGE_TABLE_UPRIGHT);
	if (result)
		return result;
	if (turned) {
		struct item *turn = page_add(pages->page, ITEM_TURN);
		turn->of.turn.x = pages->left;
		turn->of.turn.y = style->top + style->text_height;
	} else {
		origin[0] = pages->left;
		origin[1] = style->top;
	}
	if (index == 0) {
		record_outline(work->job->record, attachment->name.text, 0, (const int[2]){ pages->number, style->top });
		if (attachment->label.text) {    /* 7.3.7: 附件 on line 1, the title on line 3 */
			result = setting_put_element(pages, &attachment->label, ROLE_ATTACHMENT_LABEL, origin);
			origin[1] += style_grid_line(style, 2);
		}
	}
	if (!result)
		result = table_put_part(pages, work, index, origin, &bottom);
	if (turned)
		page_add(pages->page, ITEM_TURN_END);
	pages->line = turned ? style->lines : paginator_line_at(pages, bottom);
	return result;
}

int table_layout_attachment(struct paginator *pages, const struct attachment *attachment)
{
	struct layout_job *job = pages->job;
	const struct style *style = job->style;
	struct arena *arena = arena_new();
	struct table_work work = { .job = job, .arena = arena, .table = &job->document->tables[attachment->table] };
	bool turned = work.table->orientation == TABLE_TURNED;
	work.width = (turned ? style->text_height : style->text_width) - style->table_frame;
	mpt sheet = turned ? style->text_width : style->text_height;
	int result = prepare(&work, &attachment->name);
	if (!result)
		result = plan(&work, sheet - (attachment->label.text ? style_grid_line(style, 2) : 0), sheet);
	for (size_t i = 0; i < work.part_count && !result; i++)
		result = put_sheet(pages, &work, i, attachment);
	paginator_retire(pages, arena);    /* its last part is on the page in hand */
	return result;
}

int table_layout_in_text(struct paginator *pages, const struct table *table)
{
	struct layout_job *job = pages->job;
	const struct style *style = job->style;
	struct arena *arena = arena_new();
	struct table_work work = { .job = job, .arena = arena, .table = table, .width = style->text_width - style->table_frame };
	mpt bottom_edge = style->top + style->text_height;
	mpt top = paginator_grid(pages, pages->line), bottom = top;
	int result = prepare(&work, &table->title);
	mpt least = table_above(&work, true) + table_head_height(&work) + 4 * style->roles[ROLE_TABLE_TEXT].pitch;
	if (!result && bottom_edge - top < least) {
		result = paginator_next(pages, PAGE_TEXT);
		top = style->top;
	}
	if (!result)
		result = plan(&work, bottom_edge - top, style->text_height);
	for (size_t i = 0; i < work.part_count && !result; i++) {
		if (i)
			result = paginator_next(pages, PAGE_TEXT);
		if (!result)
			result = table_put_part(pages, &work, i, (const mpt[2]){ pages->left, i ? style->top : top }, &bottom);
	}
	if (!result)
		pages->line = paginator_line_at(pages, bottom + table_text(&work)->pitch / 2);
	paginator_retire(pages, arena);    /* its last part is on the page in hand */
	return result;
}

void table_dump(const struct table_work *work, FILE *out)
{
	fprintf(out, "table %s: %d rows, %d columns, width %d\n", work->table->id, work->row_count, work->column_count, work->width);
	for (int c = 0; c < work->column_count; c++) {
		const struct work_column *column = &work->columns[c];
		fprintf(out, "column %d %s: content %d (least %d, most %d) milli-em, left %d, width %d%s\n", c + 1, column->column->name,
		        column->content, column->least, column->most, column->left, column->width, column->fixed ? ", given" : "");
	}
	fprintf(out, "lines: %d, head %d in %d rows; %s\n", work->proven_lines, work->head_lines, work->table->head_rows,
	        work->proven ? "no widths on the em grid make it lower (proved)" : "search stopped before a proof");
	for (int r = 0; r < work->row_count; r++)
		fprintf(out, "row %d: %d lines\n", r + 1, work->row_lines[r]);
	for (size_t i = 0; i < work->part_count; i++) {
		const struct table_part *part = &work->parts[i];
		mpt *heights = arena_array(work->arena, (size_t)work->row_count + 1, sizeof *heights);
		mpt height = table_part_heights(work, part, heights);
		fprintf(out, "part %zu: from row %d line %d to row %d line %d, height of rows %d\n", i + 1, part->from.row + 1,
		        part->from.line + 1, part->to.line ? part->to.row + 1 : part->to.row,
		        part->to.line ? part->to.line : work->row_lines[part->to.row - 1], height);
	}
}
