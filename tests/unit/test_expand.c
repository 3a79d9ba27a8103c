#include "unit.h"
#include <unistd.h>
#include "base/file.h"
#include "expand/date.h"
#include "expand/lexer.h"
#include "expand/period.h"
#include "expand/quantity.h"
#include "expand/template.h"

/* ---- numbers ---- */

static struct quantity quantity_of(const char *text)
{
	struct quantity out;
	const char *unit;
	assert_true(quantity_parse(text, &out, &unit));
	return out;
}

static void fractions_are_exact(void **state)
{
	struct bench *bench = *state;
	struct quantity a = quantity_of("0.1"), b = quantity_of("0.2"), sum, three = quantity_whole(3), third, whole;
	assert_true(quantity_add(&a, &b, &sum));
	assert_string_equal(quantity_text(bench->arena, &sum), "0.3");
	assert_true(quantity_divide(&a, &three, &third) && third.over == 1 && third.under == 30);
	assert_null(quantity_text(bench->arena, &third));
	assert_true(quantity_multiply(&third, &three, &whole));
	assert_int_equal(quantity_compare(&whole, &a), 0);
	struct quantity minus = quantity_whole(-7), quotient;
	assert_true(quantity_divide(&three, &minus, &quotient) && quotient.over == -3 && quotient.under == 7);
	struct quantity great = quantity_of("999999999999999999"), one = quantity_whole(1), out;
	assert_false(quantity_add(&great, &one, &out));
	assert_false(quantity_multiply(&great, &great, &out));
	assert_true(quantity_divide(&great, &great, &out) && out.over == 1);
}

