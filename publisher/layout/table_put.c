/* One part of a table on the page in hand: what stands above it, the head, rows, rules, notes. Cells are shaped here again,
 * into the page, and are gone with it. */
#include "layout/table_put.h"

enum { STRETCH_MOST = 333 };   /* milli-ems */

mpt table_head_height(const struct table_work *work)
{
	mpt height = 0;
	for (int r = 0; r < work->table->head_rows; r++)
		height += work->head_heights[r];
	return height;
}

mpt table_notes_height(const struct table_work *work)
{
	mpt height = 0;
	for (int i = 0; i < work->note_count; i++)
		height += work->notes[i].count * work->notes[i].setting.look->pitch;
	return height;
}

mpt table_above(const struct table_work *work, bool first)
{
	const struct style *style = work->style;
	mpt height = 0;
	if (first && work->title.count)
		height += work->title.height + style->table_title_gap;
	else if (!first)
		height += work->continued.look->size + style->table_continued_gap;
	if (first && work->has_subtitle)
		height += work->subtitle.look->pitch;
	if (work->has_unit)
		height += work->unit.look->pitch;
	return height + style->table_frame / 2;
}

static void put_aligned(struct table_put *put, const struct setting *setting, const struct tag *tag, mpt y, int numerator)
{
	struct line whole = setting_whole(setting);
	mpt x = put->left + (mpt)((int64_t)(put->work->width - setting_width(setting)) * numerator / 2);
	setting_put_natural(put->pages, setting, &whole, (const mpt[2]){ x, y }, tag);
}

/* Title, subtitle and unit are one caption; the first of them opens it. */
static int caption_node(const struct table_work *work, int *caption)
{
	int node = record_node(work->job->record, *caption < 0 ? NODE_CAPTION : NODE_PARAGRAPH, *caption < 0 ? work->table_node : *caption);
	*caption = *caption < 0 ? node : *caption;
	return node;
}

static const struct change *change_at(const struct table_work *work, const struct place *at)
{
	return change_of_line(work->job->marks, at->file, at->line);
}

static void above_put(struct table_put *put, mpt y)
{
	struct table_work *work = put->work;
	const struct style *style = work->style;
	bool first = put->index == 0;
	int caption = -1;
	if (first && work->title.count) {
		struct tag tag = { .role = ROLE_TABLE_TITLE, .node = caption_node(work, &caption), .change = change_at(work, &work->title_at) };
		const struct title_place place = { .left = put->left, .width = work->width };
		title_lines_put(put->pages, &work->title, &place, &tag, y);
		y += work->title.height;
		if (!work->has_subtitle && !work->has_unit)
			return;
		y += style->table_title_gap;
	}
	if (first && work->has_subtitle) {
		struct tag tag = { .role = ROLE_TABLE_NOTE, .node = caption_node(work, &caption), .change = change_at(work, &work->table->subtitle.at) };
		put_aligned(put, &work->subtitle, &tag, y, 1);
		y += work->subtitle.look->pitch;
	}
	if (!first) {
		struct tag tag = { .role = ROLE_TABLE_CONTINUED, .node = -1, .artifact = ARTIFACT_CONTINUED };
		put_aligned(put, &work->continued, &tag, y, 1);
		y += work->continued.look->size + style->table_continued_gap;
	}
	if (work->has_unit) {
		struct tag tag = { .role = ROLE_TABLE_NOTE, .node = first ? caption_node(work, &caption) : -1,
		                   .artifact = first ? ARTIFACT_NONE : ARTIFACT_HEAD_REPEATED, .change = change_at(work, &work->table->unit.at) };
		put_aligned(put, &work->unit, &tag, y, 2);
	}
}

/* ---- lines in a cell ---- */

