/* TrueType tables made by hand: components come along and are numbered anew, instructions go, damage is refused. */
#include "font_fixture.h"
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include "font/glyf.h"

#define TRIANGLE "\0\1\0\0\0\0\1\xf4\1\xf4" "\0\2" "\0\4" "\xB0\x7A\x7A\x21" "\1\1\1" "\0\0\1\xf4\0\0" "\0\0\0\0\1\xf4"
enum { SIMPLE_BYTES = sizeof TRIANGLE - 1, GLYPHS = 6 };

/* 0 blank; 1 a triangle with instructions; 2 blank; 3 of 1 moved by (10, 20) and of 4 at half its size, with instructions; 4 of 1 as it
 * stands; 5 of itself. */
static const struct bytes glyphs[GLYPHS] = {
	{ NULL, 0 },
	{ (const unsigned char *)TRIANGLE "\0", SIMPLE_BYTES + 1 },
	{ NULL, 0 },
	{ (const unsigned char *)"\xff\xff\0\0\0\0\1\xf4\1\xf4" "\0\x23\0\1\0\x0a\0\x14" "\1\x0b\0\4\0\0\0\0\x20\0" "\0\3\xB0\x7A\x21\0", 34 },
	{ (const unsigned char *)"\xff\xff\0\0\0\0\1\xf4\1\xf4" "\0\2\0\1\0\0", 16 },
	{ (const unsigned char *)"\xff\xff\0\0\0\0\1\xf4\1\xf4" "\0\2\0\5\0\0", 16 },
};

static void put(unsigned char *at, unsigned number)
{
	at[0] = (unsigned char)(number >> 8);
	at[1] = (unsigned char)number;
}

/* Offsets of four or of two bytes; three metrics of their own, the rest have side bearings only. */
static void make_tables(struct arena *arena, bool wide, struct bytes tables[GLYF_TABLES])
{
	static const size_t lengths[GLYF_TABLES] = { 200, 54, 36, 4 * 3 + 2 * 3, 4 * (GLYPHS + 1), 32 };
	unsigned char *data[GLYF_TABLES];
	unsigned at = 0;
	for (int i = 0; i < GLYF_TABLES; i++)
		data[i] = arena_alloc(arena, lengths[i]);
	for (unsigned i = 0; i <= GLYPHS; i++) {
		if (wide)
			put(data[GLYF_LOCA] + 4 * i + 2, at);
		else
			put(data[GLYF_LOCA] + 2 * i, at / 2);
		if (i < GLYPHS && glyphs[i].length)
			memcpy(data[GLYF_GLYF] + at, glyphs[i].data, glyphs[i].length);
		at += i < GLYPHS ? (unsigned)glyphs[i].length : 0;
	}
	put(data[GLYF_HEAD], 1);
	put(data[GLYF_HEAD] + 12, 0x5F0F);
	put(data[GLYF_HEAD] + 14, 0x3CF5);
	put(data[GLYF_HEAD] + 18, 1000);
	put(data[GLYF_HEAD] + 50, wide);
	put(data[GLYF_HHEA], 1);
	put(data[GLYF_HHEA] + 34, 3);
	for (unsigned i = 0; i < 3; i++)
		put(data[GLYF_HMTX] + 4 * i, 100 + i);
	put(data[GLYF_HMTX] + 14, 7);    /* glyph 4's bearing: FreeType moves it there */
	put(data[GLYF_MAXP], 1);
	put(data[GLYF_MAXP] + 4, GLYPHS);
	put(data[GLYF_MAXP] + 14, 2);
	put(data[GLYF_MAXP] + 26, 4);
	for (int i = 0; i < GLYF_TABLES; i++)
		tables[i] = (struct bytes){ data[i], lengths[i] };
	tables[GLYF_GLYF].length = at;
	tables[GLYF_LOCA].length = (wide ? 4 : 2) * (GLYPHS + 1);
}

static FT_Face parsed(FT_Library library, struct bytes file)
{
	FT_Face face = NULL;
	assert_int_equal(FT_New_Memory_Face(library, file.data, (FT_Long)file.length, 0, &face), 0);
	return face;
}

static void check_points(FT_Face face, FT_UInt glyph, const FT_Vector *points, int count)
{
	assert_int_equal(FT_Load_Glyph(face, glyph, FT_LOAD_NO_SCALE), 0);
	assert_int_equal(face->glyph->outline.n_points, count);
	for (int i = 0; i < count; i++)
		assert_true(face->glyph->outline.points[i].x == points[i].x && face->glyph->outline.points[i].y == points[i].y);
}

static void test_components(void **state)
{
	static const FT_Vector simple[] = { { 0, 0 }, { 500, 0 }, { 500, 500 } };
	static const FT_Vector moved[] = { { 7, 0 }, { 507, 0 }, { 507, 500 } };
	static const FT_Vector composed[] = { { 10, 20 }, { 510, 20 }, { 510, 520 }, { 0, 0 }, { 250, 0 }, { 250, 250 } };
	static const uint16_t asked[] = { 3 }, expected[] = { 0, 1, 3, 4 };
	FT_Library library;
	(void)state;
	assert_int_equal(FT_Init_FreeType(&library), 0);
	for (int wide = 0; wide < 2; wide++) {
		struct arena *arena = arena_new();
		struct bytes tables[GLYF_TABLES];
		struct glyf_subset made;
		make_tables(arena, wide, tables);
		assert_true(glyf_subset(arena, tables, asked, 1, &made));
		assert_int_equal(made.glyph_count, 4);
		assert_memory_equal(made.glyphs, expected, sizeof expected);
		assert_null(memmem(made.file.data, made.file.length, "\xB0\x7A", 2));
		FT_Face face = parsed(library, made.file);
		assert_int_equal(face->num_glyphs, 4);
		check_points(face, 1, simple, 3);
		check_points(face, 2, composed, 6);
		check_points(face, 3, moved, 3);
		assert_int_equal(face->glyph->metrics.horiAdvance, 102);    /* glyph 4 has the last advance */
		check_points(face, 0, simple, 0);
		assert_int_equal(face->glyph->metrics.horiAdvance, 100);
		FT_Done_Face(face);
		arena_free(arena);
	}
	FT_Done_FreeType(library);
}

/* What composes itself ends; tables cut off anywhere are refused or read in bounds. */
static void test_damage(void **state)
{
	static const uint16_t itself[] = { 5 }, asked[] = { 3 }, beyond[] = { 6 };
	struct arena *arena = arena_new();
	struct bytes tables[GLYF_TABLES];
	struct glyf_subset made;
	(void)state;
	make_tables(arena, true, tables);
	assert_true(glyf_subset(arena, tables, itself, 1, &made));
	assert_int_equal(made.glyph_count, 2);
	assert_false(glyf_subset(arena, tables, beyond, 1, &made));
	for (int i = 0; i < GLYF_TABLES; i++) {
		struct bytes whole = tables[i];
		for (size_t keep = 0; keep < whole.length; keep++) {
			unsigned char *part = malloc(keep + 1);
			memcpy(part, whole.data, keep);
			tables[i] = (struct bytes){ part, keep };
			bool made_of_part = glyf_subset(arena, tables, asked, 1, &made);
			assert_true(!made_of_part || i == GLYF_GLYF || (i == GLYF_LOCA && keep >= 4 * 6) || (i == GLYF_HMTX && keep >= 16));
			free(part);
		}
		tables[i] = whole;
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_components), cmocka_unit_test(test_damage) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
