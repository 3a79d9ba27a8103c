/* What asks tables: functions over rows, their conditions, and the tables and columns that they name. */
#include <string.h>
#include "base/language.h"
#include "expand/template.h"
#include "read/nearest.h"

/* A column as it is named: perhaps with its table. */
struct column_name { const char *table, *column; size_t at; };

/* Without blanks and line breaks, as heads are compared. */
static bool same_head(const char *given, const char *head)
{
	for (; *given; given++) {
		if (strchr(" \t\n", *given))
			continue;
		if (strncmp(given, "\xE3\x80\x80", 3) == 0)
			given += 2;
		else if (*given != *head++)
			return false;
	}
	return !*head;
}

int table_column(struct expansion *expansion, const struct expand_table *table, const char *name, const struct place *at)
{
	const char **heads = arena_array(expansion->arena, (size_t)table->columns, sizeof *heads);
	for (int c = 0; c < table->columns; c++) {
		heads[c] = table->head(table->data, c);
		if (same_head(name, heads[c]))
			return c;
	}
	return REPORT(expansion->all, expand_column_unknown, at, table->id, name, nearest(name, heads, (size_t)table->columns));
}

/* The table of that id. NULL with a diagnostic. */
static const struct expand_table *table_named(struct expansion *expansion, const char *id, const struct place *at)
{
	const char **ids = arena_array(expansion->arena, (size_t)expansion->table_count + 1, sizeof *ids);
	for (int i = 0; i < expansion->table_count; i++) {
		ids[i] = expansion->tables[i].id;
		if (strcmp(ids[i], id) == 0)
			return &expansion->tables[i];
	}
	if (expansion->table_count)
		REPORT(expansion->all, expand_table_unknown, at, id, nearest(id, ids, (size_t)expansion->table_count));
	else
		REPORT(expansion->all, expand_no_table, at);
	return NULL;
}

/* The one table that there is. NULL with a diagnostic: there are several, or none. */
static const struct expand_table *only_table(struct expansion *expansion, const struct place *at)
{
	if (expansion->table_count == 1)
		return &expansion->tables[0];
	if (!expansion->table_count)
		REPORT(expansion->all, expand_no_table, at);
	else
		REPORT(expansion->all, expand_table_which, at, arena_printf(expansion->arena, "%d", expansion->table_count), expansion->tables[0].id);
	return NULL;
}

int parse_table(struct parser *parser, const struct expand_table **out)
{
	struct place at = parser_place(parser, parser->token.at);
	if (!parser->expansion->tables_known)
		return EXPAND_LATE;
	if (parser->token.kind != TOKEN_WORD && parser->token.kind != TOKEN_STRING)
		return parser_unexpected(parser, _("the name of a table"));
	*out = table_named(parser->expansion, parser->token.text, &at);
	if (!*out)
		return EXPAND_FAILED;
	parser_step(parser);
	return (*out)->columns ? EXPAND_DONE : EXPAND_FAILED;
}

static bool is_name(const struct token *token) { return token->kind == TOKEN_WORD || (token->kind == TOKEN_STRING && !token->open); }

/* 列, "列", TABLE.列; a head of figures alone is a name here. */
static int parse_column(struct parser *parser, struct column_name *out)
{
	*out = (struct column_name){ .column = parser->token.text, .at = parser->token.at };
	if (!is_name(&parser->token) && parser->token.kind != TOKEN_NUMBER)
		return parser_unexpected(parser, _("the head of a column"));
	parser_step(parser);
	if (parser->token.kind != TOKEN_DOT)
		return 0;
	parser_step(parser);
	out->table = out->column;
	out->column = parser->token.text;
	if (!is_name(&parser->token) && parser->token.kind != TOKEN_NUMBER)
		return parser_unexpected(parser, _("the head of a column"));
	parser_step(parser);
	return 0;
}

/* The arguments of a call: a column, then conditions. */
struct arguments {
	const char *table;         /* named by any of them */
	size_t table_at;
	struct column_name column; /* column NULL: none */
	struct condition *conditions, **end;
};

static int note_table(struct parser *parser, struct arguments *arguments, const struct column_name *name)
{
	struct place at = parser_place(parser, name->at);
	if (name->table && arguments->table && strcmp(name->table, arguments->table) != 0)
		return REPORT(parser->expansion->all, expand_two_tables, &at, arguments->table, name->table);
	if (name->table && !arguments->table) {
		arguments->table = name->table;
		arguments->table_at = name->at;
	}
	return 0;
}

