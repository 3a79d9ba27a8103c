/* Expressions, by precedence: or, and, not, comparison, + -, * /, sign, operand. All names are looked up here, so that a wrong one
 * is found though its branch be not taken. */
#include <stdlib.h>
#include <string.h>
#include "base/language.h"
#include "expand/template.h"
#include "read/nearest.h"

static int parse_sum(struct parser *parser, struct expression **out);

static bool is_word(const struct parser *parser, const char *english, const char *chinese)
{
	return parser->token.kind == TOKEN_WORD && (strcmp(parser->token.text, english) == 0 || strcmp(parser->token.text, chinese) == 0);
}

static struct expression *new_expression(struct parser *parser, enum expression_kind kind, size_t at)
{
	struct expression *expression = arena_alloc(parser->expansion->arena, sizeof *expression);
	expression->kind = kind;
	expression->at = at;
	return expression;
}

/* One level down; -1 with a diagnostic: too far. */
static int descend(struct parser *parser)
{
	struct place at = parser_place(parser, parser->token.at);
	if (++parser->depth <= EXPAND_MOST_DEPTH)
		return 0;
	return REPORT(parser->expansion->all, expand_too_deep, &at, arena_printf(parser->expansion->arena, "%d", EXPAND_MOST_DEPTH));
}

static int parse_number(struct parser *parser, struct expression **out)
{
	const char *unit = "";
	struct place at = parser_place(parser, parser->token.at);
	*out = new_expression(parser, EXPRESSION_NUMBER, parser->token.at);
	if (!quantity_parse(parser->token.text, &(*out)->number, &unit))
		return REPORT(parser->expansion->all, expand_great, &at);
	parser_step(parser);
	return 0;
}

/* Behind "period.". */
static int parse_field(struct parser *parser, struct expression *expression)
{
	struct place at = parser_place(parser, parser->token.at);
	int field = 0;
	while (field < PERIOD_FIELDS && !is_word(parser, period_names[2 * field], period_names[2 * field + 1]))
		field++;
	if (field == PERIOD_FIELDS)
		return REPORT(parser->expansion->all, expand_name_unknown, &at, arena_printf(parser->expansion->arena, "%s.%s", expression->text, parser->token.text),
		              arena_printf(parser->expansion->arena, "%s.%s", expression->text, nearest(parser->token.text, period_names, 2 * PERIOD_FIELDS)));
	expression->kind = EXPRESSION_PERIOD;
	expression->index = field;
	return 0;
}

static int parse_variable(struct parser *parser, const char *name, struct expression *expression)
{
	struct place at = parser_place(parser, expression->at);
	expression->kind = EXPRESSION_VARIABLE;
	expression->text = name;
	expression->index = variable_find(parser->expansion, name);
	if (expression->index >= 0)
		return 0;
	const char *near = variable_nearest(parser->expansion, name);
	return REPORT(parser->expansion->all, expand_name_unknown, &at, name, near);
}

static const struct scope *scope_of(const struct parser *parser, const char *name)
{
	const struct scope *scope = parser->scope;
	while (scope && strcmp(scope->name, name) != 0)
		scope = scope->outer;
	return scope;
}

/* What can stand before a dot, most like the name. */
static const char *nearest_owner(struct parser *parser, const char *name)
{
	const char *names[EXPAND_MOST_DEPTH + 4] = { "period", "期间", "vars", "变量" };
	size_t count = 4;
	for (const struct scope *scope = parser->scope; scope; scope = scope->outer)
		names[count++] = scope->name;
	return nearest(name, names, count);
}

static int parse_cell(struct parser *parser, const struct scope *scope, struct expression *expression)
{
	struct place at = parser_place(parser, parser->token.at);
	const struct expand_table *table = scope->table;
	int column = 0;
	expression->kind = EXPRESSION_CELL;
	expression->table = table;
	expression->depth = scope->depth;
	if (!table || !table->columns)
		return EXPAND_FAILED;    /* which is reported */
	column = table_column(parser->expansion, table, parser->token.text, &at);
	expression->index = column;
	return column < 0 ? EXPAND_FAILED : EXPAND_DONE;
}

