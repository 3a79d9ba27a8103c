/* From a display list to lines of text. Runs that stand side by side on one baseline and belong to one element are one
 * line; a gap of more than two characters divides (印发机关 and 印发日期). */
#include "conform/sheet.h"
#include <string.h>
#include "base/utf8.h"
#include "page/frame.h"

struct extent extent_empty(void)
{
	return (struct extent){ .left = INT32_MAX, .top = INT32_MAX, .right = INT32_MIN, .bottom = INT32_MIN };
}

bool extent_is_empty(const struct extent *extent) { return extent->right < extent->left; }

void extent_add(struct extent *extent, const struct extent *other)
{
	if (extent_is_empty(other))
		return;
	extent->left = other->left < extent->left ? other->left : extent->left;
	extent->top = other->top < extent->top ? other->top : extent->top;
	extent->right = other->right > extent->right ? other->right : extent->right;
	extent->bottom = other->bottom > extent->bottom ? other->bottom : extent->bottom;
}

struct inks *inks_new(struct arena *arena, struct fonts *fonts)
{
	struct inks *inks = arena_alloc(arena, sizeof *inks);
	*inks = (struct inks){ .arena = arena, .fonts = fonts, .faces = arena_array(arena, (size_t)face_count(fonts), sizeof *inks->faces) };
	return inks;
}

struct ink inks_of(struct inks *inks, int face, uint16_t glyph)
{
	enum { GLYPHS = 1 << 16 };
	struct ink *ink;
	if (!inks->faces[face].known) {
		inks->faces[face].known = arena_array(inks->arena, GLYPHS, sizeof *inks->faces[face].known);
		inks->faces[face].ink = arena_reserve(inks->arena, GLYPHS * sizeof *inks->faces[face].ink);
	}
	ink = &inks->faces[face].ink[glyph];
	if (!inks->faces[face].known[glyph] && !face_ink(inks->fonts, face, glyph, ink))
		*ink = (struct ink){ 0 };
	inks->faces[face].known[glyph] = true;
	return *ink;
}

/* 三号 stands on the grid of 28 cells, all other sizes on their own em. */
static mpt cell_of(mpt size)
{
	return size == 16000 ? CELL : size;
}

static struct extent run_ink(struct inks *inks, const struct glyph_run *run)
{
	struct extent all = extent_empty();
	for (int i = 0; i < run->count; i++) {
		const struct ink ink = inks_of(inks, run->face, run->glyph[i]);
		if (ink.right <= ink.left)
			continue;
		const struct extent one = {
			run->x[i] + mpt_from_milli_em(ink.left, run->size), run->y[i] - mpt_from_milli_em(ink.top, run->size),
			run->x[i] + mpt_from_milli_em(ink.right, run->size), run->y[i] - mpt_from_milli_em(ink.bottom, run->size),
		};
		extent_add(&all, &one);
	}
	return all;
}

bool is_han(uint32_t code) { return (code >= 0x3400 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) || code >= 0x20000; }

static bool han_at(const struct glyph_run *run, int i)
{
	const char *at = run->text + run->cluster[i], *end = run->text + run->cluster[run->count];
	return at < end && is_han(utf8_next(&at, end));
}

/* The least distance of neighbouring Han characters, where they stand a little closer than their cells (7.3.5.5). */
static mpt run_cell(const struct glyph_run *run)
{
	mpt cell = cell_of(run->size), least = cell;
	for (int i = 1; i < run->count; i++) {
		mpt distance = run->x[i] - run->x[i - 1];
		if (distance < least && distance > cell * 9 / 10 && han_at(run, i - 1) && han_at(run, i))
			least = distance;
	}
	return least < cell - 30 ? least : cell;
}

/* A mark is spread, or closed up, between its ends: its last character keeps its own width. */
static mpt run_right(struct fonts *fonts, const struct item *item)
{
	const struct glyph_run *run = &item->of.glyphs;
	int last = run->count - 1;
	return run->x[last] + mpt_from_milli_em(face_advance(fonts, run->face, run->glyph[last]), item->role == ROLE_MARK ? run->size : run_cell(run));
}

static bool continues(const struct text_line *line, const struct item *item)
{
	const struct glyph_run *run = &item->of.glyphs, *before = &line->runs[line->run_count - 1].of.glyphs;
	mpt gap = run->x[0] - line->right;
	return item == line->runs + line->run_count && item->role == line->role && item->node == line->node && run->size == line->size
	       && !run->vertical && !before->vertical && run->y[0] == before->y[0] && gap > -line->size && gap < 2 * line->size;
}

static const char *run_text(struct arena *arena, const char *before, const struct glyph_run *run)
{
	uint32_t start = run->cluster[0];
	return arena_printf(arena, "%s%.*s", before, (int)(run->cluster[run->count] - start), run->text + start);
}

