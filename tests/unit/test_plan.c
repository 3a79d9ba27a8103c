/* The page plan as bytes, rows found again, versions compared; and tables set like plans that anybody may have made up. */
#include "unit.h"
#include <unistd.h>
#include "base/file.h"
#include "layout/plan_note.h"
#include "layout/table_work.h"
#include "page/plan_compare.h"

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static int below(uint32_t *seed, int most) { return most > 0 ? (int)(next(seed) % (uint32_t)most) : 0; }

/* Whatever bit differs in the last word of what a page shows, such as the number of its last glyph, is told. */
static void the_last_word_counts(void **state)
{
	(void)state;
	for (int lane = 0; lane < 2; lane++)
		for (int bit = 0; bit < 64; bit++) {
			uint64_t prints[2][2] = { { 1, 2 }, { 1, 2 } };
			for (int i = 0; i < 2; i++) {
				uint64_t *chain = &prints[i][lane];    /* as glyphs are added (layout/plan_note.c) */
				*chain = (*chain ^ 77 ^ (uint64_t)i << bit) * 0x9E3779B97F4A7C15u;
				*chain ^= *chain >> 32;
			}
			assert_true(plan_fold(prints[0]) != plan_fold(prints[1]));
			const unsigned char words[2][8] = { { 1 }, { (unsigned char)(1 ^ (bit < 8) << (bit & 7)), (unsigned char)(bit >= 8) } };
			assert_true(plan_print(words[0], 8) != plan_print(words[1], 8));
		}
}

/* ---- made at random, but sound ---- */

static struct plan_table random_table(struct arena *arena, uint32_t *seed, int pages)
{
	struct plan_table table = { .id = next(seed), .orientation = below(seed, 4), .new_page = next(seed) & 1, .padding = { below(seed, 9000), below(seed, 9000) },
	                            .pitch = below(seed, 30000), .size = below(seed, 30000), .page = 1 + below(seed, pages), .column_count = below(seed, 9),
	                            .row_count = 1 + below(seed, 40) };
	table.columns = arena_array(arena, 9, sizeof *table.columns);
	for (int c = 0; c < table.column_count; c++)
		table.columns[c] = (struct plan_column){ next(seed), below(seed, 20) * 1000 };
	table.rows = arena_array(arena, (size_t)table.row_count, sizeof *table.rows);
	for (int r = 0; r < table.row_count; r++)
		table.rows[r] = (uint16_t)next(seed);
	table.parts = arena_array(arena, (size_t)table.row_count + 1, sizeof *table.parts);
	table.part_count = 1;
	for (int r = 1; r < table.row_count && table.part_count <= pages - table.page; r++)
		if (next(seed) & 1)
			table.parts[table.part_count++] = (struct plan_break){ r, below(seed, 6), next(seed) & 1 };
	return table;
}

static struct plan *random_plan(struct arena *arena, uint32_t *seed)
{
	struct plan *plan = plan_new(arena);
	int pages = 1 + below(seed, 30);
	plan->draft = next(seed) & 1;
	plan->like = next(seed) & 1;
	plan->duplex = next(seed) & 1;
	plan->closer = next(seed) & 1;
	plan->title = next(seed);
	for (int i = 0; i < pages; i++) {
		ARENA_GROW(arena, plan->pages, &plan->page_capacity, plan->page_count + 1);
		struct plan_page *page = &plan->pages[plan->page_count++];
		*page = (struct plan_page){ .kind = below(seed, 5), .recto = next(seed) & 1, .numbered = next(seed) & 1, .content = next(seed), .areas = next(seed) & ((1 << AREA_COUNT) - 1) };
		for (int a = 0; a < AREA_COUNT; a++)
			page->prints[a] = page->areas >> a & 1 ? next(seed) : 0;
	}
	for (int page = 2; page <= pages; page += 1 + below(seed, 4)) {
		ARENA_GROW(arena, plan->starts, &plan->start_capacity, plan->start_count + 1);
		plan->starts[plan->start_count++] = (struct plan_start){ page, below(seed, 300), next(seed) };
	}
	for (int i = below(seed, 3); i > 0; i--) {
		ARENA_GROW(arena, plan->tables, &plan->table_capacity, plan->table_count + 1);
		plan->tables[plan->table_count++] = random_table(arena, seed, pages);
	}
	return plan;
}

