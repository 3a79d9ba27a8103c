/* The rows of a flow put on pages, from line to line. */
#include "layout/marking.h"
#include "layout/plan_note.h"
#include "layout/table_layout.h"
#include "layout/text_flow_ends.h"

enum { NOTE_LINES = 3 };       /* of the text, of a note in the margin behind its end */

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
	flow_keep_together(flow, pages, 0);
	const struct ending ending = flow_plan_ending(flow, pages, 0, tail);
	return flow_behind_tables(flow) || (!ending.carried && !ending.without_text);
}

int text_flow_put(struct text_flow *flow, struct paginator *pages, int tail)
{
	flow_keep_together(flow, pages, 0);
	struct ending ending = { 0 };
	size_t planned = flow_behind_tables(flow), kept = flow_rows_kept(flow, pages);
	int result = 0;
	if (flow_leaves_no_text(flow, pages))
		REPORT(flow->job->all, no_text_below_addressee, &flow->job->document->addressee.at);
	for (size_t i = 0; i < flow->count && !result; i++) {
		const struct flow_row *row = &flow->rows[i];
		if (i == planned) {
			ending = flow_plan_ending(flow, pages, i, tail);
			flow_close_up(flow, &ending);
			flow_squeeze(flow, pages, &ending);
		}
		bool carry = ending.carried && i == flow->count - ending.carried && i > 0;
		if (row->kind == ROW_TABLE) {
			result = table_layout_in_text(pages, &flow->job->document->tables[row->table]);
			flow_keep_together(flow, pages, i + 1);
			continue;
		}
		if (carry)
			flow_report_carried(flow, i, pages->number + 1);
		if (pages->line >= pages->lines || carry || (i >= kept && goes_with_table(flow, pages, i))) {
			result = paginator_next(pages, PAGE_TEXT);
			if (!result) {
				set_lines(flow, pages, row);
				flow_squeeze(flow, pages, &ending);
			}
			if (!result && row->kind == ROW_LINE)
				plan_note_start(flow->job, pages->number, &(struct plan_start){ .line = row->line, .paragraph = flow_paragraph_print(flow, i) });
		}
		if (!result)
			result = put_row(flow, pages, row);
	}
	return result;
}
