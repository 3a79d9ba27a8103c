/* The PDF, read back with qpdf, poppler and mupdf. */
#include "emit_page.h"
#include <math.h>
#include <png.h>
#include "emit/pdf.h"

static const struct pdf_look look = { .colours = { [PAINT_RED] = { 230, 42, 30 }, [PAINT_LIGHT_GREEN] = { 32, 144, 64 } } };

static struct pdf *opened(struct bench *bench, const char *path, struct file_writer **writer)
{
	*writer = file_writer_open(bench->arena, bench->all, path);
	return pdf_open(bench->arena, *writer, bench->all, bench->fonts, &look);
}

static struct bytes finished(struct bench *bench, struct pdf *pdf, struct file_writer *writer, const struct record *record, const char *path)
{
	struct bytes bytes = { 0 };
	assert_int_equal(pdf_finish(pdf, record), 0);
	pdf_close(pdf);
	assert_int_equal(file_writer_commit(writer), 0);
	file_writer_close(writer);
	assert_int_equal(file_read(bench->arena, bench->all, NULL, path, &bytes), 0);
	return bytes;
}

/* One page and a record to a file; its bytes. */
static struct bytes made(struct bench *bench, const struct page *page, const struct record *record, const char *path)
{
	const struct record plain = { .language = "zh-CN", .title = "试", .page_count = 1 };
	struct file_writer *writer;
	path = path ? path : bench_path(bench, "made.pdf");
	struct pdf *pdf = opened(bench, path, &writer);
	assert_int_equal(pdf_page(pdf, page), 0);
	return finished(bench, pdf, writer, record ? record : &plain, path);
}

static double number_after(const char *text, const char *key)
{
	const char *at = strstr(text, key);
	assert_non_null(at);
	return strtod(at + strlen(key), NULL);
}

static void test_fonts_are_embedded(void **state)
{
	struct bench *bench = *state;
	struct page *page = bench_page(bench, 1);
	const char *path = bench_path(bench, "a.pdf");
	bench_run(bench, page, "济宁高新区", &(struct wish){ FANGSONG, 16000, 80000, 100000, 15793, false });
	bench_run(bench, page, "通报abc", &(struct wish){ SONGTI, 16000, 80000, 130000, 16000, false });
	bench_run(bench, page, "甲乙丙", &(struct wish){ SONGTI, 10500, 300000, 200000, 12600, true });
	made(bench, page, NULL, path);
	bench_command(bench, "qpdf --check '%s' 2>&1", path);
	const char *fonts = bench_command(bench, "pdffonts '%s'", path);
	int lines = 0;
	for (const char *at = strchr(strchr(fonts, '\n') + 1, '\n') + 1; *at; at = strchr(at, '\n') + 1, lines++)
		assert_ptr_equal(strstr(at, "yes yes yes") && strstr(at, "yes yes yes") < strchr(at, '\n') ? at : NULL, at);
	assert_int_equal(lines, 3);
	assert_non_null(strstr(fonts, "Identity-V"));
	assert_non_null(strstr(bench_command(bench, "mutool info '%s' 2>&1", path), "Pages: 1"));
}

static void check_positions(struct bench *bench, mpt size, mpt step)
{
	struct page *page = bench_page(bench, 1);
	const char *path = bench_path(bench, "positions.pdf");
	bench_run(bench, page, "一二三四", &(struct wish){ SONGTI, size, 50123, 400000, step, false });
	made(bench, page, NULL, path);
	const char *at = bench_command(bench, "pdftotext -bbox '%s' -", path);
	for (int i = 0; i < 4; i++) {
		at = strstr(at, "<word ");
		assert_non_null(at);
		double wanted = (50123 + i * step) / 1000.0, found = number_after(at, "xMin=\"");
		if (found < wanted - 0.011 || found > wanted + 0.011)
			fail_msg("glyph %d at %f instead of %f", i, found, wanted);
		at++;
	}
}

static void test_positions(void **state)
{
	check_positions(*state, 10500, 33337);
	check_positions(*state, 16000, 61791);
	check_positions(*state, 60000, 137373);
}

static unsigned next_random(unsigned *state)
{
	*state = *state * 1103515245u + 12345u;
	return *state >> 16;
}

