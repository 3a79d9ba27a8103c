/* 版记 (GB/T 9704-2012 7.4): 抄送 and 印发机关/印发日期 between rules as wide as the text block, the last one on the block's
 * bottom edge of the document's last side; outer rules 0.35 mm, inner 0.25 mm. A side that holds nothing else, and a
 * blank one before it, carry no number (7.5). */
#include "layout/furniture.h"
#include <string.h>

struct imprint {
	struct paragraph_box copies;
	struct setting printer, date;
	bool has_copies, has_printer, has_date;
	mpt height;
};

static int shape_copies(struct layout_job *job, struct imprint *imprint)
{
	const struct words *names = &job->document->copies_to;
	const struct role_style *look = &job->style->roles[ROLE_IMPRINT];
	const char *label = job->style->copies_label;
	struct words label_words = { .text = label };
	struct setting measured;
	if (setting_shape(job, job->arena, &label_words, ROLE_IMPRINT, &measured))
		return -1;
	const struct words all = { .text = arena_printf(job->arena, "%s%s\xE3\x80\x82", label, names->text), .at = names->at };
	struct paragraph_box *box = &imprint->copies;
	box->indent = job->style->imprint_inset;
	box->hang = box->indent + setting_width(&measured);
	box->width = job->style->text_width - job->style->imprint_inset;
	box->tag = (struct tag){ .role = ROLE_IMPRINT, .node = record_node(job->record, NODE_PARAGRAPH, 0),
	                         .file = names->at.file, .line = names->at.line };
	if (setting_shape(job, job->arena, &all, ROLE_IMPRINT, &box->setting))
		return -1;
	paragraph_break(job, job->arena, box);
	imprint->height += box->count * look->pitch;
	return 0;
}

static int shape_printer(struct layout_job *job, struct imprint *imprint)
{
	const struct document *document = job->document;
	int result = 0;
	if (imprint->has_printer)
		result |= setting_shape(job, job->arena, &document->printer, ROLE_IMPRINT, &imprint->printer);
	if (imprint->has_date) {
		const struct words *date = &document->print_date;
		const struct words all = { .text = arena_printf(job->arena, "%s\xE5\x8D\xB0\xE5\x8F\x91", date->text), .at = date->at };
		result |= setting_shape(job, job->arena, &all, ROLE_IMPRINT, &imprint->date);
	}
	if (imprint->has_printer || imprint->has_date)
		imprint->height += job->style->roles[ROLE_IMPRINT].pitch;
	return result;
}

static int open_page(struct paginator *pages, mpt text_bottom, mpt top)
{
	bool even = pages->job->document->imprint_even_page && pages->job->style->sides == 2;
	bool fits = pages->page->kind == PAGE_TEXT && text_bottom <= top;
	int result = 0;
	if (fits && !(even && pages->number % 2 == 1))
		return 0;
	if (even && !fits && pages->number % 2 == 0) {
		result = paginator_next(pages, PAGE_BLANK);
	}
	if (!result)
		result = paginator_next(pages, PAGE_TEXT);
	if (!result)
		pages->page->numbered = false;
	return result;
}

static void rule_at(struct paginator *pages, mpt y, mpt width)
{
	page_rule(pages->page, (const mpt[2]){ pages->left, y },
	          (const mpt[2]){ pages->left + pages->job->style->text_width, y }, width, PAINT_BLACK);
}

static void printer_put(struct paginator *pages, struct imprint *imprint, mpt top)
{
	const struct style *style = pages->job->style;
	const struct document *document = pages->job->document;
	struct tag tag = { .role = ROLE_IMPRINT, .node = record_node(pages->job->record, NODE_PARAGRAPH, 0) };
	if (imprint->has_printer) {
		struct line whole = setting_whole(&imprint->printer);
		tag.file = document->printer.at.file;
		tag.line = document->printer.at.line;
		setting_put_natural(pages, &imprint->printer, &whole, (const mpt[2]){ pages->left + style->imprint_inset, top }, &tag);
	}
	if (imprint->has_date) {
		struct line whole = setting_whole(&imprint->date);
		tag.file = document->print_date.at.file;
		tag.line = document->print_date.at.line;
		mpt x = pages->left + style->text_width - style->imprint_inset - setting_width(&imprint->date);
		setting_put_natural(pages, &imprint->date, &whole, (const mpt[2]){ x, top }, &tag);
	}
}

int imprint_put(struct paginator *pages, mpt text_bottom)
{
	struct layout_job *job = pages->job;
	const struct style *style = job->style;
	const struct role_style *look = &style->roles[ROLE_IMPRINT];
	struct imprint imprint = {
		.has_copies = job->document->copies_to.text, .has_printer = job->document->printer.text,
		.has_date = job->document->print_date.text,
	};
	if (!imprint.has_copies && !imprint.has_printer && !imprint.has_date)
		return 0;
	if ((imprint.has_copies && shape_copies(job, &imprint)) || shape_printer(job, &imprint))
		return -1;
	mpt bottom = style->top + style->text_height - style->imprint_outer / 2;   /* centre of the last rule */
	mpt top = bottom - imprint.height;
	if (top < style->top)
		return REPORT(job->all, imprint_too_tall, &job->document->copies_to.at);
	if (open_page(pages, text_bottom, top - look->size))
		return -1;
	rule_at(pages, top, style->imprint_outer);
	mpt y = top + (look->pitch - look->size) / 2;
	if (imprint.has_copies) {
		for (int i = 0; i < imprint.copies.count; i++, y += look->pitch)
			paragraph_put_line(pages, &imprint.copies, i, y);
		if (imprint.has_printer || imprint.has_date)
			rule_at(pages, y - (look->pitch - look->size) / 2, style->imprint_inner);
	}
	if (imprint.has_printer || imprint.has_date)
		printer_put(pages, &imprint, y);
	rule_at(pages, bottom, style->imprint_outer);
	return 0;
}
