/* An edition's life in words: months and numbers that go on, names of files, INI files edited as a person would, what a run chooses. */
#include "unit.h"
#include <unistd.h>
#include "../../publisher/forward.c"
#include "../../publisher/ini_edit.c"
#include "../../publisher/naming.c"

static void years_end_in_december(void **state)
{
	static const char *const ends[] = { "2018年1-12月份情况", "截至2018年12月31日", "2018年12月", "10-12月份", "2018年第四季度", "下半年", "2018年全年", "11月、12月" },
		*const goes_on[] = { "2018年1-11月份", "2017年12月至2018年6月", "2018年上半年", "2018年12月以来至2019年3月", "三季度", "12个月", "情况通报", "", "2018年度" };
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
		assert_true(forward_ends_year(ends[i]));
	for (size_t i = 0; i < sizeof goes_on / sizeof goes_on[0]; i++)
		assert_false(forward_ends_year(goes_on[i]));
	(void)state;
}

static void months_go_on_where_it_is_sure(void **state)
{
	struct bench *bench = *state;
	static const struct { const char *text, *next; bool new_year; } sure[] = {
		{ "2018年6月份进展", "2018年7月份进展", false }, { "2018年1-6月份", "2018年1-7月份", false }, { "2018年1—11月", "2018年1—12月", false },
		{ "2018年12月份", "2019年1月份", true }, { "12月份督查", "1月份督查", true }, { "1至9月", "1至10月", false }, { "截至2018年6月底", "截至2018年7月底", false },
		{ "2018年1月份", "2018年2月份", false }, { "2018年6月、7月", "2018年7月、8月", false }, { "2017年12月至2018年6月", "2018年1月至2018年7月", false },
	};
	static const char *const unsure[] = {
		"2018年7月19日", "2018年1-12月份", "4-6月份", "二季度", "2018年上半年", "6月份和7月3日", "下半年", "12-1月",
	}, *const none[] = { "情况通报", "12个月", "2018年度", "13月", "0月", "123月", "", "1-6", "月份", "年6" };
	for (size_t i = 0; i < sizeof sure / sizeof sure[0]; i++) {
		const char *out;
		bool new_year = false;
		assert_int_equal(forward_months(bench->arena, sure[i].text, &out, &new_year), FORWARD_DONE);
		assert_string_equal(out, sure[i].next);
		assert_int_equal(new_year, sure[i].new_year);
	}
	for (size_t i = 0; i < sizeof unsure / sizeof unsure[0]; i++) {
		const char *out;
		bool new_year = false;
		assert_int_equal(forward_months(bench->arena, unsure[i], &out, &new_year), FORWARD_UNSURE);
		assert_string_equal(out, unsure[i]);
		assert_false(new_year);
	}
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
		const char *out;
		bool new_year = false;
		assert_int_equal(forward_months(bench->arena, none[i], &out, &new_year), FORWARD_NOTHING);
		assert_string_equal(out, none[i]);
	}
}

static void numbers_keep_their_form(void **state)
{
	struct bench *bench = *state;
	static const struct { const char *text; long serial; int years; const char *next; } moved[] = {
		{ "济高督字〔2018〕54号", 55, 0, "济高督字〔2018〕55号" }, { "济高督字〔2018〕54号", 1, 1, "济高督字〔2019〕1号" },
		{ "东政 [2018] 9号", 10, 0, "东政 [2018] 10号" }, { "第12号", 13, 0, "第13号" }, { "第5期", 6, 0, "第6期" }, { "〔2026〕第23次", 24, 0, "〔2026〕第24次" }, { "总第105期", 106, 1, "总第106期" },
	};
	static const char *const none[] = { "", "情况通报", "济高督字〔2018〕", "第五号", "54", "54号〔2018〕" };
	struct number_spans spans;
	for (size_t i = 0; i < sizeof moved / sizeof moved[0]; i++) {
		assert_true(number_spans(moved[i].text, &spans));
		assert_string_equal(number_moved(bench->arena, moved[i].text, &spans, moved[i].serial, moved[i].years), moved[i].next);
	}
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		assert_false(number_spans(none[i], &spans));
	assert_true(number_spans("济高督字〔2018〕54号", &spans));
	assert_int_equal(number_serial("济高督字〔2018〕54号", &spans), 54);
}

static void folders_go_on(void **state)
{
	struct bench *bench = *state;
	static const char *const moved[][2] = {
		{ "2018-06", "2018-07" }, { "2018-12", "2019-01" }, { "通报-2018-9-稿", "通报-2018-10-稿" }, { "201812", "201901" }, { "jn201806v2", "jn201807v2" },
		{ "2018_06", "2018_07" }, { "2018.06", "2018.07" }, { "2018年6月", "2018年7月" }, { "6月通报", "7月通报" },
	};
	static const char *const none[] = { "jining-2018h1", "2018-13", "20180601", "july", "2018", "1806", "201813" };
	for (size_t i = 0; i < sizeof moved / sizeof moved[0]; i++)
		assert_string_equal(forward_folder(bench->arena, moved[i][0]), moved[i][1]);
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		assert_null(forward_folder(bench->arena, none[i]));
}

