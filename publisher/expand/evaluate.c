/* Expressions to values. What is wrong is told with the place of the operand in the template, or of the cell it comes from. */
#include <string.h>
#include "base/language.h"
#include "expand/template.h"

struct place evaluation_place(const struct evaluation *evaluation, size_t at) { return template_place(evaluation->text, at); }

bool expansion_spend(struct expansion *expansion, size_t steps, const struct place *at)
{
	expansion->steps += steps;
	if (expansion->steps > EXPAND_MOST_STEPS && !expansion->exhausted) {
		expansion->exhausted = true;
		REPORT(expansion->all, expand_too_many, at, arena_printf(expansion->arena, "%d", EXPAND_MOST_STEPS));
	}
	return !expansion->exhausted;
}

static const char *shown(const struct evaluation *evaluation, const struct value *value)
{
	const char *text = value->text;
	if (value->kind == VALUE_NUMBER)
		text = quantity_text(evaluation->expansion->arena, &value->number);
	else if (value->kind == VALUE_DATE)
		text = date_text(evaluation->expansion->arena, &value->date);
	else if (value->kind == VALUE_TRUTH)
		text = value->truth ? "yes" : "no";
	return text ? text : "";
}

static int wrong_type(const struct evaluation *evaluation, const struct value *value, size_t at, const char *wanted)
{
	struct place place = evaluation_place(evaluation, at);
	return REPORT(evaluation->expansion->all, expand_type, &place, shown(evaluation, value), wanted);
}

int value_number(const struct evaluation *evaluation, const struct value *value, size_t at, struct quantity *out)
{
	const char *unit = "";
	if (value->kind == VALUE_NUMBER)
		*out = value->number;
	if (value->kind == VALUE_NUMBER || (value->kind == VALUE_TEXT && quantity_parse(value->text, out, &unit)))
		return 0;
	if (value->cell.file)
		return REPORT(evaluation->expansion->all, expand_cell_number, &value->cell, value->text, value->cell.heading);
	return wrong_type(evaluation, value, at, _("a number"));
}

int value_date(const struct evaluation *evaluation, const struct value *value, size_t at, struct date *out)
{
	*out = value->date;
	if (value->kind == VALUE_DATE || (value->kind == VALUE_TEXT && date_parse(value->text, out, false)))
		return 0;
	return wrong_type(evaluation, value, at, _("a date"));
}

int value_words(const struct evaluation *evaluation, const struct value *value, size_t at, const char **out)
{
	struct place place = evaluation_place(evaluation, at);
	*out = value->text;
	if (value->kind == VALUE_TRUTH)
		return wrong_type(evaluation, value, at, _("a text"));
	if (value->kind == VALUE_DATE)
		*out = date_text(evaluation->expansion->arena, &value->date);
	if (value->kind == VALUE_NUMBER && !(*out = quantity_text(evaluation->expansion->arena, &value->number)))
		return value->number.places < 0 && !value->number.percent ? REPORT(evaluation->expansion->all, expand_unrounded, &place)
		                                                           : REPORT(evaluation->expansion->all, expand_great, &place);
	return 0;
}

int evaluate_number(const struct evaluation *evaluation, const struct expression *expression, struct quantity *out)
{
	struct value value;
	int result = evaluate(evaluation, expression, &value);
	return result ? result : value_number(evaluation, &value, expression->at, out);
}

int evaluate_truth(const struct evaluation *evaluation, const struct expression *expression, bool *out)
{
	struct value value;
	int result = evaluate(evaluation, expression, &value);
	if (!result && value.kind != VALUE_TRUTH)
		result = wrong_type(evaluation, &value, expression->at, _("a condition"));
	*out = !result && value.truth;
	return result;
}

static int evaluate_variable(const struct evaluation *evaluation, const struct expression *expression, struct value *out)
{
	struct expansion *expansion = evaluation->expansion;
	struct place at = evaluation_place(evaluation, expression->at);
	if (expansion->whole && expansion->variables[expression->index].state != STATE_DONE)    /* it must not be made now, for it would stay so */
		return EXPAND_FAILED;
	int result = variable_value(expansion, expression->index, &out->text);
	if (result == EXPAND_FAILED && expansion->variables[expression->index].state == STATE_AT_WORK)
		result = REPORT(expansion->all, expand_circle, &at, expression->text);
	return result;
}

static int evaluate_period(const struct evaluation *evaluation, const struct expression *expression, struct value *out)
{
	const struct period *period = NULL;
	struct place at = evaluation_place(evaluation, expression->at);
	if (evaluation->expansion->whole && evaluation->expansion->period_state != STATE_DONE)    /* as with variables */
		return EXPAND_FAILED;
	int result = variables_period(evaluation->expansion, &period);
	if (result)
		return result;
	if (!period->given)
		return REPORT(evaluation->expansion->all, period_missing, &at, settings_key_told("period", "year"));
	struct period_value value = period_value(evaluation->expansion->arena, period, (enum period_field)expression->index);
	out->kind = value.text ? VALUE_TEXT : value.date.year ? VALUE_DATE : VALUE_NUMBER;
	out->text = value.text;
	out->date = value.date;
	out->number = quantity_whole(value.number);
	return 0;
}

