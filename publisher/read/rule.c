#include "read/rule.h"
#include <string.h>
#include "base/arena.h"
#include "base/diagnostic.h"

static const struct words *given(const struct settings *settings, const char *section, const char *key)
{
	const struct words *value = settings_lookup(settings, section, key);
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

/* The tests of texts. */
static int read_texts(struct diagnostics *all, const struct settings *settings, const char *section, struct rule_condition *out)
{
	static const char *const keys[] = { "equals", "contains", "below", "above" };    /* RULE_EQUALS … */
	int result = 0;
	for (int i = 0; i < 4; i++) {
		const struct words *value = given(settings, section, keys[i]);
		if (!value)
			continue;
		out->tests++;
		out->test = (enum rule_test)i;
		out->value = value->text;
		if (i >= RULE_BELOW && !decimal_parse(value->text, &out->limit))
			result = REPORT(all, value_no_number, &value->at, value->text);
	}
	return result;
}

int rule_condition_read(struct arena *arena, struct diagnostics *all, const struct settings *settings, const char *section, struct rule_condition *out)
{
	static const char *const kinds[] = { "total", "合计", "banner", "分组", NULL };
	const struct words *column = given(settings, section, "column");
	bool empty = false;
	int kind = 0;
	*out = (struct rule_condition){ 0 };
	int wrong = read_texts(all, settings, section, out);
	out->column = column ? without_blanks(arena, column->text) : NULL;
	if (given(settings, section, "empty"))
		wrong |= settings_flag(settings, all, section, "empty", &empty) < 0;
	if (empty) {
		out->tests++;
		out->test = RULE_EMPTY;
	}
	if (given(settings, section, "rows")) {
		out->tests++;
		wrong |= settings_choice(settings, all, section, "rows", kinds, &kind) < 0;
		out->test = kind ? RULE_BANNER : RULE_TOTAL;
	}
	return wrong ? -1 : 0;
}

bool rule_text_fits(const struct rule_condition *condition, const char *text)
{
	struct decimal number;
	if (condition->test == RULE_EQUALS)
		return strcmp(text, condition->value) == 0;
	if (condition->test == RULE_CONTAINS)
		return strstr(text, condition->value) != NULL;
	if ((condition->test != RULE_BELOW && condition->test != RULE_ABOVE) || !decimal_parse(text, &number))
		return false;
	int order = decimal_compare(&number, &condition->limit);
	return condition->test == RULE_BELOW ? order < 0 : order > 0;
}
