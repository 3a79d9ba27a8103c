/* A finished file is current if the same would come again: all that was read has the same content, what was looked for in vain is still not
 * there, program, fonts and options are the same, and the file itself is as it was written. */
#include "batch.h"
#include <errno.h>
#include <inttypes.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/program.h"
#include "read/sources.h"

static void add_text(struct sha256 *sum, const char *text) { sha256_add(sum, text ? text : "\1", text ? strlen(text) + 1 : 2); }

/* Known by size and time. */
static void add_mark(struct sha256 *sum, const char *path)
{
	struct file_mark mark;
	char line[80];
	file_mark(path, &mark);
	snprintf(line, sizeof line, "%" PRIu64 " %" PRId64 " %" PRId64, mark.size, mark.modified[0], mark.modified[1]);
	add_text(sum, path);
	add_text(sum, mark.regular ? line : NULL);
}

/* ---- what holds for all editions ---- */

static int add_library(struct dl_phdr_info *library, size_t size, void *sum)
{
	(void)size;
	if (library->dlpi_name[0] == '/')
		add_mark(sum, library->dlpi_name);
	return 0;
}

static int add_catalogues(struct batch *batch)
{
	struct session *session = batch->session;
	int result = 0;
	for (const char *const *path = pipeline_catalogues(session); *path; path++) {
		struct file_mark mark;
		file_mark(*path, &mark);
		add_text(batch->sum, *path);
		if (mark.regular)
			result |= sha256_add_file(batch->sum, session->all, *path, &mark);
	}
	return result;
}

static void add_choices(struct batch *batch)
{
	const struct session *session = batch->session;
	add_text(batch->sum, session->strict ? "strict" : NULL);
	add_text(batch->sum, session->template_folder);
	add_text(batch->sum, getenv("SOURCE_DATE_EPOCH"));
	for (const char *const *set = batch->request.choices.sets; set && *set; set++)
		add_text(batch->sum, *set);
}

int batch_basis(struct batch *batch)
{
	struct arena *arena = batch->session->arena;
	sha256_begin(batch->sum);
	add_text(batch->sum, HONGTOU_VERSION);
	add_mark(batch->sum, "/proc/self/exe");
	add_mark(batch->sum, program_path(arena, "hongtou-sign"));
	add_mark(batch->sum, program_path(arena, "hongtou-compact"));
	dl_iterate_phdr(add_library, batch->sum);
	fonts_add_state(batch->fonts, batch->sum);
	add_choices(batch);
	return add_catalogues(batch) || sha256_end(batch->sum, batch->basis) ? -1 : 0;
}

/* ---- what one edition has read ---- */

struct reading { struct session *session; struct batch_record *record; size_t capacity; };

static void depend(struct reading *reading, char how, const char *path)
{
	struct arena *arena = reading->session->arena;
	struct batch_record *record = reading->record;
	char *here = path[0] == '/' ? NULL : getcwd(NULL, 0);
	ARENA_GROW(arena, record->dependencies, &reading->capacity, record->dependency_count + 1);
	record->dependencies[record->dependency_count++] = arena_printf(arena, "%c%s%s%s", how, here ? here : "", here ? "/" : "", path);
	free(here);
}

/* Keys and what goes with them: their content is nothing to keep a hash of. */
static void depend_on_seals(struct reading *reading, const struct sealing *sealing)
{
	for (int i = 0; i < sealing->count; i++) {
		const struct sealing_seal *seal = &sealing->seals[i];
		const char *const paths[] = { seal->key, seal->certificate, seal->pass_file, seal->picture, seal->module, sealing->trust };
		for (size_t k = 0; k < sizeof paths / sizeof paths[0]; k++)
			if (paths[k] && strncmp(paths[k], "pkcs11:", strlen("pkcs11:")) != 0)
				depend(reading, '=', paths[k]);
	}
}

