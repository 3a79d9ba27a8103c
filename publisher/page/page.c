#include "page/page.h"
#include <string.h>

struct page *page_new(struct arena *arena, int number)
{
	struct page *page = arena_alloc(arena, sizeof *page);
	page->arena = arena;
	page->number = number;
	return page;
}

struct item *page_add(struct page *page, enum item_kind kind)
{
	ARENA_GROW(page->arena, page->items, &page->capacity, page->count + 1);
	struct item *item = &page->items[page->count++];
	*item = (struct item){ .kind = kind, .node = -1, .role = -1 };
	return item;
}

void page_rule(struct page *page, const mpt from[2], const mpt to[2], mpt width, enum paint paint)
{
	struct item *item = page_add(page, ITEM_RULE);
	item->artifact = ARTIFACT_RULE;
	item->of.rule.x0 = from[0];
	item->of.rule.y0 = from[1];
	item->of.rule.x1 = to[0];
	item->of.rule.y1 = to[1];
	item->of.rule.width = width;
	item->of.rule.paint = paint;
}

bool page_disc_touches(const mpt centre[2], mpt radius, const mpt rectangle[4])
{
	int64_t away[2];
	for (int i = 0; i < 2; i++) {
		mpt before = rectangle[i] - centre[i], behind = centre[i] - rectangle[i + 2];
		away[i] = before > 0 ? before : behind > 0 ? behind : 0;
	}
	return away[0] * away[0] + away[1] * away[1] < (int64_t)radius * radius;
}

static const mpt *moved(struct arena *arena, const mpt *from, int count, mpt by)
{
	mpt *to = arena_reserve(arena, (size_t)(count + 1) * sizeof *to);
	for (int i = 0; i < count; i++)
		to[i] = from[i] + by;
	return to;
}

static void move_item(struct page *page, struct item *item, mpt right, mpt down)
{
	struct { mpt *x, *y; } corners[2] = { { NULL, NULL }, { NULL, NULL } };
	switch (item->kind) {
	case ITEM_GLYPHS:
		item->of.glyphs.x = moved(page->arena, item->of.glyphs.x, item->of.glyphs.count, right);
		item->of.glyphs.y = moved(page->arena, item->of.glyphs.y, item->of.glyphs.count, down);
		break;
	case ITEM_RULE:
		corners[0].x = &item->of.rule.x0;
		corners[0].y = &item->of.rule.y0;
		corners[1].x = &item->of.rule.x1;
		corners[1].y = &item->of.rule.y1;
		break;
	case ITEM_FILL:
		corners[0].x = &item->of.fill.x;
		corners[0].y = &item->of.fill.y;
		break;
	case ITEM_IMAGE:
		corners[0].x = &item->of.image.x;
		corners[0].y = &item->of.image.y;
		break;
	case ITEM_LINK:
		corners[0].x = &item->of.link.x;
		corners[0].y = &item->of.link.y;
		break;
	case ITEM_FIELD:
		corners[0].x = &item->of.field.x;
		corners[0].y = &item->of.field.y;
		break;
	case ITEM_TURN:
		corners[0].x = &item->of.turn.x;
		corners[0].y = &item->of.turn.y;
		break;
	case ITEM_TURN_END:
		break;
	}
	for (int i = 0; i < 2 && corners[i].x; i++) {
		*corners[i].x += right;
		*corners[i].y += down;
	}
}

void page_shift(struct page *page, mpt right, mpt down)
{
	int depth = 0;    /* what is in a turned frame moves with the frame */
	for (size_t i = 0; i < page->count; i++) {
		struct item *item = &page->items[i];
		depth -= item->kind == ITEM_TURN_END;
		if (depth == 0)
			move_item(page, item, right, down);
		depth += item->kind == ITEM_TURN;
	}
}

static const char *paint_name(enum paint paint)
{
	static const char *const names[PAINT_COUNT] = { "black", "red", "light-red", "light-yellow", "light-blue", "light-green",
	                                                "shade-grey", "shade-red", "shade-yellow", "shade-blue", "shade-green" };
	return names[paint];
}

