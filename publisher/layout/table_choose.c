/* A table on numbers, from its cells to its page breaks: widths, rows, parts. Nothing is put yet. */
#include <limits.h>
#include "layout/table_work.h"

enum { ROWS_TRIED = 20000 };    /* vectors are tried as long as they make no more rows than these together */

static void open_work(const struct table_request *request, struct table_work *work)
{
	const struct style *style = request->job->style;
	bool turned = request->orientation == TABLE_TURNED;
	mpt width = turned ? style->text_height : request->orientation == TABLE_FOLDOUT ? style->foldout_text_width : style->text_width;
	mpt sheet = turned ? style->text_width : style->text_height;
	*work = (struct table_work){ .job = request->job, .style = style, .table = request->table, .orientation = request->orientation,
	                             .arena = arena_new(), .scratch = arena_new(), .steps = arena_new() };
	work->width = width - style->table_frame;
	work->sheet[0] = request->in_text ? request->first_sheet : sheet - request->label;
	work->sheet[1] = sheet;
	work->thorough = request->thorough;
	work->in_text = request->in_text;
	work->narrow = -1;
}

static void close_steps(struct table_work *work)
{
	arena_free(work->steps);
	work->steps = NULL;
	for (int c = 0; work->columns && c < work->column_count; c++)
		work->columns[c].lines = NULL;
}

void table_close(struct table_work *work)
{
	arena_free(work->steps);
	arena_free(work->scratch);
	arena_free(work->arena);
	*work = (struct table_work){ .arena = NULL };
}

void table_rooms(const struct table_work *work, mpt out[2])
{
	mpt frame = work->style->table_frame - work->style->table_frame / 2, head = table_head_height(work);
	out[0] = work->sheet[0] - table_above(work, true) - head - frame;
	out[1] = work->sheet[1] - table_above(work, false) - head - frame;
}

/* Is there room for more than the first row's beginning? */
static bool begins_here(struct table_work *work, mpt room)
{
	const struct table_part first = { .to = { 1, 0 } };
	mpt height;
	return room >= 4 * table_text(work)->pitch && (work->style->table_split_rows || table_part_heights(work, &first, &height) <= room);
}

/* A table in the text begins where the text stands, or else on the next sheet. */
static int plan_parts(struct table_work *work)
{
	struct layout_job *job = work->job;
	struct diagnostics *kept = job->all;
	mpt rooms[2];
	int result = -1;
	if (work->in_text && work->kept && work->kept->old->new_page) {
		work->new_page = true;
		work->sheet[0] = work->sheet[1];
	}
	table_rooms(work, rooms);
	if (work->in_text && !work->new_page) {
		job->all = diagnostics_new(work->scratch);
		result = begins_here(work, rooms[0]) ? table_plan(work, rooms) : -1;
		job->all = kept;
		arena_clear(work->scratch);
		work->new_page = result != 0;
		work->sheet[0] = result ? work->sheet[1] : work->sheet[0];
		table_rooms(work, rooms);
	}
	return result ? table_plan(work, rooms) : 0;
}

/* Rows and parts at one vector of widths. */
static int try_vector(struct table_work *work, const struct table_vectors *vectors, int number, struct diagnostics *all)
{
	struct layout_job *job = work->job;
	struct diagnostics *kept = job->all;
	job->all = all;
	table_apply(work, vectors->content + (size_t)number * (size_t)work->column_count);
	int result = table_set_rows(work);
	if (!result)
		result = plan_parts(work);
	job->all = kept;
	return result;
}

/* The lowest table may not be the one of fewest pages: others that are a little higher are tried with the real breaker. */
static int fewest_pages(struct table_work *work, const struct table_vectors *vectors)
{
	struct arena *arena = arena_new();
	int best = 0, tries = work->thorough ? INT_MAX : ROWS_TRIED / (work->row_count + 1) + 1, result = try_vector(work, vectors, 0, work->job->all);
	size_t pages = work->part_count;
	mpt rooms[2];
	table_rooms(work, rooms);
	size_t least = (size_t)table_pages_least(vectors->least_height, rooms);
	work->widths_tried = 1;
	for (int v = 1; !result && v < vectors->count && v < tries && pages > least && work->sampled_rows == work->row_count; v++) {
		work->widths_tried++;
		if (!try_vector(work, vectors, v, diagnostics_new(arena)) && work->part_count < pages) {
			pages = work->part_count;
			best = v;
		}
	}
	if (!result && work->widths_tried > 1)
		result = try_vector(work, vectors, best, work->job->all);
	arena_free(arena);
	return result;
}

static int settle(const struct table_request *request, struct table_work *work)
{
	struct table_vectors vectors = { .count = 0 };
	open_work(request, work);
	int result = table_measure(work, request->title);
	if (!result)
		result = table_widths(work, &vectors);
	if (!result)
		result = fewest_pages(work, &vectors);
	close_steps(work);
	return result;
}

/* A table settled without a word, to see what comes of it. */
struct trial { struct arena *arena; struct layout_job job; struct table_work work; };

