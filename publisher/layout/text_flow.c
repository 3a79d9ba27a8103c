/* Running text: paragraphs indented two 字, headings in their own fonts (GB/T 9704-2012 7.3.3), the notice of the
 * attachments one blank line below the text, names hanging under each other (7.3.4). */
#include "layout/text_flow.h"
#include <string.h>
#include "layout/marking.h"
#include "layout/plan_note.h"
#include "layout/table_layout.h"

enum { NOTE_LINES = 3 };       /* of the text, of a note in the margin behind its end */

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
		*row_add(flow) = (struct flow_row){ .kind = ROW_BLANK };
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
		*row_add(flow) = (struct flow_row){ .kind = ROW_BLANK };
	for (int i = 0; i < document->attendance_count; i++)
		result |= attendance_item(flow, &document->attendances[i]);
	return result;
}

/* ---- what does not part at a page's end ---- */

static bool is_last_line(const struct flow_row *row)
{
	return row->kind == ROW_LINE && row->line > 0 && row->line == row->box->count - 1;
}

/* The row with which the next page begins when it could begin with row `next`: not with the last line of a paragraph (CLREQ),
 * nor behind a heading that stands alone. No row before `least` goes over. */
static size_t page_start(const struct text_flow *flow, size_t least, size_t next)
{
	const struct flow_row *rows = flow->rows;
	size_t start = next;
	if (start > least && is_last_line(&rows[next]))
		start--;
	while (start > least && rows[start].kind == ROW_LINE && rows[start - 1].kind == ROW_LINE && rows[start - 1].box != rows[start].box
	       && rows[start - 1].box->heading) {
		size_t lines = (size_t)rows[start - 1].box->count;
		start = start - least < lines ? least : start - lines;
	}
	return start;
}

static void leave_short(struct text_flow *flow, size_t at, size_t count)
{
	for (size_t i = 0; i < count; i++)
		row_add(flow);
	memmove(flow->rows + at + count, flow->rows + at, (flow->count - at - count) * sizeof *flow->rows);
	for (size_t i = 0; i < count; i++)
		flow->rows[at + i] = (struct flow_row){ .kind = ROW_SHORT };
}

/* ---- like an earlier version ---- */

enum { LOOK_BACK = 64 /* rows */, LEFT_FREE = 3 /* lines at a page's foot, at most, so that the next page begins as it did */ };

/* Fingerprint of a line's paragraph; one that says the same as others shortly before it has another. */
static uint32_t paragraph_print(const struct text_flow *flow, size_t i)
{
	const struct flow_row *row = &flow->rows[i];
	const char *text = row->box->setting.shaped.text;
	uint32_t same = 0;
	int seen = 0;
	for (size_t back = i; back-- > 0 && seen < LOOK_BACK;) {
		const struct flow_row *other = &flow->rows[back];
		seen += other->kind != ROW_SHORT;
		same += other->kind == ROW_LINE && other->box != row->box && other->line == row->line && strcmp(other->box->setting.shaped.text, text) == 0;
	}
	return plan_print(text, strlen(text)) + same;
}

/* Did the page begin with this line, and may it do so again? No row before `least` goes over. */
static bool begins_as_before(const struct text_flow *flow, int page, size_t least, size_t i)
{
	const struct plan_start *start = plan_start(flow->job->like, page);
	const struct flow_row *row = &flow->rows[i];
	return start && i >= least && row->kind == ROW_LINE && row->line == start->line && page_start(flow, least, i) == i
	       && paragraph_print(flow, i) == start->paragraph;
}

/* So many lines more on the page that is full with row i, and the next begins as before. 0: that cannot be. */
static int lines_more(const struct text_flow *flow, int page, size_t least, size_t i)
{
	int most = flow->job->style->most_lines - flow->job->style->lines, more = 0;
	for (int lines = 1; lines <= most && i + (size_t)lines < flow->count && flow->rows[i + (size_t)lines - 1].kind == ROW_LINE && !more; lines++)
		more = begins_as_before(flow, page + 1, least, i + (size_t)lines) ? lines : 0;
	return more;
}

/* Lines of the addressee before the text, with those left short among them. */
static size_t addressee_lines(const struct text_flow *flow)
{
	size_t i = 0;
	while (i < flow->count && (flow->rows[i].kind == ROW_SHORT || (flow->rows[i].kind == ROW_LINE && flow->rows[i].box->tag.role == ROLE_ADDRESSEE)))
		i++;
	return i;
}

/* 7.3.2: an addressee so long that page 1 shows no text belongs in the imprint. */
static bool leaves_no_text(const struct text_flow *flow, const struct paginator *pages)
{
	size_t lines = addressee_lines(flow);
	return lines && lines < flow->count && pages->line + (int)lines >= pages->lines;
}

