/* Measuring: each distinct cell text is shaped once, before any width is known; each column learns its least and its
 * greatest useful content width. */
#include <string.h>
#include "layout/table_work.h"

enum { BUCKETS = 4096 };

static uint32_t hash_of(const char *text, bool stack)
{
	uint32_t hash = stack ? 2166136261u : 84696351u;
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619u;
	return hash % BUCKETS;
}

static int stack_divided(struct table_work *work, struct measured *cell, const struct words *words, int columns)
{
	struct layout_job *job = work->job;
	const int pitch_and_columns[2] = { job->style->stack_pitch_milli, columns };
	cell->stacks = arena_array(work->arena, (size_t)columns, sizeof *cell->stacks);
	cell->stack_count = columns;
	return stack_shape(job->shaper, work->arena, job->all, words, table_text(work)->family, pitch_and_columns, cell->stacks);
}

/* A label goes on in two stacks only when it is taller than any page's room for rows. */
static int shape_stack(struct table_work *work, struct measured *cell, const struct words *words)
{
	const struct style *style = work->job->style;
	mpt sheet = work->table->orientation == TABLE_TURNED ? style->text_width : style->text_height;
	mpt room = sheet - 2 * table_text(work)->pitch - 6 * style->table_padding_y - style->table_continued_gap
	           - style->roles[ROLE_TABLE_CONTINUED].pitch;
	int columns = 1, result = stack_divided(work, cell, words, 1);
	while (!result && mpt_from_milli_em(cell->stacks[0].height, table_text(work)->size) > room && columns < 9)
		result = stack_divided(work, cell, words, ++columns);
	if (!result && columns > 1)
		REPORT(work->job->all, label_in_stacks, &words->at, words->text, arena_printf(work->arena, "%d", columns));
	return result;
}

static struct measured *measured_for(struct table_work *work, struct measured **buckets, int row, int column)
{
	const char *text = table_words(work->table, row, column);
	bool stack = work->columns[column].column->stack && !table_is_wide(work, row, column);
	struct measured **bucket = &buckets[hash_of(text, stack)], *cell = *bucket;
	while (cell && (strcmp(cell->text, text) != 0 || (cell->stack_count > 0) != stack))
		cell = cell->next;
	if (cell)
		return cell;
	const struct words words = { .text = text, .at = table_place_of(work->table, row, column) };
	cell = arena_alloc(work->arena, sizeof *cell);
	cell->text = text;
	cell->sentence = strstr(text, "\xE3\x80\x82") != NULL;
	int failed = stack ? shape_stack(work, cell, &words)
	                   : setting_shape(work->job, work->arena, &words, ROLE_TABLE_TEXT, &cell->setting);
	if (failed)
		return NULL;
	cell->next = *bucket;
	*bucket = cell;
	return cell;
}

static int32_t natural_width(const struct shaped *shaped)
{
	int32_t widest = 0;
	int start = 0;
	for (int i = 1; i <= shaped->count; i++) {
		if (i < shaped->count && shaped->breaks[i] != BREAK_FORCED)
			continue;
		int32_t width = shaped->prefix[i] - shaped->prefix[start];
		widest = width > widest ? width : widest;
		start = i;
	}
	return widest;
}

static int32_t whole_em(int32_t milli) { return (milli + 999) / 1000 * 1000; }

/* A head takes at most two lines where it can. */
static int32_t head_least(const struct setting *head)
{
	int32_t width = whole_em(head->shaped.widest_piece), natural = natural_width(&head->shaped);
	for (; width < natural; width += 1000) {
		const struct measure measure = { .first = width, .rest = width };
		if (lines_count(&head->shaped, &measure) <= 2)
			break;
	}
	return width;
}

