/* Each measure catches what it is for: all elements of an edition's pages, and of pages made by hand for the formats of
 * clause 10, are shifted one at a time, and a measure of that element's clause must fail. */
#include "conform_book.h"

#define HEAD "[document]\ntemplate = gbt9704\nnumber = 济高督字〔2018〕54号\ntitle = 关于进一步做好为民办实事项目|督查工作的通知\nbody = body.txt\naddressee = 各街道办事处，区直各部门\n" \
             "copy_number = 000012\nsecrecy = 机密★1年\nurgency = 特急\n"
#define BODY "为进一步做好今年为民办实事项目的督查工作，经研究，现将有关事项通知如下，请各单位结合实际认真抓好落实，确保按期完成。\n一、总体要求\n（一）提高认识。各单位要高度重视。\n" \
             "1. 明确分工。按照分工逐项落实。\n（1）建立台账。逐项销号。\n"
#define ENDING "[signature]\nname = 济宁高新区管委会督查局\ndate = 2018年7月19日\n"
#define REST "[attachment.1]\nname = 为民办实事项目进展情况统计表\ntable = t\n[attachment.2]\nname = 为民办实事项目责任分工和完成时限以及督查考核办法的补充说明\ntext = more.txt\n" \
             "[table.t]\ndata = t.csv\n[imprint]\ncopies_to = 区党工委、管委会领导同志，各街道党工委、办事处，区直各部门、单位，驻区各垂直管理部门、单位\n" \
             "printer = 济宁高新区管委会督查局\ndate = 2018年7月19日\n"

static void an_edition_conforms_and_no_shift_passes(void **state)
{
	struct book *book = book_of(*state, HEAD "[head]\nmark = printed\nname = 督查局文件\n" ENDING REST, BODY BODY BODY, BODY);
	assert_all_caught(book, 150);
	fonts_close(book->fonts);
}

static void an_unsealed_edition_too(void **state)
{
	struct book *book = book_of(*state, HEAD "note = 此件公开发布\n[head]\nmark = preprinted\n" ENDING "mode = unsealed\n" REST, BODY, BODY);
	assert_all_caught(book, 150);
	fonts_close(book->fonts);
}

/* The run of a role that shows the word. */
static struct item *run_with(struct book *book, enum role role, const char *word)
{
	struct item *found = NULL;
	for (int i = 0; i < book->count; i++)
		for (size_t k = 0; k < book->pages[i]->count && !found; k++) {
			struct item *item = &book->pages[i]->items[k];
			const char *at = item->kind == ITEM_GLYPHS && item->role == (int)role ? strstr(item->of.glyphs.text + item->of.glyphs.cluster[0], word) : NULL;
			found = at && at < item->of.glyphs.text + item->of.glyphs.cluster[item->of.glyphs.count] ? item : NULL;
		}
	assert_non_null(found);
	return found;
}

/* 7.4.3: 印发机关 and 印发日期 stand side by side, a name that is too long for it in two lines, the later under the first. */
static void a_long_printer_stands_clear_of_the_date(void **state)
{
	static const char *const names[][2] = { { "中国（山东）自由贸易试验区东临片区管理", "管理" }, { "中国（山东）自由贸易试验区东临片区管委会", "东临片区管委会" },
	                                        { "中国（山东）自由贸易试验区东临片区管理委员会综合行政执法局", "东临片区管理委员会综合行政执法局" } };
	struct bench *bench = *state;
	for (int i = 0; i < 3; i++) {
		struct book *book = book_of(bench, arena_printf(bench->arena, HEAD "[head]\nmark = printed\nname = 督查局文件\n[imprint]\nprinter = %s\ndate = 2026年10月24日\n", names[i][0]), BODY, BODY);
		assert_all_caught(book, 50);
		struct glyph_run *name = &run_with(book, ROLE_IMPRINT, names[i][1])->of.glyphs, *date = &run_with(book, ROLE_IMPRINT, "2026")->of.glyphs;
		assert_int_equal(name->y[0], date->y[0]);
		date->x = name->x;
		assert_true(fails(book, MEASURE_print_date_apart));
		fonts_close(book->fonts);
	}
}

#define LONG_NAME "中国（山东）自由贸易试验区东临片区管理委员会综合行政执法局"

/* 7.3.5: a name that is wider than the text block takes two lines, under which the date, and over which the seal, stand as under one. */
static void long_signatures_take_two_lines(void **state)
{
	static const char *const endings[] = {
		"[signature]\nname = " LONG_NAME "\ndate = 2018年7月19日\n", "[signature]\nname = " LONG_NAME "\ndate = 2018年7月19日\nmode = unsealed\n",
		"[issuer.1]\nname = 东临市财政局\n[issuer.2]\nname = " LONG_NAME "\n[signature]\ndate = 2018年7月19日\n",
	};
	struct bench *bench = *state;
	for (int i = 0; i < 3; i++) {
		struct book *book = book_of(bench, arena_printf(bench->arena, HEAD "note = 此件公开发布\n[head]\nmark = preprinted\n%s", endings[i]), BODY, BODY);
		if (i < 2)
			assert_all_caught(book, 40);
		assert_conforms(book);
		struct glyph_run *first = &run_with(book, ROLE_SIGNATURE, "中国")->of.glyphs, *last = &run_with(book, ROLE_SIGNATURE, "行政执法局")->of.glyphs;
		assert_true(first->y[0] < last->y[0]);
		assert_true(last->x[last->count - 1] < RIGHT);
		fonts_close(book->fonts);
	}
}

