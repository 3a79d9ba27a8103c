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
		{ "（一）居民小区内的，由业主负责；", LEVEL_BODY, "" }, { "（一）压实责任。一是落实；", LEVEL_2, "（一）压实责任。" },
		{ "2.2024年以来的情况。", LEVEL_3, "2.2024年以来的情况。" },
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
	const struct name_list units = { names, 5 };
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
	const struct name_list units = { names, 2 };
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
	assert_int_equal(document_build(bench->arena, bench->all, settings, NULL, &document), expected);
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
	assert_true(document.tables[0].columns[1].stack_labels);
	assert_reported(bench, "1 empty rows were left out");
}

static int spans_of(struct document *document, int column, int *spans)
{
	for (int r = 0; r < document->tables[0].row_count; r++)
		spans[r] = table_span(&document->tables[0], r, column);
	return document->tables[0].row_count;
}

static void policies_say_what_merges(void **state)
{
	static const struct { const char *policy; int spans[6]; } cases[] = {
		{ "yes", { 3, 0, 0, 2, 0, 1 } }, { "是", { 3, 0, 0, 2, 0, 1 } }, { "empty", { 1, 2, 0, 1, 1, 1 } }, { "空", { 1, 2, 0, 1, 1, 1 } },
		{ "equal", { 2, 0, 1, 2, 0, 1 } }, { "同", { 2, 0, 1, 2, 0, 1 } }, { "no", { 1, 1, 1, 1, 1, 1 } },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct bench *bench = *state;
		const char *ini = arena_printf(bench->arena, EDITION("[column.部门]\nmerge=%s\n"), cases[i].policy);
		struct document document = built(bench, ini, "部门,内容\n甲,一\n甲,二\n,三\n乙,四\n乙,五\n丙,六\n", 0);
		int spans[6];
		assert_int_equal(spans_of(&document, 0, spans), 6);
		for (int r = 0; r < 6; r++)
			assert_int_equal(spans[r], cases[i].spans[r]);
		assert_int_equal(document.tables[0].columns[0].merge, i < 6);
	}
}

static void names_stand_where_they_go_on_over_rows(void **state)
{
	static const struct { const char *more, *rows; bool stack; } cases[] = {
		{ "", "序号,项目名称,内容\n1,甲,一\n2,乙,二\n合计,,\n", false }, { "", "序号,项目名称,内容\n1,甲,一\n1,甲,二\n2,乙,三\n", true },
		{ "[column.项目名称]\nstack=yes\n", "序号,项目名称,内容\n1,甲,一\n2,乙,二\n", true }, { "[column.项目名称]\nstack=no\n", "序号,项目名称,内容\n1,甲,一\n1,甲,二\n", false },
		{ "[column.项目名称]\n竖排=合并时\nmerge=no\n", "序号,项目名称,内容\n1,甲,一\n1,甲,二\n", false },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct bench *bench = *state;
		struct document document = built(bench, arena_printf(bench->arena, "%s%s", EDITION(""), cases[i].more), cases[i].rows, 0);
		assert_int_equal(document.tables[0].columns[1].stack, cases[i].stack);
	}
}

/* Labels are found in one step, however many rows they go over; where rows are taken out of a public copy, too. */
static void labels_are_found_at_once(void **state)
{
	static const char rows[] = "部门,内容\n甲,一\n,二\n,三\n,四\n乙,五\n,六\n";
	static const int anchors[2][6] = { { 0, 0, 0, 0, 4, 4 }, { 0, 0, 0, 3, 3 } };
	for (int hidden = 0; hidden < 2; hidden++) {
		struct bench *bench = *state;
		const char *ini = arena_printf(bench->arena, "[document]\n%s%s", hidden ? "public=yes\n" : "",
		                               EDITION("[column.部门]\nmerge=empty\n[rule.r]\ncolumn=内容\nequals=一\npublic=no\n") + strlen("[document]\n"));
		struct document document = built(bench, ini, rows, 0);
		const struct table *table = &document.tables[0];
		assert_int_equal(table->row_count, 6 - hidden);
		for (int r = 0; r < table->row_count; r++) {
			const struct table_cell *cell = table_cell(table, r, 0);
			assert_int_equal(table_anchor(table, r, 0), anchors[hidden][r]);
			if (cell->covered)
				assert_int_equal(cell->text, r - anchors[hidden][r]);
			assert_string_equal(table_words(table, r, 0), cell->covered ? "" : anchors[hidden][r] ? "乙" : "甲");
		}
	}
}

