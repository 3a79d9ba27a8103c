/* Any bytes as a page plan: refused, or sound: written and read again it is the same, and it can be compared with itself and matched. */
#include "fuzz.h"
#include "page/plan_compare.h"

static void check_table(const struct plan_table *table, const struct plan_table *other)
{
	int *old_of_new = calloc((size_t)table->row_count + 1, sizeof *old_of_new), last = -1;
	plan_match(other, table, old_of_new);
	for (int r = 0; r < table->row_count; r++) {
		require(old_of_new[r] < other->row_count && (old_of_new[r] < 0 || old_of_new[r] > last));
		last = old_of_new[r] >= 0 ? old_of_new[r] : last;
	}
	for (int i = 0; i < table->part_count; i++) {
		require(table->parts[i].row >= 0 && (table->parts[i].row < table->row_count || !i) && table->parts[i].line >= 0);
		require(!i || table->parts[i].row > table->parts[i - 1].row || table->parts[i].line > table->parts[i - 1].line);
	}
	free(old_of_new);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const struct plan *plan = plan_read(arena, (struct bytes){ data, size });
	if (plan) {
		struct buffer first = { .arena = arena }, again = { .arena = arena };
		struct plan_changes changes;
		plan_write(plan, &first);
		const struct plan *back = plan_read(arena, (struct bytes){ (const unsigned char *)first.text, first.length });
		require(back != NULL);
		plan_write(back, &again);
		require(first.length == again.length && memcmp(first.text, again.text, first.length) == 0);
		plan_compare(arena, plan, back, &changes);
		for (int page = 1; page <= changes.count; page++)
			require(changes.pages[page].fate == PAGE_SAME);
		require(plan_changes_line(&changes)[0]);
		for (size_t i = 0; i < plan->table_count; i++)
			check_table(&plan->tables[i], &plan->tables[0]);
	}
	arena_free(arena);
	return 0;
}