/* 7.2.4, 7.2.5: the number stands two lines below a mark of any length, and there too where the mark is on the paper; a name that one
 * line would make smaller than 一号 takes two. */
static void long_marks_keep_their_number(void **state)
{
	static const struct { const char *name, *first, *last; bool divided; } marks[] = {
		{ "督查局文件", "督查", "文件", false }, { "东临市人民政府市政公用办公室文件", "东临", "文件", false },
		{ "中国（山东）自由贸易试验区东临片区管理委员会文件", "中国", "文件", true }, { LONG_NAME "文件", "中国", "文件", true },
	};
	struct bench *bench = *state;
	for (int i = 0; i < 4; i++) {
		mpt number = 0;
		for (int preprinted = 0; preprinted < 2; preprinted++) {
			const char *head = arena_printf(bench->arena, "[head]\nmark = %s\nname = %s\n", preprinted ? "preprinted" : "printed", marks[i].name);
			struct book *book = book_of(bench, arena_printf(bench->arena, HEAD "%s" ENDING, head), BODY, BODY);
			if (preprinted)
				assert_int_equal(run_with(book, ROLE_NUMBER, "济高督字")->of.glyphs.y[0], number);
			assert_conforms(book);
			number = run_with(book, ROLE_NUMBER, "济高督字")->of.glyphs.y[0];
			if (!preprinted) {
				struct glyph_run *first = &run_with(book, ROLE_MARK, marks[i].first)->of.glyphs, *last = &run_with(book, ROLE_MARK, marks[i].last)->of.glyphs;
				assert_int_equal(first->y[0] < last->y[0], marks[i].divided);
				assert_true(last->size > 22000);
			}
			fonts_close(book->fonts);
		}
	}
}

/* 7.2.6: the right one of the two columns of names ends one character in, whichever of the names is the longest. */
static void signers_end_one_character_in(void **state)
{
	static const char *const names[][3] = { { "欧阳慕文", "李明", "张建国" }, { "王小明", "李明", "张建国" }, { "李明", "欧阳慕文", "张建国" } };
	struct bench *bench = *state;
	for (int i = 0; i < 3; i++) {
		const char *head = HEAD "[head]\nmark = printed\nname = 督查局文件\n", *all = "";
		for (int k = 0; k < 3; k++)
			all = arena_printf(bench->arena, "%s[issuer.%d]\nname = 第%d局\nsigner = %s\n", all, k + 1, k + 1, names[i][k]);
		char *edition = arena_printf(bench->arena, "%s%s[signature]\ndate = 2018年7月19日\n", head, all);
		memcpy(strstr(edition, "gbt9704"), "qingshi", strlen("qingshi"));
		struct book *book = book_of(bench, edition, BODY, BODY);
		book->subject.upward = true;
		assert_conforms(book);
		assert_int_equal(run_with(book, ROLE_SIGNER_NAME, names[i][0])->of.glyphs.x[0], run_with(book, ROLE_SIGNER_NAME, names[i][2])->of.glyphs.x[0]);
		fonts_close(book->fonts);
	}
}

/* What is wrong in itself, not by its place: the words of an element are replaced. */
static void assert_form_read(struct book *book, enum role role, const char *words, enum measure measured)
{
	int found = 0;
	for (int i = 0; i < book->count; i++)
		for (size_t k = 0; k < book->pages[i]->count; k++) {
			struct item *item = &book->pages[i]->items[k];
			if (item->kind != ITEM_GLYPHS || item->role != (int)role || (measured == MEASURE_print_date_form && !strstr(item->of.glyphs.text, "印发")))
				continue;
			struct glyph_run before = item->of.glyphs;
			item->of.glyphs.count = 1;
			item->of.glyphs.text = words;
			item->of.glyphs.cluster = (const uint32_t[2]){ 0, (uint32_t)strlen(words) };
			found += fails(book, measured);
			item->of.glyphs = before;
		}
	if (!found)
		fail_msg("%s is not read: %s", words, measure_code(measured));
	assert_conforms(book);
}

static void forms_are_read(void **state)
{
	struct book *book = book_of(*state, HEAD "note = 此件公开发布\n[head]\nmark = printed\nname = 督查局文件\n" ENDING REST, BODY, BODY);
	assert_form_read(book, ROLE_NUMBER, "济高督字[2018]54号", MEASURE_number_form);
	assert_form_read(book, ROLE_NUMBER, "济高督字〔2018〕054号", MEASURE_number_form);
	assert_form_read(book, ROLE_NUMBER, "济高督字〔2018〕第54号", MEASURE_number_form);
	assert_form_read(book, ROLE_NUMBER, "〔2018〕54号", MEASURE_number_form);
	assert_form_read(book, ROLE_DATE, "2018年07月19日", MEASURE_date_form);
	assert_form_read(book, ROLE_DATE, "二〇一八年七月十九日", MEASURE_date_form);
	assert_form_read(book, ROLE_ADDRESSEE, "各街道办事处", MEASURE_addressee_end);
	assert_form_read(book, ROLE_COPY_NUMBER, "十二", MEASURE_copy_number_form);
	assert_form_read(book, ROLE_ATTACHMENT_LABEL, "附表", MEASURE_attachment_label);
	assert_form_read(book, ROLE_ATTACHMENT_NOTICE, "附：统计表", MEASURE_notice_label);
	assert_form_read(book, ROLE_ATTACHMENT_NOTICE, "附件：统计表。", MEASURE_notice_end);
	assert_form_read(book, ROLE_ANNOTATION, "此件公开发布", MEASURE_annotation_form);
	assert_form_read(book, ROLE_IMPRINT, "2018年07月19日印发", MEASURE_print_date_form);
	fonts_close(book->fonts);
}

