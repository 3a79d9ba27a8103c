/* Measuring: every cell is shaped once, before any width is known, and forgotten; each column learns its least and its
 * greatest useful content width, and how many lines each row's cell takes at every width of the em grid. */
#include <string.h>
#include "layout/table_work.h"

enum { EMS_MAX = 1024 };       /* no sheet of readable text is so wide */

static int32_t whole_em(int64_t milli) { return (int32_t)((milli + 999) / 1000 * 1000); }

int table_ems(const struct table_work *work)
{
	mpt free_width = work->width - 2 * work->style->table_padding_x * work->column_count;
	int ems = free_width > 0 ? free_width / table_text(work)->em : 0;
	return ems < EMS_MAX ? ems : EMS_MAX - 1;
}

/* ---- heads ---- */

/* Milli-ems of the head's characters in those of the text's, in which columns are measured. */
static int32_t in_text_ems(const struct table_work *work, int64_t milli)
{
	mpt own = work->style->roles[ROLE_TABLE_HEAD].em, em = table_text(work)->em;
	return (int32_t)((milli * own + em - 1) / em);
}

/* A head takes at most two lines where it can. */
static int32_t head_least(const struct setting *head)
{
	int32_t width = whole_em(head->shaped.widest_piece), natural = table_natural(&head->shaped);
	for (; width < natural; width += 1000) {
		const struct measure measure = { .first = width, .rest = width };
		if (lines_count(&head->shaped, &measure) <= 2)
			break;
	}
	return width;
}

/* A head whose characters are stacked, or whose line is turned, needs one em (or line) of width. */
static int measure_turned_head(struct table_work *work, struct work_head *head, struct work_column *column)
{
	struct layout_job *job = work->job;
	const struct role_style *look = &work->style->roles[ROLE_TABLE_HEAD];
	const int pitch_and_columns[2] = { work->style->stack_pitch_milli, 1 };
	int32_t least = whole_em((int64_t)look->pitch * 1000 / table_text(work)->em);
	if (head->form == HEAD_STACKED) {
		if (stack_shape(job->shaper, work->arena, job->all, &head->cell->text, look->family, pitch_and_columns, &head->stack))
			return -1;
		least = whole_em(in_text_ems(work, head->stack.width));
	} else if (setting_shape(job, work->arena, &head->cell->text, ROLE_TABLE_HEAD, &head->setting)) {
		return -1;
	}
	column->least = least > column->least ? least : column->least;
	column->most = least > column->most ? least : column->most;
	return 0;
}

static int measure_head(struct table_work *work, struct work_head *head)
{
	struct work_column *column = &work->columns[head->cell->column];
	bool own = head->cell->columns == 1 && head->cell->row + head->cell->rows == work->table->head_rows;
	head->form = own ? column->style->head_form : HEAD_PLAIN;
	if (head->form != HEAD_PLAIN)
		return measure_turned_head(work, head, column);
	if (setting_shape(work->job, work->arena, &head->cell->text, ROLE_TABLE_HEAD, &head->setting))
		return -1;
	if (head->cell->columns > 1)
		return 0;
	int32_t lines = head_least(&head->setting), piece = in_text_ems(work, head->setting.shaped.widest_piece);
	int32_t least = whole_em(in_text_ems(work, lines)), most = lines > 2000 ? whole_em(in_text_ems(work, table_natural(&head->setting.shaped))) : least;
	column->least = least > column->least ? least : column->least;
	column->most = most > column->most ? most : column->most;
	if (piece > column->head_piece)
		column->head_piece = piece;
	return 0;
}

/* A width given in millimetres or as a share of the table. */
static void fix_width(const struct table_work *work, struct work_column *column)
{
	const struct column_style *style = column->style;
	mpt width = style->width ? style->width : (mpt)((int64_t)work->width * style->share / SHARE_WHOLE);
	column->fixed = width > 0;
	if (column->fixed)
		column->content = (int32_t)((int64_t)(width - 2 * work->style->table_padding_x) * 1000 / table_text(work)->em);
}

