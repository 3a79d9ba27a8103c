/* From shaped text to glyph runs. A run ends where the face changes. Pen positions are milli-ems of the role's advance
 * em; glyphs are drawn at the role's size (on the 28-cell grid the two differ by 1.3 %). */
#include "layout/setting.h"
#include <string.h>

/* Does the look stand on the strict grid: that of the template, in a role whose characters have the 28 cells' width? */
static bool on_grid(const struct style *style, const struct role_style *look)
{
	return style->strict_grid && style->characters && look->em == style->text_width / style->characters;
}

int setting_shape(struct layout_job *job, struct arena *arena, const struct words *text, enum role role, struct setting *out)
{
	return setting_shape_look(job, arena, text, &job->style->roles[role], out);
}

int setting_shape_look(struct layout_job *job, struct arena *arena, const struct words *text, const struct role_style *look, struct setting *out)
{
	const struct text_span span = { .length = strlen(text->text), .family = look->family, .strict_grid = on_grid(job->style, look) };
	out->look = look;
	out->paint = look->red ? PAINT_RED : PAINT_BLACK;
	return text_shape(job->shaper, arena, job->all, text, &span, &out->shaped);
}

int setting_shape_heading(struct layout_job *job, const struct words *text, enum role heading, size_t heading_length,
                          struct setting *out)
{
	const struct role_style *look = &job->style->roles[ROLE_BODY];
	const struct text_span spans[2] = {
		{ .length = heading_length, .family = job->style->roles[heading].family, .strict_grid = on_grid(job->style, look) },
		{ .length = strlen(text->text) - heading_length, .family = look->family },
	};
	out->look = look;
	out->paint = look->red ? PAINT_RED : PAINT_BLACK;
	return text_shape(job->shaper, job->arena, job->all, text, spans, &out->shaped);
}

struct line setting_whole(const struct setting *setting)
{
	const struct shaped *shaped = &setting->shaped;
	return (struct line){ .start = 0, .end = shaped->count, .width = shaped->prefix[shaped->count], .last = true };
}

mpt setting_width(const struct setting *setting)
{
	return mpt_from_milli_em(setting->shaped.prefix[setting->shaped.count], setting->look->em);
}

int32_t setting_measure(const struct setting *setting, mpt width)
{
	return (int32_t)((int64_t)width * 1000 / setting->look->em);
}

static const struct change *change_of(const struct paginator *pages, const struct tag *tag)
{
	return tag->change || tag->row ? tag->change : change_of_line(pages->job->marks, tag->file, tag->line);
}

static struct item *tagged(struct page *page, enum item_kind kind, const struct tag *tag)
{
	struct item *item = page_add(page, kind);
	item->role = tag->role;
	item->node = tag->artifact ? -1 : tag->node;
	item->artifact = tag->artifact;
	item->file = tag->file;
	item->line = tag->line;
	item->row = tag->row;
	item->column = tag->column;
	return item;
}

/* The characters of a line's last glyph must not take the line break behind it along. */
static uint32_t cluster_end(const struct shaped *shaped, int glyph)
{
	uint32_t end = shaped->cluster[glyph + 1];
	while (end > shaped->cluster[glyph] + 1 && shaped->text[end - 1] == '\n')
		end--;
	return end;
}

static void put_run(struct paginator *pages, const struct setting *setting, const int range[2], const int32_t *x,
                    const mpt at[2], const struct tag *tag)
{
	const struct shaped *shaped = &setting->shaped;
	const struct role_style *look = setting->look;
	int start = range[0], count = range[1] - range[0];
	struct arena *arena = pages->page->arena;
	mpt *left = arena_reserve(arena, (size_t)count * sizeof *left), *base = arena_reserve(arena, (size_t)count * sizeof *base);
	uint32_t *cluster = arena_reserve(arena, ((size_t)count + 1) * sizeof *cluster);
	mpt baseline = at[1] + mpt_from_milli_em(FONT_ASCENT, look->size);
	for (int i = 0; i < count; i++) {
		left[i] = at[0] + mpt_from_milli_em(x[i], look->em) + mpt_from_milli_em(shaped->dx[start + i], look->size);
		base[i] = baseline - mpt_from_milli_em(shaped->dy[start + i], look->size);
		cluster[i] = shaped->cluster[start + i];
	}
	cluster[count] = cluster_end(shaped, start + count - 1);
	struct item *item = tagged(pages->page, ITEM_GLYPHS, tag);
	item->change = change_within(change_of(pages, tag), cluster[0], cluster[count]);
	item->of.glyphs = (struct glyph_run){
		.face = shaped->face[start], .size = look->size, .paint = setting->paint, .count = count,
		.glyph = shaped->glyph + start, .x = left, .y = base, .text = shaped->text, .cluster = cluster,
	};
}

