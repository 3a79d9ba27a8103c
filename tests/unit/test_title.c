/* Titles divided by meaning (GB/T 9704-2012 7.3.1). */
#include "unit.h"
#include "layout/furniture.h"
#include "layout/title_words.h"
#include "text/line_outline.h"
#include "text/shaper.h"
#include "text/word_breaker.h"

struct title_bench {
	struct bench base;
	struct fonts *fonts;
	struct style style;
	struct document document;
	struct layout_job job;
};

static void open_fonts(struct title_bench *bench)
{
	const char *catalogues[] = { "fonts/fonts.ini", NULL };
	assert_int_equal(fonts_open(bench->base.all, catalogues, &bench->fonts), 0);
	bench->job.fonts = bench->fonts;
	bench->job.shaper = shaper_open(bench->fonts, NULL);
}

static int title_open(void **state)
{
	struct title_bench *bench = calloc(1, sizeof *bench);
	bench->base.arena = arena_new();
	bench->base.all = diagnostics_new(bench->base.arena);
	bench->style.roles[ROLE_TITLE] = (struct role_style){ .family = FAMILY_XIAOBIAOSONG, .size = 22000, .em = 22000, .pitch = 35800 };
	bench->style.title_words = "济宁高新区、为民办实事、四好农村路";
	bench->job = (struct layout_job){ .arena = bench->base.arena, .all = bench->base.all, .document = &bench->document, .style = &bench->style };
	open_fonts(bench);
	*state = bench;
	return 0;
}

static int title_close(void **state)
{
	struct title_bench *bench = *state;
	shaper_close(bench->job.shaper);
	fonts_close(bench->fonts);
	arena_free(bench->base.arena);
	free(bench);
	return 0;
}

enum { WIDTH = 442205 };

static struct title shaped(struct title_bench *bench, const char *text)
{
	struct title title;
	const struct words words = { .text = text, .at = { .file = "t", .line = 1, .column = 1 } };
	assert_int_equal(title_shape(&bench->job, bench->base.arena, &words, ROLE_TITLE, WIDTH, &title), 0);
	return title;
}

/* The lines, divided by |. */
static const char *lines_of(struct title_bench *bench, const char *text)
{
	struct title title = shaped(bench, text);
	char *out = arena_alloc(bench->base.arena, strlen(text) * 2 + 1);
	for (int i = 0; i < title.count; i++) {
		const struct shaped *from = &title.setting.shaped;
		uint32_t start = from->cluster[title.lines[i].start], end = from->cluster[title.lines[i].end];
		while (end > start && from->text[end - 1] == '\n')
			end--;
		strncat(strcat(out, i ? "|" : ""), from->text + start, end - start);
	}
	return out;
}
static void titles_are_divided_by_their_meaning(void **state)
{
	static const char *const titles[] = {
		"济宁高新区2018年1-6月份|为民办实事项目进展情况通报",
		"济宁市人民政府关于印发济宁市|2018年度安全生产工作要点的通知",
		"关于印发《济宁高新区2018年|为民办实事项目实施方案》的通知",
		"济宁市人民政府办公室关于转发|市发展改革委济宁市社会信用体系建设|规划（2018—2020年）的通知",
		"国务院办公厅关于进一步做好|农民工工资支付工作的通知",
		"国务院关于加快推进全国一体化|在线政务服务平台建设的指导意见",
		"济宁高新区管委会关于转发|《国务院办公厅关于进一步优化营商|环境更好服务市场主体的实施意见》的通知",
		"关于召开全区2018年|安全生产暨消防工作会议的通知",
		"关于表彰2017年度全市卫生计生工作|先进集体和先进个人的决定",
		"关于申请拨付“四好农村路”|建设补助资金的请示",
		"中共济宁市委济宁市人民政府关于实施乡村|振兴战略加快推进农业农村现代化的意见",
		"济宁市财政局济宁市教育局关于下达2018年|第二批城乡义务教育补助经费预算指标的通知",
		"关于同意设立济宁高新技术|产业开发区综合保税区的批复",
		"第十三届全国人民代表大会第一次会议|关于政府工作报告的决议",
		"关于2018年上半年财政预算执行情况的报告",
		"济宁高新区党政办公室关于做好2018年|国庆节放假期间值班工作的通知",
		"关于调整济宁高新区|防汛抗旱指挥部成员的通知",
		"关于对《关于进一步规范公务接待|管理的若干规定（试行）》征求意见的函",
		"济宁市住房和城乡建设局关于开展房屋建筑和|市政基础设施工程质量安全大检查的通知",
		"生态环境部等十一部门关于印发|《“无废城市”建设试点工作方案》的通知",
		"济宁高新区柳行街道办事处|关于王因街道洸河社区棚户区改造项目|征收补偿安置工作有关情况的汇报",
		"关于印发《济宁高新区|关于进一步加强安全生产工作的实施意见》|和《济宁高新区安全生产责任制规定》的通知",
		"关于转发《市政府办公室关于转发|〈省政府办公厅关于加强冬季安全生产|工作的通知〉的通知》的通知",
		"济宁高新区管理委员会关于济宁高新区|2018年国民经济和社会发展计划执行|情况与2019年计划草案的报告",
		"关于公布第二批济宁市农业|产业化重点龙头企业名单的通知",
		"济宁高新区2018年1-6月份|为民办实事项目进展情况统计表",
		"关于报送2018年安全生产|“大快严”集中行动工作总结的函",
		"关于给予王某某同志党内警告处分的决定",
		"关于做好第三批全国一般公共预算|支出5.5万元以上项目绩效评价工作的通知",
		"国务院关于取消一批行政许可等事项的决定",
		"关于表彰全市先进集体、先进个人、|优秀企业、优秀企业家的决定",
	};
	for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
		char plain[400] = "", *to = plain;
		for (const char *from = titles[i]; *from; from++)
			if (*from != '|')
				*to++ = *from;
		assert_string_equal(lines_of(*state, plain), titles[i]);
	}
	struct title_bench *bench = *state;
	assert_int_equal(diagnostics_count(bench->base.all, SEVERITY_NOTE), 0);
}

