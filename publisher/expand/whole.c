/* A public copy's figures beside those of the whole document. A figure counts the rows that the copy has; all rows only where the copy's
 * table shows a total that does, so that the text agrees with it and tells nothing that the table does not. Wherever the text comes out
 * otherwise than in the whole document, whoever runs the program is told. */
#include <string.h>
#include "expand/template.h"

enum { MOST_REPORTS = 20 };    /* of texts that differ, an edition */

/* What is asked aside is not reported; its steps count, and when they are too many that is told by what is asked next. */
struct aside { struct diagnostics *all; bool whole; };

static struct aside step_aside(struct expansion *expansion)
{
	struct aside aside = { expansion->all, expansion->whole };
	if (!expansion->unheard)
		expansion->unheard = diagnostics_new(expansion->arena);
	expansion->all = expansion->unheard;
	expansion->whole = true;
	return aside;
}

static void step_back(struct expansion *expansion, const struct aside *aside)
{
	expansion->all = aside->all;
	expansion->whole = aside->whole;
	expansion->exhausted = false;    /* it was not before, or nothing would have been asked */
}

static bool asks(const struct expansion *expansion) { return expansion->rows_hidden && !expansion->whole && !expansion->exhausted; }

/* Does a total that stays show this sum of the call's column? */
static bool is_shown(const struct expression *call, const struct decimal *sum)
{
	const struct expand_table *table = call->table;
	struct decimal total;
	for (int row = 0; row < table->rows; row++)
		if (table->is_total(table->data, row) && decimal_parse(table->cell(table->data, row, call->index).text, &total)
		    && decimal_compare(&total, sum) == 0)
			return true;
	return false;
}

static bool total_stays(const struct expand_table *table)
{
	int row = 0;
	while (row < table->rows && !table->is_total(table->data, row))
		row++;
	return row < table->rows;
}

/* As a kept total does: without conditions; a sum, and a mean, which gives one away, only if it is shown. */
static bool counts_all(const struct evaluation *evaluation, const struct expression *call)
{
	const bool figures = call->function == FUNCTION_SUM || call->function == FUNCTION_MEAN;
	struct decimal sum;
	if (call->conditions || (!figures && call->function != FUNCTION_COUNT && call->function != FUNCTION_GROUPS))
		return false;
	if (!figures)
		return total_stays(call->table);
	struct aside aside = step_aside(evaluation->expansion);
	bool added = !aggregate_sum(evaluation, call, call->table->whole, &sum);
	step_back(evaluation->expansion, &aside);
	return added && is_shown(call, &sum);
}

const struct expand_table *whole_table(const struct evaluation *evaluation, const struct expression *call)
{
	struct expansion *expansion = evaluation->expansion;
	if (!call->table->whole || call->function == FUNCTION_LIST || call->function == FUNCTION_CELL)    /* they name what rows hold */
		return call->table;
	if (expansion->whole)
		return call->table->whole;
	if (expansion->exhausted || !counts_all(evaluation, call))
		return call->table;
	struct place at = evaluation_place(evaluation, call->at);
	if (call->function != FUNCTION_SUM)
		REPORT(expansion->all, public_counted, &at, call->table->id);
	return call->table->whole;
}

static bool may_report(struct expansion *expansion) { return expansion->public_reports++ < MOST_REPORTS; }

void whole_output(const struct evaluation *evaluation, const struct part *part, const char *words)
{
	struct expansion *expansion = evaluation->expansion;
	struct place at = evaluation_place(evaluation, part->at);
	struct value value;
	const char *others = words;
	if (!asks(expansion))
		return;
	struct aside aside = step_aside(expansion);
	int result = evaluate(evaluation, part->expression, &value);
	result = result ? result : value_words(evaluation, &value, part->expression->at, &others);
	step_back(expansion, &aside);
	if (!result && strcmp(words, others) != 0 && may_report(expansion))
		REPORT(expansion->all, public_figure, &at, words, others);
}

void whole_truth(const struct evaluation *evaluation, const struct expression *expression, bool truth)
{
	struct expansion *expansion = evaluation->expansion;
	struct place at = evaluation_place(evaluation, expression->at);
	bool other = truth;
	if (!asks(expansion))
		return;
	struct aside aside = step_aside(expansion);
	int result = evaluate_truth(evaluation, expression, &other);
	step_back(expansion, &aside);
	if (!result && truth != other && may_report(expansion))
		REPORT(expansion->all, public_condition, &at);
}