/* A line as layout makes it: Han stretched by about the same, digits close, a second face now and then. */
static void put_random_line(struct bench *bench, struct page *page, mpt y, unsigned *seed)
{
	static const char *const words[] = { "济宁高新区", "2018", "通报，", "五", "1", "（健康）工程" };
	mpt x = 60000 + (mpt)(next_random(seed) % 40000), size = 9000 + (mpt)(next_random(seed) % 15000);
	int stretch = (int)(next_random(seed) % 90) - 20, part = next_random(seed) % 3 == 0;
	for (int k = 0; k < 6 && x < 500000; k++) {
		struct glyph_run *run = bench_run(bench, page, words[next_random(seed) % 6], &(struct wish){ k % 3 ? SONGTI : FANGSONG, size, x, y, 0, false });
		mpt *at = (mpt *)run->x;
		for (int i = 0; i < run->count; i++) {
			int advance = face_advance(bench->fonts, run->face, run->glyph[i]);
			at[i] = x;
			x += mpt_from_milli_em(advance + (advance == 1000 || part ? stretch + (int)(next_random(seed) % 2) : 0), size);
		}
		x += next_random(seed) % 4 ? 0 : (mpt)(next_random(seed) % 3 * 13);
	}
}

/* Every glyph of many lines within 0.02 pt of where it belongs, in mupdf's reading. */
static void test_every_position(void **state)
{
	struct bench *bench = *state;
	unsigned seed = 7;
	double worst = 0;
	for (int sheet = 0; sheet < 8; sheet++) {
		struct page *page = bench_page(bench, 1);
		const char *path = bench_path(bench, "lines.pdf");
		for (int line = 0; line < 40; line++)
			put_random_line(bench, page, 40000 + 18003 * line + (mpt)(next_random(&seed) % 900), &seed);
		made(bench, page, NULL, path);
		const char *at = bench_command(bench, "mutool trace '%s' 2>/dev/null", path);
		for (size_t k = 0; k < page->count; k++) {
			const struct glyph_run *run = &page->items[k].of.glyphs;
			for (int i = 0; i < run->count; i++) {
				at = strstr(at, "<g ");
				assert_non_null(at);
				double x = number_after(at, " x=\"") - run->x[i] / 1000.0, y = number_after(at, " y=\"") - (A4_HEIGHT - run->y[i]) / 1000.0;
				worst = fabs(x) > worst ? fabs(x) : worst;
				worst = fabs(y) > worst ? fabs(y) : worst;
				at++;
			}
		}
		assert_null(strstr(at, "<g "));
	}
	if (worst > 0.02)
		fail_msg("a glyph stands %f pt off", worst);
}

static void test_text_comes_back(void **state)
{
	struct bench *bench = *state;
	struct page *page = bench_page(bench, 1);
	const char *path = bench_path(bench, "text.pdf");
	bench_run(bench, page, "𠮷野（家）", &(struct wish){ SONGTI, 16000, 80000, 100000, 16000, false });
	struct glyph_run *radical = bench_run(bench, page, "一二一", &(struct wish){ SONGTI, 16000, 80000, 140000, 16000, false });
	static const uint32_t shifted[] = { 0, 3, 6, 9 };
	radical->text = "⼀二一";    /* the radical and the character share a glyph */
	radical->cluster = shifted;
	struct glyph_run *pair = bench_run(bench, page, "甲乙丙", &(struct wish){ SONGTI, 16000, 80000, 180000, 16000, false });
	static const uint32_t together[] = { 0, 0, 6, 9 };
	pair->text = "丁戊己";       /* two glyphs stand for two characters at once */
	pair->cluster = together;
	bench_run(bench, page, "甲", &(struct wish){ SONGTI, 16000, 80000, 220000, 16000, false });
	made(bench, page, NULL, path);
	const char *text = bench_command(bench, "pdftotext '%s' -", path);
	assert_non_null(strstr(text, "𠮷野（家）"));
	assert_non_null(strstr(text, "⼀二一"));
	assert_non_null(strstr(text, "丁戊己"));
	assert_non_null(strstr(text, "甲"));
	assert_null(strstr(text, "乙"));
	bench_command(bench, "qpdf --check '%s' 2>&1", path);
}