static void evaluate_cell(const struct evaluation *evaluation, const struct expression *expression, struct value *out)
{
	int row = evaluation->rows->row[expression->depth];
	out->text = cell_words(evaluation->expansion->arena, expression->table, row, expression->index);
	out->cell = expression->table->place(expression->table->data, row, expression->index);
}

static int evaluate_pair(const struct evaluation *evaluation, const struct expression *expression, struct value pair[2])
{
	int result = evaluate(evaluation, expression->left, &pair[0]);
	return result ? result : evaluate(evaluation, expression->right, &pair[1]);
}

static int add(const struct evaluation *evaluation, const struct quantity pair[2], size_t at, struct quantity *out)
{
	struct place place = evaluation_place(evaluation, at);
	if (pair[0].percent != pair[1].percent && pair[0].over && pair[1].over)
		return REPORT(evaluation->expansion->all, expand_percent, &place);
	return quantity_add(&pair[0], &pair[1], out) ? 0 : REPORT(evaluation->expansion->all, expand_great, &place);
}

static int evaluate_arithmetic(const struct evaluation *evaluation, const struct expression *expression, struct value *out)
{
	struct quantity pair[2];
	struct place at = evaluation_place(evaluation, expression->at);
	struct diagnostics *all = evaluation->expansion->all;
	int result = evaluate_number(evaluation, expression->left, &pair[0]);
	result = result ? result : evaluate_number(evaluation, expression->right, &pair[1]);
	out->kind = VALUE_NUMBER;
	if (result)
		return result;
	if (expression->kind == EXPRESSION_SUBTRACT)
		pair[1] = quantity_negative(&pair[1]);
	if (expression->kind == EXPRESSION_ADD || expression->kind == EXPRESSION_SUBTRACT)
		return add(evaluation, pair, expression->at, &out->number);
	if (expression->kind == EXPRESSION_DIVIDE && !pair[1].over)
		return REPORT(all, expand_zero, &at);
	bool fits = expression->kind == EXPRESSION_DIVIDE ? quantity_divide(&pair[0], &pair[1], &out->number) : quantity_multiply(&pair[0], &pair[1], &out->number);
	return fits ? 0 : REPORT(all, expand_great, &at);
}

static int evaluate_logic(const struct evaluation *evaluation, const struct expression *expression, struct value *out)
{
	int result = evaluate_truth(evaluation, expression->left, &out->truth);
	out->kind = VALUE_TRUTH;
	if (expression->kind == EXPRESSION_NOT)
		out->truth = !out->truth;
	else if (!result && out->truth == (expression->kind == EXPRESSION_AND))
		result = evaluate_truth(evaluation, expression->right, &out->truth);
	return result;
}

static int evaluate_comparison(const struct evaluation *evaluation, const struct expression *expression, struct value *out)
{
	struct value pair[2];
	int result = evaluate_pair(evaluation, expression, pair);
	out->kind = VALUE_TRUTH;
	return result ? result : value_compare(evaluation, pair, expression->sign, expression->at, &out->truth);
}

static int evaluate_negative(const struct evaluation *evaluation, const struct expression *expression, struct value *out)
{
	int result = evaluate_number(evaluation, expression->left, &out->number);
	out->kind = VALUE_NUMBER;
	out->number = quantity_negative(&out->number);
	return result;
}

int evaluate(const struct evaluation *evaluation, const struct expression *expression, struct value *out)
{
	*out = (struct value){ .kind = VALUE_TEXT, .text = expression->text };
	switch (expression->kind) {
	case EXPRESSION_TEXT:
		return 0;
	case EXPRESSION_NUMBER:
		out->kind = VALUE_NUMBER;
		out->number = expression->number;
		return 0;
	case EXPRESSION_VARIABLE:
		return evaluate_variable(evaluation, expression, out);
	case EXPRESSION_PERIOD:
		return evaluate_period(evaluation, expression, out);
	case EXPRESSION_CELL:
		evaluate_cell(evaluation, expression, out);
		return 0;
	case EXPRESSION_CALL:
		return evaluate_call(evaluation, expression, out);
	case EXPRESSION_AGGREGATE:
		return evaluate_aggregate(evaluation, expression, out);
	case EXPRESSION_COMPARE:
		return evaluate_comparison(evaluation, expression, out);
	case EXPRESSION_AND:
	case EXPRESSION_OR:
	case EXPRESSION_NOT:
		return evaluate_logic(evaluation, expression, out);
	case EXPRESSION_NEGATE:
		return evaluate_negative(evaluation, expression, out);
	default:
		return evaluate_arithmetic(evaluation, expression, out);
	}
}