static mpt slot_top(const struct table_put *put, const struct table_slot *slot, enum vertical_alignment vertical, mpt height)
{
	mpt padding = put->work->style->table_padding_y;
	if (!slot->whole || vertical == VERTICAL_TOP)
		return slot->top + padding;
	return vertical == VERTICAL_BOTTOM ? slot->bottom - padding - height : slot->top + (slot->bottom - slot->top - height) / 2;
}

/* Left edge of a line inside the padding, its indent still to come. inner: between the paddings; content: what lines may
 * fill. Points stand below each other whether or not their cells have lamps. */
static mpt line_left(const struct table_lines *text, const struct work_column *column, const mpt inner_content[2], mpt width)
{
	mpt inner = inner_content[0], content = inner_content[1], em = text->setting->look->em;
	int32_t point = text->align == ALIGN_DECIMAL ? table_point_of(&text->setting->shaped) : -1;
	if (point >= 0)
		return (inner - mpt_from_milli_em(column->before + column->after, em)) / 2 + mpt_from_milli_em(column->before - point - text->lamp - text->indent, em);
	if (text->align == ALIGN_CENTRE || text->align == ALIGN_DECIMAL)
		return (inner - width) / 2;
	if (text->align == ALIGN_RIGHT)
		return (inner + content) / 2 - width;
	return (inner - content) / 2;
}

/* A lamp is a disc of 0.76 em, its middle on the middle of the characters of its line. */
static void put_lamp(struct table_put *put, enum light light, const mpt at[2], mpt size, const struct tag *tag)
{
	mpt disc = size * 76 / 100;
	struct item *item = page_add(put->pages->page, ITEM_FILL);
	item->artifact = ARTIFACT_RULE;
	item->row = tag->row;
	item->column = tag->column;
	item->of.fill.x = at[0] + (size - disc) / 2;
	item->of.fill.y = at[1] + (size - disc) / 2;
	item->of.fill.width = item->of.fill.height = disc;
	item->of.fill.round = true;
	item->of.fill.paint = PAINT_LIGHT_RED + (light - LIGHT_RED);
}

/* In a narrow column a line that would have to be stretched by more than a third of an em a gap stays as it is. */
static bool stretches_well(const struct line *line, int32_t width)
{
	int gaps = line->end - line->start - 1;
	return width - line->width <= gaps * STRETCH_MOST;
}

void table_put_lines(struct table_put *put, const struct table_lines *text, const struct table_slot *slot, const struct work_column *column, const struct tag *tag)
{
	const struct table_work *work = put->work;
	const struct role_style *look = text->setting->look;
	mpt pitch = look->pitch, height = (slot->to - slot->from) * pitch, padding = work->style->table_padding_x;
	mpt top = slot_top(put, slot, column->style ? column->style->vertical : VERTICAL_MIDDLE, height);
	const mpt inner_content[2] = { column->width - 2 * padding, mpt_from_milli_em(column->content, table_text(work)->em) };
	int32_t content = look->em == table_text(work)->em ? column->content : (int32_t)((int64_t)column->content * table_text(work)->em / look->em);
	for (int i = slot->from; i < slot->to; i++) {
		const struct line *line = &text->lines[i];
		int count = line->end - line->start;
		int32_t *x = arena_reserve(put->arena, ((size_t)count + 1) * sizeof *x), indent = line->opens ? text->lamp + text->indent : line->hang;
		bool fill = (text->align == ALIGN_JUSTIFY && !line->last && stretches_well(line, content - indent)) || line->width > content - indent;
		line_positions(&text->setting->shaped, line, fill ? content - indent : 0, x);
		mpt width = mpt_from_milli_em(x[count] + indent, look->em);
		mpt left = put->left + column->left + padding + line_left(text, column, inner_content, width) + mpt_from_milli_em(indent, look->em);
		const mpt at[2] = { left, top + (i - slot->from) * pitch + (pitch - look->size) / 2 };
		if (i == 0 && text->light)
			put_lamp(put, text->light, (const mpt[2]){ left - mpt_from_milli_em(text->lamp, look->em), at[1] }, look->size, tag);
		setting_put(put->pages, text->setting, line, x, at, tag);
	}
}