static int measure_heads(struct table_work *work)
{
	const struct table *table = work->table;
	int result = 0;
	for (int c = 0; c < work->column_count; c++) {
		work->columns[c].column = &table->columns[c];
		work->columns[c].style = style_column(work->job->style, table->columns[c].name);
	}
	work->heads = arena_array(work->arena, (size_t)table->head_cell_count, sizeof *work->heads);
	for (int i = 0; i < table->head_cell_count; i++) {
		struct work_head *head = &work->heads[i];
		struct work_column *column = &work->columns[table->head_cells[i].column];
		head->cell = &table->head_cells[i];
		if (setting_shape(work->job, work->arena, &head->cell->text, ROLE_TABLE_HEAD, &head->setting)) {
			result = -1;
		} else if (head->cell->columns == 1) {
			int32_t least = head_least(&head->setting);
			int32_t most = least > 2000 ? whole_em(natural_width(&head->setting.shaped)) : least;
			column->least = least > column->least ? least : column->least;
			column->most = most > column->most ? most : column->most;
			if (head->setting.shaped.widest_piece > column->head_piece)
				column->head_piece = head->setting.shaped.widest_piece;
		}
	}
	return result;
}

static void widen(struct work_column *column, const struct measured *cell)
{
	int32_t least = 0, most = 0;
	if (cell->stack_count) {
		for (int i = 0; i < cell->stack_count; i++)
			least += i ? 1200 : cell->stacks[i].width;
		most = least;
	} else {
		least = cell->setting.shaped.widest_piece;
		most = natural_width(&cell->setting.shaped);
	}
	least = whole_em(least);
	most = whole_em(most);
	column->least = least > column->least ? least : column->least;
	column->most = most > column->most ? most : column->most;
}

static int measure_cells(struct table_work *work)
{
	const struct table *table = work->table;
	struct measured **buckets = arena_array(work->arena, BUCKETS, sizeof *buckets);
	int result = 0;
	work->cells = arena_array(work->arena, (size_t)work->row_count * (size_t)work->column_count, sizeof *work->cells);
	for (int r = 0; r < work->row_count; r++) {
		for (int c = 0; c < work->column_count; c++) {
			size_t index = table_index(work, r, c);
			if (!table_words(table, r, c)[0])
				continue;
			work->cells[index] = measured_for(work, buckets, r, c);
			if (work->cells[index] && table_is_wide(work, r, c))
				continue;
			if (work->cells[index])
				widen(&work->columns[c], work->cells[index]);
			else
				result = -1;
		}
	}
	return result;
}

static int measure_around(struct table_work *work, const struct words *title)
{
	struct layout_job *job = work->job;
	const struct table *table = work->table;
	const struct words continued = { .text = job->style->continued };
	const struct words *name = table->title.text ? &table->title : title;
	int result = setting_shape(job, work->arena, &continued, ROLE_TABLE_CONTINUED, &work->continued);
	if (name && name->text)
		result |= title_shape(job, work->arena, name, ROLE_TABLE_TITLE, work->width, &work->title);
	if ((work->has_subtitle = table->subtitle.text))
		result |= setting_shape(job, work->arena, &table->subtitle, ROLE_TABLE_NOTE, &work->subtitle);
	if ((work->has_unit = table->unit.text))
		result |= setting_shape(job, work->arena, &table->unit, ROLE_TABLE_NOTE, &work->unit);
	if ((work->has_notes = table->notes.text)) {
		work->notes.width = work->width;
		work->notes.tag = (struct tag){ .role = ROLE_TABLE_NOTE, .file = table->notes.at.file, .line = table->notes.at.line };
		result |= setting_shape(job, work->arena, &table->notes, ROLE_TABLE_NOTE, &work->notes.setting);
		if (!result)
			paragraph_break(job, work->arena, &work->notes);
	}
	return result;
}

int table_measure(struct table_work *work, const struct words *title)
{
	work->column_count = work->table->column_count;
	work->row_count = work->table->row_count;
	work->columns = arena_array(work->arena, (size_t)work->column_count, sizeof *work->columns);
	int result = measure_heads(work);
	result |= measure_cells(work);
	result |= measure_around(work, title);
	return result;
}