static struct item *item_of(struct page *page, enum role role)
{
	struct item *found = NULL;
	for (size_t i = 0; i < page->count && !found; i++)
		if (page->items[i].kind == ITEM_GLYPHS && page->items[i].role == (int)role)
			found = &page->items[i];
	assert_non_null(found);
	return found;
}

/* A note so long that the seal would stand over it on the line after the date; and one that the seal does not reach. */
static void a_note_stands_free_of_seals(void **state)
{
	static const struct { const char *note; int lines; } notes[] = {
		{ "此件公开发布", 1 }, { "联系人：张三，联系电话：0537-1234567", 2 }, { "联系人：张三；电话：1234567", 1 },
	};
	for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
		char *head = arena_printf(((struct bench *)*state)->arena, HEAD "note = %s\n[head]\nmark = preprinted\n" ENDING, notes[i].note);
		struct book *book = book_of(*state, head, BODY, BODY);
		struct page *page = book->pages[book->count - 1];
		mpt below = item_of(page, ROLE_ANNOTATION)->of.glyphs.y[0] - item_of(page, ROLE_DATE)->of.glyphs.y[0];
		assert_int_equal((below + ROW / 2) / ROW, notes[i].lines);
		assert_all_caught(book, 50);
		fonts_close(book->fonts);
	}
}

static void shift_role(struct page *page, enum role role, mpt x, mpt y)
{
	for (size_t i = 0; i < page->count; i++)
		if (page->items[i].role == (int)role)
			shift_item(&page->items[i], x, y);
}

static void assert_fails_shifted(struct book *book, struct item *item, const mpt by[2], enum measure measured)
{
	shift_item(item, by[0], by[1]);
	if (!fails(book, measured))
		fail_msg("%s does not see a shift", measure_code(measured));
	shift_item(item, -by[0], -by[1]);
}

struct wrong { enum role role; mpt x, y; enum measure measure; };

/* One after another, each in its place again afterwards. */
static void assert_each_fails(struct book *book, struct page *page, const struct wrong *wrong, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_fails_shifted(book, item_of(page, wrong[i].role), (const mpt[2]){ wrong[i].x, wrong[i].y }, wrong[i].measure);
}

/* Every element that the standard gives a font: a size of its own is a fail of a measure of fonts. */
static void assert_sizes_seen(struct book *book)
{
	for (int i = 0; i < book->count; i++)
		for (size_t k = 0; k < book->pages[i]->count; k++) {
			struct item *item = &book->pages[i]->items[k];
			bool open = item->role == ROLE_MARK || item->role == ROLE_ATTACHMENT_TITLE || (item->role >= ROLE_TABLE_TITLE && item->role <= ROLE_TABLE_NOTE) || item->role == ROLE_ORDER_NUMBER;
			bool found = false;
			if (item->kind != ITEM_GLYPHS || open)
				continue;
			item->of.glyphs.size -= 500;
			struct outcome outcome = measure(book);
			for (size_t f = 0; f < outcome.count; f++)
				found |= outcome.findings[f].verdict == VERDICT_FAIL && strstr(measure_code(outcome.findings[f].measure), "_font");
			arena_free(outcome.arena);
			item->of.glyphs.size += 500;
			if (!found)
				fail_msg("size of role %d not seen", item->role);
		}
}

static void fonts_sizes_and_colours_are_seen(void **state)
{
	struct book *book = book_of(*state, HEAD "note = 此件公开发布\n[head]\nmark = printed\nname = 督查局文件\n" ENDING REST, BODY, BODY);
	assert_sizes_seen(book);
	struct item *body = item_of(book->pages[0], ROLE_BODY), *heading = item_of(book->pages[0], ROLE_HEADING_1), *mark = item_of(book->pages[0], ROLE_MARK);
	int fangsong = body->of.glyphs.face;
	body->of.glyphs.face = fonts_face_for(book->fonts, FAMILY_KAITI, 0x56FD, false);
	assert_true(fails(book, MEASURE_body_font));
	body->of.glyphs.face = fangsong;
	body->of.glyphs.size = 15000;
	assert_true(fails(book, MEASURE_body_font));
	body->of.glyphs.size = 16000;
	body->of.glyphs.paint = PAINT_RED;
	assert_true(fails(book, MEASURE_colour));
	body->of.glyphs.paint = PAINT_BLACK;
	int heiti = heading->of.glyphs.face;
	heading->of.glyphs.face = fangsong;
	assert_true(fails(book, MEASURE_heading_1_font));
	heading->of.glyphs.face = heiti;
	mark->of.glyphs.paint = PAINT_BLACK;
	assert_true(fails(book, MEASURE_mark_colour));
	mark->of.glyphs.paint = PAINT_RED;
	mark->of.glyphs.face = fangsong;
	assert_false(fails(book, MEASURE_mark_font));     /* recommended only */
	fonts_close(book->fonts);
}

