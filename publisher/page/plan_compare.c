/* A page is the same when its areas have the same fingerprints. */
#include "page/plan_compare.h"

enum { REACH = 1000 };         /* pages up and down among which one that moved is looked for */

static bool same_look(const struct plan_page *a, const struct plan_page *b)
{
	bool same = a->kind == b->kind && a->numbered == b->numbered && a->areas == b->areas;
	for (int i = 0; i < AREA_COUNT && same; i++)
		same = a->prints[i] == b->prints[i];
	return same;
}

static uint32_t differing(const struct plan_page *a, const struct plan_page *b)
{
	uint32_t areas = a->areas ^ b->areas;
	for (int i = 0; i < AREA_COUNT; i++)
		areas |= (uint32_t)(a->prints[i] != b->prints[i]) << i;
	if (a->kind != b->kind || (a->numbered != b->numbered && !areas))
		areas |= 1u << AREA_PAGE_NUMBER;
	return areas;
}

static const struct plan_page *page_at(const struct plan *plan, int number)
{
	return number >= 1 && (size_t)number <= plan->page_count ? &plan->pages[number - 1] : NULL;
}

/* The nearest page of the old version that looks like this; 0: there is none. A page without anything on it is like none. */
static int found_elsewhere(const struct plan *old, const struct plan_page *page, int number)
{
	int found = 0;
	for (int away = 1; away <= REACH && !found && page->areas; away++) {
		for (int side = -1; side <= 1 && !found; side += 2) {
			const struct plan_page *other = page_at(old, number + side * away);
			found = other && same_look(other, page) ? number + side * away : 0;
		}
	}
	return found;
}

static struct page_change change_of(const struct plan *old, const struct plan *new, int number)
{
	const struct plan_page *before = page_at(old, number), *now = page_at(new, number);
	struct page_change change = { .fate = PAGE_SAME };
	if (!now)
		return (struct page_change){ .fate = PAGE_GONE };
	if (before && same_look(before, now)) {
		if (before->recto != now->recto)
			change = (struct page_change){ .fate = PAGE_MOVED, .before = number };
		return change;
	}
	int elsewhere = found_elsewhere(old, now, number);
	if (elsewhere)
		return (struct page_change){ .fate = PAGE_MOVED, .before = elsewhere };
	return before ? (struct page_change){ .fate = PAGE_CHANGED, .areas = differing(before, now) } : (struct page_change){ .fate = PAGE_ADDED };
}

static void add_row(struct plan_changes *out, const struct row_change *row)
{
	ARENA_GROW(out->arena, out->rows, &out->row_capacity, out->row_count + 1);
	out->rows[out->row_count++] = *row;
}

/* The part in which a row begins: a row divided between pages belongs to the first of them. */
static void compare_rows(struct plan_changes *out, const struct plan_table *old, const struct plan_table *new, int number)
{
	struct arena *arena = arena_new();
	int *old_of_new = arena_array(arena, (size_t)new->row_count + 1, sizeof *old_of_new), part = 0;
	plan_match(old, new, old_of_new);
	for (int r = 0; r < new->row_count; r++) {
		while (part + 1 < new->part_count && (new->parts[part + 1].row < r || (new->parts[part + 1].row == r && !new->parts[part + 1].line)))
			part++;
		if (old_of_new[r] < 0)
			add_row(out, &(struct row_change){ new->page + part, number, r + 1 });
	}
	arena_free(arena);
}

void plan_compare(struct arena *arena, const struct plan *old, const struct plan *new, struct plan_changes *out)
{
	*out = (struct plan_changes){ .arena = arena, .old_count = (int)old->page_count, .new_count = (int)new->page_count, .duplex = new->duplex };
	out->count = out->old_count > out->new_count ? out->old_count : out->new_count;
	out->pages = arena_array(arena, (size_t)out->count + 1, sizeof *out->pages);
	for (int number = 1; number <= out->count; number++) {
		out->pages[number] = change_of(old, new, number);
		out->areas |= out->pages[number].areas | (uint32_t)(out->pages[number].fate == PAGE_MOVED) << AREA_PAGE_NUMBER;
	}
	for (size_t i = 0; i < new->table_count; i++) {
		const struct plan_table *before = plan_table(old, new->tables[i].id);
		if (before)
			compare_rows(out, before, &new->tables[i], (int)i + 1);
	}
}

int plan_sheets(const struct plan_changes *changes)
{
	return changes->duplex ? (changes->new_count + 1) / 2 : changes->new_count;
}

bool plan_sheet_changed(const struct plan_changes *changes, int sheet)
{
	int sides = changes->duplex ? 2 : 1, first = (sheet - 1) * sides + 1;
	bool changed = false;
	for (int page = first; page < first + sides && page <= changes->count; page++)
		changed |= changes->pages[page].fate != PAGE_SAME;
	return changed;
}
