/* 附件说明 (7.3.4) and the attachments' own pages (7.3.7), 出席 and its like (10.3): a label, names, and later lines that
 * hang under the first name. */
#include "conform/measuring.h"
#include <stdlib.h>
#include <string.h>
#include "base/language.h"

static void measure_free_line(struct conform *conform, enum measure measure, const struct text_line *line)
{
	const struct text_line *before = text_above(conform, line->top);
	if (before)
		measured_against(conform, measure, 2 * conform->pitch, line->top - before->top, line);
}

/* Bytes of "附件：" */
static size_t label_length(const char *text)
{
	const char *colon = strstr(text, "：");
	return colon ? (size_t)(colon - text) + strlen("：") : 0;
}

/* Bytes of "2."; a name may begin with figures of its own behind it ("2.2026年度…"), so the number is the one that is due. */
static size_t number_length(const struct conform *conform, const char *text)
{
	const char *due = arena_printf(conform->page_arena, "%d", conform->notice.number);
	size_t digits = text_starts(text, due) ? strlen(due) : 0;
	const char *point = digits && text_starts(text + digits, ".") ? "." : "．";
	return conform->subject.attachments > 1 && digits && text_starts(text + digits, point) ? digits + strlen(point) : 0;
}

static void measure_label(struct conform *conform, const struct text_line *line)
{
	bool good = text_starts(line->text, "附件：");
	const char *own = conform->subject.notice_label;
	const struct excuse excuse = { .verdict = VERDICT_LEFT_OUT, .words = own, .note = N_("the edition has words of its own") };
	if (!good && own && text_starts(line->text, own))
		excused(conform, MEASURE_notice_label, &excuse, line);
	else
		stated(conform, MEASURE_notice_label, good, good ? "附件：" : line->text, line);
}

static void notice_begins(struct conform *conform, const struct text_line *line)
{
	mpt left = conform->sheet.left;
	size_t label = label_length(line->text);
	bool first = conform->notice.node < 0;
	if (first) {
		measure_free_line(conform, MEASURE_notice_gap, line);
		measured(conform, MEASURE_notice_indent, line_left(line, left + 2 * CELL) - left, line);
		measure_label(conform, line);
		conform->notice.number_left = line_x_at(line, label) - left;
	} else {
		label = 0;
		measured(conform, MEASURE_notice_number, line_left(line, left + conform->notice.number_left) - left - conform->notice.number_left, line);
	}
	conform->notice.node = line->node;
	conform->notice.number++;
	conform->notice.name_left = line_x_at(line, label + number_length(conform, line->text + label)) - left;
}

/* A name that begins with an opening mark may have given up half a cell before it. */
static void notice_goes_on(struct conform *conform, const struct text_line *line)
{
	mpt off = line_left(line, conform->sheet.left + conform->notice.name_left) - conform->sheet.left - conform->notice.name_left;
	measured(conform, MEASURE_notice_hang, abs(off - CELL / 2) < 283 ? off - CELL / 2 : off, line);
}

static void measure_end(struct conform *conform, const struct text_line *line)
{
	static const char *const marks[] = { "。", "；", "，", "、", "：", ".", ";", "," };
	const char *found = NULL;
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		found = text_ends(line->text, marks[i]) ? marks[i] : found;
	stated(conform, MEASURE_notice_end, !found, found ? found : N_("no mark"), line);
}

/* 出席：and the names on one line, or a line of a role of its own with the names beside it. */
static void attendance_begins(struct conform *conform, const struct text_line *line)
{
	mpt left = conform->sheet.left;
	size_t label = label_length(line->text);
	if (!conform->attendance)
		measure_free_line(conform, MEASURE_attendance_gap, line);
	conform->attendance = true;
	conform->names_left = line->role == ROLE_ATTENDANCE ? line_x_at(line, label) - left : 0;
	measured(conform, MEASURE_attendance_indent, line_left(line, left + 2 * CELL) - left, line);
	stated(conform, MEASURE_attendance_form, label > strlen("："), label ? arena_strndup(conform->page_arena, line->text, label) : line->text, line);
}

static void measure_attendance(struct conform *conform)
{
	const struct sheet *sheet = &conform->sheet;
	for (size_t i = 0; i < sheet->line_count; i++) {
		const struct text_line *line = &sheet->lines[i];
		if (line->role == ROLE_ATTENDANCE_LABEL || (line->role == ROLE_ATTENDANCE && line->starts && !(i && line[-1].role == ROLE_ATTENDANCE_LABEL))) {
			attendance_begins(conform, line);
		} else if (line->role == ROLE_ATTENDANCE) {
			mpt expected = sheet->left + conform->names_left;
			if (conform->names_left)
				measured(conform, MEASURE_attendance_hang, line_left(line, expected) - expected, line);
			else
				conform->names_left = line->left - sheet->left;
		}
	}
}

