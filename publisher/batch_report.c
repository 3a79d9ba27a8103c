/* What a run says: a bar and a line a failure while it lasts, and a report in the end, in the order of the list. */
#include "batch.h"
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/utc.h"

/* ---- units ---- */

struct batch_unit *batch_add_unit(struct batch *batch, const struct batch_edition *edition, const char *variant, size_t rank)
{
	struct arena *arena = batch->session->arena;
	struct batch_unit *unit = arena_alloc(arena, sizeof *unit);
	*unit = (struct batch_unit){ .edition = edition, .variant = variant, .rank = rank };
	ARENA_GROW(arena, batch->units, &batch->unit_capacity, batch->unit_count + 1);
	batch->units[batch->unit_count++] = unit;
	return unit;
}

static int by_place(const void *left, const void *right)
{
	const struct batch_unit *a = *(const struct batch_unit *const *)left, *b = *(const struct batch_unit *const *)right;
	if (a->edition->number != b->edition->number)
		return a->edition->number < b->edition->number ? -1 : 1;
	return a->rank < b->rank ? -1 : a->rank > b->rank;
}

struct batch_unit **batch_ordered(const struct batch *batch)
{
	struct batch_unit **list = arena_array(batch->session->arena, batch->unit_count + 1, sizeof *list);
	if (batch->unit_count)
		memcpy(list, batch->units, batch->unit_count * sizeof *list);
	qsort(list, batch->unit_count, sizeof *list, by_place);
	return list;
}

static FILE *memory_file(char **text, size_t *length)
{
	FILE *out = open_memstream(text, length);
	if (!out)
		memory_exhausted();
	return out;
}

const char *batch_diagnostics(struct arena *arena, struct diagnostics *all)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = memory_file(&text, &length);
	diagnostics_print(all, DIAGNOSTIC_JSON, out);
	fclose(out);
	char *line = arena_strndup(arena, text, length);
	free(text);
	for (char *at = line; (at = strchr(at, '\n')) != NULL;)
		*at = ' ';
	return line;
}

int batch_failure(struct batch *batch, struct batch_unit *unit, struct batch_record *known, struct diagnostics *all)
{
	struct arena *scratch = arena_new();
	known->texts[TEXT_SOURCE] = unit->edition->source;
	known->texts[TEXT_IDENTITY] = unit->edition->identity;
	known->texts[TEXT_VARIANT] = unit->variant;
	known->texts[TEXT_OUTPUT] = unit->output;
	known->texts[TEXT_BASIS] = batch->basis;
	known->texts[TEXT_DIAGNOSTICS] = batch_diagnostics(scratch, all);
	known->numbers[NUMBER_WARNINGS] = diagnostics_count(all, SEVERITY_WARNING);
	known->numbers[NUMBER_ERRORS] = diagnostics_count(all, SEVERITY_ERROR);
	int result = batch_state_append(batch, unit, batch_record_line(scratch, known));
	arena_free(scratch);
	return result;
}

/* ---- on the terminal ---- */

enum { BAR = 30 };

struct batch_progress { const struct batch *batch; struct timespec begun, shown; size_t width; };

static double seconds_since(const struct timespec *then)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - then->tv_sec) + (double)(now.tv_nsec - then->tv_nsec) / 1e9;
}

struct batch_progress *batch_progress_new(struct batch *batch)
{
	if (!isatty(STDERR_FILENO) || batch->session->form == DIAGNOSTIC_JSON)
		return NULL;
	struct batch_progress *progress = arena_alloc(batch->session->arena, sizeof *progress);
	progress->batch = batch;
	clock_gettime(CLOCK_MONOTONIC, &progress->begun);
	return progress;
}

static void wipe(const struct batch_progress *progress)
{
	if (progress)
		fputs("\r\033[K", stderr);
}

static void show(struct batch_progress *progress, size_t done, size_t failed)
{
	size_t all = progress->batch->unit_count, filled = all ? done * BAR / all : BAR;
	double seconds = seconds_since(&progress->begun), rate = seconds > 0 ? (double)done / seconds : 0;
	long left = rate > 0 ? (long)((double)(all - done) / rate + 0.5) : 0;
	wipe(progress);
	fputc('[', stderr);
	for (size_t i = 0; i < BAR; i++)
		fputc(i < filled ? '#' : '.', stderr);
	fprintf(stderr, _("] %zu of %zu, %zu failed, %.0f a second, %ld:%02ld left"), done, all, failed, rate, left / 60, left % 60);
	fflush(stderr);
}

