/* Where pages of running text end: what does not part there, what follows an earlier version, and how the end of the text is kept with
 * the signature (GB/T 9704 7.3.5.5). */
#include "layout/text_flow_ends.h"
#include <string.h>
#include "layout/plan_note.h"

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
		flow_row_add(flow);
	memmove(flow->rows + at + count, flow->rows + at, (flow->count - at - count) * sizeof *flow->rows);
	for (size_t i = 0; i < count; i++)
		flow->rows[at + i] = (struct flow_row){ .kind = ROW_SHORT };
}

/* ---- like an earlier version ---- */

enum { LOOK_BACK = 64 /* rows */, LEFT_FREE = 3 /* lines at a page's foot, at most, so that the next page begins as it did */ };

/* Fingerprint of a line's paragraph; one that says the same as others shortly before it has another. */
uint32_t flow_paragraph_print(const struct text_flow *flow, size_t i)
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
	       && flow_paragraph_print(flow, i) == start->paragraph;
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
bool flow_leaves_no_text(const struct text_flow *flow, const struct paginator *pages)
{
	size_t lines = addressee_lines(flow);
	return lines && lines < flow->count && pages->line + (int)lines >= pages->lines;
}

/* So many of the first rows stay on the page in hand, whatever is moved: down to the first line of text, if the page has room for
 * it (GB/T 9704 7.3.3), but one at least. */
size_t flow_rows_kept(const struct text_flow *flow, const struct paginator *pages)
{
	return flow->count && !flow_leaves_no_text(flow, pages) ? addressee_lines(flow) + 1 : 1;
}

/* Puts ROW_SHORT wherever a page between row `from` and the next table is to end early. */
void flow_keep_together(struct text_flow *flow, const struct paginator *pages, size_t from)
{
	int room = pages->lines - pages->line, page = pages->number;
	size_t first = from, least = from ? from : flow_rows_kept(flow, pages);
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

/* Row behind the last table in the text: only from there on is it known where lines fall. */
size_t flow_behind_tables(const struct text_flow *flow)
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
struct ending flow_plan_ending(const struct text_flow *flow, const struct paginator *pages, size_t from, int tail)
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
	size_t start = carry_start(flow, from ? from : flow_rows_kept(flow, pages), tail);
	bool alone = behind && !text_lines(flow, last.first), carry = alone && text_lines(flow, start);    /* the notice alone is no text */
	if (fits && !carry)
		return (struct ending){ .without_text = alone };
	if (!carry && behind && last.line + tail <= style->most_lines)
		return (struct ending){ .squeeze_page = last.number, .squeeze_lines = last.line + tail };
	return (struct ending){ .carried = flow->count - start };
}

/* Rows that were left short for page ends which carried lines no longer have. */
void flow_close_up(struct text_flow *flow, struct ending *ending)
{
	size_t first = flow->count - ending->carried, to = first;
	for (size_t i = first; i < flow->count; i++)
		if (flow->rows[i].kind != ROW_SHORT)
			flow->rows[to++] = flow->rows[i];
	ending->carried = to - first;
	flow->count = to;
}

/* Rows from `from` on went to a page for the sake of the signature. */
void flow_report_carried(const struct text_flow *flow, size_t from, int page)
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

void flow_squeeze(struct text_flow *flow, struct paginator *pages, const struct ending *ending)
{
	struct arena *arena = flow->job->arena;
	if (ending->squeeze_page != pages->number || !ending->squeeze_lines || pages->lines == ending->squeeze_lines)
		return;
	paginator_set_lines(pages, ending->squeeze_lines);
	REPORT(flow->job->all, lines_tightened, &flow->job->document->signature.at, arena_printf(arena, "%d", pages->number),
	       arena_printf(arena, "%d", ending->squeeze_lines), arena_printf(arena, "%d", flow->job->style->lines));
}