static struct text_line *line_read(struct sheet *sheet, struct arena *arena, struct fonts *fonts, const struct item *item)
{
	const struct glyph_run *run = &item->of.glyphs;
	struct text_line *line = sheet->line_count ? &sheet->lines[sheet->line_count - 1] : NULL;
	if (line && continues(line, item)) {
		line->run_count++;
		line->text = run_text(arena, line->text, run);
	} else {
		ARENA_GROW(arena, sheet->lines, &sheet->line_capacity, sheet->line_count + 1);
		line = &sheet->lines[sheet->line_count++];
		*line = (struct text_line){
			.runs = item, .run_count = 1, .role = item->role, .node = item->node, .number = item->artifact == ARTIFACT_PAGE_NUMBER,
			.repeated = item->artifact != ARTIFACT_NONE, .size = run->size, .left = run->x[0], .top = run->y[0] - mpt_from_milli_em(FONT_ASCENT, run->size),
			.bottom = run->y[0] + mpt_from_milli_em(FONT_DESCENT, run->size), .ink = extent_empty(), .text = run_text(arena, "", run),
			.at = { .file = item->file, .line = item->line },
		};
	}
	line->right = run_right(fonts, item);
	return line;
}

static void box_read(struct sheet *sheet, struct arena *arena, const struct item *item)
{
	bool field = item->kind == ITEM_FIELD;
	mpt x = field ? item->of.field.x : item->of.image.x, y = field ? item->of.field.y : item->of.image.y;
	mpt width = field ? item->of.field.width : item->of.image.width, height = field ? item->of.field.height : item->of.image.height;
	ARENA_GROW(arena, sheet->boxes, &sheet->box_capacity, sheet->box_count + 1);
	sheet->boxes[sheet->box_count++] = (struct page_box){ { x, y, x + width, y + height }, field };
}

static struct extent rule_extent(const struct item *item)
{
	mpt x0 = item->of.rule.x0, x1 = item->of.rule.x1, y0 = item->of.rule.y0, y1 = item->of.rule.y1, half = item->of.rule.width / 2;
	struct extent extent = { x0 < x1 ? x0 : x1, y0 < y1 ? y0 : y1, x0 < x1 ? x1 : x0, y0 < y1 ? y1 : y0 };
	if (y0 == y1) {
		extent.top -= half;
		extent.bottom += half;
	} else {
		extent.left -= half;
		extent.right += half;
	}
	return extent;
}

static void rule_read(struct sheet *sheet, struct arena *arena, const struct item *item, bool turned)
{
	const struct extent extent = rule_extent(item);
	if (item->of.rule.y0 == item->of.rule.y1) {
		ARENA_GROW(arena, sheet->rules, &sheet->rule_capacity, sheet->rule_count + 1);
		sheet->rules[sheet->rule_count++] = (struct page_rule_line){
			.left = extent.left, .right = extent.right, .y = item->of.rule.y0, .width = item->of.rule.width,
			.red = item->of.rule.paint == PAINT_RED, .turned = turned,
		};
	} else if (!turned) {
		ARENA_GROW(arena, sheet->uprights, &sheet->upright_capacity, sheet->upright_count + 1);
		sheet->uprights[sheet->upright_count++] = extent;
	}
}

/* A rule is a table's if an upright one meets it. */
static void find_table_rules(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->rule_count; i++) {
		struct page_rule_line *rule = &sheet->rules[i];
		for (size_t k = 0; k < sheet->upright_count && !rule->turned && !rule->table; k++) {
			const struct extent *upright = &sheet->uprights[k];
			rule->table = upright->right >= rule->left && upright->left <= rule->right && upright->bottom >= rule->y && upright->top <= rule->y;
		}
	}
}

/* The four sides of an extent of the frame in force, on the sheet. */
static struct extent on_sheet(const struct frames *frames, const struct extent *extent)
{
	mpt a[2], b[2];
	if (extent_is_empty(extent))
		return *extent;
	frame_on_sheet(frames_top(frames), extent->left, extent->top, a);
	frame_on_sheet(frames_top(frames), extent->right, extent->bottom, b);
	return (struct extent){ a[0] < b[0] ? a[0] : b[0], a[1] < b[1] ? a[1] : b[1], a[0] < b[0] ? b[0] : a[0], a[1] < b[1] ? b[1] : a[1] };
}

static void turn_read(struct sheet *sheet, struct frames *frames, const struct item *item)
{
	if (item->kind == ITEM_TURN_END) {
		frames_end(frames);
	} else if (frames_turn(frames, item) && !sheet->turned) {
		sheet->turned = true;
		sheet->turn[0] = frames_top(frames)->x;
		sheet->turn[1] = frames_top(frames)->y;
	}
}

