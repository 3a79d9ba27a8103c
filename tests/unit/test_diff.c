#include "unit.h"
#include "diff/meaning.h"
#include "diff/sequence.h"
#include "diff/words.h"

static void same_things_are_known_as_such(void **state)
{
	struct bench *bench = *state;
	static const char *const same[][2] = {
		{ "1,200", "1200.0" }, { "１２００", "1200" }, { "1,200万元", "1200.00 万元" }, { "−5", "-5.0" }, { "完成1,200米", "完成1200米" }, { "约3.50公里", "约3.5公里" },
		{ "2018-07-19", "2018年7月19日" }, { "2018/7/9", "2018年07月09日" }, { "2018.7.19前", "2018年7月19日前" }, { "07月01日", "7月1日" },
		{ "社会事业\n发展局", "社会事业发展局" }, { "项 目　名称", "项目名称" }, { "（ＡＢ：５％）", "(AB:5%)" }, { "", " \n　" }, { "A\nB", "A B" }, { "1.0", "1" }, { "+5", "5" },
	};
	static const char *const other[][2] = {
		{ "1,200", "1,201" }, { "1200", "12,00" }, { "0537", "537" }, { "1.10.2", "1.1.2" }, { "V1.10", "V1.1" }, { "12 34", "1234" }, { "A B", "AB" },
		{ "2018-07-19", "2018-07-18" }, { "5", "-5" }, { "5万元", "5元" }, { "甲、乙", "甲乙" }, { "2018.7", "2018-7" }, { "1", "" }, { "完成。", "完成" },
		{ "2018-13-19", "2018年13月19日" }, { "10.50", "10.05" }, { "012", "12" },
	};
	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
		if (!meaning_equal(bench->arena, same[i][0], same[i][1]) || !meaning_equal(bench->arena, same[i][1], same[i][0]))
			fail_msg("not the same: %s, %s", same[i][0], same[i][1]);
	for (size_t i = 0; i < sizeof other / sizeof other[0]; i++)
		if (meaning_equal(bench->arena, other[i][0], other[i][1]) || meaning_equal(bench->arena, other[i][1], other[i][0]))
			fail_msg("the same: %s, %s", other[i][0], other[i][1]);
}

/* The pieces make both texts again; the marked form shows what they say. */
static const char *marked(struct bench *bench, const char *old, const char *new)
{
	const struct piece *pieces = NULL;
	size_t count = words_compare(bench->arena, old, new, &pieces), old_at = 0, new_at = 0;
	const char *all = "";
	for (size_t i = 0; i < count; i++) {
		const struct piece *piece = &pieces[i];
		const char *text = piece->kind == PIECE_DROPPED ? old : new;
		assert_true(piece->start < piece->end);
		assert_int_equal(piece->start, piece->kind == PIECE_DROPPED ? old_at : new_at);
		old_at += piece->kind == PIECE_DROPPED ? piece->end - piece->start : 0;
		new_at += piece->kind == PIECE_DROPPED ? 0 : piece->end - piece->start;
		all = arena_printf(bench->arena, "%s%s%.*s%s", all, piece->kind == PIECE_DROPPED ? "[" : piece->kind == PIECE_NEW ? "{" : "",
		                   (int)(piece->end - piece->start), text + piece->start, piece->kind == PIECE_DROPPED ? "]" : piece->kind == PIECE_NEW ? "}" : "");
		if (piece->kind == PIECE_KEPT) {    /* the old one goes on by as many words; the next piece dropped says where */
			const struct piece *next = i + 1 < count ? &pieces[i + 1] : NULL;
			if (next && next->kind == PIECE_DROPPED)
				old_at = next->start;
		}
	}
	assert_int_equal(new_at, strlen(new));
	return all;
}

