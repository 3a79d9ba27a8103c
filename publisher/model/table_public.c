/* A public copy ([document] public = yes): columns and rows marked public = no are taken out of the table when it is built and checked,
 * so that no later stage knows of them. Labels that went on from a row taken out stand in the next row. A group line or a subtotal all of
 * whose rows are taken out goes with them. A total that counts rows taken out would give away what they hold: the edition must say whether
 * it goes too or stays with a note. */
#include <string.h>
#include "model/table_build.h"
#include "model/table_head.h"
#include "read/rule.h"

enum totals { TOTALS_UNDECIDED, TOTALS_KEEP, TOTALS_DROP };

struct filter {
	struct table_builder *builder;
	bool *column, *row;        /* taken out */
	int columns, rows;         /* how many */
	enum totals totals;
	bool noted;                /* a total stays that counts what is taken out */
	int result;
};

static struct table_cell *row_of(const struct filter *filter, int row) { return &filter->builder->cells[(size_t)row * (size_t)filter->builder->width]; }
static enum table_row_kind kind_of(const struct filter *filter, int row) { return (enum table_row_kind)filter->builder->rows[row].kind; }
static bool is_sum(const struct filter *filter, int row) { return kind_of(filter, row) == ROW_TOTAL || kind_of(filter, row) == ROW_SUBTOTAL; }

/* ---- what is taken out ---- */

static bool is_public(struct filter *filter, const char *section)
{
	struct table_builder *builder = filter->builder;
	const struct words *value = settings_lookup(builder->settings, section, "public");
	bool is = true;
	if (value && value->text[0])
		filter->result |= settings_flag(builder->settings, builder->all, section, "public", &is) < 0 ? -1 : 0;
	return is;
}

static void mark_columns(struct filter *filter)
{
	struct table_builder *builder = filter->builder;
	for (int c = 0; c < builder->width; c++)
		filter->column[c] = !is_public(filter, arena_printf(builder->arena, "column.%s", builder->columns[c].name));
}

/* As rules are tested for looks (layout/table_cell.c). */
static bool cell_fits(const struct filter *filter, const struct rule_condition *when, int row, int column)
{
	const struct table *table = filter->builder->table;
	int anchor = table_anchor(table, row, column);
	switch (when->test) {
	case RULE_EMPTY:
		return !table_words(table, anchor, column)[0] && table_cell(table, anchor, column)->columns;
	case RULE_TOTAL:
		return is_sum(filter, row);
	case RULE_BANNER:
		return kind_of(filter, row) == ROW_BANNER;
	default:
		return rule_text_fits(when, table_words(table, anchor, column));
	}
}

static void mark_rows_by(struct filter *filter, const struct rule_condition *when)
{
	struct table_builder *builder = filter->builder;
	for (int r = 0; r < builder->table->row_count; r++)
		for (int c = 0; c < builder->width && !filter->row[r]; c++)
			filter->row[r] = (!when->column || strcmp(when->column, builder->columns[c].name) == 0) && cell_fits(filter, when, r, c);
}

static void mark_rows(struct filter *filter, bool wanted)
{
	struct table_builder *builder = filter->builder;
	const struct words *names = NULL;
	size_t count = settings_instances(builder->settings, "rule", &names);
	for (size_t i = 0; i < count; i++) {
		const char *section = arena_printf(builder->arena, "rule.%s", names[i].text);
		struct rule_condition when = { .column = NULL };
		if (!is_public(filter, section) && wanted && !rule_condition_read(builder->arena, builder->all, builder->settings, section, &when) && when.tests == 1)
			mark_rows_by(filter, &when);    /* a rule without one test is reported where looks are read */
	}
}

/* ---- what depends on rows taken out ---- */

/* Ordinary rows from `row` on in steps up or down to a row of the kinds that end them: how many, and of these taken out. */
struct part { int rows, out; };

static struct part part_from(const struct filter *filter, int row, const int step_and_ends[2])
{
	struct part part = { 0, 0 };
	for (int r = row; r >= 0 && r < filter->builder->table->row_count && !(step_and_ends[1] >> kind_of(filter, r) & 1); r += step_and_ends[0]) {
		part.rows += kind_of(filter, r) == ROW_ORDINARY;
		part.out += kind_of(filter, r) == ROW_ORDINARY && filter->row[r];
	}
	return part;
}

static bool gone(struct part part) { return part.rows && part.out == part.rows; }

/* A group line stands above its rows, a subtotal below them or above. */
static void mark_group_lines(struct filter *filter)
{
	const int section = 1 << ROW_TOTAL | 1 << ROW_BANNER, part = section | 1 << ROW_SUBTOTAL;
	for (int r = 0; r < filter->builder->table->row_count; r++) {
		if (kind_of(filter, r) == ROW_BANNER)
			filter->row[r] |= gone(part_from(filter, r + 1, (const int[2]){ 1, section }));
		if (kind_of(filter, r) != ROW_SUBTOTAL)
			continue;
		struct part above = part_from(filter, r - 1, (const int[2]){ -1, part }), below = part_from(filter, r + 1, (const int[2]){ 1, part });
		filter->row[r] |= gone(above.rows ? above : below);
	}
}

