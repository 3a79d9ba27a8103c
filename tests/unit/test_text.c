#include "unit.h"
#include "base/utf8.h"
#include "text/class.h"
#include "text/line.h"
#include "text/shape.h"
#include "text/stack.h"

struct text_bench { struct bench base; struct fonts *fonts; struct shaper *shaper; };

static int text_open(void **state)
{
	struct text_bench *bench = calloc(1, sizeof *bench);
	const char *catalogues[] = { "fonts/fonts.ini", NULL };
	bench->base.arena = arena_new();
	bench->base.all = diagnostics_new(bench->base.arena);
	assert_int_equal(fonts_open(bench->base.all, catalogues, &bench->fonts), 0);
	bench->shaper = shaper_open(bench->fonts, NULL);
	*state = bench;
	return 0;
}

static int text_close(void **state)
{
	struct text_bench *bench = *state;
	shaper_close(bench->shaper);
	fonts_close(bench->fonts);
	arena_free(bench->base.arena);
	free(bench);
	return 0;
}

static struct shaped shaped_in(struct text_bench *bench, const char *text, enum family family)
{
	struct shaped shaped;
	const struct words words = { .text = text, .at = { .file = "t", .line = 1, .column = 1 } };
	const struct text_span span = { .length = strlen(text), .family = family };
	assert_int_equal(text_shape(bench->shaper, bench->base.arena, bench->base.all, &words, &span, &shaped), 0);
	return shaped;
}

static struct shaped body(struct text_bench *bench, const char *text) { return shaped_in(bench, text, FAMILY_FANGSONG); }

static void assert_class(const char *members, enum char_class class)
{
	const char *end = members + strlen(members);
	while (members < end) {
		uint32_t code = utf8_next(&members, end);
		if (char_class(code) != class)
			fail_msg("U+%04X has class %d, not %d", code, char_class(code), class);
	}
}

static void classes_are_those_of_clreq(void **state)
{
	(void)state;
	assert_class("。．，、：；！‼？⁇⁈⁉", CLASS_STOP);
	assert_class("”’」』）》〉】〗〕］｝", CLASS_CLOSING);
	assert_class("“‘「『（《〈【〖〔［｛", CLASS_OPENING);
	assert_class("～-–—", CLASS_CONNECTOR);
	assert_class("·・‧", CLASS_INTERPUNCT);
	assert_class("/／", CLASS_SOLIDUS);
	assert_class("①⑩⑳", CLASS_ENUMERATOR);
	assert_class("%‰℃°′″", CLASS_NUMBER_SUFFIX);
	assert_class("济〇々", CLASS_HAN);
	assert_true(char_is_punctuation(0x3002) && char_is_punctuation(0x201C) && !char_is_punctuation('-') && !char_is_punctuation(0x6D4E));
}

/* Breaks of a text, as the text with | wherever a line may start and : where it costs. */
static const char *breaks_of(struct text_bench *bench, const char *text)
{
	struct shaped shaped = body(bench, text);
	char *out = arena_alloc(bench->base.arena, strlen(text) * 2 + 1), *to = out;
	for (int i = 0; i < shaped.count; i++) {
		if (i && shaped.breaks[i] != BREAK_NEVER)
			*to++ = shaped.breaks[i] == BREAK_COSTLY ? ':' : '|';
		size_t length = shaped.cluster[i + 1] - shaped.cluster[i];
		memcpy(to, text + shaped.cluster[i], length);
		to += length;
	}
	return out;
}

