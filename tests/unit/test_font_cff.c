/* CFF tables made by hand: what becomes of subroutines, hints and widths, what is refused, and that FreeType draws the table that
 * is written as it draws the one it was made from. */
#include "font_fixture.h"
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include "cff_tables.h"
#include "font/cff.h"

static int setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int teardown(void **state)
{
	arena_free(*state);
	return 0;
}

#define NOTDEF CODE("\x0e")

/* The flat form of glyph 1 of a table keyed by names. */
static struct bytes flat(struct arena *arena, const struct table_wish *wish)
{
	unsigned char *out = arena_alloc(arena, CFF_OUTLINE_MOST);
	struct cff *cff = cff_open(arena, table_make(arena, wish));
	assert_non_null(cff);
	return (struct bytes){ out, cff_flatten(cff, 1, out) };
}

static void becomes(struct arena *arena, struct table_wish wish, struct bytes expected)
{
	struct bytes found = flat(arena, &wish);
	assert_int_equal(found.length, expected.length);
	assert_memory_equal(found.data, expected.data, expected.length);
}

#define BECOMES(text, ...) becomes(*state, (struct table_wish){ __VA_ARGS__ }, (struct bytes)CODE(text))
#define REFUSED(...) BECOMES("", __VA_ARGS__)
#define GLYPH(text) .glyphs = { NOTDEF, CODE(text) }

/* 0x8b is 0, 0x8c 1 …; 0xf7 0x00 is 108. */
static void test_hints_go(void **state)
{
	BECOMES("\x8c\x8d\x15\x8e\x06\x0e", GLYPH("\x8c\x8d\x15\x8e\x06\x0e"));
	/* width, two stems; a mask of one byte that looks like an operator */
	BECOMES("\x90\x8c\x8d\x15\x8e\x06\x0e", GLYPH("\x90\x8c\x8d\x12\x8c\x8d\x17\x13\x0e\x8c\x8d\x15\x8e\x06\x0e"));
	/* no width; vertical stems that wait before the mask; nine stems have two bytes of mask; a mask in the midst of the outline */
	BECOMES("\x8c\x16\x8e\x07\x8e\x06\x0e", GLYPH("\x8c\x8d\x8c\x8d\x8c\x8d\x8c\x8d\x8c\x8d\x8c\x8d\x8c\x8d\x8c\x8d\x01\x8c\x8d\x13\x0e\x0e\x8c\x16\x8e\x07\x13\x15\x15\x8e\x06\x0e"));
	/* a width alone before a mask, then endchar */
	BECOMES("\xf7\x00\x0e", GLYPH("\xf7\x00\x13\x0e"));
	BECOMES("\xf7\x00\x0e", GLYPH("\xf7\x00\x0e"));
	BECOMES("\xff\x00\x01\x80\x00\x1c\x7f\xff\x15\xfb\x00\x07\x0e", GLYPH("\xff\x00\x01\x80\x00\x1c\x7f\xff\x15\xfb\x00\x07\x0e"));
}

static void test_subroutines_are_put_in(void **state)
{
	/* numbers count from the middle: -107 is the first of few */
	BECOMES("\x8c\x8d\x15\x8e\x06\x8f\x07\x0e", .glyphs = { NOTDEF, CODE("\x8c\x8d\x15\x20\x0a\x21\x0a") }, .local = { CODE("\x8e\x06\x20\x1d\x0b"), CODE("\x0e") }, .global = { CODE("\x8f\x07\x0b") });
	/* operands that one leaves for the next; a number that a subroutine pushes names another; stems and masks within */
	BECOMES("", .glyphs = { NOTDEF, CODE("\x20\x20\x0a\x0a\x8e\x06\x0e") }, .local = { CODE("\x90\x8c\x8d\x12\x13\x0b\x8c\x8d\x15\x8e\x21\x0b") });
	BECOMES("\x90\x8c\x8d\x15\x8e\x06\x0e", .glyphs = { NOTDEF, CODE("\x20\x0a\x0a\x8e\x06\x0e") }, .local = { CODE("\x21\x0b"), CODE("\x90\x8c\x8d\x12\x8c\x8d\x13\x0b\x8c\x8d\x15\x0b") });
}

static void test_flex(void **state)
{
	BECOMES("\x8c\x16\x8c\x8c\x8c\x8c\x8c\x8c\x8c\x0c\x22\x0e", GLYPH("\x8c\x16\x8c\x8c\x8c\x8c\x8c\x8c\x8c\x0c\x22\x0e"));
	REFUSED(GLYPH("\x8c\x16\x8c\x8c\x8c\x8c\x8c\x8c\x0c\x22\x0e"));
	REFUSED(GLYPH("\x8c\x8c\x8c\x8c\x8c\x8c\x8c\x0c\x22\x0e"));
}