static void halves_go_away_from_zero(void **state)
{
	struct bench *bench = *state;
	static const struct { const char *text; int places; const char *expected; } cases[] = {
		{ "0.5", 0, "1" }, { "-0.5", 0, "-1" }, { "2.5", 0, "3" }, { "1.005", 2, "1.01" }, { "1.0049", 2, "1.00" }, { "12.5%", 0, "13%" },
		{ "99.5%", 0, "100%" }, { "-2.345", 2, "-2.35" }, { "7", 3, "7.000" }, { "1,234.5", 0, "1,235" }, { "0.444", 0, "0" }, { "-0.4", 0, "0" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct quantity number = quantity_of(cases[i].text), out;
		assert_true(quantity_round(&number, cases[i].places, &out));
		assert_string_equal(quantity_text(bench->arena, &out), cases[i].expected);
	}
	struct quantity two = quantity_whole(2), three = quantity_whole(3), seven = quantity_whole(7), out;
	assert_true(quantity_divide(&two, &three, &out) && quantity_round(&out, 4, &out));
	assert_string_equal(quantity_text(bench->arena, &out), "0.6667");
	assert_true(quantity_divide(&two, &seven, &out) && quantity_round(&out, 6, &out));
	assert_string_equal(quantity_text(bench->arena, &out), "0.285714");
}

static void ten_thousands_keep_all_digits(void **state)
{
	struct bench *bench = *state;
	struct quantity number = quantity_of("12345"), out;
	assert_true(quantity_scaled(&number, 4, &out));
	assert_string_equal(quantity_text(bench->arena, &out), "1.2345");
	number = quantity_of("120000.00");
	assert_true(quantity_scaled(&number, 4, &out));
	assert_string_equal(quantity_text(bench->arena, &out), "12");
}

static void numerals_are_chinese(void **state)
{
	struct bench *bench = *state;
	static const struct { int64_t value; const char *expected; } cases[] = {
		{ 0, "零" }, { 1, "一" }, { 10, "十" }, { 12, "十二" }, { 20, "二十" }, { 100, "一百" }, { 105, "一百零五" }, { 110, "一百一十" }, { 1005, "一千零五" },
		{ 1050, "一千零五十" }, { 10000, "一万" }, { 10005, "一万零五" }, { 100500, "十万零五百" }, { 110000, "十一万" }, { 20180630, "二千零一十八万零六百三十" },
		{ 100000000, "一亿" }, { 100000001, "一亿零一" }, { 999999999999, "九千九百九十九亿九千九百九十九万九千九百九十九" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(han_number(bench->arena, cases[i].value), cases[i].expected);
	assert_string_equal(han_digits(bench->arena, 2018), "二〇一八");
	assert_string_equal(han_digits(bench->arena, 0), "〇");
}

static void dates_are_days_that_there_are(void **state)
{
	struct bench *bench = *state;
	static const char *const same[] = { "2018-06-30", "2018/6/30", "2018年6月30日", "2018-6-30" };
	static const char *const wrong[] = { "", "2018", "2018-06", "2018-13-01", "2018-06-31", "2018-02-29", "2018年6月", "2018-06-30x", "18-06-30", "2018年6月30", "2018-06/30", "6月30日" };
	struct date date;
	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
		assert_true(date_parse(same[i], &date, false));
		assert_string_equal(date_text(bench->arena, &date), "2018年6月30日");
		assert_string_equal(date_han(bench->arena, &date), "二〇一八年六月三十日");
	}
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_false(date_parse(wrong[i], &date, false));
	assert_true(date_parse("2016-02-29", &date, false) && date_parse("2018-06", &date, true) && date.day == 0);
}

static const char *field(struct bench *bench, const struct period *period, enum period_field which)
{
	struct period_value value = period_value(bench->arena, period, which);
	return value.text ? value.text : value.date.year ? date_text(bench->arena, &value.date) : arena_printf(bench->arena, "%d", value.number);
}

static void periods_follow_from_their_keys(void **state)
{
	struct bench *bench = *state;
	static const struct { struct period_keys keys; const char *name, *months, *cumulative, *from, *to, *half, *next; } cases[] = {
		{ { .year = { "2018" }, .month = { "6" } }, "6月份", "6", "1-6", "2018年6月1日", "2018年6月30日", "上半年", "7" },
		{ { .year = { "2018" }, .month = { "1" } }, "1月份", "1", "1", "2018年1月1日", "2018年1月31日", "上半年", "2" },
		{ { .year = { "2018" }, .month = { "12" } }, "12月份", "12", "1-12", "2018年12月1日", "2018年12月31日", "下半年", "1" },
		{ { .year = { "2018" }, .quarter = { "2" } }, "二季度", "4-6", "1-6", "2018年4月1日", "2018年6月30日", "上半年", "7" },
		{ { .year = { "2018" }, .half = { "下半年" } }, "下半年", "7-12", "1-12", "2018年7月1日", "2018年12月31日", "下半年", "1" },
		{ { .year = { "2016" } }, "全年", "1-12", "1-12", "2016年1月1日", "2016年12月31日", "下半年", "1" },
		{ { .to = { "2016-02" } }, "1-2月份", "1-2", "1-2", "2016年1月1日", "2016年2月29日", "上半年", "3" },
		{ { .from = { "2017年12月" }, .to = { "2018-02-10" } }, "2017年12月至2018年2月", "1-2", "1-2", "2017年12月1日", "2018年2月10日", "上半年", "3" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct period period;
		assert_int_equal(period_build(bench->arena, bench->all, &cases[i].keys, &period), 0);
		assert_string_equal(field(bench, &period, PERIOD_NAME), cases[i].name);
		assert_string_equal(field(bench, &period, PERIOD_MONTHS), cases[i].months);
		assert_string_equal(field(bench, &period, PERIOD_CUMULATIVE), cases[i].cumulative);
		assert_string_equal(field(bench, &period, PERIOD_FROM), cases[i].from);
		assert_string_equal(field(bench, &period, PERIOD_TO), cases[i].to);
		assert_string_equal(field(bench, &period, PERIOD_HALF), cases[i].half);
		assert_string_equal(field(bench, &period, PERIOD_NEXT_MONTH), cases[i].next);
	}
}

static void marks_are_found(void **state)
{
	(void)state;
	static const struct { const char *text; enum mark mark; size_t at; } cases[] = {
		{ "无模板，$5、{甲}、$、100%", MARK_END, 0 }, { "甲${x}", MARK_OUTPUT, 3 }, { "$${x}", MARK_LITERAL, 0 }, { "{{% x", MARK_LITERAL, 0 }, { "$$${", MARK_LITERAL, 1 },
		{ "{{{% x", MARK_LITERAL, 1 }, { "，{%x", MARK_BLOCK, 3 }, { "$｛x｝", MARK_WIDE, 0 }, { "{表}{table:a}", MARK_END, 0 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		enum mark mark;
		size_t length, at = lexer_mark(cases[i].text, 0, &mark, &length);
		assert_int_equal(mark, cases[i].mark);
		assert_int_equal(at, mark == MARK_END ? strlen(cases[i].text) : cases[i].at);
	}
}

/* ---- texts with a table of our own ---- */

enum { ROWS = 5, COLUMNS = 4 };
static const char *const heads[COLUMNS] = { "单位", "投资/完成", "率", "责任" };
static const char *const cells[ROWS][COLUMNS] = {
	{ "甲", "1.50", "50%", "A\nB" }, { "甲", "2.25", "100%", "B" }, { "乙", "", "0", "C\nA" }, { "丙", "—", "20%", "D" }, { "合计", "3.75", "", "" },
};

static const char *head_of(const void *data, int column) { return data ? heads[column] : NULL; }
static bool list_of(const void *data, int column) { return data && column == 3; }
static bool ordinary(const void *data, int row) { return data && row < ROWS - 1; }
static struct expand_cell cell_of(const void *data, int row, int column)
{
	const char *text = data ? cells[row][column] : NULL;
	return (struct expand_cell){ .text = text, .covered = row == 1 && column == 0, .empty = !*text || strcmp(text, "—") == 0 };
}
static struct place place_of(const void *data, int row, int column)
{
	return (struct place){ .file = data ? "t.csv" : NULL, .line = row + 2, .column = column + 1, .row = row + 1, .heading = heads[column] };
}
static struct expand_values values_of(const void *data, int column)
{
	(void)data;
	(void)column;
	return (struct expand_values){ .count = 0 };
}
static const struct expand_table fixture = { .id = "t", .data = "", .rows = ROWS, .columns = COLUMNS, .head = head_of, .is_list = list_of,
                                             .is_ordinary = ordinary, .values = values_of, .cell = cell_of, .place = place_of };

static bool never(const char *section, const char *key) { return section == key; }

static struct expansion *opened(struct bench *bench, const char *edition)
{
	static const char *const folders[] = { "templates", NULL };
	char path[] = "/tmp/hongtou-expand-XXXXXX";
	struct settings *settings = NULL;
	int fd = mkstemp(path);
	assert_true(fd >= 0 && write(fd, edition, strlen(edition)) == (ssize_t)strlen(edition));
	close(fd);
	assert_int_equal(settings_load(bench->arena, bench->all, path, folders, &settings), 0);
	unlink(path);
	struct expansion *expansion = expansion_new(bench->arena, bench->all, settings);
	expansion_values(expansion, never);
	expansion_tables(expansion, &fixture, 1);
	return expansion;
}

static const char *expanded(struct bench *bench, struct expansion *expansion, const char *text)
{
	struct source source = source_of(bench, "b.txt", text);
	return expansion_text(expansion, &source) ? NULL : source.text;
}

static void texts_say_what_the_table_says(void **state)
{
	struct bench *bench = *state;
	struct expansion *expansion = opened(bench, "[vars]\n甲 = 一${乙}\n乙 = 2\n丙 = 2018-07-01\n率 = 50%\n[period]\nyear = 2018\nmonth = 6\n");
	static const char *const cases[][2] = {
		{ "无", "无" }, { "$5 {x} 100%", "$5 {x} 100%" }, { "$${x} {{% x %}", "${x} {% x %}" }, { "$$${x}", "$${x}" }, { "${甲}${vars.乙}${变量.乙}", "一222" },
		{ "${sum(\"投资/完成\")}", "3.75" }, { "${sum(\"投资 / 完成\", 单位=甲)}", "3.75" }, { "${count()}${count(t)}", "44" }, { "${count(单位=甲)}", "2" },
		{ "${count(单位!=甲)}", "2" }, { "${count(单位=甲, 率=100%)}", "1" }, { "${count(\"投资/完成\"=\"\")}", "1" }, { "${count(\"投资/完成\">0)}", "2" },
		{ "${share(单位=甲)}", "50%" }, { "${fixed(share(\"投资/完成\", 率=100%), 2)}", "60.00%" }, { "${groups(单位)}", "3" }, { "${list(责任)}", "A、B、C、D" },
		{ "${cell(责任, 单位=乙)}", "C、A" }, { "${max(率)}${min(率)}", "100%0" }, { "${fixed(mean(\"投资/完成\"), 3)}", "1.875" }, { "${计数(责任~A)}", "2" },
		{ "${合计（“投资/完成”，单位＝甲）}", "3.75" }, { "{% for r in t %}${r.单位}{% endfor %}", "甲甲乙丙" }, { "{% for r in t if 单位=甲 join \"，\" %}${r.责任}{% endfor %}", "A、B，B" },
		{ "{% for r in t %}{% for q in t if 单位=r.单位 %}${q.率} {% endfor %}{% endfor %}", "50% 100% 50% 100% 0 20% " },
		{ "{% if 1 = 1 %}甲{% else %}乙{% endif %}", "甲" }, { "{% if 1 = 2 %}甲{% elif 乙 = 2 %}丁{% else %}乙{% endif %}", "丁" }, { "{% if 乙 = 3 %}甲{% endif %}", "" },
		{ "{% if not 乙 = 3 and (1 > 2 or 2 >= 2) %}是{% endif %}", "是" }, { "{% if 乙 = 3 or 率 < 60% %}是{% endif %}", "是" }, { "{% if date(丙) > period.to %}后{% endif %}", "后" },
		{ "{% if period.from <= date(\"2018-06-01\") %}起{% endif %}", "起" }, { "{% if 丙 ~ \"07\" %}有{% endif %}", "有" },
		{ "${1 + 2 * 3 - -4}", "11" }, { "${(1 + 2) * 3}", "9" }, { "${fixed(10 / 4 / 5, 2)}", "0.50" }, { "${percent(1/8, 1)}", "12.5%" }, { "${percent(1/3)}", "33%" },
		{ "${grouped(1234567.5)}", "1,234,567.5" }, { "${wan(18600)}${亿(250000000, 1)}", "1.862.5" }, { "${abs(1 - 3)}${han(12)}${digits(2018)}", "2十二二〇一八" },
		{ "${period.year}年${period.cumulative}月份", "2018年1-6月份" }, { "${date(丙)}${han_date(丙)}", "2018年7月1日二〇一八年七月一日" }, { "${year(丙)}${month(丙)}${日(丙)}", "201871" },
		{ "${50% + 20%}${100 * 15%}${fixed(30% / 60%, 1)}", "70%1500%0.5" }, { "${\"${甲}\"}${'\"'}${“'”}", "${甲}\"'" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *out = expanded(bench, expansion, cases[i][0]);
		if (!out)
			fail_msg("%s: %s", cases[i][0], reported(bench));
		if (strcmp(out, cases[i][1]) != 0)
			fail_msg("%s gives %s, not %s", cases[i][0], out, cases[i][1]);
	}
	assert_false(expansion_failed(expansion));
	assert_int_equal(diagnostics_count(bench->all, SEVERITY_WARNING) + diagnostics_count(bench->all, SEVERITY_ERROR), 0);
}

static void data_is_no_template(void **state)
{
	struct bench *bench = *state;
	struct expansion *expansion = opened(bench, "[vars]\n甲 = $${乙}\n乙 = 2\n");
	assert_string_equal(expanded(bench, expansion, "${甲}${\"${乙}\"}"), "${乙}${乙}");
}

static void every_piece_knows_its_place(void **state)
{
	struct bench *bench = *state;
	struct expansion *expansion = opened(bench, "[vars]\n甲 = 很长的值\n");
	struct source source = source_of(bench, "b.txt", "甲乙${甲}丙\n{% for r in t %}\n丁${r.单位}戊\n{% endfor %}$${己}");
	assert_int_equal(expansion_text(expansion, &source), 0);
	static const struct { const char *words; int line, column; } cases[] = {
		{ "乙", 1, 2 }, { "很", 1, 3 }, { "值", 1, 3 }, { "丙", 1, 7 }, { "丁", 3, 1 }, { "戊", 3, 9 }, { "己", 4, 16 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct place at = source_place(&source, (size_t)(strstr(source.text, cases[i].words) - source.text));
		assert_int_equal(at.line, cases[i].line);
		assert_int_equal(at.column, cases[i].column);
	}
	const char *last = strrchr(source.text, '\n');
	struct words words = { .text = last, .at = source_place(&source, (size_t)(last - source.text)) };
	assert_int_equal(place_in(&words, 1).line, 4);
	assert_int_equal(place_in(&words, 1).column, 14);
	assert_int_equal(place_in(&words, 100000).line, 4);    /* behind the end */
}

static void a_text_without_templates_stays_itself(void **state)
{
	struct bench *bench = *state;
	struct expansion *expansion = opened(bench, "");
	struct source source = source_of(bench, "b.txt", "价格$5，{表}，100%。\n"), before = source;
	assert_int_equal(expansion_text(expansion, &source), 0);
	assert_ptr_equal(source.text, before.text);
	assert_null(source.map);
}

/* All of what is wrong is told in one go, and nothing is put out. */
static void mistakes_are_collected(void **state)
{
	struct bench *bench = *state;
	struct expansion *expansion = opened(bench, "[vars]\n目标 = 5\n");
	assert_null(expanded(bench, expansion, "${目表}${sum(投资)}{% if 1 = %}x{% endif %}${fixed(1)}"));
	assert_reported(bench, "b.txt:1:3: error: there is no '目表' to put in here; did you mean '目标'?");
	assert_reported(bench, "table 't' has no column '投资'");
	assert_reported(bench, "'%}' cannot stand here");
	assert_reported(bench, "'fixed' is not called like this");
	assert_true(expansion_failed(expansion));
}

static void chains_and_nests_are_bounded(void **state)
{
	struct bench *bench = *state;
	struct expansion *expansion = opened(bench, "");
	static const char *const repeated[][3] = {
		{ "${1", " + 1", "}" }, { "${", "(", "1)}" }, { "", "{% if 1 = 1 %}", "x" }, { "{% if 1 = 2 %}", "{% elif 1 = 2 %}", "{% else %}x{% endif %}" },
		{ "${1 = 1", " and 1 = 1", "}" }, { "${", "abs(", "1)}" }, { "${", "- ", "1}" }, { "{% if ", "not ", "1 = 1 %}x{% endif %}" },
	};
	for (size_t i = 0; i < sizeof repeated / sizeof repeated[0]; i++) {
		struct buffer text = { .arena = bench->arena };
		buffer_put(&text, repeated[i][0]);
		for (int k = 0; k < 20000; k++)
			buffer_put(&text, repeated[i][1]);
		buffer_put(&text, repeated[i][2]);
		const char *out = expanded(bench, expansion, text.text);
		assert_true(i == 3 ? out && strcmp(out, "x") == 0 : !out);
	}
}

int main(void)
{

	const struct CMUnitTest tests[] = {
		TEST(fractions_are_exact), TEST(halves_go_away_from_zero), TEST(ten_thousands_keep_all_digits), TEST(numerals_are_chinese),
		TEST(dates_are_days_that_there_are), TEST(periods_follow_from_their_keys), TEST(marks_are_found), TEST(texts_say_what_the_table_says),
		TEST(data_is_no_template), TEST(every_piece_knows_its_place), TEST(a_text_without_templates_stays_itself), TEST(mistakes_are_collected),
		TEST(chains_and_nests_are_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
