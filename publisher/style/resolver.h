/* Template keys to values, each with a diagnostic where it fails; the result stays -1 then. Private to style/. */
#ifndef STYLE_RESOLVER_H
#define STYLE_RESOLVER_H
#include "style/style.h"

struct resolver {
	struct arena *arena;
	struct diagnostics *all;
	const struct settings *settings;
	struct style *style;
	int result;
};

/* Keys that the templates must give: NULL, 0, false, "" after template_incomplete. em: for 字/em and 行. */
const struct words *resolver_required(struct resolver *resolver, const char *section, const char *key);
mpt resolver_length(struct resolver *resolver, const char *section, const char *key, mpt em);
mpt resolver_positive(struct resolver *resolver, const char *section, const char *key, mpt em);    /* 1 pt after an error */
int resolver_whole(struct resolver *resolver, const char *section, const char *key, int least, int most);
bool resolver_flag(struct resolver *resolver, const char *section, const char *key);
const char *resolver_text(struct resolver *resolver, const char *section, const char *key);
/* One of a list, as settings_choice wants it. */
int resolver_required_choice(struct resolver *resolver, const char *section, const char *key, const char *const *names);
struct colour resolver_colour(struct resolver *resolver, const char *key);    /* [colour] */

/* Keys that may be missing. */
mpt resolver_optional(struct resolver *resolver, const char *section, const char *key, mpt em);    /* positive; 0: not given */
int resolver_choice(struct resolver *resolver, const char *section, const char *key, const char *const *names);    /* 0: not given */
void resolver_optional_flag(struct resolver *resolver, const char *section, const char *key, bool *out);    /* untouched: not given */

void style_resolve_table(struct resolver *resolver);
void style_resolve_columns(struct resolver *resolver);
void style_resolve_rules(struct resolver *resolver);
/* Tints by name, as settings_choice wants them; the index is enum tint. */
extern const char *const style_tints[];
#endif