void batch_dependencies(struct session *session, const struct job *job, struct batch_record *record)
{
	struct reading reading = { .session = session, .record = record };
	const struct source_file *files = NULL;
	const char *const *missed = NULL;
	size_t count = sources_all(settings_sources(job->settings), &files);
	for (size_t i = 0; i < count; i++)
		depend(&reading, '+', files[i].path);
	size_t missed_count = sources_missed(settings_sources(job->settings), &missed);
	for (size_t i = 0; i < missed_count; i++)
		depend(&reading, '-', missed[i]);
	depend_on_seals(&reading, &job->sealing);
}

/* mark: of a file that was read, from just before; NULL: as it is now. -1: it is not the one. */
static int add_dependency(struct batch *batch, struct diagnostics *all, const char *dependency, const struct file_mark *mark)
{
	const char *path = dependency + 1;
	struct file_mark now;
	int result = 0;
	add_text(batch->sum, dependency);
	if (dependency[0] == '=') {
		add_mark(batch->sum, path);
	} else if (dependency[0] == '-') {
		result = access(path, F_OK) == 0 ? -1 : 0;
	} else {
		file_mark(path, &now);
		mark = mark ? mark : &now;
		result = mark->regular ? sha256_add_file(batch->sum, all, path, mark) : -1;
	}
	return result;
}

/* files: those that were read, in the order of the first dependencies; NULL: none is known. */
static int hash_inputs(struct batch *batch, const struct batch_record *record, const struct source_file *files, size_t count, char out[SHA256_TEXT])
{
	struct arena *scratch = arena_new();
	struct diagnostics *unheard = diagnostics_new(scratch);
	int result = 0;
	sha256_begin(batch->sum);
	for (size_t i = 0; i < record->dependency_count && !result; i++)
		result = add_dependency(batch, unheard, record->dependencies[i], i < count ? &files[i].mark : NULL);
	result = sha256_end(batch->sum, out) || result ? -1 : 0;
	arena_free(scratch);
	return result;
}

void batch_inputs(struct batch *batch, struct session *session, const struct job *job, struct batch_record *record)
{
	const struct source_file *files = NULL;
	char inputs[SHA256_TEXT];
	size_t count = sources_all(settings_sources(job->settings), &files);
	bool whole = !hash_inputs(batch, record, files, count, inputs);
	record->texts[TEXT_INPUTS] = whole ? arena_strdup(session->arena, inputs) : "";
}

/* ---- the file itself ---- */

int batch_hash_output(struct batch *batch, struct session *session, const char *path, struct batch_record *record)
{
	struct file_mark mark;
	char hash[SHA256_TEXT];
	file_mark(path, &mark);
	sha256_begin(batch->sum);
	int result = sha256_add_file(batch->sum, session->all, path, &mark);
	if (!result && sha256_end(batch->sum, hash))
		result = -1;
	record->texts[TEXT_SHA256] = result ? "" : arena_strdup(session->arena, hash);
	batch_record_mark(record, &mark);
	return result;
}

/* Its marks tell; where it was copied, its content does. */
static bool output_whole(struct batch *batch, struct session *session, const struct batch_record *record)
{
	const char *path = path_join(session->arena, batch->request.out, record->texts[TEXT_OUTPUT]);
	struct batch_record now = { .status = BATCH_WAITING };
	struct file_mark mark;
	file_mark(path, &mark);
	return batch_record_marked(record, &mark)
	       || (mark.regular && (int64_t)mark.size == record->numbers[NUMBER_SIZE] && !batch_hash_output(batch, session, path, &now)
	           && strcmp(now.texts[TEXT_SHA256], record->texts[TEXT_SHA256]) == 0);
}

bool batch_current(struct batch *batch, struct session *session, const struct batch_record *record)
{
	char inputs[SHA256_TEXT];
	return record->status == BATCH_RENDERED && record->texts[TEXT_INPUTS][0] && strcmp(record->texts[TEXT_BASIS], batch->basis) == 0
	       && output_whole(batch, session, record) && !hash_inputs(batch, record, NULL, 0, inputs)
	       && strcmp(inputs, record->texts[TEXT_INPUTS]) == 0;
}
