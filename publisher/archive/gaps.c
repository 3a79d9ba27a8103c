#include "archive/gaps.h"
#include <stdlib.h>
#include <string.h>

struct list { struct gap *items; size_t count, capacity; };

static void add_gap(struct arena *arena, struct list *list, struct gap gap)
{
	if (gap.first > gap.last)
		return;
	ARENA_GROW(arena, list->items, &list->capacity, list->count + 1);
	list->items[list->count++] = gap;
}

static bool same(const char *a, const char *b) { return a && b && strcmp(a, b) == 0; }

int gaps_of_year(struct catalogue *catalogue, const char *year, struct gap **out, size_t *count)
{
	struct database *database = &catalogue->database;
	sqlite3_stmt *rows = ASK(database, "SELECT DISTINCT lead_issuer,number_code,number_serial,instr(number_key,'〔')>0 FROM entry WHERE action='add' AND number_serial IS NOT NULL "
	                         "AND number_year=CAST(?1 AS INTEGER) ORDER BY 1,2,4,3", year);
	struct list list = { 0 };
	struct gap before = { 0 };         /* last: the serial number before */
	int step;
	while ((step = database_step(database, rows)) == 1) {
		struct gap now = { database_text(database, rows, 0), database_text(database, rows, 1), sqlite3_column_int(rows, 3) != 0, atol(year), 1, 0 };
		long serial = (long)sqlite3_column_int64(rows, 2);
		if (same(before.issuer, now.issuer) && same(before.code, now.code) && before.with_year == now.with_year)
			now.first = before.last + 1;
		now.last = serial - 1;
		add_gap(catalogue->arena, &list, now);
		before = now;
		before.last = serial;
	}
	sqlite3_finalize(rows);
	*out = list.items;
	*count = list.count;
	return step;
}

const char *gap_number(struct arena *arena, const struct gap *gap, long serial)
{
	return gap->with_year ? arena_printf(arena, "%s〔%ld〕%ld号", gap->code, gap->year, serial) : arena_printf(arena, "%s第%ld号", gap->code, serial);
}
