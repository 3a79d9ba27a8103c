/* Finished pages to measure and to shift: copied from an edition as it is laid out, or made by hand at the standard's own
 * places. */
#ifndef CONFORM_BOOK_H
#define CONFORM_BOOK_H
#include "unit.h"
#include <unistd.h>
#include "base/file.h"
#include "base/utf8.h"
#include "conform/conform.h"
#include "layout/layout.h"
#include "model/document.h"
#include "style/style.h"

enum { A4_WIDTH = 595276, A4_HEIGHT = 841890, LEFT = 79370, RIGHT = 521575, TOP = 104882, CELL = 15793, ROW = 29609, MM = 2835, PAGES_MAX = 20 };

struct book {
	struct bench *bench;
	struct fonts *fonts;
	struct conform_subject subject;
	struct page *pages[PAGES_MAX];
	int count;
};

/* ---- measuring ---- */

struct outcome { const struct finding *findings; size_t count; struct arena *arena; };

/* Measures that failed at least once in this program: the last test asks for all. */
static bool *caught(void)
{
	static bool measures[MEASURE_COUNT];
	return measures;
}

static struct outcome measure(struct book *book)
{
	struct outcome outcome = { .arena = arena_new() };
	struct conform *conform = conform_open(outcome.arena, book->fonts, &book->subject);
	for (int i = 0; i < book->count; i++)
		conform_page(conform, book->pages[i]);
	outcome.findings = conform_finish(conform, &outcome.count);
	for (size_t i = 0; i < outcome.count; i++)
		caught()[outcome.findings[i].measure] |= outcome.findings[i].verdict == VERDICT_FAIL;
	return outcome;
}

static void print_fails(const struct outcome *outcome)
{
	for (size_t i = 0; i < outcome->count; i++)
		if (outcome->findings[i].verdict == VERDICT_FAIL)
			print_message("# fails: %s %s: %d µm, not %d to %d, page %d %s\n", measure_clause(outcome->findings[i].measure), measure_code(outcome->findings[i].measure),
			              outcome->findings[i].measured, outcome->findings[i].low, outcome->findings[i].high, outcome->findings[i].page,
			              outcome->findings[i].words ? outcome->findings[i].words : "");
}

static void assert_conforms(struct book *book)
{
	struct outcome outcome = measure(book);
	bool failed = conform_failed(outcome.findings, outcome.count);
	print_fails(&outcome);
	arena_free(outcome.arena);
	assert_false(failed);
}

/* Does a measure fail whose clause is one of these (divided by blanks)? */
static bool fails_in(struct book *book, const char *clauses)
{
	struct outcome outcome = measure(book);
	bool found = false;
	for (size_t i = 0; i < outcome.count; i++) {
		const char *clause = measure_clause(outcome.findings[i].measure), *at = strstr(clauses, clause);
		size_t length = strlen(clause);
		for (; at && !found; at = strstr(at + 1, clause))
			found = outcome.findings[i].verdict == VERDICT_FAIL && (at == clauses || at[-1] == ' ') && (at[length] == ' ' || !at[length]);
	}
	arena_free(outcome.arena);
	return found;
}

static bool fails(struct book *book, enum measure measured)
{
	struct outcome outcome = measure(book);
	bool found = false;
	for (size_t i = 0; i < outcome.count; i++)
		found |= outcome.findings[i].measure == measured && outcome.findings[i].verdict == VERDICT_FAIL;
	arena_free(outcome.arena);
	return found;
}

static const struct finding *finding_of(const struct outcome *outcome, enum measure measured)
{
	const struct finding *found = NULL;
	for (size_t i = 0; i < outcome->count; i++)
		if (outcome->findings[i].measure == measured)
			found = &outcome->findings[i];
	return found;
}

/* ---- pages of an edition ---- */

#define ROWS "1,道路,已经开工\n2,学校,正在建设\n3,医院,已经完工\n4,公园,已经开放\n5,公交,已经开通\n6,供暖,正在施工\n7,绿化,已经完成\n8,桥梁,正在施工\n"

