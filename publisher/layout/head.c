/* 版头 (GB/T 9704-2012 7.2, clause 10): 份号, 密级, 紧急程度 at the left; the red mark; the number two lines under it, in
 * documents to a superior at the left with 签发人 at the right; the red line 4 mm under the number. A letter has double
 * lines; an order its number alone; minutes and bulletins may have an issue number, issuer and date. On preprinted paper
 * what is red is left out and everything else stands where it would stand: places are counted from the ink of 文件 at the
 * mark's own size, whatever the mark says. */
#include "layout/head.h"

/* at: left edge and top of the first em box; *next: where a further one would stand. */
static int left_elements(struct paginator *pages, const mpt at[2], mpt *next)
{
	const struct document *document = pages->job->document;
	const struct words *elements[3] = { &document->copy_number, &document->secrecy, &document->urgency };
	const enum role roles[3] = { ROLE_COPY_NUMBER, ROLE_SECRECY, ROLE_URGENCY };
	int result = 0, line = 0;
	for (int i = 0; i < 3; i++)
		if (elements[i]->text)
			result |= setting_put_element(pages, elements[i], roles[i], (const mpt[2]){ at[0], at[1] + style_grid_line(pages->job->style, line++) });
	*next = at[1] + style_grid_line(pages->job->style, line);
	return result;
}

enum side { PLACE_LEFT, PLACE_CENTRE, PLACE_RIGHT };

/* An element of one line at an edge of the text block (inset from it) or in its middle. */
static int put_at(struct paginator *pages, const struct words *text, enum role role, enum side place, const mpt inset_top[2])
{
	struct layout_job *job = pages->job;
	struct setting setting;
	if (!text->text)
		return 0;
	if (setting_shape(job, pages->page_arena, text, role, &setting))
		return -1;
	mpt spare = job->style->text_width - setting_width(&setting);
	mpt x = pages->left + (place == PLACE_LEFT ? inset_top[0] : place == PLACE_CENTRE ? spare / 2 : spare - inset_top[0]);
	setting_put_line(pages, &setting, role, &text->at, (const mpt[2]){ x, inset_top[1] });
	return 0;
}

/* Has it one, or the room for it? */
static bool has_number(const struct document *document) { return document->number.text || document->number_later; }

static void red_line(struct paginator *pages, mpt y)
{
	const struct style *style = pages->job->style;
	if (style->red_line && pages->job->document->mark == MARK_PRINTED)
		page_rule(pages->page, (const mpt[2]){ pages->left, y }, (const mpt[2]){ pages->left + style->text_width, y }, style->red_line_width, PAINT_RED);
}

/* The number under the mark, or for a superior at the left of the last line of 签发人. Returns the lower edge of its em box
 * through *bottom. */
static int number_put(struct paginator *pages, mpt top, mpt *bottom)
{
	const struct style *style = pages->job->style;
	const struct document *document = pages->job->document;
	bool up = document->direction == DIRECTION_UP;
	mpt last = top;
	int result = up ? head_signers_put(pages, top, &last) : 0;
	result |= put_at(pages, &document->number, ROLE_NUMBER, up ? PLACE_LEFT : PLACE_CENTRE, (const mpt[2]){ style->roles[ROLE_NUMBER].em, last });
	*bottom = last + style->roles[ROLE_NUMBER].size;
	return result;
}

/* 期号, then issuer at the left and date at the right. */
static int issue_put(struct paginator *pages, mpt top, mpt *bottom)
{
	const struct style *style = pages->job->style;
	const struct document *document = pages->job->document;
	mpt em = style->roles[ROLE_HEAD_LINE].em, y = top;
	int result = put_at(pages, &document->head_issue, ROLE_ISSUE, PLACE_CENTRE, (const mpt[2]){ 0, y });
	if ((document->head_issue.text || document->issue_later) && (document->head_issuer.text || document->head_date.text))
		y += style_grid_line(style, 1);
	result |= put_at(pages, &document->head_issuer, ROLE_HEAD_LINE, PLACE_LEFT, (const mpt[2]){ em, y });
	result |= put_at(pages, &document->head_date, ROLE_HEAD_LINE, PLACE_RIGHT, (const mpt[2]){ em, y });
	*bottom = y + style->roles[ROLE_HEAD_LINE].size;
	return result;
}