static void test_refused(void **state)
{
	REFUSED(GLYPH("\x8c\x8d\x0c\x0a\x16\x0e"));                 /* arithmetic */
	REFUSED(GLYPH("\x8c\x8d\x8e\x8f\x0e"));                     /* endchar with an accent */
	REFUSED(GLYPH("\x8c\x8d\x15\x8e\x06"));                     /* no end */
	REFUSED(GLYPH("\x8c\x8d\x15\x8e\x06\x0b"));                 /* return outside of a subroutine */
	REFUSED(GLYPH("\x8e\x06\x0e"));                             /* a line before the first moveto */
	REFUSED(GLYPH("\x8c\x8d\x15\x8e\x8e\x8e\x05\x0e"));         /* an odd number for lines */
	REFUSED(GLYPH("\x8c\x8d\x8c\x8d\x15\x0e"));                 /* too many for a moveto */
	REFUSED(GLYPH("\x90\x8c\x8d\x12\x90\x8c\x8d\x15\x0e"));     /* two widths */
	REFUSED(GLYPH("\x8c\x16\x8c\x8d\x01\x0e"));                 /* a stem after the outline has begun */
	REFUSED(GLYPH("\x8c\x8d\x01\x13"));                         /* a mask cut off */
	REFUSED(GLYPH("\x8c\x1c\x01"));                             /* a number cut off */
	REFUSED(GLYPH("\x8c\x16\x02\x0e"));                         /* an operator that there is not */
	REFUSED(GLYPH("\x0a\x0e"));                                 /* a subroutine without its number */
	REFUSED(GLYPH("\x20\x0a\x0e"));                             /* one that there is not */
	REFUSED(GLYPH("\xff\x00\x01\x80\x00\x0a\x0e"));             /* a fraction as its number */
	REFUSED(.glyphs = { NOTDEF, CODE("\x20\x0a\x0e") }, .local = { CODE("\x20\x0a\x0b") });    /* one that calls itself */
	REFUSED(.glyphs = { NOTDEF, CODE("\x20\x0a\x0e") }, .local = { CODE("\x8c") });            /* one that does not return */
	REFUSED(.glyphs = { NOTDEF });                        /* a glyph that there is not */
}

/* Each of ten calls the next ten times: more bytes than any outline has. */
static void test_bomb(void **state)
{
	struct table_wish wish = { .glyphs = { NOTDEF, CODE("\x8c\x16\x20\x0a\x0e") } };
	for (unsigned i = 0; i < TABLE_OBJECTS_MOST; i++) {
		struct buffer code = { .arena = *state };
		for (int times = 0; times < 40; times++) {
			buffer_byte(&code, (char)(i + 1 < TABLE_OBJECTS_MOST ? 0x21 + i : 0x8c));
			buffer_byte(&code, i + 1 < TABLE_OBJECTS_MOST ? 0x0a : 0x06);
		}
		buffer_byte(&code, 0x0b);
		wish.local[i] = table_bytes(&code);
	}
	becomes(*state, wish, (struct bytes){ (const unsigned char *)"", 0 });
}

static void test_stack(void **state)
{
	struct buffer code = { .arena = *state };
	buffer_add(&code, "\x8c\x16", 2);
	for (int i = 0; i < 48; i++)
		buffer_byte(&code, (char)0x8c);
	buffer_add(&code, "\x05\x0e", 2);
	struct table_wish wish = { .glyphs = { NOTDEF, table_bytes(&code) } };
	becomes(*state, wish, table_bytes(&code));
	code.length = 2;
	for (int i = 0; i < 50; i++)
		buffer_byte(&code, (char)0x8c);
	buffer_add(&code, "\x05\x0e", 2);
	wish.glyphs[1] = table_bytes(&code);
	becomes(*state, wish, (struct bytes){ (const unsigned char *)"", 0 });
}

/* Tables that are left to hb-subset, and tables cut off anywhere. */
static void test_tables(void **state)
{
	struct table_wish plain = { .glyphs = { NOTDEF, CODE("\x8c\x16\x8e\x06\x0e") } };
	struct table_wish others[] = { plain, plain, plain };
	const char *tops[] = { "\x8c\x0c\x06", "\x8d\x0c\x05", "\x8c\x0c\x14" };    /* charstrings of type 1, stroked, synthetic */
	for (int i = 0; i < 3; i++) {
		others[i].top = tops[i];
		others[i].top_length = 3;
		assert_null(cff_open(*state, table_make(*state, &others[i])));
	}
	for (int by_cid = 0; by_cid < 2; by_cid++) {
		unsigned char *out = arena_alloc(*state, CFF_OUTLINE_MOST);
		plain.by_cid = by_cid;
		struct bytes table = table_make(*state, &plain);
		for (size_t keep = 0; keep < table.length; keep++) {
			unsigned char *part = malloc(keep + 1);    /* of its own, for the sanitizers */
			memcpy(part, table.data, keep);
			struct cff *cff = cff_open(*state, (struct bytes){ part, keep });
			if (cff)
				cff_flatten(cff, 1, out);
			free(part);
		}
		assert_non_null(cff_open(*state, table));
	}
}

