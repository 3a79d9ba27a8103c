#include "unit.h"
#include <unistd.h>
#include "base/file.h"
#include "layout/layout.h"
#include "layout/table_work.h"
#include "model/document.h"
#include "style/style.h"

struct page_facts { int number; enum page_kind kind; bool numbered; char text[4000], names[1000]; int lines, fills; mpt lowest, name_line; };

struct run {
	struct bench *bench;
	struct settings *settings;
	struct style style;
	struct document document;
	struct fonts *fonts;
	struct shaper *shaper;
	struct record record;
	struct page_facts pages[40];
	int count;
};

static int collect(void *context, const struct page *page)
{
	struct run *run = context;
	struct page_facts *facts = &run->pages[run->count++];
	*facts = (struct page_facts){ .number = page->number, .kind = page->kind, .numbered = page->numbered };
	for (size_t i = 0; i < page->count; i++) {
		const struct item *item = &page->items[i];
		facts->fills += item->kind == ITEM_FILL;
		if (item->kind != ITEM_GLYPHS)
			continue;
		const struct glyph_run *glyphs = &item->of.glyphs;
		size_t length = glyphs->cluster[glyphs->count] - glyphs->cluster[0];
		if (strlen(facts->text) + length + 1 < sizeof facts->text)
			strncat(facts->text, glyphs->text + glyphs->cluster[0], length);
		if (item->role == ROLE_ATTENDANCE) {    /* those who were there, with / between the lines */
			strcat(facts->names, glyphs->y[0] > facts->name_line ? "/" : "");
			strncat(facts->names, glyphs->text + glyphs->cluster[0], length);
			facts->name_line = glyphs->y[0];
		}
		if (item->artifact != ARTIFACT_PAGE_NUMBER && glyphs->y[0] > facts->lowest)
			facts->lowest = glyphs->y[0];
	}
	return 0;
}

static int laid_out(struct run *run, struct bench *bench, const char *const files[][2])
{
	char folder[] = "/tmp/hongtou-layout-XXXXXX";
	const char *folders[] = { "templates", NULL }, *catalogues[] = { "fonts/fonts.ini", NULL };
	memset(run, 0, sizeof *run);
	run->bench = bench;
	assert_non_null(mkdtemp(folder));
	const char *where = arena_strdup(bench->arena, folder);
	for (int i = 0; files[i][0]; i++)
		assert_int_equal(file_replace(bench->all, path_join(bench->arena, where, files[i][0]),
		                              (struct bytes){ (const unsigned char *)files[i][1], strlen(files[i][1]) }), 0);
	int result = settings_load(bench->arena, bench->all, where, folders, &run->settings);
	result |= result ? 0 : style_resolve(bench->arena, bench->all, run->settings, &run->style);
	result |= result ? 0 : document_build(bench->arena, bench->all, run->settings, NULL, &run->document);
	if (result)
		fail_msg("%s", reported(bench));
	assert_int_equal(fonts_open(bench->all, catalogues, &run->fonts), 0);
	run->shaper = shaper_open(run->fonts, NULL);
	run->record.arena = bench->arena;
	struct layout_job job = { .arena = bench->arena, .all = bench->all, .document = &run->document, .style = &run->style, .fonts = run->fonts,
	                          .shaper = run->shaper, .record = &run->record, .receiver = { run, collect } };
	result = layout_document(&job);
	for (int i = 0; files[i][0]; i++)
		unlink(path_join(bench->arena, where, files[i][0]));
	rmdir(where);
	return result;
}

static void run_close(struct run *run)
{
	shaper_close(run->shaper);
	fonts_close(run->fonts);
	free(run);
}

static char *repeated(struct bench *bench, const char *text, int times)
{
	char *out = arena_alloc(bench->arena, strlen(text) * (size_t)times + 1);
	for (int i = 0; i < times; i++)
		strcat(out, text);
	return out;
}