static int measure_heads(struct table_work *work)
{
	static const struct column_style plain = { .split = true };
	const struct table *table = work->table;
	int result = 0;
	for (int c = 0; c < work->column_count; c++) {
		struct work_column *column = &work->columns[c];
		column->column = &table->columns[c];
		column->style = style_column(work->style, table->columns[c].name);
		column->style = column->style ? column->style : &plain;
		column->label = table->columns[c].merge || table->columns[c].stack;
		if (column->label)
			work->labels[work->label_count++] = c;
		fix_width(work, column);
	}
	work->heads = arena_array(work->arena, (size_t)table->head_cell_count, sizeof *work->heads);
	for (int i = 0; i < table->head_cell_count; i++) {
		work->heads[i].cell = &table->head_cells[i];
		result |= measure_head(work, &work->heads[i]);
	}
	return result;
}

/* ---- cells ---- */

/* Lines by width are kept for these rows of the search; `row`: number of the next one among them. */
struct counting { int *index; int rows, ems; };

static int16_t *lines_at(struct table_work *work, struct work_column *column, int em, int rows)
{
	if (!column->lines[em]) {
		column->lines[em] = arena_array(work->steps, (size_t)rows + 1, sizeof **column->lines);
		for (int r = 0; r < rows; r++)
			column->lines[em][r] = 1;
	}
	return column->lines[em];
}

static int16_t line_number(int lines) { return (int16_t)(lines < INT16_MAX ? lines : INT16_MAX); }
enum { NAME_EMS = 8 };

/* What is left for a column when the others have the least that is known so far. */
static int widest_ems(const struct table_work *work, const struct work_column *column, int ems)
{
	for (int c = 0; c < work->column_count; c++)
		ems -= &work->columns[c] == column ? 0 : work->columns[c].least / 1000;
	return ems;
}

/* Widths below what the column is known to need so far are not asked for; nor are those beyond the sheet. */
static void count_lines(struct table_work *work, struct work_column *column, const struct cell_text *cell, int row, const struct counting *counting)
{
	uint16_t lines[EMS_MAX];
	const struct measure indents = table_indents(cell, column);
	int low = column->least / 1000, high = widest_ems(work, column, counting->ems);
	if (column->fixed) {
		lines_at(work, column, 0, counting->rows)[row] = line_number(table_cell_lines(work, cell, column));
		return;
	}
	if (low > high)
		return;    /* the table is too wide, and that is reported when all columns are known */
	lines_count_ems(&cell->setting.shaped, &indents, low, high, lines);
	for (int em = low; em <= high; em++)
		lines_at(work, column, em, counting->rows)[row] = line_number(lines[em - low]);
}

static void widen_decimal(struct work_column *column, const struct cell_text *cell)
{
	int32_t point = table_point_of(&cell->setting.shaped), whole = cell->setting.shaped.prefix[cell->setting.shaped.count];
	int32_t indent = -table_indents(cell, column).first;
	if (point < 0)
		return;
	column->before = point + indent > column->before ? point + indent : column->before;
	column->after = whole - point > column->after ? whole - point : column->after;
	int32_t both = whole_em(column->before + column->after);
	column->least = both > column->least ? both : column->least;
	column->most = both > column->most ? both : column->most;
}

/* A column of names, one a line: those of ordinary length are not broken. */
static int32_t name_width(const struct shaped *shaped)
{
	int32_t widest = 0;
	for (int i = 1, start = 0; i <= shaped->count; i++) {
		if (i < shaped->count && shaped->breaks[i] != BREAK_FORCED)
			continue;
		int32_t width = shaped->prefix[i] - shaped->prefix[start];
		widest = width > widest && width <= NAME_EMS * 1000 ? width : widest;
		start = i;
	}
	return widest;
}

/* Running text reads badly in lines of two or three characters; names of a list are not broken where there is room. */
static void widen_wish(const struct table_work *work, struct work_column *column, const struct cell_text *cell, int32_t most)
{
	int32_t running = (int32_t)((int64_t)work->style->table_text_min * 1000 / table_text(work)->em);
	int32_t wish = whole_em(most > 2 * running ? running : 0);
	if (column->column->breaks == BREAKS_LIST)
		wish = whole_em(name_width(&cell->setting.shaped));
	column->wished = wish > column->wished ? wish : column->wished;
}

