/* The preview against poppler's picture of the PDF made from the same page. */
#include "emit_page.h"
#include <png.h>
#include "emit/pdf.h"
#include "emit/preview.h"

enum { DPI = 96 };
static const uint8_t official_red[3] = { 230, 42, 30 };

struct picture_file { png_image image; uint8_t *pixels; };

static struct picture_file opened(struct bench *bench, const char *path)
{
	struct picture_file file = { .image = { .version = PNG_IMAGE_VERSION } };
	assert_true(png_image_begin_read_from_file(&file.image, path));
	file.image.format = PNG_FORMAT_RGB;
	file.pixels = arena_alloc(bench->arena, PNG_IMAGE_SIZE(file.image));
	assert_true(png_image_finish_read(&file.image, NULL, file.pixels, 0, NULL));
	return file;
}

static struct bytes drawn(struct bench *bench, const struct page *page)
{
	struct preview_look look = { .dpi = DPI };
	page_palette(official_red, look.colours);
	struct preview *preview = preview_open(bench->all, bench->fonts, &look);
	struct bytes bytes = { 0 };
	assert_non_null(preview);
	assert_int_equal(preview_page(preview, bench->arena, page, &bytes), 0);
	preview_close(preview);
	return bytes;
}

static void write_pdf(struct bench *bench, const struct page *page, const char *path)
{
	struct pdf_look look = { .tags = NULL };
	const struct record record = { .language = "zh-CN", .page_count = 1 };
	struct file_writer *writer = file_writer_open(bench->arena, bench->all, path);
	page_palette(official_red, look.colours);
	struct pdf *pdf = pdf_open(bench->arena, writer, bench->all, bench->fonts, &look);
	assert_int_equal(pdf_page(pdf, page), 0);
	assert_int_equal(pdf_finish(pdf, &record), 0);
	pdf_close(pdf);
	assert_int_equal(file_writer_commit(writer), 0);
	file_writer_close(writer);
}

/* Both pictures; the difference of their ink (darkness summed over blocks of 8 pixels) in percent of the ink. */
static double difference(struct bench *bench, const struct page *page, struct picture_file out[2])
{
	const char *pdf = bench_path(bench, "page.pdf"), *png = bench_path(bench, "ours.png");
	write_pdf(bench, page, pdf);
	assert_int_equal(file_replace(bench->all, png, drawn(bench, page)), 0);
	bench_command(bench, "f='%s'; pdftoppm -r 96 -png -singlefile \"$f\" \"${f%%.pdf}\"", pdf);
	out[0] = opened(bench, png);
	out[1] = opened(bench, bench_path(bench, "page.png"));
	int width = (int)out[0].image.width, height = (int)out[0].image.height;
	assert_int_equal(width, out[1].image.width);
	assert_int_equal(height, out[1].image.height);
	double apart = 0, ink = 0;
	for (int top = 0; top + 8 <= height; top += 8) {
		for (int left = 0; left + 24 <= 3 * width; left += 24) {
			int sums[2] = { 0, 0 };
			for (int i = 0; i < 8 * 24; i++)
				for (int which = 0; which < 2; which++)
					sums[which] += 255 - out[which].pixels[(top + i / 24) * 3 * width + left + i % 24];
			apart += abs(sums[0] - sums[1]);
			ink += sums[1];
		}
	}
	assert_true(ink > 0);
	return 100 * apart / ink;
}

static void put_all(struct bench *bench, struct page *page)
{
	bench_run(bench, page, "济宁高新区", &(struct wish){ FANGSONG, 16000, 80000, 100000, 15793, false });
	bench_run(bench, page, "通报", &(struct wish){ SONGTI, 40000, 80000, 180000, 44000, false })->paint = PAINT_RED;
	bench_run(bench, page, "健康高新工程", &(struct wish){ SONGTI, 14000, 300000, 150000, 16800, true });
	page_rule(page, (const mpt[2]){ 80000, 200000 }, (const mpt[2]){ 480000, 200000 }, 3000, PAINT_RED);    /* poppler sets widths to whole pixels */
	page_rule(page, (const mpt[2]){ 80000, 200000 }, (const mpt[2]){ 80000, 400000 }, 2250, PAINT_BLACK);
	struct item *fill = page_add(page, ITEM_FILL);
	fill->of.fill.x = 200000;
	fill->of.fill.y = 300000;
	fill->of.fill.width = 33300;
	fill->of.fill.height = 20000;
}

static void test_like_poppler(void **state)
{
	struct bench *bench = *state;
	struct page *page = bench_page(bench, 1);
	struct picture_file pictures[2];
	put_all(bench, page);
	double apart = difference(bench, page, pictures);
	if (apart > 8)
		fail_msg("the pictures differ by %f %%", apart);
}

