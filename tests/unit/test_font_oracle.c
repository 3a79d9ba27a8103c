/* Our subsets against hb-subset's and against the font itself: every glyph of every face of the catalogue, as FreeType reads them; pages set with either, as poppler and mupdf draw them; what hb-subset takes over; what is kept. */
#include "font_fixture.h"
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include "base/buffer.h"
#include "font/fonts.h"

enum { ALL = 65536 };

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

/* CIDs in the reverse order of the glyphs, so that the order of a table is not that of its source. */
static uint16_t reversed(void *context, uint16_t glyph)
{
	(void)context;
	return glyph ? (uint16_t)(ALL - glyph) : 0;
}

static struct subset_order order_of(struct fixture *fixture, int first, int last, int step)
{
	uint16_t *glyphs = arena_array(fixture->arena, ALL, sizeof *glyphs);
	struct subset_order order = { .glyphs = glyphs, .cid = reversed };
	for (int glyph = first; glyph < last; glyph += step)
		glyphs[order.count++] = (uint16_t)glyph;
	return order;
}

static void both(struct fixture *fixture, int face, const struct subset_order *order, struct subset subsets[2])
{
	assert_int_equal(face_subset(fixture->arena, fixture->all, fixture->fonts, face, order, &subsets[0]), 0);
	assert_int_equal(face_subset_by_harfbuzz(fixture->arena, fixture->all, fixture->fonts, face, order, &subsets[1]), 0);
	assert_int_equal(subsets[0].glyph_count, subsets[1].glyph_count);
	assert_memory_equal(subsets[0].glyphs, subsets[1].glyphs, (size_t)subsets[0].glyph_count * sizeof *subsets[0].glyphs);
}

static FT_Face parsed(FT_Library library, const struct subset *subset)
{
	FT_Face face = NULL;
	assert_int_equal(FT_New_Memory_Face(library, subset->data, (FT_Long)subset->length, 0, &face), 0);
	return face;
}

static FT_Outline outline_of(FT_Face face, FT_UInt number)
{
	assert_int_equal(FT_Load_Glyph(face, number, FT_LOAD_NO_SCALE), 0);
	return face->glyph->outline;
}

static bool same_outline(FT_Face left, FT_UInt a, FT_Face right, FT_UInt b)
{
	FT_Outline one = outline_of(left, a), other = outline_of(right, b);
	return one.n_points == other.n_points && one.n_contours == other.n_contours
	       && (!one.n_points || (memcmp(one.points, other.points, (size_t)one.n_points * sizeof *one.points) == 0
	                             && memcmp(one.tags, other.tags, (size_t)one.n_points) == 0
	                             && memcmp(one.contours, other.contours, (size_t)one.n_contours * sizeof *one.contours) == 0));
}

/* Glyphs of which ours, hb-subset's and the source do not agree. Widths are of the tables: the source's are of its hmtx. */
static int differing(struct fixture *fixture, int face, const struct subset subsets[2])
{
	bool named = face_kind(fixture->fonts, face) == FACE_CFF_NAMED;
	FT_Library library;
	FT_Face source;
	int count = 0;
	assert_int_equal(FT_Init_FreeType(&library), 0);
	assert_int_equal(FT_New_Face(library, face_path(fixture->fonts, face), face_index(fixture->fonts, face), &source), 0);
	FT_Face ours = parsed(library, &subsets[0]), theirs = parsed(library, &subsets[1]);
	for (int i = 0; i < subsets[0].glyph_count; i++) {
		FT_UInt glyph = subsets[0].glyphs[i], cid = named ? glyph : reversed(NULL, (uint16_t)glyph);
		FT_UInt own = subsets[0].renumbered ? (FT_UInt)i : cid, its = subsets[0].renumbered ? glyph : cid;
		bool same = same_outline(source, glyph, ours, own) && same_outline(ours, own, theirs, its);
		count += !same || ours->glyph->metrics.horiAdvance != theirs->glyph->metrics.horiAdvance;
	}
	assert_true(ours->bbox.xMin == theirs->bbox.xMin && ours->bbox.yMin == theirs->bbox.yMin && ours->bbox.xMax == theirs->bbox.xMax && ours->bbox.yMax == theirs->bbox.yMax);
	FT_Done_Face(ours);
	FT_Done_Face(theirs);
	FT_Done_Face(source);
	FT_Done_FreeType(library);
	return count;
}