void table_put_shade(struct table_put *put, enum tint tint, const struct work_column *column, const mpt top_bottom[2])
{
	if (!tint)
		return;
	struct item *item = page_add(put->pages->page, ITEM_FILL);
	item->artifact = ARTIFACT_RULE;
	item->of.fill.x = put->left + column->left;
	item->of.fill.y = top_bottom[0];
	item->of.fill.width = column->width;
	item->of.fill.height = top_bottom[1] - top_bottom[0];
	item->of.fill.paint = PAINT_SHADE_GREY + (tint - TINT_GREY);
}

/* ---- the head ---- */

/* A line turned 90 degrees counter-clockwise, in the middle of its cell. */
static void put_rotated(struct table_put *put, const struct work_head *head, const struct table_slot *slot, const struct work_column *place, const struct tag *tag)
{
	const struct role_style *look = head->setting.look;
	struct line whole = setting_whole(&head->setting);
	mpt width = setting_width(&head->setting);
	struct item *turn = page_add(put->pages->page, ITEM_TURN);
	turn->of.turn.x = put->left + place->left + (place->width - look->size) / 2;
	turn->of.turn.y = slot->bottom - (slot->bottom - slot->top - width) / 2;
	setting_put_natural(put->pages, &head->setting, &whole, (const mpt[2]){ 0, 0 }, tag);
	page_add(put->pages->page, ITEM_TURN_END);
}

static void head_cell_put(struct table_put *put, const struct work_head *head, int row_node)
{
	struct table_work *work = put->work;
	const struct table_head_cell *cell = head->cell;
	bool repeated = put->index > 0;
	struct tag tag = { .role = ROLE_TABLE_HEAD, .node = -1, .artifact = repeated ? ARTIFACT_HEAD_REPEATED : ARTIFACT_NONE,
	                   .file = cell->text.at.file, .line = cell->text.at.line, .column = cell->column + 1 };
	if (!repeated) {
		tag.node = record_node(work->job->record, NODE_HEAD_CELL, row_node);
		record_span(work->job->record, tag.node, cell->rows, cell->columns);
	}
	const struct table_slot slot = { .top = put->strip_y[cell->row], .bottom = put->strip_y[cell->row + cell->rows], .to = head->count, .whole = true };
	const struct work_column place = { .left = work->columns[cell->column].left, .width = table_head_width(work, cell), .content = INT32_MAX / 4 };
	table_put_shade(put, work->style->table_head_shade, &place, (const mpt[2]){ slot.top, slot.bottom });
	if (head->form == HEAD_STACKED) {
		mpt size = work->style->roles[ROLE_TABLE_HEAD].size, height = mpt_from_milli_em(head->stack.height, size);
		const mpt at[2] = { put->left + place.left + place.width / 2, slot.top + (slot.bottom - slot.top - height) / 2 };
		setting_put_stack(put->pages, &head->stack, size, at, &tag);
	} else if (head->form == HEAD_ROTATED) {
		put_rotated(put, head, &slot, &place, &tag);
	} else {
		const struct table_lines text = { .setting = &head->setting, .lines = head->lines, .align = ALIGN_CENTRE };
		table_put_lines(put, &text, &slot, &place, &tag);
	}
}

static void head_put_rows(struct table_put *put)
{
	struct table_work *work = put->work;
	struct record *record = work->job->record;
	int head = put->index ? -1 : record_node(record, NODE_HEAD, work->table_node), row_node = -1, row = -1;
	for (int i = 0; i < work->table->head_cell_count; i++) {
		if (!put->index && work->heads[i].cell->row != row)
			row_node = record_node(record, NODE_ROW, head);
		row = work->heads[i].cell->row;
		head_cell_put(put, &work->heads[i], row_node);
	}
}