static void widen(const struct table_work *work, struct work_column *column, const struct cell_text *cell)
{
	int32_t least = 0, most = 0;
	if (cell->stack_count) {
		for (int i = 0; i < cell->stack_count; i++)
			least += i ? 1200 : cell->stacks[i].width;
		most = least;
	} else {
		mpt size = table_text(work)->size, floor = column->style->shrink && column->style->shrink < size ? column->style->shrink : size;
		const struct measure indents = table_indents(cell, column);
		least = (int32_t)((int64_t)lines_least(&cell->setting.shaped, &indents) * floor / size);
		most = table_natural(&cell->setting.shaped) - indents.first;
		widen_wish(work, column, cell, most);
	}
	least = whole_em(least);
	most = whole_em(most);
	column->least = least > column->least ? least : column->least;
	column->most = most > column->most ? most : column->most;
	if (column->style->align == ALIGN_DECIMAL && !cell->stack_count)
		widen_decimal(column, cell);
}

static int label_number(const struct table_work *work, int c)
{
	int number = 0;
	while (work->labels[number] != c)
		number++;
	return number;
}

static void need_height(struct table_work *work, int row, int c, mpt height)
{
	mpt *need = &work->label_needs[(size_t)row * (size_t)work->label_count + (size_t)label_number(work, c)];
	*need = height > *need ? height : *need;
}

static int measure_shaped(struct table_work *work, const int at[2], bool again, const struct counting *counting)
{
	int row = at[0], c = at[1];
	struct work_column *column = &work->columns[c];
	struct cell_text cell;
	int result = table_shape(work, work->scratch, at, again, &cell);
	if (!result && !table_is_wide(work, row, c)) {
		widen(work, column, &cell);
		if (cell.stack_count)
			need_height(work, row, c, table_stacks_height(&cell, table_text(work)->size) + 2 * work->style->table_padding_y);
		else if (counting->index[row] >= 0)
			count_lines(work, column, &cell, counting->index[row], counting);
	}
	arena_clear(work->scratch);
	return result;
}

/* A label is as high as its repetitions; but a stack may be higher than with its mark (repeat = marked), which may divide it
 * into more stacks: then both are looked at. */
static int measure_cell(struct table_work *work, int row, int c, const struct counting *counting)
{
	const struct table_column *column = work->columns[c].column;
	int result = 0;
	if (!table_words(work->table, row, c)[0])
		return 0;
	if (column->stack && column->repeat == REPEAT_MARKED)
		result = measure_shaped(work, (const int[2]){ row, c }, false, counting);
	return result | measure_shaped(work, (const int[2]){ row, c }, table_is_label(work, row, c), counting);
}

bool table_sampled(const struct table_work *work, int group)
{
	int stride = work->row_count > TABLE_ALL_ROWS ? (work->row_count + TABLE_SAMPLE_ROWS - 1) / TABLE_SAMPLE_ROWS : 1;
	return group % stride == 0;
}

/* Which rows the search looks at: whole groups of merged rows. -1: not this one. */
static void choose_sample(struct table_work *work, struct counting *counting)
{
	counting->index = arena_array(work->steps, (size_t)work->row_count + 1, sizeof *counting->index);
	int group = -1;
	for (int r = 0, end = 0; r < work->row_count; r++) {
		group += r == end;
		end = r == end ? r + 1 : end;
		end = table_group_end(work, r, end);
		counting->index[r] = table_sampled(work, group) ? counting->rows++ : -1;
	}
	work->sampled_rows = counting->rows;
}

