/* Running text: paragraphs indented two 字, headings in their own fonts (GB/T 9704-2012 7.3.3), the notice of the
 * attachments one blank line below the text, names hanging under each other (7.3.4). */
#include "layout/text_flow_ends.h"
#include <string.h>

struct flow_row *flow_row_add(struct text_flow *flow)
{
	ARENA_GROW(flow->job->arena, flow->rows, &flow->capacity, flow->count + 1);
	return &flow->rows[flow->count++];
}

static void box_add(struct text_flow *flow, struct paragraph_box *box)
{
	paragraph_break(flow->job, flow->job->arena, box);
	for (int i = 0; i < box->count; i++)
		*flow_row_add(flow) = (struct flow_row){ .kind = ROW_LINE, .box = box, .line = i };
}

static struct paragraph_box *box_new(struct text_flow *flow, enum role role, enum node_kind node, const struct place *at)
{
	struct paragraph_box *box = arena_alloc(flow->job->arena, sizeof *box);
	box->width = flow->job->style->text_width;
	box->tag = (struct tag){ .role = (int)role, .node = record_node(flow->job->record, node, 0), .file = at->file, .line = at->line };
	return box;
}

/* Words before the first line, at their natural width from `left` on; all lines hang behind them. */
static int box_label(struct layout_job *job, struct paragraph_box *box, const struct words *label, enum role role, mpt left)
{
	struct setting *before = arena_alloc(job->arena, sizeof *before);
	if (setting_shape(job, job->arena, label, role, before))
		return -1;
	box->label = before;
	box->label_left = left;
	box->indent = box->hang = left + setting_width(before);
	return 0;
}

int text_flow_addressee(struct text_flow *flow)
{
	struct layout_job *job = flow->job;
	const struct words *to = &job->document->addressee;
	if (!to->text || job->document->addressee_in_imprint)
		return 0;
	struct paragraph_box *box = box_new(flow, ROLE_ADDRESSEE, NODE_PARAGRAPH, &to->at);
	const struct words all = { .text = arena_printf(job->arena, "%s%s", to->text, job->style->addressee_end), .at = to->at };
	if (setting_shape(job, job->arena, &all, ROLE_ADDRESSEE, &box->setting))
		return -1;
	box_add(flow, box);
	return 0;
}

/* An item of a list (…；) is numbered like a heading and is none. */
static bool ends_with_mark(const char *text)
{
	static const char *const marks[] = { "。", "；", "，", "：", "、" };
	size_t length = strlen(text);
	bool ends = false;
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		ends |= length >= 3 && strcmp(text + length - 3, marks[i]) == 0;
	return ends;
}

static int paragraph_add(struct text_flow *flow, const struct paragraph *paragraph)
{
	static const enum role roles[] = { ROLE_BODY, ROLE_HEADING_1, ROLE_HEADING_2, ROLE_HEADING_3, ROLE_HEADING_4 };
	enum role role = roles[paragraph->level];
	/* A heading that runs into its sentence is a paragraph to a reader, not a heading of its own. */
	bool alone = paragraph->level != LEVEL_BODY && paragraph->heading_length == strlen(paragraph->text.text) && !ends_with_mark(paragraph->text.text);
	enum node_kind node = alone ? NODE_HEADING_1 + (paragraph->level - LEVEL_1) : NODE_PARAGRAPH;
	struct paragraph_box *box = box_new(flow, role, node, &paragraph->text.at);
	box->indent = flow->job->style->paragraph_indent;
	box->heading = alone;
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
			*flow_row_add(flow) = (struct flow_row){ .kind = ROW_TABLE, .table = text->paragraphs[i].table };
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

/* One name. `附件：` and number before it, blanks of the label's width before later numbers, are no part of the lines that are set to the
 * measure: numbers stand under each other, and names under their first characters. */
static int notice_item(struct text_flow *flow, int index, mpt label_width)
{
	struct layout_job *job = flow->job;
	const struct document *document = job->document;
	const struct words *name = &document->attachments[index].name;
	const char *number = document->attachment_count > 1 ? arena_printf(job->arena, "%d.", index + 1) : "";
	const struct words label = { .text = arena_printf(job->arena, "%s%s", index ? "" : document->attachment_label.text, number), .at = name->at };
	struct paragraph_box *box = box_new(flow, ROLE_ATTACHMENT_NOTICE, NODE_PARAGRAPH, &name->at);
	if (box_label(job, box, &label, ROLE_ATTACHMENT_NOTICE, job->style->paragraph_indent + (index ? label_width : 0))
	    || setting_shape(job, job->arena, name, ROLE_ATTACHMENT_NOTICE, &box->setting))
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
		*flow_row_add(flow) = (struct flow_row){ .kind = ROW_BLANK };
	mpt label_width = width_of(job, document->attachment_label.text);
	for (int i = 0; i < document->attachment_count; i++)
		result |= notice_item(flow, i, label_width);
	return result;
}

static int class_end(const struct shaped *shaped, int at, enum char_class class)
{
	while (at < shaped->count && shaped->class[at] == class)
		at++;
	return at;
}

/* Names are not divided between lines: up to four characters between other marks, and two with a blank between them (张　三). */
static void keep_names(struct shaped *shaped)
{
	enum { NAME_MOST = 4 };
	for (int start = 0, end; start < shaped->count; start = end > start ? end : start + 1) {
		end = class_end(shaped, start, CLASS_HAN);
		int given = class_end(shaped, end, CLASS_SPACE);
		if (end - start == 1 && given > end && class_end(shaped, given, CLASS_HAN) - given == 1)
			end = given + 1;
		for (int i = start + 1; i < end && (end - start <= NAME_MOST || given < end); i++)
			if (shaped->breaks[i] != BREAK_FORCED)
				shaped->breaks[i] = BREAK_NEVER;
	}
}

static int attendance_item(struct text_flow *flow, const struct attendance *attendance)
{
	struct layout_job *job = flow->job;
	const struct words label = { .text = arena_printf(job->arena, "%s\xEF\xBC\x9A", attendance->label.text), .at = attendance->label.at };
	struct paragraph_box *box = box_new(flow, ROLE_ATTENDANCE, NODE_PARAGRAPH, &attendance->names.at);
	if (box_label(job, box, &label, ROLE_ATTENDANCE_LABEL, job->style->paragraph_indent)
	    || setting_shape(job, job->arena, &attendance->names, ROLE_ATTENDANCE, &box->setting))
		return -1;
	keep_names(&box->setting.shaped);
	box_add(flow, box);
	return 0;
}

int text_flow_attendance(struct text_flow *flow)
{
	const struct document *document = flow->job->document;
	int result = 0;
	if (document->attendance_count)
		*flow_row_add(flow) = (struct flow_row){ .kind = ROW_BLANK };
	for (int i = 0; i < document->attendance_count; i++)
		result |= attendance_item(flow, &document->attendances[i]);
	return result;
}
