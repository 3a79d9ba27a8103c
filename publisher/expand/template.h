/* A template as parts, what it may name, and how the files of expand/ hang together. Private to expand/. */
#ifndef EXPAND_TEMPLATE_H
#define EXPAND_TEMPLATE_H
#include "base/buffer.h"
#include "expand/expand.h"
#include "expand/functions.h"
#include "expand/lexer.h"
#include "expand/quantity.h"
#include "expand/period.h"

/* What a step ends with; -1 has left a diagnostic, 1 must be tried again when tables are read. */
enum { EXPAND_MOST_OPERATORS = 200 };          /* in one tag: a chain of them is a tree as deep */
enum { EXPAND_STEPS_OF_CALL = 200, EXPAND_STEPS_OF_PIECE = 20, EXPAND_STEPS_OF_LINES = 10 };       /* they take memory, a row does not */
enum { EXPAND_DONE = 0, EXPAND_FAILED = -1, EXPAND_LATE = 1 };

/* The text of a template: of a file, or a value. */
struct template_text {
	const char *text;
	const struct source *source;   /* NULL: */
	struct words words;
	const struct template_stop *stops;     /* by 64 bytes: a place costs the same anywhere in a long line */
};
struct template_stop { int line, column; };
enum { TEMPLATE_STOP = 64 };
struct place template_place(const struct template_text *text, size_t offset);

enum expression_kind {
	EXPRESSION_TEXT, EXPRESSION_NUMBER, EXPRESSION_VARIABLE, EXPRESSION_PERIOD, EXPRESSION_CELL, EXPRESSION_CALL, EXPRESSION_AGGREGATE,
	EXPRESSION_COMPARE, EXPRESSION_AND, EXPRESSION_OR, EXPRESSION_NOT, EXPRESSION_ADD, EXPRESSION_SUBTRACT, EXPRESSION_MULTIPLY,
	EXPRESSION_DIVIDE, EXPRESSION_NEGATE
};

struct condition {             /* 列 = 值, of each row of a table */
	const char *name;          /* head of the column, as written */
	int column;
	enum token_kind sign;
	struct expression *side;
	size_t at;
	struct condition *next;
};

struct expression {
	enum expression_kind kind;
	size_t at;                 /* in the text */
	const char *text;          /* of a text, or the name of what is named */
	struct quantity number;
	enum function function;
	enum token_kind sign;      /* of a comparison */
	int index;                 /* of the variable, the field, the column, or -1 */
	int depth;                 /* of the loop whose row it is */
	const struct expand_table *table;      /* of a cell or an aggregate */
	struct condition *conditions;
	struct expression *left, *right, *next;    /* right also: of a call the arguments, linked by next */
};

enum part_kind { PART_TEXT, PART_OUTPUT, PART_IF, PART_FOR };

struct part {
	enum part_kind kind;
	size_t at, length;         /* of text: its bytes */
	struct expression *expression;         /* what is put out, or tested */
	const struct expand_table *table;      /* of a loop */
	struct condition *conditions;
	const char *between;       /* of a loop: between what its rows give; or NULL */
	int depth;                 /* of a loop */
	bool chained;              /* of a test: it is an elif, all that otherwise holds */
	struct part *body, *otherwise, *next;
};

enum state { STATE_NEW, STATE_AT_WORK, STATE_DONE, STATE_LATE, STATE_FAILED };

struct variable {              /* of [vars] or [period] */
	const char *name;
	struct words value;        /* expanded once it is done */
	enum state state;
};

struct expansion {
	struct arena *arena;
	struct diagnostics *all;
	struct settings *settings;
	struct variable *variables, *dates;    /* of [vars]; of [period] */
	size_t variable_count, date_count;
	bool read;                 /* … are they */
	struct period period;
	enum state period_state;
	const struct expand_table *tables;
	int table_count;
	bool tables_known;
	struct resolved *late;     /* values that wait */
	size_t late_count, late_capacity;
	bool late_variables;
	int depth;                 /* of variables that name each other */
	size_t bytes, steps;       /* so far */
	bool exhausted;            /* more than is allowed, which is reported */
	bool rows_hidden;          /* a table is without rows that the whole document has … */
	bool whole;                /* … and what is evaluated now is what that would say */
	struct diagnostics *unheard;       /* what that reports */
	int public_reports;        /* of differences between the two */
	size_t looked;             /* cells, for values of conditions */
	bool failed;
};

/* parse.c: the parts of a text. */
int template_parse(struct expansion *expansion, const struct template_text *text, struct part **out);