static void bytes_are_read_as_they_were_written(void **state)
{
	struct bench *bench = *state;
	uint32_t seed = 7;
	for (int i = 0; i < 200; i++) {
		struct buffer first = { .arena = bench->arena }, again = { .arena = bench->arena };
		const struct plan *plan = random_plan(bench->arena, &seed);
		plan_write(plan, &first);
		const struct plan *back = plan_read(bench->arena, (struct bytes){ (const unsigned char *)first.text, first.length });
		assert_non_null(back);
		plan_write(back, &again);
		assert_int_equal(first.length, again.length);
		assert_memory_equal(first.text, again.text, first.length);
		assert_int_equal(back->page_count, plan->page_count);
		assert_int_equal(back->closer, plan->closer);
		for (size_t cut = 0; cut < first.length; cut++)
			assert_null(plan_read(bench->arena, (struct bytes){ (const unsigned char *)first.text, cut }));
		buffer_byte(&first, 0);
		assert_null(plan_read(bench->arena, (struct bytes){ (const unsigned char *)first.text, first.length }));
	}
}

static void starts_and_tables_are_found(void **state)
{
	struct bench *bench = *state;
	uint32_t seed = 11;
	for (int i = 0; i < 50; i++) {
		const struct plan *plan = random_plan(bench->arena, &seed);
		for (size_t s = 0; s < plan->start_count; s++)
			assert_ptr_equal(plan_start(plan, plan->starts[s].page), &plan->starts[s]);
		assert_null(plan_start(plan, 1));
		assert_null(plan_start(plan, 1000));
		for (size_t t = 0; t < plan->table_count; t++)
			assert_int_equal(plan_table(plan, plan->tables[t].id)->id, plan->tables[t].id);
	}
	assert_null(plan_start(NULL, 1));
	assert_null(plan_table(NULL, 1));
}

/* ---- rows ---- */

static struct plan_table rows_of(uint16_t *rows, int count) { return (struct plan_table){ .rows = rows, .row_count = count }; }

static void check_match(const struct plan_table *old, const struct plan_table *new, const int *wanted)
{
	int found[40];
	plan_match(old, new, found);
	for (int r = 0; r < new->row_count; r++)
		assert_int_equal(found[r], wanted[r]);
}

static void rows_are_found_by_what_they_say(void **state)
{
	(void)state;
	uint16_t old_rows[] = { 1, 2, 3, 3, 4, 5, 6 };
	const struct plan_table old = rows_of(old_rows, 7);
	check_match(&old, &old, (const int[]){ 0, 1, 2, 3, 4, 5, 6 });
	uint16_t come[] = { 1, 9, 2, 3, 3, 4, 8, 5, 6 };
	check_match(&old, &(struct plan_table){ .rows = come, .row_count = 9 }, (const int[]){ 0, -1, 1, 2, 3, 4, -1, 5, 6 });
	uint16_t gone[] = { 2, 3, 4, 6 };
	check_match(&old, &(struct plan_table){ .rows = gone, .row_count = 4 }, (const int[]){ 1, 2, 4, 6 });
	uint16_t other[] = { 1, 2, 3, 3, 7, 5, 6 };
	check_match(&old, &(struct plan_table){ .rows = other, .row_count = 7 }, (const int[]){ 0, 1, 2, 3, -1, 5, 6 });
	uint16_t moved[] = { 5, 1, 2, 3, 3, 4, 6 };    /* the longest chain stays */
	check_match(&old, &(struct plan_table){ .rows = moved, .row_count = 7 }, (const int[]){ -1, 0, 1, 2, 3, 4, 6 });
	check_match(&old, &(struct plan_table){ .rows = NULL, .row_count = 0 }, NULL);
	check_match(&(struct plan_table){ .rows = NULL, .row_count = 0 }, &(struct plan_table){ .rows = gone, .row_count = 4 }, (const int[]){ -1, -1, -1, -1 });
}

static void breaks_stay_in_order(void **state)
{
	(void)state;
	uint32_t seed = 5;
	for (int i = 0; i < 2000; i++) {
		uint16_t rows[2][30];
		int counts[2] = { 1 + below(&seed, 30), 1 + below(&seed, 30) }, old_of_new[30], before = 0, last = -1;
		for (int k = 0; k < 60; k++)
			rows[k / 30][k % 30] = (uint16_t)below(&seed, i % 2 ? 4 : 30);
		const struct plan_table old = rows_of(rows[0], counts[0]), new = rows_of(rows[1], counts[1]);
		plan_match(&old, &new, old_of_new);
		for (int r = 0; r < new.row_count; r++) {
			if (old_of_new[r] < 0)
				continue;
			assert_true(old_of_new[r] > last && old_of_new[r] < old.row_count && rows[0][old_of_new[r]] == rows[1][r]);
			last = old_of_new[r];
			assert_int_equal(plan_row_now(old_of_new, new.row_count, last), r);
		}
		for (int r = 0; r < old.row_count; r++) {
			int now = plan_row_now(old_of_new, new.row_count, r);
			assert_true(now >= before && now <= new.row_count);
			before = now;
		}
	}
}

/* ---- versions ---- */

