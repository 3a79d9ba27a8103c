#include "diff/marks.h"
#include <stdlib.h>
#include <string.h>
#include "diff/print.h"

enum { NAME_MOST = 24, OLD_MOST = 30, NAMES_MOST = 20 };   /* characters of what was removed, of what the old edition is called; paragraphs named */

struct marker {
	struct arena *arena;
	struct change_line *lines;
	struct change_cell *cells;
	struct change_removed *removed;
	struct change_gone *gone;
	size_t gone_count, gone_capacity, line_count, line_capacity, cell_count, cell_capacity, removed_count, removed_capacity;
};

/* The new bytes, and where something was dropped the characters on both sides. */
static struct change change_of(struct arena *arena, enum change_mark mark, const char *new, const struct piece *pieces, size_t count)
{
	struct change_range *ranges = arena_array(arena, count + 1, sizeof *ranges);
	size_t at = 0, range_count = 0, length = strlen(new);
	for (size_t i = 0; i < count; i++) {
		size_t before = at;
		at = pieces[i].kind == PIECE_DROPPED ? at : pieces[i].end;
		if (pieces[i].kind == PIECE_NEW)
			ranges[range_count++] = (struct change_range){ pieces[i].start, pieces[i].end };
		if (pieces[i].kind == PIECE_DROPPED)
			ranges[range_count++] = (struct change_range){ before ? before - 1 : 0, before < length ? before + 1 : length };
	}
	return (struct change){ mark, ranges, range_count };
}

static void add_line(struct marker *marker, const struct place *at, struct change change)
{
	if (!at->file)
		return;
	ARENA_GROW(marker->arena, marker->lines, &marker->line_capacity, marker->line_count + 1);
	marker->lines[marker->line_count++] = (struct change_line){ at->file, at->line, change };
}

static const struct flow_text *flow_of(const struct document *document, int attachment)
{
	return attachment ? &document->attachments[attachment - 1].text : &document->body;
}

/* A paragraph that is no longer there is told before the next one, or behind the last. */
static void add_gone(struct marker *marker, const struct document *new, const struct text_change *text)
{
	const struct flow_text *flow = text->number > new->attachment_count ? NULL : flow_of(new, text->number);
	if (!flow || !flow->count)
		return;
	bool behind = text->before > flow->count;
	const struct place *at = &flow->paragraphs[behind ? flow->count - 1 : text->before - 1].text.at;
	const char *name = diff_shortened(marker->arena, text->old.text, NAME_MOST);
	if (!at->file)
		return;
	struct change_gone *last = marker->gone_count ? &marker->gone[marker->gone_count - 1] : NULL;
	if (last && last->behind == behind && last->line == at->line && strcmp(last->file, at->file) == 0) {
		bool more = ++last->count > NAMES_MOST;    /* more than a margin can ever hold */
		last->names = more ? last->names : arena_printf(marker->arena, "%s；%s", last->names, name);
		return;
	}
	ARENA_GROW(marker->arena, marker->gone, &marker->gone_capacity, marker->gone_count + 1);
	marker->gone[marker->gone_count++] = (struct change_gone){ at->file, at->line, behind, arena_printf(marker->arena, "删：%s", name), 1 };
}

static void mark_texts(struct marker *marker, const struct diff *diff)
{
	for (int i = 0; i < diff->text_count; i++) {
		const struct text_change *text = &diff->texts[i];
		enum change_mark mark = text->old.text ? CHANGE_ALTERED : CHANGE_ADDED;
		if (text->new.text && text->label)    /* layout may put words before and behind: no bytes are told */
			add_line(marker, &text->new.at, (struct change){ .mark = mark });
		else if (text->new.text)
			add_line(marker, &text->new.at, change_of(marker->arena, mark, text->new.text, text->pieces, text->piece_count));
		else if (!text->label)
			add_gone(marker, diff->new, text);
	}
}

