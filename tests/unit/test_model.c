#include "unit.h"
#include <unistd.h>
#include "base/file.h"
#include "base/units.h"
#include "model/body.h"
#include "model/cell.h"
#include "model/document.h"
#include "style/length.h"
#include "style/style.h"

static void lengths_are_read(void **state)
{
	struct bench *bench = *state;
	static const struct { const char *text; mpt em, expected; } cases[] = {
		{ "28mm", 0, 79370 }, { "2.8 cm", 0, 79370 }, { "10.5pt", 0, 10500 }, { "三号", 0, 16000 }, { "五号", 0, 10500 }, { "2字", 15793, 31586 },
		{ "1.2em", 1000, 1200 }, { "2行", 16000, 60000 }, { "0", 0, 0 }, { "-1mm", 0, -2835 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		mpt out = 0;
		assert_int_equal(length_parse(bench->all, &(struct words){ .text = cases[i].text }, cases[i].em, &out), 0);
		assert_int_equal(out, cases[i].expected);
	}
	static const char *const wrong[] = { "", "28", "mm", "28 miles", "二十号", "999999999999mm", "1..2mm" };
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		mpt out = 7;
		assert_int_equal(length_parse(bench->all, &(struct words){ .text = wrong[i] }, 1000, &out), -1);
	}
}

