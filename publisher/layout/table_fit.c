/* Fewer pages: other widths, less padding, a smaller pitch, a smaller size, in the template's order and each down to the
 * template's floor, until the table takes the pages that are wanted. Each try settles the whole table anew on numbers. Where
 * none does: the smallest number of pages there is, and the cells that cost most. */
#include <stdlib.h>
#include <string.h>
#include "base/language.h"
#include "layout/table_work.h"

enum { PADDING_STEP = 283 /* 0.1 mm */, PITCH_STEP = 500, SIZE_STEP = 500, PLANS_OF_ROWS = 200000 /* rows planned again to weigh cells */, CELLS_NAMED = 5 };

struct tightening { mpt padding_x, padding_y, pitch, size; bool thorough; };

/* A job with its own look; both live as long as the document's job, for pages are put with them. */
static struct layout_job *job_with(const struct table_request *request, const struct tightening *tight, struct diagnostics *all)
{
	struct arena *arena = request->job->arena;
	struct layout_job *job = arena_alloc(arena, sizeof *job);
	struct style *style = arena_alloc(arena, sizeof *style);
	*job = *request->job;
	*style = *request->job->style;
	style->table_padding_x = tight->padding_x;
	style->table_padding_y = tight->padding_y;
	for (int i = 0; i < 2; i++) {
		struct role_style *look = &style->roles[i ? ROLE_TABLE_HEAD : ROLE_TABLE_TEXT];
		look->pitch = tight->pitch < look->pitch ? tight->pitch : look->pitch;
		look->em = look->size = tight->size < look->size ? tight->size : look->size;
	}
	job->style = style;
	job->all = all;
	return job;
}

/* Padding, pitch and size of an earlier version, where max_pages allows them to be changed at all and none is below its floor. */
struct layout_job *table_fit_like(const struct table_request *request, const struct plan_table *old)
{
	const struct style *style = request->job->style;
	const struct role_style *text = &style->roles[ROLE_TABLE_TEXT];
	const struct tightening tight = { old->padding[0], old->padding[1], old->pitch, old->size, false };
	bool differs = tight.padding_x != style->table_padding_x || tight.padding_y != style->table_padding_y || tight.pitch != text->pitch || tight.size != text->size;
	bool allowed = request->table->max_pages && tight.padding_x >= style->fit_padding_x && tight.padding_y >= style->fit_padding_y
	               && tight.pitch >= style->fit_pitch && tight.size >= style->fit_size && tight.pitch >= tight.size
	               && tight.padding_x <= style->table_padding_x && tight.padding_y <= style->table_padding_y;
	return differs && allowed ? job_with(request, &tight, request->job->all) : request->job;
}

static int settle_with(const struct table_request *request, const struct tightening *tight, struct diagnostics *all, struct table_work *work)
{
	struct table_request tighter = *request;
	tighter.job = job_with(request, tight, all);
	tighter.thorough = tight->thorough;
	table_close(work);
	return table_settle(&tighter, work);
}

static bool lower(mpt *value, mpt step, mpt floor)
{
	mpt before = *value;
	if (*value > floor)
		*value = *value - step > floor + step / 10 ? *value - step : floor;
	return *value < before;
}

/* One more step of a kind; false when its floor is reached. */
static bool tighten(const struct style *style, enum fit_step step, struct tightening *tight)
{
	bool moved = false;
	switch (step) {
	case FIT_WIDTHS:
		moved = !tight->thorough;
		tight->thorough = true;
		break;
	case FIT_PADDING:
		moved = lower(&tight->padding_x, PADDING_STEP, style->fit_padding_x);
		moved |= lower(&tight->padding_y, PADDING_STEP, style->fit_padding_y);
		break;
	case FIT_PITCH:
		moved = lower(&tight->pitch, PITCH_STEP, style->fit_pitch > tight->size ? style->fit_pitch : tight->size);    /* lines lie side by side */
		break;
	case FIT_SIZE:
		moved = lower(&tight->size, SIZE_STEP, style->fit_size);
		break;
	case FIT_STEPS:
		break;
	}
	return moved;
}

