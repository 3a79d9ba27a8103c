/* From an edition's settings and texts to what they say. Values that ask no table are expanded first, for the tables' own settings may be
 * among them; those that do wait until the tables are read. */
#include "expand/expand.h"
#include <string.h>
#include "expand/template.h"

struct expansion *expansion_new(struct arena *arena, struct diagnostics *all, struct settings *settings)
{
	struct expansion *expansion = arena_alloc(arena, sizeof *expansion);
	expansion->arena = arena;
	expansion->all = all;
	expansion->settings = settings;
	return expansion;
}

static bool names_itself(const struct resolved *value) { return strcmp(value->section, "vars") == 0 || strcmp(value->section, "period") == 0; }

static int expand_value(struct expansion *expansion, const struct resolved *value)
{
	struct template_text text = { .text = value->value.text, .words = value->value };
	struct rendering rendering;
	int result = template_expand(expansion, &text, &rendering);
	if (result)
		return result;
	struct words words = { .text = rendering.map->text, .at = place_mapped(rendering.map, 0) };
	settings_replace(expansion->settings, value->section, value->key, &words);
	return EXPAND_DONE;
}

/* Noted for later, if its key may be. */
static int let_wait(struct expansion *expansion, const struct resolved *value, bool (*may_wait)(const char *section, const char *key))
{
	if (!may_wait(value->section, value->key))
		return REPORT(expansion->all, expand_too_early, &value->value.at, settings_key_told(value->section, value->key),
		              settings_section_told(expansion->arena, value->section));
	ARENA_GROW(expansion->arena, expansion->late, &expansion->late_capacity, expansion->late_count + 1);
	expansion->late[expansion->late_count++] = *value;
	return EXPAND_DONE;
}

int expansion_values(struct expansion *expansion, bool (*may_wait)(const char *section, const char *key))
{
	const struct resolved *list = NULL;
	size_t count = settings_with(expansion->settings, template_has_marks, &list);
	int result = variables_all(expansion);
	for (size_t i = 0; i < count; i++) {
		if (names_itself(&list[i]))
			continue;
		int one = expand_value(expansion, &list[i]);
		one = one == EXPAND_LATE ? let_wait(expansion, &list[i], may_wait) : one;
		result |= one;
	}
	expansion->failed |= result != 0;
	return result ? -1 : 0;
}

bool expansion_waits(const struct expansion *expansion) { return expansion->late_count || expansion->late_variables; }

int expansion_tables(struct expansion *expansion, const struct expand_table *tables, int count)
{
	expansion->tables = tables;
	expansion->table_count = count;
	expansion->tables_known = true;
	for (int i = 0; i < count; i++)
		expansion->rows_hidden |= tables[i].whole != NULL;
	int result = expansion->late_variables ? variables_all(expansion) : 0;
	for (size_t i = 0; i < expansion->late_count; i++)
		result |= expand_value(expansion, &expansion->late[i]);
	expansion->late_count = 0;
	expansion->late_variables = false;
	expansion->failed |= result != 0;
	return result ? -1 : 0;
}

int expansion_text(struct expansion *expansion, struct source *source)
{
	struct template_text text = { .text = source->text, .source = source };
	struct rendering rendering;
	struct source out;
	if (!template_has_marks(source->text))
		return 0;
	int result = template_expand(expansion, &text, &rendering);
	expansion->failed |= result != 0;
	if (result)
		return -1;
	source_remade(expansion->arena, source, rendering.map, rendering.length, &out);
	*source = out;
	return 0;
}

bool expansion_failed(const struct expansion *expansion) { return expansion->failed; }
