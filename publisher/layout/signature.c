/* 发文机关署名, 成文日期, 附注 (GB/T 9704-2012 7.3.5, 7.3.6). Sealed (A): two blank lines, the date four 字 in from the
 * right, the signature centred on it. Unsealed (B): one blank line, the signature two 字 in, the date's first character two
 * 字 right of the signature's; a date longer than the signature stands two 字 in and pushes the signature left. */
#include "layout/furniture.h"

int signature_lines(const struct layout_job *job)
{
	const struct document *document = job->document;
	int lines = (document->signature.text ? 1 : 0) + (document->date.text || document->draft ? 1 : 0);
	int blank = document->signature_mode == SIGNATURE_SEALED ? job->style->seal_blank_lines : 1;
	if (!document->signature.text && !document->date.text)
		return 0;
	return lines + blank;
}

struct pair {
	struct setting signature, date;
	mpt signature_left, date_left;     /* from the text block's left edge */
	bool has_signature, has_date;
};

static void place_sealed(const struct style *style, struct pair *pair, mpt signature, mpt date)
{
	pair->date_left = style->text_width - style->date_indent - date;
	pair->signature_left = pair->date_left + (date - signature) / 2;
	mpt over = pair->signature_left + signature - style->text_width;
	if (over > 0) {
		pair->signature_left -= over;
		pair->date_left -= over;
	}
	if (pair->signature_left < 0)
		pair->signature_left = 0;
}

static void place_unsealed(const struct style *style, struct pair *pair, mpt signature, mpt date)
{
	mpt em = style->roles[ROLE_BODY].em;
	pair->signature_left = style->text_width - style->unsealed_indent - signature;
	pair->date_left = pair->signature_left + 2 * em;
	mpt over = pair->date_left + date - (style->text_width - style->unsealed_indent);
	if (over > 0) {
		pair->date_left -= over;
		pair->signature_left -= over;
	}
	if (!pair->has_signature)
		pair->date_left = style->text_width - style->unsealed_indent - date;
}

static int shape_pair(struct layout_job *job, struct pair *pair)
{
	const struct document *document = job->document;
	mpt signature = 0, date = 0;
	pair->has_signature = document->signature.text != NULL;
	pair->has_date = document->date.text != NULL;
	if (pair->has_signature) {
		if (setting_shape(job, job->arena, &document->signature, ROLE_SIGNATURE, &pair->signature))
			return -1;
		signature = setting_width(&pair->signature);
	}
	if (pair->has_date) {
		if (setting_shape(job, job->arena, &document->date, ROLE_DATE, &pair->date))
			return -1;
		date = setting_width(&pair->date);
	}
	if (document->signature_mode == SIGNATURE_UNSEALED)
		place_unsealed(job->style, pair, signature, date);
	else
		place_sealed(job->style, pair, signature, date);
	return 0;
}

/* The seal's picture, upright, its centre a little above the middle of signature and date (7.3.5.1). The rectangle is
 * noted as the place of the electronic signature too. */
static void seal_put(struct paginator *pages, const struct pair *pair, const mpt box[2] /* top, bottom */)
{
	const struct layout_job *job = pages->job;
	const struct style *style = job->style;
	const struct issuer *issuer = job->document->issuer_count ? &job->document->issuers[0] : NULL;
	mpt diameter = style->seal_diameter;
	const struct setting *under = pair->has_date ? &pair->date : &pair->signature;
	mpt centre_x = pages->left + (pair->has_date ? pair->date_left : pair->signature_left) + setting_width(under) / 2;
	mpt centre_y = (box[0] + box[1]) / 2 - style->seal_raise;
	struct item *field = page_add(pages->page, ITEM_FIELD);
	field->of.field.x = centre_x - diameter / 2;
	field->of.field.y = centre_y - diameter / 2;
	field->of.field.width = field->of.field.height = diameter;
	field->of.field.name = "Seal.1";
	if (issuer && issuer->seal.text) {
		struct item *image = page_add(pages->page, ITEM_IMAGE);
		image->of.image.x = centre_x - diameter / 2;
		image->of.image.y = centre_y - diameter / 2;
		image->of.image.width = image->of.image.height = diameter;
		image->of.image.path = issuer->seal.text;
		image->of.image.alt = issuer->name.text ? issuer->name.text : job->document->signature.text;
		image->node = record_node(job->record, NODE_FIGURE, 0);
	}
}

int signature_put(struct paginator *pages)
{
	struct layout_job *job = pages->job;
	const struct document *document = job->document;
	struct pair pair = { 0 };
	int lines = signature_lines(job);
	if (!lines)
		return 0;
	if (shape_pair(job, &pair))
		return -1;
	int line = pages->line + (document->signature_mode == SIGNATURE_SEALED ? job->style->seal_blank_lines : 1);
	mpt top = paginator_grid(pages, line), bottom = top;
	if (pair.has_signature) {
		struct line whole = setting_whole(&pair.signature);
		struct tag tag = { .role = ROLE_SIGNATURE, .node = record_node(job->record, NODE_PARAGRAPH, 0),
		                   .file = document->signature.at.file, .line = document->signature.at.line };
		setting_put_natural(pages, &pair.signature, &whole, (const mpt[2]){ pages->left + pair.signature_left, top }, &tag);
		bottom = top + pair.signature.look->size;
		line++;
	}
	if (pair.has_date) {
		struct line whole = setting_whole(&pair.date);
		struct tag tag = { .role = ROLE_DATE, .node = record_node(job->record, NODE_PARAGRAPH, 0),
		                   .file = document->date.at.file, .line = document->date.at.line };
		mpt y = paginator_grid(pages, line);
		setting_put_natural(pages, &pair.date, &whole, (const mpt[2]){ pages->left + pair.date_left, y }, &tag);
		bottom = y + pair.date.look->size;
		line++;
	}
	if (document->signature_mode == SIGNATURE_SEALED)
		seal_put(pages, &pair, (const mpt[2]){ top, bottom });
	pages->line += lines;
	return 0;
}

int annotation_put(struct paginator *pages)
{
	struct layout_job *job = pages->job;
	const struct words *note = &job->document->annotation;
	if (!note->text)
		return 0;
	struct paragraph_box box = {
		.indent = job->style->paragraph_indent, .width = job->style->text_width,
		.tag = { .role = ROLE_ANNOTATION, .node = record_node(job->record, NODE_NOTE, 0), .file = note->at.file, .line = note->at.line },
	};
	struct words whole = *note;
	if (note->text[0] != '(' && (unsigned char)note->text[0] != 0xEF)    /* 7.3.6: in full-width parentheses */
		whole.text = arena_printf(job->arena, "\xEF\xBC\x88%s\xEF\xBC\x89", note->text);
	if (setting_shape(job, job->arena, &whole, ROLE_ANNOTATION, &box.setting))
		return -1;
	paragraph_break(job, job->arena, &box);
	for (int i = 0; i < box.count; i++) {
		if (pages->line >= pages->lines && paginator_next(pages, PAGE_TEXT))
			return -1;
		paragraph_put_line(pages, &box, i, paginator_grid(pages, pages->line++));
	}
	return 0;
}