static void test_turned_like_poppler(void **state)
{
	struct bench *bench = *state;
	struct page *page = bench_page(bench, 1);
	struct picture_file pictures[2];
	struct item *turn = page_add(page, ITEM_TURN);
	turn->of.turn.x = 79370;
	turn->of.turn.y = 742677;
	put_all(bench, page);
	page_add(page, ITEM_TURN_END);
	put_all(bench, page);
	double apart = difference(bench, page, pictures);
	if (apart > 8)
		fail_msg("the pictures differ by %f %%", apart);
}

static const uint8_t *pixel(const struct picture_file *file, mpt x, mpt y)
{
	return file->pixels + 3 * ((size_t)(y * DPI / 72000) * file->image.width + (size_t)(x * DPI / 72000));
}

/* The turned frame's right is up on the sheet, its bottom is right. */
static void test_turn_goes_counter_clockwise(void **state)
{
	struct bench *bench = *state;
	struct page *page = bench_page(bench, 1);
	struct picture_file pictures[2];
	struct item *turn = page_add(page, ITEM_TURN);
	turn->of.turn.x = 100000;
	turn->of.turn.y = 700000;
	struct item *fill = page_add(page, ITEM_FILL);
	fill->of.fill.width = 300000;
	fill->of.fill.height = 60000;
	page_add(page, ITEM_TURN_END);
	assert_true(difference(bench, page, pictures) < 1);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(pixel(&pictures[i], 103000, 697000)[0], 0);
		assert_int_equal(pixel(&pictures[i], 157000, 403000)[0], 0);
		assert_int_equal(pixel(&pictures[i], 163000, 550000)[0], 255);
		assert_int_equal(pixel(&pictures[i], 130000, 397000)[0], 255);
		assert_int_equal(pixel(&pictures[i], 130000, 703000)[0], 255);
	}
}

/* A turned cell on a turned sheet, one inside the other, and the sheet again behind them. */
static void test_nested_turns_like_poppler(void **state)
{
	struct bench *bench = *state;
	struct page *page = bench_page(bench, 1);
	struct picture_file pictures[2];
	for (int depth = 0; depth < 3; depth++) {
		struct item *turn = page_add(page, ITEM_TURN);
		turn->of.turn.x = depth ? 300000 : 79370;
		turn->of.turn.y = depth ? 500000 : 742677;
		bench_run(bench, page, "济宁高新", &(struct wish){ SONGTI, 30000, 20000 + 10000 * depth, 40000, 31000, false });
		bench_run(bench, page, "工程", &(struct wish){ SONGTI, 20000, 120000, 80000, 24000, true });
		page_rule(page, (const mpt[2]){ 10000, 60000 }, (const mpt[2]){ 150000, 60000 }, 3000, PAINT_RED);
		struct item *fill = page_add(page, ITEM_FILL);
		fill->of.fill.x = 20000;
		fill->of.fill.y = 90000;
		fill->of.fill.width = 40000;
		fill->of.fill.height = 25000 + 10000 * depth;
		fill->of.fill.paint = PAINT_LIGHT_BLUE + depth;
		fill->of.fill.round = depth != 1;
	}
	for (int depth = 0; depth < 3; depth++) {
		page_add(page, ITEM_TURN_END);
		bench_run(bench, page, "外", &(struct wish){ SONGTI, 30000, 200000, 200000, 31000, false });
	}
	double apart = difference(bench, page, pictures);
	if (apart > 11)    /* poppler sets glyphs upside down up to a pixel off, and there is little ink */
		fail_msg("the pictures differ by %f %%", apart);
}

/* Lights and shading: colours exact in the middle, the ellipse's edge soft, nothing in the corners of its box. */
static void test_lights_like_poppler(void **state)
{
	struct bench *bench = *state;
	struct page *page = bench_page(bench, 1);
	struct picture_file pictures[2];
	uint8_t colours[PAINT_COUNT][3];
	page_palette(official_red, colours);
	for (int i = 0; i < PAINT_COUNT; i++) {
		for (int round = 0; round < 2; round++) {
			struct item *fill = page_add(page, ITEM_FILL);
			fill->of.fill.x = 60300 + 240000 * round;
			fill->of.fill.y = 30000 + 60000 * i;
			fill->of.fill.width = 90100;
			fill->of.fill.height = 45500;
			fill->of.fill.paint = i;
			fill->of.fill.round = round;
		}
	}
	assert_true(difference(bench, page, pictures) < 1.5);
	for (int which = 0; which < 2; which++)
		for (int i = 0; i < PAINT_COUNT; i++)
			for (int round = 0; round < 2; round++) {
				const uint8_t *middle = pixel(&pictures[which], 105000 + 240000 * round, 52000 + 60000 * i);
				for (int c = 0; c < 3; c++)
					assert_in_range(middle[c] + 2, colours[i][c] + 1, colours[i][c] + 3);
				if (round)
					assert_int_equal(pixel(&pictures[which], 303000, 33000 + 60000 * i)[0], 255);
			}
}