static void names_suit_every_system(void **state)
{
	struct bench *bench = *state;
	static const char *const sound[][2] = {
		{ "济高督字〔2018〕54号 通报.pdf", "济高督字〔2018〕54号 通报.pdf" }, { "a<b>c:d\"e/f\\g|h?i*j.pdf", "a＜b＞c：d＂e／f＼g｜h？i＊j.pdf" },
		{ "a\tb\x01\x02 c\x7f.pdf", "a b c.pdf" }, { " a  b . .pdf", "a b.pdf" }, { "通报", "通报.pdf" }, { "通报.PDF", "通报.pdf" }, { "a.b", "a.b.pdf" },
		{ "CON.pdf", "CON_.pdf" }, { "nul", "nul_.pdf" }, { "com1.txt.pdf", "com1_.txt.pdf" }, { "LPT³.pdf", "LPT³_.pdf" }, { "Aux .x.pdf", "Aux _.x.pdf" },
		{ "CONSOLE.pdf", "CONSOLE.pdf" }, { "COM10.pdf", "COM10.pdf" }, { "COM.pdf", "COM.pdf" }, { "..pdf", ".pdf" }, { "../../etc/passwd", "..／..／etc／passwd.pdf" },
	};
	bool cut = true;
	for (size_t i = 0; i < sizeof sound / sizeof sound[0]; i++) {
		assert_string_equal(naming_sound(bench->arena, sound[i][0], &cut), sound[i][1]);
		assert_false(cut);
	}
	for (int spare = 0; spare < 4; spare++) {
		struct buffer longer = { .arena = bench->arena };
		buffer_add(&longer, "abc", (size_t)spare);
		while (longer.length < 300)
			buffer_put(&longer, "通");
		const char *name = naming_sound(bench->arena, longer.text, &cut);
		assert_true(cut && strlen(name) <= 255 && strlen(name) >= 252);
		assert_int_equal(utf8_invalid(name, strlen(name)), strlen(name));
		assert_string_equal(name + strlen(name) - 4, ".pdf");
	}
	const char *just = arena_printf(bench->arena, "%0251d", 1);
	assert_int_equal(strlen(naming_sound(bench->arena, just, &cut)), 255);
	assert_false(cut);
}

static const char *edited(struct bench *bench, const char *text, const char *const key_value[2], const char *line)
{
	char path[] = "/tmp/hongtou-life-XXXXXX";
	struct ini_edit edit;
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(file_replace(bench->all, path, bytes_of_text(text)), 0);
	assert_int_equal(ini_edit_open(bench->arena, bench->all, path, &edit), 0);
	unlink(path);
	for (size_t i = 0; i < edit.ini.count; i++)
		if (strcmp(edit.ini.entries[i].key, key_value[0]) == 0)
			ini_edit_value(&edit, &edit.ini.entries[i], key_value[1]);
	if (line)
		ini_edit_insert(&edit, &edit.ini.sections[0], line);
	return (const char *)ini_edit_text(&edit).data;
}

static void files_are_edited_in_place(void **state)
{
	struct bench *bench = *state;
	static const struct { const char *before, *value, *line, *after; } cases[] = {
		{ "; 说明\n[a]\n  k   =  旧  ; 注\n", "新", NULL, "; 说明\n[a]\n  k   =  新  ; 注\n" },
		{ "[a]\r\nk = \"旧\"\r\nm=1\r\n", "新", "s = 1", "[a]\r\ns = 1\r\nk = \"新\"\r\nm=1\r\n" },
		{ "\xEF\xBB\xBF[a]\nk = 旧", "新", NULL, "\xEF\xBB\xBF[a]\nk = 新" }, { "[a]\nk =\n", "新", NULL, "[a]\nk = 新\n" }, { "[a]\nk=旧\n", "新", NULL, "[a]\nk= 新\n" },
		{ "[a]\nk = ; 注\n", "新", NULL, "[a]\nk = 新 ; 注\n" }, { "［a］\n　k　＝　旧\n", "新", NULL, "［a］\n　k　＝　新\n" }, { "[a]\nk = 旧\n", "", NULL, "[a]\nk = \n" },
		{ "[a]\rk = 旧\r", "新", NULL, "[a]\nk = 新\n" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(edited(bench, cases[i].before, (const char *const[2]){ "k", cases[i].value }, cases[i].line), cases[i].after);
}

static void choices_come_first(void **state)
{
	struct bench *bench = *state;
	static const char *const folders[] = { "templates", NULL }, *const sets[] = { "公文.标题=一=二", "document.copy_number=", "attachment.2.name = 新附件 ", NULL };
	const struct choices choices = { .variant = NULL, .sets = sets };
	struct settings *settings = NULL;
	const struct words *names = NULL;
	assert_int_equal(settings_load_as(bench->arena, bench->all, "tests/small", &choices, folders, &settings), 0);
	const struct words *title = settings_lookup(settings, "document", "title");
	assert_string_equal(title->text, "一=二");
	assert_string_equal(title->at.file, "--set");
	assert_true(title->at.line == 1 && title->at.column == 7);
	assert_string_equal(settings_lookup(settings, "document", "copy_number")->text, "");
	assert_string_equal(settings_lookup(settings, "attachment.2", "name")->text, "新附件");
	assert_true(settings_in_edition(settings, "document", "copy_number"));
	assert_int_equal(settings_instances(settings, "attachment", &names), 2);
	assert_string_equal(names[1].text, "2");
	assert_int_equal(diagnostics_count(bench->all, SEVERITY_ERROR), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(years_end_in_december), TEST(months_go_on_where_it_is_sure), TEST(numbers_keep_their_form), TEST(folders_go_on), TEST(names_suit_every_system),
		TEST(files_are_edited_in_place), TEST(choices_come_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
