/* Figures that ought to agree: a total with its rows; and columns that are to be summed hold numbers. Only warnings: what
 * the table says is set as it stands. */
#include <string.h>
#include "base/arena.h"
#include "base/decimal.h"
#include "model/table_build.h"
#include "model/table_head.h"

enum { MOST_REPORTS = 20 };    /* of one kind about one column */

struct totals {
	struct table_builder *builder;
	int column;
	const char *unit;          /* of all its ordinary cells; NULL: none seen */
	struct decimal all;        /* what its ordinary cells add up to */
	int all_count;             /* -1: too much */
	int totals, last_total;    /* rows of that kind in the table; the last of them */
};

static const char *words_of(const struct totals *totals, int row, int column) { return table_words(totals->builder->table, row, column); }

static int kind_of(const struct totals *totals, int row) { return totals->builder->rows[row].kind; }

/* 1: a number, 0: nothing, -1: other text. */
static int figure(const struct totals *totals, int row, struct decimal *out)
{
	const char *text = words_of(totals, row, totals->column);
	if (!text[0] || table_cell(totals->builder->table, row, totals->column)->placeholder)
		return 0;
	return decimal_parse(text, out) ? 1 : -1;
}

/* Shares, means and ranks do not add up. */
static bool head_adds_up(const char *name)
{
	static const char *const others[] = { "%", "％", "‰", "率", "比", "均", "单价", "排名", "名次", "增幅", "增速", "增长", "年份", "年度" };
	bool adds = !head_equals(name, "序号");
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		adds &= !strstr(name, others[i]);
	return adds;
}

/* Are the ordinary cells of the column numbers of one unit, or empty? */
static bool column_adds_up(struct totals *totals)
{
	struct decimal value;
	totals->unit = NULL;
	if (!head_adds_up(totals->builder->columns[totals->column].name))
		return false;
	for (int r = 0; r < totals->builder->table->row_count; r++) {
		int is = kind_of(totals, r) == ROW_ORDINARY ? figure(totals, r, &value) : 0;
		if (is < 0 || (is > 0 && totals->unit && strcmp(value.unit, totals->unit) != 0))
			return false;
		if (is > 0)
			totals->unit = value.unit;
	}
	return totals->unit && strncmp(totals->unit, "%", 1) != 0 && strncmp(totals->unit, "％", 3) != 0 && strncmp(totals->unit, "‰", 3) != 0;
}

/* Adds ordinary rows from the one at `row` on, upwards or downwards, to the next row of the kinds that end them. How many
 * figures there were; -1: too great a sum. */
static int add_rows(const struct totals *totals, int row, const int step_and_ends[2], struct decimal *sum)
{
	struct decimal value;
	int count = 0;
	*sum = (struct decimal){ 0 };
	for (int r = row; r >= 0 && r < totals->builder->table->row_count && !(step_and_ends[1] >> kind_of(totals, r) & 1); r += step_and_ends[0]) {
		if (kind_of(totals, r) != ROW_ORDINARY || figure(totals, r, &value) <= 0)
			continue;
		if (!decimal_add(sum, &value))
			return -1;
		count++;
	}
	return count;
}

/* The total at `row` agrees with its rows above or below it; else *sum is what they add up to. Nothing to add: it agrees. */
static bool part_agrees(const struct totals *totals, int row, const struct decimal *total, struct decimal *sum)
{
	const int section = 1 << ROW_TOTAL | 1 << ROW_BANNER, part = section | 1 << ROW_SUBTOTAL;
	const int ends = kind_of(totals, row) == ROW_SUBTOTAL ? part : section;
	struct decimal below;
	int above_count = add_rows(totals, row - 1, (const int[2]){ -1, ends }, sum);
	int below_count = add_rows(totals, row + 1, (const int[2]){ 1, ends }, &below);
	bool agrees = (above_count > 0 && decimal_compare(total, sum) == 0) || (below_count > 0 && decimal_compare(total, &below) == 0);
	if (above_count == 0)
		*sum = below;
	return agrees || above_count < 0 || below_count < 0 || above_count + below_count == 0;
}