/* A blank or line break that has no glyph does not get into the text of the glyph before it. */
static void test_left_out_blanks(void **state)
{
	struct bench *bench = *state;
	struct page *page = bench_page(bench, 1);
	struct glyph_run *run = bench_run(bench, page, "高新高", &(struct wish){ SONGTI, 16000, 80000, 100000, 19200, true });
	static const uint32_t cluster[] = { 0, 4, 10, 13 };
	run->text = "高\n新　高";
	run->cluster = cluster;
	struct bytes bytes = made(bench, page, NULL, bench_path(bench, "blanks.pdf"));
	const char *text = bench_command(bench, "pdftotext '%s' -", bench_path(bench, "blanks.pdf"));
	assert_non_null(strstr(text, "高新高"));
	assert_false(has(bytes, "ActualText"));
}

static void test_record_is_written(void **state)
{
	struct bench *bench = *state;
	struct page *page = bench_page(bench, 1);
	struct record record = { .arena = bench->arena, .title = "关于𠮷", .author = "局", .number = "〔2018〕54号", .language = "zh-CN", .duplex = true, .page_count = 1 };
	const char *path = bench_path(bench, "record.pdf");
	page->rotate_view = true;
	static const int levels[] = { 0, 1, 2, 1, 0 };
	static const char *const titles[] = { "A", "B", "C", "D", "E" };
	for (int i = 0; i < 5; i++)
		record_outline(&record, titles[i], levels[i], (const int[2]){ 1, 100000 });
	struct bytes bytes = made(bench, page, &record, path);
	assert_true(has(bytes, "/Title <FEFF51734E8ED842DFB7>"));
	assert_true(has(bytes, "/Lang (zh-CN)") && has(bytes, "/PrintScaling /None") && has(bytes, "/Duplex /DuplexFlipLongEdge"));
	assert_true(has(bytes, "/DisplayDocTitle true") && has(bytes, "/Rotate 90") && has(bytes, "/Producer (hongtou " HONGTOU_VERSION ")"));
	assert_true(has(bytes, "/MediaBox [0 0 595.276 841.89 ]") && has(bytes, "%PDF-1.7") && has(bytes, "/ID [<"));
	assert_non_null(strstr(bench_command(bench, "mutool show '%s' outline", path), "\"A\""));
	const char *outline = bench_command(bench, "mutool show '%s' outline", path);
	assert_true(strstr(outline, "\"B\"") < strstr(outline, "\"C\"") && strstr(outline, "\"D\"") < strstr(outline, "\"E\""));
	assert_non_null(strstr(outline, "\t\t\t\"C\""));
	bench_command(bench, "qpdf --check '%s' 2>&1", path);
}

static void test_dates(void **state)
{
	struct bench *bench = *state;
	struct page *page = bench_page(bench, 1);
	unsetenv("SOURCE_DATE_EPOCH");
	assert_false(has(made(bench, page, NULL, NULL), "CreationDate"));
	setenv("SOURCE_DATE_EPOCH", "86400", 1);
	assert_true(has(made(bench, page, NULL, NULL), "/CreationDate (D:19700102000000"));
	setenv("SOURCE_DATE_EPOCH", "soon", 1);
	assert_false(has(made(bench, page, NULL, NULL), "CreationDate"));
	unsetenv("SOURCE_DATE_EPOCH");
}

static void test_same_bytes_twice(void **state)
{
	struct bench *bench = *state;
	struct page *page = bench_page(bench, 1), *other = bench_page(bench, 1);
	bench_run(bench, page, "济宁高新区“五”个", &(struct wish){ FANGSONG, 16000, 80000, 100000, 15793, false });
	bench_run(bench, other, "济宁高新区“五”字", &(struct wish){ FANGSONG, 16000, 80000, 100000, 15793, false });
	struct bytes first = made(bench, page, NULL, NULL), second = made(bench, page, NULL, NULL), third = made(bench, other, NULL, NULL);
	assert_int_equal(first.length, second.length);
	assert_memory_equal(first.data, second.data, first.length);
	const char *id = memmem(first.data, first.length, "/ID [<", 6), *other_id = memmem(third.data, third.length, "/ID [<", 6);
	assert_memory_not_equal(id, other_id, 38);
}

static void assert_same_bytes(struct bytes a, struct bytes b)
{
	assert_int_equal(a.length, b.length);
	assert_memory_equal(a.data, b.data, a.length);
}

