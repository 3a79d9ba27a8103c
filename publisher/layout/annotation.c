/* 附注 (GB/T 9704-2012 7.3.6): in full-width parentheses, two 字 in, on the line after the date; where a seal would stand over
 * it there, on the first line that is free of seals. */
#include "layout/furniture.h"

static int shape(struct layout_job *job, struct paragraph_box *box)
{
	struct words whole = job->document->annotation;
	*box = (struct paragraph_box){ .indent = job->style->paragraph_indent, .width = job->style->text_width };
	if (whole.text[0] != '(' && (unsigned char)whole.text[0] != 0xEF)
		whole.text = arena_printf(job->arena, "\xEF\xBC\x88%s\xEF\xBC\x89", whole.text);
	if (setting_shape(job, job->arena, &whole, ROLE_ANNOTATION, &box->setting))
		return -1;
	paragraph_break(job, job->arena, box);
	return 0;
}

/* Where the note's line i would stand if the first stood on a grid line: left, top, right, bottom. */
static void extent_of(const struct paginator *pages, const struct paragraph_box *box, const int i_and_line[2], mpt out[4])
{
	const struct role_style *look = box->setting.look;
	int i = i_and_line[0];
	mpt width = mpt_from_milli_em(box->lines[i].width, look->em);
	out[0] = pages->left + (i ? box->hang : box->indent);
	out[1] = paginator_grid(pages, i_and_line[1] + i);
	out[2] = i + 1 < box->count ? pages->left + box->width : out[0] + width;
	out[3] = out[1] + look->size;
}

static bool under_seal(const struct paginator *pages, const struct paragraph_box *box, int line)
{
	const struct page *page = pages->page;
	bool under = false;
	for (size_t k = 0; k < page->count; k++) {
		const struct item *seal = &page->items[k];
		for (int i = 0; i < box->count && seal->kind == ITEM_FIELD; i++) {
			mpt extent[4];
			extent_of(pages, box, (const int[2]){ i, line }, extent);
			under |= page_disc_touches((const mpt[2]){ seal->of.field.x + seal->of.field.width / 2, seal->of.field.y + seal->of.field.height / 2 },
			                           seal->of.field.width / 2, extent);
		}
	}
	return under;
}

/* The first grid line below the date where the note is free of seals; a stamp stands above the date (7.3.5.3). */
static int first_line(const struct paginator *pages, const struct paragraph_box *box)
{
	int line = pages->line;
	while (pages->job->document->signature_mode == SIGNATURE_SEALED && under_seal(pages, box, line))
		line++;
	return line;
}

/* The signature is put on a page that nobody sees, whose lines are as close as they can be. */
int annotation_lines(const struct layout_job *job)
{
	struct layout_job trial = *job;
	struct record record = { .arena = job->arena };
	struct paginator pages = { .job = &trial, .page_arena = job->arena, .lines = job->style->most_lines, .page = page_new(job->arena, 1) };
	struct paragraph_box box;
	trial.record = &record;
	trial.dump_lines = NULL;
	if (!job->document->annotation.text || shape(&trial, &box) || signature_put(&pages))
		return 0;
	return first_line(&pages, &box) - pages.line + box.count;
}

int annotation_put(struct paginator *pages)
{
	struct layout_job *job = pages->job;
	const struct words *note = &job->document->annotation;
	struct paragraph_box box;
	if (!note->text)
		return 0;
	if (shape(job, &box))
		return -1;
	box.tag = (struct tag){ .role = ROLE_ANNOTATION, .node = record_node(job->record, NODE_NOTE, 0), .file = note->at.file, .line = note->at.line };
	pages->line = first_line(pages, &box);
	for (int i = 0; i < box.count; i++) {
		if (pages->line >= pages->lines && paginator_next(pages, PAGE_TEXT))
			return -1;
		paragraph_put_line(pages, &box, i, paginator_grid(pages, pages->line++));
	}
	return 0;
}