static bool has_issue(const struct document *document)
{
	return document->head_issue.text || document->issue_later || document->head_issuer.text || document->head_date.text;
}

/* Documents, orders, minutes, bulletins. */
static int document_head(struct paginator *pages, mpt *bottom)
{
	const struct style *style = pages->job->style;
	const struct document *document = pages->job->document;
	mpt ink = 0, below = 0, top = style->top;
	int result = left_elements(pages, (const mpt[2]){ pages->left, top }, &below);
	if (head_mark_put(pages, top + style->mark_top, &ink))
		return -1;
	mpt mark_bottom = top + style->mark_top + ink;
	top = mark_bottom + style->head_blank_mark_to_number;
	*bottom = mark_bottom;
	if (document->format == FORMAT_ORDER) {
		*bottom = top + style->roles[ROLE_ORDER_NUMBER].size;
		return result | put_at(pages, &document->number, ROLE_ORDER_NUMBER, PLACE_CENTRE, (const mpt[2]){ 0, top });
	}
	if (has_issue(document)) {
		result |= issue_put(pages, top, bottom);
		top = *bottom + style_grid_line(style, 1) - style->roles[ROLE_NUMBER].size;
	}
	if (has_number(document) || document->direction == DIRECTION_UP || !has_issue(document))
		result |= number_put(pages, top, bottom);
	if (style->red_line)
		*bottom += style->red_line_gap;
	red_line(pages, *bottom);
	return result;
}

mpt head_double_line(struct paginator *pages, mpt y, bool thick_first)
{
	const struct style *style = pages->job->style;
	mpt left = pages->left + (style->text_width - style->letter_line_width) / 2, right = left + style->letter_line_width;
	for (int i = 0; i < 2; i++) {
		mpt width = (i == 0) == thick_first ? style->letter_thick : style->letter_thin;
		page_rule(pages->page, (const mpt[2]){ left, y + width / 2 }, (const mpt[2]){ right, y + width / 2 }, width, PAINT_RED);
		y += width + (i ? 0 : style->letter_line_gap);
	}
	return y;
}

/* 10.1: double lines below the mark and near the page's lower edge; number at the right, the others at the left, both 7/8 of
 * a 三号 character below the first line. */
static int letter_head(struct paginator *pages, mpt *bottom)
{
	const struct style *style = pages->job->style;
	const struct document *document = pages->job->document;
	mpt ink = 0, next = 0, height = style->letter_thick + style->letter_line_gap + style->letter_thin;
	if (head_mark_put(pages, style->top + style->mark_top, &ink))
		return -1;
	mpt first = style->top + style->mark_top + ink + style->letter_first_gap;
	if (document->mark == MARK_PRINTED) {
		head_double_line(pages, first, true);
		head_double_line(pages, style->page_height - style->letter_second_bottom - height, false);
	}
	mpt top = first + height + style->letter_text_gap;
	int result = left_elements(pages, (const mpt[2]){ pages->left, top }, &next);
	result |= put_at(pages, &document->number, ROLE_NUMBER, PLACE_RIGHT, (const mpt[2]){ 0, top });
	bool one = next > top || has_number(document);
	mpt last = next > top ? next - style_grid_line(style, 1) : top;
	*bottom = one ? last + style->roles[ROLE_NUMBER].size : first + height;
	pages->page->numbered = false;
	return result;
}

/* Without a mark: the left elements and the number at the block's top. */
static int bare_head(struct paginator *pages, mpt *bottom)
{
	const struct style *style = pages->job->style;
	const struct document *document = pages->job->document;
	mpt below = 0;
	int result = left_elements(pages, (const mpt[2]){ pages->left, style->top }, &below);
	enum role role = document->format == FORMAT_ORDER ? ROLE_ORDER_NUMBER : ROLE_NUMBER;
	result |= put_at(pages, &document->number, role, PLACE_CENTRE, (const mpt[2]){ 0, style->top });
	*bottom = has_number(document) ? style->top + style->roles[role].size : style->top - style->title_gap;
	return result;
}

int head_put(struct paginator *pages, mpt *bottom)
{
	const struct document *document = pages->job->document;
	if (document->mark == MARK_NONE)
		return bare_head(pages, bottom);
	return document->format == FORMAT_LETTER ? letter_head(pages, bottom) : document_head(pages, bottom);
}
