/* One part of a table on the page in hand: what stands above it, the head row, the cells, the rules. The frame is closed
 * at every break; each rule is drawn once, in one stroke as long as it can be. */
#include "layout/table_work.h"

struct put {
	struct paginator *pages;
	struct table_work *work;
	const struct table_part *part;
	size_t index;
	mpt left, top;             /* centre of the frame's left and upper rule */
	mpt *rule_y;               /* centre of the rule above each row piece, and below the last */
	int first, end;            /* rows */
	int table_node, body_node;
	int *cell_nodes;           /* of the row that was put last, for a row that goes on */
};

static struct tag tag_of(const struct put *put, int row, int column)
{
	const struct table *table = put->work->table;
	struct tag tag = { .role = ROLE_TABLE_TEXT, .node = -1, .file = table->file, .row = row + 1, .column = column + 1 };
	tag.line = row < table->row_count ? table_place_of(table, row, column).line : 0;
	return tag;
}

mpt table_head_height(const struct table_work *work)
{
	mpt height = 0;
	for (int r = 0; r < work->table->head_rows; r++)
		height += work->head_heights[r];
	return height;
}

mpt table_notes_height(const struct table_work *work)
{
	return work->has_notes ? work->notes.count * work->notes.setting.look->pitch : 0;
}

