/* One cell: the look that rules give it, its shaped text, its lines in a column. Only of a small table the text is kept: in others
 * the same cell is shaped again when its page is put. */
#include <string.h>
#include "layout/table_work.h"

static bool rule_fits(const struct table_work *work, const struct table_rule *rule, int row, int column)
{
	const struct table *table = work->table;
	int anchor = table_anchor(table, row, column);
	const char *text = table_words(table, anchor, column);
	switch (rule->when.test) {
	case RULE_EQUALS:
	case RULE_CONTAINS:
	case RULE_BELOW:
	case RULE_ABOVE:
		return rule_text_fits(&rule->when, text);
	case RULE_EMPTY:
		return !text[0] && table_cell(table, anchor, column)->columns;    /* under a wide cell there is none */
	case RULE_TOTAL:
		return table->rows[row].kind == ROW_TOTAL || table->rows[row].kind == ROW_SUBTOTAL;
	case RULE_BANNER:
		return table->rows[row].kind == ROW_BANNER;
	}
	return false;
}

/* Does the rule give this cell its look? *tested: it was this cell's own text that it fitted. */
static bool applies(const struct table_work *work, const struct table_rule *rule, const int at[2], bool *tested)
{
	bool any = false;
	*tested = false;
	for (int c = 0; c < work->column_count; c++) {
		if ((rule->when.column && strcmp(rule->when.column, work->columns[c].column->name) != 0) || (!rule->row && c != at[1]))
			continue;
		bool fits = rule_fits(work, rule, at[0], c);
		any |= fits;
		*tested |= fits && c == at[1];
	}
	return any;
}

/* A label is about all its rows: of those before rows[1] each must be fit. */
static bool applies_to_all(const struct table_work *work, const struct table_rule *rule, const int rows[2], int column, bool *tested)
{
	bool fits = applies(work, rule, (const int[2]){ rows[0], column }, tested), ignored;
	for (int r = rows[0] + 1; r < rows[1] && fits && table_cell(work->table, r, column)->covered; r++)
		fits = applies(work, rule, (const int[2]){ r, column }, &ignored);
	return fits;
}

struct cell_look table_look(const struct table_work *work, int row, int column)
{
	const int rows[2] = { row, work->row_count };
	struct cell_look look = { false, LIGHT_NONE };
	for (int i = 0; i < work->style->rule_count; i++) {
		const struct table_rule *rule = &work->style->rules[i];
		bool tested = false;
		if ((!rule->bold && !rule->light) || !applies_to_all(work, rule, rows, column, &tested))
			continue;
		look.bold |= rule->bold;
		look.light = look.light || !tested ? look.light : rule->light;
	}
	return look;
}

enum tint table_shade(const struct table_work *work, const int rows[2], int column)
{
	bool ignored;
	for (int i = 0; i < work->style->rule_count; i++)
		if (work->style->rules[i].shade && applies_to_all(work, &work->style->rules[i], rows, column, &ignored))
			return work->style->rules[i].shade;
	return TINT_NONE;
}

static int stack_divided(const struct table_work *work, struct arena *arena, struct cell_text *cell, const struct words *words, int columns)
{
	struct layout_job *job = work->job;
	const int pitch_and_columns[2] = { work->style->stack_pitch_milli, columns };
	cell->stacks = arena_array(arena, (size_t)columns, sizeof *cell->stacks);
	cell->stack_count = columns;
	return stack_shape(job->shaper, arena, job->all, words, cell->setting.look->family, pitch_and_columns, cell->stacks);
}

mpt table_stacks_height(const struct cell_text *cell, mpt size)
{
	mpt tallest = 0;
	for (int i = 0; i < cell->stack_count; i++) {
		mpt height = mpt_from_milli_em(cell->stacks[i].height, size);
		tallest = height > tallest ? height : tallest;
	}
	return tallest;
}

/* What a sheet surely has for rows: below a head of two lines, or of so many rows. The first rows stand on the first sheet,
 * below the title. */
static mpt room_for_label(const struct table_work *work, int row)
{
	const struct style *style = work->style;
	int heads = work->table->head_rows > 1 ? work->table->head_rows : 2;
	bool first = row == 0 && !work->in_text;
	mpt strip = table_text(work)->pitch + 2 * style->table_padding_y, sums = work->table->sums != SUMS_NONE ? 2 * strip : 0;
	mpt above = first ? table_above(work, true) : style->table_continued_gap + style->roles[ROLE_TABLE_CONTINUED].pitch;
	return work->sheet[!first] - above - heads * style->roles[ROLE_TABLE_HEAD].pitch - (heads + 4) * style->table_padding_y - sums;
}

/* A label goes on in two stacks only when it is taller than its page's room for rows. */
static int shape_stacks(const struct table_work *work, struct arena *arena, struct cell_text *cell, const struct words *words)
{
	mpt room = room_for_label(work, words->at.row - 1);
	int columns = 1, result = stack_divided(work, arena, cell, words, 1);
	while (!result && table_stacks_height(cell, table_text(work)->size) > room && columns < 9)
		result = stack_divided(work, arena, cell, words, ++columns);
	if (!result && columns > 1)
		REPORT(work->job->all, label_in_stacks, &words->at, words->text, arena_printf(arena, "%d", columns));
	return result;
}

static int shape_sized(const struct table_work *work, struct arena *arena, const struct words *words, mpt size, struct cell_text *cell)
{
	const struct role_style *text = table_text(work);
	cell->setting.look = text;
	if (cell->look.bold || size != text->size) {
		cell->own = *text;
		cell->own.family = cell->look.bold ? FAMILY_HEITI : text->family;    /* Chinese faces have no bold of their own */
		cell->own.em = cell->own.size = size;
		cell->setting.look = &cell->own;
	}
	return setting_shape_look(work->job, arena, words, cell->setting.look, &cell->setting);
}

