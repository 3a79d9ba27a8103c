/* A table from its data to its pages. Turned sheets (GB/T 9704-2012 clause 8): an upright sheet whose table is turned 90
 * degrees counter-clockwise, its head at the left edge; the page number stays where an upright page has it. */
#include "layout/table_layout.h"
#include "layout/table_work.h"

static int put_sheet(struct paginator *pages, struct table_work *work, size_t index, const struct attachment *attachment)
{
	static const enum page_kind kinds[] = { [TABLE_TURNED] = PAGE_TABLE_TURNED, [TABLE_UPRIGHT] = PAGE_TABLE_UPRIGHT, [TABLE_FOLDOUT] = PAGE_TABLE_FOLDOUT };
	const struct style *style = work->style;
	bool turned = work->orientation == TABLE_TURNED;
	mpt origin[2] = { 0, 0 }, bottom = 0;
	int result = paginator_next(pages, kinds[work->orientation]);
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
	pages->line = work->orientation == TABLE_UPRIGHT ? paginator_line_at(pages, bottom) : style->lines;
	return result;
}

/* The work lends to its last page: it goes when that page has gone. */
static void retire(struct paginator *pages, struct table_work *work)
{
	arena_free(work->scratch);
	paginator_retire(pages, work->arena);
}

int table_layout_attachment(struct paginator *pages, const struct attachment *attachment)
{
	struct layout_job *job = pages->job;
	const struct table *table = &job->document->tables[attachment->table];
	const struct table_request request = { .job = job, .table = table, .title = &attachment->name, .orientation = table->orientation,
	                                       .label = attachment->label.text ? style_grid_line(job->style, 2) : 0 };
	struct table_work work;
	int result = table_choose(&request, &work);
	if (!result)
		table_keep_note(&work, pages->number + 1);
	for (size_t i = 0; i < work.part_count && !result; i++)
		result = put_sheet(pages, &work, i, attachment);
	retire(pages, &work);
	return result;
}

/* top: of the table on its first sheet. */
static struct table_request in_text(struct layout_job *job, const struct table *table, mpt top)
{
	return (struct table_request){ .job = job, .table = table, .title = &table->title, .orientation = TABLE_UPRIGHT, .in_text = true,
	                               .first_sheet = job->style->top + job->style->text_height - top };
}

bool table_layout_begins(const struct paginator *pages, const struct table *table, int line)
{
	const struct table_request request = in_text(pages->job, table, paginator_grid(pages, line));
	return table_begins(&request);
}

int table_layout_in_text(struct paginator *pages, const struct table *table)
{
	struct layout_job *job = pages->job;
	const struct style *style = job->style;
	struct table_work work;
	mpt top = paginator_grid(pages, pages->line), bottom = top;
	const struct table_request request = in_text(job, table, top);
	int result = table_choose(&request, &work);
	if (!result && work.new_page) {
		result = paginator_next(pages, PAGE_TEXT);
		top = style->top;
	}
	if (!result)
		table_keep_note(&work, pages->number);
	for (size_t i = 0; i < work.part_count && !result; i++) {
		if (i)
			result = paginator_next(pages, PAGE_TEXT);
		if (!result)
			result = table_put_part(pages, &work, i, (const mpt[2]){ pages->left, i ? style->top : top }, &bottom);
	}
	if (!result)
		pages->line = paginator_line_at(pages, bottom + table_text(&work)->pitch / 2);
	retire(pages, &work);
	return result;
}
