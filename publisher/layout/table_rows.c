/* Rows at the chosen widths: their lines, what must stay together, least heights of labels, heights of a part's rows. */
#include "layout/table_work.h"

/* What spans columns took no part in the width search: does it fit the columns that were chosen? */
static int check_wide(const struct table_work *work, const struct setting *setting, int32_t room, const struct place *at)
{
	const struct shaped *shaped = &setting->shaped;
	mpt em = setting->look->em, padding = 2 * work->style->table_padding_x;
	if (shaped->widest_piece <= room)
		return 0;
	return REPORT(work->job->all, column_too_narrow, at, shaped->text,
	              arena_printf(work->arena, "%.1f", (mpt_from_milli_em(room, em) + padding) / 2834.6457),
	              arena_printf(work->arena, "%.1f", (mpt_from_milli_em(shaped->widest_piece, em) + padding + 99) / 2834.6457));
}

struct work_column table_joined(const struct table_work *work, int first, int columns)
{
	const struct work_column *last = &work->columns[first + columns - 1];
	struct work_column joined = work->columns[first];
	joined.width = last->left + last->width - joined.left;
	if (columns > 1)
		joined.content = (int32_t)((int64_t)(joined.width - 2 * work->style->table_padding_x) * 1000 / table_text(work)->em);
	return joined;
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

/* ---- the head ---- */

/* Width between the rules that enclose a head cell. */
mpt table_head_width(const struct table_work *work, const struct table_head_cell *cell)
{
	const struct work_column *last = &work->columns[cell->column + cell->columns - 1];
	return last->left + last->width - work->columns[cell->column].left;
}

/* A head of one column uses the column's spare width only if it saves a line. */
static int set_head(struct table_work *work, struct work_head *head)
{
	mpt inner = table_head_width(work, head->cell) - 2 * work->style->table_padding_x;
	mpt em = table_text(work)->em, own = head->setting.look->em;
	int32_t room = (int32_t)((int64_t)inner * 1000 / own), content = (int32_t)((int64_t)work->columns[head->cell->column].content * em / own);
	const struct measure tight = { .first = content, .rest = content, .even = true }, wide = { .first = room, .rest = room, .even = true };
	const struct shaped *shaped = &head->setting.shaped;
	bool spare = head->cell->columns > 1 || lines_count(shaped, &wide) < lines_count(shaped, &tight);
	head->count = lines_choose(work->arena, shaped, spare ? &wide : &tight, &head->lines);
	return head->cell->columns > 1 ? check_wide(work, &head->setting, room, &head->cell->text.at) : 0;
}

/* Height of a head cell's text; sets its lines. */
static int head_needs(struct table_work *work, struct work_head *head, mpt *height)
{
	const struct role_style *look = &work->style->roles[ROLE_TABLE_HEAD];
	int result = 0;
	if (head->form == HEAD_STACKED) {
		*height = mpt_from_milli_em(head->stack.height, look->size);
	} else if (head->form == HEAD_ROTATED) {
		*height = mpt_from_milli_em(table_natural(&head->setting.shaped), look->em);
		const struct measure whole = { .first = INT32_MAX / 4, .rest = INT32_MAX / 4 };
		head->count = lines_choose(work->arena, &head->setting.shaped, &whole, &head->lines);
	} else {
		result = set_head(work, head);
		*height = head->count * look->pitch;
		work->head_lines = head->count > work->head_lines ? head->count : work->head_lines;
	}
	*height += 2 * work->style->table_padding_y;
	return result;
}

/* Rows of the head: high enough for the cells of one row, then for those that span several. */
static int set_heads(struct table_work *work)
{
	int rows = work->table->head_rows, result = 0;
	mpt pitch = work->style->roles[ROLE_TABLE_HEAD].pitch, padding = 2 * work->style->table_padding_y;
	if (!work->head_heights)
		work->head_heights = arena_array(work->arena, (size_t)rows, sizeof *work->head_heights);
	work->head_lines = 0;
	for (int r = 0; r < rows; r++)
		work->head_heights[r] = pitch + padding;
	for (int spans = 1; spans <= rows; spans++) {
		for (int i = 0; i < work->table->head_cell_count; i++) {
			struct work_head *head = &work->heads[i];
			mpt need = 0;
			if (head->cell->rows != spans)
				continue;
			result |= head_needs(work, head, &need);
			make_room(work->head_heights, head->cell->row, head->cell->row + spans, need);
		}
	}
	return result;
}

/* ---- cells ---- */

/* Lines of one cell in the columns that it covers; *height: of the stacks, if it is a stack. */
static int count_cell(struct table_work *work, int row, int c, int *lines, mpt *height)
{
	const struct work_column joined = table_joined(work, c, (int)table_cell(work->table, row, c)->columns);
	struct cell_text cell;
	int result = table_shape(work, work->scratch, (const int[2]){ row, c }, table_is_label(work, row, c), &cell);
	if (!result)
		result = table_fit_cell(work, work->scratch, (const int[2]){ row, c }, &joined, &cell);
	*lines = 1;
	*height = 0;
	if (!result && cell.stack_count)
		*height = table_stacks_height(&cell, table_text(work)->size);
	else if (!result)
		*lines = table_cell_lines(work, &cell, &joined);
	arena_clear(work->scratch);
	return result;
}

/* Lines of the column's cells are known from the search when it looked at all rows and no cell may have to be set smaller. */
static const int16_t *known_lines(const struct table_work *work, const struct work_column *column)
{
	bool all = work->sampled_rows == work->row_count && !column->style->shrink && !work->style->table_row_max_height;
	return all && column->lines ? column->lines[column->fixed ? 0 : column->content / 1000] : NULL;
}

static void record_cell(struct table_work *work, int row, int c, int lines, mpt height)
{
	if (table_is_label(work, row, c)) {
		mpt *needs = &work->label_needs[(size_t)row * (size_t)work->label_count];
		int label = 0;
		while (work->labels[label] != c)
			label++;
		needs[label] = (height ? height : lines * table_text(work)->pitch) + 2 * work->style->table_padding_y;
		return;
	}
	lines = lines < UINT16_MAX ? lines : UINT16_MAX;
	if (lines > work->row_lines[row])
		work->row_lines[row] = (uint16_t)lines;
	if (work->row_keep && !work->columns[c].style->split && lines > work->row_keep[row])
		work->row_keep[row] = (uint16_t)lines;
}

static int set_column(struct table_work *work, int c)
{
	const int16_t *known = known_lines(work, &work->columns[c]);
	bool stack = work->columns[c].column->stack;
	int result = 0;
	for (int r = 0; r < work->row_count; r++) {
		int lines = 1;
		mpt height = 0;
		bool wide = table_is_wide(work, r, c);
		if (!table_words(work->table, r, c)[0])
			continue;
		if (stack && !wide)
			continue;    /* its height was found by measuring */
		if (known && !wide)
			lines = known[r];
		else
			result |= count_cell(work, r, c, &lines, &height);
		record_cell(work, r, c, lines, height);
	}
	return result;
}

static void open_records(struct table_work *work)
{
	size_t rows = (size_t)work->row_count + 1;
	bool keep = false;
	for (int c = 0; c < work->column_count; c++)
		keep |= !work->columns[c].style->split;
	if (!work->row_lines)
		work->row_lines = arena_array(work->arena, rows, sizeof *work->row_lines);
	if (!work->row_keep && keep)
		work->row_keep = arena_array(work->arena, rows, sizeof *work->row_keep);
	for (int r = 0; r < work->row_count; r++) {
		work->row_lines[r] = 1;
		if (keep)
			work->row_keep[r] = 0;
	}
}

/* A part may begin with any row under a label, which then stands there again. */
static void spread_needs(struct table_work *work)
{
	size_t labels = (size_t)work->label_count;
	for (int r = 1; r < work->row_count; r++)
		for (size_t i = 0; i < labels; i++)
			if (table_cell(work->table, r, work->labels[i])->covered)
				work->label_needs[(size_t)r * labels + i] = work->label_needs[(size_t)(r - 1) * labels + i];
}

int table_set_rows(struct table_work *work)
{
	int result = set_heads(work);
	open_records(work);
	for (int c = 0; c < work->column_count; c++)
		result |= set_column(work, c);
	spread_needs(work);
	if (!result)
		result = table_set_sums(work);
	work->total_lines = 0;
	for (int r = 0; r < work->row_count; r++)
		work->total_lines += work->row_lines[r];
	return result;
}

/* ---- heights ---- */

mpt table_row_height(const struct table_work *work, int row, const int lines[2])
{
	mpt height = (lines[1] - lines[0]) * table_text(work)->pitch + 2 * work->style->table_padding_y;
	bool whole = lines[0] == 0 && lines[1] == work->row_lines[row];
	return whole && height < work->style->table_row_min_height ? work->style->table_row_min_height : height;
}

mpt table_part_heights(const struct table_work *work, const struct table_part *part, mpt *heights)
{
	mpt sum = 0;
	int first = part->from.row, end = part->to.line ? part->to.row + 1 : part->to.row;
	for (int r = first; r < end; r++) {
		const int lines[2] = { r == first ? part->from.line : 0, part->to.line && r == part->to.row ? part->to.line : work->row_lines[r] };
		heights[r - first] = table_row_height(work, r, lines);
	}
	for (int i = work->label_count - 1; i >= 0; i--) {
		int c = work->labels[i];
		for (int r = first; r < end;) {
			int behind = table_behind(work, r, c, end);
			make_room(heights, r - first, behind - first, work->label_needs[(size_t)r * (size_t)work->label_count + (size_t)i]);
			r = behind;
		}
	}
	for (int r = first; r < end; r++)
		sum += heights[r - first];
	return sum;
}
