/* Subsets parsed back by FreeType; descriptors; ink; glyph pictures. */
#include "font_fixture.h"
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include FT_TRUETYPE_TABLES_H
#include "font/raster.h"

static int setup(void **state)
{
	struct fixture *fixture = fixture_new();
	fixture_open(fixture, "fonts/fonts.ini", NULL);
	*state = fixture;
	return fixture->result;
}

static int teardown(void **state)
{
	fixture_free(*state);
	return 0;
}

static uint16_t glyph_of(struct fixture *fixture, int face, uint32_t code)
{
	hb_codepoint_t glyph = 0;
	hb_font_get_nominal_glyph(face_hb(fixture->fonts, face), code, &glyph);
	assert_int_not_equal(glyph, 0);
	return (uint16_t)glyph;
}

static uint16_t font_cid(void *context, uint16_t glyph)
{
	struct fixture *fixture = context;
	return face_code(fixture->fonts, fonts_face_for(fixture->fonts, FANGSONG, 0x7EA2, false), glyph);
}

static struct subset subset_of(struct fixture *fixture, int face, const uint32_t *codes)
{
	uint16_t glyphs[16];
	struct subset_order order = { .glyphs = glyphs, .cid = font_cid, .context = fixture };
	struct subset subset;
	for (; codes[order.count]; order.count++)
		glyphs[order.count] = glyph_of(fixture, face, codes[order.count]);
	assert_int_equal(face_subset(fixture->arena, fixture->all, fixture->fonts, face, &order, &subset), 0);
	for (int i = 1; i < subset.glyph_count; i++)
		assert_true(subset.glyphs[i - 1] < subset.glyphs[i]);
	return subset;
}

static FT_Face parse(FT_Library library, const unsigned char *data, size_t length)
{
	FT_Face face;
	assert_int_equal(FT_New_Memory_Face(library, data, (FT_Long)length, 0, &face), 0);
	return face;
}

/* Extents of an outline in font units, to compare a glyph of the subset with that of the source. */
static FT_BBox box_of(FT_Face face, FT_UInt glyph)
{
	FT_BBox box;
	assert_int_equal(FT_Load_Glyph(face, glyph, FT_LOAD_NO_SCALE), 0);
	FT_Outline_Get_CBox(&face->glyph->outline, &box);
	return box;
}

static void same_box(FT_BBox a, FT_BBox b)
{
	assert_true(a.xMin == b.xMin && a.yMin == b.yMin && a.xMax == b.xMax && a.yMax == b.yMax);
	assert_true(a.xMax > a.xMin);
}

static void test_cff_has_the_cids_asked_for(void **state)
{
	static const uint32_t codes[] = { 0x7EA2, 0x5934, 0x6587, 0x4EF6, 0x3014, '8', 0 };
	struct fixture *fixture = *state;
	int face = fonts_face_for(fixture->fonts, FANGSONG, 0x7EA2, false);
	struct subset subset = subset_of(fixture, face, codes);
	FT_Library library;
	assert_int_equal(FT_Init_FreeType(&library), 0);
	FT_Face part = parse(library, subset.data, subset.length), source;
	assert_int_equal(FT_New_Face(library, FANG, 0, &source), 0);
	assert_true(subset.length < 10000);
	assert_int_equal(subset.data[0], 1);    /* a bare CFF table, version 1 */
	assert_int_equal(subset.glyph_count, 7);   /* and .notdef */
	for (size_t i = 0; codes[i]; i++) {
		uint16_t glyph = glyph_of(fixture, face, codes[i]);
		/* FreeType takes the glyphs of a bare CFF by their CID, as a PDF does */
		same_box(box_of(part, face_code(fixture->fonts, face, glyph)), box_of(source, glyph));
	}
	FT_Done_Face(part);
	FT_Done_Face(source);
	FT_Done_FreeType(library);
}

static void test_glyf_is_numbered_anew(void **state)
{
	static const uint32_t codes[] = { 0x77AD, 0x73A5, 0 };
	struct fixture *fixture = *state;
	int face = fonts_face_for(fixture->fonts, FANGSONG, 0x77AD, false);
	if (face < 0 || face_kind(fixture->fonts, face) != FACE_GLYF)
		skip();
	struct subset subset = subset_of(fixture, face, codes);
	FT_Library library;
	assert_int_equal(FT_Init_FreeType(&library), 0);
	FT_Face part = parse(library, subset.data, subset.length), source;
	assert_int_equal(FT_New_Face(library, face_path(fixture->fonts, face), 0, &source), 0);
	assert_true(subset.renumbered && subset.glyph_count == part->num_glyphs && subset.length < 5000);
	for (int i = 1; i < subset.glyph_count; i++)
		same_box(box_of(part, (FT_UInt)i), box_of(source, subset.glyphs[i]));
	FT_ULong length = 0;
	assert_int_not_equal(FT_Load_Sfnt_Table(part, FT_MAKE_TAG('G', 'S', 'U', 'B'), 0, NULL, &length), 0);
	assert_int_not_equal(FT_Load_Sfnt_Table(part, FT_MAKE_TAG('c', 'm', 'a', 'p'), 0, NULL, &length), 0);
	assert_true(subset.glyph_count >= 3);
	FT_Done_Face(part);
	FT_Done_Face(source);
	FT_Done_FreeType(library);
}

