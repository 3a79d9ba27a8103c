/* The parts of the archive that need no archive. */
#include "unit.h"
#include "archive/bag.h"
#include "archive/chain.h"
#include "archive/number.h"
#include "archive/search.h"
#include "archive/store.h"

static void numbers_are_taken_apart(void **state)
{
	struct bench *bench = *state;
	static const struct { const char *text, *key, *code; int year; long serial; } cases[] = {
		{ "济高督字〔2018〕54号", "济高督字〔2018〕54号", "济高督字", 2018, 54 }, { "济高督字[2018]054号", "济高督字〔2018〕54号", "济高督字", 2018, 54 },
		{ "督字（２０１８）第3号", "督字〔2018〕3号", "督字", 2018, 3 }, { " 督字 【2018】 3 ", "督字〔2018〕3号", "督字", 2018, 3 },
		{ "第5号", "第5号", "", 0, 5 }, { "国令第721号", "国令第721号", "国令", 0, 721 }, { "督字〔2018〕0号", "督字〔2018〕0号", NULL, 0, 0 },
		{ "督字〔二〇一八〕3号", "督字〔二〇一八〕3号", NULL, 0, 0 }, { "无号", "无号", NULL, 0, 0 }, { "", "", NULL, 0, 0 },
		{ "督字〔2018〕3号附", "督字〔2018〕3号附", NULL, 0, 0 }, { "督字〔2018〕99999999999999999999号", "督字〔2018〕99999999999999999999号", NULL, 0, 0 },
		{ "督字〔2018", "督字〔2018", NULL, 0, 0 }, { "〔2018〕7号", "〔2018〕7号", "", 2018, 7 }, { "督第二次〔2018〕7号", "督第二次〔2018〕7号", "督第二次", 2018, 7 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct document_number number = number_parse(bench->arena, cases[i].text);
		assert_string_equal(number.key, cases[i].key);
		assert_true(!number.code == !cases[i].code && (!number.code || strcmp(number.code, cases[i].code) == 0));
		assert_int_equal(number.year, cases[i].year);
		assert_int_equal(number.serial, cases[i].serial);
	}
}

static void pairs_are_single_and_double_characters(void **state)
{
	struct bench *bench = *state;
	assert_string_equal(search_pairs(bench->arena, ""), "");
	assert_string_equal(search_pairs(bench->arena, "甲"), "甲 ");
	assert_string_equal(search_pairs(bench->arena, "甲乙"), "甲 乙 甲乙 ");
	assert_string_equal(search_pairs(bench->arena, "甲\n乙"), "甲 乙 ");
	assert_string_equal(search_pairs(bench->arena, "甲甲甲"), "甲 甲甲 ");
	assert_string_equal(search_pairs(bench->arena, "a-b5%"), "a \xEE\x80\xAD a\xEE\x80\xAD b \xEE\x80\xAD" "b 5 b5 \xEE\x80\xA5 5\xEE\x80\xA5 ");
	assert_string_equal(search_pairs(bench->arena, "\xF0\xA0\x80\x80x"), "\xF0\xA0\x80\x80 x \xF0\xA0\x80\x80x ");
}

static void a_record_is_as_described(void **state)
{
	struct bench *bench = *state;
	struct entry entry = { .value = { [COLUMN_ID] = "1", [COLUMN_ACTION] = "init", [COLUMN_RECORDED] = "", [COLUMN_TITLE] = "全宗\n2:x", [COLUMN_HASH] = "unseen" } };
	const char *record = chain_record(bench->arena, &entry);
	assert_ptr_equal(strstr(record, "hongtou-archive 1\nid:1:1\naction:4:init\nrecorded:0:\ndocument:-\n"), record);
	assert_non_null(strstr(record, "\ntitle:10:全宗\n2:x\n"));
	assert_null(strstr(record, "unseen"));
	assert_string_equal(sha256_hex(bench->arena, (struct bytes){ (const unsigned char *)"abc", 3 }),
	                    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");    /* FIPS 180-4, the first example */
	assert_string_equal(chain_hash(bench->arena, &entry), sha256_hex(bench->arena, (struct bytes){ (const unsigned char *)record, strlen(record) }));
	entry.value[COLUMN_TITLE] = "全宗";
	assert_string_not_equal(chain_hash(bench->arena, &entry), sha256_hex(bench->arena, (struct bytes){ (const unsigned char *)record, strlen(record) }));
}

static void paths_have_plain_extensions(void **state)
{
	struct bench *bench = *state;
	static const struct { const char *name, *path; } cases[] = {
		{ "通报.PDF", "files/ab/cd.pdf" }, { "a", "files/ab/cd" }, { "a.", "files/ab/cd" }, { "a.tar.gz", "files/ab/cd.gz" }, { "a.p df", "files/ab/cd" },
		{ "a./b", "files/ab/cd" }, { "a.附件", "files/ab/cd" }, { "a.waytoolong", "files/ab/cd" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(store_path(bench->arena, "abcd", cases[i].name), cases[i].path);
}

static void names_in_a_bag_are_plain(void **state)
{
	struct bench *bench = *state;
	assert_string_equal(bag_name(bench->arena, "通报〔2018〕54号.pdf"), "通报〔2018〕54号.pdf");
	assert_string_equal(bag_name(bench->arena, "../a\\b:c*d?e\"f<g>h|i%j\nk"), "_._a_b_c_d_e_f_g_h_i_j_k");
	char longest[400];
	memset(longest, 'x', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	assert_int_equal(strlen(bag_name(bench->arena, longest)), 80);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(numbers_are_taken_apart), TEST(pairs_are_single_and_double_characters), TEST(a_record_is_as_described),
		TEST(paths_have_plain_extensions), TEST(names_in_a_bag_are_plain),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
