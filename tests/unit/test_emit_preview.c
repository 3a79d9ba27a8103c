/* The preview against poppler's picture of the PDF made from the same page. */
#include "emit_page.h"
#include <png.h>
#include "emit/pdf.h"
#include "emit/preview.h"

enum { DPI = 96 };

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
	const struct preview_look look = { { 230, 42, 30 }, DPI };
	struct preview *preview = preview_open(bench->all, bench->fonts, &look);
	struct bytes bytes = { 0 };
	assert_non_null(preview);
	assert_int_equal(preview_page(preview, bench->arena, page, &bytes), 0);
	preview_close(preview);
	return bytes;
}

static void write_pdf(struct bench *bench, const struct page *page, const char *path)
{
	const struct pdf_look look = { { 230, 42, 30 } };
	const struct record record = { .language = "zh-CN", .page_count = 1 };
	struct bytes bytes = { 0 };
	struct pdf *pdf = pdf_open(bench->arena, bench->all, bench->fonts, &look);
	assert_int_equal(pdf_page(pdf, page), 0);
	assert_int_equal(pdf_finish(pdf, &record, &bytes), 0);
	pdf_close(pdf);
	assert_int_equal(file_replace(bench->all, path, bytes), 0);
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
	const struct preview_look look = { { 230, 42, 30 }, DPI };
	struct bytes out = { 0 };
	put_all(bench, page);
	struct bytes first = drawn(bench, page), second = drawn(bench, page);
	assert_int_equal(first.length, second.length);
	assert_memory_equal(first.data, second.data, first.length);
	put_seal(bad, bench_path(bench, "none.png"));
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
		cmocka_unit_test(test_turn_goes_counter_clockwise), cmocka_unit_test(test_seal), cmocka_unit_test(test_same_bytes_and_errors),
	};
	return cmocka_run_group_tests(tests, bench_open, bench_close);
}
