/* 版记 (GB/T 9704-2012 7.4): 主送 if it was moved here, 抄送, 印发机关 and 印发日期, further lines, between rules as wide as the
 * text block, the last one on the block's bottom edge of the document's last side; outer rules 0.35 mm, inner 0.25 mm. A
 * letter has 抄送 alone, without rules (10.1). A blank side before its own is not numbered, and neither is its own then;
 * where none is, numbers run on (7.5). It never stands on a turned sheet. A long 印发机关 takes two lines, the later one under the
 * first, with the date on its line. */
#include "layout/furniture.h"
#include "layout/name.h"

enum { PARTS = 3 };            /* 主送 and 抄送; printer and date; further */

struct imprint {
	struct paragraph_box addressee, copies, extra;
	struct name printer;
	struct setting date;
	bool has_addressee, has_copies, has_extra, has_printer, has_date, ruled;
	mpt heights[PARTS];
};

/* Label and names; names hang under the first name. */
static int shape_names(struct layout_job *job, const char *label, const struct words *names, const char *end, struct paragraph_box *box)
{
	const struct words label_words = { .text = label }, all = { .text = arena_printf(job->arena, "%s%s", names->text, end), .at = names->at };
	struct setting *before = arena_alloc(job->arena, sizeof *before);
	if (setting_shape(job, job->arena, &label_words, ROLE_IMPRINT, before))
		return -1;
	box->label = before;
	box->label_left = job->style->imprint_inset;
	box->indent = box->hang = box->label_left + setting_width(before);
	box->width = job->style->text_width - job->style->imprint_inset;
	box->tag = (struct tag){ .role = ROLE_IMPRINT, .node = record_node(job->record, NODE_PARAGRAPH, 0), .file = names->at.file, .line = names->at.line };
	if (setting_shape(job, job->arena, &all, ROLE_IMPRINT, &box->setting))
		return -1;
	paragraph_break(job, job->arena, box);
	return 0;
}

/* The date stands on the printer's last line, a 字 or more behind it. */
static int shape_printer(struct layout_job *job, struct imprint *imprint)
{
	const struct document *document = job->document;
	const struct style *style = job->style;
	mpt whole = style->text_width - 2 * style->imprint_inset, beside = whole;
	int result = 0;
	if (imprint->has_date) {
		const struct words *date = &document->print_date;
		const struct words all = { .text = arena_printf(job->arena, "%s\xE5\x8D\xB0\xE5\x8F\x91", date->text), .at = date->at };
		result |= setting_shape(job, job->arena, &all, ROLE_IMPRINT, &imprint->date);
		beside -= result ? 0 : setting_width(&imprint->date) + style->roles[ROLE_IMPRINT].em;
	}
	if (imprint->has_printer)
		result |= name_shape(job, &document->printer, ROLE_IMPRINT, (const mpt[2]){ whole, beside }, &imprint->printer);
	return result;
}

static int shape_all(struct layout_job *job, struct imprint *imprint)
{
	const struct document *document = job->document;
	const struct style *style = job->style;
	mpt pitch = style->roles[ROLE_IMPRINT].pitch;
	int result = 0;
	if (imprint->has_addressee)
		result |= shape_names(job, style->addressee_label, &document->addressee, "\xE3\x80\x82", &imprint->addressee);
	if (imprint->has_copies)
		result |= shape_names(job, style->copies_label, &document->copies_to, "\xE3\x80\x82", &imprint->copies);
	if (imprint->has_extra)
		result |= shape_names(job, "", &document->imprint_extra, "", &imprint->extra);
	result |= shape_printer(job, imprint);
	imprint->heights[0] = (imprint->addressee.count + imprint->copies.count) * pitch;
	imprint->heights[1] = imprint->printer.count ? imprint->printer.count * pitch : imprint->has_date ? pitch : 0;
	imprint->heights[2] = imprint->extra.count * pitch;
	return result;
}

static int open_page(struct paginator *pages, mpt text_bottom, mpt top)
{
	bool even = pages->job->document->imprint_even_page && pages->job->style->sides == 2;
	bool upright = pages->page->kind == PAGE_TEXT || pages->page->kind == PAGE_TABLE_UPRIGHT;
	bool fits = upright && text_bottom <= top, blank = even && !fits && pages->number % 2 == 0;
	int result = 0;
	if (fits && !(even && pages->number % 2 == 1))
		return 0;
	if (blank)
		result = paginator_next(pages, PAGE_BLANK);
	if (!result)
		result = paginator_next(pages, PAGE_TEXT);
	if (!result)
		pages->page->numbered = !blank;
	return result;
}

