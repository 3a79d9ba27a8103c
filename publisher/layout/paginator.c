/* Pages of one job, one after another. The text block is mirrored on even pages (GB/T 9704-2012 5.1: 28 mm at the
 * binding side); the page number is set when its page is finished, for nothing earlier needs it (7.5). */
#include "layout/paginator.h"
#include "layout/marking.h"
#include "layout/setting.h"

static int number_glyphs(struct paginator *pages, struct setting *out)
{
	struct layout_job *job = pages->job;
	struct words text = { .text = arena_printf(pages->page_arena, "\xE2\x80\x94%d\xE2\x80\x94", pages->page->number) };
	return setting_shape(job, pages->page_arena, &text, ROLE_PAGE_NUMBER, out);
}

/* Clause 7.5: 四号 half-width 宋体 digits between two dashes that lie 7 mm below the text block; at the right on odd
 * pages, at the left on even ones, one 字 in from the block's edge. Half an em of blank beside the digits. */
static int page_number(struct paginator *pages)
{
	const struct style *style = pages->job->style;
	const struct role_style *look = &style->roles[ROLE_PAGE_NUMBER];
	struct setting number;
	struct ink ink = { 0 };
	if (number_glyphs(pages, &number))
		return -1;
	const struct shaped *shaped = &number.shaped;
	int count = shaped->count;
	int32_t *x = arena_array(pages->page_arena, (size_t)count + 1, sizeof *x);
	int32_t pen = (1000 - (shaped->prefix[1] - shaped->prefix[0])) / 2;
	x[0] = pen;
	pen = 1500;
	for (int i = 1; i + 1 < count; i++) {
		x[i] = pen;
		pen += shaped->prefix[i + 1] - shaped->prefix[i];
	}
	pen += 500;
	x[count - 1] = pen + (1000 - (shaped->prefix[count] - shaped->prefix[count - 1])) / 2;
	x[count] = pen + 1000;
	face_ink(pages->job->fonts, shaped->face[0], shaped->glyph[0], &ink);
	mpt width = mpt_from_milli_em(x[count], look->em);
	mpt left = pages->page->recto ? pages->left + pages->width - style->number_inset - width
	                              : pages->left + style->number_inset;
	mpt top_of_dash = style->top + style->text_height + style->number_drop;
	struct tag tag = { .role = ROLE_PAGE_NUMBER, .node = -1, .artifact = ARTIFACT_PAGE_NUMBER };
	struct line line = { .start = 0, .end = count };
	mpt baseline = top_of_dash + mpt_from_milli_em(ink.top, look->size);
	const mpt at[2] = { left, baseline - mpt_from_milli_em(FONT_ASCENT, look->size) };
	setting_put(pages, &number, &line, x, at, &tag);
	return 0;
}

static int hand_over(struct paginator *pages)
{
	int result = 0;
	if (pages->page) {
		struct page *page = pages->page;
		if (page->numbered)
			result = page_number(pages);
		if (!result && pages->job->marks)
			result = marking_put(pages);
		if (pages->job->style->shift_x || pages->job->style->shift_y)    /* for a printer that takes paper in askew */
			page_shift(page, pages->job->style->shift_x, pages->job->style->shift_y);
		if (!result)
			result = pages->job->receiver.page(pages->job->receiver.context, page);
		pages->job->record->page_count = page->number;
	}
	paginator_abandon(pages);
	return result;
}

void paginator_abandon(struct paginator *pages)
{
	pages->page = NULL;
	while (pages->retired) {
		struct arena *arena = pages->retired->arena;    /* the list stands in the arenas themselves */
		pages->retired = pages->retired->next;
		arena_free(arena);
	}
}

void paginator_retire(struct paginator *pages, struct arena *arena)
{
	struct retired *one = arena_alloc(arena, sizeof *one);
	*one = (struct retired){ pages->retired, arena };
	pages->retired = one;
}

int paginator_next(struct paginator *pages, enum page_kind kind)
{
	const struct style *style = pages->job->style;
	if (hand_over(pages))
		return -1;
	arena_clear(pages->page_arena);
	pages->number++;
	struct page *page = page_new(pages->page_arena, pages->number);
	page->kind = kind;
	page->numbered = kind != PAGE_BLANK;
	page->recto = style->sides == 1 || pages->number % 2 == 1;
	page->rotate_view = kind == PAGE_TABLE_TURNED && style->rotate_view;
	bool foldout = kind == PAGE_TABLE_FOLDOUT;
	page->width = foldout ? style->foldout_width : style->page_width;
	page->height = style->page_height;
	pages->width = foldout ? style->foldout_text_width : style->text_width;
	pages->left = page->recto ? style->binding : page->width - style->binding - pages->width;
	pages->line = 0;
	pages->lines = style->lines;
	pages->text_from = 0;
	pages->page = page;
	return 0;
}

int paginator_finish(struct paginator *pages)
{
	return hand_over(pages);
}

mpt paginator_grid(const struct paginator *pages, int line)
{
	const struct style *style = pages->job->style;
	mpt last = style->text_height - style->roles[ROLE_BODY].size;
	return style->top + (mpt)rounded_ratio(last, line, pages->lines - 1);
}

int paginator_line_at(const struct paginator *pages, mpt y)
{
	int line = 0;
	while (paginator_grid(pages, line) < y)
		line++;
	return line;
}

void paginator_set_lines(struct paginator *pages, int lines)
{
	pages->lines = lines;
	if (pages->text_from)    /* 7.3.2: one blank line below the title; the text snaps to the grid */
		pages->line = paginator_line_at(pages, pages->text_from + paginator_grid(pages, 1) - paginator_grid(pages, 0));
}
