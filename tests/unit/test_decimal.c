#include "unit.h"
#include "base/decimal.h"

static void numbers_are_read(void **state)
{
	(void)state;
	static const struct { const char *text; int64_t value; int places; bool grouped; size_t start, point, end; const char *unit; } cases[] = {
		{ "12.5", 125, 1, false, 0, 2, 4, "" }, { "1,234.50万元", 123450, 2, true, 0, 5, 8, "万元" }, { "-3%", -3, 0, false, 0, 2, 2, "%" },
		{ "2018年", 2018, 0, false, 0, 4, 4, "年" }, { " \xE3\x80\x80" "7 个", 7, 0, false, 4, 5, 5, "个" }, { "0", 0, 0, false, 0, 1, 1, "" },
		{ "+0.050", 50, 3, false, 0, 2, 6, "" }, { "−8", -8, 0, false, 0, 4, 4, "" }, { "－１２．５", -125, 1, false, 0, 9, 15, "" },
		{ "１，２３４", 1234, 0, true, 0, 15, 15, "" }, { ".5", 5, 1, false, 0, 0, 2, "" }, { "12 ", 12, 0, false, 0, 2, 2, "" },
		{ "999999999999999999", 999999999999999999, 0, false, 0, 18, 18, "" }, { "000000000000000000000001", 1, 0, false, 0, 24, 24, "" },
		{ "0.123456789", 123456789, 9, false, 0, 1, 11, "" }, { "1,234,567", 1234567, 0, true, 0, 9, 9, "" }, { "5\n万元", 5, 0, false, 0, 1, 1, "万元" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct decimal out;
		if (!decimal_parse(cases[i].text, &out))
			fail_msg("not read: %s", cases[i].text);
		assert_true(out.value == cases[i].value);
		assert_int_equal(out.places, cases[i].places);
		assert_int_equal(out.grouped, cases[i].grouped);
		assert_int_equal(out.start, cases[i].start);
		assert_int_equal(out.point, cases[i].point);
		assert_int_equal(out.end, cases[i].end);
		assert_string_equal(out.unit, cases[i].unit);
	}
}

static void other_text_is_no_number(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"", " ", "-", "+", ".", "- 5", "1-6月", "〔2018〕2号", "1.2.3", "12 3", "1.", "1、完成", "1）", "12,34", "1234,567", "1,2345", ",123", "1,234,5",
		"1,23.5", "1234567890123456789", "0.1234567890", "--1", "1~2", "1e5", "约5", "5至6", "\xEF\xBC", "\xEF\xBC\x9A",
	};
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct decimal out;
		if (decimal_parse(texts[i], &out))
			fail_msg("read as a number: %s", texts[i]);
	}
}

static struct decimal number(const char *text)
{
	struct decimal out = { 0 };
	assert_true(decimal_parse(text, &out));
	return out;
}

static const char *sum_of(struct bench *bench, const char *left, const char *right)
{
	struct decimal sum = number(left), value = number(right);
	return decimal_add(&sum, &value) ? decimal_text(bench->arena, &sum) : "too great";
}

static void sums_are_exact(void **state)
{
	struct bench *bench = *state;
	assert_string_equal(sum_of(bench, "0.1", "0.2"), "0.3");
	assert_string_equal(sum_of(bench, "1,000", "-0.05"), "999.95");
	assert_string_equal(sum_of(bench, "0", "1,250.00"), "1,250.00");
	assert_string_equal(sum_of(bench, "-999", "-1,001"), "-2,000");
	assert_string_equal(sum_of(bench, "-0.04", "0.02"), "-0.02");
	assert_string_equal(sum_of(bench, "5", "-5.00"), "0.00");
	assert_string_equal(sum_of(bench, "999999999999999999", "1"), "too great");
	assert_string_equal(sum_of(bench, "-999999999999999999", "-1"), "too great");
	assert_string_equal(sum_of(bench, "9999999999", "0.000000001"), "too great");    /* 19 digits */
	struct decimal sum = number("999999999999999999"), one = number("1");
	assert_false(decimal_add(&sum, &one));
	assert_true(sum.value == 999999999999999999);    /* untouched */
}

static void amounts_are_compared(void **state)
{
	(void)state;
	static const struct { const char *left, *right; int expected; } cases[] = {
		{ "1", "1.00", 0 }, { "1.5", "1.25", 1 }, { "-1.5", "-1.25", -1 }, { "-0.5", "0.5", -1 }, { "999999999999999999", "999999999.999999999", 1 },
		{ "80%", "80", 0 }, { "0", "-0", 0 }, { "-2", "-1", -1 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct decimal left = number(cases[i].left), right = number(cases[i].right);
		assert_int_equal(decimal_compare(&left, &right), cases[i].expected);
		assert_int_equal(decimal_compare(&right, &left), -cases[i].expected);
	}
}

static void texts_come_back(void **state)
{
	struct bench *bench = *state;
	static const char *const texts[] = { "0", "-1,250.00", "0.05", "-0.050", "1,234,567", "1234567", "999,999,999,999,999,999", "0.123456789", "-12" };
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct decimal value = number(texts[i]);
		assert_string_equal(decimal_text(bench->arena, &value), texts[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(numbers_are_read), TEST(other_text_is_no_number), TEST(sums_are_exact), TEST(amounts_are_compared), TEST(texts_come_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