/* None of its glyphs is left to hb-subset. */
static void is_ours(struct fixture *fixture, int number, const struct subset *subset)
{
	const struct face *face = &fixture->fonts->faces[number];
	unsigned char *room = arena_alloc(fixture->arena, CFF_OUTLINE_MOST);
	int refused = 0;
	assert_true(subset->renumbered == (face->kind == FACE_GLYF));
	if (face->kind == FACE_GLYF)
		return;
	assert_non_null(face->cff);
	for (unsigned glyph = 0; glyph < face->glyphs; glyph++)
		refused += cff_flatten(face->cff, glyph, room) == 0;
	assert_int_equal(refused, 0);
}

/* Of the great ones, with up to 65,535 glyphs, every seventh is compared. */
static void test_every_glyph(void **state)
{
	struct fixture *fixture = *state;
	int faces = 0;
	for (int number = 0; number < face_count(fixture->fonts); number++) {
		struct face *face = &fixture->fonts->faces[number];
		struct subset subsets[2];
		if (!face_ready(fixture->fonts, face))
			continue;
		struct subset_order order = order_of(fixture, 0, (int)face->glyphs, face->glyphs < 20000 ? 1 : 7);
		both(fixture, number, &order, subsets);
		assert_true(subsets[0].glyph_count >= order.count);
		is_ours(fixture, number, &subsets[0]);
		assert_int_equal(differing(fixture, number, subsets), 0);
		faces++;
	}
	assert_true(faces >= 3);    /* Fandol's */
}

/* ---- as pages ---- */
static void put_object(struct buffer *out, size_t offsets[], int number, const char *entries, struct bytes stream)
{
	offsets[number] = out->length;
	buffer_printf(out, "%d 0 obj\n<<%s", number, entries);
	if (stream.length) {
		buffer_printf(out, "/Length %zu>>stream\n", stream.length);
		buffer_add(out, (const char *)stream.data, stream.length);
		buffer_put(out, "\nendstream\nendobj\n");
	} else {
		buffer_put(out, ">>\nendobj\n");
	}
}

/* Lines of 36 glyphs of 16 points. */
static struct bytes page_content(struct arena *arena, const struct subset *subset)
{
	struct buffer out = { .arena = arena };
	buffer_put(&out, "BT /F 15.3 Tf 20.3 820.7 Td 16.1 TL\n");
	for (int i = 0; i < subset->glyph_count; i++) {
		buffer_put(&out, i % 36 ? "" : "<");
		buffer_code(&out, reversed(NULL, subset->glyphs[i]));
		buffer_put(&out, i % 36 == 35 || i + 1 == subset->glyph_count ? "> Tj T*\n" : "");
	}
	buffer_put(&out, "ET");
	return (struct bytes){ (const unsigned char *)out.text, out.length };
}

static void write_page(struct fixture *fixture, const char *name, const struct subset *subset)
{
	struct buffer out = { .arena = fixture->arena };
	struct bytes none = { 0 };
	size_t offsets[8];
	buffer_put(&out, "%PDF-1.7\n");
	put_object(&out, offsets, 1, "/Type/Catalog/Pages 2 0 R", none);
	put_object(&out, offsets, 2, "/Type/Pages/Kids[3 0 R]/Count 1", none);
	put_object(&out, offsets, 3, "/Type/Page/Parent 2 0 R/MediaBox[0 0 620 840]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>", none);
	put_object(&out, offsets, 4, "", page_content(fixture->arena, subset));
	put_object(&out, offsets, 5, "/Type/Font/Subtype/Type0/BaseFont/AAAAAA+T-Identity-H/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0"
	           "/BaseFont/AAAAAA+T/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/FontDescriptor 6 0 R>>]", none);
	put_object(&out, offsets, 6, "/Type/FontDescriptor/FontName/AAAAAA+T/Flags 4/FontBBox[0 -200 1000 1000]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700"
	           "/StemV 80/FontFile3 7 0 R", none);
	put_object(&out, offsets, 7, "/Subtype/CIDFontType0C", (struct bytes){ subset->data, subset->length });
	size_t at = out.length;
	buffer_put(&out, "xref\n0 8\n0000000000 65535 f\r\n");
	for (int i = 1; i < 8; i++)
		buffer_printf(&out, "%010zu 00000 n\r\n", offsets[i]);
	buffer_printf(&out, "trailer\n<</Size 8/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", at);
	fixture_write(fixture, name, out.text, out.length);
}