static bool agrees(const struct totals *totals, int row, const struct decimal *total, struct decimal *sum)
{
	if (kind_of(totals, row) == ROW_SUBTOTAL)
		return part_agrees(totals, row, total, sum);
	if (totals->totals > 1 && part_agrees(totals, row, total, sum))    /* each section has its own */
		return true;
	if (totals->totals == 1 || row == totals->last_total)
		*sum = totals->all;
	return totals->all_count < 0 || decimal_compare(total, &totals->all) == 0;
}

static void check_column(struct totals *totals)
{
	const struct table *table = totals->builder->table;
	struct arena *scratch = totals->builder->scratch;
	int reports = 0;
	totals->all_count = add_rows(totals, 0, (const int[2]){ 1, 0 }, &totals->all);
	for (int r = 0; r < table->row_count && reports < MOST_REPORTS; r++) {
		bool of_kind = kind_of(totals, r) == ROW_TOTAL || kind_of(totals, r) == ROW_SUBTOTAL;
		struct decimal total, sum;
		if (!of_kind || figure(totals, r, &total) <= 0 || strcmp(total.unit, totals->unit) != 0 || agrees(totals, r, &total, &sum))
			continue;
		struct place at = table_place_of(table, r, totals->column);
		REPORT(totals->builder->all, total_differs, &at, table->columns[totals->column].name, words_of(totals, r, totals->column),
		       arena_printf(scratch, "%s%s", decimal_text(scratch, &sum), totals->unit));
		reports++;
	}
}

/* Rows that begin with 其中 are parts of others: nothing can be said about such a table. */
static bool has_parts(const struct totals *totals)
{
	const int width = totals->builder->width;
	for (int r = 0; r < totals->builder->table->row_count; r++) {
		int c = 0;
		while (c < width - 1 && !words_of(totals, r, c)[0])
			c++;
		if (strncmp(words_of(totals, r, c), "其中", strlen("其中")) == 0)
			return true;
	}
	return false;
}

/* Numbers of different units have no sum: the first cell whose unit is not that of those above it. */
static void check_units(const struct totals *totals)
{
	const struct table *table = totals->builder->table;
	struct decimal first = { .unit = NULL }, value;
	int first_row = 0;
	for (int r = 0; r < table->row_count; r++) {
		if (kind_of(totals, r) != ROW_ORDINARY || figure(totals, r, &value) <= 0)
			continue;
		if (!first.unit) {
			first = value;
			first_row = r;
		} else if (strcmp(value.unit, first.unit) != 0) {
			struct place at = table_place_of(table, r, totals->column);
			REPORT(totals->builder->all, sum_units_differ, &at, words_of(totals, r, totals->column), table->columns[totals->column].name,
			       words_of(totals, first_row, totals->column));
			return;
		}
	}
}

/* Subtotals of pages are made of numbers. */
static void check_summed(struct totals *totals)
{
	const struct table *table = totals->builder->table;
	struct decimal value;
	int reports = 0;
	for (int r = 0; r < table->row_count && reports < MOST_REPORTS; r++) {
		struct place at = table_place_of(table, r, totals->column);
		if (kind_of(totals, r) != ROW_ORDINARY || figure(totals, r, &value) >= 0)
			continue;
		REPORT(totals->builder->all, sum_no_number, &at, words_of(totals, r, totals->column), table->columns[totals->column].name);
		reports++;
	}
}

void table_check_totals(struct table_builder *builder)
{
	struct totals totals = { .builder = builder };
	const struct table *table = builder->table;
	int special = 0, summed = 0;
	for (int r = 0; r < table->row_count; r++) {
		totals.totals += builder->rows[r].kind == ROW_TOTAL;
		totals.last_total = builder->rows[r].kind == ROW_TOTAL ? r : totals.last_total;
		special += builder->rows[r].kind == ROW_TOTAL || builder->rows[r].kind == ROW_SUBTOTAL;
	}
	bool checked = special && !has_parts(&totals);
	for (int c = 0; c < builder->width; c++, arena_clear(builder->scratch)) {
		totals.column = c;
		summed += builder->columns[c].sum;
		if (table->sums != SUMS_NONE && builder->columns[c].sum) {
			check_summed(&totals);
			check_units(&totals);
		}
		if (checked && c && column_adds_up(&totals))
			check_column(&totals);
	}
	struct place at = { .file = table->file };
	if (table->sums != SUMS_NONE && !summed)
		REPORT(builder->all, sums_without_column, &at, table->id);
}
