/* Columns around the search of their widths: what the style allows each before it, their places after it. */
#include "layout/table_work.h"

/* The style's own minimum and maximum of a column. */
static int apply_style(struct table_work *work, struct work_column *column)
{
	const struct column_style *style = column->style;
	mpt padding = 2 * work->style->table_padding_x, em = table_text(work)->em;
	int32_t min = (int32_t)((int64_t)(style->min - padding) * 1000 / em), max = (int32_t)((int64_t)(style->max - padding) * 1000 / em);
	if (column->fixed || style->max) {
		int32_t limit = column->fixed ? column->content : max;
		int32_t least = column->least > column->head_piece ? column->least : column->head_piece;
		if (limit < least)
			return REPORT(work->job->all, column_too_narrow, &style->width_at, column->column->name,
			              arena_printf(work->arena, "%.1f", (mpt_from_milli_em(limit, em) + padding) / 2834.6457),
			              arena_printf(work->arena, "%.1f", (mpt_from_milli_em(least, em) + padding + 99) / 2834.6457));
	}
	if (column->fixed) {
		column->least = column->most = column->content;
		return 0;
	}
	if (style->max && column->wished > max)
		column->wished = max / 1000 * 1000;
	if (style->max && column->most > max)
		column->most = max / 1000 * 1000;
	if (style->min && column->least < min)
		column->least = (min + 999) / 1000 * 1000;
	if (column->most < column->least)
		column->most = column->least;
	if (column->wished < column->least || column->wished > column->most)
		column->wished = column->least;
	return 0;
}

/* Widths given as shares are no more than the whole. */
static int check_shares(const struct table_work *work)
{
	const struct column_style *over = NULL;
	int sum = 0;
	for (int c = 0; c < work->column_count; c++) {
		const struct column_style *style = work->columns[c].style;
		sum += style->share;
		over = style->share && sum > SHARE_WHOLE && !over ? style : over;
	}
	return over ? REPORT(work->job->all, shares_too_great, &over->width_at, work->table->id, arena_printf(work->arena, "%g", sum * 100.0 / SHARE_WHOLE)) : 0;
}

int table_limit_columns(struct table_work *work)
{
	int result = check_shares(work);
	for (int c = 0; c < work->column_count; c++)
		result |= apply_style(work, &work->columns[c]);
	return result;
}

/* ---- the columns in their places ---- */

/* What is left over goes to the columns whose text does not fill lines (labels, short words), else to all alike. */
static void place_columns(struct table_work *work, mpt left_over)
{
	const struct style *style = work->style;
	int takers = 0, share_all = 1;
	for (int c = 0; c < work->column_count; c++)
		takers += !work->columns[c].fixed && work->columns[c].label;
	if (takers && left_over <= takers * table_text(work)->em)
		share_all = 0;
	takers = share_all ? 0 : takers;
	for (int c = 0; share_all && c < work->column_count; c++)
		takers += !work->columns[c].fixed;
	mpt x = 0;
	for (int c = 0; c < work->column_count; c++) {
		struct work_column *column = &work->columns[c];
		bool takes = !column->fixed && (share_all || work->columns[c].label) && takers > 0;
		mpt share = takes ? left_over / takers : 0;
		if (takes) {
			left_over -= share;
			takers--;
		}
		column->left = x;
		column->width = mpt_from_milli_em(column->content, table_text(work)->em) + 2 * style->table_padding_x + share;
		x += column->width;
	}
}

/* Ems that the lowest table does not need go where text still wants them most. */
static void spend_ems(struct table_work *work, mpt *free_width)
{
	mpt em = table_text(work)->em;
	while (*free_width >= em) {
		int wanting = -1;
		int32_t most = 0;
		for (int c = 0; c < work->column_count; c++) {
			const struct work_column *column = &work->columns[c];
			if (!column->fixed && column->most - column->content > most) {
				most = column->most - column->content;
				wanting = c;
			}
		}
		if (wanting < 0)
			return;
		work->columns[wanting].content += 1000;
		*free_width -= em;
	}
}

void table_apply(struct table_work *work, const int32_t *content)
{
	mpt free_width = work->width - 2 * work->style->table_padding_x * work->column_count;
	for (int c = 0; c < work->column_count; c++) {
		work->columns[c].content = content[c];
		free_width -= mpt_from_milli_em(content[c], table_text(work)->em);
	}
	spend_ems(work, &free_width);
	place_columns(work, free_width);
}

void table_place(struct table_work *work)
{
	mpt free_width = work->width - 2 * work->style->table_padding_x * work->column_count;
	for (int c = 0; c < work->column_count; c++)
		free_width -= mpt_from_milli_em(work->columns[c].content, table_text(work)->em);
	place_columns(work, free_width);
}
