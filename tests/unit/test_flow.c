/* What stands together at the ends of pages: no page begins with the last line of a paragraph or ends with a heading. */
#include "unit.h"
#include <unistd.h>
#include "base/file.h"
#include "layout/layout.h"

enum { LINES_MOST = 60 };

struct page_lines { char *lines[LINES_MOST]; mpt y[LINES_MOST]; int count; };
struct run {
	struct bench *bench;
	struct page_lines pages[30];
	int count;
	bool strict_grid;
	int off_grid, on_grid;     /* full-width characters of the body */
};

/* The lines of the body on each page, in order; runs of one line are joined. */
static int collect(void *context, const struct page *page)
{
	struct run *run = context;
	struct page_lines *to = &run->pages[run->count++];
	for (size_t i = 0; i < page->count; i++) {
		const struct item *item = &page->items[i];
		if (item->kind != ITEM_GLYPHS || item->artifact || item->role < ROLE_BODY || item->role > ROLE_HEADING_4)
			continue;
		const struct glyph_run *glyphs = &item->of.glyphs;
		for (int k = 0; k < glyphs->count; k++) {
			int64_t cell = ((int64_t)glyphs->x[k] - page->width + 595276 - (page->number % 2 ? 79370 : 73701)) * 28;
			bool full = (unsigned char)glyphs->text[glyphs->cluster[k]] >= 0xE2, on = (cell + 280) % 442205 < 560;
			run->on_grid += full && on;
			run->off_grid += full && !on;
		}
		if (!to->count || to->y[to->count - 1] != glyphs->y[0]) {
			to->y[to->count] = glyphs->y[0];
			to->lines[to->count++] = arena_alloc(run->bench->arena, 1000);
		}
		strncat(to->lines[to->count - 1], glyphs->text + glyphs->cluster[0], glyphs->cluster[glyphs->count] - glyphs->cluster[0]);
	}
	return 0;
}

static const char edition[] = "[document]\ntemplate=tongbao\nnumber=济高督字〔2018〕54号\ntitle=情况通报\nbody=b.txt\n[head]\nmark=preprinted\n"
                              "[signature]\nname=督查局\ndate=2018年7月19日\n[table.t]\ndata=t.csv\nplace=body\n";

static void lay_out(struct run *run, struct bench *bench, const char *body)
{
	char folder[] = "/tmp/hongtou-flow-XXXXXX";
	const char *folders[] = { "templates", NULL }, *catalogues[] = { "fonts/fonts.ini", NULL };
	const char *files[][2] = { { "edition.ini", edition }, { "b.txt", body }, { "t.csv", "序号,内容\n1,甲\n2,乙\n" } };
	struct settings *settings = NULL;
	struct style style;
	struct document document;
	struct fonts *fonts = NULL;
	struct record record = { .arena = bench->arena };
	*run = (struct run){ .bench = bench, .strict_grid = run->strict_grid };
	assert_non_null(mkdtemp(folder));
	for (int i = 0; i < 3; i++)
		assert_int_equal(file_replace(bench->all, path_join(bench->arena, folder, files[i][0]),
		                              (struct bytes){ (const unsigned char *)files[i][1], strlen(files[i][1]) }), 0);
	assert_int_equal(settings_load(bench->arena, bench->all, arena_strdup(bench->arena, folder), folders, &settings), 0);
	assert_int_equal(style_resolve(bench->arena, bench->all, settings, &style), 0);
	assert_int_equal(document_build(bench->arena, bench->all, settings, NULL, &document), 0);
	assert_int_equal(fonts_open(bench->all, catalogues, &fonts), 0);
	style.strict_grid = run->strict_grid;
	struct layout_job job = { .arena = bench->arena, .all = bench->all, .document = &document, .style = &style, .fonts = fonts,
	                          .shaper = shaper_open(fonts, NULL), .record = &record, .receiver = { run, collect } };
	assert_int_equal(layout_document(&job), 0);
	shaper_close(job.shaper);
	fonts_close(fonts);
	for (int i = 0; i < 3; i++)
		unlink(path_join(bench->arena, folder, files[i][0]));
	rmdir(folder);
}

static uint32_t draw(uint32_t *seed, uint32_t count)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 16) % count;
}

/* Paragraphs end with ■, headings that stand alone with □. */
static const char *random_body(struct bench *bench, uint32_t *seed)
{
	char *text = arena_alloc(bench->arena, 60000);
	bool table = false;
	for (int i = 0, count = 10 + (int)draw(seed, 25); i < count; i++) {
		if (!table && draw(seed, 20) == 0 && (table = true))
			strcat(text, "{表}\n");
		if (draw(seed, 4) == 0)
			strcat(text, "一、工作进展□\n");
		if (draw(seed, 6) == 0)
			strcat(text, "（一）总体情况□\n");
		for (int words = 2 + (int)draw(seed, 50); words > 0; words--)
			strcat(text, "办实事项");
		strcat(text, "■\n");
	}
	return strcat(text, table ? "" : "{表}\n末段■\n");
}

static bool ends_with(const char *line, const char *mark) { return strlen(line) >= 3 && strcmp(line + strlen(line) - 3, mark) == 0; }

static void paragraphs_and_headings_are_kept_at_the_ends_of_pages(void **state)
{
	struct bench *bench = *state;
	uint32_t seed = 5;
	int pages = 0, paragraphs = 0;
	for (int round = 0; round < 150; round++) {
		struct run *run = calloc(1, sizeof *run);
		const char *body = random_body(bench, &seed);
		int found = 0;
		lay_out(run, bench, body);
		for (int p = 0; p < run->count; p++) {
			const struct page_lines *page = &run->pages[p], *before = p ? page - 1 : NULL;
			for (int i = 0; i < page->count; i++)
				found += ends_with(page->lines[i], "■");
			if (!page->count || !before || !before->count)
				continue;
			const char *above = before->lines[before->count - 1];
			bool goes_on = !ends_with(above, "■") && !ends_with(above, "□");
			if (goes_on && ends_with(page->lines[0], "■"))
				fail_msg("round %d, page %d begins with the last line %s", round, p + 1, page->lines[0]);
			if (ends_with(above, "□"))
				fail_msg("round %d of %d pages, page %d (%d lines) ends with %s, then %s (%d)", round, run->count, p, before->count, above, page->lines[0], page->count);
			pages++;
		}
		for (const char *at = body; (at = strstr(at, "■")) != NULL; at += 3)
			paragraphs++;
		paragraphs -= found;
		free(run);
	}
	assert_int_equal(paragraphs, 0);    /* nothing is lost */
	assert_true(pages > 150);
}

static void the_strict_grid_reaches_the_page(void **state)
{
	static const char body[] = "济宁高新区2018年1-6月份为民办实事，（其中WIS管理）完成90%，进展“顺利”。《办法》（试行）施行后，各街道、各部门高度重视，认真落实，扎实推进。\n"
	                           "一、工作进展。根据《关于印发〈济宁高新区2018年为民办实事项目〉的通知》（济高管发〔2018〕2号），现将有关情况通报如下：\n{表}\n";
	struct run *run = calloc(1, sizeof *run);
	lay_out(run, *state, body);
	assert_true(run->off_grid > 10);
	run->strict_grid = true;
	lay_out(run, *state, body);
	assert_int_equal(run->off_grid, 0);
	assert_true(run->on_grid > 100);
	free(run);
}

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(paragraphs_and_headings_are_kept_at_the_ends_of_pages), TEST(the_strict_grid_reaches_the_page) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
