/* Families, chains, coverage, codes and advances, with the fonts of the default set. */
#include "font_fixture.h"
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_CID_H

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

static const char *face_of(struct fixture *fixture, int family, uint32_t code, bool punctuation)
{
	int face = fonts_face_for(fixture->fonts, family, code, punctuation);
	return face < 0 ? "none" : face_name(fixture->fonts, face);
}

static void test_common_characters_come_from_the_family(void **state)
{
	static const uint32_t codes[] = { 0x4E00, 0x9F99, 0x3007, 0x3014, 0xFF0C, 'A', '0', ' ', 0x3000 };
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
		assert_string_equal(face_of(*state, FANGSONG, codes[i], false), "FandolFang-Regular");
		assert_string_equal(face_of(*state, XIAOBIAOSONG, codes[i], false), "NotoSerifCJKsc-Bold");
		assert_string_equal(face_of(*state, HEITI, codes[i], false), "FandolHei-Regular");
		assert_string_equal(face_of(*state, KAITI, codes[i], false), "FandolKai-Regular");
		assert_string_equal(face_of(*state, SONGTI, codes[i], false), "NotoSerifCJKsc-Regular");
	}
}

static void test_fallback_reaches_what_fandol_lacks(void **state)
{
	static const uint32_t codes[] = { 0x33A1 /* ㎡ */, 0x246A /* ⑪ */, 0x77AD /* 瞭 */, 0x73A5 /* 玥 */, 0x20BB7 /* 𠮷 */, 0x6D38 /* 洸 */,
	                                  0x9FEB, 0x2B81C, 0x5586 };
	struct fixture *fixture = *state;
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
		for (int family = 0; family < FONT_FAMILIES; family++) {
			int face = fonts_face_for(fixture->fonts, family, codes[i], false);
			assert_true(face >= 0);
			assert_true(face_has(fixture->fonts, face, codes[i]));
		}
	}
	int fang = fonts_face_for(fixture->fonts, FANGSONG, 0x4E00, false);
	assert_false(face_has(fixture->fonts, fang, 0x77AD));
	assert_int_not_equal(fonts_face_for(fixture->fonts, FANGSONG, 0x77AD, false), fang);
	assert_int_equal(fixture_errors(fixture), 0);
}

/* Fandol's FULLWIDTH YEN SIGN is a dollar, and the wave dash of two of them stands above the line: 3～5月. */
static void test_what_a_face_is_said_to_lack_comes_from_the_next(void **state)
{
	struct fixture *fixture = *state;
	int fang = fonts_face_for(fixture->fonts, FANGSONG, 0x4E00, false);
	assert_false(face_has(fixture->fonts, fang, 0xFFE5));
	assert_true(face_has(fixture->fonts, fang, 0xA5));
	assert_string_equal(face_of(fixture, FANGSONG, 0xFFE5, true), "NotoSerifCJKsc-Regular");
	assert_string_equal(face_of(fixture, XIAOBIAOSONG, 0xFFE5, true), "NotoSerifCJKsc-Bold");
	assert_string_equal(face_of(fixture, HEITI, 0xFFE5, true), "NotoSansCJKsc-Bold");
	assert_string_equal(face_of(fixture, KAITI, 0xFFE5, true), "NotoSerifCJKsc-Regular");
	assert_string_equal(face_of(fixture, SONGTI, 0xFFE5, true), "NotoSerifCJKsc-Regular");
	assert_string_equal(face_of(fixture, FANGSONG, 0xFF5E, true), "FandolFang-Regular");
	assert_string_equal(face_of(fixture, HEITI, 0xFF5E, true), "NotoSansCJKsc-Bold");
	assert_string_equal(face_of(fixture, KAITI, 0xFF5E, true), "NotoSerifCJKsc-Regular");
}

static void test_marks_come_only_from_fit_faces(void **state)
{
	struct fixture *fixture = *state;
	for (uint32_t code = 0x2E80; code < 0x9FFF; code += 7) {
		int face = fonts_face_for(fixture->fonts, FANGSONG, code, true);
		const char *name = face < 0 ? "" : face_name(fixture->fonts, face);
		assert_null(strstr(name, "WenKai"));
		assert_null(strstr(name, "Hana"));
	}
	assert_string_equal(face_of(fixture, FANGSONG, 0x201C, true), "FandolFang-Regular");
	/* the same character asked in both ways has two answers */
	if (access(WENKAI, R_OK) == 0)
		assert_string_equal(face_of(fixture, FANGSONG, 0x77AD, false), "LXGWWenKai-Light");
	assert_string_equal(face_of(fixture, FANGSONG, 0x77AD, true), "NotoSerifCJKsc-Regular");
}

static void test_no_face(void **state)
{
	assert_int_equal(fonts_face_for(((struct fixture *)*state)->fonts, FANGSONG, 0xE123, false), -1);
	assert_int_equal(fonts_face_for(((struct fixture *)*state)->fonts, FANGSONG, 0x10FFFF, false), -1);
	assert_int_equal(fonts_face_for(((struct fixture *)*state)->fonts, FANGSONG, 0x110000, false), -1);
	assert_int_equal(fixture_errors(*state), 0);
}

