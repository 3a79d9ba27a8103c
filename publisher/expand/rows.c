/* Functions over the rows of a table. Totals, subtotals and lines over all columns are no rows here; a cell that others cover
 * or that goes on from above counts once, where it stands, but answers conditions for each of its rows. */
#include <string.h>
#include "expand/template.h"

enum { MOST_REPORTS = 20 };    /* of cells that are no numbers, a call */

struct row_test {
	const struct evaluation *evaluation;
	const struct expand_table *table;
	const struct condition *conditions;
	struct value *sides;       /* by condition */
};

const char *cell_words(struct arena *arena, const struct expand_table *table, int row, int column)
{
	const char *text = table->cell(table->data, row, column).text, *between = table->is_list(table->data, column) ? "、" : "";
	if (!strchr(text, '\n'))
		return text;
	char *out = arena_alloc(arena, strlen(text) * 3 + 1), *to = out;
	for (; *text; text++) {
		if (*text == '\n')
			to = stpcpy(to, between);
		else
			*to++ = *text;
	}
	return out;
}

int row_test_new(const struct evaluation *evaluation, const struct expand_table *table, const struct condition *conditions, struct row_test **out)
{
	struct row_test *test = *out = arena_alloc(evaluation->expansion->arena, sizeof *test);
	size_t count = 0;
	int result = 0;
	*test = (struct row_test){ .evaluation = evaluation, .table = table, .conditions = conditions };
	for (const struct condition *condition = conditions; condition; condition = condition->next)
		count++;
	test->sides = arena_array(evaluation->expansion->arena, count + 1, sizeof *test->sides);
	count = 0;
	for (const struct condition *condition = conditions; condition && !result; condition = condition->next)
		result = evaluate(evaluation, condition->side, &test->sides[count++]);
	return result;
}

static int meets_one(const struct row_test *test, const struct condition *condition, const struct value *side, int row, bool *out)
{
	const struct expand_table *table = test->table;
	struct expand_cell cell = table->cell(table->data, row, condition->column);
	struct value pair[2] = { { .kind = VALUE_TEXT }, *side };
	bool order = condition->sign != TOKEN_EQUAL && condition->sign != TOKEN_UNEQUAL && condition->sign != TOKEN_HAS;
	*out = false;
	if (order && cell.empty)
		return 0;
	pair[0].text = cell_words(test->evaluation->expansion->arena, table, row, condition->column);
	pair[0].cell = table->place(table->data, row, condition->column);
	if (pair[0].text != cell.text && !expansion_spend(test->evaluation->expansion, EXPAND_STEPS_OF_LINES, &pair[0].cell))
		return EXPAND_FAILED;
	return value_compare(test->evaluation, pair, condition->sign, condition->at, out);
}

int row_test_meets(const struct row_test *test, int row)
{
	const struct value *side = test->sides;
	bool meets = test->table->is_ordinary(test->table->data, row);
	for (const struct condition *condition = test->conditions; condition && meets; condition = condition->next)
		if (meets_one(test, condition, side++, row, &meets))
			return EXPAND_FAILED;
	return meets;
}

/* What the rows that meet the conditions hold. */
struct gathering {
	const struct evaluation *evaluation;
	const struct expression *call;
	const struct expand_table *table;      /* the call's, or that of the whole document (whole.c) */
	struct place at;           /* of the call */
	int column;                /* -1: rows alone */
	int rows, row;             /* how many; the last of them */
	int figures, groups;       /* cells with a number; cells that begin something */
	struct decimal sum;
	struct quantity least, most;
	struct place unit_at;
	int reports;
};

/* A row that begins with 其中 is part of another one: what it adds would count twice. */
static int check_part(const struct gathering *gathering, int row)
{
	const struct expand_table *table = gathering->table;
	int c = 0;
	while (c < table->columns - 1 && !table->cell(table->data, row, c).text[0])
		c++;
	struct place at = table->place(table->data, row, c);
	if (strncmp(table->cell(table->data, row, c).text, "其中", strlen("其中")) != 0)
		return 0;
	return REPORT(gathering->evaluation->expansion->all, expand_parts, &at, gathering->call->text);
}

