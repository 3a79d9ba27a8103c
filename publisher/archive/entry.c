#include "archive/entry.h"
#include "base/buffer.h"

static const struct { const char *name, *type; } columns[COLUMN_COUNT] = {
#define COLUMN(name, sql, type) [COLUMN_##name] = { sql, type },
#include "archive/columns.def"
#undef COLUMN
};

const char *column_name(enum column column) { return columns[column].name; }
const char *column_type(enum column column) { return columns[column].type; }

const char *column_list(struct arena *arena)
{
	struct buffer list = { .arena = arena };
	for (int i = 0; i < COLUMN_COUNT; i++)
		buffer_printf(&list, "%s%s", i ? "," : "", columns[i].name);
	return list.text;
}