#define DOCUMENT "[document]\ntemplate=tongbao\nnumber=济高督字〔2018〕54号\ntitle=情况通报\nbody=b.txt\n"
#define HEAD DOCUMENT "[head]\nmark=preprinted\n"
#define SIGNED "[signature]\nname=督查局\ndate=2018年7月19日\n"

/* 7.3.5: swept over body lengths line by line, date and signature never stand on a page without text. */
static void signature_always_stands_under_text(void **state)
{
	struct bench *bench = *state;
	for (int lines = 1; lines < 60; lines++) {
		struct run *run = malloc(sizeof *run);
		const char *const files[][2] = { { "edition.ini", HEAD SIGNED }, { "b.txt", repeated(bench, "正文一行。\n", lines) }, { NULL, NULL } };
		assert_int_equal(laid_out(run, bench, files), 0);
		const struct page_facts *last = &run->pages[run->count - 1];
		assert_non_null(strstr(last->text, "督查局2018年7月19日"));
		assert_non_null(strstr(last->text, "正文一行。督查局"));
		int total = 0;
		for (int i = 0; i < run->count; i++) {
			for (const char *at = run->pages[i].text; (at = strstr(at, "正文一行。")) != NULL; at++)
				total++;
			assert_true(run->pages[i].lowest < run->style.top + run->style.text_height);
		}
		assert_int_equal(total, lines);
		run_close(run);
	}
}

/* The note too, though the seal moves it down a line. */
static void notes_stand_under_the_signature(void **state)
{
	struct bench *bench = *state;
	for (int lines = 1; lines < 50; lines++) {
		struct run *run = malloc(sizeof *run);
		const char *const files[][2] = { { "edition.ini", DOCUMENT "note=联系人：张三，联系电话：0537-1234567\n[head]\nmark=preprinted\n" SIGNED },
		                                 { "b.txt", repeated(bench, "正文一行。\n", lines) }, { NULL, NULL } };
		assert_int_equal(laid_out(run, bench, files), 0);
		const struct page_facts *last = &run->pages[run->count - 1];
		assert_non_null(strstr(last->text, "正文一行。督查局2018年7月19日（联系人：张三，联系电话：0537-1234567）"));
		assert_true(last->lowest < run->style.top + run->style.text_height);
		run_close(run);
	}
}

static void imprint_goes_to_an_even_page(void **state)
{
	struct bench *bench = *state;
	for (int lines = 1; lines < 50; lines++) {
		struct run *run = malloc(sizeof *run);
		const char *const files[][2] = { { "edition.ini", HEAD SIGNED "[imprint]\nprinter=督查局\ndate=2018年7月19日\ncopies_to=各街道\neven_page=yes\n" },
		                                 { "b.txt", repeated(bench, "正文一行。\n", lines) }, { NULL, NULL } };
		assert_int_equal(laid_out(run, bench, files), 0);
		const struct page_facts *last = &run->pages[run->count - 1];
		assert_int_equal(last->number % 2, 0);
		assert_non_null(strstr(last->text, "抄送：各街道。督查局2018年7月19日印发"));
		assert_int_equal(last->numbered, run->pages[run->count - 2].kind != PAGE_BLANK);    /* 7.5 */
		for (int i = 0; i < run->count; i++)
			if (run->pages[i].kind == PAGE_BLANK)
				assert_false(run->pages[i].numbered);
		run_close(run);
	}
}

static void table_in_the_text_stands_between_paragraphs(void **state)
{
	struct bench *bench = *state;
	struct run *run = malloc(sizeof *run);
	const char *const files[][2] = { { "edition.ini", HEAD "[table.t]\ndata=t.csv\nplace=body\n" }, { "b.txt", "前文。\n{表}\n后文。\n" },
	                                 { "t.csv", "序号,项目名称,内容\n1,甲,完成\n2,乙,未完成\n" }, { NULL, NULL } };
	assert_int_equal(laid_out(run, bench, files), 0);
	assert_int_equal(run->count, 1);
	assert_non_null(strstr(run->pages[0].text, "前文。序号项目名称内容1甲完成2乙未完成后文。"));
	run_close(run);
}

