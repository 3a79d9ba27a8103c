/* A table set like an earlier version of it: the same widths where every cell fits them, the same page breaks where the rows between them
 * fit a page. Breaks follow rows by what they say, so rows may come and go. Where a page can no longer hold its rows, pages are planned
 * anew from there on, as few as it takes until an old break is met with the old number of pages: those behind stay as they are. Where
 * there must be more pages, a few take one more, and those behind only move. */
#include "layout/plan_note.h"
#include "layout/table_work.h"
#include <string.h>

enum { WINDOW_MOST = 64 /* pages that are planned anew before all the rest is */, SPREAD = 3 /* pages whose rows go on one more */ };

static const char *column_name(const struct table *table, int c)
{
	return table->columns[c].name ? table->columns[c].name : "";
}

static uint32_t name_print(const struct table *table, int c)
{
	return plan_print(column_name(table, c), strlen(column_name(table, c)));
}

static bool same_columns(const struct plan_table *old, const struct table *table)
{
	bool same = old->column_count == table->column_count;
	for (int c = 0; same && c < table->column_count; c++)
		same = old->columns[c].name == name_print(table, c);
	return same;
}

/* Old breaks at the rows where they are now; two that fall together are one. */
static void find_starts(struct table_kept *kept, struct arena *arena, const struct table *table)
{
	const struct plan_table *old = kept->old;
	const struct plan_table now = { .row_count = table->row_count, .rows = plan_table_rows(arena, table) };
	int *old_of_new = arena_array(arena, (size_t)table->row_count + 1, sizeof *old_of_new);
	plan_match(old, &now, old_of_new);
	kept->starts = arena_array(arena, (size_t)old->part_count + 1, sizeof *kept->starts);
	kept->banners = arena_array(arena, (size_t)old->part_count + 1, sizeof *kept->banners);
	for (int i = 0; i < old->part_count; i++) {
		const struct plan_break *part = &old->parts[i];
		struct table_point at = { i ? plan_row_now(old_of_new, table->row_count, part->row) : 0, part->line };
		kept->starts[i] = at.row < table->row_count ? at : (struct table_point){ table->row_count, 0 };
		kept->banners[i] = part->banner;
	}
	kept->starts[old->part_count] = (struct table_point){ table->row_count, 0 };
	kept->count = old->part_count;
}

const struct table_kept *table_keep_open(struct layout_job *job, const struct table *table)
{
	const struct plan_table *old = job->like && table->row_count ? plan_table(job->like, plan_table_id(table)) : NULL;
	if (!old)
		return NULL;
	struct table_kept *kept = arena_alloc(job->arena, sizeof *kept);
	kept->old = old;
	kept->columns = same_columns(old, table);
	if (kept->columns)
		find_starts(kept, job->arena, table);
	return kept;
}

/* ---- widths ---- */

static bool width_holds(const struct table_work *work, int c, int32_t content)
{
	const struct work_column *column = &work->columns[c];
	mpt padding = 2 * work->style->table_padding_x, em = table_text(work)->em;
	if (column->fixed)
		return content == column->content;
	return content >= column->least && content % 1000 == 0 && content / 1000 <= table_ems(work)
	       && (!column->style->max || mpt_from_milli_em(content, em) <= column->style->max - padding);
}

bool table_keep_widths(struct table_work *work)
{
	const struct plan_table *old = work->kept->old;
	int64_t left = work->width - 2 * (int64_t)work->style->table_padding_x * work->column_count;
	bool holds = true;
	for (int c = 0; holds && c < work->column_count; c++) {
		int32_t content = old->columns[c].content;
		holds = width_holds(work, c, content);
		left -= holds ? mpt_from_milli_em(content, table_text(work)->em) : 0;
		if (!holds && !work->columns[c].fixed && content < work->columns[c].least)
			work->narrow = c;
	}
	for (int c = 0; holds && left >= 0 && c < work->column_count; c++)
		work->columns[c].content = old->columns[c].content;
	return holds && left >= 0;
}

/* ---- page breaks ---- */