/* The column holds the sums of whatever rows a page will have. */
static int measure_sum(struct table_work *work, int c)
{
	struct decimal limits[2];
	int result = table_sum_limits(work, c, limits);
	for (int i = 0; i < 2 && !result; i++) {
		struct cell_text cell = { .stack_count = 0 };
		const struct words words = { .text = table_sum_text(work->scratch, &limits[i]) };
		result = setting_shape(work->job, work->scratch, &words, ROLE_TABLE_TEXT, &cell.setting);
		if (!result)
			widen(work, &work->columns[c], &cell);
		arena_clear(work->scratch);
	}
	return result;
}

static int measure_sums(struct table_work *work)
{
	int result = 0;
	work->sums = arena_array(work->arena, (size_t)work->column_count, sizeof *work->sums);
	for (int c = 0; c < work->column_count && work->table->sums != SUMS_NONE; c++)
		if (work->columns[c].column->sum)
			result |= measure_sum(work, c);
	return result;
}

static int measure_cells(struct table_work *work)
{
	struct counting counting = { .ems = table_ems(work) };
	int result = 0;
	work->label_needs = arena_array(work->arena, (size_t)work->row_count * (size_t)work->label_count + 1, sizeof *work->label_needs);
	choose_sample(work, &counting);
	for (int c = 0; c < work->column_count; c++)
		work->columns[c].lines = arena_array(work->steps, (size_t)counting.ems + 1, sizeof *work->columns[c].lines);
	for (int r = 0; r < work->row_count; r++)
		for (int c = 0; c < work->column_count; c++)
			result |= measure_cell(work, r, c, &counting);
	return result | measure_sums(work);
}

/* ---- what stands around the rows ---- */

static int measure_note(struct table_work *work, const struct words *words)
{
	struct paragraph_box *box = &work->notes[work->note_count];
	if (!words->text)
		return 0;
	box->width = work->width;
	box->tag = (struct tag){ .role = ROLE_TABLE_NOTE, .file = words->at.file, .line = words->at.line };
	if (setting_shape(work->job, work->arena, words, ROLE_TABLE_NOTE, &box->setting))
		return -1;
	paragraph_break(work->job, work->arena, box);
	work->note_count++;
	return 0;
}

static int measure_around(struct table_work *work, const struct words *title)
{
	struct layout_job *job = work->job;
	const struct table *table = work->table;
	const struct words continued = { .text = work->style->continued };
	const struct words *name = table->title.text ? &table->title : title;
	struct words whole = name ? *name : (struct words){ .text = NULL };
	if (whole.text && table->number.text)
		whole.text = arena_printf(work->arena, "%s\xE3\x80\x80%s", table->number.text, name->text);
	int result = setting_shape(job, work->arena, &continued, ROLE_TABLE_CONTINUED, &work->continued);
	work->title_at = whole.at;
	if (whole.text)
		result |= title_shape(job, work->arena, &whole, ROLE_TABLE_TITLE, work->width, &work->title);
	if ((work->has_subtitle = table->subtitle.text))
		result |= setting_shape(job, work->arena, &table->subtitle, ROLE_TABLE_NOTE, &work->subtitle);
	if ((work->has_unit = table->unit.text))
		result |= setting_shape(job, work->arena, &table->unit, ROLE_TABLE_NOTE, &work->unit);
	result |= measure_note(work, &table->notes);
	result |= measure_note(work, &table->source);
	return result;
}

int table_measure(struct table_work *work, const struct words *title)
{
	work->column_count = work->table->column_count;
	work->row_count = work->table->row_count;
	if (work->column_count > TABLE_COLUMNS_MAX)
		return REPORT(work->job->all, table_too_many_columns, &work->table->columns[TABLE_COLUMNS_MAX].head.at, work->table->id,
		              arena_printf(work->arena, "%d", work->column_count));
	work->columns = arena_array(work->arena, (size_t)work->column_count, sizeof *work->columns);
	size_t cells = (size_t)work->row_count * (size_t)work->column_count;
	if (cells <= TABLE_CELLS_KEPT)
		work->cells = arena_array(work->arena, cells, sizeof *work->cells);
	work->labels = arena_array(work->arena, (size_t)work->column_count, sizeof *work->labels);
	int result = measure_heads(work);
	result |= measure_around(work, title);
	result |= measure_cells(work);
	return result;
}