static void placeholders_stand_alone(void **state)
{
	struct document document = built(*state, EDITION("placeholders=- \\ ／\n[column.部门]\nmerge=yes\n"),
		"部门,内容\n甲,-\n -,一\n-,二\n,三\n\\,四\n／,－\n", 0);
	const struct table *table = &document.tables[0];
	int spans[6];
	assert_int_equal(spans_of(&document, 0, spans), 6);
	for (int r = 0; r < 6; r++)
		assert_int_equal(spans[r], 1);
	assert_true(table_cell(table, 1, 0)->placeholder && table_cell(table, 4, 0)->placeholder && table_cell(table, 0, 1)->placeholder);
	assert_false(table_cell(table, 3, 0)->placeholder || table_cell(table, 5, 1)->placeholder);
	assert_string_equal(table_words(table, 1, 0), "-");
}

static void kinds_of_rows_are_known(void **state)
{
	static const enum table_row_kind kinds[] = { ROW_TOTAL, ROW_BANNER, ROW_ORDINARY, ROW_ORDINARY, ROW_SUBTOTAL, ROW_ORDINARY, ROW_TOTAL, ROW_TOTAL, ROW_ORDINARY };
	struct document document = built(*state, EDITION("banner=是\n[column.部门]\nmerge=yes\n"),
		"部门,内容,数\n总 计,,9\n一组,,\n甲,一,3\n,二,3\n,小　计,6\n,三,3\n共计,,9\n合\u3000计,,\n合计数,,1\n", 0);
	const struct table *table = &document.tables[0];
	assert_int_equal(table->row_count, 9);
	for (int r = 0; r < 9; r++)
		assert_int_equal(table->rows[r].kind, kinds[r]);
	assert_int_equal(table_cell(table, 1, 0)->columns, 3);
	assert_int_equal(table_cell(table, 1, 2)->columns, 0);
	assert_int_equal(table_span(table, 2, 0), 2);
	assert_int_equal(table_span(table, 5, 0), 1);    /* nothing goes on over a subtotal */
}

static void banners_are_asked_for(void **state)
{
	struct document document = built(*state, EDITION(""), "部门,内容\n一组,\n甲,一\n", 0);
	assert_int_equal(document.tables[0].rows[0].kind, ROW_ORDINARY);
	assert_int_equal(table_cell(&document.tables[0], 0, 0)->columns, 1);
}

static int totals_reported(void **state, const char *table)
{
	struct bench *bench = *state;
	int before = diagnostics_of(bench->all, MESSAGE_total_differs);
	built(bench, EDITION("banner=yes\nplaceholders=-\n"), table, 0);
	return diagnostics_of(bench->all, MESSAGE_total_differs) - before;
}