/* ---- what is written, as FreeType draws it ---- */
static const struct table_wish drawn = {
	.glyphs = { CODE("\xf7\x00\x8c\x8d\x15\xf7\x8c\x07\xf7\x0c\x06\x0e"), CODE("\x90\x8c\x8d\x12\x8c\x8d\x13\xc0\x8c\x8d\x15\xf7\x20\x06\xf7\x20\x07\x0e"),
	            CODE("\x8c\x8d\x01\x20\x1d\x0e"), CODE("\x8c\x16\x8e\x9e\xae\x8e\x9e\xae\x9f\xf7\x10\x1b\x0e"), CODE("\x0e"),
	            CODE("\x9f\xf7\x01\x15\x20\x0a\xf7\x20\xf7\x21\x05\x0e") },
	.local = { CODE("\xf7\x10\x8b\xf7\x11\xf7\x12\x8b\xf7\x13\x08\x0b") }, .global = { CODE("\x90\x91\x15\xf7\x00\x06\xf7\x40\xf7\x40\x05\x0b") },
	.top = "\x1d\x00\x00\x01\x89\x01", .top_length = 6,    /* Notice */
};

static FT_Outline outline_of(FT_Face face, FT_UInt number, FT_Pos *advance)
{
	assert_int_equal(FT_Load_Glyph(face, number, FT_LOAD_NO_SCALE), 0);
	*advance = face->glyph->metrics.horiAdvance;
	return face->glyph->outline;
}

static void same_glyph(FT_Face source, FT_UInt old, FT_Face subset, FT_UInt new)
{
	FT_Pos advances[2];
	FT_Outline a = outline_of(source, old, &advances[0]), b = outline_of(subset, new, &advances[1]);
	assert_int_equal(advances[0], advances[1]);
	assert_int_equal(a.n_points, b.n_points);
	assert_int_equal(a.n_contours, b.n_contours);
	if (a.n_points) {
		assert_memory_equal(a.points, b.points, (size_t)a.n_points * sizeof *a.points);
		assert_memory_equal(a.tags, b.tags, (size_t)a.n_points);
	}
}

static FT_Face parsed(FT_Library library, struct bytes table)
{
	FT_Face face = NULL;
	assert_int_equal(FT_New_Memory_Face(library, table.data, (FT_Long)table.length, 0, &face), 0);
	return face;
}

static void test_written(void **state)
{
	struct table_wish wish = drawn;
	unsigned char *room = arena_alloc(*state, CFF_OUTLINE_MOST);
	FT_Library library;
	assert_int_equal(FT_Init_FreeType(&library), 0);
	for (int by_cid = 0; by_cid < 2; by_cid++) {
		static const uint16_t order[] = { 0, 5, 1, 4, 2, 3 }, cids[] = { 0, 1, 2, 3, 700, 60000 };
		struct cff_glyph glyphs[6];
		wish.by_cid = by_cid;
		struct bytes table = table_make(*state, &wish);
		struct cff *cff = cff_open(*state, table);
		assert_non_null(cff);
		for (int i = 0; i < 6; i++) {
			unsigned length = cff_flatten(cff, order[i], room);
			unsigned char *kept = arena_alloc(*state, length + 1);
			memcpy(kept, room, length);
			assert_true(length > 0);
			glyphs[i] = (struct cff_glyph){ order[i], cids[i], { kept, length } };
		}
		struct bytes written = cff_write(*state, cff, glyphs, 6);
		FT_Face source = parsed(library, table), subset = parsed(library, written);
		assert_int_equal(subset->num_glyphs, 60001);    /* of a bare table by CID: one more than the greatest */
		assert_int_equal(subset->bbox.xMax, 1000);
		assert_non_null(memmem(written.data, written.length, "(c) nobody", 10));
		for (int i = 0; i < 6; i++)
			same_glyph(source, by_cid ? 10u * order[i] : order[i], subset, cids[i]);
		FT_Done_Face(source);
		FT_Done_Face(subset);
	}
	FT_Done_FreeType(library);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(hints_go), TEST(subroutines_are_put_in), TEST(flex), TEST(refused), TEST(bomb), TEST(stack), TEST(tables), TEST(written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