static void run(struct fixture *fixture, const char *command)
{
	const char *in_folder = arena_printf(fixture->arena, "cd '%s' && %s", fixture->folder, command);
	if (system(in_folder) != 0)
		fail_msg("%s", in_folder);
}

/* Without complaint, and the same to the pixel. */
static void test_pixels(void **state)
{
	struct fixture *fixture = *state;
	static const int families[] = { FANGSONG, XIAOBIAOSONG, HEITI, KAITI, SONGTI };
	if (system("command -v pdftoppm mutool >/dev/null") != 0)
		skip();
	for (int i = 0; i < 5; i++) {
		int face = fonts_face_for(fixture->fonts, families[i], 0x4E00, false), glyphs = (int)fixture->fonts->faces[face].glyphs;
		struct subset_order order = order_of(fixture, i, glyphs, glyphs / 1500);
		struct subset subsets[2];
		both(fixture, face, &order, subsets);
		write_page(fixture, "ours.pdf", &subsets[0]);
		write_page(fixture, "theirs.pdf", &subsets[1]);
		run(fixture, "for one in ours theirs; do pdftoppm -r 110 $one.pdf $one 2>said && mutool draw -q -r 110 -o $one.pam $one.pdf 2>>said && ! grep -v ICC said || { cat said >&2; exit 1; }; done");
		run(fixture, "cmp ours-1.ppm theirs-1.ppm && cmp ours.pam theirs.pam");
		run(fixture, "test $(tr -d '\\377' < ours.pam | wc -c) -gt 20000");    /* not blank */
	}
}

/* ---- what is not for us ---- */
/* A glyph of old: 1 2 rmoveto 50 hlineto dotsection 60 vlineto endchar. */
static const unsigned char odd_glyph[] = { 0x8c, 0x8d, 0x15, 0xbd, 0x06, 0x0c, 0x00, 0xc7, 0x07, 0x0e };

static void open_odd(struct fixture *fixture, unsigned glyph)
{
	size_t length;
	unsigned char *font = fixture_copy(fixture, FANG, &length), *table = font + fixture_number(fixture_record(font, "CFF ") + 8);
	struct cff *cff = cff_open(fixture->arena, (struct bytes){ table, fixture_number(fixture_record(font, "CFF ") + 12) });
	struct bytes code = cff_object(cff->table, &cff->charstrings, glyph);
	assert_true(code.length > sizeof odd_glyph);
	memcpy(table + (code.data - table), odd_glyph, sizeof odd_glyph);
	fixture_write(fixture, "odd.otf", font, length);
	const char *text = "[family.仿宋]\nfaces = FandolFang-Regular\n[face.FandolFang-Regular]\npaths = odd.otf\n";
	fonts_close(fixture->fonts);
	fixture_open(fixture, fixture_text(fixture, "fonts.ini", text), NULL);
	assert_int_equal(fonts_face_for(fixture->fonts, FANGSONG, 0x4E00, false), 0);
}

static void test_odd_glyph_is_left_to_harfbuzz(void **state)
{
	struct fixture *fixture = *state;
	struct subset subsets[2];
	open_odd(fixture, 2000);
	struct subset_order order = order_of(fixture, 1000, 3000, 100);
	both(fixture, 0, &order, subsets);
	assert_int_equal(subsets[0].length, subsets[1].length);
	assert_memory_equal(subsets[0].data, subsets[1].data, subsets[0].length);
	assert_int_equal(differing(fixture, 0, subsets), 0);
	order = order_of(fixture, 1001, 3000, 100);
	both(fixture, 0, &order, subsets);
	assert_true(subsets[0].length != subsets[1].length);
	assert_int_equal(differing(fixture, 0, subsets), 0);
}

/* A table whose charstrings are of the old type is opened by neither; the face is there, its subset is not. */
static void test_neither(void **state)
{
	struct fixture *fixture = *state;
	struct subset_order order = order_of(fixture, 100, 200, 10);
	struct subset subset;
	int number = fonts_face_for(fixture->fonts, FANGSONG, 0x4E00, false);
	struct face *face = &fixture->fonts->faces[number];
	hb_face_t *kept = face->hb, *empty = hb_face_builder_create();
	face->hb = empty;
	assert_int_equal(face_subset(fixture->arena, fixture->all, fixture->fonts, number, &order, &subset), -1);
	face->hb = kept;
	hb_face_destroy(empty);
	assert_has(fixture_report(fixture), "is damaged or is no font");
}