static void headings_are_known(void **state)
{
	(void)state;
	static const struct { const char *line; enum level level; const char *heading; } cases[] = {
		{ "一、总体情况", LEVEL_1, "一、总体情况" }, { "十二、下步要求。各单位要落实。", LEVEL_1, "十二、下步要求。" },
		{ "（一）压实责任。各责任单位要对照目标。", LEVEL_2, "（一）压实责任。" }, { "1.明确时间。逐项倒排。", LEVEL_3, "1.明确时间。" },
		{ "（1）登记", LEVEL_4, "（1）登记" }, { "1.5万元已到位。", LEVEL_BODY, "" }, { "一、二、三产业共同发展。", LEVEL_BODY, "" },
		{ "根据通知要求，", LEVEL_BODY, "" }, { "（校、医）联动", LEVEL_BODY, "" },
		{ "一、这一段没有句号而且很长很长很长很长很长很长很长很长很长很长很长很长", LEVEL_BODY, "" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		size_t length = 0;
		assert_int_equal(body_level(cases[i].line, &length), cases[i].level);
		assert_int_equal(length, strlen(cases[i].heading));
		assert_memory_equal(cases[i].line, cases[i].heading, length);
	}
}

static void body_drops_blanks_only(void **state)
{
	struct bench *bench = *state;
	struct document document = { 0 };
	struct flow_text text;
	struct source source = source_of(bench, "b.txt", "　　第一段。\n\n   \n\\一、不是标题\n末段　\n");
	assert_int_equal(body_build(bench->arena, bench->all, &source, &document, &text), 0);
	assert_int_equal(text.count, 3);
	assert_string_equal(text.paragraphs[0].text.text, "第一段。");
	assert_int_equal(text.paragraphs[0].text.at.column, 3);
	assert_string_equal(text.paragraphs[1].text.text, "一、不是标题");
	assert_int_equal(text.paragraphs[1].level, LEVEL_BODY);
	assert_string_equal(text.paragraphs[2].text.text, "末段");
}

static const char *set(struct bench *bench, const char *raw, enum cell_breaks breaks)
{
	static const char *names[] = { "市第一人民医院", "社会事业发展局", "财政分局", "王因街道", "各街道" };
	const struct unit_names units = { names, 5 };
	const struct table_column column = { .breaks = breaks };
	return cell_text(bench->arena, raw, &column, &units);
}

static void cells_break_by_policy(void **state)
{
	struct bench *bench = *state;
	assert_string_equal(set(bench, "\n 公安分局 \n各街道\n\n", BREAKS_KEEP), "公安分局\n各街道");
	assert_string_equal(set(bench, "社会事业\n发展局", BREAKS_JOIN), "社会事业发展局");
	assert_string_equal(set(bench, "two\nwords", BREAKS_JOIN), "two words");
	assert_string_equal(set(bench, "社会事业\n发展局\n市第一\n人民医院\n消防大队", BREAKS_LIST), "社会事业发展局\n市第一人民医院\n消防大队");
	assert_string_equal(set(bench, "财政分局王因街道", BREAKS_LIST), "财政分局\n王因街道");
	assert_string_equal(set(bench, "财政分局办公室", BREAKS_LIST), "财政分局办公室");    /* no name behind: it stays whole */
}

static void list_names_are_found_in_good_time(void **state)
{
	struct bench *bench = *state;
	static const char *names[] = { "aa", "a" };
	const struct unit_names units = { names, 2 };
	const struct table_column column = { .breaks = BREAKS_LIST };
	char text[2001];
	memset(text, 'a', 2000);
	text[1999] = 'b';
	text[2000] = '\0';
	assert_string_equal(cell_text(bench->arena, text, &column, &units), text);    /* every way is tried once */
}

static void spoiled_cells_are_known(void **state)
{
	(void)state;
	assert_true(cell_is_spoiled("2.01822E+11"));
	assert_true(cell_is_spoiled("#####"));
	assert_true(cell_is_spoiled("#REF!"));
	assert_false(cell_is_spoiled("2018"));
	assert_false(cell_is_spoiled("#1井"));
	assert_false(cell_is_spoiled("3E"));
}

static struct document built(struct bench *bench, const char *ini, const char *table, int expected)
{
	char folder[] = "/tmp/hongtou-model-XXXXXX";
	const char *folders[] = { "templates", NULL };
	struct document document = { 0 };
	struct settings *settings = NULL;
	assert_non_null(mkdtemp(folder));
	const char *names[] = { "edition.ini", "t.csv", "b.txt" }, *texts[] = { ini, table, "正文。\n" };
	for (int i = 0; i < 3; i++)
		assert_int_equal(file_replace(bench->all, path_join(bench->arena, arena_strdup(bench->arena, folder), names[i]),
		                              (struct bytes){ (const unsigned char *)texts[i], strlen(texts[i]) }), 0);
	assert_int_equal(settings_load(bench->arena, bench->all, arena_strdup(bench->arena, folder), folders, &settings), 0);
	assert_int_equal(document_build(bench->arena, bench->all, settings, &document), expected);
	for (int i = 0; i < 3; i++)
		unlink(path_join(bench->arena, arena_strdup(bench->arena, folder), names[i]));
	rmdir(folder);
	return document;
}

#define EDITION(more) "[document]\ntemplate=tongbao\nnumber=济高督字〔2018〕54号\ntitle=标题\nbody=b.txt\n[head]\nmark=none\n" \
	"[attachment.1]\nname=统计表\ntable=t\n[table.t]\ndata=t.csv\n" more

static void labels_merge_within_their_group(void **state)
{
	struct document document = built(*state, EDITION("[column.部门]\nmerge=yes\n"),
		"序号,项目名称,部门\n1,甲,市局\n1,甲,市局\n,,县局\n2,乙,县局\n2,乙,\n合计,,\n", 0);
	const struct table *table = &document.tables[0];
	static const int spans[6][3] = { { 3, 3, 2 }, { 0, 0, 0 }, { 0, 0, 1 }, { 2, 2, 2 }, { 0, 0, 0 }, { 1, 1, 1 } };
	assert_int_equal(table->row_count, 6);
	for (int r = 0; r < 6; r++)
		for (int c = 0; c < 3; c++)
			assert_int_equal(table_span(table, r, c), spans[r][c]);
}

static void equal_neighbours_stay_apart_elsewhere(void **state)
{
	struct document document = built(*state, EDITION(""), "序号,项目名称,问题\n1,甲,无\n2,乙,无\n", 0);
	assert_int_equal(table_span(&document.tables[0], 0, 2), 1);
	assert_int_equal(table_span(&document.tables[0], 1, 2), 1);
}

static void head_row_is_found_below_a_title(void **state)
{
	struct bench *bench = *state;
	struct document document = built(bench, EDITION("title=统计表\n"), "统 计 表,,\n序 号,项目\u3000名称,内容\n1,甲,话\n,,\n", 0);
	assert_int_equal(document.tables[0].row_count, 1);
	assert_string_equal(document.tables[0].columns[1].name, "项目名称");
	assert_true(document.tables[0].columns[1].stack);
	assert_reported(bench, "1 empty rows were left out");
}

static void numbers_and_dates_are_checked(void **state)
{
	struct bench *bench = *state;
	built(bench, "[document]\nnumber=济高督字[2018]54号\ntitle=标题\nbody=b.txt\n[head]\nmark=none\n[signature]\nname=局\ndate=2018年02月30日\n", "", -1);
	assert_reported(bench, "the year of '济高督字[2018]54号' must stand in 〔 〕; write 济高督字〔2018〕54号");
	assert_reported(bench, "'2018年02月30日' is no date");
}

static void styles_resolve_to_the_standard(void **state)
{
	struct bench *bench = *state;
	const char *folders[] = { "templates", NULL };
	struct settings *settings = NULL;
	struct style style;
	assert_int_equal(settings_load(bench->arena, bench->all, "input/jining-2018h1", folders, &settings), 0);
	assert_int_equal(style_resolve(bench->arena, bench->all, settings, &style), 0);
	assert_int_equal(style.text_width, 442205);
	assert_int_equal(style.roles[ROLE_BODY].em, 15793);
	assert_int_equal(style_grid_line(&style, 21), style.text_height - 16000);
	assert_int_equal(style.roles[ROLE_BODY].pitch, 29609);
	assert_int_equal(style.roles[ROLE_PAGE_NUMBER].size, 14000);
	assert_int_equal(style_column(&style, "责任单位")->align, ALIGN_CENTRE);
	assert_null(style_column(&style, "没有"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lengths_are_read), TEST(headings_are_known), TEST(body_drops_blanks_only), TEST(cells_break_by_policy),
		TEST(list_names_are_found_in_good_time), TEST(spoiled_cells_are_known), TEST(labels_merge_within_their_group),
		TEST(equal_neighbours_stay_apart_elsewhere), TEST(head_row_is_found_below_a_title), TEST(numbers_and_dates_are_checked),
		TEST(styles_resolve_to_the_standard),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