static void totals_are_compared_with_their_rows(void **state)
{
	static const struct { const char *table; int reports; } cases[] = {
		{ "名,数\n甲,1\n乙,2\n合计,3\n", 0 }, { "名,数\n甲,1\n乙,2\n合计,4\n", 1 }, { "名,数\n合计,3\n甲,1\n乙,2\n", 0 },
		{ "名,数\n甲,1.10\n乙,\"2,000\"\n丙,-\n合计,2001.1\n", 0 },
		{ "名,数\n甲,1\n小计,1\n乙,2\n小计,2\n合计,3\n", 0 }, { "名,数\n小计,1\n甲,1\n小计,2\n乙,2\n合计,3\n", 0 },
		{ "名,数\n甲,1\n小计,7\n乙,2\n小计,2\n合计,3\n", 1 }, { "名,数\n一组,\n甲,1\n合计,1\n二组,\n乙,2\n合计,2\n总计,3\n", 0 },
		{ "名,数\n一组,\n甲,1\n合计,1\n二组,\n乙,2\n合计,5\n总计,3\n", 1 },
		{ "名,数\n甲,50%\n乙,60%\n合计,55%\n", 0 }, { "名,完成率\n甲,50\n乙,60\n合计,55\n", 0 }, { "名,数\n甲,1万元\n乙,2万元\n合计,5元\n", 0 },
		{ "名,数\n甲,1\n其中：男,1\n合计,1\n", 0 }, { "名,数\n甲,1\n乙,无\n合计,5\n", 0 }, { "名,数\n甲,1\n乙,2\n合计,\n", 0 },
		{ "名,序号\n甲,1\n乙,2\n合计,2\n", 0 }, { "名,数\n甲,\n合计,2\n", 0 },
		{ "名,数\n甲,999999999999999999\n乙,1\n合计,1\n", 0 },    /* more than can be added */
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (totals_reported(state, cases[i].table) != cases[i].reports)
			fail_msg("totals of case %zu:\n%s", i, cases[i].table);
}

static void what_the_edition_gives_may_stand_above(void **state)
{
	struct bench *bench = *state;
	struct document document = built(bench, EDITION("title=统计表\nnumber=表1\nunit=万元\nsource=资料来源：统计局\nnotes=未审计\nsums=carried\norientation=折页\nhead_row=4\n"),
		"表 1　统计表,\n单位：万元,\n注：未审计,统计局\n序号,内容\n1,话\n", 0);
	assert_int_equal(document.tables[0].row_count, 1);
	assert_int_equal(diagnostics_of(bench->all, MESSAGE_table_above_dropped), 4);
	assert_string_equal(document.tables[0].number.text, "表1");
	assert_string_equal(document.tables[0].source.text, "资料来源：统计局");
	assert_int_equal(document.tables[0].sums, SUMS_CARRIED);
	assert_int_equal(document.tables[0].orientation, TABLE_FOLDOUT);
}

static void columns_have_their_policies(void **state)
{
	struct document document = built(*state, EDITION("[column.部门]\nrepeat=marked\nrow_head=yes\n[列.金额]\n页计=是\n"), "部门,金额\n甲,1\n", 0);
	const struct table_column *columns = document.tables[0].columns;
	assert_int_equal(columns[0].repeat, REPEAT_MARKED);
	assert_true(columns[0].row_head && !columns[0].sum && columns[1].sum);
}

static void numbers_and_dates_are_checked(void **state)
{
	struct bench *bench = *state;
	built(bench, "[document]\nnumber=济高督字[2018]54号\ntitle=标题\nbody=b.txt\n[head]\nmark=none\n[signature]\nname=局\ndate=2018年02月30日\n", "", -1);
	assert_reported(bench, "the year of '济高督字[2018]54号' must stand in 〔 〕 (GB/T 9704 7.2.5); write 济高督字〔2018〕54号");
	assert_reported(bench, "'2018年02月30日' is no date");
}

/* mark: what [head] says; issuers: how many of 甲局, 乙局. Its lines and suffix, divided by /. */
static const char *mark_of(struct bench *bench, const char *template, const char *mark, int issuers)
{
	static const char *const sections[] = { "", "[issuer.1]\nname=甲局\n", "[issuer.1]\nname=甲局\n[issuer.2]\nname=乙局\n" };
	const char *ini = arena_printf(bench->arena, "[document]\ntemplate=%s\nnumber=字〔2018〕1号\ntitle=标题\nbody=b.txt\n[head]\n%s\n%s"
	                               "[signature]\ndate=2018年7月19日\n", template, mark, sections[issuers]);
	struct document document = built(bench, ini, "", 0);
	const char *all = "";
	for (int i = 0; i < document.mark_line_count; i++)
		all = arena_printf(bench->arena, "%s%s/", all, document.mark_lines[i].text);
	return arena_printf(bench->arena, "%s%s", all, document.mark_suffix.text ? document.mark_suffix.text : "");
}

static void marks_are_divided(void **state)
{
	struct bench *bench = *state;
	assert_string_equal(mark_of(bench, "gbt9704", "name=甲局文件", 0), "甲局文件/");
	assert_string_equal(mark_of(bench, "gbt9704", "name=甲局|乙局|文件", 0), "甲局/乙局/文件");
	assert_string_equal(mark_of(bench, "gbt9704", "name=甲局|乙局文件", 0), "甲局/乙局/文件");
	assert_string_equal(mark_of(bench, "gbt9704", "name=甲局|乙局", 0), "甲局/乙局/");
	assert_string_equal(mark_of(bench, "gbt9704", "name=甲局|文件", 0), "甲局文件/");
	assert_string_equal(mark_of(bench, "gbt9704", "", 1), "甲局文件/");
	assert_string_equal(mark_of(bench, "gbt9704", "", 2), "甲局/乙局/文件");
	assert_string_equal(mark_of(bench, "gbt9704", "mark=preprinted", 2), "");
}

static void minutes_say_who_was_there(void **state)
{
	struct bench *bench = *state;
	struct document document = built(bench, "[公文]\n模板=纪要\n标题=会议纪要\n正文=b.txt\n[版头]\n发文机关标志=会议纪要\n"
	                                        "[纪要]\n出席=出席：张三。\n记录=李四\n[版记]\n其他=共印60份\n", "", 0);
	assert_int_equal(document.format, FORMAT_MINUTES);
	assert_string_equal(document.kind.text, "纪要");
	assert_int_equal(document.attendance_count, 2);
	assert_string_equal(document.attendances[0].label.text, "出席");
	assert_string_equal(document.attendances[0].names.text, "张三");
	assert_string_equal(document.attendances[1].label.text, "记录");
	assert_string_equal(document.imprint_extra.text, "共印60份");
}

static void signers_write_to_a_superior(void **state)
{
	struct bench *bench = *state;
	static const char ini[] = "[document]\ntemplate=意见\nnumber=字〔2018〕1号\ntitle=关于工作的意见\nbody=b.txt\naddressee=主送：乙局：\n"
	                          "[issuer.1]\nname=甲局\n%s[signature]\ndate=2018年7月19日\n[imprint]\naddressee=yes\n";
	struct document down = built(bench, arena_printf(bench->arena, ini, ""), "", 0);
	struct document up = built(bench, arena_printf(bench->arena, ini, "signer=签发人：张三\n"), "", 0);
	assert_int_equal(down.direction, DIRECTION_DOWN);
	assert_string_equal(down.addressee.text, "乙局");
	assert_true(down.addressee_in_imprint);
	assert_int_equal(up.direction, DIRECTION_UP);
	assert_string_equal(up.issuers[0].signer.text, "张三");
}

static void lists_in_one_sentence_are_no_headings(void **state)
{
	struct bench *bench = *state;
	struct document document = built(bench, "[document]\nnumber=字〔2018〕1号\ntitle=标题\nbody=t.csv\n[head]\nmark=none\n[signature]\nname=局\ndate=2018年7月19日\n",
	                                 "（一）甲负责；\n（二）乙负责；\n（三）丙负责。\n（四）责任\n", 0);
	static const enum level levels[] = { LEVEL_BODY, LEVEL_BODY, LEVEL_BODY, LEVEL_2 };
	for (int i = 0; i < 4; i++)
		assert_int_equal(document.body.paragraphs[i].level, levels[i]);
}

/* 10.3 gives their number no form. */
static void numbers_of_minutes_have_many_forms(void **state)
{
	struct bench *bench = *state;
	static const char *const usual[] = { "第23号", "第23次", "第23期", "〔2026〕23号", "〔2026〕第23次", "第二十三次", "2026年第3期", "第3期（总第15期）", "东政办纪〔2026〕23号" };
	for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) {
		bench->all = diagnostics_new(bench->arena);
		built(bench, arena_printf(bench->arena, "[document]\ntemplate=纪要\nnumber=%s\ntitle=会议纪要\nbody=b.txt\n[head]\nname=纪要\n[纪要]\n出席=张三\n", usual[i]), "", 0);
		assert_int_equal(diagnostics_of(bench->all, MESSAGE_minutes_form), 0);
	}
	built(bench, "[document]\ntemplate=纪要\nnumber=东政办纪[2026]23号\ntitle=会议纪要\nbody=b.txt\n[head]\nname=纪要\n[纪要]\n出席=张三\n", "", -1);
	assert_reported(bench, "must stand in 〔 〕");
}