/* parse_expression.c: from the token at hand; what is behind stays in the parser's token. */
struct scope { const char *name; const struct expand_table *table; int depth; const struct scope *outer; };
struct parser {
	struct expansion *expansion;
	const struct template_text *text;
	const struct scope *scope;
	struct token token;
	size_t opened;             /* where the tag at hand begins */
	bool block;                /* it is {% … %} */
	int depth;
	int operators;             /* of the tag at hand */
	bool failed;               /* somewhere; the rest is looked through for more */
};
void parser_step(struct parser *parser);
int parser_unexpected(struct parser *parser, const char *wanted);      /* reports; EXPAND_FAILED */
int parse_expression(struct parser *parser, struct expression **out);
int parse_conditions(struct parser *parser, const struct expand_table *table, struct condition **out);    /* 列 = 值, … */
int parse_table(struct parser *parser, const struct expand_table **out);       /* its name */
struct place parser_place(const struct parser *parser, size_t at);

int parse_condition_side(struct parser *parser, struct condition *condition);   /* from the sign on */

/* parse_rows.c: functions over the rows of a table, from behind their ( on. */
int parse_aggregate(struct parser *parser, struct expression *call);
int table_column(struct expansion *expansion, const struct expand_table *table, const char *name, const struct place *at);   /* -1 with a diagnostic */

/* evaluate.c */
enum value_kind { VALUE_TEXT, VALUE_NUMBER, VALUE_DATE, VALUE_TRUTH };
struct value {
	enum value_kind kind;
	const char *text;
	struct quantity number;
	struct date date;
	bool truth;
	struct place cell;         /* where it stands in a table; file NULL: in none */
};
struct rows { int row[EXPAND_MOST_DEPTH + 1]; };       /* of the loops, by depth */
struct evaluation { struct expansion *expansion; const struct template_text *text; const struct rows *rows; };

int evaluate(const struct evaluation *evaluation, const struct expression *expression, struct value *out);
int evaluate_truth(const struct evaluation *evaluation, const struct expression *expression, bool *out);
int evaluate_number(const struct evaluation *evaluation, const struct expression *expression, struct quantity *out);
int value_words(const struct evaluation *evaluation, const struct value *value, size_t at, const char **out);      /* as it is put out */
int value_number(const struct evaluation *evaluation, const struct value *value, size_t at, struct quantity *out);
int value_date(const struct evaluation *evaluation, const struct value *value, size_t at, struct date *out);
int evaluate_call(const struct evaluation *evaluation, const struct expression *call, struct value *out);          /* call.c */
struct place evaluation_place(const struct evaluation *evaluation, size_t at);
bool expansion_spend(struct expansion *expansion, size_t steps, const struct place *at);   /* false: more than is allowed */

/* known.c: warns where a text that a column is compared with seems to be mistyped. */
static inline bool names_value(enum token_kind sign, const struct expression *side)
{
	return (sign == TOKEN_EQUAL || sign == TOKEN_UNEQUAL) && side->kind == EXPRESSION_TEXT && side->text[0];
}
void known_value(const struct parser *parser, const struct expand_table *table, int column, const struct expression *side);

/* compare.c: left of the sign, right of it. */
bool value_same_text(const char *left, const char *right);     /* but for blanks and line breaks */
int value_compare(const struct evaluation *evaluation, const struct value pair[2], enum token_kind sign, size_t at, bool *out);

/* rows.c */
int evaluate_aggregate(const struct evaluation *evaluation, const struct expression *call, struct value *out);
/* What the numbers of the call's column add up to in a table of the same columns. */
int aggregate_sum(const struct evaluation *evaluation, const struct expression *call, const struct expand_table *table, struct decimal *out);
struct row_test;
/* The right sides of conditions, evaluated once for all rows. */
int row_test_new(const struct evaluation *evaluation, const struct expand_table *table, const struct condition *conditions, struct row_test **out);
/* Is it an ordinary row that meets all of them? 1, 0, or -1. */
int row_test_meets(const struct row_test *test, int row);
const char *cell_words(struct arena *arena, const struct expand_table *table, int row, int column);    /* in one line */

/* whole.c: a public copy's figures beside those of the whole document. */
const struct expand_table *whole_table(const struct evaluation *evaluation, const struct expression *call);     /* whose rows the call counts */
/* Warn where this part, this condition, comes out otherwise in the whole document. */
void whole_output(const struct evaluation *evaluation, const struct part *part, const char *words);
void whole_truth(const struct evaluation *evaluation, const struct expression *expression, bool truth);

/* variables.c */
int variable_find(struct expansion *expansion, const char *name);      /* index, or -1 */
int variable_value(struct expansion *expansion, int index, const char **out);
int variables_period(struct expansion *expansion, const struct period **out);
int variables_all(struct expansion *expansion);        /* each of them, used or not */
const char *variable_nearest(struct expansion *expansion, const char *name);

/* render.c: parts to text, with where each piece came from. */
struct rendering { struct place_map *map; size_t length; };
int template_render(const struct evaluation *evaluation, const struct part *parts, struct rendering *out);
/* The whole way of one text. map.text is what comes out. */
int template_expand(struct expansion *expansion, struct template_text *text, struct rendering *out);
bool template_has_marks(const char *text);
#endif
