/* [vars] and [period]: values that templates name. Each is expanded when it is first asked for, and once. */
#include <string.h>
#include "expand/template.h"
#include "read/nearest.h"

static struct variable *read_section(struct expansion *expansion, const char *section, size_t *count)
{
	const struct resolved *list = NULL;
	*count = settings_of(expansion->settings, section, &list);
	struct variable *variables = arena_array(expansion->arena, *count + 1, sizeof *variables);
	for (size_t i = 0; i < *count; i++)
		variables[i] = (struct variable){ .name = list[i].key, .value = list[i].value };
	return variables;
}

static void read_all(struct expansion *expansion)
{
	if (expansion->read)
		return;
	expansion->read = true;
	expansion->variables = read_section(expansion, "vars", &expansion->variable_count);
	expansion->dates = read_section(expansion, "period", &expansion->date_count);
}

int variable_find(struct expansion *expansion, const char *name)
{
	int found = -1;
	read_all(expansion);
	for (size_t i = 0; i < expansion->variable_count && found < 0; i++)
		if (strcmp(expansion->variables[i].name, name) == 0)
			found = (int)i;
	return found;
}

const char *variable_nearest(struct expansion *expansion, const char *name)
{
	size_t count = expansion->variable_count, fields = 2 * PERIOD_FIELDS;
	const char **names = arena_array(expansion->arena, count + fields, sizeof *names);
	for (size_t i = 0; i < count; i++)
		names[i] = expansion->variables[i].name;
	for (size_t i = 0; i < fields; i++)
		names[count + i] = arena_printf(expansion->arena, "%s.%s", i % 2 ? "期间" : "period", period_names[i]);
	return nearest(name, names, count + fields);
}

static int expand_variable(struct expansion *expansion, struct variable *variable)
{
	struct template_text text = { .text = variable->value.text, .words = variable->value };
	struct rendering rendering;
	int result = EXPAND_DONE;
	if (variable->state == STATE_DONE || variable->state == STATE_FAILED || variable->state == STATE_AT_WORK)
		return variable->state == STATE_DONE ? EXPAND_DONE : EXPAND_FAILED;
	if (variable->state == STATE_LATE && !expansion->tables_known)
		return EXPAND_LATE;
	if (expansion->depth >= EXPAND_MOST_DEPTH)
		return REPORT(expansion->all, expand_too_deep, &variable->value.at, arena_printf(expansion->arena, "%d", EXPAND_MOST_DEPTH));
	variable->state = STATE_AT_WORK;
	expansion->depth++;
	if (template_has_marks(variable->value.text)) {
		result = template_expand(expansion, &text, &rendering);
		if (!result)
			variable->value.text = rendering.map->text;
	}
	expansion->depth--;
	variable->state = result == EXPAND_LATE ? STATE_LATE : result ? STATE_FAILED : STATE_DONE;
	return result;
}

int variable_value(struct expansion *expansion, int index, const char **out)
{
	int result = expand_variable(expansion, &expansion->variables[index]);
	*out = expansion->variables[index].value.text;
	return result;
}

/* An empty value is none. */
static int period_key(struct expansion *expansion, const char *name, struct words *out)
{
	int result = EXPAND_DONE;
	*out = (struct words){ .text = NULL };
	for (size_t i = 0; i < expansion->date_count && !result; i++) {
		struct variable *variable = &expansion->dates[i];
		if (strcmp(variable->name, name) != 0)
			continue;
		struct place at = variable->value.at;
		bool circle = variable->state == STATE_AT_WORK;
		result = circle ? REPORT(expansion->all, expand_circle, &at, arena_printf(expansion->arena, "period.%s", name)) : expand_variable(expansion, variable);
		if (!result && variable->value.text[0])
			*out = variable->value;
	}
	return result;
}

static int build_period(struct expansion *expansion)
{
	struct period_keys keys;
	const struct { const char *name; struct words *to; } list[] = {
		{ "year", &keys.year }, { "month", &keys.month }, { "quarter", &keys.quarter }, { "half", &keys.half }, { "from", &keys.from }, { "to", &keys.to },
	};
	for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
		int result = period_key(expansion, list[i].name, list[i].to);
		if (result)
			return result;
	}
	return period_build(expansion->arena, expansion->all, &keys, &expansion->period);
}

int variables_period(struct expansion *expansion, const struct period **out)
{
	read_all(expansion);
	*out = &expansion->period;
	if (expansion->period_state == STATE_DONE)
		return EXPAND_DONE;
	if (expansion->period_state == STATE_FAILED)
		return EXPAND_FAILED;
	int result = build_period(expansion);
	expansion->period_state = result == EXPAND_LATE ? STATE_LATE : result ? STATE_FAILED : STATE_DONE;
	return result;
}

/* Names must be such as templates can say. */
static int check_name(struct expansion *expansion, const struct variable *variable)
{
	size_t length = lexer_word(variable->name), digits = strspn(variable->name, "0123456789");
	if (length == strlen(variable->name) && digits < length)
		return 0;
	return REPORT(expansion->all, variable_name, &variable->value.at, variable->name);
}

int variables_all(struct expansion *expansion)
{
	const struct period *period = NULL;
	int result = 0;
	read_all(expansion);
	expansion->late_variables = false;
	for (size_t i = 0; i < expansion->variable_count; i++) {
		int one = check_name(expansion, &expansion->variables[i]);
		one = one ? one : expand_variable(expansion, &expansion->variables[i]);
		expansion->late_variables |= one == EXPAND_LATE;
		result |= one == EXPAND_FAILED;
	}
	int one = expansion->date_count ? variables_period(expansion, &period) : 0;
	expansion->late_variables |= one == EXPAND_LATE;
	return result || one == EXPAND_FAILED ? EXPAND_FAILED : EXPAND_DONE;
}