/* Two things told of one line are one. */
static void join_lines(struct marker *marker)
{
	size_t kept = 0;
	if (marker->line_count)
		qsort(marker->lines, marker->line_count, sizeof *marker->lines, change_by_line);
	for (size_t i = 0; i < marker->line_count; i++) {
		struct change *last = kept ? &marker->lines[kept - 1].change : NULL;
		const struct change *next = &marker->lines[i].change;
		if (!last || change_by_line(&marker->lines[kept - 1], &marker->lines[i]) != 0) {
			marker->lines[kept++] = marker->lines[i];
			continue;
		}
		size_t count = last->range_count && next->range_count ? last->range_count + next->range_count : 0;
		struct change_range *ranges = arena_array(marker->arena, count + 1, sizeof *ranges);
		if (count) {
			memcpy(ranges, last->ranges, last->range_count * sizeof *ranges);
			memcpy(ranges + last->range_count, next->ranges, next->range_count * sizeof *ranges);
		}
		*last = (struct change){ last->mark, ranges, count };
	}
	marker->line_count = kept;
}

/* ---- tables ---- */

/* A label is marked where it stands, in the first of its rows. */
static void add_cell(struct marker *marker, const struct table *table, const int at[2], struct change change)
{
	ARENA_GROW(marker->arena, marker->cells, &marker->cell_capacity, marker->cell_count + 1);
	marker->cells[marker->cell_count++] = (struct change_cell){ table_anchor(table, at[0], at[1]), at[1], change };
}

static void add_new_row(struct marker *marker, const struct table *table, int row)
{
	for (int c = 0; c < table->column_count; c++)
		if (table_cell(table, row, c)->columns && !table_cell(table, row, c)->covered)
			add_cell(marker, table, (const int[2]){ row, c }, (struct change){ .mark = CHANGE_ADDED });
}

static void add_gone_row(struct marker *marker, const struct row_change *row)
{
	ARENA_GROW(marker->arena, marker->removed, &marker->removed_capacity, marker->removed_count + 1);
	marker->removed[marker->removed_count++] = (struct change_removed){ row->before, diff_shortened(marker->arena, row->name, NAME_MOST) };
}

static void mark_row(struct marker *marker, const struct table *table, const struct row_change *row)
{
	for (int i = 0; i < row->cell_count; i++) {
		const struct cell_change *cell = &row->cells[i];
		add_cell(marker, table, (const int[2]){ row->new_row, cell->column },
		         change_of(marker->arena, CHANGE_ALTERED, cell->new, cell->pieces, cell->piece_count));
	}
	for (int i = 0; i < row->untouched_count; i++)
		add_cell(marker, table, (const int[2]){ row->new_row, row->untouched[i] }, (struct change){ .mark = CHANGE_UNTOUCHED });
}

static void mark_table(struct marker *marker, const struct table_change *change, struct change_table *out)
{
	marker->cells = NULL;
	marker->removed = NULL;
	marker->cell_count = marker->cell_capacity = marker->removed_count = marker->removed_capacity = 0;
	for (int r = 0; !change->old && r < change->new->row_count; r++)
		add_new_row(marker, change->new, r);
	for (int i = 0; i < change->row_count; i++) {
		const struct row_change *row = &change->rows[i];
		if (row->new_row < 0)
			add_gone_row(marker, row);
		else if (row->old_row < 0)
			add_new_row(marker, change->new, row->new_row);
		else
			mark_row(marker, change->new, row);
	}
	if (marker->cell_count)
		qsort(marker->cells, marker->cell_count, sizeof *marker->cells, change_by_cell);
	*out = (struct change_table){ marker->cells, marker->cell_count, marker->removed, marker->removed_count };
}

static const char *old_name(const struct document *old)
{
	return old->number.text ? old->number.text : old->title.text ? old->title.text : "上期";
}

void diff_marks(struct arena *arena, const struct diff *diff, struct change_marks *out)
{
	struct marker marker = { .arena = arena };
	struct change_table *tables = arena_array(arena, (size_t)diff->new->table_count + 1, sizeof *tables);
	mark_texts(&marker, diff);
	join_lines(&marker);
	if (marker.gone_count)
		qsort(marker.gone, marker.gone_count, sizeof *marker.gone, change_by_gone);
	for (int i = 0; i < diff->table_count; i++)
		if (diff->tables[i].new)
			mark_table(&marker, &diff->tables[i], &tables[diff->tables[i].new - diff->new->tables]);
	*out = (struct change_marks){ marker.lines, marker.line_count, marker.gone, marker.gone_count, tables, diff->new->table_count, NULL };
	out->notice = arena_printf(arena, "改动标记稿（供审阅，不作印发）　对照：%s", diff_shortened(arena, old_name(diff->old), OLD_MOST));
}