static void changes_are_found_word_by_word(void **state)
{
	struct bench *bench = *state;
	static const char *const cases[][3] = {
		{ "已完成370批次，占62%。", "已完成412批次，占75%。", "已完成[370]{412}批次，占[62]{75}%。" }, { "甲乙丙", "甲丙", "甲[乙]丙" },
		{ "甲丙", "甲乙丙", "甲{乙}丙" }, { "", "新写的", "{新写的}" }, { "删去的", "", "[删去的]" }, { "A new road", "A newer road", "A [new ]{newer }road" },
		{ "主体工程已完工", "正在办理手续", "[主体工程已完工]{正在办理手续}" }, { "同样", "同样", "同样" }, { "1,200元和5元", "1200元和6元", "1200元和[5]{6}元" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(marked(bench, cases[i][0], cases[i][1]), cases[i][2]);
}

static uint32_t next_random(uint32_t *seed) { return *seed = *seed * 1664525 + 1013904223; }

/* Length of the longest common subsequence by the table that everyone knows. */
static int longest_common(const uint32_t *old, int n, const uint32_t *new, int m)
{
	int lengths[21][21] = { { 0 } };
	for (int i = n - 1; i >= 0; i--)
		for (int j = m - 1; j >= 0; j--) {
			int skip = lengths[i + 1][j] > lengths[i][j + 1] ? lengths[i + 1][j] : lengths[i][j + 1];
			lengths[i][j] = old[i] == new[j] ? lengths[i + 1][j + 1] + 1 : skip;
		}
	return lengths[0][0];
}

static void as_much_is_kept_as_can_be(void **state)
{
	struct bench *bench = *state;
	uint32_t seed = 1, old[20], new[20];
	for (int round = 0; round < 5000; round++) {
		int n = (int)(next_random(&seed) >> 16) % 20, m = (int)(next_random(&seed) >> 16) % 20, o = 0, kept = 0;
		bool old_kept[20] = { false }, new_kept[20] = { false };
		for (int i = 0; i < 20; i++) {
			old[i] = (next_random(&seed) >> 16) % 5;
			new[i] = (next_random(&seed) >> 16) % 5;
		}
		sequence_align(bench->arena, &(const struct sequence){ old, n, old_kept }, &(const struct sequence){ new, m, new_kept });
		for (int i = 0; i < m; i++) {
			if (!new_kept[i])
				continue;
			while (o < n && !old_kept[o])
				o++;
			assert_true(o < n && old[o++] == new[i]);
			kept++;
		}
		for (; o < n; o++)
			assert_false(old_kept[o]);
		assert_int_equal(kept, longest_common(old, n, new, m));
		arena_clear(bench->arena);
	}
}

/* Nothing in common, and far more of it than is searched: it ends, with everything replaced but what stands at both ends. */
static void wholly_different_texts_end_soon(void **state)
{
	struct bench *bench = *state;
	enum { COUNT = 60000 };
	uint32_t *old = arena_array(bench->arena, COUNT, sizeof *old), *new = arena_array(bench->arena, COUNT, sizeof *new);
	bool *old_kept = arena_array(bench->arena, COUNT, sizeof *old_kept), *new_kept = arena_array(bench->arena, COUNT, sizeof *new_kept);
	for (int i = 0; i < COUNT; i++) {
		old[i] = (uint32_t)i;
		new[i] = (uint32_t)(COUNT + i);
	}
	old[0] = new[0];
	sequence_align(bench->arena, &(const struct sequence){ old, COUNT, old_kept }, &(const struct sequence){ new, COUNT, new_kept });
	assert_true(old_kept[0] && new_kept[0] && !old_kept[1] && !new_kept[COUNT - 1]);
}

static void the_longest_rising_row_stays(void **state)
{
	struct bench *bench = *state;
	static const struct { uint32_t numbers[6]; int count; const char *kept; } cases[] = {
		{ { 0, 1, 2, 3 }, 4, "1111" }, { { 3, 0, 1, 2 }, 4, "0111" }, { { 1, 2, 3, 0 }, 4, "1110" }, { { 0, 4, 1, 2, 3, 5 }, 6, "101111" }, { { 0 }, 0, "" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		bool kept[6] = { false };
		sequence_rising(bench->arena, &(const struct sequence){ cases[i].numbers, cases[i].count, kept });
		for (int k = 0; k < cases[i].count; k++)
			assert_int_equal(kept[k], cases[i].kept[k] == '1');
	}
}

static void likeness_is_a_share(void **state)
{
	struct bench *bench = *state;
	assert_int_equal(words_likeness(bench->arena, "甲乙丙丁", "丁丙乙甲"), 100);
	assert_int_equal(words_likeness(bench->arena, "甲乙", "甲丙"), 50);
	assert_int_equal(words_likeness(bench->arena, "甲", ""), 0);
	assert_int_equal(words_likeness(bench->arena, "", ""), 0);
	assert_int_equal(words_likeness(bench->arena, "甲甲", "甲"), 66);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(same_things_are_known_as_such), TEST(changes_are_found_word_by_word), TEST(as_much_is_kept_as_can_be),
		TEST(wholly_different_texts_end_soon), TEST(the_longest_rising_row_stays), TEST(likeness_is_a_share),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