static int add_figure(struct gathering *gathering, int row, const char *text)
{
	const struct expand_table *table = gathering->table;
	struct diagnostics *all = gathering->evaluation->expansion->all;
	struct place at = table->place(table->data, row, gathering->column);
	struct decimal value;
	struct quantity number;
	if (!decimal_parse(text, &value) || !quantity_of_decimal(&value, &number))
		return gathering->reports++ < MOST_REPORTS ? REPORT(all, expand_cell_number, &at, text, at.heading) : EXPAND_FAILED;
	bool nothing = !value.value && !value.unit[0];    /* 0 goes with any unit */
	gathering->figures++;
	if (!gathering->sum.unit && !nothing)
		gathering->sum.unit = value.unit;
	else if (!nothing && strcmp(gathering->sum.unit, value.unit) != 0)
		return REPORT(all, expand_units_differ, &at, text, at.heading, gathering->sum.unit[0] ? gathering->sum.unit : "1");
	if (gathering->figures == 1 || quantity_compare(&number, &gathering->least) < 0)
		gathering->least = number;
	if (gathering->figures == 1 || quantity_compare(&number, &gathering->most) > 0)
		gathering->most = number;
	return decimal_add(&gathering->sum, &value) ? 0 : REPORT(all, expand_great, &gathering->at);
}

static int gather_row(struct gathering *gathering, int row, bool figures)
{
	const struct expand_table *table = gathering->table;
	bool adds = gathering->call->function <= FUNCTION_MEAN || gathering->call->function == FUNCTION_GROUPS;
	int result = adds ? check_part(gathering, row) : 0;
	gathering->rows++;
	gathering->row = row;
	if (gathering->column < 0 || result)
		return result;
	struct expand_cell cell = table->cell(table->data, row, gathering->column);
	if (cell.covered || cell.empty)
		return 0;
	gathering->groups++;
	return figures ? add_figure(gathering, row, cell.text) : 0;
}

/* figures: the column is of numbers. */
static int gather(struct gathering *gathering, const struct condition *conditions, bool figures)
{
	const struct expand_table *table = gathering->table;
	struct row_test *test = NULL;
	int result = row_test_new(gathering->evaluation, table, conditions, &test);
	if (result)
		return result;
	for (int row = 0; row < table->rows; row++) {
		if (!expansion_spend(gathering->evaluation->expansion, row ? 1 : EXPAND_STEPS_OF_CALL, &gathering->at))
			return EXPAND_FAILED;
		int meets = row_test_meets(test, row);
		if (meets < 0)
			return EXPAND_FAILED;
		result |= meets ? gather_row(gathering, row, figures) : 0;
	}
	return result ? EXPAND_FAILED : EXPAND_DONE;
}

static struct quantity sum_of(const struct gathering *gathering)
{
	struct quantity sum = quantity_whole(0);
	if (gathering->figures)
		quantity_of_decimal(&gathering->sum, &sum);
	return sum;
}

static int divide(const struct gathering *gathering, const struct quantity *over, const struct quantity *under, struct quantity *out)
{
	struct diagnostics *all = gathering->evaluation->expansion->all;
	if (!under->over)
		return REPORT(all, expand_zero, &gathering->at);
	return quantity_divide(over, under, out) ? 0 : REPORT(all, expand_great, &gathering->at);
}

/* What the conditions leave, of all rows. */
static int share(const struct gathering *part, struct value *out)
{
	struct gathering whole = { .evaluation = part->evaluation, .call = part->call, .table = part->table, .at = part->at, .column = part->column };
	int result = gather(&whole, NULL, part->column >= 0);
	struct quantity over = part->column < 0 ? quantity_whole(part->rows) : sum_of(part);
	struct quantity under = part->column < 0 ? quantity_whole(whole.rows) : sum_of(&whole);
	over.percent = under.percent = false;
	result = result ? result : divide(part, &over, &under, &out->number);
	out->number.percent = true;
	return result;
}

/* The one cell: of several rows it would be chance. */
static int one_cell(const struct gathering *gathering, struct value *out)
{
	struct expansion *expansion = gathering->evaluation->expansion;
	const struct expand_table *table = gathering->table;
	if (gathering->rows > 1)
		return REPORT(expansion->all, expand_several, &gathering->at, arena_printf(expansion->arena, "%d", gathering->rows));
	out->kind = VALUE_TEXT;
	out->text = cell_words(expansion->arena, table, gathering->row, gathering->column);
	out->cell = table->place(table->data, gathering->row, gathering->column);
	return 0;
}

