#include "unit.h"
#include "read/number_format.h"
#include "read/workbook.h"
#include "read/xlsx.h"

static void numbers_look_as_in_the_spreadsheet(void **state)
{
	struct bench *bench = *state;
	static const struct { double value; const char *code, *shown; } cases[] = {
		{ 0.62, "0%", "62%" }, { 0.6437, "0.00%", "64.37%" }, { 1234567.891, "#,##0.00", "1,234,567.89" }, { -1234.5, "#,##0.0", "-1,234.5" },
		{ 0.125, "0.00", "0.13" }, { 2.675, "0.00", "2.68" }, { 1.005, "0.00", "1.01" }, { 12, "General", "12" }, { 0.1 + 0.2, "General", "0.3" },
		{ 3.5, "0.##", "3.5" }, { 3, "0.##", "3." }, { 0, "0;-0;\"无\"", "无" }, { -5, "0;\"减\"0", "减5" }, { 7, "000", "007" }, { 1500, "0.0,", "1.5" },
		{ 5, "0\"万元\"", "5万元" }, { 5, "0\\个", "5个" }, { 43300, "yyyy\"年\"m\"月\"d\"日\"", "2018年7月19日" }, { 43300, "yyyy/m/d", "2018/7/19" },
		{ 43300.75, "yyyy-mm-dd hh:mm", "2018-07-19 18:00" }, { 43300.5, "h:mm AM/PM", "12:00 PM" }, { 1, "yyyy/m/d", "1900/1/1" }, { 61, "yyyy/m/d", "1900/3/1" },
		{ 43300, "[$-804]yyyy年m月", "2018年7月" }, { 0.0208333333333333, "mm:ss", "30:00" }, { 201800000000.0, "0", "201800000000" }, { 5, "@", "5" },
		{ 0.05, ".00", ".05" }, { 1234, "#,##0_ ;[Red]-#,##0 ", "1,234" }, { -1234, "#,##0_ ;[Red]-#,##0 ", "-1,234 " },
		{ 1234.5, "[$¥-804]#,##0.00", "¥1,234.50" }, { 1234.5, "[$-804]#,##0.0", "1,234.5" }, { 1.5, "[h]:mm", "36:00" }, { 1.5, "[h]:mm:ss", "36:00:00" },
		{ 0.0625, "[mm]:ss", "90:00" }, { 43300, "[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"", "二〇一八年七月十九日" }, { 43300, "yyyy年m月d日 aaaa", "2018年7月19日 星期四" },
		{ 43301, "aaa", "五" }, { 43300, "[$-1E000804]yyyy\\年m\\月", "二〇一八年七月" },
		{ 0, "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "-" }, { 0, "#", "" }, { 1234, "_-￥* #,##0_-", "￥1,234" }, { 43300, "dddd", "Thursday" }, { 43300.75, "上午/下午h时mm分", "下午6时00分" }, { 0.00001, "General", "0.00001" }, { 1e20, "General", "1E+20" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *shown = number_format_show(bench->arena, cases[i].value, cases[i].code, false);
		assert_non_null(shown);
		assert_string_equal(shown, cases[i].shown);
	}
	assert_string_equal(number_format_show(bench->arena, 41838, "yyyy/m/d", true), "2018/7/19");
	assert_null(number_format_show(bench->arena, 0.5, "# ?/?", false));
	assert_null(number_format_show(bench->arena, -1, "yyyy/m/d", false));
	assert_null(number_format_show(bench->arena, 5, "[>=100]0;0.0", false));
	assert_null(number_format_show(bench->arena, 5, "[DBNum2]0", false));
	assert_null(number_format_show(bench->arena, 5, "[DBNum1]0", false));
	assert_null(number_format_show(bench->arena, 43300, "[$-1F000804]m", false));
	assert_null(number_format_show(bench->arena, 5, number_format_builtin(11), false));
	assert_null(number_format_show(bench->arena, 5, "?99", false));
	assert_string_equal(number_format_builtin(31), "yyyy年m月d日");
	assert_null(number_format_builtin(99));
}

static void references_are_read(void **state)
{
	struct bench *bench = *state;
	int row = 0, column = 0;
	assert_true(cell_reference("AB12", &row, &column, NULL));
	assert_int_equal(row, 12);
	assert_int_equal(column, 28);
	assert_true(cell_reference("$XFD$1048576", &row, &column, NULL));
	assert_int_equal(column, 16384);
	assert_false(cell_reference("XFE1", &row, &column, NULL));
	assert_false(cell_reference("A0", &row, &column, NULL));
	assert_false(cell_reference("12", &row, &column, NULL));
	assert_string_equal(cell_name(bench->arena, 12, 28), "AB12");
	assert_string_equal(cell_name(bench->arena, 1, 702), "ZZ1");
}

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(numbers_look_as_in_the_spreadsheet), TEST(references_are_read) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