/* NAME, vars.NAME, period.FIELD, row.COLUMN */
static int parse_name(struct parser *parser, struct expression **out)
{
	const char *name = parser->token.text;
	struct expression *expression = *out = new_expression(parser, EXPRESSION_VARIABLE, parser->token.at);
	bool vars = is_word(parser, "vars", "变量"), period = is_word(parser, "period", "期间");
	const struct scope *scope = scope_of(parser, name);
	struct place at = parser_place(parser, parser->token.at);
	expression->text = name;
	parser_step(parser);
	bool dot = parser->token.kind == TOKEN_DOT;
	if (!dot && scope)
		return REPORT(parser->expansion->all, expand_row_alone, &at, name);
	if (!dot)
		return parse_variable(parser, name, expression);
	parser_step(parser);
	bool string = parser->token.kind == TOKEN_STRING && !parser->token.open && scope;
	if (!string && parser->token.kind != TOKEN_WORD)
		return parser_unexpected(parser, scope ? _("the head of a column") : _("a name"));
	int result = period ? parse_field(parser, expression) : vars ? parse_variable(parser, parser->token.text, expression)
	             : scope ? parse_cell(parser, scope, expression)
	             : REPORT(parser->expansion->all, expand_name_unknown, &at, name, nearest_owner(parser, name));
	if (!result)
		parser_step(parser);
	return result;
}

static int parse_arguments(struct parser *parser, struct expression *call)
{
	struct expression **end = &call->right;
	int count = 0, result = 0;
	for (bool more = true; more && !result;) {
		result = parse_expression(parser, end);
		if (!result) {
			end = &(*end)->next;
			count++;
		}
		more = parser->token.kind == TOKEN_COMMA;
		if (!result && more)
			parser_step(parser);
	}
	struct place at = parser_place(parser, call->at);
	if (!result && parser->token.kind == TOKEN_CLOSE && (count < functions[call->function].least || count > functions[call->function].most))
		result = REPORT(parser->expansion->all, expand_arguments, &at, call->text, functions[call->function].form);
	return result;
}

static int parse_call(struct parser *parser, const struct token *name, struct expression **out)
{
	struct place at = parser_place(parser, name->at);
	int function = function_find(name->text), result = descend(parser);
	struct expression *call = *out = new_expression(parser, EXPRESSION_CALL, name->at);
	call->text = name->text;
	if (!result && function < 0)
		result = REPORT(parser->expansion->all, expand_function_unknown, &at, name->text, function_nearest(name->text));
	if (result)
		return result;
	call->function = (enum function)function;
	call->kind = function_over_rows(call->function) ? EXPRESSION_AGGREGATE : EXPRESSION_CALL;
	parser_step(parser);
	result = call->kind == EXPRESSION_AGGREGATE ? parse_aggregate(parser, call) : parse_arguments(parser, call);
	if (!result && parser->token.kind != TOKEN_CLOSE)
		result = parser_unexpected(parser, ", )");
	if (!result)
		parser_step(parser);
	parser->depth--;
	return result;
}

static int parse_bracket(struct parser *parser, struct expression **out)
{
	int result = descend(parser);
	if (!result) {
		parser_step(parser);
		result = parse_expression(parser, out);
	}
	if (!result && parser->token.kind != TOKEN_CLOSE)
		result = parser_unexpected(parser, ")");
	if (!result)
		parser_step(parser);
	parser->depth--;
	return result;
}

static int parse_operand(struct parser *parser, struct expression **out)
{
	const struct token token = parser->token;
	if (token.kind == TOKEN_NUMBER)
		return parse_number(parser, out);
	if (token.kind == TOKEN_OPEN)
		return parse_bracket(parser, out);
	if (token.kind == TOKEN_STRING && !token.open) {
		*out = new_expression(parser, EXPRESSION_TEXT, token.at);
		(*out)->text = token.text;
		parser_step(parser);
		return 0;
	}
	if (token.kind != TOKEN_WORD)
		return parser_unexpected(parser, _("a name, a number, a text in quotes or a bracket"));
	struct token behind = lexer_next(parser->expansion->arena, parser->text->text, token.end, parser->block);
	if (behind.kind != TOKEN_OPEN)
		return parse_name(parser, out);
	parser_step(parser);
	return parse_call(parser, &token, out);
}

static int parse_sign(struct parser *parser, struct expression **out)
{
	if (parser->token.kind != TOKEN_MINUS)
		return parse_operand(parser, out);
	*out = new_expression(parser, EXPRESSION_NEGATE, parser->token.at);
	parser_step(parser);
	return parse_operand(parser, &(*out)->left);
}