static void *copied(struct arena *arena, const void *from, size_t size)
{
	return memcpy(arena_alloc(arena, size + 1), from, size);
}

static int keep_page(void *context, const struct page *page)
{
	struct book *book = context;
	struct arena *arena = book->bench->arena;
	struct page *copy = copied(arena, page, sizeof *page);
	assert_true(book->count < PAGES_MAX);
	copy->arena = arena;
	copy->items = copied(arena, page->items, page->count * sizeof *page->items);
	for (size_t i = 0; i < page->count; i++) {
		struct glyph_run *run = &copy->items[i].of.glyphs;
		if (copy->items[i].kind != ITEM_GLYPHS)
			continue;
		size_t count = (size_t)run->count;
		run->glyph = copied(arena, run->glyph, count * sizeof *run->glyph);
		run->x = copied(arena, run->x, count * sizeof *run->x);
		run->y = copied(arena, run->y, count * sizeof *run->y);
		run->cluster = copied(arena, run->cluster, (count + 1) * sizeof *run->cluster);
		run->text = arena_strndup(arena, run->text, run->cluster[count]);
	}
	book->pages[book->count++] = copy;
	return 0;
}

static const char *written(struct bench *bench, const char *folder, const char *name, const char *text)
{
	const char *path = path_join(bench->arena, folder, name);
	assert_int_equal(file_replace(bench->all, path, (struct bytes){ (const unsigned char *)text, strlen(text) }), 0);
	return path;
}

static struct book *book_new(struct bench *bench)
{
	static const char *const catalogues[] = { "fonts/fonts.ini", NULL };
	struct book *book = arena_alloc(bench->arena, sizeof *book);
	book->bench = bench;
	assert_int_equal(fonts_open(bench->all, catalogues, &book->fonts), 0);
	return book;
}

static struct book *book_of(struct bench *bench, const char *edition, const char *body, const char *second)
{
	static const char *const folders[] = { "templates", NULL };
	char folder[] = "/tmp/hongtou-conform-XXXXXX";
	assert_non_null(mkdtemp(folder));
	struct book *book = book_new(bench);
	struct settings *settings = NULL;
	struct style style;
	struct document document;
	struct record record = { .arena = bench->arena };
	const char *paths[] = { written(bench, folder, "edition.ini", edition), written(bench, folder, "body.txt", body), written(bench, folder, "more.txt", second),
	                        written(bench, folder, "t.csv", arena_printf(bench->arena, "序号,项目,进展\n%s%s%s", ROWS, ROWS, ROWS)) };
	int result = settings_load(bench->arena, bench->all, paths[0], folders, &settings) || style_resolve(bench->arena, bench->all, settings, &style)
	             || document_build(bench->arena, bench->all, settings, NULL, &document);
	if (!result) {
		struct shaper *shaper = shaper_open(book->fonts, false);
		struct layout_job job = { .arena = bench->arena, .all = bench->all, .document = &document, .style = &style, .fonts = book->fonts, .shaper = shaper,
		                          .record = &record, .receiver = { book, keep_page } };
		result = layout_document(&job);
		shaper_close(shaper);
	}
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
		unlink(paths[i]);
	rmdir(folder);
	if (result)
		fail_msg("%s", reported(bench));
	book->subject = (struct conform_subject){ .signature = document.signature_mode == SIGNATURE_UNSEALED ? CONFORM_UNSEALED : CONFORM_SEALED, .attachments = document.attachment_count };
	return book;
}

/* ---- pages made by hand ---- */

static struct page *page_add_blank(struct book *book)
{
	struct page *page = page_new(book->bench->arena, book->count + 1);
	page->width = A4_WIDTH;
	page->height = A4_HEIGHT;
	page->recto = book->count % 2 == 0;
	page->numbered = true;
	book->pages[book->count++] = page;
	return page;
}

struct text { enum role role; enum family family; mpt size, x, y; int node; };    /* x, y: left edge and top of the em box */

static mpt cell_of(mpt size) { return size == 16000 ? CELL : size; }