/* A sheet of another size is drawn in its own size. */
static void test_wide_sheet_like_poppler(void **state)
{
	struct bench *bench = *state;
	struct page *page = bench_page(bench, 1);
	struct picture_file pictures[2];
	page->width = 1190551;
	page->height = 841890;
	bench_run(bench, page, "折页", &(struct wish){ SONGTI, 40000, 1000000, 700000, 44000, false });
	put_all(bench, page);
	assert_true(difference(bench, page, pictures) < 8);
	assert_int_equal(pictures[0].image.width, 1588);
	assert_int_equal(pictures[0].image.height, 1123);
}

static void put_seal(struct page *page, const char *path)
{
	struct item *image = page_add(page, ITEM_IMAGE);
	image->of.image.x = image->of.image.y = 100000;
	image->of.image.width = image->of.image.height = 120000;
	image->of.image.path = path;
}

/* Opaque red at the upper left, half transparent green below it, the rest clear. */
static void write_seal(const char *path)
{
	enum { SIDE = 64 };
	static uint8_t pixels[SIDE * SIDE * 4];
	png_image image = { .version = PNG_IMAGE_VERSION, .width = SIDE, .height = SIDE, .format = PNG_FORMAT_RGBA };
	for (int i = 0; i < SIDE * SIDE; i++) {
		bool left = i % SIDE < SIDE / 2, upper = i / SIDE < SIDE / 2;
		memcpy(pixels + 4 * i, upper ? "\xFF\0\0" : "\0\xFF\0", 3);
		pixels[4 * i + 3] = !left ? 0 : upper ? 255 : 128;
	}
	assert_true(png_image_write_to_file(&image, path, 0, pixels, 0, NULL));
}

static void check_seal(const struct picture_file *picture, mpt red[2], mpt green[2], mpt clear[2])
{
	const uint8_t *at = pixel(picture, red[0], red[1]);
	assert_true(at[0] > 253 && at[1] < 2 && at[2] < 2);
	at = pixel(picture, green[0], green[1]);
	assert_true(at[0] > 120 && at[0] < 135 && at[1] > 253 && at[2] > 120 && at[2] < 135);
	at = pixel(picture, clear[0], clear[1]);
	assert_true(at[0] == 255 && at[1] == 255 && at[2] == 255);
}

static void test_seal(void **state)
{
	struct bench *bench = *state;
	struct page *page = bench_page(bench, 1);
	struct picture_file pictures[2];
	const char *path = bench_path(bench, "seal.png");
	write_seal(path);
	page_rule(page, (const mpt[2]){ 90000, 115000 }, (const mpt[2]){ 250000, 115000 }, 6000, PAINT_BLACK);
	put_seal(page, path);
	struct item *turn = page_add(page, ITEM_TURN);
	turn->of.turn.x = 200000;
	turn->of.turn.y = 800000;
	put_seal(page, path);
	page_add(page, ITEM_TURN_END);
	difference(bench, page, pictures);
	for (int i = 0; i < 2; i++) {
		check_seal(&pictures[i], (mpt[2]){ 130000, 130000 }, (mpt[2]){ 130000, 190000 }, (mpt[2]){ 190000, 150000 });
		check_seal(&pictures[i], (mpt[2]){ 330000, 670000 }, (mpt[2]){ 390000, 670000 }, (mpt[2]){ 330000, 610000 });
		assert_int_equal(pixel(&pictures[i], 130000, 115000)[0], 0);    /* multiplied: black stays black */
	}
}

static void test_same_bytes_and_errors(void **state)
{
	struct bench *bench = *state;
	struct page *page = bench_page(bench, 1), *bad = bench_page(bench, 2);
	struct preview_look look = { .dpi = DPI };
	struct bytes out = { 0 };
	put_all(bench, page);
	struct bytes first = drawn(bench, page), second = drawn(bench, page);
	assert_int_equal(first.length, second.length);
	assert_memory_equal(first.data, second.data, first.length);
	put_seal(bad, bench_path(bench, "none.png"));
	page_palette(official_red, look.colours);
	struct preview *preview = preview_open(bench->all, bench->fonts, &look);
	int errors = diagnostics_count(bench->all, SEVERITY_ERROR);
	assert_int_equal(preview_page(preview, bench->arena, bad, &out), -1);
	assert_int_equal(diagnostics_count(bench->all, SEVERITY_ERROR), errors + 1);
	preview_close(preview);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_like_poppler), cmocka_unit_test(test_turned_like_poppler),
		cmocka_unit_test(test_turn_goes_counter_clockwise), cmocka_unit_test(test_nested_turns_like_poppler),
		cmocka_unit_test(test_lights_like_poppler), cmocka_unit_test(test_wide_sheet_like_poppler), cmocka_unit_test(test_seal), cmocka_unit_test(test_same_bytes_and_errors),
	};
	return cmocka_run_group_tests(tests, bench_open, bench_close);
}