/* Puts what was read at the left of an operator, whose token is at hand, and steps behind it. */
static struct expression **join(struct parser *parser, enum expression_kind kind, struct expression **out)
{
	struct expression *joined = new_expression(parser, kind, parser->token.at);
	joined->left = *out;
	joined->sign = parser->token.kind;
	parser->operators++;
	*out = joined;
	parser_step(parser);
	return &joined->right;
}

static int parse_product(struct parser *parser, struct expression **out)
{
	int result = parse_sign(parser, out);
	while (!result && (parser->token.kind == TOKEN_TIMES || parser->token.kind == TOKEN_OVER)) {
		bool times = parser->token.kind == TOKEN_TIMES;
		result = parse_sign(parser, join(parser, times ? EXPRESSION_MULTIPLY : EXPRESSION_DIVIDE, out));
	}
	return result;
}

static int parse_sum(struct parser *parser, struct expression **out)
{
	int result = parse_product(parser, out);
	while (!result && (parser->token.kind == TOKEN_PLUS || parser->token.kind == TOKEN_MINUS)) {
		bool plus = parser->token.kind == TOKEN_PLUS;
		result = parse_product(parser, join(parser, plus ? EXPRESSION_ADD : EXPRESSION_SUBTRACT, out));
	}
	return result;
}

/* Right of a sign: behind = != ~ a word by itself is that text. */
static int parse_side(struct parser *parser, enum token_kind sign, struct expression **out)
{
	const struct token token = parser->token;
	struct token behind = { .kind = TOKEN_OPEN };
	if (token.kind == TOKEN_WORD && (sign == TOKEN_EQUAL || sign == TOKEN_UNEQUAL || sign == TOKEN_HAS))
		behind = lexer_next(parser->expansion->arena, parser->text->text, token.end, parser->block);
	if (token.kind != TOKEN_WORD || behind.kind == TOKEN_OPEN || behind.kind == TOKEN_DOT)
		return parse_sum(parser, out);
	*out = new_expression(parser, EXPRESSION_TEXT, token.at);
	(*out)->text = token.text;
	parser_step(parser);
	return 0;
}

static bool compares(enum token_kind kind) { return kind >= TOKEN_EQUAL && kind <= TOKEN_HAS; }

/* row.状态=滞后 */
static bool compares_cell(const struct expression *comparison)
{
	return comparison->left->kind == EXPRESSION_CELL && names_value(comparison->sign, comparison->right);
}

static int parse_comparison(struct parser *parser, struct expression **out)
{
	int result = parse_sum(parser, out);
	enum token_kind sign = parser->token.kind;
	if (!result && compares(sign))
		result = parse_side(parser, sign, join(parser, EXPRESSION_COMPARE, out));
	if (!result && (*out)->kind == EXPRESSION_COMPARE && compares_cell(*out))
		known_value(parser, (*out)->left->table, (*out)->left->index, (*out)->right);
	return result;
}

static int parse_not(struct parser *parser, struct expression **out)
{
	if (!is_word(parser, "not", "非"))
		return parse_comparison(parser, out);
	*out = new_expression(parser, EXPRESSION_NOT, parser->token.at);
	parser_step(parser);
	return parse_comparison(parser, &(*out)->left);
}

static int parse_and(struct parser *parser, struct expression **out)
{
	int result = parse_not(parser, out);
	while (!result && is_word(parser, "and", "且"))
		result = parse_not(parser, join(parser, EXPRESSION_AND, out));
	return result;
}

int parse_expression(struct parser *parser, struct expression **out)
{
	int result = parse_and(parser, out);
	while (!result && is_word(parser, "or", "或"))
		result = parse_and(parser, join(parser, EXPRESSION_OR, out));
	return result;
}

int parse_condition_side(struct parser *parser, struct condition *condition)
{
	struct place at = parser_place(parser, condition->at);
	bool ends = parser->token.kind == TOKEN_COMMA || parser->token.kind == TOKEN_CLOSE || parser->token.kind == TOKEN_END;
	if (!compares(parser->token.kind) && (!ends || parser->token.open))
		return parser_unexpected(parser, "= != < > <= >= ~ , )");
	if (!compares(parser->token.kind))
		return REPORT(parser->expansion->all, expand_no_condition, &at, condition->name);
	condition->sign = parser->token.kind;
	parser_step(parser);
	return parse_side(parser, condition->sign, &condition->side);
}
