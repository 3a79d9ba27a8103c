/* The width search and the choice of pages against trying every division of the sheet, on small tables made at random. */
#include "unit.h"
#include <unistd.h>
#include "base/file.h"
#include "layout/layout.h"
#include "layout/table_work.h"

enum { TABLES = 60, RUNNING_MOST = 4, EMS_MOST = 64, ROWS_MOST = 24 };

struct trial {
	struct bench *bench;
	struct settings *settings;
	struct style style;
	struct document document;
	struct record record;
	struct table_work work;
	int lines[RUNNING_MOST][EMS_MOST][ROWS_MOST];   /* of each running column at each width */
	int floor[RUNNING_MOST], running, room;
	int64_t least;             /* height of all rows, at the best widths */
	size_t pages;              /* fewest among widths that are at most 1 % higher */
	bool exact;
};

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static char *random_table(struct bench *bench, uint32_t *seed, int columns)
{
	static const char *const pieces[] = { "完成", "推进建设", "，", "。", "（四病）", "95%", "〔2018〕2号", "WIS", "5个", "、" };
	int rows = 1 + (int)(next(seed) % (ROWS_MOST - 1)), longest = 1 + (int)(next(seed) % 40);
	char *out = arena_alloc(bench->arena, 400000);
	strcpy(out, "编号");
	for (int c = 0; c < columns; c++)
		sprintf(out + strlen(out), ",列%d", c);
	for (int r = 0; r < rows; r++) {
		sprintf(out + strlen(out), "\n%d", r + 1);
		for (int c = 0; c < columns; c++) {
			strcat(out, ",济");
			for (int i = (int)(next(seed) % (uint32_t)longest); i > 0; i--)
				strcat(out, pieces[next(seed) % 10]);
		}
	}
	return strcat(out, "\n");
}

static void load(struct trial *trial, const char *table)
{
	static const char *const folders[] = { "templates", NULL };
	static const char edition[] = "[document]\ntemplate=tongbao\nnumber=济高督字〔2018〕54号\ntitle=情况通报\nbody=b.txt\n[head]\nmark=preprinted\n"
	                              "[attachment.1]\nname=表\ntable=t\n[table.t]\ndata=t.csv\nhead_row=1\norientation=upright\n";
	struct bench *bench = trial->bench;
	char folder[] = "/tmp/hongtou-widths-XXXXXX";
	const char *const files[][2] = { { "edition.ini", edition }, { "b.txt", "正文。\n" }, { "t.csv", table } };
	assert_non_null(mkdtemp(folder));
	const char *where = arena_strdup(bench->arena, folder);
	for (int i = 0; i < 3; i++)
		assert_int_equal(file_replace(bench->all, path_join(bench->arena, where, files[i][0]), (struct bytes){ (const unsigned char *)files[i][1], strlen(files[i][1]) }), 0);
	assert_int_equal(settings_load(bench->arena, bench->all, where, folders, &trial->settings), 0);
	assert_int_equal(style_resolve(bench->arena, bench->all, trial->settings, &trial->style), 0);
	assert_int_equal(document_build(bench->arena, bench->all, trial->settings, NULL, &trial->document), 0);
	for (int i = 0; i < 3; i++)
		unlink(path_join(bench->arena, where, files[i][0]));
	rmdir(where);
	trial->record.arena = bench->arena;
}

/* Column 1 holds numbers, one em wide or two; it takes part as a column of its own. */
static void count_all(struct trial *trial)
{
	struct table_work *work = &trial->work;
	trial->running = work->column_count;
	trial->room = (work->width - 2 * trial->style.table_padding_x * work->column_count) / table_text(work)->em;
	for (int c = 0; c < trial->running; c++) {
		trial->floor[c] = work->columns[c].least / 1000;
		for (int em = trial->floor[c]; em <= trial->room && em < EMS_MOST; em++)
			for (int r = 0; r < work->row_count; r++) {
				struct work_column column = work->columns[c];
				struct cell_text cell;
				column.content = em * 1000;
				assert_int_equal(table_shape(work, work->scratch, (const int[2]){ r, c }, false, &cell), 0);
				trial->lines[c][em][r] = table_cell_lines(work, &cell, &column);
				arena_clear(work->scratch);
			}
	}
}