/* ---- what is kept ---- */
static void test_outlines_are_kept_and_forgotten(void **state)
{
	struct fixture *fixture = *state;
	int fang = fonts_face_for(fixture->fonts, FANGSONG, 0x4E00, false), serif = fonts_face_for(fixture->fonts, SONGTI, 0x4E00, false);
	struct subset_order some = order_of(fixture, 0, 9000, 50), most = order_of(fixture, 0, 60000, 1);
	struct subset first, second;
	assert_int_equal(face_subset(fixture->arena, fixture->all, fixture->fonts, fang, &some, &first), 0);
	size_t bytes = fixture->fonts->outline_bytes;
	assert_true(bytes > 0);
	assert_int_equal(face_subset(fixture->arena, fixture->all, fixture->fonts, fang, &some, &second), 0);
	assert_int_equal(fixture->fonts->outline_bytes, bytes);
	assert_true(bytes_equal((struct bytes){ first.data, first.length }, (struct bytes){ second.data, second.length }));
	if (serif < 0 || fixture->fonts->faces[serif].glyphs < 60000)
		skip();
	assert_int_equal(face_subset(fixture->arena, fixture->all, fixture->fonts, serif, &most, &second), 0);
	assert_true(fixture->fonts->outline_bytes > 16 << 20);
	assert_int_equal(face_subset(fixture->arena, fixture->all, fixture->fonts, fang, &some, &second), 0);
	assert_int_equal(fixture->fonts->outline_bytes, bytes);    /* all the others were forgotten */
	assert_true(bytes_equal((struct bytes){ first.data, first.length }, (struct bytes){ second.data, second.length }));
}

static bool recalls(struct fixture *fixture, int face, const char *key, struct font_file *file)
{
	return fonts_recall(fixture->fonts, face, bytes_of_text(key), file);
}

static void test_files_are_kept_and_forgotten(void **state)
{
	static const uint16_t glyphs[] = { 0, 7 };
	struct fixture *fixture = *state;
	unsigned char *packed = arena_alloc(fixture->arena, 9 << 20);
	struct font_file file = { .packed = { packed, 1000000 }, .length = 5, .glyphs = glyphs, .glyph_count = 2 }, found;
	packed[9] = 'x';
	fonts_keep(fixture->fonts, 3, bytes_of_text("first document"), &file);
	assert_false(recalls(fixture, 3, "first document", &found));    /* another may never come */
	fonts_begin(fixture->fonts, fixture->all);
	fonts_keep(fixture->fonts, 3, bytes_of_text("a"), &file);
	assert_true(recalls(fixture, 3, "a", &found));
	assert_true(found.packed.data != packed && found.packed.length == 1000000 && found.packed.data[9] == 'x' && found.length == 5);
	assert_true(found.glyph_count == 2 && found.glyphs != glyphs && found.glyphs[1] == 7);
	assert_false(recalls(fixture, 4, "a", &found) || recalls(fixture, 3, "b", &found) || recalls(fixture, 3, "", &found));
	for (int i = 0; i < 7; i++)
		fonts_keep(fixture->fonts, i, bytes_of_text("b"), &file);
	assert_true(recalls(fixture, 3, "a", &found) && recalls(fixture, 6, "b", &found));
	fonts_keep(fixture->fonts, 7, bytes_of_text("b"), &file);       /* the ninth megabyte */
	assert_false(recalls(fixture, 3, "a", &found) || recalls(fixture, 6, "b", &found));
	assert_true(recalls(fixture, 7, "b", &found));
	file.packed.length = 9 << 20;
	fonts_keep(fixture->fonts, 8, bytes_of_text("b"), &file);       /* too large by itself */
	assert_true(!recalls(fixture, 8, "b", &found) && recalls(fixture, 7, "b", &found));
	file.packed.length = 10;
	for (int i = 0; i < 300; i++)
		fonts_keep(fixture->fonts, 9, bytes_of_text(arena_printf(fixture->arena, "%d", i)), &file);
	assert_true(!recalls(fixture, 9, "0", &found) && recalls(fixture, 9, "299", &found));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(every_glyph), TEST(pixels), TEST(odd_glyph_is_left_to_harfbuzz), TEST(neither), TEST(outlines_are_kept_and_forgotten),
		TEST(files_are_kept_and_forgotten),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