/* Swept over the length of the text before it: headings are never left alone at the foot of a page. */
static void headings_stay_with_their_table(void **state)
{
	struct bench *bench = *state;
	int with_text = 0, alone = 0;
	for (int lines = 1; lines < 36; lines++) {
		struct run *run = malloc(sizeof *run);
		const char *const files[][2] = { { "edition.ini", HEAD "[table.t]\ndata=t.csv\nplace=body\n" }, { "t.csv", "序号,项目名称,内容\n1,甲,完成\n2,乙,未完成\n" },
		                                 { "b.txt", arena_printf(bench->arena, "%s一、工作进展\n（一）总体情况\n{表}\n后文。\n", repeated(bench, "正文一行。\n", lines)) }, { NULL, NULL } };
		assert_int_equal(laid_out(run, bench, files), 0);
		int found = 0;
		for (int i = 0; i < run->count; i++) {
			found += strstr(run->pages[i].text, "一、工作进展（一）总体情况序号项目名称内容") != NULL;
			with_text += strstr(run->pages[i].text, "正文一行。一、工作进展") != NULL;
			alone += strncmp(run->pages[i].text, "一、工作进展", strlen("一、工作进展")) == 0;
		}
		assert_int_equal(found, 1);
		run_close(run);
	}
	assert_true(with_text > 20 && alone > 3);
}

/* Wherever the lines end, names of up to four characters are whole. */
static void names_are_not_divided(void **state)
{
	static const char *const names[] = { "欧阳文远", "赵国梁", "孙　岚", "吴志强", "司马秀兰", "冯建国" };
	struct bench *bench = *state;
	for (int before = 0; before < 12; before++) {
		struct run *run = malloc(sizeof *run);
		const char *list = repeated(bench, "欧阳文远（办公室），赵国梁、孙　岚、吴志强、司马秀兰，冯建国、", 3);
		const char *const files[][2] = { { "edition.ini", arena_printf(bench->arena, "[document]\ntemplate=纪要\ntitle=会议纪要\nbody=b.txt\n[head]\nmark=preprinted\n"
		                                   "[minutes]\npresent=%s，%s李四\n", repeated(bench, "甲", before + 1), list) }, { "b.txt", "正文。\n" }, { NULL, NULL } };
		assert_int_equal(laid_out(run, bench, files), 0);
		int found = 0, lines = 0;
		for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
			for (const char *at = run->pages[0].names; (at = strstr(at, names[i])) != NULL; at++)
				found++;
		for (const char *at = run->pages[0].names; (at = strchr(at, '/')) != NULL; at++)
			lines++;
		assert_int_equal(found, 18);
		assert_true(lines > 3);
		run_close(run);
	}
}

static void text_attachments_begin_on_new_sides(void **state)
{
	struct bench *bench = *state;
	struct run *run = malloc(sizeof *run);
	const char *const files[][2] = { { "edition.ini", HEAD "[attachment.1]\nname=任务分工\ntext=a.txt\n[attachment.2]\nname=时间安排\ntext=a.txt\n" },
	                                 { "b.txt", "正文。\n" }, { "a.txt", "附件正文。\n" }, { NULL, NULL } };
	assert_int_equal(laid_out(run, bench, files), 0);
	assert_int_equal(run->count, 3);
	assert_non_null(strstr(run->pages[0].text, "附件：1.任务分工2.时间安排"));
	assert_non_null(strstr(run->pages[1].text, "附件1任务分工附件正文。"));
	assert_non_null(strstr(run->pages[2].text, "附件2时间安排附件正文。"));
	run_close(run);
}