void batch_progress_show(struct batch_progress *progress, size_t done, size_t failed)
{
	if (!progress || (progress->shown.tv_sec && seconds_since(&progress->shown) < 0.1))
		return;
	clock_gettime(CLOCK_MONOTONIC, &progress->shown);
	show(progress, done, failed);
}

void batch_progress_end(struct batch_progress *progress, size_t done, size_t failed)
{
	if (!progress)
		return;
	show(progress, done, failed);
	fputc('\n', stderr);
}

/* A line of an edition that was printed. */
struct batch_said { const char *line; const struct batch_said *before; };

/* The outputs of one edition mostly fail for one reason, which is said once; the report has it for each. */
static bool was_said(struct batch *batch, const struct batch_edition *edition, const char *line)
{
	struct arena *arena = batch->session->arena;
	if (!batch->said)
		batch->said = arena_array(arena, batch->count, sizeof *batch->said);
	const struct batch_said **last = &batch->said[edition - batch->editions];
	for (const struct batch_said *said = *last; said; said = said->before)
		if (strcmp(said->line, line) == 0)
			return true;
	struct batch_said *said = arena_alloc(arena, sizeof *said);
	*said = (struct batch_said){ arena_strdup(arena, line), *last };
	*last = said;
	return false;
}

void batch_say_failure(struct batch *batch, struct batch_progress *progress, const struct batch_edition *edition, const char *line)
{
	if (batch->session->form == DIAGNOSTIC_JSON || was_said(batch, edition, line))
		return;
	wipe(progress);
	fprintf(stderr, "%s\n", line);
}

/* ---- the report ---- */

struct sums { size_t of[BATCH_STATUSES]; int64_t pages, sheets, warnings, errors, cpu; };

static void put_text(FILE *out, const char *key, const char *text)
{
	fprintf(out, ",\"%s\":", key);
	json_put_string(out, text && text[0] ? text : NULL);
}

static void put_milliseconds(FILE *out, const char *key, int64_t microseconds)
{
	fprintf(out, ",\"%s\":%" PRId64 ".%03" PRId64, key, microseconds / 1000, microseconds % 1000);
}

/* What it took belongs to the run that made it. */
static void put_costs(FILE *out, const struct batch_record *record, bool current)
{
	put_milliseconds(out, "wall_ms", current ? 0 : record->numbers[NUMBER_WALL]);
	put_milliseconds(out, "cpu_ms", current ? 0 : record->numbers[NUMBER_CPU]);
	fprintf(out, ",\"peak_kib\":%" PRId64, current ? 0 : record->numbers[NUMBER_PEAK]);
}

static void put_unit(FILE *out, const struct batch_unit *unit, const struct batch_record *record)
{
	const int64_t *numbers = record->numbers;
	fprintf(out, "{\"number\":%zu,\"source\":", unit->edition->number);
	json_put_string(out, unit->edition->source);
	put_text(out, "for", unit->variant);
	fprintf(out, ",\"status\":\"%s\"", batch_status_names[unit->status]);
	put_text(out, "output", record->texts[TEXT_OUTPUT]);
	fprintf(out, ",\"pages\":%" PRId64 ",\"sheets\":%" PRId64 ",\"warnings\":%" PRId64 ",\"errors\":%" PRId64, numbers[NUMBER_PAGES], numbers[NUMBER_SHEETS],
	        numbers[NUMBER_WARNINGS], numbers[NUMBER_ERRORS]);
	put_costs(out, record, unit->status == BATCH_CURRENT);
	fprintf(out, ",\"bytes\":%" PRId64, numbers[NUMBER_SIZE]);
	put_text(out, "sha256", record->texts[TEXT_SHA256]);
	put_text(out, "said", record->texts[TEXT_SAID]);
	fprintf(out, ",\"diagnostics\":%s}", record->texts[TEXT_DIAGNOSTICS] && record->texts[TEXT_DIAGNOSTICS][0] ? record->texts[TEXT_DIAGNOSTICS] : "[]");
}

static void add_up(struct sums *sums, const struct batch_unit *unit, const struct batch_record *record)
{
	sums->of[unit->status]++;
	sums->pages += record->numbers[NUMBER_PAGES];
	sums->sheets += record->numbers[NUMBER_SHEETS];
	sums->warnings += record->numbers[NUMBER_WARNINGS];
	sums->errors += record->numbers[NUMBER_ERRORS];
	sums->cpu += unit->status == BATCH_CURRENT ? 0 : record->numbers[NUMBER_CPU];
}