/* So many of the first rows stay on the page in hand, whatever is moved: down to the first line of text, if the page has room for
 * it (GB/T 9704 7.3.3), but one at least. */
static size_t rows_kept(const struct text_flow *flow, const struct paginator *pages)
{
	return flow->count && !leaves_no_text(flow, pages) ? addressee_lines(flow) + 1 : 1;
}

/* Puts ROW_SHORT wherever a page between row `from` and the next table is to end early. */
static void keep_together(struct text_flow *flow, const struct paginator *pages, size_t from)
{
	int room = pages->lines - pages->line, page = pages->number;
	size_t first = from, least = from ? from : rows_kept(flow, pages);
	for (size_t i = from; i < flow->count && flow->rows[i].kind != ROW_TABLE; i++) {
		if (room <= 0 && first > from && flow->rows[first].kind == ROW_LINE && !flow->rows[first].lines && (room = lines_more(flow, page, least, i)) > 0)
			flow->rows[first].lines = flow->job->style->lines + room;    /* a page that was begun here */
		bool before = room > 0 && room <= LEFT_FREE && begins_as_before(flow, page + 1, least, i);
		if (before) {
			leave_short(flow, i, (size_t)room);
			i += (size_t)room;
			first = i;
		} else if (room <= 0) {
			size_t start = page_start(flow, least, i);
			leave_short(flow, start, i - start);    /* row i is now what row `start` was */
			first = i;
		}
		if (before || room <= 0) {
			least = i + 1;
			room = flow->job->style->lines;
			page++;
		}
		room -= flow->rows[i].kind == ROW_LINE || i > first;    /* a blank row at a page's top takes no line */
	}
}

/* How the end of the flow is kept with what follows it. */
struct ending {
	int squeeze_page;          /* this page … */
	int squeeze_lines;         /* … takes so many lines; 0: none does */
	size_t carried;            /* so many of the last rows go to the next page */
	bool without_text;         /* the last page has the notice alone */
};

/* Row behind the last table in the text: only from there on is it known where lines fall. */
static size_t behind_tables(const struct text_flow *flow)
{
	size_t behind = 0;
	for (size_t i = 0; i < flow->count; i++)
		behind = flow->rows[i].kind == ROW_TABLE ? i + 1 : behind;
	return behind;
}

static bool is_text(const struct flow_row *row)
{
	return row->kind == ROW_LINE && row->box->tag.role != ROLE_ATTACHMENT_NOTICE && row->box->tag.role != ROLE_ADDRESSEE;
}

/* Lines of text, from row `from` on; addressee and notice of the attachments are none. */
static int text_lines(const struct text_flow *flow, size_t from)
{
	int lines = 0;
	for (size_t i = from; i < flow->count; i++)
		lines += is_text(&flow->rows[i]);
	return lines;
}

static int notice_lines(const struct text_flow *flow, size_t from)
{
	int lines = 0;
	for (size_t i = from; i < flow->count; i++)
		lines += flow->rows[i].kind == ROW_LINE && flow->rows[i].box->tag.role == ROLE_ATTACHMENT_NOTICE;
	return lines;
}

/* Where rows from `from` on end: first of the last page, the page's number, its lines, and those taken. */
struct last_page {
	size_t first;
	int number, lines, line;
};

static struct last_page last_page(const struct text_flow *flow, const struct paginator *pages, size_t from)
{
	struct last_page last = { .first = from, .number = pages->number, .lines = pages->lines, .line = pages->line };
	for (size_t i = from; i < flow->count; i++) {
		const struct flow_row *row = &flow->rows[i];
		if (last.line >= last.lines)
			last = (struct last_page){ .first = i, .number = last.number + 1, .lines = row->lines ? row->lines : flow->job->style->lines };
		last.line += row->kind == ROW_LINE || last.line > 0;    /* as put_row does */
	}
	return last;
}

/* Lines that rows from `from` on take on a page of their own, which has no row left short. */
static int lines_alone(const struct text_flow *flow, size_t from)
{
	int lines = 0;
	for (size_t i = from; i < flow->count; i++)
		lines += flow->rows[i].kind == ROW_LINE || (flow->rows[i].kind == ROW_BLANK && lines);
	return lines;
}

/* The row with which the page of the tail begins when lines are carried: the notice, if there is one, goes over, and two lines of
 * the text before it; less if that page has no room for so much, or page 1 would be left without text. No row before `least` goes. */