/* A long row goes on over pages; no line of it is lost or doubled. */
static void long_rows_are_divided_without_loss(void **state)
{
	struct bench *bench = *state;
	struct run *run = malloc(sizeof *run);
	char *cell = arena_alloc(bench->arena, 30000), *all = arena_alloc(bench->arena, 160000);
	for (int i = 0; i < 900; i++)
		sprintf(cell + strlen(cell), "第%d项完成；", i);
	const char *const files[][2] = { { "edition.ini", HEAD "[attachment.1]\nname=表\ntable=t\n[table.t]\ndata=t.csv\n[column.内容]\nwidth=60mm\n" },
	                                 { "b.txt", "正文。\n" }, { "t.csv", arena_printf(bench->arena, "序号,项目名称,内容\n1,甲工程,%s\n", cell) }, { NULL, NULL } };
	assert_int_equal(laid_out(run, bench, files), 0);
	assert_true(run->count > 4);
	for (int i = 1; i < run->count; i++) {
		const char *text = strstr(run->pages[i].text, "内容1甲工程");
		assert_non_null(text);    /* the label stands on every page */
		text += strlen("内容1甲工程");
		strncat(all, text, (size_t)(strstr(text, "—") - text));
	}
	assert_string_equal(all, cell);
	run_close(run);
}

/* The first table on numbers, upright. */
static void choose(struct run *run, struct table_work *work)
{
	struct bench *bench = run->bench;
	struct layout_job *job = arena_alloc(bench->arena, sizeof *job);
	*job = (struct layout_job){ .arena = bench->arena, .all = bench->all, .document = &run->document, .style = &run->style, .fonts = run->fonts,
	                            .shaper = run->shaper, .record = &run->record };
	const struct table_request request = { .job = job, .table = &run->document.tables[0], .orientation = TABLE_UPRIGHT };
	assert_int_equal(table_choose(&request, work), 0);
}

/* Rows with an empty cell get the look; a group line has none. */
static void cells_under_wide_ones_are_not_empty(void **state)
{
	static const struct { int row; bool shaded; } rows[] = { { 0, false }, { 1, false }, { 2, true } };
	struct run *run = malloc(sizeof *run);
	const char *const files[][2] = { { "edition.ini", HEAD "[attachment.1]\nname=表\ntable=t\n[table.t]\ndata=t.csv\nbanner=yes\n[rule.空]\nempty=yes\napply=row\nshade=red\n" },
	                                 { "b.txt", "正文。\n" }, { "t.csv", "序号,项目名称,内容\n一、民生工程,,\n1,甲,完成\n2,乙,\n" }, { NULL, NULL } };
	struct table_work work;
	assert_int_equal(laid_out(run, *state, files), 0);
	choose(run, &work);
	assert_int_equal(work.table->rows[0].kind, ROW_BANNER);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		for (int c = 0; c < work.column_count; c++)
			assert_int_equal(table_shade(&work, (const int[2]){ rows[i].row, rows[i].row + 1 }, c), rows[i].shaded ? TINT_RED : TINT_NONE);
	table_close(&work);
	run_close(run);
}

/* A project whose first row is in time and whose other 79 are late: its two labels are shaded on the pages with late rows alone. */
static void labels_are_shaded_by_the_rows_on_their_page(void **state)
{
	struct bench *bench = *state;
	struct run *run = malloc(sizeof *run);
	char *rows = arena_strdup(bench->arena, "序号,项目名称,完成率,进展\n1,甲,90,正常\n");
	for (int i = 1; i < 80; i++)
		rows = arena_printf(bench->arena, "%s,,40,滞后\n", rows);
	const char *const files[][2] = { { "edition.ini", HEAD "[attachment.1]\nname=表\ntable=t\n[table.t]\ndata=t.csv\norientation=upright\n"
	                                                  "[rule.滞后]\ncolumn=完成率\nbelow=50\napply=row\nshade=red\nbold=yes\n" },
	                                 { "b.txt", "正文。\n" }, { "t.csv", rows }, { NULL, NULL } };
	int late = 0, pages = 0;
	struct table_work work;
	assert_int_equal(laid_out(run, bench, files), 0);
	for (int i = 0; i < run->count; i++) {
		const char *text = run->pages[i].text;
		int here = 0;
		for (const char *at = strstr(text, "滞后"); at; at = strstr(at + 1, "滞后"))
			here++;
		assert_int_equal(run->pages[i].fills, 2 * here + (here && !strstr(text, "正常") ? 2 : 0));
		late += here;
		pages += here > 0;
	}
	assert_int_equal(late, 79);
	assert_true(pages > 2);
	choose(run, &work);
	assert_false(table_look(&work, 0, 1).bold);    /* one label, set alike on all pages */
	assert_true(table_look(&work, 1, 2).bold);
	table_close(&work);
	run_close(run);
}