/* A piece of the report, put together in memory, goes to the file. */
static int add_piece(struct file_writer *writer, FILE *out, char **text, size_t *length)
{
	fclose(out);
	int result = file_writer_add(writer, *text, *length);
	free(*text);
	return result;
}

static int add_units(struct batch *batch, struct file_writer *writer, struct sums *sums)
{
	struct batch_unit **units = batch_ordered(batch);
	int result = 0;
	for (size_t i = 0; i < batch->unit_count && !result; i++) {
		struct arena *scratch = arena_new();
		struct batch_record record = { .status = BATCH_WAITING };
		char *text = NULL;
		size_t length = 0;
		if (units[i]->status != BATCH_WAITING)
			result = batch_state_record(batch, units[i], scratch, &record);
		FILE *out = memory_file(&text, &length);
		fputs(i ? ",\n" : "\n", out);
		put_unit(out, units[i], &record);
		add_up(sums, units[i], &record);
		result |= add_piece(writer, out, &text, &length);
		arena_free(scratch);
	}
	return result;
}

enum { LEFT_OVER_NAMED = 3 };

/* They look like finished documents of this run, and may be sent out as such. */
static void say_left_over(struct batch *batch, const char **names, size_t count)
{
	struct arena *arena = batch->session->arena;
	struct buffer list = { .arena = arena };
	for (size_t i = 0; i < count && i < LEFT_OVER_NAMED; i++)
		buffer_printf(&list, "%s'%s'", i ? ", " : "", names[i]);
	if (count > LEFT_OVER_NAMED)
		buffer_put(&list, ", …");
	if (count)
		REPORT(batch->session->all, batch_left_over, &(struct place){ .file = batch->request.out }, arena_printf(arena, "%zu", count), list.text);
}

static void put_left_over(FILE *out, const char **names, size_t count)
{
	fputs(",\n\"left_over\":[", out);
	for (size_t i = 0; i < count; i++) {
		fputs(i ? "," : "", out);
		json_put_string(out, names[i]);
	}
	fputs("]", out);
}

static int add_head(struct batch *batch, struct file_writer *writer)
{
	const struct batch_request *request = &batch->request;
	char *text = NULL;
	const char **left_over;
	size_t length = 0, left_count = batch_state_left_over(batch, &left_over);
	FILE *out = memory_file(&text, &length);
	say_left_over(batch, left_over, left_count);
	fprintf(out, "{\"program\":\"hongtou %s\",\"form\":1", HONGTOU_VERSION);
	put_text(out, "folder", request->out);
	put_text(out, "started", utc_text(batch->session->arena, batch->started, UTC_SECOND));
	fprintf(out, ",\n\"list\":{\"editions\":%zu,\"sha256\":\"%s\"}", batch->listed, batch->list_sha256);
	fprintf(out, ",\"shard\":{\"number\":%d,\"of\":%d}", request->shard, request->shards);
	fprintf(out, ",\"workers\":%d,\"interrupted\":%s", request->workers, batch->interrupted ? "true" : "false");
	put_left_over(out, left_over, left_count);
	fprintf(out, ",\n\"diagnostics\":%s,\n\"editions\":[", batch_diagnostics(batch->session->arena, batch->session->all));
	return add_piece(writer, out, &text, &length);
}

static int add_sums(struct file_writer *writer, const struct sums *sums, double seconds)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = memory_file(&text, &length);
	fputs("\n],\n\"sums\":{", out);
	for (int i = 0; i < BATCH_STATUSES; i++)
		fprintf(out, "%s\"%s\":%zu", i ? "," : "", batch_status_names[i], sums->of[i]);
	fprintf(out, ",\"pages\":%" PRId64 ",\"sheets\":%" PRId64 ",\"warnings\":%" PRId64 ",\"errors\":%" PRId64, sums->pages, sums->sheets, sums->warnings, sums->errors);
	put_milliseconds(out, "cpu_ms", sums->cpu);
	put_milliseconds(out, "wall_ms", (int64_t)(seconds * 1e6));
	fputs("}}\n", out);
	return add_piece(writer, out, &text, &length);
}

int batch_report(struct batch *batch)
{
	struct session *session = batch->session;
	struct file_writer *writer = file_writer_open(session->arena, session->all, batch->request.report);
	struct sums sums = { .pages = 0 };
	int result = add_head(batch, writer);
	if (!result)
		result = add_units(batch, writer, &sums);
	if (!result)
		result = add_sums(writer, &sums, seconds_since(&batch->begun));
	if (!result)
		result = file_writer_commit(writer);
	file_writer_close(writer);
	return result;
}