mpt table_above(const struct table_work *work, bool first)
{
	const struct style *style = work->job->style;
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

static void put_aligned(struct put *put, const struct setting *setting, const struct tag *tag, mpt y, int numerator)
{
	struct line whole = setting_whole(setting);
	mpt x = put->left + (mpt)((int64_t)(put->work->width - setting_width(setting)) * numerator / 2);
	setting_put_natural(put->pages, setting, &whole, (const mpt[2]){ x, y }, tag);
}

static void above_put(struct put *put, mpt y)
{
	struct table_work *work = put->work;
	const struct style *style = work->job->style;
	struct record *record = work->job->record;
	bool first = put->index == 0;
	if (first && work->title.count) {
		struct tag tag = { .role = ROLE_TABLE_TITLE, .node = record_node(record, NODE_CAPTION, put->table_node) };
		const struct title_place place = { .left = put->left, .width = work->width };
		title_lines_put(put->pages, &work->title, &place, &tag, y);
		y += work->title.height;
		if (!work->has_subtitle && !work->has_unit)
			return;
		y += style->table_title_gap;
	}
	if (first && work->has_subtitle) {
		struct tag tag = { .role = ROLE_TABLE_NOTE, .node = record_node(record, NODE_PARAGRAPH, put->table_node) };
		put_aligned(put, &work->subtitle, &tag, y, 1);
		y += work->subtitle.look->pitch;
	}
	if (!first) {
		struct tag tag = { .role = ROLE_TABLE_CONTINUED, .node = -1, .artifact = ARTIFACT_CONTINUED };
		put_aligned(put, &work->continued, &tag, y, 1);
		y += work->continued.look->size + style->table_continued_gap;
	}
	if (work->has_unit) {
		struct tag tag = { .role = ROLE_TABLE_NOTE, .node = first ? record_node(record, NODE_PARAGRAPH, put->table_node) : -1,
		                   .artifact = first ? ARTIFACT_NONE : ARTIFACT_HEAD_REPEATED };
		put_aligned(put, &work->unit, &tag, y, 2);
	}
}

/* Lines of one cell between two heights. `from`..`to`: which lines stand in this piece; whole: centred, else from the top. */
struct slot { mpt top, bottom; int from, to; bool whole; };

static void put_lines(struct put *put, const struct setting *setting, const struct line *lines, const struct slot *slot,
                      const struct work_column *column, enum alignment align, const struct tag *tag)
{
	const struct style *style = put->work->job->style;
	mpt pitch = setting->look->pitch, height = (slot->to - slot->from) * pitch;
	mpt top = slot->whole ? slot->top + (slot->bottom - slot->top - height) / 2 : slot->top + style->table_padding_y;
	mpt inner = column->width - 2 * style->table_padding_x;
	mpt content = mpt_from_milli_em(column->content, setting->look->em);
	mpt left = put->left + column->left + style->table_padding_x;
	for (int i = slot->from; i < slot->to; i++) {
		const struct line *line = &lines[i];
		int count = line->end - line->start;
		int32_t *x = arena_array(put->pages->page->arena, (size_t)count + 1, sizeof *x);
		bool fill = (align == ALIGN_JUSTIFY && !line->last) || line->width > column->content;
		line_positions(&setting->shaped, line, fill ? column->content : 0, x);
		mpt width = mpt_from_milli_em(x[count], setting->look->em), indent = 0;
		if (align == ALIGN_CENTRE)
			indent = (inner - width) / 2;
		else if (align == ALIGN_RIGHT)
			indent = (inner + content) / 2 - width;
		else
			indent = (inner - content) / 2;
		const mpt at[2] = { left + indent, top + (i - slot->from) * pitch + (pitch - setting->look->size) / 2 };
		setting_put(put->pages, setting, line, x, at, tag);
	}
}

/* Upper edge of a row of the head; of the row behind the last: the rule below the head. */
static mpt head_top(const struct put *put, int row)
{
	mpt top = put->top;
	for (int r = 0; r < row; r++)
		top += put->work->head_heights[r];
	return top;
}

static void head_cell_put(struct put *put, const struct work_head *head, int row_node)
{
	struct table_work *work = put->work;
	const struct table_head_cell *cell = head->cell;
	bool repeated = put->index > 0;
	struct tag tag = { .role = ROLE_TABLE_HEAD, .node = -1, .artifact = repeated ? ARTIFACT_HEAD_REPEATED : ARTIFACT_NONE,
	                   .file = cell->text.at.file, .line = cell->text.at.line, .column = cell->column + 1 };
	if (!repeated) {
		tag.node = record_node(work->job->record, NODE_HEAD_CELL, row_node);
		work->job->record->nodes[tag.node].row_span = cell->rows;
		work->job->record->nodes[tag.node].column_span = cell->columns;
	}
	const struct slot slot = { .top = head_top(put, cell->row), .bottom = head_top(put, cell->row + cell->rows), .to = head->count, .whole = true };
	const struct work_column place = { .left = work->columns[cell->column].left, .width = table_head_width(work, cell), .content = INT32_MAX / 4 };
	put_lines(put, &head->setting, head->lines, &slot, &place, ALIGN_CENTRE, &tag);
}

static void head_put_rows(struct put *put)
{
	struct table_work *work = put->work;
	struct record *record = work->job->record;
	int head = put->index ? -1 : record_node(record, NODE_HEAD, put->table_node), row_node = -1, row = -1;
	for (int i = 0; i < work->table->head_cell_count; i++) {
		if (!put->index && work->heads[i].cell->row != row)
			row_node = record_node(record, NODE_ROW, head);
		row = work->heads[i].cell->row;
		head_cell_put(put, &work->heads[i], row_node);
	}
}

static enum alignment alignment_of(const struct work_column *column, const struct measured *cell)
{
	enum alignment align = column->style ? column->style->align : ALIGN_AUTO;
	if (align != ALIGN_AUTO)
		return align;
	if (cell->count == 1)
		return cell->sentence ? ALIGN_LEFT : ALIGN_CENTRE;
	return ALIGN_JUSTIFY;
}

static void put_stacks(struct put *put, const struct work_column *column, const struct measured *cell, const mpt top_bottom[2],
                       const struct tag *tag)
{
	mpt size = table_text(put->work)->size, pitch = size * 6 / 5;
	mpt centre = put->left + column->left + column->width / 2;
	mpt right = centre + (cell->stack_count - 1) * pitch / 2;
	mpt tallest = mpt_from_milli_em(cell->stacks[0].height, size);
	for (int i = 1; i < cell->stack_count; i++) {
		mpt height = mpt_from_milli_em(cell->stacks[i].height, size);
		tallest = height > tallest ? height : tallest;
	}
	mpt top = top_bottom[0] + (top_bottom[1] - top_bottom[0] - tallest) / 2;
	for (int i = 0; i < cell->stack_count; i++)
		setting_put_stack(put->pages, &cell->stacks[i], size, (const mpt[2]){ right - i * pitch, top }, tag);
}

/* A label stands centred in each part it covers; on a later part it is a repetition. */
static void label_put(struct put *put, int row, int c, int row_node)
{
	struct table_work *work = put->work;
	int anchor = row == put->first ? table_anchor(work->table, row, c) : row;
	int behind = anchor + table_span(work->table, anchor, c);
	const struct measured *cell = work->cells[table_index(work, anchor, c)];
	const struct work_column joined = table_joined(work, c, (int)table_cell(work->table, anchor, c)->columns > 1
	                                                        ? (int)table_cell(work->table, anchor, c)->columns : 1);
	bool wide = table_is_wide(work, anchor, c);
	const struct work_column *column = wide ? &joined : &work->columns[c];
	bool again = anchor < put->first || (anchor == put->first && put->part->from.line);
	if (table_cell(work->table, row, c)->covered && row != put->first)
		return;
	if (!cell || (again && column->column->repeat == REPEAT_NEVER))
		return;
	struct tag tag = tag_of(put, anchor, c);
	if (again) {
		tag.artifact = ARTIFACT_LABEL_REPEATED;
	} else {
		tag.node = record_node(work->job->record, NODE_CELL, row_node);
		work->job->record->nodes[tag.node].row_span = behind - anchor;
		work->job->record->nodes[tag.node].column_span = (int)table_cell(work->table, anchor, c)->columns;
	}
	int end = behind < put->end ? behind : put->end;
	const mpt top_bottom[2] = { put->rule_y[row - put->first], put->rule_y[end - put->first] };
	if (cell->stack_count) {
		put_stacks(put, column, cell, top_bottom, &tag);
	} else {
		const struct slot slot = { .top = top_bottom[0], .bottom = top_bottom[1], .to = cell->count, .whole = true };
		enum alignment align = !wide && column->style && column->style->align != ALIGN_AUTO ? column->style->align : ALIGN_CENTRE;
		put_lines(put, &cell->setting, cell->lines, &slot, column, align, &tag);
	}
}

static void cell_put(struct put *put, int row, int c)
{
	struct table_work *work = put->work;
	const struct measured *cell = work->cells[table_index(work, row, c)];
	struct slot slot = { .top = put->rule_y[row - put->first], .bottom = put->rule_y[row - put->first + 1] };
	if (!cell)
		return;
	slot.from = row == put->part->from.row ? put->part->from.line : 0;
	slot.to = row == put->part->to.row && put->part->to.line ? put->part->to.line : cell->count;
	slot.whole = slot.from == 0 && !(row == put->part->to.row && put->part->to.line);
	slot.to = slot.to < cell->count ? slot.to : cell->count;
	int columns = (int)table_cell(work->table, row, c)->columns;
	const struct work_column joined = table_joined(work, c, columns > 1 ? columns : 1), *column = columns > 1 ? &joined : &work->columns[c];
	struct tag tag = tag_of(put, row, c);
	tag.node = put->cell_nodes[c];
	if (slot.from < slot.to)
		put_lines(put, &cell->setting, cell->lines, &slot, column, columns > 1 ? ALIGN_CENTRE : alignment_of(column, cell), &tag);
}

static void row_put(struct put *put, int row)
{
	struct table_work *work = put->work;
	struct record *record = work->job->record;
	bool goes_on = row == put->part->from.row && put->part->from.line;
	int node = goes_on ? -1 : record_node(record, NODE_ROW, put->body_node);
	for (int c = 0; c < work->column_count; c++) {
		if (table_is_label(work, c)) {
			if ((int)table_cell(work->table, row, c)->columns)
				label_put(put, row, c, node);
			continue;
		}
		if (!(int)table_cell(work->table, row, c)->columns)
			continue;
		if (!goes_on) {
			put->cell_nodes[c] = record_node(record, NODE_CELL, node);
			record->nodes[put->cell_nodes[c]].column_span = (int)table_cell(work->table, row, c)->columns;
		}
		cell_put(put, row, c);
	}
}

/* Rules between rows: not through a cell that goes on below. */
static void rule_between(struct put *put, int row, mpt y)
{
	struct table_work *work = put->work;
	int start = -1;
	for (int c = 0; c <= work->column_count; c++) {
		bool open = c < work->column_count && !table_cell(work->table, row, c)->covered;
		if (open && start < 0)
			start = c;
		if (!open && start >= 0) {
			const struct work_column *from = &work->columns[start], *to = &work->columns[c - 1];
			page_rule(put->pages->page, (const mpt[2]){ put->left + from->left, y },
			          (const mpt[2]){ put->left + to->left + to->width, y }, work->job->style->table_rule, PAINT_BLACK);
			start = -1;
		}
	}
}

/* Is there a rule at the left of column c in a row of the head; and one above a row of it over column c? */
static bool head_edge(const struct table_work *work, int row, int c, bool above)
{
	bool edge = true;
	for (int i = 0; i < work->table->head_cell_count; i++) {
		const struct table_head_cell *cell = work->heads[i].cell;
		bool rows = above ? cell->row < row && row < cell->row + cell->rows : cell->row <= row && row < cell->row + cell->rows;
		bool columns = above ? cell->column <= c && c < cell->column + cell->columns : cell->column < c && c < cell->column + cell->columns;
		edge &= !(rows && columns);
	}
	return edge;
}

static void head_rules(struct put *put)
{
	struct table_work *work = put->work;
	for (int r = 1; r < work->table->head_rows; r++) {
		for (int c = 0; c < work->column_count;) {
			int end = c;
			while (end < work->column_count && head_edge(work, r, end, true))
				end++;
			if (end > c) {
				mpt y = head_top(put, r), right = put->left + work->columns[end - 1].left + work->columns[end - 1].width;
				page_rule(put->pages->page, (const mpt[2]){ put->left + work->columns[c].left, y }, (const mpt[2]){ right, y },
				          work->job->style->table_rule, PAINT_BLACK);
			}
			c = end + 1;
		}
	}
}

/* Is the left edge of column c a rule in a strip: a row of the head, or behind them a row of this part? */
static bool strip_edge(const struct put *put, int strip, int c)
{
	const struct table_work *work = put->work;
	int row = put->first + strip - work->table->head_rows;
	if (strip < work->table->head_rows)
		return head_edge(work, strip, c, false);
	return (int)table_cell(work->table, row, c)->columns > 0;
}

static mpt strip_top(const struct put *put, int strip)
{
	int rows = put->work->table->head_rows;
	return strip <= rows ? head_top(put, strip) : put->rule_y[strip - rows];
}

/* The rule at the left of column c, through all strips that it divides, in as few strokes as can be. */
static void column_rule(struct put *put, int c)
{
	mpt x = put->left + put->work->columns[c].left;
	int strips = put->work->table->head_rows + put->end - put->first;
	for (int from = 0; from < strips;) {
		int to = from;
		while (to < strips && strip_edge(put, to, c))
			to++;
		if (to > from)
			page_rule(put->pages->page, (const mpt[2]){ x, strip_top(put, from) }, (const mpt[2]){ x, strip_top(put, to) },
			          put->work->job->style->table_rule, PAINT_BLACK);
		from = to + 1;
	}
}

static void rules_put(struct put *put)
{
	struct table_work *work = put->work;
	struct page *page = put->pages->page;
	const struct style *style = work->job->style;
	const struct work_column *last = &work->columns[work->column_count - 1];
	mpt right = put->left + last->left + last->width, bottom = put->rule_y[put->end - put->first], half = style->table_frame / 2;
	page_rule(page, (const mpt[2]){ put->left, put->rule_y[0] }, (const mpt[2]){ right, put->rule_y[0] }, style->table_rule, PAINT_BLACK);
	for (int r = put->first + 1; r < put->end; r++)
		rule_between(put, r, put->rule_y[r - put->first]);
	head_rules(put);
	for (int c = 1; c < work->column_count; c++)
		column_rule(put, c);
	page_rule(page, (const mpt[2]){ put->left - half, put->top }, (const mpt[2]){ right + half, put->top }, style->table_frame, PAINT_BLACK);
	page_rule(page, (const mpt[2]){ put->left - half, bottom }, (const mpt[2]){ right + half, bottom }, style->table_frame, PAINT_BLACK);
	page_rule(page, (const mpt[2]){ put->left, put->top - half }, (const mpt[2]){ put->left, bottom + half }, style->table_frame, PAINT_BLACK);
	page_rule(page, (const mpt[2]){ right, put->top - half }, (const mpt[2]){ right, bottom + half }, style->table_frame, PAINT_BLACK);
}

static void notes_put(struct put *put, mpt y)
{
	struct table_work *work = put->work;
	struct paragraph_box *notes = &work->notes;
	mpt left = put->pages->left;
	notes->tag.node = record_node(work->job->record, NODE_NOTE, put->table_node);
	put->pages->left = put->left;
	for (int i = 0; i < notes->count; i++, y += notes->setting.look->pitch)
		paragraph_put_line(put->pages, notes, i, y + (notes->setting.look->pitch - notes->setting.look->size) / 2);
	put->pages->left = left;
}

/* Nodes of a table stay with the work between its parts. */
static void open_nodes(struct put *put)
{
	struct table_work *work = put->work;
	if (!work->cell_nodes) {
		work->cell_nodes = arena_array(work->arena, (size_t)work->column_count, sizeof *work->cell_nodes);
		work->table_node = record_node(work->job->record, NODE_TABLE, 0);
		work->body_node = -1;
	}
	put->cell_nodes = work->cell_nodes;
	put->table_node = work->table_node;
}

int table_put_part(struct paginator *pages, struct table_work *work, size_t index, const mpt origin[2], mpt *bottom)
{
	const struct style *style = work->job->style;
	const struct table_part *part = &work->parts[index];
	struct put put = { .pages = pages, .work = work, .part = part, .index = index };
	put.first = part->from.row;
	put.end = part->to.line ? part->to.row + 1 : part->to.row;
	put.left = origin[0] + style->table_frame / 2;
	put.top = origin[1] + table_above(work, index == 0);
	open_nodes(&put);
	above_put(&put, origin[1]);
	size_t rows = (size_t)(put.end - put.first);
	mpt *heights = arena_array(pages->page->arena, rows + 1, sizeof *heights);
	put.rule_y = arena_array(pages->page->arena, rows + 1, sizeof *put.rule_y);
	table_part_heights(work, part, heights);
	put.rule_y[0] = put.top + table_head_height(work);
	for (size_t i = 0; i < rows; i++)
		put.rule_y[i + 1] = put.rule_y[i] + heights[i];
	head_put_rows(&put);
	if (work->body_node < 0)
		work->body_node = record_node(work->job->record, NODE_BODY, put.table_node);
	put.body_node = work->body_node;
	for (int r = put.first; r < put.end; r++)
		row_put(&put, r);
	rules_put(&put);
	*bottom = put.rule_y[rows] + style->table_frame / 2;
	if (part->to.row == work->row_count && work->has_notes) {
		notes_put(&put, *bottom);
		*bottom += table_notes_height(work);
	}
	return 0;
}