static struct plan *pages_of(struct arena *arena, const int *looks, int count)
{
	struct plan *plan = plan_new(arena);
	plan->duplex = true;
	for (int i = 0; i < count; i++) {
		ARENA_GROW(arena, plan->pages, &plan->page_capacity, plan->page_count + 1);
		plan->pages[plan->page_count++] = (struct plan_page){ .recto = i % 2 == 0, .numbered = true, .areas = 1 << AREA_TEXT | 1 << AREA_DATE,
		                                                      .prints = { [AREA_TEXT] = (uint32_t)looks[i], [AREA_DATE] = 5 } };
	}
	return plan;
}

static void pages_have_their_fates(void **state)
{
	struct bench *bench = *state;
	struct plan_changes changes;
	const struct plan *old = pages_of(bench->arena, (const int[]){ 1, 2, 3, 4, 5 }, 5);
	plan_compare(bench->arena, old, pages_of(bench->arena, (const int[]){ 1, 9, 3, 8, 7, 5 }, 6), &changes);
	static const enum page_fate wanted[] = { PAGE_SAME, PAGE_CHANGED, PAGE_SAME, PAGE_CHANGED, PAGE_CHANGED, PAGE_MOVED };
	for (int i = 0; i < 6; i++)
		assert_int_equal(changes.pages[i + 1].fate, wanted[i]);
	assert_int_equal(changes.pages[6].before, 5);
	assert_int_equal(changes.pages[2].areas, 1 << AREA_TEXT);
	assert_int_equal(changes.areas, 1 << AREA_TEXT | 1 << AREA_PAGE_NUMBER);
	assert_true(plan_sheet_changed(&changes, 1) && plan_sheet_changed(&changes, 2) && plan_sheet_changed(&changes, 3));
	plan_compare(bench->arena, old, pages_of(bench->arena, (const int[]){ 1, 2, 3 }, 3), &changes);
	assert_int_equal(changes.pages[4].fate, PAGE_GONE);
	assert_int_equal(plan_sheets(&changes), 2);
	assert_true(!plan_sheet_changed(&changes, 1) && plan_sheet_changed(&changes, 2));    /* page 4 is no longer on its back */
	assert_string_equal(plan_changes_line(&changes), "as before: pages 1-3; gone: pages 4-5; sheets to print again: 2");
	plan_compare(bench->arena, old, old, &changes);
	assert_string_equal(plan_changes_line(&changes), "no page differs");
}

/* ---- tables set like any plan ---- */

struct trial {
	struct style style;
	struct document document;
	struct record record;
};

static char *random_cells(struct bench *bench, uint32_t *seed)
{
	static const char *const pieces[] = { "完成", "推进建设", "，", "。", "（四病）", "95%", "〔2018〕2号", "WIS", "5个", "、" };
	int rows = 5 + below(seed, 60);
	char *out = arena_alloc(bench->arena, 400000), *at = out + sprintf(out, "编号,列0,列1,列2");
	for (int r = 0; r < rows; r++) {
		at += sprintf(at, "\n%d", r + 1);
		for (int c = 0; c < 3; c++) {
			at += sprintf(at, ",济");
			for (int i = below(seed, 40); i > 0; i--)
				at += sprintf(at, "%s", pieces[below(seed, 10)]);
		}
	}
	strcpy(at, "\n");
	return out;
}

static void load(struct bench *bench, struct trial *trial, const char *cells)
{
	static const char *const folders[] = { "templates", NULL };
	static const char edition[] = "[document]\ntemplate=tongbao\nnumber=济高督字〔2018〕54号\ntitle=情况通报\nbody=b.txt\n[head]\nmark=preprinted\n"
	                              "[attachment.1]\nname=表\ntable=t\n[table.t]\ndata=t.csv\nhead_row=1\n";
	const char *const files[][2] = { { "edition.ini", edition }, { "b.txt", "正文。\n" }, { "t.csv", cells } };
	char folder[] = "/tmp/hongtou-plan-XXXXXX";
	struct settings *settings = NULL;
	assert_non_null(mkdtemp(folder));
	const char *where = arena_strdup(bench->arena, folder);
	for (int i = 0; i < 3; i++)
		assert_int_equal(file_replace(bench->all, path_join(bench->arena, where, files[i][0]), bytes_of_text(files[i][1])), 0);
	assert_int_equal(settings_load(bench->arena, bench->all, where, folders, &settings), 0);
	assert_int_equal(style_resolve(bench->arena, bench->all, settings, &trial->style), 0);
	assert_int_equal(document_build(bench->arena, bench->all, settings, NULL, &trial->document), 0);
	for (int i = 0; i < 3; i++)
		unlink(path_join(bench->arena, where, files[i][0]));
	rmdir(where);
	trial->record.arena = bench->arena;
}