void measure_notice(struct conform *conform)
{
	const struct sheet *sheet = &conform->sheet;
	for (size_t i = 0; i < sheet->line_count; i++) {
		const struct text_line *line = &sheet->lines[i];
		if (line->role != ROLE_ATTACHMENT_NOTICE)
			continue;
		if (line->node != conform->notice.node)
			notice_begins(conform, line);
		else
			notice_goes_on(conform, line);
		if (line->ends)
			measure_end(conform, line);
	}
	measure_attendance(conform);
}

/* ---- the attachments' pages ---- */

/* The first line of an attachment's title on a page where one begins: at its top, or below its label. */
static const struct text_line *attachment_title(const struct conform *conform)
{
	const struct sheet *sheet = &conform->sheet;
	const struct text_line *first = sheet->line_count ? &sheet->lines[0] : NULL;
	bool table = sheet->page->kind == PAGE_TABLE_TURNED || sheet->page->kind == PAGE_TABLE_UPRIGHT || sheet->page->kind == PAGE_TABLE_FOLDOUT;
	if (first && first->role == ROLE_ATTACHMENT_LABEL)
		return sheet->line_count > 1 && (first[1].role == ROLE_ATTACHMENT_TITLE || first[1].role == ROLE_TABLE_TITLE) ? &first[1] : NULL;
	const struct text_line *title = sheet_first(sheet, ROLE_ATTACHMENT_TITLE);
	if (!title && first && table && first->role == ROLE_TABLE_TITLE && conform->notice.node >= 0)
		title = first;
	return title;
}

static void measure_attachment_label(struct conform *conform, const struct text_line *label, const struct text_line *title)
{
	mpt left = label->turned ? 0 : conform->sheet.left, top = label->turned ? 0 : BLOCK_TOP;
	size_t digits = strspn(label->text + (text_starts(label->text, "附件") ? strlen("附件") : 0), "0123456789");
	bool good = text_starts(label->text, "附件") && !label->text[strlen("附件") + digits];
	stated(conform, MEASURE_attachment_label, good, label->text, label);
	measured(conform, MEASURE_attachment_label_left, line_left(label, left) - left, label);
	measured(conform, MEASURE_attachment_label_top, label->top - top, label);
	if (title)
		measured(conform, MEASURE_attachment_title_top, title->top - top, title);
}

/* A fold-out's title stands in the middle of its own, wider block; a turned one's is measured with its table (8). */
static void measure_attachment_title(struct conform *conform, const struct text_line *title)
{
	const struct sheet *sheet = &conform->sheet;
	const struct text_line *before = NULL;
	for (size_t i = 0; i < sheet->line_count; i++) {
		const struct text_line *line = &sheet->lines[i];
		if (line->role != title->role || line->node != title->node)
			continue;
		if (before)
			measured(conform, MEASURE_attachment_title_pitch, line->top - before->top, line);
		if (!line->turned && sheet->page->kind != PAGE_TABLE_FOLDOUT)
			measured(conform, MEASURE_attachment_title_centred, line_off_middle(line, block_middle(conform)), line);
		before = line;
	}
}

static void measure_missing_label(struct conform *conform, const struct text_line *title)
{
	const struct excuse excuse = { .verdict = VERDICT_LEFT_OUT, .words = N_("none"), .note = N_("the edition leaves it out (page_label = none)") };
	if (conform->subject.label_left_out)
		excused(conform, MEASURE_attachment_label, &excuse, title);
	else if (conform->subject.attachments)
		stated(conform, MEASURE_attachment_label, false, N_("none"), title);
}

void measure_attachment(struct conform *conform)
{
	const struct sheet *sheet = &conform->sheet;
	const struct text_line *label = sheet_first(sheet, ROLE_ATTACHMENT_LABEL), *title = attachment_title(conform), *first = label ? label : title;
	if (!first)
		return;
	stated(conform, MEASURE_attachment_side, first == &sheet->lines[0], yes_or_no(first == &sheet->lines[0]), first);
	if (label)
		measure_attachment_label(conform, label, title);
	else
		measure_missing_label(conform, title);
	if (title)
		measure_attachment_title(conform, title);
}