static size_t carry_start(const struct text_flow *flow, size_t least, int tail)
{
	size_t start = flow->count;
	for (int lines = 0; start > least && lines < 2; start--)
		lines += is_text(&flow->rows[start - 1]);
	start = start < flow->count ? page_start(flow, least, start) : start;
	size_t wished = start;
	while (start < flow->count && (lines_alone(flow, start) + tail > flow->job->style->lines || (start > wished && is_last_line(&flow->rows[start]))))
		start++;
	return start;
}

/* GB/T 9704 7.3.5.5: where the rest of the page has no room for signature and date, the line spacing is adjusted; only if
 * that is not enough, lines go to the next page. */
static struct ending plan_ending(const struct text_flow *flow, const struct paginator *pages, size_t from, int tail)
{
	const struct style *style = flow->job->style;
	const struct last_page last = last_page(flow, pages, from);
	struct paginator tried = *pages;
	bool fits = last.line + tail <= last.lines, behind = last.number > pages->number;
	if (!tail || (fits && !behind))
		return (struct ending){ 0 };
	for (int lines = style->lines + 1; lines <= style->most_lines && !from; lines++) {    /* text above a table keeps its pitch */
		paginator_set_lines(&tried, lines);
		if (lines_alone(flow, from) + tail <= lines - tried.line)
			return (struct ending){ .squeeze_page = pages->number, .squeeze_lines = lines };
	}
	size_t start = carry_start(flow, from ? from : rows_kept(flow, pages), tail);
	bool alone = behind && !text_lines(flow, last.first), carry = alone && text_lines(flow, start);    /* the notice alone is no text */
	if (fits && !carry)
		return (struct ending){ .without_text = alone };
	if (!carry && behind && last.line + tail <= style->most_lines)
		return (struct ending){ .squeeze_page = last.number, .squeeze_lines = last.line + tail };
	return (struct ending){ .carried = flow->count - start };
}

/* Rows that were left short for page ends which carried lines no longer have. */
static void close_up(struct text_flow *flow, struct ending *ending)
{
	size_t first = flow->count - ending->carried, to = first;
	for (size_t i = first; i < flow->count; i++)
		if (flow->rows[i].kind != ROW_SHORT)
			flow->rows[to++] = flow->rows[i];
	ending->carried = to - first;
	flow->count = to;
}

/* Rows from `from` on went to a page for the sake of the signature. */
static void report_carried(const struct text_flow *flow, size_t from, int page)
{
	struct arena *arena = flow->job->arena;
	const struct place *at = &flow->job->document->signature.at;
	int text = text_lines(flow, from), notice = notice_lines(flow, from);
	const char *lines = arena_printf(arena, "%d", text ? text : notice), *names = arena_printf(arena, "%d", notice), *to = arena_printf(arena, "%d", page);
	if (text && notice)
		REPORT(flow->job->all, lines_and_notice_carried, at, lines, names, to);
	else if (notice)
		REPORT(flow->job->all, notice_carried, at, lines, to);
	else
		REPORT(flow->job->all, lines_carried, at, lines, to);
}

static void squeeze(struct text_flow *flow, struct paginator *pages, const struct ending *ending)
{
	struct arena *arena = flow->job->arena;
	if (ending->squeeze_page != pages->number || !ending->squeeze_lines || pages->lines == ending->squeeze_lines)
		return;
	paginator_set_lines(pages, ending->squeeze_lines);
	REPORT(flow->job->all, lines_tightened, &flow->job->document->signature.at, arena_printf(arena, "%d", pages->number),
	       arena_printf(arena, "%d", ending->squeeze_lines), arena_printf(arena, "%d", flow->job->style->lines));
}

/* A page that takes more lines for the sake of those behind it. */
static void set_lines(const struct text_flow *flow, struct paginator *pages, const struct flow_row *row)
{
	struct arena *arena = flow->job->arena;
	if (!row->lines)
		return;
	paginator_set_lines(pages, row->lines);
	const struct place at = { .file = row->box->tag.file, .line = row->box->tag.line };
	REPORT(flow->job->all, like_lines, &at, arena_printf(arena, "%d", pages->number), arena_printf(arena, "%d", row->lines),
	       arena_printf(arena, "%d", flow->job->style->lines));
}

static const struct change_gone *gone_at(const struct paginator *pages, const struct flow_row *row, bool behind)
{
	bool there = row->kind == ROW_LINE && !row->box->tag.row && row->line == (behind ? row->box->count - 1 : 0);
	return there ? change_gone_at(pages->job->marks, row->box->tag.file, row->box->tag.line, behind) : NULL;
}

/* Lines of text down to the next note. */
static int lines_for_note(const struct text_flow *flow, const struct paginator *pages, const struct flow_row *row)
{
	const struct flow_row *next = row + 1, *end = flow->rows + flow->count;
	while (next < end && next - row < NOTE_LINES && !gone_at(pages, next, false) && !gone_at(pages, next, true))
		next++;
	return (int)(next - row) + (next < end && gone_at(pages, next, true) && !gone_at(pages, next, false));
}

