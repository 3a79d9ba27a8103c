/* Catalogues and font files that are missing, damaged, restricted or of the wrong kind. */
#include "font_fixture.h"

static int setup(void **state)
{
	*state = fixture_new();
	return 0;
}

static int teardown(void **state)
{
	fixture_free(*state);
	return 0;
}

/* A catalogue whose only face is FandolFang, from that file. */
static void open_with(struct fixture *fixture, const char *paths, const char *more)
{
	const char *text = arena_printf(fixture->arena, "[family.仿宋]\nfaces = FandolFang-Regular\n[face.FandolFang-Regular]\npaths = \"%s\"\n%s", paths, more);
	fixture_open(fixture, fixture_text(fixture, "fonts.ini", text), NULL);
	assert_int_equal(fixture->result, 0);
}

static int ask(struct fixture *fixture) { return fonts_face_for(fixture->fonts, FANGSONG, 0x4E00, false); }

static void test_no_catalogue(void **state)
{
	struct fixture *fixture = *state;
	fixture_open(fixture, "/nowhere/fonts.ini", NULL);
	assert_int_equal(fixture->result, -1);
	assert_has(fixture_report(fixture), "there is no catalogue of fonts at '/nowhere/fonts.ini'");
}

static void test_missing_first_catalogue_is_passed_over(void **state)
{
	struct fixture *fixture = *state;
	fixture_open(fixture, "/nowhere/fonts.ini", "fonts/fonts.ini");
	assert_int_equal(fixture->result, 0);
	assert_true(ask(fixture) >= 0);
}

static void test_first_catalogue_goes_first(void **state)
{
	struct fixture *fixture = *state;
	char *fandol = realpath("fonts/downloaded/FandolKai-Regular.otf", NULL);
	const char *text = arena_printf(fixture->arena, "[family.仿宋]\nfaces = FandolKai-Regular\n[face.FandolKai-Regular]\npaths = \"%s\"\n", fandol);
	free(fandol);
	fixture_open(fixture, fixture_text(fixture, "own.ini", text), "fonts/fonts.ini");
	assert_int_equal(fixture->result, 0);
	assert_string_equal(face_name(fixture->fonts, ask(fixture)), "FandolKai-Regular");
	assert_has(face_path(fixture->fonts, ask(fixture)), "/fonts/downloaded/FandolKai");
	assert_true(fonts_face_for(fixture->fonts, FANGSONG, 0x33A1, false) >= 0);    /* the standard chain stands behind */
}

static void test_catalogue_mistakes(void **state)
{
	struct fixture *fixture = *state;
	fixture_open(fixture, fixture_text(fixture, "fonts.ini",
	             "[family.仿宋]\nfaces = Nobody\n[family.篆书]\nfaces = A\n[face.A]\npath = a.otf\nindex = two\npunctuation = maybe\n"), NULL);
	assert_int_equal(fixture->result, -1);
	const char *report = fixture_report(fixture);
	assert_has(report, "fonts.ini:3:1: error: 'family.篆书' means nothing");
	assert_has(report, "fonts.ini:6:1: error: 'path' means nothing");
	assert_has(report, "fonts.ini:7:9: error: 'two' is no whole number from 0 to 255");
	assert_has(report, "fonts.ini:8:15: error: 'maybe' is not known here");
}

static void test_unknown_face_and_too_many(void **state)
{
	struct fixture *fixture = *state;
	fixture_open(fixture, fixture_text(fixture, "fonts.ini",
	             "[family.黑体]\nfaces = A B C D E F G H I Nobody\n[face.A]\n[face.B]\n[face.C]\n[face.D]\n[face.E]\n[face.F]\n[face.G]\n[face.H]\n[face.I]\n"), NULL);
	assert_int_equal(fixture->result, -1);
	const char *report = fixture_report(fixture);
	assert_has(report, "fonts.ini:2:9: error: there is no room left for 'I'");
	assert_has(report, "fonts.ini:2:9: error: the catalogue names the face 'Nobody'");
}

static void test_face_not_there(void **state)
{
	struct fixture *fixture = *state;
	const char *text = "[family.仿宋]\nfaces = NoSuchFace-Regular\n[face.NoSuchFace-Regular]\npaths = nothing.otf\n";
	fixture_open(fixture, fixture_text(fixture, "fonts.ini", text), NULL);
	assert_int_equal(ask(fixture), -1);
	assert_int_equal(fonts_face_for(fixture->fonts, FANGSONG, 0x4E01, false), -1);
	assert_int_equal(fixture_warnings(fixture), 1);
	assert_int_equal(fixture_errors(fixture), 0);
	FILE *out = fopen("/dev/null", "w");
	assert_int_equal(fonts_list(fixture->fonts, out), 1);
	fclose(out);
	assert_has(fixture_report(fixture), "fonts.ini:3:1: warning: the font 'NoSuchFace-Regular' is not on this machine");
}