static void lines_break_by_the_rules(void **state)
{
	struct text_bench *bench = *state;
	static const char *const cases[][2] = {
		{ "人，人", "人，|人" }, { "（四病）筛", "（四|病）|筛" }, { "不低于90%，", "不|低|于|90%，" }, { "64.37%", "64.37%" },
		{ "纳入WIS管理", "纳|入|WIS|管|理" }, { "〔2018〕2号）要", "〔2018〕2号）|要" }, { "35岁-64岁育", "35岁-64岁|育" }, { "年1-6月份", "年|1-6月|份" },
		{ "①妇幼", "①妇|幼" }, { "完成5个", "完|成|5:个" }, { "甲/乙", "甲/乙" }, { "“最后”。人", "“最|后”。|人" }, { "份/千人", "份/千|人" },
		{ "上——下", "上|——|下" }, { "上……下", "上|……|下" }, { "（校、医)联", "（校、|医)|联" }, { "3km人", "3km|人" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(breaks_of(bench, cases[i][0]), cases[i][1]);
}

/* The exact lists of CLREQ's levels: each mark between two Han characters, the shorter ones after the longer. */
static void each_level_bans_its_own_marks(void **state)
{
	struct text_bench *bench = *state;
	static const char *const basic_start = "。．，、：；！‼？⁇⁈⁉”’」』）》〉】〗〕］｝～-–—·・‧", *const basic_end = "“‘「『（《〈【〖〔［｛";
	static const struct { enum strictness level; const char *starts[4], *ends[3]; } levels[] = {
		{ STRICTNESS_NONE, { "" }, { "" } },
		{ STRICTNESS_BASIC, { basic_start }, { basic_end } },
		{ STRICTNESS_GB, { basic_start, "/／" }, { basic_end, "/／" } },
		{ STRICTNESS_STRICT, { basic_start, "/／", "⸺…⋯" }, { basic_end, "/／" } },
	};
	static const char *const marks = "。．，、：；！‼？⁇⁈⁉”’」』）》〉】〗〕］｝～-–—·・‧“‘「『（《〈【〖〔［｛/／⸺…⋯";
	for (size_t level = 0; level < sizeof levels / sizeof levels[0]; level++) {
		struct shaper *shaper = shaper_open(bench->fonts, &(struct text_rules){ .strictness = levels[level].level });
		for (const char *at = marks, *end = marks + strlen(marks); at < end;) {
			char mark[5] = "", text[20];
			bool start = true, finish = true;
			utf8_encode(utf8_next(&at, end), mark);
			for (int i = 0; i < 4; i++)
				start &= !levels[level].starts[i] || !strstr(levels[level].starts[i], mark);
			for (int i = 0; i < 3; i++)
				finish &= !levels[level].ends[i] || !strstr(levels[level].ends[i], mark);
			struct shaped shaped;
			const struct words words = { .text = text };
			const struct text_span span = { .length = (size_t)sprintf(text, "济%s济", mark), .family = FAMILY_FANGSONG };
			assert_int_equal(text_shape(shaper, bench->base.arena, bench->base.all, &words, &span, &shaped), 0);
			if ((shaped.breaks[1] != BREAK_NEVER) != start || (shaped.breaks[2] != BREAK_NEVER) != finish)
				fail_msg("level %zu, %s: %d %d", level, mark, shaped.breaks[1], shaped.breaks[2]);
		}
		shaper_close(shaper);
	}
}

static const char *breaks_at(struct text_bench *bench, enum strictness level, const char *text)
{
	struct shaper *usual = bench->shaper;
	bench->shaper = shaper_open(bench->fonts, &(struct text_rules){ .strictness = level });
	const char *out = breaks_of(bench, text);
	shaper_close(bench->shaper);
	bench->shaper = usual;
	return out;
}

static void what_is_whole_is_whole_at_every_level(void **state)
{
	struct text_bench *bench = *state;
	static const char *const whole[] = { "WIS-2", "1-6月", "3/4", "〔2018〕2号", "64.37%", "①妇", "￥5", "……", "——", "e.g.A" };
	for (int level = STRICTNESS_NONE; level <= STRICTNESS_STRICT; level++)
		for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++)
			assert_string_equal(breaks_at(bench, (enum strictness)level, whole[i]), i ? whole[i] : "WIS-|2");
	assert_string_equal(breaks_at(bench, STRICTNESS_STRICT, "上——下"), "上——|下");
	assert_string_equal(breaks_at(bench, STRICTNESS_STRICT, "上……下"), "上……|下");
	assert_string_equal(breaks_at(bench, STRICTNESS_NONE, "上，（下）"), "上|，|（|下|）");
	assert_string_equal(breaks_at(bench, STRICTNESS_BASIC, "份/千人"), "份|/|千|人");
}

static int32_t width_of(struct text_bench *bench, const char *text)
{
	struct shaped shaped = body(bench, text);
	return shaped.prefix[shaped.count];
}

static void neighbouring_marks_share_half_an_em(void **state)
{
	struct text_bench *bench = *state;
	assert_int_equal(width_of(bench, "人，人"), 3000);
	assert_int_equal(width_of(bench, "》（"), 1500);
	assert_int_equal(width_of(bench, "”。"), 1500);
	assert_int_equal(width_of(bench, "（《"), 1500);
	assert_int_equal(width_of(bench, "）》。”"), 2500);
	assert_int_equal(width_of(bench, "——"), 2000);
	assert_int_equal(width_of(bench, "“”"), 2000);    /* an opening mark and its closing one enclose something */
}

static void digits_are_half_width(void **state)
{
	struct text_bench *bench = *state;
	struct shaped title = shaped_in(bench, "2018年1-6月", FAMILY_XIAOBIAOSONG), number = shaped_in(bench, "0123456789", FAMILY_SONGTI);
	for (int i = 0; i < 4; i++)
		assert_int_equal(title.prefix[i + 1] - title.prefix[i], 500);
	assert_int_equal(number.prefix[10], 5000);
}

static void fallback_is_by_character(void **state)
{
	struct text_bench *bench = *state;
	struct shaped shaped = body(bench, "洸河，㎡");
	assert_string_equal(face_name(bench->fonts, shaped.face[0]), "LXGWWenKai-Light");
	assert_string_equal(face_name(bench->fonts, shaped.face[1]), "FandolFang-Regular");
	assert_string_equal(face_name(bench->fonts, shaped.face[2]), "FandolFang-Regular");
	assert_string_not_equal(face_name(bench->fonts, shaped.face[3]), "FandolFang-Regular");
}

static void a_missing_character_is_an_error_in_its_place(void **state)
{
	struct text_bench *bench = *state;
	struct shaped shaped;
	const struct words words = { .text = "第一行\n第\xEE\x84\xA3二", .at = { .file = "t.csv", .line = 7, .column = 3, .row = 2, .heading = "内容" } };
	const struct text_span span = { .length = strlen(words.text), .family = FAMILY_FANGSONG };
	assert_int_equal(text_shape(bench->shaper, bench->base.arena, bench->base.all, &words, &span, &shaped), -1);
	assert_reported(&bench->base, "t.csv:8:2: row 2, 内容: error: no font has the character");
	assert_reported(&bench->base, "(U+E123)");
}

static const char *const sample =
	"①妇幼健康筛查。全区免费婚前医学检查率不低于90%，免费孕前优生健康检查城乡居民覆盖率不低于85%；新生儿遗传代谢性疾病（四病）筛查率不低于95%；"
	"新增25种遗传代谢病筛查率不低于70%；城乡适龄妇女专项查体不少于7000人。";

static bool forbidden(const struct shaped *shaped, const struct line *line)
{
	enum char_class first = shaped->class[line->start], last = shaped->class[line->end - 1];
	bool start = first == CLASS_STOP || first == CLASS_CLOSING || first == CLASS_CONNECTOR || first == CLASS_SOLIDUS || first == CLASS_NUMBER_SUFFIX;
	return (line->start && start) || (!line->last && (last == CLASS_OPENING || last == CLASS_SOLIDUS || last == CLASS_ENUMERATOR));
}

static void check_setting(struct text_bench *bench, const struct shaped *shaped, int32_t width)
{
	const struct measure measure = { .first = width, .rest = width };
	struct line *lines = NULL;
	int count = lines_choose(bench->base.arena, shaped, &measure, &lines), at = 0;
	assert_int_equal(count, lines_count(shaped, &measure));
	for (int i = 0; i < count; i++) {
		assert_int_equal(lines[i].start, at);
		assert_true(lines[i].end > lines[i].start);
		assert_false(forbidden(shaped, &lines[i]));
		int32_t *x = arena_array(bench->base.arena, (size_t)(lines[i].end - lines[i].start) + 1, sizeof *x);
		bool fill = !lines[i].last || lines[i].width > width;
		line_positions(shaped, &lines[i], fill ? width : 0, x);
		if (fill && lines[i].end - lines[i].start > 4)
			assert_int_equal(x[lines[i].end - lines[i].start], width);
		assert_true(x[lines[i].end - lines[i].start] <= width);
		for (int k = 1; k < lines[i].end - lines[i].start; k++)
			assert_true(x[k] >= x[k - 1]);
		at = lines[i].end;
	}
	assert_int_equal(at, shaped->count);
}

static void lines_hold_everything_at_every_width(void **state)
{
	struct text_bench *bench = *state;
	struct shaped shaped = body(bench, sample);
	int before = 1000;
	for (int32_t width = shaped.widest_piece; width < 40000; width += 250) {
		check_setting(bench, &shaped, width);
		const struct measure measure = { .first = width, .rest = width };
		int count = lines_count(&shaped, &measure);
		assert_true(count <= before);    /* the width search rests on this */
		before = count;
	}
}

/* Texts thrown together from everything that is hard, set at many widths. */
static void random_texts_are_set_whole(void **state)
{
	struct text_bench *bench = *state;
	static const char *const pieces[] = { "济", "宁高新", "，", "。", "（", "）", "“", "”", "90%", "1-6月份", "WIS", "——", "……", "①", "/", "、", "《", "》", "2018年", "〔2018〕2号", "；", "洸", "·", "5个" };
	uint32_t seed = 12345;
	for (int round = 0; round < 300; round++) {
		char text[600] = "济";
		for (int i = 0; i < 30; i++) {
			seed = seed * 1664525u + 1013904223u;
			strcat(text, pieces[(seed >> 16) % (sizeof pieces / sizeof pieces[0])]);
		}
		strcat(text, "末");
		struct shaped shaped = body(bench, text);
		for (int32_t width = shaped.widest_piece; width < shaped.widest_piece + 12000; width += 1700) {
			const struct measure measure = { .first = width, .rest = width };
			struct line *lines = NULL;
			int count = lines_choose(bench->base.arena, &shaped, &measure, &lines), at = 0;
			assert_int_equal(count, lines_count(&shaped, &measure));
			for (int i = 0; i < count; i++) {
				assert_int_equal(lines[i].start, at);
				if (i)
					assert_int_not_equal(shaped.breaks[lines[i].start], BREAK_NEVER);
				at = lines[i].end;
			}
			assert_int_equal(at, shaped.count);
		}
	}
}

static void forced_breaks_are_kept(void **state)
{
	struct text_bench *bench = *state;
	struct shaped shaped = body(bench, "社会事业发展局\n各街道\n公安分局");
	const struct measure wide = { .first = 30000, .rest = 30000 }, narrow = { .first = 4000, .rest = 4000 };
	struct line *lines = NULL;
	assert_int_equal(lines_choose(bench->base.arena, &shaped, &wide, &lines), 3);
	assert_int_equal(lines[1].start, 7);
	assert_int_equal(lines[1].end, 10);
	assert_true(lines[0].last && lines[1].last && lines[2].last);
	assert_int_equal(lines_count(&shaped, &narrow), 4);
}

static void a_line_of_whole_ems_is_not_stretched(void **state)
{
	struct text_bench *bench = *state;
	struct shaped shaped = body(bench, "完成上半年工作任务完成上半年工作任务完成上半年工作任务");
	const struct measure measure = { .first = 9000, .rest = 9000 };
	struct line *lines = NULL;
	int count = lines_choose(bench->base.arena, &shaped, &measure, &lines);
	int32_t x[10];
	assert_int_equal(count, 3);
	assert_int_equal(line_positions(&shaped, &lines[0], 9000, x), 0);
	assert_int_equal(x[8], 8000);
}

static void stack_has_vertical_forms(void **state)
{
	struct text_bench *bench = *state;
	const struct words text = { .text = "“气代煤”（一期）12所" };
	struct stack stack;
	assert_int_equal(stack_shape(bench->shaper, bench->base.arena, bench->base.all, &text, FAMILY_FANGSONG, (const int[2]){ 1200, 1 }, &stack), 0);
	hb_codepoint_t quote = 0, bracket = 0;
	hb_font_t *font = face_hb(bench->fonts, stack.glyphs[0].face);
	hb_font_get_nominal_glyph(font, 0xFE43, &quote);
	hb_font_get_nominal_glyph(font, 0xFE35, &bracket);
	assert_int_equal(stack.count, 12);
	assert_int_equal(stack.glyphs[0].glyph, quote);
	assert_int_equal(stack.glyphs[5].glyph, bracket);
	assert_int_equal(stack.glyphs[0].cluster_end, 3);                  /* stands for “, not for U+FE43 */
	assert_true(stack.glyphs[9].upright && stack.glyphs[10].upright);
	assert_int_equal(stack.glyphs[9].y, stack.glyphs[10].y);
	assert_int_equal(stack.glyphs[9].x, -500);
	assert_int_equal(stack.glyphs[10].x, 0);
	for (int i = 1; i < stack.count; i++)
		assert_true(stack.glyphs[i].y >= stack.glyphs[i - 1].y - 400);
}

static void numbers_of_three_digits_stand_side_by_side(void **state)
{
	struct text_bench *bench = *state;
	const struct words text = { .text = "建120所2018年WIS" };
	struct stack stack;
	assert_int_equal(stack_shape(bench->shaper, bench->base.arena, bench->base.all, &text, FAMILY_FANGSONG, (const int[2]){ 1200, 1 }, &stack), 0);
	assert_int_equal(stack.count, 13);
	assert_true(stack.glyphs[1].y == stack.glyphs[2].y && stack.glyphs[2].y == stack.glyphs[3].y);
	assert_int_equal(stack.glyphs[2].cluster, 4);
	assert_int_equal(stack.width, 1500);    /* this face has no third-width digits */
	assert_int_equal(stack.glyphs[1].x, -750);
	for (int i = 6; i < stack.count; i++)    /* 2018 and WIS: one a cell */
		assert_true(stack.glyphs[i].y > stack.glyphs[i - 1].y);
	assert_int_equal(stack.height, 11 * 1000 + 10 * 200);
}

static void stack_height_and_division(void **state)
{
	struct text_bench *bench = *state;
	const struct words text = { .text = "健康高新工程" };
	struct stack one, two[2];
	assert_int_equal(stack_shape(bench->shaper, bench->base.arena, bench->base.all, &text, FAMILY_FANGSONG, (const int[2]){ 1200, 1 }, &one), 0);
	assert_int_equal(one.height, 6 * 1000 + 5 * 200);
	assert_int_equal(one.width, 1000);
	assert_int_equal(stack_shape(bench->shaper, bench->base.arena, bench->base.all, &text, FAMILY_FANGSONG, (const int[2]){ 1200, 2 }, two), 0);
	assert_int_equal(two[0].count + two[1].count, 6);
	assert_int_equal(two[0].height, 3 * 1000 + 2 * 200);
}

static void han_latin_space_is_an_option(void **state)
{
	struct text_bench *bench = *state;
	struct shaper *spaced = shaper_open(bench->fonts, &(struct text_rules){ .latin_space = true, .strictness = STRICTNESS_GB });
	const struct words words = { .text = "纳入WIS管理，90%人" };
	const struct text_span span = { .length = strlen(words.text), .family = FAMILY_FANGSONG };
	struct shaped with, without = body(bench, words.text);
	assert_int_equal(text_shape(spaced, bench->base.arena, bench->base.all, &words, &span, &with), 0);
	/* at 入|W, S|管 and %|人; none beside the comma (CLREQ 3.6) */
	assert_int_equal(with.prefix[with.count] - without.prefix[without.count], 3 * 250);
	shaper_close(spaced);
}

#define TEXT_TEST(function) cmocka_unit_test_setup_teardown(function, text_open, text_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEXT_TEST(classes_are_those_of_clreq), TEXT_TEST(lines_break_by_the_rules),
		TEXT_TEST(each_level_bans_its_own_marks), TEXT_TEST(what_is_whole_is_whole_at_every_level),
		TEXT_TEST(neighbouring_marks_share_half_an_em),
		TEXT_TEST(digits_are_half_width), TEXT_TEST(fallback_is_by_character), TEXT_TEST(a_missing_character_is_an_error_in_its_place),
		TEXT_TEST(lines_hold_everything_at_every_width), TEXT_TEST(random_texts_are_set_whole), TEXT_TEST(forced_breaks_are_kept),
		TEXT_TEST(a_line_of_whole_ems_is_not_stretched), TEXT_TEST(stack_has_vertical_forms), TEXT_TEST(stack_height_and_division), TEXT_TEST(numbers_of_three_digits_stand_side_by_side), TEXT_TEST(han_latin_space_is_an_option),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