/* 7.3.5.3: of an order 签发人 is whose stamp it bears. */
static void a_stamp_has_a_signer(void **state)
{
	struct document order = built(*state, "[document]\ntemplate=命令\nnumber=第12号\nbody=b.txt\n[head]\nname=市人民政府令\n"
	                              "[issuer.1]\nname=市人民政府\npost=市长\nsigner=张三\n[signature]\ndate=2018年7月19日\n", "", 0);
	assert_int_equal(order.direction, DIRECTION_DOWN);
	assert_string_equal(order.issuers[0].signer.text, "张三");
}

static void corrections_are_shown(void **state)
{
	struct bench *bench = *state;
	static const struct { const char *number, *date, *right; } cases[] = {
		{ "字[2018]第054号", "2018年7月19日", "write 字〔2018〕54号" }, { "字（18）5号", "2018年7月19日", "write 字〔2018〕5号" },
		{ "字〔2018〕54号", "二〇一八年十二月二十一日", "write 2018年12月21日" }, { "字〔2018〕54号", "二○一八年十月二十日", "write 2018年10月20日" },
		{ "字〔2018〕54号", "18年7月9日", "write 2018年7月9日" }, { "字〔2018〕54号", "2018年2月29日", "is no date" },
		{ "字〔2018〕54", "2018年7月19日", "has not the form" }, { "〔2018〕54号", "2018年7月19日", "has not the form" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		bench->all = diagnostics_new(bench->arena);
		built(bench, arena_printf(bench->arena, "[document]\nnumber=%s\ntitle=标题\nbody=b.txt\n[head]\nmark=none\n[signature]\nname=局\ndate=%s\n",
		                          cases[i].number, cases[i].date), "", -1);
		assert_reported(bench, cases[i].right);
	}
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
	assert_true(style.red_line);
	assert_int_equal(style.strictness, STRICTNESS_GB);
	assert_false(style.strict_grid);
	assert_int_equal(style.mark_names_pitch_milli, 1300);
	assert_int_equal(style.seals_in_row, 3);
	assert_int_equal(style.letter_line_width, 481890);
	assert_int_equal(style.stamp_indent, 4 * 15793);
	assert_string_equal(style.signer_label, "签发人：");
}

static struct style styled(struct bench *bench, const char *ini)
{
	char folder[] = "/tmp/hongtou-style-XXXXXX";
	const char *folders[] = { "templates", NULL };
	struct settings *settings = NULL;
	struct style style;
	assert_non_null(mkdtemp(folder));
	const char *path = path_join(bench->arena, arena_strdup(bench->arena, folder), "edition.ini");
	assert_int_equal(file_replace(bench->all, path, (struct bytes){ (const unsigned char *)ini, strlen(ini) }), 0);
	assert_int_equal(settings_load(bench->arena, bench->all, path, folders, &settings), 0);
	assert_int_equal(style_resolve(bench->arena, bench->all, settings, &style), 0);
	unlink(path);
	rmdir(folder);
	return style;
}

static void tables_have_their_defaults(void **state)
{
	struct style style = styled(*state, "[document]\ntitle=标题\n");
	assert_true(style.table_keep_groups);
	assert_int_equal(style.table_upright_lines, 6);
	assert_int_equal(style.table_head_shade, TINT_NONE);
	assert_int_equal(style.table_row_min_height, 0);
	assert_int_equal(style.fit_count, FIT_STEPS);
	for (int i = 0; i < FIT_STEPS; i++)
		assert_int_equal(style.fit_order[i], i);
	assert_int_equal(style.fit_size, 9000);
	assert_int_equal(style.fit_pitch, 12500);
	assert_int_equal(style.lights[LIGHT_YELLOW].green, 176);
	assert_int_equal(style.tints[TINT_GREEN].red, 222);
	assert_int_equal(style.tints[TINT_GREY].blue, 224);
	assert_int_equal(style.foldout_width, 1190551);
	assert_string_equal(style.label_continued, "（续）");
	assert_string_equal(style.carried_over, "过次页");
	assert_int_equal(style.rule_count, 0);
}

static void columns_and_rules_are_read(void **state)
{
	struct style style = styled(*state, "[document]\ntitle=标题\n[列.甲]\n宽=12.5%\n对齐=小数点\n垂直=上\n表头方式=rotated\n缩进=2字\n项目符号=悬挂\n"
		"分行=no\n缩小至=小五\n[column.乙]\nwidth=20mm\n[规则.慢]\n列=完成 情况\n低于=80\n底色=红\n亮灯=黄\n[rule.总]\nrows=total\napply=row\nbold=yes\n"
		"[rule.空]\nempty=yes\nshade=none\nequals=\n[table]\nfit=字号、列宽\nrow_min=8mm\n");
	const struct column_style *first = style_column(&style, "甲"), *second = style_column(&style, "乙");
	assert_int_equal(first->share, SHARE_WHOLE / 8);
	assert_int_equal(first->width, 0);
	assert_int_equal(first->align, ALIGN_DECIMAL);
	assert_int_equal(first->vertical, VERTICAL_TOP);
	assert_int_equal(first->head_form, HEAD_ROTATED);
	assert_int_equal(first->indent, 21000);
	assert_true(first->hang && !first->split);
	assert_int_equal(first->shrink, 9000);
	assert_true(second->split && !second->hang && !second->share);
	assert_int_equal(style.rule_count, 3);
	assert_string_equal(style.rules[0].when.column, "完成情况");
	assert_int_equal(style.rules[0].when.test, RULE_BELOW);
	assert_true(style.rules[0].when.limit.value == 80);
	assert_int_equal(style.rules[0].shade, TINT_RED);
	assert_int_equal(style.rules[0].light, LIGHT_YELLOW);
	assert_true(style.rules[1].when.test == RULE_TOTAL && style.rules[1].row && style.rules[1].bold && !style.rules[1].when.column);
	assert_int_equal(style.rules[2].when.test, RULE_EMPTY);
	assert_int_equal(style.fit_count, 2);
	assert_int_equal(style.fit_order[0], FIT_SIZE);
	assert_int_equal(style.fit_order[1], FIT_WIDTHS);
	assert_true(style.table_row_min_height > 0);
}

static void formats_have_their_geometry(void **state)
{
	struct bench *bench = *state;
	struct style letter = styled(bench, "[document]\ntemplate=函\n[print]\nshift=2mm -1 mm\n[text]\nstrictness=strict\ngrid=严格\n[title]\nwords=高新区、通报\n");
	assert_int_equal(letter.mark_top, -19843);
	assert_false(letter.red_line);
	assert_int_equal(letter.shift_x, 5669);
	assert_int_equal(letter.shift_y, -2835);
	assert_int_equal(letter.strictness, STRICTNESS_STRICT);
	assert_true(letter.strict_grid);
	assert_string_equal(letter.title_words, "高新区、通报");
	struct style order = styled(bench, "[document]\ntemplate=命令\n");
	assert_int_equal(order.mark_top, 56693);
	assert_false(order.red_line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lengths_are_read), TEST(headings_are_known), TEST(body_drops_blanks_only), TEST(cells_break_by_policy),
		TEST(list_names_are_found_in_good_time), TEST(spoiled_cells_are_known), TEST(labels_merge_within_their_group),
		TEST(equal_neighbours_stay_apart_elsewhere), TEST(head_row_is_found_below_a_title), TEST(numbers_and_dates_are_checked),
		TEST(styles_resolve_to_the_standard), TEST(policies_say_what_merges), TEST(labels_are_found_at_once), TEST(names_stand_where_they_go_on_over_rows), TEST(placeholders_stand_alone), TEST(kinds_of_rows_are_known),
		TEST(banners_are_asked_for), TEST(totals_are_compared_with_their_rows), TEST(what_the_edition_gives_may_stand_above),
		TEST(columns_have_their_policies), TEST(tables_have_their_defaults), TEST(columns_and_rules_are_read),
		TEST(marks_are_divided), TEST(minutes_say_who_was_there), TEST(signers_write_to_a_superior), TEST(a_stamp_has_a_signer), TEST(lists_in_one_sentence_are_no_headings), TEST(numbers_of_minutes_have_many_forms), TEST(corrections_are_shown),
		TEST(formats_have_their_geometry),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