static void test_optional_face_drops_out_silently(void **state)
{
	struct fixture *fixture = *state;
	const char *text = "[family.仿宋]\nfaces = NoSuchFace-Regular\n[face.NoSuchFace-Regular]\noptional = yes\n";
	fixture_open(fixture, fixture_text(fixture, "fonts.ini", text), NULL);
	assert_int_equal(ask(fixture), -1);
	assert_string_equal(fixture_report(fixture), "");
}

static void test_found_by_name(void **state)
{
	struct fixture *fixture = *state;
	const char *text = "[family.宋体]\nfaces = NotoSerifCJKsc-Regular\n[face.NotoSerifCJKsc-Regular]\npaths = moved.ttc\n";
	fixture_open(fixture, fixture_text(fixture, "fonts.ini", text), NULL);
	int face = fonts_face_for(fixture->fonts, SONGTI, 0x4E00, false);
	assert_true(face >= 0);
	assert_has(face_path(fixture->fonts, face), "NotoSerifCJK-Regular.ttc");
	assert_int_equal(face_index(fixture->fonts, face), 2);
}

static void test_index_is_corrected_by_name(void **state)
{
	struct fixture *fixture = *state;
	const char *text = "[family.宋体]\nfaces = NotoSerifCJKsc-Regular\n[face.NotoSerifCJKsc-Regular]\n"
	                   "paths = /usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc\nindex = 99\n";
	fixture_open(fixture, fixture_text(fixture, "fonts.ini", text), NULL);
	assert_int_equal(face_index(fixture->fonts, fonts_face_for(fixture->fonts, SONGTI, 0x4E00, false)), 2);
}

static void test_search_in_home(void **state)
{
	struct fixture *fixture = *state;
	size_t length;
	unsigned char *font = fixture_copy(fixture, FANG, &length);
	fixture_write(fixture, "moved.OTF", font, length);
	const char *link = arena_printf(fixture->arena, "mkdir %s/home && ln -s .. %s/home/.fonts", fixture->folder, fixture->folder);
	assert_int_equal(system(link), 0);
	setenv("HOME", arena_printf(fixture->arena, "%s/home", fixture->folder), 1);
	open_with(fixture, "nothing.otf", "");
	assert_true(ask(fixture) >= 0);
	assert_has(face_path(fixture->fonts, 0), "moved.OTF");
	assert_string_equal(fixture_report(fixture), "");
}

static void refused(struct fixture *fixture, const char *said)
{
	setenv("HOME", "/nowhere", 1);
	open_with(fixture, "bad.otf", "");
	assert_int_equal(ask(fixture), -1);
	assert_int_equal(ask(fixture), -1);
	const char *report = fixture_report(fixture);
	assert_has(report, "/bad.otf: ");
	assert_has(report, said);
	assert_null(strchr(strchr(report, '\n') + 1, '\n'));
}

static void test_text_file(void **state)
{
	fixture_text(*state, "bad.otf", "this is no font\n");
	refused(*state, "error: the file of the font 'FandolFang-Regular' is damaged or is no font");
}

static void test_empty_file(void **state)
{
	fixture_text(*state, "bad.otf", "");
	refused(*state, "is damaged or is no font");
}

static void test_cut_off_anywhere(void **state)
{
	struct fixture *fixture = *state;
	size_t length;
	unsigned char *font = fixture_copy(fixture, FANG, &length);
	for (size_t keep = 1; keep < length; keep = keep * 3 + 7) {
		fixture_write(fixture, "bad.otf", font, keep);
		open_with(fixture, "bad.otf", "");
		assert_int_equal(ask(fixture), -1);
		fonts_close(fixture->fonts);
	}
	fixture_write(fixture, "bad.otf", font, length - 100000);
	refused(fixture, "is damaged or is no font");
}

static uint16_t same_number(void *context, uint16_t glyph)
{
	(void)context;
	return glyph;
}

static const uint16_t some_glyphs[] = { 100 };
static const struct subset_order some = { .glyphs = some_glyphs, .count = 1, .cid = same_number };

/* Garbage in the CFF table must never be read beyond its end. */
static void test_spoilt_cff(void **state)
{
	struct fixture *fixture = *state;
	size_t length;
	unsigned char *font = fixture_copy(fixture, FANG, &length);
	unsigned char *table = font + fixture_number(fixture_record(font, "CFF ") + 8);
	for (int at = 0; at < 200; at++) {
		unsigned char kept = table[at];
		struct subset subset;
		table[at] = 0xFF;
		fixture_write(fixture, "bad.otf", font, length);
		open_with(fixture, "bad.otf", "");
		int face = ask(fixture);
		if (face >= 0 && !face_subset(fixture->arena, fixture->all, fixture->fonts, face, &some, &subset))
			assert_true(subset.glyph_count > 0);
		fonts_close(fixture->fonts);
		table[at] = kept;
		at += at > 40 ? 9 : 0;
	}
	memset(table, 0xFF, 64);
	fixture_write(fixture, "bad.otf", font, length);
	refused(fixture, "is damaged or is no font");
}

