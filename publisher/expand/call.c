/* Functions of values: forms of numbers, numerals, dates. */
#include "expand/template.h"

static int value_of_date(const struct evaluation *evaluation, const struct expression *argument, struct date *out)
{
	struct value value;
	int result = evaluate(evaluation, argument, &value);
	return result ? result : value_date(evaluation, &value, argument->at, out);
}

static int call_of_date(const struct evaluation *evaluation, const struct expression *call, struct value *out)
{
	struct date date;
	int result = value_of_date(evaluation, call->right, &date);
	if (result)
		return result;
	out->kind = call->function == FUNCTION_DATE ? VALUE_DATE : call->function == FUNCTION_HAN_DATE ? VALUE_TEXT : VALUE_NUMBER;
	out->date = date;
	out->text = date_han(evaluation->expansion->arena, &date);
	out->number = quantity_whole(call->function == FUNCTION_YEAR ? date.year : call->function == FUNCTION_MONTH ? date.month : date.day);
	return 0;
}

/* In Han numerals: whole numbers that have a name. */
static int call_of_numeral(const struct evaluation *evaluation, const struct expression *call, struct value *out)
{
	struct quantity number;
	struct place at = evaluation_place(evaluation, call->right->at);
	int result = evaluate_number(evaluation, call->right, &number);
	if (result)
		return result;
	if (!quantity_is_whole(&number) || number.percent || number.over < 0 || number.over > han_most)
		return REPORT(evaluation->expansion->all, expand_not_whole, &at, call->text);
	out->text = call->function == FUNCTION_HAN ? han_number(evaluation->expansion->arena, number.over) : han_digits(evaluation->expansion->arena, number.over);
	return 0;
}

/* The second argument; *out is kept where there is none. */
static int places_asked(const struct evaluation *evaluation, const struct expression *call, int *out)
{
	const struct expression *second = call->right->next;
	struct quantity number;
	int result = second ? evaluate_number(evaluation, second, &number) : 0;
	if (!second || result)
		return result;
	struct place at = evaluation_place(evaluation, second->at);
	if (!quantity_is_whole(&number) || number.percent || number.over < 0 || number.over > QUANTITY_MOST_PLACES)
		return REPORT(evaluation->expansion->all, expand_places, &at, arena_printf(evaluation->expansion->arena, "%d", QUANTITY_MOST_PLACES));
	*out = (int)number.over;
	return 0;
}

static int call_of_number(const struct evaluation *evaluation, const struct expression *call, struct value *out)
{
	struct quantity *number = &out->number;
	struct place at = evaluation_place(evaluation, call->at);
	int places = call->function == FUNCTION_PERCENT ? 0 : -1;
	int result = evaluate_number(evaluation, call->right, number);
	result = result ? result : places_asked(evaluation, call, &places);
	out->kind = VALUE_NUMBER;
	if (result)
		return result;
	bool fits = true;
	if (call->function == FUNCTION_WAN || call->function == FUNCTION_YI)
		fits = quantity_scaled(number, call->function == FUNCTION_WAN ? 4 : 8, number);
	number->grouped |= call->function == FUNCTION_GROUPED;
	number->percent |= call->function == FUNCTION_PERCENT;
	if (call->function == FUNCTION_ABS && number->over < 0)
		*number = quantity_negative(number);
	if (fits && places >= 0)
		fits = quantity_round(number, places, number);
	return fits ? 0 : REPORT(evaluation->expansion->all, expand_great, &at);
}

int evaluate_call(const struct evaluation *evaluation, const struct expression *call, struct value *out)
{
	if (call->function >= FUNCTION_DATE)
		return call_of_date(evaluation, call, out);
	if (call->function == FUNCTION_HAN || call->function == FUNCTION_DIGITS)
		return call_of_numeral(evaluation, call, out);
	return call_of_number(evaluation, call, out);
}