/* The width search against trying every division of the sheet. */
static int64_t height_at(struct table_work *work, const int *ems)
{
	int64_t sum = 0;
	for (int r = 0; r < work->row_count; r++) {
		int most = 1;
		for (int c = 1; c < work->column_count; c++) {
			struct work_column column = work->columns[c];
			struct cell_text cell;
			column.content = ems[c] * 1000;
			assert_int_equal(table_shape(work, work->scratch, (const int[2]){ r, c }, false, &cell), 0);
			int lines = table_cell_lines(work, &cell, &column);
			most = lines > most ? lines : most;
		}
		sum += most;
	}
	return sum;
}

static void widths_are_the_best_on_the_grid(void **state)
{
	struct bench *bench = *state;
	struct run *run = malloc(sizeof *run);
	const char *const files[][2] = {
		{ "edition.ini", HEAD "[attachment.1]\nname=表\ntable=t\n[table.t]\ndata=t.csv\norientation=upright\n" }, { "b.txt", "正文。\n" },
		{ "t.csv", "序号,内容,进展,措施\n"
		  "1,改造提升五个街道文化站，扶持三个村综合性文化服务中心建设；新建体育场所两处,正常推进。已摸清街道文化站和村（社区）综合性文化服务中心底数，接庄街道文化站正在建设,制定方案\n"
		  "2,开展技能提升及创业培训50场,正常推进。各项计划指标顺利完成,7月份开展技能提升及创业培训5场，免费培训创业就业人员200人次；开展专场招聘活动1场\n"
		  "3,全年食品快检达到600批次、食品安全监督抽检年度监测样本量达到4份/千人及以上,以高新区郁金香美食节为重点,根据实际工作情况持续开展\n" }, { NULL, NULL } };
	struct table_work work;
	assert_int_equal(laid_out(run, bench, files), 0);
	choose(run, &work);
	assert_true(work.proven);
	int chosen[4], total = 0, ems[4];
	for (int c = 0; c < 4; c++)
		total += chosen[c] = work.columns[c].content / 1000;
	int64_t best = height_at(&work, chosen), found = INT64_MAX;
	int room = (work.width - 8 * run->style.table_padding_x) / 10500;
	assert_true(total <= room);
	ems[0] = chosen[0];
	for (ems[1] = work.columns[1].least / 1000; ems[1] < room; ems[1]++)
		for (ems[2] = work.columns[2].least / 1000; ems[2] < room; ems[2]++) {
			ems[3] = room - ems[0] - ems[1] - ems[2];
			if (ems[3] >= work.columns[3].least / 1000 && height_at(&work, ems) < found)
				found = height_at(&work, ems);
		}
	assert_int_equal(best, found);
	assert_int_equal(best, work.total_lines);
	table_close(&work);
	run_close(run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(signature_always_stands_under_text), TEST(notes_stand_under_the_signature), TEST(imprint_goes_to_an_even_page), TEST(table_in_the_text_stands_between_paragraphs),
		TEST(text_attachments_begin_on_new_sides), TEST(names_are_not_divided), TEST(long_rows_are_divided_without_loss), TEST(widths_are_the_best_on_the_grid),
		TEST(cells_under_wide_ones_are_not_empty), TEST(labels_are_shaded_by_the_rows_on_their_page), TEST(headings_stay_with_their_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