/* One glyph a character, at its advance. Returns the right end. */
static mpt put(struct book *book, struct page *page, const struct text *text, const char *words)
{
	struct arena *arena = book->bench->arena;
	size_t length = strlen(words);
	uint16_t *glyph = arena_array(arena, length, sizeof *glyph);
	mpt *x = arena_array(arena, length + 1, sizeof *x), *y = arena_array(arena, length, sizeof *y);
	uint32_t *cluster = arena_array(arena, length + 1, sizeof *cluster);
	struct item *item = page_add(page, ITEM_GLYPHS);
	struct glyph_run *run = &item->of.glyphs;
	const char *at = words, *end = words + length;
	item->role = (int)text->role;
	item->node = text->node;
	*run = (struct glyph_run){ .size = text->size, .paint = text->role == ROLE_MARK ? PAINT_RED : PAINT_BLACK, .glyph = glyph, .x = x, .y = y, .text = words, .cluster = cluster };
	run->face = fonts_face_for(book->fonts, (int)text->family, 0x56FD, false);
	x[0] = text->x;
	for (int i = 0; at < end; i++) {
		hb_codepoint_t found = 0;
		cluster[i] = (uint32_t)(at - words);
		assert_true(hb_font_get_nominal_glyph(face_hb(book->fonts, run->face), utf8_next(&at, end), &found));
		glyph[i] = (uint16_t)found;
		x[i + 1] = x[i] + mpt_from_milli_em(face_advance(book->fonts, run->face, glyph[i]), cell_of(text->size));
		y[i] = text->y + mpt_from_milli_em(FONT_ASCENT, text->size);
		run->count = i + 1;
		cluster[i + 1] = (uint32_t)length;
	}
	return x[run->count];
}

static mpt width_of(struct book *book, const struct text *text, const char *words)
{
	struct page *scrap = page_new(book->bench->arena, 1);
	const struct text there = { text->role, text->family, text->size, 0, 0, 0 };
	return put(book, scrap, &there, words);
}

static void put_centred(struct book *book, struct page *page, const struct text *text, const char *words)
{
	struct text there = *text;
	there.x = (LEFT + RIGHT) / 2 - width_of(book, text, words) / 2;
	put(book, page, &there, words);
}

static void put_right(struct book *book, struct page *page, const struct text *text, const char *words)    /* text->x: the right end */
{
	struct text there = *text;
	there.x = text->x - width_of(book, text, words);
	put(book, page, &there, words);
}

/* The mark, its ink's top at a place of the sheet; returns its ink's bottom. */
static mpt put_mark(struct book *book, struct page *page, const char *words, mpt top)
{
	const struct text text = { ROLE_MARK, FAMILY_XIAOBIAOSONG, 34000, 0, 0, 1 };
	size_t first = page->count;
	put_centred(book, page, &text, words);
	struct glyph_run *run = &page->items[first].of.glyphs;
	int highest = -1000, lowest = 1000;
	for (int i = 0; i < run->count; i++) {
		struct ink ink;
		assert_true(face_ink(book->fonts, run->face, run->glyph[i], &ink));
		highest = ink.top > highest ? ink.top : highest;
		lowest = ink.bottom < lowest ? ink.bottom : lowest;
	}
	mpt base = top + mpt_from_milli_em(highest, run->size);
	for (int i = 0; i < run->count; i++)
		((mpt *)run->y)[i] = base;
	return base - mpt_from_milli_em(lowest, run->size);
}

static void put_rule(struct page *page, const mpt ends[2], mpt y, mpt width, enum paint paint)
{
	page_rule(page, (const mpt[2]){ ends[0], y }, (const mpt[2]){ ends[1], y }, width, paint);
}

static void put_box(struct page *page, bool field, const mpt at[2], mpt side)
{
	struct item *item = page_add(page, field ? ITEM_FIELD : ITEM_IMAGE);
	if (field) {
		item->of.field.x = at[0];
		item->of.field.y = at[1];
		item->of.field.width = item->of.field.height = side;
		item->of.field.name = "Seal.1";
	} else {
		item->of.image.x = at[0];
		item->of.image.y = at[1];
		item->of.image.width = item->of.image.height = side;
		item->of.image.path = "seal.png";
	}
}

