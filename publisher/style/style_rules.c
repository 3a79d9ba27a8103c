/* [rule.NAME]: what a cell must say or a row must be (read/rule.h), and the look it has then. An empty value is as if not given, so that
 * an edition can take back a template's. A rule that says what is not public (model/table_public.c) needs no look. */
#include "base/arena.h"
#include "style/resolver.h"

static const struct words *given(const struct resolver *resolver, const char *section, const char *key)
{
	const struct words *value = settings_lookup(resolver->settings, section, key);
	return value && value->text[0] ? value : NULL;
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
		if (rule_condition_read(resolver->arena, resolver->all, resolver->settings, section, &rules[i].when))
			resolver->result = -1;
		bool look = resolve_look(resolver, section, &rules[i]) || given(resolver, section, "public");
		if (rules[i].when.tests != 1)
			resolver->result = REPORT(resolver->all, rule_tests, &names[i].at, names[i].text, arena_printf(resolver->arena, "%d", rules[i].when.tests));
		if (!look)
			resolver->result = REPORT(resolver->all, rule_without_look, &names[i].at, names[i].text);
	}
	resolver->style->rules = rules;
	resolver->style->rule_count = (int)count;
}