static void rule_at(struct paginator *pages, mpt y, mpt width)
{
	page_rule(pages->page, (const mpt[2]){ pages->left, y }, (const mpt[2]){ pages->left + pages->job->style->text_width, y }, width, PAINT_BLACK);
}

static void put_box(struct paginator *pages, const struct paragraph_box *box, mpt *top)
{
	const struct role_style *look = &pages->job->style->roles[ROLE_IMPRINT];
	for (int i = 0; i < box->count; i++, *top += look->pitch)
		paragraph_put_line(pages, box, i, *top + (look->pitch - look->size) / 2);
}

static void put_printer(struct paginator *pages, const struct imprint *imprint, mpt top)
{
	const struct document *document = pages->job->document;
	const struct style *style = pages->job->style;
	mpt pitch = style->roles[ROLE_IMPRINT].pitch;
	if (imprint->has_printer) {
		const struct tag tag = name_tag(pages, ROLE_IMPRINT, &document->printer.at);
		for (int i = 0; i < imprint->printer.count; i++)
			name_put_line(pages, &imprint->printer, i, (const mpt[2]){ pages->left + style->imprint_inset, top + i * pitch }, &tag);
		top += (imprint->printer.count - 1) * pitch;
	}
	if (imprint->has_date) {
		mpt x = style->text_width - style->imprint_inset - setting_width(&imprint->date);
		setting_put_line(pages, &imprint->date, ROLE_IMPRINT, &document->print_date.at, (const mpt[2]){ pages->left + x, top });
	}
}

static void put_part(struct paginator *pages, const struct imprint *imprint, int part, mpt top)
{
	const struct role_style *look = &pages->job->style->roles[ROLE_IMPRINT];
	if (part == 0) {
		put_box(pages, &imprint->addressee, &top);
		put_box(pages, &imprint->copies, &top);
	} else if (part == 1) {
		put_printer(pages, imprint, top + (look->pitch - look->size) / 2);
	} else {
		put_box(pages, &imprint->extra, &top);
	}
}

/* The outer rules and, between parts, the inner ones. */
static void put_all(struct paginator *pages, const struct imprint *imprint, mpt top, mpt bottom)
{
	const struct style *style = pages->job->style;
	bool first = true;
	mpt y = top;
	for (int part = 0; part < PARTS; part++) {
		if (!imprint->heights[part])
			continue;
		if (imprint->ruled)
			rule_at(pages, y, first ? style->imprint_outer : style->imprint_inner);
		put_part(pages, imprint, part, y);
		y += imprint->heights[part];
		first = false;
	}
	if (imprint->ruled)
		rule_at(pages, bottom, style->imprint_outer);
}

int imprint_put(struct paginator *pages, mpt text_bottom)
{
	struct layout_job *job = pages->job;
	const struct style *style = job->style;
	const struct document *document = job->document;
	const struct role_style *look = &style->roles[ROLE_IMPRINT];
	struct imprint imprint = {
		.has_addressee = document->addressee.text && document->addressee_in_imprint, .has_copies = document->copies_to.text,
		.has_extra = document->imprint_extra.text, .has_printer = document->printer.text, .has_date = document->print_date.text,
		.ruled = document->format != FORMAT_LETTER,
	};
	if (shape_all(job, &imprint))
		return -1;
	mpt height = imprint.heights[0] + imprint.heights[1] + imprint.heights[2];
	if (!height)
		return 0;
	mpt bottom = style->top + style->text_height - (imprint.ruled ? style->imprint_outer / 2 : 0);   /* centre of the last rule */
	mpt top = bottom - height;
	if (!imprint.ruled)
		bottom = top += (look->pitch - look->size) / 2;    /* the last line's em box on the block's bottom edge */
	if (top < style->top)
		return REPORT(job->all, imprint_too_tall, &document->copies_to.at);
	if (open_page(pages, text_bottom, top - look->size))
		return -1;
	put_all(pages, &imprint, top, bottom);
	return 0;
}
