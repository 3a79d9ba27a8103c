/* Running text: paragraphs indented two 字, headings in their own fonts (GB/T 9704-2012 7.3.3), the notice of the
 * attachments one blank line below the text, names hanging under each other (7.3.4). */
#include "layout/text_flow.h"
#include <string.h>
#include "layout/table_layout.h"

static struct flow_row *row_add(struct text_flow *flow)
{
	ARENA_GROW(flow->job->arena, flow->rows, &flow->capacity, flow->count + 1);
	return &flow->rows[flow->count++];
}

static void box_add(struct text_flow *flow, struct paragraph_box *box)
{
	paragraph_break(flow->job, flow->job->arena, box);
	for (int i = 0; i < box->count; i++)
		*row_add(flow) = (struct flow_row){ .kind = ROW_LINE, .box = box, .line = i };
}

static struct paragraph_box *box_new(struct text_flow *flow, enum role role, enum node_kind node, const struct place *at)
{
	struct paragraph_box *box = arena_alloc(flow->job->arena, sizeof *box);
	box->width = flow->job->style->text_width;
	box->tag = (struct tag){ .role = (int)role, .node = record_node(flow->job->record, node, 0), .file = at->file, .line = at->line };
	return box;
}

int text_flow_addressee(struct text_flow *flow)
{
	struct layout_job *job = flow->job;
	const struct words *to = &job->document->addressee;
	if (!to->text)
		return 0;
	struct paragraph_box *box = box_new(flow, ROLE_ADDRESSEE, NODE_PARAGRAPH, &to->at);
	const struct words all = { .text = arena_printf(job->arena, "%s%s", to->text, job->style->addressee_end), .at = to->at };
	if (setting_shape(job, job->arena, &all, ROLE_ADDRESSEE, &box->setting))
		return -1;
	box_add(flow, box);
	return 0;
}

static int paragraph_add(struct text_flow *flow, const struct paragraph *paragraph)
{
	static const enum role roles[] = { ROLE_BODY, ROLE_HEADING_1, ROLE_HEADING_2, ROLE_HEADING_3, ROLE_HEADING_4 };
	enum role role = roles[paragraph->level];
	/* A heading that runs into its sentence is a paragraph to a reader, not a heading of its own. */
	bool alone = paragraph->level != LEVEL_BODY && paragraph->heading_length == strlen(paragraph->text.text);
	enum node_kind node = alone ? NODE_HEADING_1 + (paragraph->level - LEVEL_1) : NODE_PARAGRAPH;
	struct paragraph_box *box = box_new(flow, role, node, &paragraph->text.at);
	box->indent = flow->job->style->paragraph_indent;
	if (setting_shape_heading(flow->job, &paragraph->text, role, paragraph->heading_length, &box->setting))
		return -1;
	box_add(flow, box);
	return 0;
}

int text_flow_paragraphs(struct text_flow *flow, const struct flow_text *text)
{
	int result = 0;
	for (int i = 0; i < text->count; i++) {
		if (text->paragraphs[i].table >= 0)
			*row_add(flow) = (struct flow_row){ .kind = ROW_TABLE, .table = text->paragraphs[i].table };
		else
			result |= paragraph_add(flow, &text->paragraphs[i]);
	}
	return result;
}

static mpt width_of(struct layout_job *job, const char *text)
{
	struct setting setting;
	const struct words words = { .text = text };
	return setting_shape(job, job->arena, &words, ROLE_ATTACHMENT_NOTICE, &setting) ? 0 : setting_width(&setting);
}

/* One name: `附件：` and number stand before the first, blanks of their width before the others. */
static int notice_item(struct text_flow *flow, int index, mpt label_width)
{
	struct layout_job *job = flow->job;
	const struct document *document = job->document;
	const struct words *name = &document->attachments[index].name;
	const char *label = index ? "" : document->attachment_label.text;
	const char *number = document->attachment_count > 1 ? arena_printf(job->arena, "%d.", index + 1) : "";
	struct paragraph_box *box = box_new(flow, ROLE_ATTACHMENT_NOTICE, NODE_PARAGRAPH, &name->at);
	box->indent = job->style->paragraph_indent + (index ? label_width : 0);
	box->hang = job->style->paragraph_indent + label_width + width_of(job, number);
	const struct words all = { .text = arena_printf(job->arena, "%s%s%s", label, number, name->text), .at = name->at };
	if (setting_shape(job, job->arena, &all, ROLE_ATTACHMENT_NOTICE, &box->setting))
		return -1;
	box_add(flow, box);
	return 0;
}

int text_flow_notice(struct text_flow *flow)
{
	struct layout_job *job = flow->job;
	const struct document *document = job->document;
	int result = 0;
	if (!document->attachment_count)
		return 0;
	for (int i = 0; i < job->style->notice_blank_lines; i++)
		*row_add(flow) = (struct flow_row){ .kind = ROW_BLANK };
	mpt label_width = width_of(job, document->attachment_label.text);
	for (int i = 0; i < document->attachment_count; i++)
		result |= notice_item(flow, i, label_width);
	return result;
}

/* How many of the last lines go to the next page so that the tail stands under text: 0 if it fits, else two (or all
 * there are). */
static size_t carried(const struct text_flow *flow, const struct paginator *pages, int tail)
{
	int per_page = flow->job->style->lines, room = per_page - pages->line, lines = (int)flow->count;
	for (size_t i = 0; i < flow->count; i++)
		if (flow->rows[i].kind == ROW_TABLE)
			return 0;
	while (lines > room) {
		lines -= room;
		room = per_page;
	}
	if (!tail || lines + tail <= room)
		return 0;
	return flow->count < 2 ? flow->count : 2;
}

static int put_table(struct paginator *pages, const struct flow_row *row)
{
	return table_layout_in_text(pages, &pages->job->document->tables[row->table]);
}

int text_flow_put(struct text_flow *flow, struct paginator *pages, int tail)
{
	int lines = flow->job->style->lines;
	size_t move = carried(flow, pages, tail);
	for (size_t i = 0; i < flow->count; i++) {
		const struct flow_row *row = &flow->rows[i];
		bool move_here = move && i == flow->count - move && pages->line > 0 && i > 0;
		if (row->kind == ROW_TABLE) {
			if (put_table(pages, row))
				return -1;
			continue;
		}
		if (move_here)
			REPORT(flow->job->all, lines_carried, row->box ? &flow->job->document->signature.at : NULL,
			       arena_printf(flow->job->arena, "%zu", move), arena_printf(flow->job->arena, "%d", pages->number + 1));
		if ((pages->line >= lines || move_here) && paginator_next(pages, PAGE_TEXT))
			return -1;
		if (row->kind == ROW_BLANK) {
			if (pages->line > 0)
				pages->line++;
			continue;
		}
		if (row->line == 0 && (row->box->tag.role == ROLE_HEADING_1))
			record_outline(flow->job->record, row->box->setting.shaped.text, 1,
			               (const int[2]){ pages->number, paginator_grid(pages, pages->line) });
		paragraph_put_line(pages, row->box, row->line, paginator_grid(pages, pages->line++));
	}
	return 0;
}