/* As kept, where this table keeps its cells. */
static int shape_plain(const struct table_work *work, struct arena *arena, const int at[2], const struct words *words, struct cell_text *out)
{
	bool marked = words->text != table_words(work->table, at[0], at[1]);
	struct setting *kept = work->cells && !marked && !out->look.bold ? &work->cells[at[0] * work->column_count + at[1]] : NULL;
	if (kept && kept->look) {
		out->setting = *kept;
		return 0;
	}
	int result = shape_sized(work, kept ? work->arena : arena, words, table_text(work)->size, out);
	if (kept && !result)
		*kept = out->setting;
	return result;
}

int table_shape(const struct table_work *work, struct arena *arena, const int at[2], bool again, struct cell_text *out)
{
	const struct table_column *column = work->columns[at[1]].column;
	struct words words = { .text = table_words(work->table, at[0], at[1]), .at = table_place_of(work->table, at[0], at[1]) };
	if (again && column->repeat == REPEAT_MARKED)
		words.text = arena_printf(arena, "%s%s", words.text, work->style->label_continued);
	*out = (struct cell_text){ .look = table_look(work, at[0], at[1]) };
	out->sentence = strstr(words.text, "\xE3\x80\x82") != NULL;
	if (!column->stack || table_is_wide(work, at[0], at[1]))
		return shape_plain(work, arena, at, &words, out);
	out->own = *table_text(work);
	out->own.family = out->look.bold ? FAMILY_HEITI : out->own.family;
	out->setting.look = &out->own;
	return shape_stacks(work, arena, out, &words);
}

struct measure table_measure_of(const struct table_work *work, const struct cell_text *cell, const struct work_column *column)
{
	mpt em = table_text(work)->em, own = cell->setting.look->em;
	struct measure measure = table_indents(cell, column);
	int32_t content = own == em ? column->content : (int32_t)((int64_t)column->content * em / own);
	measure.first += content;
	measure.rest += content;
	return measure;
}

struct measure table_indents(const struct cell_text *cell, const struct work_column *column)
{
	const struct column_style *style = column->style;
	int32_t indent = (int32_t)((int64_t)style->indent * 1000 / cell->setting.look->em) + (cell->look.light ? LAMP_ADVANCE : 0);
	return (struct measure){ .first = -indent, .even = style->align == ALIGN_CENTRE, .paragraphs = style->indent || style->hang, .hang = style->hang };
}

int table_cell_lines(const struct table_work *work, const struct cell_text *cell, const struct work_column *column)
{
	const struct measure measure = table_measure_of(work, cell, column);
	return cell->stack_count ? 1 : lines_count(&cell->setting.shaped, &measure);
}

int32_t table_natural(const struct shaped *shaped)
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

int32_t table_point_of(const struct shaped *shaped)
{
	struct decimal number;
	if (!decimal_parse(shaped->text, &number))
		return -1;
	int glyph = 0;
	while (glyph < shaped->count && shaped->cluster[glyph] < number.point)
		glyph++;
	return shaped->prefix[glyph];
}

static bool too_wide(const struct table_work *work, const struct cell_text *cell, const struct work_column *column)
{
	const struct measure indents = table_indents(cell, column), measure = table_measure_of(work, cell, column);
	return lines_least(&cell->setting.shaped, &indents) > measure.rest;
}

static bool too_high(const struct table_work *work, const struct cell_text *cell, const struct work_column *column)
{
	mpt most = work->style->table_row_max_height, padding = 2 * work->style->table_padding_y;
	return most && table_cell_lines(work, cell, column) * table_text(work)->pitch + padding > most;
}

static int report_room(const struct table_work *work, const struct words *words, const struct work_column *column, const struct cell_text *cell)
{
	mpt em = cell->setting.look->em, padding = 2 * work->style->table_padding_x;
	struct arena *arena = work->arena;
	if (!too_wide(work, cell, column))
		return REPORT(work->job->all, row_too_high, &words->at, arena_printf(arena, "%d", table_cell_lines(work, cell, column)),
		              arena_printf(arena, "%.1f", work->style->table_row_max_height / 2834.6457));
	return REPORT(work->job->all, column_too_narrow, &words->at, words->text, arena_printf(arena, "%.1f", column->width / 2834.6457),
	              arena_printf(arena, "%.1f", (mpt_from_milli_em(cell->setting.shaped.widest_piece, em) + padding + 99) / 2834.6457));
}

int table_fit_cell(const struct table_work *work, struct arena *arena, const int at[2], const struct work_column *column, struct cell_text *cell)
{
	enum { STEP = 250 };    /* mpt */
	const struct words words = { .text = table_words(work->table, at[0], at[1]), .at = table_place_of(work->table, at[0], at[1]) };
	mpt size = cell->setting.look->size, floor = column->style->shrink ? column->style->shrink : size;
	int result = 0;
	if (cell->stack_count)
		return 0;
	while (!result && size > floor && (too_wide(work, cell, column) || too_high(work, cell, column))) {
		size = size - STEP > floor ? size - STEP : floor;
		result = shape_sized(work, arena, &words, size, cell);
	}
	if (!result && (too_wide(work, cell, column) || too_high(work, cell, column)))
		return report_room(work, &words, column, cell);
	if (!result && size < table_text(work)->size)
		REPORT(work->job->all, cell_shrunk, &words.at, words.text, arena_printf(work->arena, "%.2f", size / 1000.0));
	return result;
}