static void put_number(struct book *book, struct page *page)
{
	const struct text text = { ROLE_PAGE_NUMBER, FAMILY_SONGTI, 14000, 0, 0, -1 };
	const char *words = arena_printf(book->bench->arena, "—%d—", page->number);
	struct ink ink;
	struct text there = text;
	there.x = page->recto ? RIGHT - 4 * 14000 : 73701 + 14000;    /* dash, digit and blank, dash: three ems, one in from the edge */
	size_t first = page->count;
	put(book, page, &there, words);
	struct item *item = &page->items[first];
	struct glyph_run *run = &item->of.glyphs;
	mpt spare = 14000 - mpt_from_milli_em(face_advance(book->fonts, run->face, run->glyph[0]), 14000);
	item->artifact = ARTIFACT_PAGE_NUMBER;
	assert_true(face_ink(book->fonts, run->face, run->glyph[0], &ink));
	for (int i = 0; i < run->count; i++) {
		((mpt *)run->x)[i] = there.x + i * 14000 + (i == 1 ? 3500 : spare / 2);
		((mpt *)run->y)[i] = 742677 + 19843 + mpt_from_milli_em(ink.top, 14000);
	}
}

static mpt row_top(int row) { return TOP + (mpt)rounded_ratio(637795 - 16000, row, 21); }

static int row_below(mpt y)
{
	int row = 0;
	while (row_top(row) < y)
		row++;
	return row;
}

/* ---- shifting ---- */

/* Items of one line of an element: neighbours of one role and node on one baseline. */
static size_t line_end(const struct page *page, size_t from)
{
	const struct item *first = &page->items[from];
	size_t end = from + 1;
	while (first->kind == ITEM_GLYPHS && end < page->count && page->items[end].kind == ITEM_GLYPHS && page->items[end].role == first->role
	       && page->items[end].node == first->node && page->items[end].of.glyphs.y[0] == first->of.glyphs.y[0]
	       && page->items[end].of.glyphs.x[0] - page->items[end - 1].of.glyphs.x[page->items[end - 1].of.glyphs.count - 1] < 3 * first->of.glyphs.size)
		end++;
	return end;
}

static void shift_item(struct item *item, mpt x, mpt y)
{
	switch (item->kind) {
	case ITEM_GLYPHS:
		for (int i = 0; i < item->of.glyphs.count; i++) {
			((mpt *)item->of.glyphs.x)[i] += x;
			((mpt *)item->of.glyphs.y)[i] += y;
		}
		break;
	case ITEM_RULE:
		item->of.rule.x0 += x;
		item->of.rule.x1 += x;
		item->of.rule.y0 += y;
		item->of.rule.y1 += y;
		break;
	case ITEM_FIELD:
		item->of.field.x += x;
		item->of.field.y += y;
		break;
	case ITEM_IMAGE:
		item->of.image.x += x;
		item->of.image.y += y;
		break;
	case ITEM_TURN:
		item->of.turn.x += x;
		item->of.turn.y += y;
		break;
	default:
		break;
	}
}

static void shift(struct page *page, size_t from, const mpt by[2])
{
	for (size_t i = from, end = line_end(page, from); i < end; i++)
		shift_item(&page->items[i], by[0], by[1]);
}

