/* A table as templates see it. Private to model/. */
#ifndef MODEL_TABLE_SHOW_H
#define MODEL_TABLE_SHOW_H
#include "expand/expand.h"
#include "model/table.h"

/* failed: it could not be built, and nothing can be asked of it. table and what it has as whole: lent. */
void table_show(struct arena *arena, const struct table *table, bool failed, struct expand_table *out);
/* Number, title, subtitle, unit, notes and source as the settings give them. */
void table_texts(const struct settings *settings, const char *section, struct table *table);
#endif
