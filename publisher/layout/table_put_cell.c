/* Cells of the rows of one part. A label stands centred in each part that it covers; on a later part it is a repetition. */
#include <string.h>
#include "layout/table_put.h"

static struct tag tag_of(const struct table_put *put, int row, int column)
{
	const struct table *table = put->work->table;
	return (struct tag){ .role = ROLE_TABLE_TEXT, .node = -1, .file = table->file, .line = table_place_of(table, row, column).line,
	                     .row = row + 1, .column = column + 1, .change = table_change_of(put, row, column) };
}

static enum alignment alignment_of(const struct work_column *column, const struct cell_text *cell, int count)
{
	if (column->style->align != ALIGN_AUTO)
		return column->style->align;
	if (count == 1)
		return cell->sentence ? ALIGN_LEFT : ALIGN_CENTRE;
	return ALIGN_JUSTIFY;
}

static void put_stacks(struct table_put *put, const struct work_column *column, const struct cell_text *cell, const mpt top_bottom[2], const struct tag *tag)
{
	mpt size = table_text(put->work)->size, pitch = size * 6 / 5;
	mpt centre = put->left + column->left + column->width / 2;
	mpt right = centre + (cell->stack_count - 1) * pitch / 2;
	mpt top = top_bottom[0] + (top_bottom[1] - top_bottom[0] - table_stacks_height(cell, size)) / 2;
	for (int i = 0; i < cell->stack_count; i++)
		setting_put_stack(put->pages, &cell->stacks[i], size, (const mpt[2]){ right - i * pitch, top }, tag);
}

struct cell_place {
	int row, column;           /* where the cell's text stands in the table */
	const struct work_column *across;    /* the columns that it covers, as one */
	struct table_slot slot;    /* slot.to is set here */
	int last_line;             /* lines from here on stand on the next part; 0: none do */
	enum alignment align;      /* ALIGN_AUTO: as the column says */
	bool again;                /* a label's repetition */
};

/* The shade that rules give a cell, or the piece of a label that covers these rows of this part. */
static void put_rows_shade(struct table_put *put, const struct cell_place *place, const int rows[2])
{
	table_put_shade(put, table_shade(put->work, rows, place->column), place->across, (const mpt[2]){ place->slot.top, place->slot.bottom });
}

/* Shapes a cell, chooses its lines, puts those that stand in this piece. */
static int put_cell(struct table_put *put, struct cell_place *place, const struct tag *tag)
{
	struct table_work *work = put->work;
	const int at[2] = { place->row, place->column };
	struct cell_text cell;
	struct line *lines = NULL;
	int result = table_shape(work, put->arena, at, place->again, &cell);
	if (!result)
		result = table_fit_cell(work, put->arena, at, place->across, &cell);
	if (result)
		return result;
	const mpt top_bottom[2] = { place->slot.top, place->slot.bottom };
	if (cell.stack_count) {
		put_stacks(put, place->across, &cell, top_bottom, tag);
		return 0;
	}
	const struct measure measure = table_measure_of(work, &cell, place->across);
	int count = lines_choose(put->arena, &cell.setting.shaped, &measure, &lines);
	struct table_slot slot = place->slot;
	slot.to = place->last_line && place->last_line < count ? place->last_line : count;
	struct table_lines text = { .setting = &cell.setting, .lines = lines, .light = cell.look.light, .lamp = cell.look.light ? LAMP_ADVANCE : 0 };
	text.indent = measure.rest - measure.first - text.lamp;
	text.align = place->align ? place->align : alignment_of(place->across, &cell, count);
	if (slot.from < slot.to)
		table_put_lines(put, &text, &slot, place->across, tag);
	return 0;
}

/* Labels (项目名称 over its rows) are heads of the rows that they cover; in a table whose row heads are not named, the first
 * column too, and the second behind 序号: what a row is about must be known wherever in it a reader stands. */
