/* 版头 (GB/T 9704-2012 7.2): 份号, 密级, 紧急程度 at the left; the red mark 35 mm under the text block's top; the number
 * two lines under it; the red line 4 mm under the number. On preprinted paper mark and line are left out and everything
 * else stands where it would stand: places are counted from the ink of 文件 at the mark's size, whatever the mark says. */
#include "layout/furniture.h"

static int left_elements(struct paginator *pages)
{
	const struct document *document = pages->job->document;
	const struct words *elements[3] = { &document->copy_number, &document->secrecy, &document->urgency };
	const enum role roles[3] = { ROLE_COPY_NUMBER, ROLE_SECRECY, ROLE_URGENCY };
	int result = 0, line = 0;
	for (int i = 0; i < 3; i++)
		if (elements[i]->text)
			result |= setting_put_element(pages, elements[i], roles[i], (const mpt[2]){ pages->left, paginator_grid(pages, line++) });
	return result;
}

static int ink_of(struct paginator *pages, const struct setting *setting, struct ink *out)
{
	*out = (struct ink){ .bottom = 1000, .top = -1000 };
	for (int i = 0; i < setting->shaped.count; i++) {
		struct ink ink;
		if (!face_ink(pages->job->fonts, setting->shaped.face[i], setting->shaped.glyph[i], &ink))
			continue;
		out->bottom = ink.bottom < out->bottom ? ink.bottom : out->bottom;
		out->top = ink.top > out->top ? ink.top : out->top;
	}
	return out->top < out->bottom ? -1 : 0;
}

/* The mark's characters spread evenly over the width set for it, at most an em apart; a name too long for it is set
 * smaller. */
static int mark_put(struct paginator *pages)
{
	struct layout_job *job = pages->job;
	const struct style *style = job->style;
	const struct words *name = &job->document->mark_name;
	struct role_style smaller = style->roles[ROLE_MARK];
	struct setting setting;
	struct ink ink;
	if (setting_shape(job, pages->page_arena, name, ROLE_MARK, &setting) || ink_of(pages, &setting, &ink))
		return -1;
	mpt natural = setting_width(&setting), width = style->mark_width;
	if (natural > width) {
		smaller.size = smaller.em = (mpt)((int64_t)smaller.size * width / natural);
		setting.look = &smaller;
	} else {
		mpt widest = natural + smaller.em * (setting.shaped.count - 1);
		width = widest < width ? widest : width;
	}
	struct line whole = setting_whole(&setting);
	int32_t *x = arena_array(pages->page_arena, (size_t)setting.shaped.count + 1, sizeof *x);
	line_spread(&setting.shaped, &whole, setting_measure(&setting, width), x);
	mpt baseline = style->top + style->mark_top + mpt_from_milli_em(ink.top, setting.look->size);
	struct tag tag = { .role = ROLE_MARK, .node = record_node(job->record, NODE_PARAGRAPH, 0),
	                   .file = name->at.file, .line = name->at.line };
	setting_put(pages, &setting, &whole, x, (const mpt[2]){ pages->left + (style->text_width - width) / 2,
	            baseline - mpt_from_milli_em(FONT_ASCENT, setting.look->size) }, &tag);
	return 0;
}

/* Height of the ink of 文件 in the mark's face and size. */
static int nominal_ink(struct paginator *pages, mpt *height)
{
	struct setting setting;
	struct ink ink;
	const struct words sample = { .text = "\xE6\x96\x87\xE4\xBB\xB6" };
	if (setting_shape(pages->job, pages->page_arena, &sample, ROLE_MARK, &setting) || ink_of(pages, &setting, &ink))
		return -1;
	*height = mpt_from_milli_em(ink.top - ink.bottom, setting.look->size);
	return 0;
}

static int number_put(struct paginator *pages, mpt top)
{
	struct layout_job *job = pages->job;
	const struct words *number = &job->document->number;
	struct setting setting;
	if (!number->text)
		return 0;
	if (setting_shape(job, pages->page_arena, number, ROLE_NUMBER, &setting))
		return -1;
	struct line whole = setting_whole(&setting);
	struct tag tag = { .role = ROLE_NUMBER, .node = record_node(job->record, NODE_PARAGRAPH, 0),
	                   .file = number->at.file, .line = number->at.line };
	mpt x = pages->left + (job->style->text_width - setting_width(&setting)) / 2;
	setting_put_natural(pages, &setting, &whole, (const mpt[2]){ x, top }, &tag);
	return 0;
}

int head_put(struct paginator *pages, mpt *bottom)
{
	struct layout_job *job = pages->job;
	const struct style *style = job->style;
	const struct document *document = job->document;
	mpt ink = 0, top = style->top;
	int result = left_elements(pages);
	if (document->mark == MARK_NONE) {
		result |= number_put(pages, top);
		*bottom = document->number.text ? top + style->roles[ROLE_NUMBER].size : top - style->title_gap;
		return result;
	}
	if (nominal_ink(pages, &ink))
		return -1;
	if (document->mark == MARK_PRINTED && document->mark_name.text)
		result |= mark_put(pages);
	top += style->mark_top + ink + style->head_blank_mark_to_number;
	result |= number_put(pages, top);
	mpt line = top + style->roles[ROLE_NUMBER].size + style->red_line_gap;
	if (document->mark == MARK_PRINTED)
		page_rule(pages->page, (const mpt[2]){ pages->left, line },
		          (const mpt[2]){ pages->left + style->text_width, line }, style->red_line_width, PAINT_RED);
	*bottom = line;
	return result;
}