/* What fonts keep from document to document is in no file: neither in the same again nor in another. */
static void test_warm_fonts_make_the_same_file(void **state)
{
	static const char *const catalogues[] = { "fonts/fonts.ini", NULL };
	struct bench *bench = *state;
	struct page *pages[2] = { bench_page(bench, 1), bench_page(bench, 1) };
	struct bytes cold[2];
	for (int i = 0; i < 2; i++) {
		bench_run(bench, pages[i], i ? "济宁高新区“五”字" : "高新区济宁“五”个", &(struct wish){ FANGSONG, 16000, 80000, 100000, 15793, false });
		bench_run(bench, pages[i], "瞭", &(struct wish){ FANGSONG, 16000, 80000, 130000, 15793, false });    /* of another face, TrueType where it is there */
		bench_run(bench, pages[i], "甲乙丙2", &(struct wish){ SONGTI, 10500, 300000, 200000, 12600, true });
		fonts_close(bench->fonts);
		assert_int_equal(fonts_open(bench->all, catalogues, &bench->fonts), 0);
		for (int family = 0; family < 5; family++)    /* as setting the page had opened them */
			assert_true(fonts_face_for(bench->fonts, family, 0x77AD, false) >= 0 && fonts_face_for(bench->fonts, family, 'a', false) >= 0);
		cold[i] = made(bench, pages[i], NULL, NULL);
	}
	for (int turn = 0; turn < 6; turn++) {
		fonts_begin(bench->fonts, bench->all);
		assert_same_bytes(made(bench, pages[turn % 2], NULL, NULL), cold[turn % 2]);
	}
}

/* Flat arrays of libharu 2.3.0 end at 32,767 entries. */
static void test_very_many_pages(void **state)
{
	struct bench *bench = *state;
	const struct record record = { .language = "zh-CN", .page_count = 33000 };
	const char *path = bench_path(bench, "many.pdf");
	struct file_writer *writer;
	struct pdf *pdf = opened(bench, path, &writer);
	for (int i = 1; i <= 33000; i++) {
		struct arena *arena = arena_new();
		struct page *page = page_new(arena, i);
		page->width = A4_WIDTH;
		page->height = A4_HEIGHT;
		page_rule(page, (const mpt[2]){ 0, i }, (const mpt[2]){ 100000, i }, 709, PAINT_RED);
		assert_int_equal(pdf_page(pdf, page), 0);
		arena_free(arena);
	}
	finished(bench, pdf, writer, &record, path);
	assert_non_null(strstr(bench_command(bench, "pdfinfo '%s'", path), "Pages:           33000"));
}

static void test_links(void **state)
{
	struct bench *bench = *state;
	struct page *page = bench_page(bench, 1);
	struct item *link = page_add(page, ITEM_LINK);
	link->of.link.x = 100000;
	link->of.link.y = 200000;
	link->of.link.width = 50000;
	link->of.link.height = 10000;
	link->of.link.uri = "http://a/(b)";
	struct item copy = *link, *turn = page_add(page, ITEM_TURN);
	turn->of.turn.x = 70000;
	turn->of.turn.y = 700000;
	*page_add(page, ITEM_LINK) = copy;
	page_add(page, ITEM_TURN_END);
	page_add(page, ITEM_FIELD)->of.field.name = "Seal.1";
	const char *path = bench_path(bench, "links.pdf");
	struct bytes bytes = made(bench, page, NULL, path);
	assert_true(has(bytes, "/Rect [100 631.89 150 641.89 ]"));
	assert_true(has(bytes, "/Rect [270 241.89 280 291.89 ]"));
	assert_true(has(bytes, "<687474703A2F2F612F286229>"));
	assert_false(has(bytes, "/Widget"));
	bench_command(bench, "qpdf --check '%s' 2>&1", path);
}

static struct item *put_turn(struct page *page, mpt x, mpt y)
{
	struct item *turn = page_add(page, ITEM_TURN);
	turn->of.turn.x = x;
	turn->of.turn.y = y;
	return turn;
}