static void wished_breaks_are_obeyed(void **state)
{
	struct title_bench *bench = *state;
	static const char *const cases[][2] = {
		{ "关于|的通知", "关于|的通知" }, { "甲乙丙丁|甲|甲乙丙丁", "甲乙丙丁|甲|甲乙丙丁" },
		/* a part that fits no line is divided, the others are left alone */
		{ "济宁高新区|关于表彰全市先进集体、先进个人、优秀企业、优秀企业家的决定", "济宁高新区|关于表彰全市先进集体、先进个人、|优秀企业、优秀企业家的决定" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(lines_of(bench, cases[i][0]), cases[i][1]);
	assert_int_equal(diagnostics_count(bench->base.all, SEVERITY_NOTE), 0);
}

static void names_of_the_document_are_kept_whole(void **state)
{
	struct title_bench *bench = *state;
	static const struct issuer issuer = { .name = { .text = "洸河新城建设指挥部办公室" } };
	const char *title = "关于印发洸河新城建设指挥部办公室工作规则的通知";
	assert_string_equal(lines_of(bench, title), "关于印发洸河新城建设|指挥部办公室工作规则的通知");
	bench->document.issuers = &issuer;
	bench->document.issuer_count = 1;
	assert_string_equal(lines_of(bench, title), "关于印发洸河新城建设指挥部办公室|工作规则的通知");
}

static void poor_outlines_are_told(void **state)
{
	struct title_bench *bench = *state;
	bench->document.signature.text = "济宁高新区管理委员会督查局";
	shaped(bench, "济宁高新区管理委员会督查局济宁高新区管理委员会督查局");
	assert_reported(&bench->base, "t:1:1: note: the lines of this title are about equally long");
	shaped(bench, "济宁高新区管理委员会督查局《为民办实事进展》济宁高新区管理委员会督查局");
	assert_reported(&bench->base, "note: a middle line of this title is the shortest");
}

static bool maps_icu(void)
{
	char line[1000];
	bool found = false;
	FILE *maps = fopen("/proc/self/maps", "r");
	while (maps && fgets(line, sizeof line, maps))
		found |= strstr(line, "libicu") != NULL;
	fclose(maps);
	return found;
}

static void the_dictionary_is_opened_for_long_titles_only(void **state)
{
	struct title_bench *bench = *state;
	assert_false(maps_icu());
	lines_of(bench, "关于给予王某某同志党内警告处分的决定");
	lines_of(bench, "济宁高新区2018年1-6月份为民办实事|项目进展情况通报");
	assert_false(maps_icu());
	lines_of(bench, "济宁高新区2018年1-6月份为民办实事项目进展情况通报");
	assert_true(maps_icu());
	shaper_close(bench->job.shaper);
	assert_true(maps_icu());    /* for the next document with these fonts */
	fonts_close(bench->fonts);
	assert_false(maps_icu());
	open_fonts(bench);
}

static void without_a_dictionary_simple_rules_do(void **state)
{
	struct title_bench *bench = *state;
	static const char *const nowhere[] = { "libnosuchlibrary.so.1", NULL };
	bench->job.shaper->words = word_breaker_open(nowhere);
	assert_string_equal(lines_of(bench, "济宁高新区2018年1-6月份为民办实事项目进展情况通报"), "济宁高新区2018年1-6月份|为民办实事项目进展情况通报");
	const char *second = lines_of(bench, "关于召开全区2018年安全生产暨消防工作会议精神的通知");
	assert_null(strstr(second, "|的"));
	assert_string_equal(reported(&bench->base), "hongtou: note: there is no dictionary of words (ICU) on this machine, and a title had to be divided without it; "
	                                     "install libicu, or put | where the title's lines shall end\n");
}

/* ---- against trying everything ---- */

struct trial { const struct shaped *text; const int32_t *costs; int starts[8]; int lines, most; bool seen[4]; };

static int32_t width_from(const struct shaped *text, int start, int end)
{
	return text->prefix[end] - text->prefix[start] - (start ? text->lead[start] : 0) - text->trail[end - 1];
}

static void try_lines(struct trial *trial, int from)
{
	const struct shaped *text = trial->text;
	if (width_from(text, from, text->count) <= WIDTH * 1000LL / 22000) {
		int32_t widths[9];
		for (int i = 0; i <= trial->lines; i++)
			widths[i] = width_from(text, i ? trial->starts[i - 1] : 0, i < trial->lines ? trial->starts[i] : text->count);
		trial->seen[outline_of(widths, trial->lines + 1)] = true;
	}
	if (trial->lines + 1 >= trial->most)
		return;
	for (int end = from + 1; end < text->count && width_from(text, from, end) <= WIDTH * 1000LL / 22000; end++) {
		if (text->breaks[end] == BREAK_NEVER || trial->costs[end] >= COST_ENCLOSED)
			continue;
		trial->starts[trial->lines++] = end;
		try_lines(trial, end);
		trial->lines--;
	}
}

static const char *random_title(struct bench *bench, uint32_t *seed)
{
	static const char *const pieces[] = { "济宁高新区", "关于", "印发", "《", "》", "工作", "的", "安全生产", "2018年", "1-6月份", "（试行）", "和", "、", "为民办实事",
	                                      "项目", "进一步", "加强", "管理委员会", "“四好农村路”", "建设", "人民政府办公室", "意见", "第二批", "洸", "A" };
	char *text = arena_alloc(bench->arena, 1000);
	int count = 8 + (int)(*seed >> 16) % 14;
	for (int i = 0; i < count; i++) {
		*seed = *seed * 1664525u + 1013904223u;
		strcat(text, pieces[(*seed >> 16) % (sizeof pieces / sizeof pieces[0])]);
	}
	return strcat(text, "的通知");
}

static void outlines_are_the_best_there_are(void **state)
{
	struct title_bench *bench = *state;
	uint32_t seed = 7;
	int divided = 0;
	for (int round = 0; round < 1500; round++) {
		const char *text = random_title(&bench->base, &seed);
		struct title title = shaped(bench, text);
		struct setting plain;
		const struct words words = { .text = text };
		assert_int_equal(setting_shape(&bench->job, bench->base.arena, &words, ROLE_TITLE, &plain), 0);
		struct trial trial = { .text = &plain.shaped, .costs = title_costs(&bench->job, bench->base.arena, &plain.shaped, WIDTH * 1000LL / 22000) };
		int32_t widths[9];
		bool torn = false;
		assert_true(title.count <= 8);
		if (title.count == 1) {    /* its marks may be squeezed */
			assert_true(line_fits(&plain.shaped, 0, plain.shaped.count, WIDTH * 1000LL / 22000));
			continue;
		}
		for (int i = 0; i < title.count; i++) {
			const struct line *line = &title.lines[i];
			widths[i] = width_from(&plain.shaped, line->start, line->end);
			assert_true(widths[i] <= WIDTH * 1000LL / 22000);
			torn |= i && trial.costs[line->start] >= COST_ENCLOSED;
			assert_true(i == 0 || plain.shaped.breaks[line->start] != BREAK_NEVER);
		}
		trial.most = 4;
		try_lines(&trial, 0);
		enum outline outline = outline_of(widths, title.count);
		if (torn || title.count > 4) {    /* only where nothing else is possible */
			bool whole = trial.seen[0] || trial.seen[1] || trial.seen[2] || trial.seen[3];
			assert_false(torn && whole);
			continue;
		}
		for (int better = 0; better < (int)outline; better++)
			assert_false(trial.seen[better]);
		assert_true(trial.seen[outline]);
		divided++;
	}
	assert_true(divided > 500);
}

#define TITLE_TEST(function) cmocka_unit_test_setup_teardown(function, title_open, title_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TITLE_TEST(titles_are_divided_by_their_meaning), TITLE_TEST(wished_breaks_are_obeyed), TITLE_TEST(names_of_the_document_are_kept_whole),
		TITLE_TEST(poor_outlines_are_told), TITLE_TEST(the_dictionary_is_opened_for_long_titles_only),
		TITLE_TEST(without_a_dictionary_simple_rules_do), TITLE_TEST(outlines_are_the_best_there_are),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
