/* Is what a condition compares a column with a value of that column? One that is mistyped fails in every row, and a paragraph is gone without a
 * word. Where the values are declared, anything else is told; where they are not, only what is very like one that occurs: a month may well
 * have no row of some kind. */
#include <string.h>
#include "expand/template.h"
#include "read/nearest.h"

enum { MOST_TEXTS = 200 };     /* different ones in a column; with more it holds no values but text */

struct known {
	struct expansion *expansion;
	const struct expand_table *table;
	int column;
	const char *given;
	const char **names;        /* different texts of the cells, then what rules ask */
	size_t count, room;
	bool occurs;
};

/* Characters in which values differ that are meant to: 已完成 and 未完成, 一类 and 二类. */
static size_t telling(const char *at)
{
	static const char *const characters = "已未不非无没一二三四五六七八九十甲乙丙丁戊";
	for (const char *one = characters; *one; one += 3)
		if (strncmp(one, at, 3) == 0)
			return 3;
	return *at >= '0' && *at <= '9';
}

static const char *behind_telling(const char *at)
{
	for (size_t step; *at && (step = telling(at)) != 0;)
		at += step;
	return at;
}

static bool meant_to_differ(const char *left, const char *right)
{
	left = behind_telling(left);
	right = behind_telling(right);
	while (*left && *left == *right) {
		left = behind_telling(left + 1);
		right = behind_telling(right + 1);
	}
	return *left == *right;
}

static void add_name(struct known *known, const char *name)
{
	for (size_t i = 0; i < known->count; i++)
		if (strcmp(known->names[i], name) == 0)
			return;
	ARENA_GROW(known->expansion->arena, known->names, &known->room, known->count + 1);
	known->names[known->count++] = name;
}

/* Looks through the cells until the text is found. */
static void look_through(struct known *known, const struct expand_table *table)
{
	struct expansion *expansion = known->expansion;
	for (int row = 0; row < table->rows && !known->occurs && expansion->looked < EXPAND_MOST_STEPS; row++) {
		struct expand_cell cell = table->cell(table->data, row, known->column);
		expansion->looked += strchr(cell.text, '\n') ? EXPAND_STEPS_OF_LINES : 1;
		if (!table->is_ordinary(table->data, row) || cell.covered || cell.empty)
			continue;
		const char *words = cell_words(expansion->arena, table, row, known->column);
		known->occurs = value_same_text(words, known->given);
		if (known->count <= MOST_TEXTS && !meant_to_differ(words, known->given))
			add_name(known, words);
	}
}

static bool is_among(const struct expand_values *values, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (value_same_text(values->names[i], text))
			return true;
	return false;
}

static const char *like(struct known *known, const struct expand_values *values)
{
	if (known->count > MOST_TEXTS)
		known->count = 0;
	for (size_t i = 0; i < values->count; i++)
		if (!meant_to_differ(values->names[i], known->given))
			add_name(known, values->names[i]);
	return known->count ? nearest_like(known->given, known->names, known->count) : NULL;
}

void known_value(const struct parser *parser, const struct expand_table *table, int column, const struct expression *side)
{
	struct expansion *expansion = parser->expansion;
	struct known known = { .expansion = expansion, .table = table, .column = column, .given = side->text };
	const struct expand_values values = table->values(table->data, column);
	struct place at = parser_place(parser, side->at);
	look_through(&known, table->whole ? table->whole : table);
	if (known.occurs || expansion->looked >= EXPAND_MOST_STEPS || is_among(&values, values.count, known.given))
		return;
	const char *head = table->head(table->data, column), *near = values.declared ? NULL : like(&known, &values);
	if (values.declared)
		REPORT(expansion->all, column_value_unknown, &at, known.given, head, nearest_or_all(expansion->arena, known.given, values.names, values.declared));
	else if (near)
		REPORT(expansion->all, column_value_near, &at, known.given, head, near);
}