/* Does a total count rows that are taken out, as far as one can tell? */
static bool counts_hidden(const struct filter *filter, int row)
{
	const int ends = 1 << ROW_TOTAL | 1 << ROW_BANNER | 1 << ROW_SUBTOTAL;
	if (kind_of(filter, row) == ROW_TOTAL)
		return part_from(filter, 0, (const int[2]){ 1, 0 }).out > 0;
	return part_from(filter, row - 1, (const int[2]){ -1, ends }).out + part_from(filter, row + 1, (const int[2]){ 1, ends }).out > 0;
}

static void settle_totals(struct filter *filter)
{
	struct table_builder *builder = filter->builder;
	for (int r = 0; r < builder->table->row_count; r++) {
		if (filter->row[r] || !is_sum(filter, r) || !counts_hidden(filter, r))
			continue;
		struct place at = table_place_of(builder->table, r, 0);
		if (filter->totals == TOTALS_DROP)
			filter->row[r] = true;
		else if (filter->totals == TOTALS_KEEP)
			filter->noted = true;
		else
			filter->result = REPORT(builder->all, public_totals, &at, builder->table->id);
	}
}

static void note_totals(struct filter *filter)
{
	const struct words *note = settings_lookup(filter->builder->settings, "table", "public_note");
	if (filter->noted && note && note->text[0])
		filter->builder->table->public_note = *note;
}

void table_join_notes(struct arena *arena, struct table *table)
{
	static const char label[] = "注：", *const ends[] = { "。", "；", "！" };
	const struct words *note = &table->public_note;
	if (!note->text)
		return;
	if (!table->notes.text) {
		table->notes = *note;
		return;
	}
	size_t length = strlen(table->notes.text), skip = strncmp(note->text, label, strlen(label)) == 0 ? strlen(label) : 0;
	bool ended = false;
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
		ended |= length >= strlen(ends[i]) && strcmp(table->notes.text + length - strlen(ends[i]), ends[i]) == 0;
	table->notes.text = arena_printf(arena, "%s%s%s", table->notes.text, ended ? "" : "；", note->text + skip);
}

/* ---- what figures of templates are held against ---- */

static void take_columns(const struct filter *filter, const struct table_cell *from, struct table_cell *to);

/* All rows, without the columns taken out; the columns themselves are named once they are settled. Before anything is moved. */
static struct table *keep_whole(const struct filter *filter)
{
	struct table_builder *builder = filter->builder;
	const int rows = builder->table->row_count, width = builder->width - filter->columns;
	struct table *whole = arena_alloc(builder->arena, sizeof *whole);
	struct table_cell *cells = arena_array(builder->arena, (size_t)rows * (size_t)width, sizeof *cells);
	struct table_row *kinds = arena_array(builder->arena, (size_t)rows, sizeof *kinds);
	for (int r = 0; r < rows; r++)
		take_columns(filter, row_of(filter, r), &cells[(size_t)r * (size_t)width]);
	memcpy(kinds, builder->rows, (size_t)rows * sizeof *kinds);
	*whole = *builder->table;
	whole->cells = cells;
	whole->rows = kinds;
	return whole;
}

/* ---- taking out ---- */

/* The first row left of a label that began in a row taken out carries it. */
static void move_labels(struct filter *filter)
{
	struct table *table = filter->builder->table;
	for (int c = 0; c < filter->builder->width; c++) {
		const struct table_cell *anchor = NULL;    /* of a label none of whose rows is left so far */
		for (int r = 0; r < table->row_count; r++) {
			struct table_cell *cell = &row_of(filter, r)[c];
			if (!cell->covered)
				anchor = cell;
			if (filter->row[r] || !anchor)
				continue;
			if (cell->covered) {
				cell->text = anchor->text;
				cell->placeholder = anchor->placeholder;
				cell->covered = 0;
			}
			anchor = NULL;
		}
	}
}

/* A row without its columns; what goes over several columns goes over those left. to and from may be the same. */
static void take_columns(const struct filter *filter, const struct table_cell *from, struct table_cell *to)
{
	const int width = filter->builder->width;
	for (int c = 0; c < width;) {
		struct table_cell wide = from[c];
		int end = c + (wide.columns ? (int)wide.columns : 1), left = 0;
		for (int i = c; i < end; i++)
			left += !filter->column[i];
		for (bool first = true; c < end; c++) {
			if (filter->column[c])
				continue;
			*to = first ? wide : from[c];
			to->columns = first && wide.columns ? (unsigned)left : 0;
			first = false;
			to++;
		}
	}
}