/* What stood before a paragraph, or at the end behind it, in an earlier edition: halfway between the lines. */
static int put_gone(const struct text_flow *flow, struct paginator *pages, const struct flow_row *row, bool behind, mpt top)
{
	const struct change_gone *gone = gone_at(pages, row, behind);
	if (!gone)
		return 0;
	mpt pitch = paginator_grid(pages, 1) - paginator_grid(pages, 0), size = row->box->setting.look->size, gap = (pitch - size) / 2;
	struct marking_note note = { .names = gone->names, .unit = "段", .count = gone->count, .y = behind ? top + size + gap : top - gap };
	note.below = note.y + lines_for_note(flow, pages, row) * pitch;
	return marking_note_put(pages, &note);
}

static int put_row(struct text_flow *flow, struct paginator *pages, const struct flow_row *row)
{
	if (row->kind == ROW_BLANK || row->kind == ROW_SHORT) {    /* a tightened page holds all that is left */
		pages->line += pages->line > 0 && (row->kind == ROW_BLANK || pages->lines == flow->job->style->lines);
		return 0;
	}
	if (row->line == 0 && row->box->tag.role == ROLE_HEADING_1)
		record_outline(flow->job->record, row->box->setting.shaped.text, 1, (const int[2]){ pages->number, paginator_grid(pages, pages->line) });
	mpt top = paginator_grid(pages, pages->line++);
	paragraph_put_line(pages, row->box, row->line, top);
	return put_gone(flow, pages, row, false, top) || put_gone(flow, pages, row, true, top) ? -1 : 0;
}

/* Lines of the headings that begin with row i and stand directly before a table; 0: there are none. */
static int headings_of_table(const struct text_flow *flow, size_t i)
{
	const struct flow_row *rows = flow->rows;
	size_t end = i;
	while (end < flow->count && rows[end].kind == ROW_LINE && rows[end].box->heading)
		end++;
	bool begins = i == 0 || rows[i - 1].kind != ROW_LINE || !rows[i - 1].box->heading;
	return begins && end < flow->count && rows[end].kind == ROW_TABLE ? (int)(end - i) : 0;
}

/* Do headings go to the next page with row i, for the table behind them begins there, and can begin below them? */
static bool goes_with_table(const struct text_flow *flow, const struct paginator *pages, size_t i)
{
	int lines = headings_of_table(flow, i);
	if (!lines || !pages->line)
		return false;
	const struct table *table = &flow->job->document->tables[flow->rows[i + (size_t)lines].table];
	return !table_layout_begins(pages, table, pages->line + lines) && table_layout_begins(pages, table, lines);
}

bool text_flow_ends_well(struct text_flow *flow, const struct paginator *pages, int tail)
{
	keep_together(flow, pages, 0);
	const struct ending ending = plan_ending(flow, pages, 0, tail);
	return behind_tables(flow) || (!ending.carried && !ending.without_text);
}

int text_flow_put(struct text_flow *flow, struct paginator *pages, int tail)
{
	keep_together(flow, pages, 0);
	struct ending ending = { 0 };
	size_t planned = behind_tables(flow), kept = rows_kept(flow, pages);
	int result = 0;
	if (leaves_no_text(flow, pages))
		REPORT(flow->job->all, no_text_below_addressee, &flow->job->document->addressee.at);
	for (size_t i = 0; i < flow->count && !result; i++) {
		const struct flow_row *row = &flow->rows[i];
		if (i == planned) {
			ending = plan_ending(flow, pages, i, tail);
			close_up(flow, &ending);
			squeeze(flow, pages, &ending);
		}
		bool carry = ending.carried && i == flow->count - ending.carried && i > 0;
		if (row->kind == ROW_TABLE) {
			result = table_layout_in_text(pages, &flow->job->document->tables[row->table]);
			keep_together(flow, pages, i + 1);
			continue;
		}
		if (carry)
			report_carried(flow, i, pages->number + 1);
		if (pages->line >= pages->lines || carry || (i >= kept && goes_with_table(flow, pages, i))) {
			result = paginator_next(pages, PAGE_TEXT);
			if (!result) {
				set_lines(flow, pages, row);
				squeeze(flow, pages, &ending);
			}
			if (!result && row->kind == ROW_LINE)
				plan_note_start(flow->job, pages->number, &(struct plan_start){ .line = row->line, .paragraph = paragraph_print(flow, i) });
		}
		if (!result)
			result = put_row(flow, pages, row);
	}
	return result;
}