static void inks_are_measured(void **state)
{
	struct book *book = book_of(*state, HEAD "[head]\nmark = printed\nname = 督查局文件\n" ENDING REST, BODY, BODY);
	uint8_t inks[PAINT_COUNT][4] = { [PAINT_BLACK] = { 0, 0, 0, 100 }, [PAINT_RED] = { 0, 80, 80, 0 } };
	book->subject.inks = inks;
	assert_false(fails(book, MEASURE_black_ink) || fails(book, MEASURE_red_ink));
	inks[PAINT_RED][1] = 100;
	assert_true(fails(book, MEASURE_red_ink) && !fails(book, MEASURE_black_ink));
	inks[PAINT_BLACK][0] = 60;
	assert_true(fails(book, MEASURE_black_ink));
	book->subject.inks = NULL;
	assert_false(fails(book, MEASURE_black_ink) || fails(book, MEASURE_red_ink));
	fonts_close(book->fonts);
}

static void thicknesses_and_widths_are_measured(void **state)
{
	struct book *book = book_of(*state, HEAD "[head]\nmark = printed\nname = 督查局文件\n" ENDING REST, BODY, BODY);
	struct page *last = book->pages[book->count - 1], *first = book->pages[0];
	int rules = 0;
	for (size_t i = 0; i < last->count; i++) {
		if (last->items[i].kind != ITEM_RULE)
			continue;
		last->items[i].of.rule.width += 142;
		assert_true(fails_in(book, "7.4.1"));
		last->items[i].of.rule.width -= 142;
		last->items[i].of.rule.x1 -= MM;
		assert_true(fails(book, MEASURE_imprint_width));
		last->items[i].of.rule.x1 += MM;
		rules++;
	}
	assert_int_equal(rules, 3);
	for (size_t i = 0; i < first->count; i++)
		if (first->items[i].kind == ITEM_RULE)
			first->items[i].of.rule.x1 += MM;
	assert_true(fails(book, MEASURE_red_line_width));
	first->width += MM;
	assert_true(fails(book, MEASURE_page_width));
	first->height += MM;
	assert_true(fails(book, MEASURE_page_height));
	fonts_close(book->fonts);
}

static void labels_left_out_on_purpose_do_not_fail(void **state)
{
	struct book *book = book_of(*state, HEAD "[head]\nmark = preprinted\n" ENDING "[attachment]\npage_label = none\nlabel = 附：\n" REST, BODY, BODY);
	assert_true(fails(book, MEASURE_attachment_label));
	assert_true(fails(book, MEASURE_notice_label));
	book->subject.label_left_out = true;
	book->subject.notice_label = "附：";
	struct outcome outcome = measure(book);
	assert_int_equal(finding_of(&outcome, MEASURE_attachment_label)->verdict, VERDICT_LEFT_OUT);
	assert_int_equal(finding_of(&outcome, MEASURE_attachment_label)->times, 2);
	assert_int_equal(finding_of(&outcome, MEASURE_notice_label)->verdict, VERDICT_LEFT_OUT);
	assert_false(conform_failed(outcome.findings, outcome.count));
	arena_free(outcome.arena);
	fonts_close(book->fonts);
}

static void page_numbers_run_on(void **state)
{
	struct book *book = book_of(*state, HEAD "[head]\nmark = preprinted\n" ENDING REST, BODY, BODY);
	struct page *page = book->pages[1];
	page->count--;             /* the number is the last item */
	assert_true(fails(book, MEASURE_page_number_there));
	page->count++;
	struct page *swapped = book->pages[0];
	book->pages[0] = book->pages[1];
	book->pages[1] = swapped;
	assert_true(fails(book, MEASURE_page_number_form));
	fonts_close(book->fonts);
}

static void title_shapes(void **state)
{
	static const struct { int widths[3]; int count; bool good; } shapes[] = {
		{ { 10, 8 }, 2, true }, { { 6, 8 }, 2, true }, { { 8, 8 }, 2, false }, { { 6, 8, 6 }, 3, true }, { { 8, 6, 8 }, 3, false },
		{ { 6, 8, 10 }, 3, true }, { { 8, 8, 8 }, 3, false }, { { 8, 8, 10 }, 3, true }, { { 12 }, 1, true },
	};
	struct book *book = book_new(*state);
	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
		struct page *page;
		book->count = 0;
		page = page_add_blank(book);
		for (int k = 0; k < shapes[i].count; k++) {
			const struct text text = { ROLE_TITLE, FAMILY_XIAOBIAOSONG, 22000, 0, 300000 + k * 35800, 1 };
			put_centred(book, page, &text, arena_printf(book->bench->arena, "%.*s", 3 * shapes[i].widths[k], "国国国国国国国国国国国国国国国"));
		}
		assert_int_equal(!fails(book, MEASURE_title_shape), shapes[i].good);
	}
	fonts_close(book->fonts);
}

static void put_paragraph(struct book *book, struct page *page, int row, int node)
{
	const struct text first = { ROLE_BODY, FAMILY_FANGSONG, 16000, LEFT + 2 * CELL, row_top(row), node };
	const struct text second = { ROLE_BODY, FAMILY_FANGSONG, 16000, LEFT, row_top(row + 1), node };
	put(book, page, &first, "国国国国国国国国国国国国国国国国国国国国国国国国国国");
	put(book, page, &second, "国国国国国国国国国国");
}

