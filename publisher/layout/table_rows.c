/* Rows at the chosen widths: lines of each cell, least heights of labels, heights of the rows of a part. */
#include "layout/table_work.h"

static void set_cell(struct table_work *work, struct measured *cell, const struct work_column *column)
{
	const struct measure measure = { column->content, column->content, column->style && column->style->align == ALIGN_CENTRE };
	if (!cell->stack_count)
		cell->count = lines_choose(work->arena, &cell->setting.shaped, &measure, &cell->lines);
}

static mpt label_height(const struct table_work *work, const struct measured *cell)
{
	mpt height = cell->count * table_text(work)->pitch;
	for (int i = 0; i < cell->stack_count; i++) {
		mpt one = mpt_from_milli_em(cell->stacks[i].height, table_text(work)->size);
		height = one > height ? one : height;
	}
	return height + 2 * work->job->style->table_padding_y;
}

/* Cells of equal words share one record; columns of different widths need lines of their own. */
static struct measured *own_copy(struct table_work *work, struct measured *cell, const struct work_column *column)
{
	struct measured *copy = arena_alloc(work->arena, sizeof *copy);
	*copy = *cell;
	set_cell(work, copy, column);
	return copy;
}

/* What spans columns took no part in the width search: does it fit the columns that were chosen? */
static int check_wide(struct table_work *work, const struct shaped *shaped, int32_t room, const struct place *at)
{
	mpt em = table_text(work)->em, padding = 2 * work->job->style->table_padding_x;
	if (shaped->widest_piece <= room)
		return 0;
	return REPORT(work->job->all, column_too_narrow, at, shaped->text,
	              arena_printf(work->arena, "%.1f", (mpt_from_milli_em(room, em) + padding) / 2834.6457),
	              arena_printf(work->arena, "%.1f", (mpt_from_milli_em(shaped->widest_piece, em) + padding + 99) / 2834.6457));
}

/* The last few distinct cells of a column are looked up before a text is set again: tables repeat themselves. */
enum { RECENT = 64 };

struct work_column table_joined(const struct table_work *work, int first, int columns)
{
	const struct work_column *last = &work->columns[first + columns - 1];
	struct work_column joined = work->columns[first];
	joined.width = last->left + last->width - joined.left;
	joined.content = (int32_t)((int64_t)(joined.width - 2 * work->job->style->table_padding_x) * 1000 / table_text(work)->em);
	return joined;
}

static int set_column(struct table_work *work, int c)
{
	int result = 0;
	struct { struct measured *from, *to; } recent[RECENT] = { { NULL, NULL } };
	for (int r = 0; r < work->row_count; r++) {
		struct measured **cell = &work->cells[table_index(work, r, c)];
		if (!*cell)
			continue;
		if (table_is_wide(work, r, c)) {
			const struct work_column joined = table_joined(work, c, (int)table_cell(work->table, r, c)->columns);
			const struct place at = table_place_of(work->table, r, c);
			result |= check_wide(work, &(*cell)->setting.shaped, joined.content, &at);
			*cell = own_copy(work, *cell, &joined);
			continue;
		}
		size_t slot = ((uintptr_t)*cell >> 5) % RECENT;
		if (recent[slot].from != *cell) {
			recent[slot].from = *cell;
			recent[slot].to = own_copy(work, *cell, &work->columns[c]);
		}
		*cell = recent[slot].to;
	}
	return result;
}

/* Gives the label over rows [first, end) of the part its height. */
static void make_room(mpt *heights, int first, int end, mpt need)
{
	mpt have = 0;
	int rows = end - first;
	for (int i = first; i < end; i++)
		have += heights[i];
	for (mpt missing = need - have; missing > 0 && rows > 0; rows--) {
		mpt share = missing / rows;
		heights[end - rows] += share;
		missing -= share;
	}
}

/* Width between the rules that enclose a head cell. */
mpt table_head_width(const struct table_work *work, const struct table_head_cell *cell)
{
	const struct work_column *last = &work->columns[cell->column + cell->columns - 1];
	return last->left + last->width - work->columns[cell->column].left;
}

