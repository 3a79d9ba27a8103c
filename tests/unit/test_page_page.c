/* The display list, its dump, and the document's record. */
#include "emit_page.h"
#include "page/frame.h"

static const char *dumped(struct arena *arena, const struct page *page)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	page_dump(page, out);
	fclose(out);
	const char *copy = arena_strdup(arena, text);
	free(text);
	return copy;
}

static void test_items_begin_plain(void **state)
{
	struct arena *arena = arena_new();
	struct page *page = page_new(arena, 7);
	(void)state;
	assert_int_equal(page->number, 7);
	for (int i = 0; i < 100; i++)
		page_add(page, ITEM_FILL);
	assert_int_equal(page->count, 100);
	assert_int_equal(page->items[99].node, -1);
	assert_int_equal(page->items[99].role, -1);
	assert_int_equal(page->items[99].artifact, ARTIFACT_NONE);
	arena_free(arena);
}

static void test_dump_of_glyphs(void **state)
{
	struct arena *arena = arena_new();
	struct page *page = page_new(arena, 1);
	const uint16_t glyph[] = { 5, 6 };
	const mpt x[] = { 100, 16100 }, y[] = { 2000, 2000 };
	const uint32_t cluster[] = { 0, 3, 6 };
	(void)state;
	page->recto = page->numbered = true;
	page->width = A4_WIDTH;
	page->height = A4_HEIGHT;
	struct item *item = page_add(page, ITEM_GLYPHS);
	item->of.glyphs = (struct glyph_run){ .face = 3, .size = 16000, .paint = PAINT_RED, .count = 2, .glyph = glyph, .x = x, .y = y, .text = "高新", .cluster = cluster };
	item->node = 4;
	item->role = 8;
	item->file = "t.csv";
	item->line = 12;
	item->row = 3;
	item->column = 2;
	item->change = CHANGE_ALTERED;
	assert_string_equal(dumped(arena, page), "page 1: text, odd side, 595276 x 841890\n"
	                    "glyphs face 3 size 16000 red at 100,2000 to 16100,2000 count 2 \"高新\" node 4 role 8 from t.csv:12 row 3 column 2 altered\n");
	arena_free(arena);
}

static void test_dump_of_other_items(void **state)
{
	struct arena *arena = arena_new();
	struct page *page = page_new(arena, 2);
	(void)state;
	page->kind = PAGE_TABLE_TURNED;
	page->rotate_view = true;
	page->width = page->height = 1;
	struct item *turn = page_add(page, ITEM_TURN);
	turn->of.turn.x = 10;
	turn->of.turn.y = 20;
	page_rule(page, (const mpt[2]){ 1, 2 }, (const mpt[2]){ 3, 2 }, 709, PAINT_RED);
	page_add(page, ITEM_TURN_END);
	page_add(page, ITEM_GLYPHS);
	struct item *fill = page_add(page, ITEM_FILL);
	fill->of.fill.paint = PAINT_LIGHT_RED;
	fill->of.fill.round = true;
	page_add(page, ITEM_FILL)->of.fill.paint = PAINT_SHADE_GREEN;
	assert_string_equal(dumped(arena, page), "page 2: table, turned, even side, no number, shown upright, 1 x 1\n"
	                    "turn at 10,20 node -1\nrule 1,2 to 3,2 width 709 red artifact rule\nturn end node -1\n"
	                    "glyphs face 0 size 0 count 0 node -1\nfill 0,0 size 0,0 light-red round node -1\nfill 0,0 size 0,0 shade-green node -1\n");
	arena_free(arena);
}

static void check_frame(const struct frames *frames, mpt x, mpt y)
{
	mpt at[2];
	frame_on_sheet(frames_top(frames), 3, 4, at);
	assert_int_equal(at[0], x);
	assert_int_equal(at[1], y);
}

static void test_frames(void **state)
{
	struct frames frames = { .depth = 0 };
	struct item turn = { .kind = ITEM_TURN };
	(void)state;
	turn.of.turn.x = 10;
	turn.of.turn.y = 20;
	check_frame(&frames, 3, 4);
	assert_false(frames_end(&frames));
	assert_true(frames_turn(&frames, &turn));
	check_frame(&frames, 14, 17);
	assert_true(frames_turn(&frames, &turn));      /* its corner at (30, 10) */
	check_frame(&frames, 27, 6);
	assert_true(frames_turn(&frames, &turn));      /* (20, -10) */
	check_frame(&frames, 16, -7);
	assert_true(frames_turn(&frames, &turn));      /* (0, 0) */
	check_frame(&frames, 3, 4);
	assert_false(frames_turn(&frames, &turn));
	check_frame(&frames, 3, 4);
	assert_false(frames_end(&frames));
	assert_true(frames_end(&frames));
	check_frame(&frames, 16, -7);
	assert_true(frames_end(&frames) && frames_end(&frames) && frames_end(&frames));
	check_frame(&frames, 3, 4);
}

static void test_shift(void **state)
{
	struct page *page = page_new(arena_new(), 1);
	const mpt x[2] = { 10, 20 }, y[2] = { 30, 30 };
	(void)state;
	page_add(page, ITEM_GLYPHS)->of.glyphs = (struct glyph_run){ .count = 2, .x = x, .y = y };
	page_rule(page, (const mpt[2]){ 1, 2 }, (const mpt[2]){ 3, 2 }, 5, PAINT_BLACK);
	page_add(page, ITEM_TURN)->of.turn.x = 100;
	page_add(page, ITEM_FILL)->of.fill.x = 7;
	page_add(page, ITEM_TURN_END);
	page_shift(page, 1000, -5);
	assert_int_equal(page->items[0].of.glyphs.x[1], 1020);
	assert_int_equal(page->items[0].of.glyphs.y[0], 25);
	assert_int_equal(page->items[1].of.rule.x0, 1001);
	assert_int_equal(page->items[1].of.rule.y1, -3);
	assert_int_equal(page->items[2].of.turn.x, 1100);
	assert_int_equal(page->items[3].of.fill.x, 7);
	arena_free(page->arena);
}

static void test_record(void **state)
{
	struct record record = { .arena = arena_new(), .structured = true };
	(void)state;
	assert_int_equal(record_node(&record, NODE_DOCUMENT, -1), 0);
	for (int i = 1; i < 50; i++)
		assert_int_equal(record_node(&record, NODE_PARAGRAPH, 0), i);
	assert_int_equal(record.nodes[49].parent, 0);
	assert_int_equal(record.nodes[49].row_span, 1);
	record_outline(&record, NULL, 0, (const int[2]){ 1, 2 });
	assert_int_equal(record.outline_count, 0);
	record_outline(&record, "通报", 1, (const int[2]){ 3, 4000 });
	assert_int_equal(record.outline_count, 1);
	assert_int_equal(record.outline[0].page, 3);
	assert_int_equal(record.outline[0].y, 4000);
	arena_free(record.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_items_begin_plain), cmocka_unit_test(test_dump_of_glyphs),
		cmocka_unit_test(test_dump_of_other_items), cmocka_unit_test(test_shift), cmocka_unit_test(test_record), cmocka_unit_test(test_frames),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
