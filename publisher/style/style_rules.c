/* [rule.NAME]: what a cell must say or a row must be, and the look it has then. An empty value is as if not given, so that
 * an edition can take back a template's. */
#include <string.h>
#include "base/arena.h"
#include "style/resolver.h"

static const struct words *given(const struct resolver *resolver, const char *section, const char *key)
{
	const struct words *value = settings_lookup(resolver->settings, section, key);
	return value && value->text[0] ? value : NULL;
}

static const char *without_blanks(struct arena *arena, const char *text)
{
	char *out = arena_alloc(arena, strlen(text) + 1), *to = out;
	while (*text) {
		size_t skip = *text == ' ' || *text == '\t' ? 1 : strncmp(text, "\xE3\x80\x80", 3) == 0 ? 3 : 0;
		if (!skip)
			*to++ = *text;
		text += skip ? skip : 1;
	}
	return out;
}

static int resolve_test(struct resolver *resolver, const char *section, struct table_rule *rule)
{
	static const char *const keys[] = { "equals", "contains", "below", "above" };    /* RULE_EQUALS … */
	static const char *const rows[] = { "total", "合计", "banner", "分组", NULL };
	bool empty = false;
	int tests = 0;
	for (int i = 0; i < 4; i++) {
		const struct words *value = given(resolver, section, keys[i]);
		if (!value)
			continue;
		tests++;
		rule->test = (enum rule_test)i;
		rule->value = value->text;
		if (i >= RULE_BELOW && !decimal_parse(value->text, &rule->limit))
			resolver->result = REPORT(resolver->all, value_no_number, &value->at, value->text);
	}
	if (given(resolver, section, "empty"))
		resolver_optional_flag(resolver, section, "empty", &empty);
	if (empty) {
		tests++;
		rule->test = RULE_EMPTY;
	}
	if (given(resolver, section, "rows")) {
		tests++;
		rule->test = resolver_choice(resolver, section, "rows", rows) ? RULE_BANNER : RULE_TOTAL;
	}
	return tests;
}

/* Whether any look is given, be it only to take another's away. */
static bool resolve_look(struct resolver *resolver, const char *section, struct table_rule *rule)
{
	static const char *const applies[] = { "cell", "单元格", "row", "整行", NULL };
	static const char *const lights[] = { "none", "无", "red", "红", "yellow", "黄", "blue", "蓝", "green", "绿", NULL };
	const bool bold = given(resolver, section, "bold"), shade = given(resolver, section, "shade"), light = given(resolver, section, "light");
	rule->row = resolver_choice(resolver, section, "apply", applies) == 1;
	if (bold)
		resolver_optional_flag(resolver, section, "bold", &rule->bold);
	rule->shade = shade ? (enum tint)resolver_choice(resolver, section, "shade", style_tints) : TINT_NONE;
	rule->light = light ? (enum light)resolver_choice(resolver, section, "light", lights) : LIGHT_NONE;
	return bold || shade || light;
}

void style_resolve_rules(struct resolver *resolver)
{
	const struct words *names = NULL;
	size_t count = settings_instances(resolver->settings, "rule", &names);
	struct table_rule *rules = arena_array(resolver->arena, count + 1, sizeof *rules);
	for (size_t i = 0; i < count; i++) {
		const char *section = arena_printf(resolver->arena, "rule.%s", names[i].text);
		const struct words *column = given(resolver, section, "column");
		rules[i].column = column ? without_blanks(resolver->arena, column->text) : NULL;
		int tests = resolve_test(resolver, section, &rules[i]);
		bool look = resolve_look(resolver, section, &rules[i]);
		if (tests != 1)
			resolver->result = REPORT(resolver->all, rule_tests, &names[i].at, names[i].text, arena_printf(resolver->arena, "%d", tests));
		if (!look)
			resolver->result = REPORT(resolver->all, rule_without_look, &names[i].at, names[i].text);
	}
	resolver->style->rules = rules;
	resolver->style->rule_count = (int)count;
}