static int parse_condition(struct parser *parser, const struct column_name *name, struct arguments *arguments)
{
	struct condition *condition = arena_alloc(parser->expansion->arena, sizeof *condition);
	condition->name = name->column;
	condition->at = name->at;
	*arguments->end = condition;
	arguments->end = &condition->next;
	return parse_condition_side(parser, condition);
}

static int parse_argument(struct parser *parser, struct arguments *arguments, bool first)
{
	struct column_name name;
	int result = parse_column(parser, &name);
	result = result ? result : note_table(parser, arguments, &name);
	if (result)
		return result;
	bool alone = parser->token.kind == TOKEN_COMMA || parser->token.kind == TOKEN_CLOSE;
	if (!first || !alone)
		return parse_condition(parser, &name, arguments);
	arguments->column = name;
	return 0;
}

static int find_columns(struct parser *parser, const struct expand_table *table, struct condition *conditions)
{
	int result = 0;
	for (struct condition *condition = conditions; condition; condition = condition->next) {
		struct place at = parser_place(parser, condition->at);
		condition->column = table_column(parser->expansion, table, condition->name, &at);
		result |= condition->column < 0;
		if (condition->column >= 0 && names_value(condition->sign, condition->side))
			known_value(parser, table, condition->column, condition->side);
	}
	return result ? EXPAND_FAILED : EXPAND_DONE;
}

/* count(TABLE): what stands alone there is no column. */
static void take_table(struct arguments *arguments)
{
	if (arguments->column.table)
		return;
	arguments->table = arguments->column.column;
	arguments->table_at = arguments->column.at;
	arguments->column.column = NULL;
}

static int settle(struct parser *parser, struct arguments *arguments, struct expression *call)
{
	struct place at = parser_place(parser, call->at);
	bool wants_column = call->function != FUNCTION_COUNT && call->function != FUNCTION_SHARE;
	if (call->function == FUNCTION_COUNT && arguments->column.column && !arguments->table)
		take_table(arguments);
	if ((wants_column && !arguments->column.column) || (call->function == FUNCTION_COUNT && arguments->column.column)
	    || (call->function == FUNCTION_SHARE && !arguments->conditions))
		return REPORT(parser->expansion->all, expand_arguments, &at, call->text, functions[call->function].form);
	struct place table_at = parser_place(parser, arguments->table_at);
	call->table = arguments->table ? table_named(parser->expansion, arguments->table, &table_at) : only_table(parser->expansion, &at);
	if (!call->table || !call->table->columns)
		return EXPAND_FAILED;
	struct place column_at = parser_place(parser, arguments->column.at);
	call->index = arguments->column.column ? table_column(parser->expansion, call->table, arguments->column.column, &column_at) : -1;
	call->conditions = arguments->conditions;
	int result = find_columns(parser, call->table, call->conditions);
	return arguments->column.column && call->index < 0 ? EXPAND_FAILED : result;
}

int parse_aggregate(struct parser *parser, struct expression *call)
{
	struct arguments arguments = { .end = &arguments.conditions };
	int result = parser->expansion->tables_known ? 0 : EXPAND_LATE;
	bool first = true;
	for (bool more = parser->token.kind != TOKEN_CLOSE; more && !result; first = false) {
		result = parse_argument(parser, &arguments, first);
		more = parser->token.kind == TOKEN_COMMA;
		if (!result && more)
			parser_step(parser);
	}
	if (!result && parser->token.kind != TOKEN_CLOSE)
		result = parser_unexpected(parser, ", )");
	return result ? result : settle(parser, &arguments, call);
}

int parse_conditions(struct parser *parser, const struct expand_table *table, struct condition **out)
{
	struct arguments arguments = { .end = &arguments.conditions, .table = table->id };
	int result = 0;
	for (bool more = true; more && !result;) {
		result = parse_argument(parser, &arguments, false);
		more = parser->token.kind == TOKEN_COMMA;
		if (!result && more)
			parser_step(parser);
	}
	*out = arguments.conditions;
	return result ? result : find_columns(parser, table, arguments.conditions);
}