static void put_text(FILE *out, const struct glyph_run *run)
{
	fputc('"', out);
	for (uint32_t i = run->cluster[0]; i < run->cluster[run->count]; i++) {
		if (run->text[i] == '\n')
			fputs("\\n", out);
		else
			fputc(run->text[i], out);
	}
	fputc('"', out);
}

static void put_origin(FILE *out, const struct item *item)
{
	static const char *const artifacts[] = { "", "head-repeated", "label-repeated", "continued", "rule", "page-number", "page-sum", "change-mark" };
	static const char *const changes[] = { "", "added", "altered", "untouched" };
	if (item->artifact)
		fprintf(out, " artifact %s", artifacts[item->artifact]);
	else
		fprintf(out, " node %d", item->node);
	if (item->role >= 0)
		fprintf(out, " role %d", item->role);
	if (item->file)
		fprintf(out, " from %s:%d", item->file, item->line);
	if (item->row)
		fprintf(out, " row %d column %d", item->row, item->column);
	if (item->change)
		fprintf(out, " %s", changes[item->change]);
}

static void put_glyphs(FILE *out, const struct item *item)
{
	const struct glyph_run *run = &item->of.glyphs;
	int last = run->count - 1;
	if (last < 0) {
		fprintf(out, "glyphs face %d size %d count 0", run->face, run->size);
		return;
	}
	fprintf(out, "glyphs face %d size %d %s%s at %d,%d", run->face, run->size, paint_name(run->paint),
	        run->vertical ? " vertical" : "", run->x[0], run->y[0]);
	if (last)
		fprintf(out, " to %d,%d", run->x[last], run->y[last]);
	fprintf(out, " count %d ", run->count);
	put_text(out, run);
}

static void put_item(FILE *out, const struct item *item)
{
	switch (item->kind) {
	case ITEM_GLYPHS:
		put_glyphs(out, item);
		break;
	case ITEM_RULE:
		fprintf(out, "rule %d,%d to %d,%d width %d %s", item->of.rule.x0, item->of.rule.y0, item->of.rule.x1, item->of.rule.y1,
		        item->of.rule.width, paint_name(item->of.rule.paint));
		break;
	case ITEM_FILL:
		fprintf(out, "fill %d,%d size %d,%d %s%s", item->of.fill.x, item->of.fill.y, item->of.fill.width, item->of.fill.height,
		        paint_name(item->of.fill.paint), item->of.fill.round ? " round" : "");
		break;
	case ITEM_IMAGE:
		fprintf(out, "image %d,%d size %d,%d %s", item->of.image.x, item->of.image.y, item->of.image.width, item->of.image.height, item->of.image.path);
		break;
	case ITEM_LINK:
		fprintf(out, "link %d,%d size %d,%d %s", item->of.link.x, item->of.link.y, item->of.link.width, item->of.link.height, item->of.link.uri);
		break;
	case ITEM_FIELD:
		fprintf(out, "field %d,%d size %d,%d %s", item->of.field.x, item->of.field.y, item->of.field.width, item->of.field.height, item->of.field.name);
		break;
	case ITEM_TURN:
		fprintf(out, "turn at %d,%d", item->of.turn.x, item->of.turn.y);
		break;
	case ITEM_TURN_END:
		fputs("turn end", out);
		break;
	}
	put_origin(out, item);
	fputc('\n', out);
}

void page_dump(const struct page *page, FILE *out)
{
	static const char *const kinds[] = { "text", "table, turned", "table, upright", "blank", "table, fold-out" };
	fprintf(out, "page %d: %s, %s%s%s, %d x %d\n", page->number, kinds[page->kind], page->recto ? "odd side" : "even side",
	        page->numbered ? "" : ", no number", page->rotate_view ? ", shown upright" : "", page->width, page->height);
	for (size_t i = 0; i < page->count; i++)
		put_item(out, &page->items[i]);
}