/* A head of one column uses the column's spare width only if it saves a line. */
static int set_head(struct table_work *work, struct work_head *head)
{
	mpt inner = table_head_width(work, head->cell) - 2 * work->job->style->table_padding_x;
	int32_t content = work->columns[head->cell->column].content, room = (int32_t)((int64_t)inner * 1000 / head->setting.look->em);
	const struct measure tight = { .first = content, .rest = content, .even = true }, wide = { .first = room, .rest = room, .even = true };
	const struct shaped *shaped = &head->setting.shaped;
	bool spare = head->cell->columns > 1 || lines_count(shaped, &wide) < lines_count(shaped, &tight);
	head->count = lines_choose(work->arena, shaped, spare ? &wide : &tight, &head->lines);
	return head->cell->columns > 1 ? check_wide(work, shaped, room, &head->cell->text.at) : 0;
}

/* Rows of the head: high enough for the cells of one row, then for those that span several. */
static int set_heads(struct table_work *work)
{
	int rows = work->table->head_rows, result = 0;
	mpt pitch = work->job->style->roles[ROLE_TABLE_HEAD].pitch, padding = 2 * work->job->style->table_padding_y;
	work->head_heights = arena_array(work->arena, (size_t)rows, sizeof *work->head_heights);
	for (int r = 0; r < rows; r++)
		work->head_heights[r] = pitch + padding;
	for (int spans = 1; spans <= rows; spans++) {
		for (int i = 0; i < work->table->head_cell_count; i++) {
			struct work_head *head = &work->heads[i];
			if (head->cell->rows != spans)
				continue;
			result |= set_head(work, head);
			make_room(work->head_heights, head->cell->row, head->cell->row + spans, head->count * pitch + padding);
			work->head_lines = head->count > work->head_lines ? head->count : work->head_lines;
		}
	}
	return result;
}

int table_set_rows(struct table_work *work)
{
	size_t cells = (size_t)work->row_count * (size_t)work->column_count;
	work->row_lines = arena_array(work->arena, (size_t)work->row_count + 1, sizeof *work->row_lines);
	work->label_height = arena_array(work->arena, cells + 1, sizeof *work->label_height);
	int result = set_heads(work);
	for (int c = 0; c < work->column_count; c++)
		result |= set_column(work, c);
	work->proven_lines = 0;
	for (int r = 0; r < work->row_count; r++) {
		work->row_lines[r] = 1;
		for (int c = 0; c < work->column_count; c++) {
			const struct measured *cell = work->cells[table_index(work, r, c)];
			if (!cell)
				continue;
			if (table_is_label(work, c))
				work->label_height[table_index(work, r, c)] = label_height(work, cell);
			else if (cell->count > work->row_lines[r])
				work->row_lines[r] = (uint16_t)cell->count;
		}
		work->proven_lines += work->row_lines[r];
	}
	return result;
}

mpt table_part_heights(const struct table_work *work, const struct table_part *part, mpt *heights)
{
	mpt pitch = table_text(work)->pitch, padding = 2 * work->job->style->table_padding_y, sum = 0;
	int first = part->from.row, end = part->to.line ? part->to.row + 1 : part->to.row;
	for (int r = first; r < end; r++) {
		int from = r == first ? part->from.line : 0;
		int to = part->to.line && r == part->to.row ? part->to.line : work->row_lines[r];
		heights[r - first] = (to - from) * pitch + padding;
	}
	for (int c = work->column_count - 1; c >= 0; c--) {
		if (!table_is_label(work, c))
			continue;
		for (int r = first; r < end;) {
			int anchor = r == first ? table_anchor(work->table, r, c) : r;
			int span = table_span(work->table, anchor, c);
			int behind = anchor + span < end ? anchor + span : end;
			make_room(heights, r - first, behind - first, work->label_height[table_index(work, anchor, c)]);
			r = behind > r ? behind : r + 1;
		}
	}
	for (int r = first; r < end; r++)
		sum += heights[r - first];
	return sum;
}