static void glyphs_read(struct sheet *sheet, struct arena *arena, struct inks *inks, const struct item *item, const struct frames *frames)
{
	bool counts = item->artifact != ARTIFACT_PAGE_NUMBER && item->role != ROLE_MARK;
	struct extent ink = run_ink(inks, &item->of.glyphs), sheet_ink = on_sheet(frames, &ink);
	struct text_line *line = line_read(sheet, arena, inks->fonts, item);
	extent_add(&line->ink, &ink);
	line->turned = frames->depth > 0;
	if (counts) {
		if (!frames->depth && !extent_is_empty(&ink)) {    /* upright: strokes of a tall glyph may pass its em box, which stands inside */
			sheet_ink.top = line->top;
			sheet_ink.bottom = line->bottom;
		}
		extent_add(&sheet->outside, &sheet_ink);
	}
	if (frames->depth == 1)
		extent_add(&sheet->turned_extent, &ink);
}

static bool mark_starts(uint32_t code)
{
	return code == 0xFF08 || code == 0x300A || code == 0x3008 || code == 0x201C || code == 0x2018 || code == 0x3014 || code == 0x3010 || code == 0x300C;
}

static bool mark_ends(uint32_t code)
{
	return code == 0xFF09 || code == 0x300B || code == 0x3009 || code == 0x201D || code == 0x2019 || code == 0x3015 || code == 0x3011 || code == 0x300D
	       || code == 0xFF0C || code == 0x3001 || code == 0x3002 || code == 0xFF1B || code == 0xFF1A || code == 0xFF01 || code == 0xFF1F;
}

static void find_marks(struct text_line *line)
{
	const char *at = line->text, *end = at + strlen(at);
	for (bool first = true; at < end; first = false) {
		uint32_t code = utf8_next(&at, end);
		line->opening |= first && mark_starts(code);
		line->closing = mark_ends(code);
	}
}

void sheet_read(struct arena *arena, struct inks *inks, const struct page *page, struct sheet *out)
{
	struct frames frames = { 0 };
	*out = (struct sheet){ .page = page, .left = page->recto ? BINDING : OUTER,
	                       .turned_extent = extent_empty(), .outside = extent_empty() };
	for (size_t i = 0; i < page->count; i++) {
		const struct item *item = &page->items[i];
		if (item->kind == ITEM_TURN || item->kind == ITEM_TURN_END)
			turn_read(out, &frames, item);
		else if (item->kind == ITEM_GLYPHS && item->of.glyphs.count > 0)
			glyphs_read(out, arena, inks, item, &frames);
		else if (item->kind == ITEM_IMAGE || item->kind == ITEM_FIELD)
			box_read(out, arena, item);
		if (item->kind == ITEM_RULE) {
			struct extent extent = rule_extent(item);
			rule_read(out, arena, item, frames.depth > 0);
			if (frames.depth == 1)
				extent_add(&out->turned_extent, &extent);
		}
	}
	for (size_t i = 0; i < out->line_count; i++)
		find_marks(&out->lines[i]);
	find_table_rules(out);
}

const struct text_line *sheet_first(const struct sheet *sheet, int role)
{
	for (size_t i = 0; i < sheet->line_count; i++)
		if (sheet->lines[i].role == role)
			return &sheet->lines[i];
	return NULL;
}

const struct text_line *sheet_last(const struct sheet *sheet, int role)
{
	for (size_t i = sheet->line_count; i > 0; i--)
		if (sheet->lines[i - 1].role == role)
			return &sheet->lines[i - 1];
	return NULL;
}

static mpt distance(mpt a, mpt b) { return a < b ? b - a : a - b; }

mpt line_left(const struct text_line *line, mpt expected)
{
	mpt whole = line->left + cell_of(line->size) / 2;
	return line->opening && distance(whole, expected) < distance(line->left, expected) ? whole : line->left;
}

mpt line_right(const struct text_line *line, mpt expected)
{
	mpt half = line->right - cell_of(line->size) / 2;
	return line->closing && distance(half, expected) < distance(line->right, expected) ? half : line->right;
}

mpt line_off_middle(const struct text_line *line, mpt middle)
{
	mpt left = line_left(line, 2 * middle - line->right), right = line_right(line, 2 * middle - left);
	return (left + right) / 2 - middle;
}

mpt line_x_at(const struct text_line *line, size_t offset)
{
	for (size_t i = 0; i < line->run_count; i++) {
		const struct glyph_run *run = &line->runs[i].of.glyphs;
		uint32_t start = run->cluster[0], length = run->cluster[run->count] - start;
		for (int k = 0; k < run->count && offset < length; k++)
			if (run->cluster[k] - start >= offset)
				return run->x[k];
		offset -= offset < length ? 0 : length;
	}
	return line->right;
}

bool role_is_running(int role)
{
	return role == ROLE_ADDRESSEE || role == ROLE_BODY || (role >= ROLE_HEADING_1 && role <= ROLE_ATTACHMENT_NOTICE);
}
