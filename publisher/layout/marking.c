#include "layout/marking.h"
#include <stdlib.h>
#include <string.h>

#define MM(thousandths) ((mpt)((int64_t)(thousandths) * 28346457 / 10000000))

enum {
	BAR_AWAY = 2500, LANE = 1600, NOTE_AWAY = 5500, NOTE_WIDTH = 16000, TICK_FROM = 500,      /* 1/1000 mm from the text block outwards */
	HEAD_TOP = 8000, HEAD_PITCH = 4300,                                                       /* of the two lines at a page's head */
	BAR = 1200, THIN = 700, PAIR_GAP = 2000, DASH = 2000, DASH_GAP = 1500, NEAR = 6000,       /* mpt */
	HEAD_SIZE = 9000, NOTE_SIZE = 7500, NOTE_PITCH = 8500
};

void marking_rule(struct page *page, const mpt from[2], const mpt to[2], mpt width, bool broken)
{
	int along = from[0] == to[0];
	for (mpt at = from[along], end; at < to[along]; at = end + DASH_GAP) {
		mpt a[2] = { from[0], from[1] }, b[2] = { to[0], to[1] };
		end = broken && at + DASH < to[along] ? at + DASH : to[along];
		a[along] = at;
		b[along] = end;
		page_rule(page, a, b, width, PAINT_BLACK);
		page->items[page->count - 1].artifact = ARTIFACT_CHANGE_MARK;
	}
}

/* ---- bars ---- */

struct extent { int frame; enum change_mark mark; mpt top, bottom; };    /* frame: item that turns it; -1: the sheet */
struct extents { struct arena *arena; struct extent *list; size_t count, capacity; };

/* From the highest to the lowest of an item, in its frame. */
static void reach(const struct item *item, mpt *top, mpt *bottom)
{
	if (item->kind == ITEM_RULE) {
		*top = item->of.rule.y0;
		*bottom = item->of.rule.y1;
		return;
	}
	const struct glyph_run *run = &item->of.glyphs;
	mpt above = mpt_from_milli_em(FONT_ASCENT, run->size);
	*top = *bottom = run->y[0];
	for (int i = 1; i < run->count; i++) {
		*top = run->y[i] < *top ? run->y[i] : *top;
		*bottom = run->y[i] > *bottom ? run->y[i] : *bottom;
	}
	*top -= above;
	*bottom += run->size - above;
}

static void add_extent(struct extents *extents, const struct item *item, int frame)
{
	bool counts = item->change && (item->kind == ITEM_RULE || (item->kind == ITEM_GLYPHS && item->of.glyphs.count));
	if (!counts)
		return;
	ARENA_GROW(extents->arena, extents->list, &extents->capacity, extents->count + 1);
	struct extent *extent = &extents->list[extents->count++];
	*extent = (struct extent){ .frame = frame, .mark = item->change };
	reach(item, &extent->top, &extent->bottom);
}

/* Turns inside a turn are heads of columns, which bear no marks. */
static void find_extents(const struct page *page, struct extents *extents)
{
	int depth = 0, frame = -1;
	for (size_t i = 0; i < page->count; i++) {
		const struct item *item = &page->items[i];
		depth -= item->kind == ITEM_TURN_END;
		if (item->kind == ITEM_TURN && depth == 0)
			frame = (int)i;
		depth += item->kind == ITEM_TURN;
		if (depth < 2)
			add_extent(extents, item, depth ? frame : -1);
	}
}

static int by_place(const void *left, const void *right)
{
	const struct extent *a = left, *b = right;
	if (a->frame != b->frame)
		return a->frame < b->frame ? -1 : 1;
	if (a->mark != b->mark)
		return a->mark < b->mark ? -1 : 1;
	return (a->top > b->top) - (a->top < b->top);
}

/* How far from the frame's origin the block ends where the marks stand, and in which direction they go on: the outer margin, and at the
 * right of a turned table. */
struct edge { mpt at; int outwards; };

static struct edge edge_of(const struct paginator *pages, bool turned)
{
	bool right = turned || pages->page->recto;
	mpt at = turned ? pages->job->style->text_height : right ? pages->left + pages->width : pages->left;
	return (struct edge){ at, right ? 1 : -1 };
}

static void put_bar(struct page *page, enum change_mark mark, mpt x, const mpt top_bottom[2])
{
	mpt away = mark == CHANGE_ADDED ? (THIN + PAIR_GAP) / 2 : 0;
	for (int i = 0; i < (away ? 2 : 1); i++) {
		mpt at = x + (i ? away : -away);
		marking_rule(page, (const mpt[2]){ at, top_bottom[0] }, (const mpt[2]){ at, top_bottom[1] }, away ? THIN : BAR, mark == CHANGE_UNTOUCHED);
	}
}

static void put_bars(struct paginator *pages, const struct extents *extents)
{
	struct page *page = pages->page;
	for (size_t i = 0, end; i < extents->count; i = end) {
		const struct extent *first = &extents->list[i];
		bool turned = first->frame >= 0;
		mpt bottom = first->bottom;
		for (end = i + 1; end < extents->count && extents->list[end].frame == first->frame && extents->list[end].mark == first->mark
		     && extents->list[end].top <= bottom + NEAR; end++)
			bottom = extents->list[end].bottom > bottom ? extents->list[end].bottom : bottom;
		const struct edge edge = edge_of(pages, turned);
		mpt away = MM(BAR_AWAY) + (first->mark == CHANGE_UNTOUCHED ? MM(LANE) : 0);
		struct item turn = { .kind = ITEM_TURN, .node = -1, .role = -1 };
		if (turned)
			turn.of = page->items[first->frame].of;
		if (turned)
			*page_add(page, ITEM_TURN) = turn;
		put_bar(page, first->mark, edge.at + edge.outwards * away, (const mpt[2]){ first->top, bottom });
		if (turned)
			page_add(page, ITEM_TURN_END);
	}
}