static void test_last_resort(void **state)
{
	struct fixture *fixture = *state;
	int plain = fonts_face_for(fixture->fonts, SONGTI, 0x4E00, false), rare = fonts_face_for(fixture->fonts, SONGTI, 0x20003, false);
	assert_false(face_is_last_resort(fixture->fonts, plain));
	if (rare < 0)
		skip();
	assert_true(face_is_last_resort(fixture->fonts, rare));
	assert_int_equal(face_kind(fixture->fonts, rare), FACE_GLYF);
}

static uint16_t glyph_of(struct fixture *fixture, int face, uint32_t code)
{
	hb_codepoint_t glyph = 0;
	hb_font_get_nominal_glyph(face_hb(fixture->fonts, face), code, &glyph);
	return (uint16_t)glyph;
}

static void test_advances_are_milli_ems(void **state)
{
	struct fixture *fixture = *state;
	int fang = fonts_face_for(fixture->fonts, FANGSONG, 0x4E00, false), serif = fonts_face_for(fixture->fonts, SONGTI, 0x4E00, false);
	for (uint32_t digit = '0'; digit <= '9'; digit++)
		assert_int_equal(face_advance(fixture->fonts, fang, glyph_of(fixture, fang, digit)), 500);
	assert_int_equal(face_advance(fixture->fonts, fang, glyph_of(fixture, fang, 0x4E00)), 1000);
	assert_int_equal(face_advance(fixture->fonts, serif, glyph_of(fixture, serif, 0x4E00)), 1000);
	assert_in_range(face_advance(fixture->fonts, serif, glyph_of(fixture, serif, '1')), 460, 570);
}

/* Codes against FreeType's own reading of the charset, for every glyph. Returns how many differ from the glyph id. */
static int compare_codes(struct fixture *fixture, int face)
{
	FT_Library library;
	FT_Face loaded;
	int different = 0;
	assert_int_equal(FT_Init_FreeType(&library), 0);
	assert_int_equal(FT_New_Face(library, face_path(fixture->fonts, face), face_index(fixture->fonts, face), &loaded), 0);
	assert_int_equal(face_kind(fixture->fonts, face), FACE_CFF_CID);
	for (long glyph = 0; glyph < loaded->num_glyphs; glyph++) {
		FT_UInt cid = 0;
		assert_int_equal(FT_Get_CID_From_Glyph_Index(loaded, (FT_UInt)glyph, &cid), 0);
		assert_int_equal(face_code(fixture->fonts, face, (uint16_t)glyph), cid);
		different += cid != (FT_UInt)glyph;
	}
	FT_Done_Face(loaded);
	FT_Done_FreeType(library);
	return different;
}

static void test_codes_are_cids(void **state)
{
	struct fixture *fixture = *state;
	assert_true(compare_codes(fixture, fonts_face_for(fixture->fonts, FANGSONG, 0x4E00, false)) > 1000);
	assert_int_equal(compare_codes(fixture, fonts_face_for(fixture->fonts, SONGTI, 0x4E00, false)), 0);
}

static void test_code_of_glyf_is_the_glyph(void **state)
{
	struct fixture *fixture = *state;
	int face = fonts_face_for(fixture->fonts, FANGSONG, 0x77AD, false);
	if (face < 0 || face_kind(fixture->fonts, face) != FACE_GLYF)
		skip();
	assert_int_equal(face_code(fixture->fonts, face, 1234), 1234);
}

static void test_list(void **state)
{
	struct fixture *fixture = *state;
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	assert_int_equal(fonts_list(fixture->fonts, out), 0);
	fclose(out);
	for (int i = 0; i < 2; i++)
		assert_has(text, i ? "仿宋\n  face      FandolFang-Regular  fonts/downloaded/FandolFang-Regular.otf [0]  without ￥\n" : "  fallback  NotoSansCJKsc-Bold  ");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_common_characters_come_from_the_family, setup, teardown),
		cmocka_unit_test_setup_teardown(test_fallback_reaches_what_fandol_lacks, setup, teardown),
		cmocka_unit_test_setup_teardown(test_what_a_face_is_said_to_lack_comes_from_the_next, setup, teardown),
		cmocka_unit_test_setup_teardown(test_marks_come_only_from_fit_faces, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_face, setup, teardown),
		cmocka_unit_test_setup_teardown(test_last_resort, setup, teardown),
		cmocka_unit_test_setup_teardown(test_advances_are_milli_ems, setup, teardown),
		cmocka_unit_test_setup_teardown(test_codes_are_cids, setup, teardown),
		cmocka_unit_test_setup_teardown(test_code_of_glyf_is_the_glyph, setup, teardown),
		cmocka_unit_test_setup_teardown(test_list, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