static bool trial_open(struct trial *trial, const struct table_request *request, enum table_orientation orientation)
{
	struct table_request tried = *request;
	trial->arena = arena_new();
	trial->job = *request->job;
	trial->job.all = diagnostics_new(trial->arena);
	trial->job.dump_lines = NULL;
	tried.job = &trial->job;
	tried.orientation = orientation;
	return !table_settle(&tried, &trial->work);
}

static void trial_close(struct trial *trial)
{
	table_close(&trial->work);
	arena_free(trial->arena);
}

/* Does the table read well in the width of an upright sheet? */
static bool reads_upright(const struct table_request *request)
{
	struct table_request freely = *request;
	struct trial trial;
	freely.kept = NULL;
	bool reads = trial_open(&trial, &freely, TABLE_UPRIGHT);
	for (int r = 0; reads && r < trial.work.row_count; r++)
		reads = trial.work.row_lines[r] <= trial.job.style->table_upright_lines;
	trial_close(&trial);
	return reads;
}

/* ---- like an earlier version ---- */

/* Does the table read well as it was set: in the orientation and on the number of pages that are asked for now? */
static bool kept_reads(const struct table_request *request, const struct table_work *work)
{
	bool reads = !request->table->max_pages || work->part_count <= (size_t)request->table->max_pages;
	for (int r = 0; reads && request->orientation == TABLE_BY_NEED && work->orientation == TABLE_UPRIGHT && r < work->row_count; r++)
		reads = work->row_lines[r] <= work->style->table_upright_lines;
	return reads;
}

static bool settle_kept(const struct table_request *request, struct table_work *work)
{
	open_work(request, work);
	work->kept = request->kept;
	bool settled = !table_measure(work, request->title) && !table_limit_columns(work) && table_keep_widths(work);
	if (settled) {
		table_place(work);
		settled = !table_set_rows(work) && !plan_parts(work);
	}
	close_steps(work);
	return settled;
}

/* First without a word: if it cannot be, nothing of it counts. */
static bool settle_like(const struct table_request *request, struct table_work *work)
{
	const struct plan_table *old = request->kept->old;
	struct table_request like = *request;
	struct diagnostics *all = request->job->all, *silent = diagnostics_new(request->job->arena);
	bool by_need = request->orientation == TABLE_BY_NEED;
	like.job = table_fit_like(request, old);
	if (by_need)
		like.orientation = old->orientation == TABLE_UPRIGHT ? TABLE_UPRIGHT : TABLE_TURNED;
	like.job->all = silent;
	bool settled = settle_kept(&like, work) && kept_reads(request, work);
	like.job->all = all;
	bool told = false;
	for (enum severity severity = SEVERITY_NOTE; severity <= SEVERITY_ERROR; severity++)
		told |= diagnostics_count(silent, severity) > 0;
	if (settled && told) {
		table_close(work);
		settled = settle_kept(&like, work);
	}
	return settled;
}

int table_settle(const struct table_request *request, struct table_work *work)
{
	struct table_request settled = *request;
	int narrow = -1;
	if (request->kept && request->kept->columns) {
		if (settle_like(request, work))
			return 0;
		narrow = work->narrow;
		table_close(work);
	}
	if (settled.orientation == TABLE_BY_NEED)
		settled.orientation = reads_upright(request) ? TABLE_UPRIGHT : TABLE_TURNED;
	int result = settle(&settled, work);
	work->narrow = narrow;
	return result;
}

bool table_begins(const struct table_request *request)
{
	struct table_request like = *request;
	struct trial trial;
	like.kept = table_keep_open(request->job, request->table);
	bool begins = trial_open(&trial, &like, request->orientation) && !trial.work.new_page;
	trial_close(&trial);
	return begins;
}

static void report_otherwise(const struct table_request *request, const struct table_work *work)
{
	const struct table_kept *kept = request->kept;
	struct diagnostics *all = request->job->all;
	struct arena *arena = request->job->arena;
	if (!kept->columns) {
		struct place at = request->table->columns[0].head.at;
		REPORT(all, like_columns, &at, request->table->id);
	} else if (work->narrow >= 0) {
		const struct table_column *column = &request->table->columns[work->narrow];
		mpt em = table_text(work)->em, padding = 2 * work->style->table_padding_x;
		REPORT(all, like_width, &column->head.at, column->name,
		       arena_printf(arena, "%.1f", (mpt_from_milli_em(work->columns[work->narrow].least, em) + padding) / 2834.6457),
		       arena_printf(arena, "%.1f", (mpt_from_milli_em(kept->old->columns[work->narrow].content, em) + padding) / 2834.6457));
	} else {
		struct place at = request->table->columns[0].head.at;
		REPORT(all, like_table, &at, request->table->id);
	}
}

int table_choose(const struct table_request *given, struct table_work *work)
{
	struct table_request plain = *given, *request = &plain;
	size_t most = (size_t)request->table->max_pages;
	plain.kept = table_keep_open(given->job, given->table);
	int result = table_settle(request, work);
	if (!result && plain.kept && !work->kept)
		report_otherwise(request, work);
	plain.kept = NULL;
	if (!result && request->job->dump_fit)
		result = table_fit(request, work, most, request->job->dump_fit);
	else if (!result && most && work->part_count > most)
		result = table_fit(request, work, most, NULL);
	if (!result && request->job->dump_table)
		table_dump(work, request->job->dump_table);
	return result;
}