static void notes_put(struct table_put *put, mpt y)
{
	struct table_work *work = put->work;
	mpt left = put->pages->left;
	put->pages->left = put->left;
	for (int n = 0; n < work->note_count; n++) {
		struct paragraph_box *note = &work->notes[n];
		note->tag.node = record_node(work->job->record, NODE_NOTE, 0);    /* a Table holds rows and its caption only */
		for (int i = 0; i < note->count; i++, y += note->setting.look->pitch)
			paragraph_put_line(put->pages, note, i, y + (note->setting.look->pitch - note->setting.look->size) / 2);
	}
	put->pages->left = left;
}

/* ---- the part ---- */

/* Nodes of a table stay with the work between its parts. */
static void open_nodes(struct table_work *work)
{
	if (work->cell_nodes)
		return;
	work->cell_nodes = arena_array(work->arena, (size_t)work->column_count, sizeof *work->cell_nodes);
	work->table_node = record_node(work->job->record, NODE_TABLE, 0);
	work->body_node = -1;
}

static void place_strips(struct table_put *put)
{
	struct table_work *work = put->work;
	int heads = work->table->head_rows, strip = 0;
	size_t rows = (size_t)(put->end - put->first);
	bool first = put->index == 0, last = put->part->to.row == work->row_count;
	mpt above = table_sums_height(work, true, first, last), below = table_sums_height(work, false, first, last);
	mpt *heights = arena_array(put->arena, rows + 1, sizeof *heights);
	put->sum_above = above > 0;
	put->sum_below = below > 0;
	put->strips = heads + put->sum_above + (int)rows + put->sum_below;
	put->strip_y = arena_array(put->arena, (size_t)put->strips + 1, sizeof *put->strip_y);
	table_part_heights(work, put->part, heights);
	put->strip_y[0] = put->top;
	for (int r = 0; r < heads; r++, strip++)
		put->strip_y[strip + 1] = put->strip_y[strip] + work->head_heights[r];
	if (put->sum_above) {
		put->strip_y[strip + 1] = put->strip_y[strip] + above;
		strip++;
	}
	for (size_t r = 0; r < rows; r++, strip++)
		put->strip_y[strip + 1] = put->strip_y[strip] + heights[r];
	if (put->sum_below)
		put->strip_y[strip + 1] = put->strip_y[strip] + below;
}

static int put_rows(struct table_put *put)
{
	struct table_work *work = put->work;
	int result = put->sum_above ? table_put_sums(put, true) : 0;
	if (work->body_node < 0)
		work->body_node = record_node(work->job->record, NODE_BODY, work->table_node);
	for (int r = put->first; r < put->end; r++)
		result |= table_put_row(put, r);
	result |= table_add_sums(work, put->part->from.line ? put->first + 1 : put->first, put->end);
	if (put->sum_below)
		result |= table_put_sums(put, false);
	return result;
}

int table_put_part(struct paginator *pages, struct table_work *work, size_t index, const mpt origin[2], mpt *bottom)
{
	const struct style *style = work->style;
	const struct table_part *part = &work->parts[index];
	struct table_put put = { .pages = pages, .work = work, .part = part, .index = index, .arena = pages->page->arena };
	put.first = part->from.row;
	put.end = part->to.line ? part->to.row + 1 : part->to.row;
	put.left = origin[0] + style->table_frame / 2;
	put.top = origin[1] + table_above(work, index == 0);
	open_nodes(work);
	above_put(&put, origin[1]);
	place_strips(&put);
	table_put_tints(&put);
	head_put_rows(&put);
	int result = put_rows(&put);
	table_put_rules(&put);
	result |= table_put_changes(&put);
	*bottom = put.strip_y[put.strips] + style->table_frame / 2;
	if (part->to.row == work->row_count && work->note_count) {
		notes_put(&put, *bottom);
		*bottom += table_notes_height(work);
	}
	return result;
}
