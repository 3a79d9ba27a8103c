/* The table of glyphs against HarfBuzz: whatever the text, both give the same arrays. */
#include "unit.h"
#include "base/utf8.h"
#include "text/shape.h"
#include "text/shaper.h"

struct pair_bench { struct bench base; struct fonts *fonts; struct shaper *table, *whole; };

static int pair_open(void **state)
{
	struct pair_bench *bench = calloc(1, sizeof *bench);
	const char *catalogues[] = { "fonts/fonts.ini", NULL };
	bench->base.arena = arena_new();
	bench->base.all = diagnostics_new(bench->base.arena);
	assert_int_equal(fonts_open(bench->base.all, catalogues, &bench->fonts), 0);
	bench->table = shaper_open(bench->fonts, NULL);
	bench->whole = shaper_open(bench->fonts, NULL);
	bench->whole->whole = true;
	*state = bench;
	return 0;
}

static int pair_close(void **state)
{
	struct pair_bench *bench = *state;
	shaper_close(bench->table);
	shaper_close(bench->whole);
	fonts_close(bench->fonts);
	arena_free(bench->base.arena);
	free(bench);
	return 0;
}

#define SAME(array, length) \
	if (memcmp(a.array, b.array, (size_t)(length) * sizeof *a.array) != 0) fail_msg(#array " differs: family %d, %s", family, text)

/* Shapes both ways; texts that no font can set must fail both ways. Returns the number of glyphs. */
static int compare(struct pair_bench *bench, const char *text, int family)
{
	struct arena *arena = arena_new();
	struct diagnostics *all = diagnostics_new(arena);
	const struct words words = { .text = text, .at = { .file = "t", .line = 1, .column = 1 } };
	const struct text_span spans[] = {
		{ .length = strlen(text) / 2, .family = (enum family)family },
		{ .length = strlen(text) - strlen(text) / 2, .family = (enum family)((family + 1) % FAMILY_COUNT) } };
	struct shaped a, b;
	int first = text_shape(bench->table, arena, all, &words, spans, &a), second = text_shape(bench->whole, arena, all, &words, spans, &b);
	if (first != second || (!first && (a.count != b.count || a.widest_piece != b.widest_piece)))
		fail_msg("differs: family %d, %s", family, text);
	if (!first) {
		SAME(glyph, a.count);
		SAME(face, a.count);
		SAME(class, a.count);
		SAME(breaks, a.count);
		SAME(cluster, a.count + 1);
		SAME(dx, a.count);
		SAME(dy, a.count);
		SAME(prefix, a.count + 1);
		SAME(lead, a.count);
		SAME(trail, a.count);
		SAME(shrink, a.count + 1);
	}
	int count = first ? 0 : a.count;
	arena_free(arena);
	return count;
}

static char *file_text(struct pair_bench *bench, const char *path)
{
	FILE *file = fopen(path, "rb");
	char *text = arena_alloc(bench->base.arena, 1 << 16);
	assert_non_null(file);
	assert_true(fread(text, 1, (1 << 16) - 1, file) > 100);
	fclose(file);
	return text;
}

static void the_samples_texts_come_out_the_same(void **state)
{
	struct pair_bench *bench = *state;
	static const char *const files[] = { "input/jining-2018h1/body.txt", "input/jining-2018h1/progress.tsv" };
	for (int i = 0; i < 2; i++) {
		for (char *rest = NULL, *cell = strtok_r(file_text(bench, files[i]), "\t\n", &rest); cell; cell = strtok_r(NULL, "\t\n", &rest))
			for (int family = 0; family < FAMILY_COUNT; family++)
				assert_true(compare(bench, cell, family) > 0);
	}
}

/* The first of them are drawn most often. */
static const char *const pieces[] = {
	"济", "宁高新", "，", "。", "（", "）", "“", "”", "—", "…", "、", "《", "》", "·", "1", "20", "-", ".", "%", " ", "A", "fi", "AV", "To", "WIS", "\n", "\t",
	"——", "……", "①", "/", "〔2018〕2号", "；", "洸", "か\xE3\x82\x99", "\xE3\x82\x99", "ハ\xE3\x82\x9A", "カ", "ー", "っ", "e\xCC\x81", "\xCC\x81", "\xCC\x88", "ǖ", "u\xCC\x88\xCC\x84",
	"\xEF\xB8\x80", "辻\xF3\xA0\x84\x80", "龍\xEF\xB8\x81", "\xE2\x80\x8D", "\xE2\x80\x8C", "α", "Ω\xCC\x81", "Ж", "и\xCC\x86", "㎡", "℃", "１", "Ａ", "ﾞ", "ﾊﾟ", "½", "1\xE2\x81\x84" "2",
	"𠀀", "𠮷", "𪚥", "\xE3\x80\x80", "\xC2\xA0", "⸺", "～", "〇", "々", "㈠", "■", "☆", "→", "\xC2\xAD", "ﬁ", "…\xCC\x81", "。」", "』（", "ᄒ\xE1\x85\xA1", "ĳ", "Đ"
};

static void random_mixtures_come_out_the_same(void **state)
{
	struct pair_bench *bench = *state;
	const unsigned count = sizeof pieces / sizeof pieces[0];
	uint32_t seed = 2018;
	int set = 0;
	for (int round = 0; round < 20000; round++) {
		char text[400] = "";
		seed = seed * 1664525u + 1013904223u;
		int length = 1 + (int)(seed >> 16) % 14, common = (seed >> 8) & 1;
		for (int i = 0; i < length; i++) {
			seed = seed * 1664525u + 1013904223u;
			strcat(text, pieces[(seed >> 16) % (common ? 34 : count)]);
		}
		set += compare(bench, text, round % FAMILY_COUNT) > 0;
	}
	assert_true(set > 12000);    /* the others have a character that no font has */
}

/* Every character of the basic plane, alone, between ideographs and between others that touch their neighbours. */
static void every_character_comes_out_the_same(void **state)
{
	struct pair_bench *bench = *state;
	static const char *const around[][2] = { { "", "" }, { "济", "宁" }, { "济。", "A" }, { "1", "（" } };
	for (uint32_t code = 0x21; code < 0x10000; code += code < 0x4E00 || code >= 0x9FA6 ? 1 : 7) {
		char one[5] = "", text[40];
		if ((code >= 0xD800 && code < 0xF900) || (code >= 0xAC00 && code % 13))
			continue;
		utf8_encode(code, one);
		for (int i = 0; i < 4; i++) {
			snprintf(text, sizeof text, "%s%s%s%s", around[i][0], one, one, around[i][1]);
			compare(bench, text, (int)(code + (uint32_t)i) % FAMILY_COUNT);
		}
	}
}

/* The tables go from document to document with the fonts, but not to two at once. */
static void the_next_document_has_the_tables(void **state)
{
	struct pair_bench *bench = *state;
	struct shaper *first = bench->table;
	char *text = file_text(bench, "input/jining-2018h1/body.txt");
	assert_ptr_not_equal(bench->table, bench->whole);
	assert_true(compare(bench, text, 0) > 100);
	shaper_close(first);
	fonts_begin(bench->fonts, bench->base.all);
	bench->table = shaper_open(bench->fonts, &(struct text_rules){ .latin_space = true, .strictness = STRICTNESS_NONE });
	assert_ptr_equal(bench->table, first);
	assert_true(bench->table->rules.latin_space && bench->table->rules.strictness == STRICTNESS_NONE);
	bench->whole->rules = bench->table->rules;
	assert_true(compare(bench, text, 0) > 100);
	assert_true(compare(bench, text, 1) > 100);
}

/* A face that failed is tried again for the next document, and what was found without it is forgotten: each document is told. */
static void each_document_is_told_of_a_font_that_fails(void **state)
{
	struct pair_bench *bench = *state;
	const char *catalogues[] = { "tests/bad/font-missing/fonts.ini", NULL };
	const struct words words = { .text = "通报", .at = { .file = "t", .line = 1, .column = 1 } };
	const struct text_span span = { .length = strlen(words.text), .family = FAMILY_FANGSONG };
	struct fonts *fonts = NULL;
	assert_int_equal(fonts_open(bench->base.all, catalogues, &fonts), 0);
	for (int document = 0; document < 3; document++) {
		struct diagnostics *all = diagnostics_new(bench->base.arena);
		struct shaped shaped;
		fonts_begin(fonts, all);
		struct shaper *shaper = shaper_open(fonts, NULL);
		assert_int_equal(text_shape(shaper, bench->base.arena, all, &words, &span, &shaped), 0);
		assert_int_equal(diagnostics_of(all, MESSAGE_font_missing), 1);
		shaper_close(shaper);
	}
	fonts_close(fonts);
}

#define PAIR_TEST(function) cmocka_unit_test_setup_teardown(function, pair_open, pair_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PAIR_TEST(the_samples_texts_come_out_the_same), PAIR_TEST(random_mixtures_come_out_the_same), PAIR_TEST(every_character_comes_out_the_same),
		PAIR_TEST(the_next_document_has_the_tables), PAIR_TEST(each_document_is_told_of_a_font_that_fails),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