/* 上行文: two signers a line, the number on the line of the last. */
static void upward_documents(void **state)
{
	struct book *book = book_new(*state);
	struct page *page = page_add_blank(book);
	mpt first = put_mark(book, page, "督查局文件", TOP + 99213) + 59218, second = first + ROW, line = second + 16000 + 11339;
	const struct text label = { ROLE_SIGNER, FAMILY_FANGSONG, 16000, RIGHT - 12 * CELL, first, 2 };
	struct text name = { ROLE_SIGNER_NAME, FAMILY_KAITI, 16000, RIGHT - 8 * CELL, first, 3 };
	const struct text number = { ROLE_NUMBER, FAMILY_FANGSONG, 16000, LEFT + CELL, second, 4 };
	const struct text title = { ROLE_TITLE, FAMILY_XIAOBIAOSONG, 22000, 0, line + 59218, 5 };
	book->subject.upward = true;
	put(book, page, &label, "签发人：");
	put(book, page, &name, "王一二");
	name.x = RIGHT - 4 * CELL;
	put(book, page, &name, "张三四");
	name.x = RIGHT - 8 * CELL;
	name.y = second;
	put(book, page, &name, "李五六");
	put(book, page, &number, "高字〔2018〕5号");
	put_rule(page, (const mpt[2]){ LEFT, RIGHT }, line, 1417, PAINT_RED);
	put_centred(book, page, &title, "关于工作的请示");
	put_paragraph(book, page, row_below(title.y + 22000 + ROW), 6);
	put_number(book, page);
	assert_conforms(book);
	assert_false(fails(book, MEASURE_signer_right));
	struct item *moved[] = { item_of(page, ROLE_NUMBER), item_of(page, ROLE_SIGNER) };
	for (int i = 0; i < 2; i++) {
		shift_item(moved[i], 0, MM);
		assert_true(fails_in(book, "7.2.5 7.2.6"));
		shift_item(moved[i], 0, -MM);
	}
	assert_fails_shifted(book, item_of(page, ROLE_NUMBER), (const mpt[2]){ MM, 0 }, MEASURE_number_left);
	shift_role(page, ROLE_SIGNER_NAME, -MM, 0);
	assert_true(fails(book, MEASURE_signer_right));
	assert_sizes_seen(book);
	for (size_t i = 0; i < page->count; i++)
		if (page->items[i].role == ROLE_SIGNER_NAME && page->items[i].of.glyphs.y[0] > second)
			shift_item(&page->items[i], 0, MM);
	assert_true(fails(book, MEASURE_signer_pitch));
	shift_role(page, ROLE_BODY, 0, ROW);
	assert_true(fails(book, MEASURE_text_gap));
	fonts_close(book->fonts);
}

/* Without a mark the number stands on the first line, the title two lines below it. */
static void a_number_without_a_mark(void **state)
{
	struct book *book = book_new(*state);
	struct page *page = page_add_blank(book);
	const struct text number = { ROLE_NUMBER, FAMILY_FANGSONG, 16000, 0, TOP, 4 }, title = { ROLE_TITLE, FAMILY_XIAOBIAOSONG, 22000, 0, TOP + 16000 + 59218, 5 };
	put_centred(book, page, &number, "高字〔2018〕5号");
	put_centred(book, page, &title, "关于工作的通知");
	put_paragraph(book, page, row_below(title.y + 22000 + ROW), 6);
	put_number(book, page);
	assert_conforms(book);
	assert_fails_shifted(book, item_of(page, ROLE_TITLE), (const mpt[2]){ 0, MM }, MEASURE_title_gap_number);
	item_of(page, ROLE_TITLE)->role = ROLE_ATTACHMENT_TITLE;
	assert_true(fails(book, MEASURE_attachment_side));
	fonts_close(book->fonts);
}