static void patch_rights(struct fixture *fixture, unsigned char high, unsigned char low)
{
	size_t length;
	unsigned char *font = fixture_copy(fixture, FANG, &length);
	unsigned char *os2 = font + fixture_number(fixture_record(font, "OS/2") + 8);
	os2[8] = high;
	os2[9] = low;
	fixture_write(fixture, "bad.otf", font, length);
}

static void test_restricted(void **state)
{
	patch_rights(*state, 0, 2);
	refused(*state, "error: the font 'FandolFang-Regular' forbids embedding");
}

static void test_bitmaps_only(void **state)
{
	patch_rights(*state, 2, 4);
	refused(*state, "forbids embedding");
}

static void test_preview_and_print_is_enough(void **state)
{
	patch_rights(*state, 0, 4);
	open_with(*state, "bad.otf", "");
	assert_int_equal(ask(*state), 0);
}

static void test_no_subsetting_embeds_the_whole(void **state)
{
	struct fixture *fixture = *state;
	struct subset subset;
	patch_rights(fixture, 1, 0);
	open_with(fixture, "bad.otf", "");
	assert_int_equal(ask(fixture), 0);
	assert_true(face_describe(fixture->fonts, 0).no_subsetting);
	assert_int_equal(face_subset(fixture->arena, fixture->all, fixture->fonts, 0, &some, &subset), 0);
	size_t length;
	unsigned char *font = fixture_copy(fixture, FANG, &length), *record = fixture_record(font, "CFF ");
	assert_int_equal(subset.length, fixture_number(record + 12));
	assert_memory_equal(subset.data, font + fixture_number(record + 8), subset.length);
	assert_int_equal(subset.glyph_count, 10365);
	assert_int_equal(subset.glyphs[10364], 10364);
}

static void test_cff2(void **state)
{
	struct fixture *fixture = *state;
	size_t length;
	unsigned char *font = fixture_copy(fixture, FANG, &length);
	fixture_record(font, "CFF ")[3] = '2';
	fixture_write(fixture, "bad.otf", font, length);
	refused(fixture, "error: a PDF cannot hold the outlines of the font 'FandolFang-Regular' (CFF2)");
}

static void test_other_font_in_the_file(void **state)
{
	struct fixture *fixture = *state;
	size_t length;
	unsigned char *font = fixture_copy(fixture, "fonts/downloaded/FandolHei-Regular.otf", &length);
	fixture_write(fixture, "bad.otf", font, length);
	refused(fixture, "warning: this file does not hold the font 'FandolFang-Regular'");
}

static void test_blank_glyph_is_no_coverage(void **state)
{
	struct fixture *fixture = *state;
	size_t length;
	if (access(WENKAI, R_OK) != 0)
		skip();
	unsigned char *font = fixture_copy(fixture, WENKAI, &length);
	hb_blob_t *blob = hb_blob_create((const char *)font, (unsigned)length, HB_MEMORY_MODE_READONLY, NULL, NULL);
	hb_face_t *face = hb_face_create(blob, 0);
	hb_font_t *hb = hb_font_create(face);
	hb_codepoint_t glyph = 0;
	hb_font_get_nominal_glyph(hb, 0x77AD, &glyph);
	unsigned char *loca = font + fixture_number(fixture_record(font, "loca") + 8) + 4 * glyph;
	memcpy(loca + 4, loca, 4);    /* the glyph ends where it begins */
	hb_font_destroy(hb);
	hb_face_destroy(face);
	hb_blob_destroy(blob);
	fixture_write(fixture, "blank.ttf", font, length);
	fixture_open(fixture, fixture_text(fixture, "fonts.ini", "[family.仿宋]\nfaces = LXGWWenKai-Light\n[face.LXGWWenKai-Light]\npaths = blank.ttf\n"), NULL);
	assert_int_equal(fonts_face_for(fixture->fonts, FANGSONG, 0x77AD, false), -1);
	assert_int_equal(ask(fixture), 0);
	assert_int_equal(fonts_face_for(fixture->fonts, FANGSONG, 0x3000, false), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(no_catalogue), TEST(missing_first_catalogue_is_passed_over), TEST(first_catalogue_goes_first), TEST(catalogue_mistakes),
		TEST(unknown_face_and_too_many), TEST(face_not_there), TEST(optional_face_drops_out_silently), TEST(found_by_name),
		TEST(index_is_corrected_by_name), TEST(search_in_home), TEST(text_file), TEST(empty_file), TEST(cut_off_anywhere), TEST(spoilt_cff),
		TEST(restricted), TEST(bitmaps_only), TEST(preview_and_print_is_enough), TEST(no_subsetting_embeds_the_whole), TEST(cff2),
		TEST(other_font_in_the_file), TEST(blank_glyph_is_no_coverage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