static const char *described(struct arena *arena, const struct tightening *tight)
{
	return arena_printf(arena, "padding_x %.2f mm, padding_y %.2f mm, pitch %.2f pt, size %.2f pt", tight->padding_x / 2834.6457,
	                    tight->padding_y / 2834.6457, tight->pitch / 1000.0, tight->size / 1000.0);
}

static void tell(FILE *out, const struct table_work *work, const char *setting)
{
	if (out)
		fprintf(out, _("  %zu pages, %d lines: %s\n"), work->part_count, work->total_lines, setting);
}

/* ---- the cells that cost most ---- */

struct costly { int row, column, lines, next, characters, saved; bool page; };

static int by_lines(const void *left, const void *right)
{
	const struct costly *a = left, *b = right;
	return (b->lines - b->next) - (a->lines - a->next) ? (b->lines - b->next) - (a->lines - a->next) : a->row - b->row;
}

static int by_characters(const void *left, const void *right)
{
	const struct costly *a = left, *b = right;
	if (a->page != b->page)
		return a->page ? -1 : 1;
	return a->characters != b->characters ? a->characters - b->characters : a->row - b->row;
}

/* Of each row the highest cell, and the lines of the next highest. */
static struct costly highest_cell(struct table_work *work, int row)
{
	struct costly found = { .row = row, .column = -1, .lines = 1, .next = 1 };
	for (int c = 0; c < work->column_count; c++) {
		struct cell_text cell;
		if (work->columns[c].label || table_is_wide(work, row, c) || !table_words(work->table, row, c)[0]
		    || table_shape(work, work->scratch, (const int[2]){ row, c }, false, &cell))
			continue;
		int lines = table_cell_lines(work, &cell, &work->columns[c]);
		arena_clear(work->scratch);
		if (lines > found.lines) {
			found.next = found.lines;
			found.lines = lines;
			found.column = c;
		} else if (lines > found.next) {
			found.next = lines;
		}
	}
	return found;
}

/* Characters on the last `lines` lines of a cell: so many fewer, and those lines are gone. */
static int characters_on(struct table_work *work, const struct costly *costly, int lines)
{
	struct cell_text cell;
	struct line *chosen = NULL;
	if (table_shape(work, work->scratch, (const int[2]){ costly->row, costly->column }, false, &cell))
		return 0;
	const struct measure measure = table_measure_of(work, &cell, &work->columns[costly->column]);
	int count = lines_choose(work->scratch, &cell.setting.shaped, &measure, &chosen), characters = 0;
	for (int i = count - lines; i < count; i++)
		characters += i >= 0 ? chosen[i].end - chosen[i].start : 0;
	arena_clear(work->scratch);
	return characters;
}

/* The fewest lines taken from this cell that save a page; else all that it is higher than its neighbours. */
static void weigh(struct table_work *work, const mpt rooms[2], struct costly *costly)
{
	size_t pages = work->part_count;
	uint16_t *lines = &work->row_lines[costly->row], kept = *lines;
	struct diagnostics *all = work->job->all;
	work->job->all = diagnostics_new(work->scratch);
	for (int fewer = 1; fewer <= costly->lines - costly->next && !costly->page; fewer++) {
		*lines = (uint16_t)(kept - fewer);
		costly->saved = fewer;
		costly->page = !table_plan(work, rooms) && work->part_count < pages;
	}
	*lines = kept;
	work->job->all = all;
	work->part_count = pages;
	arena_clear(work->scratch);
	costly->characters = characters_on(work, costly, costly->saved);
}

static void name_cell(struct table_work *work, const struct costly *costly, struct diagnostics *all, FILE *out)
{
	struct place at = table_place_of(work->table, costly->row, costly->column);
	const char *characters = arena_printf(work->arena, "%d", costly->characters), *lines = arena_printf(work->arena, "%d", costly->saved);
	if (!out)
		costly->page ? REPORT(all, cell_costs_page, &at, characters) : REPORT(all, cell_costs_lines, &at, characters, lines);
	else if (costly->page)
		fprintf(out, _("  row %d, %s: %s characters fewer save a page\n"), costly->row + 1, at.heading, characters);
	else
		fprintf(out, _("  row %d, %s: %s characters fewer save %s lines\n"), costly->row + 1, at.heading, characters, lines);
}