static void letters(void **state)
{
	struct book *book = book_new(*state);
	struct page *page = page_add_blank(book), *back = page_add_blank(book);
	book->subject.format = CONFORM_LETTER;
	mpt line = put_mark(book, page, "督查局", 85039) + 11339, below = line + 5000 + 13909;
	const mpt ends[2] = { (A4_WIDTH - 481890) / 2, (A4_WIDTH + 481890) / 2 };
	const struct text copy = { ROLE_COPY_NUMBER, FAMILY_FANGSONG, 16000, LEFT, below, 2 }, secrecy = { ROLE_SECRECY, FAMILY_HEITI, 16000, LEFT, below + ROW, 3 };
	const struct text number = { ROLE_NUMBER, FAMILY_FANGSONG, 16000, RIGHT, below, 4 }, copies = { ROLE_IMPRINT, FAMILY_FANGSONG, 14000, 73701 + 14000, 742677 - 14000, 7 };
	const struct text title = { ROLE_TITLE, FAMILY_XIAOBIAOSONG, 22000, 0, below + ROW + 16000 + 59218, 5 };
	put_rule(page, ends, line + 1000, 2000, PAINT_RED);
	put_rule(page, ends, line + 4500, 1000, PAINT_RED);
	put(book, page, &copy, "000012");
	put(book, page, &secrecy, "机密");
	put_right(book, page, &number, "高函〔2018〕5号");
	put_centred(book, page, &title, "关于工作的函");
	put_paragraph(book, page, row_below(title.y + 22000 + ROW), 6);
	put_rule(page, ends, A4_HEIGHT - 56693 - 3500, 1000, PAINT_RED);
	put_rule(page, ends, A4_HEIGHT - 56693, 2000, PAINT_RED);
	put(book, back, &copies, "抄送：区直各部门。");
	put_number(book, back);
	assert_conforms(book);
	assert_true(book->count == 2);
	static const enum role roles[] = { ROLE_MARK, ROLE_COPY_NUMBER, ROLE_NUMBER, ROLE_TITLE };
	for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
		for (int k = 0; k < 2; k++) {
			shift_item(item_of(page, roles[i]), k ? 2 * MM : 0, k ? 0 : 2 * MM);
			assert_true(fails_in(book, "10.1 7.2.1 7.2.4 7.3.1"));
			shift_item(item_of(page, roles[i]), k ? -2 * MM : 0, k ? 0 : -2 * MM);
		}
	}
	for (size_t i = 0; i < page->count; i++) {
		struct item *rule = &page->items[i];
		if (rule->kind != ITEM_RULE)
			continue;
		assert_fails_shifted(book, rule, (const mpt[2]){ -MM, 0 }, MEASURE_letter_line_centred);    /* 1 mm to the right is the middle of the text block, as good as that of the sheet */
		rule->of.rule.x1 += MM;
		assert_true(fails(book, MEASURE_letter_line_width));
		rule->of.rule.x1 -= MM;
		rule->of.rule.width = 3000 - rule->of.rule.width;    /* both of the pair as thick */
		assert_true(fails(book, rule->of.rule.y0 < A4_HEIGHT / 2 ? MEASURE_letter_first_form : MEASURE_letter_second_form));
		rule->of.rule.width = 3000 - rule->of.rule.width;
	}
	mpt down = A4_HEIGHT - 56693 - 3 * MM - 4000 - 1920 - ROW - item_of(page, ROLE_BODY)->of.glyphs.y[0];    /* the second line ends 3 mm above */
	shift_role(page, ROLE_BODY, 0, down);
	assert_true(fails(book, MEASURE_letter_text_end));
	for (size_t i = 0; i < page->count; i++)
		if (page->items[i].kind == ITEM_RULE)
			shift_item(&page->items[i], 0, MM * 2);
	assert_true(fails(book, MEASURE_letter_first_gap) && fails(book, MEASURE_letter_second_bottom));
	shift_item(item_of(back, ROLE_IMPRINT), 0, -MM);
	assert_true(fails(book, MEASURE_letter_copies_bottom));
	put_number(book, page);
	assert_true(fails(book, MEASURE_letter_page_number));
	fonts_close(book->fonts);
}

/* 命令（令）, with post, stamp and date (7.3.5.3). */
static void orders(void **state)
{
	struct book *book = book_new(*state);
	struct page *page = page_add_blank(book);
	book->subject.format = CONFORM_ORDER;
	book->subject.signature = CONFORM_STAMP;
	mpt number_top = put_mark(book, page, "国务院令", TOP + 56693) + 59218;
	const struct text number = { ROLE_ORDER_NUMBER, FAMILY_FANGSONG, 16000, 0, number_top, 2 };
	int row = row_below(number_top + 16000 + 59218);
	mpt stamp_top = row_top(row + 4), side = 42520, stamp_left = RIGHT - 4 * CELL - side;
	const struct text post = { ROLE_POST, FAMILY_FANGSONG, 16000, stamp_left - 2 * CELL, stamp_top + side / 2 - 8000, 7 };
	const struct text date = { ROLE_DATE, FAMILY_FANGSONG, 16000, RIGHT - 4 * CELL, stamp_top + side + ROW, 8 };
	put_centred(book, page, &number, "第12号");
	put_paragraph(book, page, row, 6);
	put_right(book, page, &post, "总理");
	put_box(page, false, (const mpt[2]){ stamp_left, stamp_top }, side);
	put_right(book, page, &date, "2018年7月19日");
	put_number(book, page);
	assert_conforms(book);
	static const struct wrong wrong[] = {
		{ ROLE_MARK, 0, MM, MEASURE_order_mark_top }, { ROLE_ORDER_NUMBER, 0, MM, MEASURE_order_number_gap }, { ROLE_ORDER_NUMBER, MM, 0, MEASURE_order_number_centred },
		{ ROLE_POST, MM, 0, MEASURE_post_gap }, { ROLE_POST, 0, MM, MEASURE_post_middle }, { ROLE_DATE, MM, 0, MEASURE_stamp_date_right },
		{ ROLE_DATE, 0, -MM, MEASURE_stamp_date_gap }, { ROLE_BODY, 0, MM, MEASURE_line_grid }, { ROLE_BODY, 0, -12 * MM, MEASURE_order_text_gap },
	};
	assert_each_fails(book, page, wrong, sizeof wrong / sizeof wrong[0]);
	assert_form_read(book, ROLE_ORDER_NUMBER, "第012号", MEASURE_order_number_form);
	struct item *stamp = page->items;
	while (stamp->kind != ITEM_IMAGE)
		stamp++;
	shift_item(stamp, MM, 0);
	assert_true(fails(book, MEASURE_stamp_right));
	shift_item(stamp, -MM, MM);
	assert_true(fails(book, MEASURE_stamp_gap));
	fonts_close(book->fonts);
}