static int64_t height_at(const struct trial *trial, const int *ems)
{
	int64_t sum = 0;
	for (int r = 0; r < trial->work.row_count; r++) {
		int most = 1;
		for (int c = 0; c < trial->running; c++)
			most = trial->lines[c][ems[c]][r] > most ? trial->lines[c][ems[c]][r] : most;
		sum += most * table_text(&trial->work)->pitch + 2 * trial->style.table_padding_y;
	}
	return sum;
}

static size_t pages_at(struct trial *trial, const int *ems)
{
	struct table_work *work = &trial->work;
	mpt rooms[2];
	work->part_count = 0;
	for (int c = 0; c < trial->running; c++)
		work->columns[c].content = ems[c] * 1000;
	for (int r = 0; r < work->row_count; r++) {
		work->row_lines[r] = 1;
		for (int c = 0; c < trial->running; c++)
			if (trial->lines[c][ems[c]][r] > work->row_lines[r])
				work->row_lines[r] = (uint16_t)trial->lines[c][ems[c]][r];
	}
	table_rooms(work, rooms);
	assert_int_equal(table_plan(work, rooms), 0);
	return work->part_count;
}

/* Visits every division of the ems that uses all of them, or as much as all columns can. */
static void visit(struct trial *trial, int *ems, int c, int left)
{
	if (c == trial->running - 1) {
		ems[c] = left < EMS_MOST ? left : EMS_MOST - 1;
		int64_t height = height_at(trial, ems);
		if (!trial->exact)
			trial->least = height < trial->least ? height : trial->least;
		else if (height <= trial->least) {
			size_t pages = pages_at(trial, ems);
			trial->pages = pages < trial->pages ? pages : trial->pages;
		}
		return;
	}
	int rest = 0;
	for (int i = c + 1; i < trial->running; i++)
		rest += trial->floor[i];
	for (ems[c] = trial->floor[c]; ems[c] <= left - rest && ems[c] < EMS_MOST; ems[c]++)
		visit(trial, ems, c + 1, left - ems[c]);
}

static void widths_are_the_best_on_small_tables(void **state)
{
	struct bench *bench = *state;
	static const char *const catalogues[] = { "fonts/fonts.ini", NULL };
	struct fonts *fonts = NULL;
	uint32_t seed = 7;
	assert_int_equal(fonts_open(bench->all, catalogues, &fonts), 0);
	struct shaper *shaper = shaper_open(fonts, false);
	for (int i = 0; i < TABLES; i++) {
		struct trial *trial = calloc(1, sizeof *trial);
		*trial = (struct trial){ .bench = bench, .least = INT64_MAX, .pages = SIZE_MAX };
		int ems[RUNNING_MOST] = { 0 };
		load(trial, random_table(bench, &seed, 1 + i % 3));
		struct layout_job job = { .arena = bench->arena, .all = bench->all, .document = &trial->document, .style = &trial->style, .fonts = fonts,
		                          .shaper = shaper, .record = &trial->record };
		const struct table_request request = { .job = &job, .table = &trial->document.tables[0], .orientation = TABLE_UPRIGHT };
		assert_int_equal(table_choose(&request, &trial->work), 0);
		assert_true(trial->work.proven);
		size_t pages = trial->work.part_count;
		int64_t height = 0;
		for (int r = 0; r < trial->work.row_count; r++)
			height += table_row_height(&trial->work, r, (const int[2]){ 0, trial->work.row_lines[r] });
		count_all(trial);
		visit(trial, ems, 0, trial->room);
		assert_true(height <= trial->least + trial->least / 100);
		if (pages == 1)
			assert_int_equal(height, trial->least);
		trial->least += trial->least / 100;
		trial->exact = true;
		if (pages > 1)
			visit(trial, ems, 0, trial->room);
		if (pages > 1 && pages != trial->pages)
			fail_msg("table %d takes %zu pages, %zu were possible", i, pages, trial->pages);
		table_close(&trial->work);
		free(trial);
	}
	shaper_close(shaper);
	fonts_close(fonts);
}

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(widths_are_the_best_on_small_tables) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