static void name_cells(struct table_work *work, struct diagnostics *all, FILE *out)
{
	struct costly *list = arena_array(work->arena, (size_t)work->row_count + 1, sizeof *list);
	int count = 0, looked_at = PLANS_OF_ROWS / work->row_count + CELLS_NAMED;
	mpt rooms[2];
	table_rooms(work, rooms);
	for (int r = 0; r < work->row_count; r++) {
		struct costly costly = highest_cell(work, r);
		if (costly.lines > costly.next)
			list[count++] = costly;
	}
	qsort(list, (size_t)count, sizeof *list, by_lines);
	count = count < looked_at ? count : looked_at;
	for (int i = 0; i < count; i++)
		weigh(work, rooms, &list[i]);
	qsort(list, (size_t)count, sizeof *list, by_characters);
	for (int i = 0; i < count && i < CELLS_NAMED; i++)
		name_cell(work, &list[i], all, out);
	table_plan(work, rooms);    /* weighing has left other plans behind */
}

/* ---- the ladder ---- */

struct ladder {
	const struct table_request *request;
	struct table_work *work;
	struct tightening tight, best;
	size_t wanted, least;      /* pages; least: the fewest seen */
	bool limited;              /* by max_pages: where it cannot be met, cells are weighed in the tightest setting */
	FILE *out;
};

/* Goes down the steps; true when a try has no more pages than wanted. */
static bool climb_down(struct ladder *ladder, struct arena *arena)
{
	const struct style *style = ladder->request->job->style;
	bool met = false;
	for (int i = 0; i < style->fit_count && !met; i++) {
		while (!met && tighten(style, style->fit_order[i], &ladder->tight)) {
			if (settle_with(ladder->request, &ladder->tight, diagnostics_new(arena), ladder->work))
				continue;
			tell(ladder->out, ladder->work, described(arena, &ladder->tight));
			met = ladder->work->part_count <= ladder->wanted;
			if (ladder->work->part_count < ladder->least || (ladder->limited && ladder->work->part_count == ladder->least))
				ladder->best = ladder->tight;
			if (ladder->work->part_count < ladder->least)
				ladder->least = ladder->work->part_count;
		}
	}
	return met;
}

int table_fit(const struct table_request *request, struct table_work *work, size_t pages, FILE *out)
{
	const struct style *style = request->job->style;
	const struct role_style *text = &style->roles[ROLE_TABLE_TEXT];
	const struct tightening start = { style->table_padding_x, style->table_padding_y, text->pitch, text->size, false };
	struct ladder ladder = { .request = request, .work = work, .tight = start, .best = start, .wanted = pages, .least = work->part_count, .out = out,
	                         .limited = request->table->max_pages > 0 };
	struct diagnostics *all = request->job->all;
	struct arena *arena = arena_new();
	const struct place at = table_place_of(request->table, 0, 0);
	const char *id = request->table->id, *most = arena_printf(request->job->arena, "%d", request->table->max_pages);
	size_t plainly = work->part_count;
	if (out)
		fprintf(out, _("table %s\n"), id);
	tell(out, work, described(arena, &start));
	bool met = plainly <= pages || climb_down(&ladder, arena);
	const char *least = arena_printf(request->job->arena, "%zu", ladder.least);
	const struct tightening *taken = request->table->max_pages ? &ladder.best : &start;    /* without a limit fit only tells */
	int result = plainly > pages ? settle_with(request, taken, all, work) : 0;
	if (!result && met && plainly > pages && request->table->max_pages)
		REPORT(all, table_tightened, &at, id, described(arena, &ladder.best), least, arena_printf(arena, "%zu", plainly));
	if (!result && (out || !met))
		name_cells(work, all, out);
	if (!result && !met && request->table->max_pages)
		result = REPORT(all, table_too_many_pages, &at, id, least, most);
	arena_free(arena);
	return result;
}
