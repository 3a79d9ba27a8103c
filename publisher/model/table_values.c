/* What the cells of a column may say: [column.NAME] values, and what rules ask of it. A mistyped cell or condition passes over rows without a
 * word, so that what is declared is held against both (conditions: expand/known.c). */
#include <string.h>
#include "base/arena.h"
#include "model/table_build.h"
#include "model/table_head.h"
#include "read/nearest.h"

enum { MOST_REPORTS = 20 };    /* of one column */

/* What the rules that look at this column, or at any, ask with equals. */
static size_t add_rules(const struct table_builder *builder, const char *column, const char **names)
{
	const struct words *rules = NULL;
	size_t count = settings_instances(builder->settings, "rule", &rules), found = 0;
	for (size_t i = 0; i < count; i++) {
		const char *section = arena_printf(builder->scratch, "rule.%s", rules[i].text);
		const struct words *equals = settings_lookup(builder->settings, section, "equals"), *named = settings_lookup(builder->settings, section, "column");
		bool any = !named || !named->text[0];
		if (equals && equals->text[0] && (any || head_equals(named->text, column)))
			names[found++] = equals->text;
	}
	return found;
}

void table_values(struct table_builder *builder, struct table_column *column)
{
	const struct words *given = settings_lookup(builder->settings, arena_printf(builder->scratch, "column.%s", column->name), "values"), *rules = NULL;
	struct name_list declared = cell_names(builder->arena, given ? given->text : "");
	size_t most = declared.count + settings_instances(builder->settings, "rule", &rules);
	const char **names = most ? arena_array(builder->arena, most, sizeof *names) : NULL;
	for (size_t i = 0; i < declared.count; i++)
		names[i] = declared.names[i];
	column->values = names;
	column->values_declared = declared.count;
	column->value_count = declared.count + add_rules(builder, column->name, names ? names + declared.count : NULL);
}

static bool is_declared(const struct table_column *column, const char *text)
{
	for (size_t i = 0; i < column->values_declared; i++)
		if (head_equals(text, column->values[i]))
			return true;
	return false;
}

/* A cell's text, or each name of a list; -1: it is none of the values. */
static int check_cell(const struct table_builder *builder, int row, int c)
{
	const struct table_column *column = &builder->columns[c];
	struct place at = table_place_of(builder->table, row, c);
	int result = 0;
	for (const char *text = table_words(builder->table, row, c); *text;) {
		size_t length = column->breaks == BREAKS_LIST ? strcspn(text, "\n") : strlen(text);
		const char *one = arena_strndup(builder->scratch, text, length);
		if (!is_declared(column, one)) {
			REPORT(builder->all, column_value_unknown, &at, one, column->name, nearest_or_all(builder->scratch, one, column->values, column->values_declared));
			result = -1;
		}
		text += length + (text[length] != '\0');
	}
	return result;
}

void table_check_values(struct table_builder *builder)
{
	const struct table *table = builder->table;
	for (int c = 0; c < builder->width; c++) {
		int reports = 0;
		for (int r = 0; builder->columns[c].values_declared && r < table->row_count && reports < MOST_REPORTS; r++) {
			if (builder->rows[r].kind == ROW_ORDINARY && !table_cell(table, r, c)->placeholder)
				reports -= check_cell(builder, r, c);
			arena_clear(builder->scratch);
		}
	}
}