static void test_same_bytes_twice(void **state)
{
	static const uint32_t codes[] = { 0x6D4E, 0x5B81, 0 };
	struct fixture *fixture = *state;
	int face = fonts_face_for(fixture->fonts, XIAOBIAOSONG, 0x6D4E, false);
	struct subset first = subset_of(fixture, face, codes), second = subset_of(fixture, face, codes);
	assert_int_equal(first.length, second.length);
	assert_memory_equal(first.data, second.data, first.length);
}

static void test_subset_of_a_face_that_is_not_open(void **state)
{
	struct fixture *fixture = *state;
	struct subset_order order = { .count = 0 };
	struct subset subset;
	assert_int_equal(face_subset(fixture->arena, fixture->all, fixture->fonts, 0, &order, &subset), -1);
	assert_int_equal(fixture_errors(fixture), 1);
}

static void test_descriptor(void **state)
{
	struct fixture *fixture = *state;
	int fang = fonts_face_for(fixture->fonts, FANGSONG, 0x4E00, false), bold = fonts_face_for(fixture->fonts, XIAOBIAOSONG, 0x4E00, false);
	struct face_descriptor thin = face_describe(fixture->fonts, fang), thick = face_describe(fixture->fonts, bold);
	assert_int_equal(thin.ascent, 880);
	assert_int_equal(thin.descent, -120);
	assert_int_equal(thin.flags, 4);
	assert_false(thin.no_subsetting);
	assert_in_range(thin.cap_height, 500, 800);
	assert_true(thin.bbox[0] <= 0 && thin.bbox[1] < 0 && thin.bbox[2] >= 990 && thin.bbox[3] >= 800);
	assert_true(thick.stem_v > thin.stem_v);
}

static void test_ink(void **state)
{
	struct fixture *fixture = *state;
	int face = fonts_face_for(fixture->fonts, FANGSONG, 0x4E00, false);
	struct ink ink;
	assert_true(face_ink(fixture->fonts, face, glyph_of(fixture, face, 0x4E00), &ink));    /* 一: wide and flat */
	assert_true(ink.right - ink.left > 700 && ink.top - ink.bottom < 200 && ink.bottom > 200);
	assert_false(face_ink(fixture->fonts, face, glyph_of(fixture, face, 0x3000), &ink));
	assert_int_equal(ink.left | ink.right | ink.top | ink.bottom, 0);
}

/* 一 at 64 pixels: a wide flat stroke, a tall thin one when turned by a quarter. */
static void test_picture(void **state)
{
	struct fixture *fixture = *state;
	int face = fonts_face_for(fixture->fonts, FANGSONG, 0x4E00, false);
	uint16_t glyph = glyph_of(fixture, face, 0x4E00);
	struct raster *raster = raster_open(fixture->fonts);
	struct glyph_picture flat, turned;
	int darkest = 0;
	assert_int_equal(raster_glyph(raster, face, glyph, (const int[4]){ 64 * 64, 0, 0, 0 }, &flat), 0);
	assert_true(flat.width > 45 && flat.height < 15 && flat.left > 0 && flat.top > 15);
	for (int i = 0; i < flat.width * flat.height; i++)
		darkest = flat.coverage[i] > darkest ? flat.coverage[i] : darkest;
	assert_true(darkest > 200);
	assert_int_equal(raster_glyph(raster, face, glyph, (const int[4]){ 64 * 64, 0, 0, 1 }, &turned), 0);
	assert_true(turned.height > 45 && turned.width < 15 && turned.left < 0 && turned.top > 45);
	int left = turned.left;
	assert_int_equal(raster_glyph(raster, face, glyph, (const int[4]){ 64 * 64, 64, 0, 1 }, &turned), 0);
	assert_int_equal(turned.left, left + 1);
	assert_int_equal(raster_glyph(raster, face, 65535, (const int[4]){ 64 * 64, 0, 0, 0 }, &turned), -1);
	raster_close(raster);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_cff_has_the_cids_asked_for, setup, teardown),
		cmocka_unit_test_setup_teardown(test_glyf_is_numbered_anew, setup, teardown),
		cmocka_unit_test_setup_teardown(test_same_bytes_twice, setup, teardown),
		cmocka_unit_test_setup_teardown(test_subset_of_a_face_that_is_not_open, setup, teardown),
		cmocka_unit_test_setup_teardown(test_descriptor, setup, teardown),
		cmocka_unit_test_setup_teardown(test_ink, setup, teardown),
		cmocka_unit_test_setup_teardown(test_picture, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
