/* What [rule.NAME] asks of a cell or a row: the condition of a look, or of what a public copy leaves out. */
#ifndef READ_RULE_H
#define READ_RULE_H
#include "base/decimal.h"
#include "read/settings.h"

enum rule_test { RULE_EQUALS, RULE_CONTAINS, RULE_BELOW, RULE_ABOVE, RULE_EMPTY, RULE_TOTAL, RULE_BANNER };
struct rule_condition {
	const char *column;        /* whose text is tested; NULL: any column's */
	enum rule_test test;       /* RULE_TOTAL, RULE_BANNER: rows of that kind (合计, 小计; group lines) */
	const char *value;         /* of equals, contains */
	struct decimal limit;      /* of below, above; a text that is no number fits neither */
	int tests;                 /* how many are given; a rule has one */
};

/* Reads it from a section "rule.NAME". An empty value is as if not given. -1 with a diagnostic: a value is wrong. */
int rule_condition_read(struct arena *arena, struct diagnostics *all, const struct settings *settings, const char *section, struct rule_condition *out);
/* Does a cell's text pass the tests of texts, RULE_EQUALS to RULE_ABOVE? */
bool rule_text_fits(const struct rule_condition *condition, const char *text);
#endif