/* Every row stands on the pages once, in order, and each page holds what it has. */
static void check_parts(const struct table_work *work)
{
	struct table_point at = { 0, 0 };
	mpt rooms[2], width = 0, *heights = calloc((size_t)work->row_count + 1, sizeof *heights);
	table_rooms(work, rooms);
	for (size_t i = 0; i < work->part_count; i++) {
		const struct table_part *part = &work->parts[i];
		assert_true(part->from.row == at.row && part->from.line == at.line);
		assert_true(part->to.row > at.row || (part->to.row == at.row && part->to.line > at.line));
		assert_true(part->to.line < (part->to.row < work->row_count ? work->row_lines[part->to.row] : 1));
		assert_true(table_part_heights(work, part, heights) <= rooms[i > 0]);
		at = part->to;
	}
	assert_true(at.row == work->row_count && at.line == 0);
	for (int c = 0; c < work->column_count; c++) {
		assert_true(work->columns[c].content >= work->columns[c].least);
		width += work->columns[c].width;
	}
	assert_true(width <= work->width);
	free(heights);
}

/* The table's own plan, then with something in it that is otherwise. */
static void spoil(struct plan_table *table, uint32_t *seed)
{
	int part = 1;
	switch (below(seed, 6)) {
	case 0:
		table->columns[below(seed, table->column_count)].content = below(seed, 2) ? below(seed, 40) * 1000 : (int)next(seed);
		break;
	case 1:
		for (int r = below(seed, table->row_count); r < table->row_count; r += 1 + below(seed, 9))
			table->rows[r] = (uint16_t)next(seed);
		break;
	case 2:
		for (int r = below(seed, 4) + 1; r < table->row_count; r += 1 + below(seed, 12))
			table->parts[part++] = (struct plan_break){ r, below(seed, 8), next(seed) & 1 };
		table->part_count = part;
		break;
	case 3:
		table->row_count = 1 + below(seed, table->row_count);
		while (table->part_count > 1 && table->parts[table->part_count - 1].row >= table->row_count)
			table->part_count--;
		break;
	case 4:
		table->part_count = 1 + below(seed, table->part_count);
		break;
	case 5:
		table->orientation = below(seed, 4);
		table->pitch = (int)next(seed);
		table->padding[0] = (int)next(seed);
		table->new_page = !table->new_page;
		break;
	}
}

static void any_plan_gives_a_whole_table(void **state)
{
	struct bench *bench = *state;
	const char *catalogues[] = { "fonts/fonts.ini", NULL };
	struct fonts *fonts = NULL;
	uint32_t seed = 3;
	int kept = 0, freely = 0;
	assert_int_equal(fonts_open(bench->all, catalogues, &fonts), 0);
	struct shaper *shaper = shaper_open(fonts, NULL);
	for (int i = 0; i < 24; i++) {
		struct trial *trial = arena_alloc(bench->arena, sizeof *trial);
		load(bench, trial, random_cells(bench, &seed));
		struct layout_job job = { .arena = bench->arena, .all = bench->all, .document = &trial->document, .style = &trial->style, .fonts = fonts, .shaper = shaper, .record = &trial->record };
		struct table_request request = { .job = &job, .table = &trial->document.tables[0], .orientation = i % 3 ? TABLE_UPRIGHT : TABLE_TURNED };
		struct table_work work;
		trial->record.plan = plan_new(bench->arena);
		assert_int_equal(table_choose(&request, &work), 0);
		check_parts(&work);
		table_keep_note(&work, 1);
		size_t parts = work.part_count;
		table_close(&work);
		struct plan *plan = trial->record.plan;
		trial->record.plan = NULL;
		job.like = plan;
		assert_int_equal(table_choose(&request, &work), 0);
		assert_true(work.kept && work.part_count == parts);
		table_close(&work);
		struct plan_table *table = &plan->tables[0];
		struct plan_break *more = arena_array(bench->arena, (size_t)table->row_count + 1, sizeof *more);    /* as many as it may get */
		memcpy(more, table->parts, (size_t)table->part_count * sizeof *more);
		table->parts = more;
		for (int k = 0; k < 12; k++) {
			spoil(table, &seed);
			assert_int_equal(table_choose(&request, &work), 0);
			check_parts(&work);
			kept += work.kept != NULL;
			freely += work.kept == NULL;
			table_close(&work);
		}
	}
	shaper_close(shaper);
	fonts_close(fonts);
	assert_true(kept > 20 && freely > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_last_word_counts), TEST(bytes_are_read_as_they_were_written), TEST(starts_and_tables_are_found), TEST(rows_are_found_by_what_they_say), TEST(breaks_stay_in_order),
		TEST(pages_have_their_fates), TEST(any_plan_gives_a_whole_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