/* ---- words ---- */

static int shape(struct paginator *pages, const char *text, struct role_style *look, mpt size, struct setting *out)
{
	const struct words words = { .text = text };
	*look = pages->job->style->roles[ROLE_TABLE_TEXT];
	look->size = look->em = size;
	return setting_shape_look(pages->job, pages->page_arena, &words, look, out);
}

static void put_text(struct paginator *pages, const struct setting *setting, const struct line *line, const mpt at[2])
{
	const struct tag tag = { .role = -1, .node = -1, .artifact = ARTIFACT_CHANGE_MARK };
	setting_put_natural(pages, setting, line, at, &tag);
}

/* A sample of each mark with its meaning. */
static int put_legend(struct paginator *pages, mpt top)
{
	static const struct { enum change_mark mark; const char *words; } samples[] = {
		{ CHANGE_ALTERED, "改动" }, { CHANGE_ADDED, "新增" }, { CHANGE_UNTOUCHED, "进展未更新" }, { CHANGE_NONE, "此处有删去" },
	};
	mpt x = pages->left;
	int result = 0;
	for (size_t i = 0; i < sizeof samples / sizeof samples[0] && !result; i++) {
		struct role_style *look = arena_alloc(pages->page_arena, sizeof *look);
		struct setting setting;
		x += HEAD_SIZE / 2;
		if (samples[i].mark)
			put_bar(pages->page, samples[i].mark, x, (const mpt[2]){ top, top + HEAD_SIZE });
		else
			marking_rule(pages->page, (const mpt[2]){ x - THIN, top + HEAD_SIZE / 2 }, (const mpt[2]){ x + HEAD_SIZE, top + HEAD_SIZE / 2 }, THIN, false);
		x += samples[i].mark ? HEAD_SIZE / 2 : HEAD_SIZE * 3 / 2;
		result = shape(pages, samples[i].words, look, HEAD_SIZE, &setting);
		if (!result) {
			struct line whole = setting_whole(&setting);
			put_text(pages, &setting, &whole, (const mpt[2]){ x, top });
			x += setting_width(&setting) + HEAD_SIZE;
		}
	}
	return result;
}

static int put_head(struct paginator *pages)
{
	struct role_style *look = arena_alloc(pages->page_arena, sizeof *look);
	struct setting notice;
	int result = shape(pages, pages->job->marks->notice, look, HEAD_SIZE, &notice);
	if (!result) {
		struct line whole = setting_whole(&notice);
		put_text(pages, &notice, &whole, (const mpt[2]){ pages->left, MM(HEAD_TOP) });
	}
	return result ? result : put_legend(pages, MM(HEAD_TOP + HEAD_PITCH));
}

/* The names where there is room down to the next thing, else how many they are. */
int marking_note_put(struct paginator *pages, const struct marking_note *note)
{
	struct arena *arena = pages->page_arena;
	const struct edge edge = edge_of(pages, note->turned);
	struct role_style *look = arena_alloc(arena, sizeof *look);
	struct setting setting;
	struct line *lines = NULL;
	int count = 0, most = (int)((note->below - note->y) / NOTE_PITCH);
	int result = shape(pages, note->names, look, NOTE_SIZE, &setting);
	if (!result) {
		int32_t width = setting_measure(&setting, MM(NOTE_WIDTH));
		count = lines_choose(arena, &setting.shaped, &(const struct measure){ .first = width, .rest = width }, &lines);
	}
	if (!result && count > 1 && count > most) {
		result = shape(pages, arena_printf(arena, "删%d%s", note->count, note->unit), look, NOTE_SIZE, &setting);
		count = 1;
		lines = arena_alloc(arena, sizeof *lines);
		*lines = setting_whole(&setting);
	}
	mpt from = edge.at + edge.outwards * MM(TICK_FROM), to = edge.at + edge.outwards * MM(NOTE_AWAY - TICK_FROM);
	marking_rule(pages->page, (const mpt[2]){ from < to ? from : to, note->y }, (const mpt[2]){ from < to ? to : from, note->y }, THIN, false);
	mpt left = edge.at + (edge.outwards > 0 ? MM(NOTE_AWAY) : -MM(NOTE_AWAY + NOTE_WIDTH));
	for (int i = 0; i < count && !result; i++)
		put_text(pages, &setting, &lines[i], (const mpt[2]){ left, note->y - NOTE_SIZE / 2 + i * NOTE_PITCH });
	return result;
}

/* ---- the page ---- */

/* A working copy is not to be signed. */
static void drop_fields(struct page *page)
{
	size_t kept = 0;
	for (size_t i = 0; i < page->count; i++)
		if (page->items[i].kind != ITEM_FIELD)
			page->items[kept++] = page->items[i];
	page->count = kept;
}

int marking_put(struct paginator *pages)
{
	struct extents extents = { .arena = pages->page_arena };
	drop_fields(pages->page);
	find_extents(pages->page, &extents);
	if (extents.count)
		qsort(extents.list, extents.count, sizeof *extents.list, by_place);
	put_bars(pages, &extents);
	return put_head(pages);
}