void setting_put(struct paginator *pages, const struct setting *setting, const struct line *line, const int32_t *x,
                 const mpt at[2], const struct tag *tag)
{
	const struct shaped *shaped = &setting->shaped;
	int start = line->start;
	while (start < line->end) {
		int end = start + 1;
		while (end < line->end && shaped->face[end] == shaped->face[start])
			end++;
		put_run(pages, setting, (const int[2]){ start, end }, x + (start - line->start), at, tag);
		start = end;
	}
}

void setting_put_natural(struct paginator *pages, const struct setting *setting, const struct line *line,
                         const mpt at[2], const struct tag *tag)
{
	int32_t *x = arena_array(pages->page->arena, (size_t)(line->end - line->start) + 1, sizeof *x);
	line_positions(&setting->shaped, line, 0, x);
	setting_put(pages, setting, line, x, at, tag);
}

void setting_put_line(struct paginator *pages, const struct setting *setting, enum role role, const struct place *from, const mpt at[2])
{
	struct line whole = setting_whole(setting);
	struct tag tag = { .role = (int)role, .node = record_node(pages->job->record, NODE_PARAGRAPH, 0), .file = from ? from->file : NULL, .line = from ? from->line : 0 };
	setting_put_natural(pages, setting, &whole, at, &tag);
}

int setting_put_element(struct paginator *pages, const struct words *text, enum role role, const mpt at[2])
{
	struct setting setting;
	if (setting_shape(pages->job, pages->page_arena, text, role, &setting))
		return -1;
	setting_put_line(pages, &setting, role, &text->at, at);
	return 0;
}

void setting_put_stack(struct paginator *pages, const struct stack *stack, mpt size, const mpt at[2], const struct tag *tag)
{
	struct arena *arena = pages->page->arena;
	int start = 0;
	while (start < stack->count) {
		const struct stack_glyph *first = &stack->glyphs[start];
		int end = start + 1;
		while (end < stack->count && stack->glyphs[end].face == first->face && stack->glyphs[end].upright == first->upright)
			end++;
		int count = end - start;
		uint16_t *glyph = arena_array(arena, (size_t)count, sizeof *glyph);
		mpt *x = arena_array(arena, (size_t)count, sizeof *x), *y = arena_array(arena, (size_t)count, sizeof *y);
		uint32_t *cluster = arena_array(arena, (size_t)count + 1, sizeof *cluster);
		for (int i = 0; i < count; i++) {
			const struct stack_glyph *from = &first[i];
			glyph[i] = from->glyph;
			x[i] = at[0] + mpt_from_milli_em(from->x, size);
			y[i] = at[1] + mpt_from_milli_em(from->y, size);
			cluster[i] = from->cluster;
		}
		cluster[count] = first[count - 1].cluster_end;
		struct item *item = tagged(pages->page, ITEM_GLYPHS, tag);
		item->change = change_within(change_of(pages, tag), cluster[0], cluster[count]);
		item->of.glyphs = (struct glyph_run){
			.face = first->face, .size = size, .paint = PAINT_BLACK, .vertical = !first->upright, .count = count,
			.glyph = glyph, .x = x, .y = y, .text = stack->text, .cluster = cluster,
		};
		start = end;
	}
}

void paragraph_break(struct layout_job *job, struct arena *arena, struct paragraph_box *box)
{
	const struct setting *setting = &box->setting;
	const struct measure measure = {
		.first = setting_measure(setting, box->width - box->indent),
		.rest = setting_measure(setting, box->width - box->hang),
	};
	lines_divide_words(&box->setting.shaped, &measure);
	box->count = lines_choose(arena, &setting->shaped, &measure, &box->lines);
	if (job->dump_lines) {
		int32_t *gaps = arena_array(arena, (size_t)box->count, sizeof *gaps);
		int32_t *x = arena_array(arena, (size_t)setting->shaped.count + 1, sizeof *x);
		for (int i = 0; i < box->count; i++) {
			int32_t target = i ? measure.rest : measure.first;
			gaps[i] = line_positions(&setting->shaped, &box->lines[i],
			                         box->lines[i].last && box->lines[i].width <= target ? 0 : target, x);
		}
		lines_dump(&setting->shaped, box->lines, box->count, gaps, job->dump_lines);
	}
}

void paragraph_put_line(struct paginator *pages, const struct paragraph_box *box, int line, mpt top)
{
	const struct line *chosen = &box->lines[line];
	if (line == 0 && box->label) {
		struct line whole = setting_whole(box->label);
		setting_put_natural(pages, box->label, &whole, (const mpt[2]){ pages->left + box->label_left, top }, &box->tag);
	}
	mpt indent = line ? box->hang : box->indent;
	int32_t target = setting_measure(&box->setting, box->width - indent);
	int32_t *x = arena_array(pages->page->arena, (size_t)(chosen->end - chosen->start) + 1, sizeof *x);
	line_positions(&box->setting.shaped, chosen, chosen->last && chosen->width <= target ? 0 : target, x);
	setting_put(pages, &box->setting, chosen, x, (const mpt[2]){ pages->left + indent, top }, &box->tag);
}