static void take_rows(struct filter *filter)
{
	struct table_builder *builder = filter->builder;
	int kept = 0;
	for (int r = 0; r < builder->table->row_count; r++) {
		if (filter->row[r])
			continue;
		take_columns(filter, row_of(filter, r), &builder->cells[(size_t)kept * (size_t)(builder->width - filter->columns)]);
		builder->rows[kept++] = builder->rows[r];
	}
	builder->table->row_count = kept;
}

/* Rows of the head in which no cell begins any more. */
static void take_head_rows(struct filter *filter)
{
	struct table *table = filter->builder->table;
	struct table_head_cell *cells = filter->builder->head_cells;
	for (int r = table->head_rows - 1; r > 0; r--) {
		bool begins = false;
		for (int i = 0; i < table->head_cell_count; i++)
			begins |= cells[i].row == r;
		for (int i = 0; i < table->head_cell_count && !begins; i++) {
			cells[i].rows -= cells[i].row < r && cells[i].row + cells[i].rows > r;
			cells[i].row -= cells[i].row > r;
		}
		table->head_rows -= !begins;
	}
}

static int columns_left(const struct filter *filter, int from, int to)
{
	int left = 0;
	for (int c = from; c < to; c++)
		left += !filter->column[c];
	return left;
}

static void take_heads(struct filter *filter)
{
	struct table_builder *builder = filter->builder;
	int cells = 0, kept = 0;
	for (int i = 0; i < builder->table->head_cell_count; i++) {
		struct table_head_cell cell = builder->head_cells[i];
		int left = columns_left(filter, cell.column, cell.column + cell.columns);
		cell.column = columns_left(filter, 0, cell.column);
		cell.columns = left;
		if (left)
			builder->head_cells[cells++] = cell;
	}
	builder->table->head_cell_count = cells;
	const char **names = arena_array(builder->arena, (size_t)filter->columns + 1, sizeof *names);
	for (int c = 0; c < builder->width; c++) {
		if (filter->column[c])
			names[builder->table->left_out_count++] = builder->columns[c].name;
		else
			builder->columns[kept++] = builder->columns[c];
	}
	builder->table->left_out = names;
	builder->table->column_count = builder->width = kept;
	take_head_rows(filter);
}

static int take_out(struct filter *filter)
{
	struct table_builder *builder = filter->builder;
	struct place at = { .file = builder->table->file };
	for (int r = 0; r < builder->table->row_count; r++)
		filter->rows += filter->row[r];
	for (int c = 0; c < builder->width; c++)
		filter->columns += filter->column[c];
	if (filter->rows == builder->table->row_count || filter->columns == builder->width)
		return REPORT(builder->all, public_nothing, &at, builder->table->id);
	if (!filter->rows && !filter->columns)
		return 0;
	struct table *whole = filter->rows ? keep_whole(filter) : NULL;
	move_labels(filter);
	take_rows(filter);
	take_heads(filter);
	if (whole) {
		whole->columns = builder->table->columns;
		whole->column_count = builder->table->column_count;
		builder->table->whole = whole;
	}
	note_totals(filter);
	REPORT(builder->all, public_left_out, &at, builder->table->id, arena_printf(builder->scratch, "%d", filter->rows),
	       arena_printf(builder->scratch, "%d", filter->columns));
	return 0;
}

int table_make_public(struct table_builder *builder)
{
	static const char *const totals[] = { "keep", "保留", "drop", "删去", NULL };    /* TOTALS_KEEP, TOTALS_DROP */
	struct filter filter = { .builder = builder, .column = arena_array(builder->arena, (size_t)builder->width + 1, sizeof(bool)) };
	const char *section = settings_lookup(builder->settings, builder->section, "public_totals") ? builder->section : "table";
	const struct words *decided = settings_lookup(builder->settings, section, "public_totals");
	bool wanted = false;
	int choice = 0;
	filter.row = arena_array(builder->arena, (size_t)builder->table->row_count + 1, sizeof(bool));
	filter.result |= settings_flag(builder->settings, builder->all, "document", "public", &wanted) < 0 ? -1 : 0;
	if (decided && decided->text[0])
		filter.result |= settings_choice(builder->settings, builder->all, section, "public_totals", totals, &choice) < 0 ? -1 : 0;
	filter.totals = decided && decided->text[0] ? (enum totals)(TOTALS_KEEP + choice) : TOTALS_UNDECIDED;
	mark_columns(&filter);
	mark_rows(&filter, wanted);
	if (filter.result || !wanted)
		return filter.result;
	mark_group_lines(&filter);
	settle_totals(&filter);
	return filter.result ? filter.result : take_out(&filter);
}