static void minutes(void **state)
{
	struct book *book = book_new(*state);
	struct page *page = page_add_blank(book);
	book->subject.format = CONFORM_MINUTES;
	put_mark(book, page, "督查纪要", TOP + 99213);
	put_paragraph(book, page, 10, 6);
	const struct text label = { ROLE_ATTENDANCE_LABEL, FAMILY_HEITI, 16000, LEFT + 2 * CELL, row_top(13), 7 };
	const struct text names = { ROLE_ATTENDANCE, FAMILY_FANGSONG, 16000, LEFT + 5 * CELL, row_top(13), 7 }, more = { ROLE_ATTENDANCE, FAMILY_FANGSONG, 16000, LEFT + 5 * CELL, row_top(14), 7 };
	put(book, page, &label, "出席：");
	put(book, page, &names, "国国国国国国国国国国国国国国国国国国国国国国国");
	put(book, page, &more, "国国国");
	put_number(book, page);
	assert_conforms(book);
	static const struct wrong wrong[] = {
		{ ROLE_MARK, 0, MM, MEASURE_minutes_mark_top }, { ROLE_ATTENDANCE_LABEL, MM, 0, MEASURE_attendance_indent },
		{ ROLE_ATTENDANCE_LABEL, 0, MM, MEASURE_attendance_gap }, { ROLE_ATTENDANCE, MM, 0, MEASURE_attendance_hang },
	};
	assert_each_fails(book, page, wrong, sizeof wrong / sizeof wrong[0]);
	assert_form_read(book, ROLE_ATTENDANCE_LABEL, "出席", MEASURE_attendance_form);
	item_of(page, ROLE_ATTENDANCE_LABEL)->role = ROLE_ATTENDANCE;    /* the label as the names' own start */
	assert_conforms(book);
	assert_form_read(book, ROLE_ATTENDANCE, "：", MEASURE_attendance_form);
	shift_item(&page->items[page->count - 2], MM, 0);
	assert_true(fails(book, MEASURE_attendance_hang));
	shift_item(&page->items[page->count - 2], -MM, 0);
	assert_sizes_seen(book);
	fonts_close(book->fonts);
}

/* A joint document: two seals in a row, the second over the date. */
static void seals_in_a_row(void **state)
{
	struct book *book = book_new(*state);
	struct page *page = page_add_blank(book);
	struct text name = { ROLE_SIGNATURE, FAMILY_FANGSONG, 16000, 0, row_top(12), 7 };
	const struct text date = { ROLE_DATE, FAMILY_FANGSONG, 16000, RIGHT - 4 * CELL, row_top(13), 9 };
	const char *day = "2018年7月19日";
	mpt side = 119055, second = RIGHT - 4 * CELL - width_of(book, &date, day) / 2, first = second - side - 8504;
	mpt centre = (row_top(12) + row_top(13) + 16000) / 2 - 8504;
	put_paragraph(book, page, 8, 6);
	name.x = first - width_of(book, &name, "国务院") / 2;
	put(book, page, &name, "国务院");
	name.x = second - width_of(book, &name, "督查局") / 2;
	name.node = 8;
	put(book, page, &name, "督查局");
	put_right(book, page, &date, day);
	for (int i = 0; i < 2; i++) {
		put_box(page, true, (const mpt[2]){ (i ? second : first) - side / 2, centre - side / 2 }, side);
		put_box(page, false, (const mpt[2]){ (i ? second : first) - side / 2, centre - side / 2 }, side);
	}
	put_number(book, page);
	assert_conforms(book);
	struct item *seal = page->items;
	while (seal->kind != ITEM_IMAGE)
		seal++;
	shift_item(seal, 8504, 0);
	assert_true(fails(book, MEASURE_seal_overlap) && fails(book, MEASURE_seal_centred));
	shift_item(seal, -8504, MM);
	assert_true(fails(book, MEASURE_seal_row));
	shift_item(seal, 0, -MM - 12 * MM);
	assert_true(fails(book, MEASURE_seal_top));
	shift_item(seal, 0, 12 * MM);
	shift_item(seal, -60 * MM, 0);
	assert_true(fails(book, MEASURE_seal_beside));
	fonts_close(book->fonts);
}

/* A side of the imprint alone has a number, but not behind a blank one (7.5). */
static void lone_imprints(void **state)
{
	struct book *book = book_new(*state);
	struct page *text = page_add_blank(book), *end;
	const struct text copies = { ROLE_IMPRINT, FAMILY_FANGSONG, 14000, LEFT + 14000, 700000, 8 };
	put_paragraph(book, text, 10, 1);
	put_number(book, text);
	end = page_add_blank(book);
	put(book, end, &copies, "抄送：区直各部门");
	assert_true(fails(book, MEASURE_page_number_there));
	put_number(book, end);
	assert_false(fails(book, MEASURE_page_number_there));
	end->count = 0;
	end->kind = PAGE_BLANK;
	end = page_add_blank(book);
	put(book, end, &copies, "抄送：区直各部门");
	assert_false(fails(book, MEASURE_page_number_there));
	put_number(book, end);
	assert_true(fails(book, MEASURE_page_number_there));
	fonts_close(book->fonts);
}

/* Pages without number: blank ones; a signature without text; an imprint that is not last. */
static void whole_pages(void **state)
{
	struct book *book = book_new(*state);
	struct page *text = page_add_blank(book);
	put_paragraph(book, text, 10, 1);
	put_number(book, text);
	page_add_blank(book)->kind = PAGE_BLANK;
	assert_conforms(book);
	put_number(book, book->pages[1]);
	assert_true(fails(book, MEASURE_page_number_there));
	struct page *end = page_add_blank(book);
	const struct text name = { ROLE_SIGNATURE, FAMILY_FANGSONG, 16000, 300000, row_top(2), 7 }, copies = { ROLE_IMPRINT, FAMILY_FANGSONG, 14000, LEFT + 14000, 700000, 8 };
	put(book, end, &name, "督查局");
	assert_true(fails(book, MEASURE_together));
	put(book, end, &copies, "抄送：区直各部门");
	assert_true(fails(book, MEASURE_imprint_end));
	assert_false(fails(book, MEASURE_imprint_page));
	page_add_blank(book);
	assert_true(fails(book, MEASURE_imprint_page));
	book->pages[0]->count = 0;
	assert_true(fails(book, MEASURE_body_first_page));
	fonts_close(book->fonts);
}