static bool is_point(struct table_work *work, const mpt rooms[2], int i)
{
	const struct table_kept *kept = work->kept;
	const struct table_point at = kept->starts[i];
	if (i == kept->count)
		return true;
	return at.row < work->row_count && (!at.line || table_may_divide(work, rooms, at))
	       && (at.line || !at.row || kept->banners[i] || work->table->rows[at.row - 1].kind != ROW_BANNER);
}

/* Does the page with part i hold the rows between the breaks as they are now? */
static bool still_fits(struct table_work *work, const mpt rooms[2], int i)
{
	const struct table_point *starts = work->kept->starts;
	const struct table_part part = { .from = starts[i], .to = starts[i + 1] };
	return is_point(work, rooms, i + 1) && table_part_fits(work, rooms, &part);
}

static void add_part(struct table_work *work, struct table_point from, struct table_point to)
{
	ARENA_GROW(work->arena, work->parts, &work->part_capacity, work->part_count + 1);
	work->parts[work->part_count++] = (struct table_part){ .from = from, .to = to };
}

/* Plans the rows of old parts i … to - 1 anew; true: on so many pages. Else nothing is added. */
static bool plan_window(struct table_work *work, const mpt rooms[2], const int i_and_to[2], int pages)
{
	const struct table_kept *kept = work->kept;
	int i = i_and_to[0], to = i_and_to[1];
	size_t before = work->part_count;
	bool planned = !kept->starts[to].line && is_point(work, rooms, to)
	               && !table_plan_rows(work, rooms, kept->starts[i], kept->starts[to].row) && work->part_count - before == (size_t)pages;
	work->part_count = planned ? work->part_count : before;
	return planned;
}

/* Plans anew from old part i on, up to the nearest old break behind which everything can stay. The old part there; -1: none. */
static int plan_anew(struct table_work *work, const mpt rooms[2], int i)
{
	const int count = work->kept->count;
	for (int to = i + 2; to <= count && to <= i + WINDOW_MOST; to++)
		if (plan_window(work, rooms, (const int[2]){ i, to }, to - i))
			return to;
	if (plan_window(work, rooms, (const int[2]){ i, count }, count - i))
		return count;
	for (int to = i + SPREAD; to < count && to < i + 2 * SPREAD; to++)
		if (plan_window(work, rooms, (const int[2]){ i, to }, to - i + 1))
			return to;
	return table_plan_rows(work, rooms, work->kept->starts[i], work->row_count) ? -1 : count;
}

bool table_keep_parts(struct table_work *work, const mpt rooms[2])
{
	const struct table_kept *kept = work->kept;
	int i = 0;
	work->part_count = 0;
	while (i >= 0 && i < kept->count) {
		if (still_fits(work, rooms, i)) {
			add_part(work, kept->starts[i], kept->starts[i + 1]);
			i++;
		} else {
			i = plan_anew(work, rooms, i);
		}
	}
	return i == kept->count;
}

/* ---- noting ---- */

void table_keep_note(struct table_work *work, int page)
{
	struct layout_job *job = work->job;
	struct plan *plan = job->record->plan;
	const struct table *table = work->table;
	if (!plan || !work->part_count)
		return;
	struct plan_table noted = {
		.id = plan_table_id(table), .orientation = work->orientation, .new_page = work->new_page,
		.padding = { work->style->table_padding_x, work->style->table_padding_y }, .pitch = table_text(work)->pitch, .size = table_text(work)->size,
		.page = page, .column_count = work->column_count, .row_count = work->row_count, .part_count = (int)work->part_count,
		.rows = plan_table_rows(plan->arena, table),
	};
	noted.columns = arena_array(plan->arena, (size_t)work->column_count, sizeof *noted.columns);
	for (int c = 0; c < work->column_count; c++)
		noted.columns[c] = (struct plan_column){ name_print(table, c), work->columns[c].content };
	noted.parts = arena_array(plan->arena, work->part_count, sizeof *noted.parts);
	for (size_t i = 0; i < work->part_count; i++) {
		struct table_point at = work->parts[i].from;
		noted.parts[i] = (struct plan_break){ at.row, at.line, at.row && !at.line && table->rows[at.row - 1].kind == ROW_BANNER };
	}
	plan_note_table(job, &noted);
}