static void test_nested_turns(void **state)
{
	struct bench *bench = *state;
	struct page *page = bench_page(bench, 1);
	const char *path = bench_path(bench, "nested.pdf");
	put_turn(page, 100000, 700000);
	put_turn(page, 50000, 200000);     /* at (300, 650) of the sheet; x runs to the left, y upwards */
	struct item *link = page_add(page, ITEM_LINK);
	link->of.link.width = 40000;
	link->of.link.height = 30000;
	link->of.link.uri = "http://a/";
	bench_run(bench, page, "里", &(struct wish){ SONGTI, 16000, 10000, 20000, 16000, false });
	page_add(page, ITEM_TURN_END);
	bench_run(bench, page, "中", &(struct wish){ SONGTI, 16000, 10000, 20000, 16000, false });
	page_add(page, ITEM_TURN_END);
	page_add(page, ITEM_TURN_END);    /* one too many has no effect */
	bench_run(bench, page, "外", &(struct wish){ SONGTI, 16000, 10000, 20000, 16000, false });
	struct bytes bytes = made(bench, page, NULL, path);
	assert_true(has(bytes, "/Rect [260 191.89 300 221.89 ]"));
	const char *text = bench_command(bench, "mutool draw -q -F stext -o - '%s'", path);
	static const struct { const char *character; double x, y; } wanted[] = { { "91cc", 290, 630 }, { "4e2d", 120, 690 }, { "5916", 10, 20 } };
	for (int i = 0; i < 3; i++) {
		const char *at = strstr(text, arena_printf(bench->arena, "c=\"&#x%s;\"", wanted[i].character));
		assert_non_null(at);
		while (strncmp(at, "<char", 5) != 0)
			at--;
		double x = number_after(at, " x=\""), y = number_after(at, " y=\"");
		if (x < wanted[i].x - 0.02 || x > wanted[i].x + 0.02 || y < wanted[i].y - 0.02 || y > wanted[i].y + 0.02)
			fail_msg("%s at %f, %f", wanted[i].character, x, y);
	}
	bench_command(bench, "qpdf --check '%s' 2>&1", path);
}

/* Turns beyond the depth have no effect; what is left open is closed. */
static void test_too_deep_turns(void **state)
{
	struct bench *bench = *state;
	struct page *page = bench_page(bench, 1);
	const char *path = bench_path(bench, "deep.pdf");
	for (int i = 0; i < 6; i++)
		put_turn(page, 0, 0);
	page_add(page, ITEM_TURN_END);
	bench_run(bench, page, "深", &(struct wish){ SONGTI, 16000, 10000, 20000, 16000, false });
	made(bench, page, NULL, path);
	const char *at = strstr(bench_command(bench, "mutool draw -q -F stext -o - '%s'", path), "<char");
	assert_non_null(at);
	assert_true(number_after(at, " x=\"") > 9.9 && number_after(at, " y=\"") > 19.9);    /* four quarters are a whole */
	const char *content = bench_command(bench, "mutool show -b '%s' pages/1/Contents | tr -d '\\0'", path);
	int open = 0;
	for (; *content; content++)
		open += *content == 'q' ? 1 : *content == 'Q' ? -1 : 0;
	assert_int_equal(open, 0);
}

/* A fold-out among ordinary sheets: each page its own size, outline entries by their own page's height. */
static void test_sizes_of_pages(void **state)
{
	struct bench *bench = *state;
	struct record record = { .arena = bench->arena, .language = "zh-CN", .page_count = 3 };
	const char *path = bench_path(bench, "sizes.pdf");
	struct file_writer *writer;
	struct pdf *pdf = opened(bench, path, &writer);
	for (int i = 1; i <= 3; i++) {
		struct page *page = bench_page(bench, i);
		if (i == 2) {
			page->width = 1190551;
			page->height = 700000;
		}
		record_outline(&record, "页", 0, (const int[2]){ i, 100000 });
		assert_int_equal(pdf_page(pdf, page), 0);
	}
	struct bytes bytes = finished(bench, pdf, writer, &record, path);
	assert_true(has(bytes, "/MediaBox [0 0 1190.551 700 ]") && has(bytes, "/XYZ null 600 null]") && has(bytes, "/XYZ null 741.89 null]"));
	assert_non_null(strstr(bench_command(bench, "pdfinfo -f 2 -l 2 '%s'", path), "1190.55 x 700 pts"));
}