static void lines_and_characters(void **state)
{
	struct book *book = book_new(*state);
	struct page *page = page_add_blank(book);
	for (int row = 0; row < 22; row += 2)
		put_paragraph(book, page, row, row + 1);
	put_number(book, page);
	assert_conforms(book);
	struct outcome outcome = measure(book);
	assert_int_equal(finding_of(&outcome, MEASURE_block_height)->measured, 225000);
	assert_in_range(finding_of(&outcome, MEASURE_line_pitch)->measured, 10444, 10446);
	assert_in_range(finding_of(&outcome, MEASURE_advance)->measured, 5569, 5573);
	arena_free(outcome.arena);
	shift_role(page, ROLE_BODY, 2 * MM, 0);    /* 28 mm becomes 30 */
	assert_true(fails(book, MEASURE_margin_binding) && fails(book, MEASURE_block_overrun));
	shift_role(page, ROLE_BODY, -2 * MM, 2 * MM);
	assert_true(fails(book, MEASURE_margin_top) && fails(book, MEASURE_line_grid));
	for (size_t i = 0; i < page->count; i++)    /* lines of 11 mm; characters of 6 mm */
		if (page->items[i].role == ROLE_BODY)
			for (int k = 0; k < page->items[i].of.glyphs.count; k++) {
				((mpt *)page->items[i].of.glyphs.x)[k] = LEFT + k * 6 * MM;
				((mpt *)page->items[i].of.glyphs.y)[k] = TOP + 14080 + (mpt)i * 11 * MM;
			}
	assert_true(fails(book, MEASURE_line_pitch) && fails(book, MEASURE_advance));
	fonts_close(book->fonts);
}

/* 7.3.5.5: characters a little closer, on word of the one who laid them out only. */
static void characters_closer(void **state)
{
	struct book *book = book_new(*state);
	struct page *page = page_add_blank(book);
	put_paragraph(book, page, 10, 1);
	put_number(book, page);
	for (size_t i = 0; i < page->count; i++)
		for (int k = 0; page->items[i].role == ROLE_BODY && k < page->items[i].of.glyphs.count; k++)
			((mpt *)page->items[i].of.glyphs.x)[k] -= k * 400;
	assert_true(fails(book, MEASURE_advance));
	struct arena *arena = arena_new();
	struct conform *conform = conform_open(arena, book->fonts, &book->subject);
	struct outcome outcome = { .arena = arena };
	conform_page(conform, page);
	conform_characters_closer(conform);
	outcome.findings = conform_finish(conform, &outcome.count);
	assert_int_equal(finding_of(&outcome, MEASURE_advance)->verdict, VERDICT_ALLOWED);
	arena_free(arena);
	fonts_close(book->fonts);
}

/* Many fails of one kind are counted, not listed. */
static void fails_are_counted(void **state)
{
	struct book *book = book_new(*state);
	for (int i = 0; i < PAGES_MAX; i++) {
		struct page *page = page_add_blank(book);
		page->width += MM;
		for (int row = 0; row < 20; row++) {
			const struct text text = { ROLE_BODY, FAMILY_KAITI, 16000, LEFT, row_top(row), row };
			put(book, page, &text, "国");
		}
	}
	struct outcome outcome = measure(book);
	int listed = 0, times = 0;
	for (size_t i = 0; i < outcome.count; i++) {
		listed += outcome.findings[i].measure == MEASURE_body_font;
		times += outcome.findings[i].measure == MEASURE_body_font ? outcome.findings[i].times : 0;
	}
	assert_int_equal(listed, 20);
	assert_int_equal(times, 20 * PAGES_MAX);
	arena_free(outcome.arena);
	fonts_close(book->fonts);
}

/* A measure that no test makes fail may measure nothing. */
static void every_measure_was_seen_to_fail(void **state)
{
	int never = 0;
	(void)state;
	for (int i = 0; i < MEASURE_COUNT; i++) {
		if (caught()[i] || i == MEASURE_mark_font || i == MEASURE_seal_below)    /* these are allowed, never wrong */
			continue;
		print_message("# never seen to fail: %s %s\n", measure_clause((enum measure)i), measure_code((enum measure)i));
		never++;
	}
	assert_int_equal(never, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_edition_conforms_and_no_shift_passes), TEST(an_unsealed_edition_too), TEST(a_long_printer_stands_clear_of_the_date), TEST(long_signatures_take_two_lines), TEST(long_marks_keep_their_number), TEST(signers_end_one_character_in), TEST(a_note_stands_free_of_seals), TEST(forms_are_read), TEST(fonts_sizes_and_colours_are_seen), TEST(inks_are_measured),
		TEST(thicknesses_and_widths_are_measured), TEST(labels_left_out_on_purpose_do_not_fail), TEST(page_numbers_run_on), TEST(title_shapes),
		TEST(upward_documents), TEST(a_number_without_a_mark), TEST(letters), TEST(orders), TEST(minutes), TEST(seals_in_a_row), TEST(lone_imprints), TEST(whole_pages), TEST(lines_and_characters),
		TEST(characters_closer), TEST(fails_are_counted), TEST(every_measure_was_seen_to_fail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