static bool in_list(const char *list, const char *name, size_t length)
{
	for (const char *at = list; (at = strstr(at, name)) != NULL; at++)
		if ((at == list || strncmp(at - 3, "、", 3) == 0) && (!at[length] || strncmp(at + length, "、", 3) == 0))
			return true;
	return false;
}

/* Adds each name of a cell to a list divided by 、, once. */
static void add_names(struct arena *arena, const char *text, bool lines, struct buffer *list)
{
	while (*text) {
		size_t length = lines ? strcspn(text, "\n") : strlen(text);
		const char *name = arena_strndup(arena, text, length);
		if (length && !in_list(list->text, name, length)) {
			buffer_put(list, list->length ? "、" : "");
			buffer_put(list, name);
		}
		text += length + (text[length] != '\0');
	}
}

static int list_cells(const struct evaluation *evaluation, const struct expression *call, struct value *out)
{
	struct arena *arena = evaluation->expansion->arena;
	const struct expand_table *table = call->table;
	struct buffer list = { .arena = arena };
	struct place at = evaluation_place(evaluation, call->at);
	struct row_test *test = NULL;
	int result = row_test_new(evaluation, table, call->conditions, &test);
	bool lines = table->is_list(table->data, call->index);
	buffer_put(&list, "");
	for (int row = 0; row < table->rows && !result; row++) {
		int meets = row_test_meets(test, row);
		struct expand_cell cell = table->cell(table->data, row, call->index);
		if (meets < 0 || !expansion_spend(evaluation->expansion, (row ? 1 : EXPAND_STEPS_OF_CALL) + list.length / 64, &at))
			result = EXPAND_FAILED;
		else if (meets && !cell.empty)
			add_names(arena, lines ? cell.text : cell_words(arena, table, row, call->index), lines, &list);
	}
	out->kind = VALUE_TEXT;
	out->text = list.text;
	return result;
}

static int result_of(const struct gathering *gathering, struct value *out)
{
	struct diagnostics *all = gathering->evaluation->expansion->all;
	const enum function function = gathering->call->function;
	struct quantity sum = sum_of(gathering), figures = quantity_whole(gathering->figures);
	bool needs_figure = function == FUNCTION_MEAN || function == FUNCTION_MIN || function == FUNCTION_MAX;
	if ((needs_figure && !gathering->figures) || (function == FUNCTION_CELL && !gathering->rows))
		return REPORT(all, expand_no_rows, &gathering->at, gathering->call->text);
	if (function == FUNCTION_CELL)
		return one_cell(gathering, out);
	if (function == FUNCTION_SHARE)
		return share(gathering, out);
	if (function == FUNCTION_MEAN)
		return divide(gathering, &sum, &figures, &out->number);
	out->number = function == FUNCTION_SUM ? sum : function == FUNCTION_MIN ? gathering->least : function == FUNCTION_MAX ? gathering->most
	              : quantity_whole(function == FUNCTION_GROUPS ? gathering->groups : gathering->rows);
	return 0;
}

int aggregate_sum(const struct evaluation *evaluation, const struct expression *call, const struct expand_table *table, struct decimal *out)
{
	struct gathering gathering = { .evaluation = evaluation, .call = call, .table = table, .column = call->index };
	int result = gather(&gathering, call->conditions, true);
	*out = gathering.sum;
	return result;
}

int evaluate_aggregate(const struct evaluation *evaluation, const struct expression *call, struct value *out)
{
	struct gathering gathering = { .evaluation = evaluation, .call = call, .table = whole_table(evaluation, call), .column = call->index,
	                               .at = evaluation_place(evaluation, call->at) };
	out->kind = VALUE_NUMBER;
	if (call->function == FUNCTION_LIST)
		return list_cells(evaluation, call, out);
	bool figures = call->function != FUNCTION_GROUPS && call->function != FUNCTION_CELL && call->function != FUNCTION_COUNT && call->index >= 0;
	int result = gather(&gathering, call->conditions, figures);
	return result ? result : result_of(&gathering, out);
}