static const char *clauses_of(const struct item *item)
{
	static const char *const clauses[ROLE_COUNT] = {
		[ROLE_COPY_NUMBER] = "7.2.1 10.1", [ROLE_SECRECY] = "7.2.2 10.1", [ROLE_URGENCY] = "7.2.3 10.1", [ROLE_MARK] = "7.2.4 10.1 10.2 10.3", [ROLE_NUMBER] = "7.2.5 7.2.7 7.3.1 10.1",
		[ROLE_SIGNER] = "7.2.6 7.2.5", [ROLE_SIGNER_NAME] = "7.2.6 7.2.5", [ROLE_TITLE] = "7.3.1 10.1", [ROLE_ADDRESSEE] = "7.3.2 5.2.3", [ROLE_BODY] = "7.3.3 5.2.3",
		[ROLE_HEADING_1] = "7.3.3 5.2.3", [ROLE_HEADING_2] = "7.3.3 5.2.3", [ROLE_HEADING_3] = "7.3.3 5.2.3", [ROLE_HEADING_4] = "7.3.3 5.2.3",
		[ROLE_ATTACHMENT_NOTICE] = "7.3.4 5.2.3", [ROLE_SIGNATURE] = "7.3.5.1 7.3.5.2", [ROLE_DATE] = "7.3.5.1 7.3.5.2 7.3.5.3", [ROLE_ANNOTATION] = "7.3.6",
		[ROLE_ATTACHMENT_LABEL] = "7.3.7", [ROLE_ATTACHMENT_TITLE] = "7.3.7", [ROLE_TABLE_TITLE] = "7.3.7 8", [ROLE_TABLE_CONTINUED] = "8", [ROLE_IMPRINT] = "7.4.1 7.4.2 7.4.3 10.1",
		[ROLE_PAGE_NUMBER] = "7.5", [ROLE_ORDER_NUMBER] = "10.2", [ROLE_POST] = "7.3.5.3", [ROLE_ATTENDANCE_LABEL] = "10.3", [ROLE_ATTENDANCE] = "10.3",
	};
	if (item->kind == ITEM_GLYPHS)
		return item->role >= 0 ? clauses[item->role] : NULL;
	return item->kind == ITEM_RULE ? "7.2.7 7.4.1 10.1" : item->kind == ITEM_TURN ? "8" : item->kind == ITEM_TURN_END ? NULL : "7.3.5.1 7.3.5.3";
}

/* A seal may stand a little higher or lower (7.3.5.1 gives limits): down by 4 mm and up by 10 mm it may not. */
static void shifts_of(const struct item *item, bool stamp, mpt out[4][2])
{
	bool seal = (item->kind == ITEM_FIELD || item->kind == ITEM_IMAGE) && !stamp;
	const mpt shifts[4][2] = { { MM, 0 }, { -MM, 0 }, { 0, seal ? 4 * MM : MM }, { 0, seal ? -10 * MM : -MM } };
	memcpy(out, shifts, sizeof shifts);
}

/* Shifts each element of a page there and back. Returns how many shifts were made; those not caught are printed. */
static int shift_all(struct book *book, const struct page *of, int *missed)
{
	struct page *page = (struct page *)of;
	int made = 0;
	bool turned = false;
	for (size_t i = 0; i < page->count; i = line_end(page, i)) {
		struct item *item = &page->items[i];
		const char *clauses = clauses_of(item);
		mpt shifts[4][2];
		if (item->kind == ITEM_TURN || item->kind == ITEM_TURN_END)
			turned = item->kind == ITEM_TURN;
		if (!clauses || (turned && item->kind == ITEM_RULE))    /* how a table looks inside is not the standard's */
			continue;
		shifts_of(item, book->subject.signature == CONFORM_STAMP, shifts);
		for (int k = 0; k < 4; k++, made++) {
			shift(page, i, shifts[k]);
			if (!fails_in(book, clauses)) {
				print_message("# not caught: page %d item %zu kind %d role %d by %d,%d\n", page->number, i, item->kind, item->role, shifts[k][0], shifts[k][1]);
				++*missed;
			}
			shift(page, i, (const mpt[2]){ -shifts[k][0], -shifts[k][1] });
		}
	}
	return made;
}

static void assert_all_caught(struct book *book, int at_least)
{
	int made = 0, missed = 0;
	assert_conforms(book);
	for (int i = 0; i < book->count; i++)
		made += shift_all(book, book->pages[i], &missed);
	assert_int_equal(missed, 0);
	assert_true(made >= at_least);
	assert_conforms(book);
}
#endif