static bool heads_row(const struct table_work *work, int row, int c)
{
	bool named = work->columns[c].column->row_head || table_is_label(work, row, c);
	for (int k = 0; k < work->column_count && !named; k++)
		if (work->columns[k].column->row_head)
			return false;
	int last = strcmp(work->columns[0].column->name, "序号") == 0 ? 1 : 0;
	return named || (c <= last && c + 1 < work->column_count);
}

static int open_cell(struct table_put *put, int row, int c, int row_node)
{
	struct table_work *work = put->work;
	struct record *record = work->job->record;
	int node = record_node(record, heads_row(work, row, c) ? NODE_HEAD_CELL : NODE_CELL, row_node);
	record_span(record, node, table_span(work->table, row, c), (int)table_cell(work->table, row, c)->columns);
	return node;
}

static int put_label(struct table_put *put, int row, int c, int row_node)
{
	struct table_work *work = put->work;
	int anchor = row == put->first ? table_anchor(work->table, row, c) : row;
	const struct table_cell *cell = table_cell(work->table, anchor, c);
	const struct work_column joined = table_joined(work, c, (int)cell->columns);
	struct cell_place place = { .row = anchor, .column = c, .across = &joined };
	place.again = anchor < put->first || (anchor == put->first && put->part->from.line);
	if (table_cell(work->table, row, c)->covered && row != put->first)
		return 0;
	struct tag tag = tag_of(put, anchor, c);
	if (place.again)
		tag.artifact = ARTIFACT_LABEL_REPEATED;
	else
		tag.node = open_cell(put, anchor, c, row_node);
	int behind = table_behind(work, row, c, put->end);
	place.slot = (struct table_slot){ .top = put_row_top(put, row), .bottom = put_row_top(put, behind), .whole = true };
	put_rows_shade(put, &place, (const int[2]){ row, behind });
	if (!table_words(work->table, anchor, c)[0] || (place.again && work->columns[c].column->repeat == REPEAT_NEVER))
		return 0;
	place.align = cell->columns == 1 && joined.style->align != ALIGN_AUTO ? joined.style->align : ALIGN_CENTRE;
	return put_cell(put, &place, &tag);
}

/* A cell of one row, or the piece of it that stands on this part. */
static int put_plain(struct table_put *put, int row, int c)
{
	struct table_work *work = put->work;
	int columns = (int)table_cell(work->table, row, c)->columns;
	const struct work_column joined = table_joined(work, c, columns);
	struct cell_place place = { .row = row, .column = c, .across = &joined, .align = columns > 1 ? ALIGN_CENTRE : ALIGN_AUTO };
	bool divided = row == put->part->to.row && put->part->to.line;
	place.slot = (struct table_slot){ .top = put_row_top(put, row), .bottom = put_row_top(put, row + 1) };
	place.slot.from = row == put->part->from.row ? put->part->from.line : 0;
	place.slot.whole = place.slot.from == 0 && !divided;
	place.last_line = divided ? put->part->to.line : 0;
	struct tag tag = tag_of(put, row, c);
	tag.node = work->cell_nodes[c];
	put_rows_shade(put, &place, (const int[2]){ row, row + 1 });
	return table_words(work->table, row, c)[0] ? put_cell(put, &place, &tag) : 0;
}

int table_put_row(struct table_put *put, int row)
{
	struct table_work *work = put->work;
	bool goes_on = row == put->part->from.row && put->part->from.line;
	int node = goes_on ? -1 : record_node(work->job->record, NODE_ROW, work->body_node), result = 0;
	for (int c = 0; c < work->column_count; c++) {
		if (!table_cell(work->table, row, c)->columns)
			continue;
		if (table_is_label(work, row, c)) {
			result |= put_label(put, row, c, node);
			continue;
		}
		if (!goes_on)
			work->cell_nodes[c] = open_cell(put, row, c, node);
		result |= put_plain(put, row, c);
	}
	return result;
}
