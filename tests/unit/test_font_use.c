/* Taking the office's own fonts from a folder. Fonts under other names stand in for the office's. */
#include "font_fixture.h"
#include <sys/stat.h>

static int setup(void **state)
{
	struct fixture *fixture = fixture_new();
	mkdir(arena_printf(fixture->arena, "%s/office", fixture->folder), 0777);
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	fixture_free(*state);
	return 0;
}

/* What fonts_use prints; its result in *result. */
static const char *use(struct fixture *fixture, const char *folder, const char *catalogue, int *result)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	*result = fonts_use(fixture->arena, fixture->all, folder, catalogue, out);
	fclose(out);
	const char *copy = arena_strndup(fixture->arena, text, length);
	free(text);
	return copy;
}

static void put_font(struct fixture *fixture, const char *from, const char *name)
{
	size_t length;
	unsigned char *font = fixture_copy(fixture, from, &length);
	fixture_write(fixture, name, font, length);
}

/* Changes the family name in the name table of a copy of FandolFang, which is stored as UTF-16. */
static void put_renamed(struct fixture *fixture, const char *from, const char *to, size_t units, const char *name)
{
	size_t length;
	int changed = 0;
	unsigned char *font = fixture_copy(fixture, FANG, &length), *record = fixture_record(font, "name");
	unsigned char *table = font + fixture_number(record + 8), *end = table + fixture_number(record + 12);
	for (unsigned char *at = table; at + 2 * units <= end; at++) {
		if (memcmp(at, from, 2 * units) == 0) {
			memcpy(at, to, 2 * units);
			changed++;
		}
	}
	assert_true(changed > 0);
	fixture_write(fixture, name, font, length);
}

static void test_by_file_name(void **state)
{
	struct fixture *fixture = *state;
	int result;
	put_font(fixture, FANG, "office/SIMFANG.TTF");
	put_font(fixture, "fonts/downloaded/FandolKai-Regular.otf", "office/notes.otf");
	fixture_text(fixture, "office/broken.ttf", "no font");
	fixture_text(fixture, "office/readme.txt", "no font either");
	const char *catalogue = arena_printf(fixture->arena, "%s/fonts.ini", fixture->folder);
	const char *said = use(fixture, arena_printf(fixture->arena, "%s/office", fixture->folder), catalogue, &result);
	assert_int_equal(result, 0);
	assert_has(said, "仿宋: FandolFang-Regular  ");
	assert_has(said, "/office/SIMFANG.TTF [0]\n");
	assert_has(said, "notes.otf (FandolKai-Regular): none of the names that official documents use\n");
	assert_has(said, "broken.ttf (?): damaged, or no font\n");
	assert_has(said, "楷体: nothing found, the free font stays\n");
	assert_null(strstr(said, "readme.txt"));
	fixture_open(fixture, catalogue, "fonts/fonts.ini");
	int face = fonts_face_for(fixture->fonts, FANGSONG, 0x4E00, false);
	assert_has(face_path(fixture->fonts, face), "/office/SIMFANG.TTF");
	assert_true(fonts_face_for(fixture->fonts, FANGSONG, 0x33A1, false) > face);
	assert_string_equal(fixture_report(fixture), "");
}

static void test_by_name_in_the_font(void **state)
{
	struct fixture *fixture = *state;
	int result;
	/* "FandolFang R" becomes "Fang  Song__" where blanks and _ do not count */
	put_renamed(fixture, "\0F\0a\0n\0d\0o\0l\0F\0a\0n\0g", "\0f\0a\0N\0G\0_\0_\0s\0o\0n\0G", 10, "office/a.otf");
	const char *catalogue = arena_printf(fixture->arena, "%s/fonts.ini", fixture->folder);
	const char *said = use(fixture, arena_printf(fixture->arena, "%s/office", fixture->folder), catalogue, &result);
	assert_int_equal(result, 0);
	assert_has(said, "/office/a.otf [0]\n");
	fixture_open(fixture, catalogue, NULL);
	assert_int_equal(fonts_face_for(fixture->fonts, FANGSONG, 0x4E00, false), 0);
	assert_int_equal(fonts_face_for(fixture->fonts, KAITI, 0x4E00, false), -1);
}

static void test_better_name_goes_first(void **state)
{
	struct fixture *fixture = *state;
	int result;
	put_font(fixture, "fonts/downloaded/FandolHei-Regular.otf", "office/FZHTK.TTF");
	put_font(fixture, FANG, "office/simhei.ttf");
	put_font(fixture, FANG, "office/fzht_document.ttf");
	const char *catalogue = arena_printf(fixture->arena, "%s/fonts.ini", fixture->folder);
	const char *said = use(fixture, arena_printf(fixture->arena, "%s/office", fixture->folder), catalogue, &result);
	assert_has(said, "fzht_document.ttf (FandolFang-Regular): the same font was found in another file\n");
	fixture_open(fixture, catalogue, NULL);
	assert_has(face_path(fixture->fonts, fonts_face_for(fixture->fonts, HEITI, 0x4E00, false)), "/office/simhei.ttf");
	struct bytes bytes;
	assert_int_equal(file_read(fixture->arena, fixture->all, NULL, catalogue, &bytes), 0);
	assert_has(arena_strndup(fixture->arena, (const char *)bytes.data, bytes.length), "[family.黑体]\nfaces = FandolFang-Regular FandolHei-Regular\n");
}

static void test_restricted_is_not_taken(void **state)
{
	struct fixture *fixture = *state;
	size_t length;
	int result;
	unsigned char *font = fixture_copy(fixture, FANG, &length);
	font[fixture_number(fixture_record(font, "OS/2") + 8) + 9] = 2;
	fixture_write(fixture, "office/simfang.ttf", font, length);
	const char *catalogue = arena_printf(fixture->arena, "%s/fonts.ini", fixture->folder);
	const char *said = use(fixture, arena_printf(fixture->arena, "%s/office", fixture->folder), catalogue, &result);
	assert_int_equal(result, -1);
	assert_has(said, "simfang.ttf (FandolFang-Regular): its licence flags (OS/2 fsType) forbid embedding\n");
	assert_int_not_equal(access(catalogue, F_OK), 0);
	assert_has(fixture_report(fixture), "error: no font in '");
}

static void test_no_such_folder(void **state)
{
	struct fixture *fixture = *state;
	int result;
	use(fixture, "/nowhere/fonts", "/nowhere/fonts.ini", &result);
	assert_int_equal(result, -1);
	assert_has(fixture_report(fixture), "cannot open '/nowhere/fonts'");
}

static void test_path_with_a_colon(void **state)
{
	struct fixture *fixture = *state;
	int result;
	mkdir(arena_printf(fixture->arena, "%s/office/a:b", fixture->folder), 0777);
	put_font(fixture, FANG, "office/a:b/simfang.ttf");
	const char *said = use(fixture, arena_printf(fixture->arena, "%s/office", fixture->folder), "/nowhere/fonts.ini", &result);
	assert_int_equal(result, -1);
	assert_has(said, "its path has a sign that a catalogue cannot hold");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(by_file_name), TEST(by_name_in_the_font), TEST(better_name_goes_first), TEST(restricted_is_not_taken), TEST(no_such_folder),
		TEST(path_with_a_colon),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