static void test_colours_and_ellipses(void **state)
{
	struct bench *bench = *state;
	struct page *page = bench_page(bench, 1);
	const char *path = bench_path(bench, "ellipse.pdf");
	struct item *fill = page_add(page, ITEM_FILL);
	fill->of.fill.x = fill->of.fill.y = 100000;
	fill->of.fill.width = fill->of.fill.height = 20000;
	fill->of.fill.paint = PAINT_LIGHT_GREEN;
	fill->of.fill.round = true;
	made(bench, page, NULL, path);
	const char *content = bench_command(bench, "mutool show -b '%s' pages/1/Contents", path);
	assert_non_null(strstr(content, ".125 .565 .251 rg"));
	assert_non_null(strstr(content, "120 731.89 m\n120 737.41 115.52 741.89 110 741.89 c\n"));
	bench_command(bench, "qpdf --check '%s' 2>&1", path);
}

static void put_image(struct page *page, const char *path)
{
	struct item *image = page_add(page, ITEM_IMAGE);
	image->of.image.x = image->of.image.y = 100000;
	image->of.image.width = image->of.image.height = 119055;
	image->of.image.path = path;
}

static void test_bad_pictures(void **state)
{
	struct bench *bench = *state;
	struct page *missing = bench_page(bench, 1), *damaged = bench_page(bench, 2);
	const char *path = bench_path(bench, "bad.png");
	struct file_writer *writer;
	struct pdf *pdf = opened(bench, bench_path(bench, "never.pdf"), &writer);
	int errors = diagnostics_count(bench->all, SEVERITY_ERROR);
	put_image(missing, bench_path(bench, "none.png"));
	assert_int_equal(pdf_page(pdf, missing), -1);
	assert_int_equal(diagnostics_count(bench->all, SEVERITY_ERROR), errors + 1);
	assert_int_equal(file_replace(bench->all, path, (struct bytes){ (const unsigned char *)"\x89PNG\r\n\x1A\nrubbish", 15 }), 0);
	put_image(damaged, path);
	assert_int_equal(pdf_page(pdf, damaged), -1);
	assert_int_equal(diagnostics_count(bench->all, SEVERITY_ERROR), errors + 2);
	pdf_close(pdf);
	pdf_close(NULL);
	file_writer_close(writer);
	assert_int_equal(access(bench_path(bench, "never.pdf"), F_OK), -1);
}

static void test_seal_is_multiplied(void **state)
{
	struct bench *bench = *state;
	struct page *page = bench_page(bench, 1);
	const char *png = bench_path(bench, "seal.png"), *path = bench_path(bench, "seal.pdf");
	static const uint8_t pixels[] = { 255, 0, 0, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 255 };
	png_image image = { .version = PNG_IMAGE_VERSION, .width = 2, .height = 2, .format = PNG_FORMAT_RGBA };
	assert_true(png_image_write_to_file(&image, png, 0, pixels, 0, NULL));
	put_image(page, png);
	put_image(page, png);
	struct bytes bytes = made(bench, page, NULL, path);
	assert_true(has(bytes, "/BM /Multiply") && has(bytes, "/SMask ") && has(bytes, "/S/Transparency"));
	assert_true(has(bytes, "/I0 ") && !has(bytes, "/I1 "));    /* once in the file, drawn twice */
	bench_command(bench, "qpdf --check '%s' 2>&1", path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fonts_are_embedded), cmocka_unit_test(test_positions), cmocka_unit_test(test_every_position), cmocka_unit_test(test_text_comes_back),
		cmocka_unit_test(test_left_out_blanks), cmocka_unit_test(test_record_is_written), cmocka_unit_test(test_dates),
		cmocka_unit_test(test_same_bytes_twice), cmocka_unit_test(test_warm_fonts_make_the_same_file),
		cmocka_unit_test(test_very_many_pages), cmocka_unit_test(test_links), cmocka_unit_test(test_nested_turns), cmocka_unit_test(test_too_deep_turns),
		cmocka_unit_test(test_sizes_of_pages), cmocka_unit_test(test_colours_and_ellipses),
		cmocka_unit_test(test_bad_pictures), cmocka_unit_test(test_seal_is_multiplied),
	};
	return cmocka_run_group_tests(tests, bench_open, bench_close);
}
