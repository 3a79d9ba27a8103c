/* hongtou diff: what changed from one edition of a document to the next. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "base/language.h"
#include "command.h"
#include "diff/diff.h"
#include "diff/listing.h"
#include "diff/marks.h"
#include "diff/print.h"
#include "read/sources.h"
#include "rendering.h"

/* What an edition says; how it looks is not asked. */
static int read_edition(struct session *session, const char *edition, struct job *job)
{
	int result = pipeline_settings(session, edition, &job->choices, &job->settings);
	struct expansion *expansion = result ? NULL : expansion_new(session->arena, session->all, job->settings);
	if (!result)
		result = document_expand(expansion);
	return result ? result : document_build(session->arena, session->all, job->settings, expansion, &job->document);
}

/* Both are read whatever the first holds, so that all that is wrong is found in one run. Their warnings are no matter of a comparison. */
static int read_both(struct session *session, const char *const names[2], struct job jobs[2])
{
	int result = 0;
	for (int i = 0; i < 2; i++)
		result |= read_edition(session, names[i], &jobs[i]);
	if (result)
		return -1;
	session->all = diagnostics_new(session->arena);
	if (session->strict)
		diagnostics_make_warnings_errors(session->all);
	return 0;
}

static void warn_of_one_file(struct session *session, const struct job jobs[2])
{
	struct stat files[2];
	const struct place at = { .file = settings_file(jobs[1].settings) };
	if (stat(settings_file(jobs[0].settings), &files[0]) == 0 && stat(at.file, &files[1]) == 0
	    && files[0].st_dev == files[1].st_dev && files[0].st_ino == files[1].st_ino)
		REPORT(session->all, diff_same_edition, &at);
}

/* On a terminal that can, unless colours are not wanted (no-color.org). */
static bool may_colour(void)
{
	const char *unwanted = getenv("NO_COLOR"), *terminal = getenv("TERM");
	return isatty(STDOUT_FILENO) && !(unwanted && unwanted[0]) && terminal && strcmp(terminal, "dumb") != 0;
}

static int compare(struct session *session, const char *const names[2], struct job jobs[2], struct diff *diff)
{
	if (read_both(session, names, jobs))
		return -1;
	warn_of_one_file(session, jobs);
	return diff_documents(session->arena, session->all, &jobs[0].document, &jobs[1].document, diff);
}

/* Nor is the marked edition written over what the old one is made from; rendering sees to the new one. */
static int spare_old(struct session *session, const struct settings *old, const char *output)
{
	const struct source_file *files = NULL;
	size_t count = sources_all(settings_sources(old), &files);
	int result = 0;
	for (size_t i = 0; i < count && !result; i++)
		result = file_spare(session->all, output, files[i].path);
	return result;
}

/* The list of changes stands behind the document's own tables, where no attachment speaks of it. */
static const struct attachment *append_listing(struct arena *arena, const struct diff *diff, const char *title, struct document *document)
{
	struct table *tables = arena_array(arena, (size_t)document->table_count + 1, sizeof *tables);
	struct attachment *listing = arena_alloc(arena, sizeof *listing);
	if (document->table_count)
		memcpy(tables, document->tables, (size_t)document->table_count * sizeof *tables);
	diff_listing(arena, diff, title, &tables[document->table_count]);
	document->tables = tables;
	*listing = (struct attachment){ .name = { .text = title }, .table = document->table_count };
	return listing;
}

/* The first column holds two characters on a line. */
static void widen_listing(struct arena *arena, struct style *style)
{
	struct column_style *columns = arena_array(arena, (size_t)style->column_count + 1, sizeof *columns);
	if (style->column_count)
		memcpy(columns, style->columns, (size_t)style->column_count * sizeof *columns);
	columns[style->column_count++] = (struct column_style){
		.name = diff_listing_kinds, .min = 3 * style->roles[ROLE_TABLE_TEXT].em + 2 * style->table_padding_x, .split = true,
	};
	style->columns = columns;
}

struct marked {
	const char *output, *listing;      /* listing: title of the list of changes; NULL: there is none */
	struct choices choices;            /* for both editions alike */
};

/* A working copy: not signed, without seals, not archived, without the sources. */
static int write_marked(struct session *session, const char *edition, const struct diff *diff, const struct marked *marked)
{
	struct job job = { .choices = marked->choices };
	struct change_marks marks;
	int result = pipeline_load(session, edition, &job);
	if (!result) {
		diff_marks(session->arena, diff, &marks);
		job.marks = &marks;
		job.document.seals_by_signature = true;
		job.sealing = (struct sealing){ .count = 0 };
		job.record.source_count = 0;
		if (marked->listing)
			widen_listing(session->arena, &job.style);
		job.listing = marked->listing ? append_listing(session->arena, diff, marked->listing, &job.document) : NULL;
		result = rendering_write(session, &job, marked->output);
	}
	pipeline_close(&job);
	return result;
}

static void print(const struct session *session, const struct diff *diff, const char *const names[2])
{
	if (session->form == DIAGNOSTIC_JSON)
		diff_print_json(diff, names, stdout);
	else
		diff_print(diff, names, may_colour(), stdout);
}

/* What is printed must not run into a PDF on standard output. */
static int tell(struct session *session, const char *const names[2], const struct marked *marked, struct diff *diff)
{
	struct job jobs[2] = { { .choices = marked->choices }, { .choices = marked->choices } };
	int result = compare(session, names, jobs, diff);
	if (result || diagnostics_count(session->all, SEVERITY_ERROR))
		return -1;
	if (marked->output)
		result = spare_old(session, jobs[0].settings, marked->output) || write_marked(session, names[1], diff, marked) ? -1 : 0;
	if (!result && !(marked->output && strcmp(marked->output, "-") == 0))
		print(session, diff, names);
	return result;
}

static bool is_pdf(const char *path)
{
	size_t length = strlen(path);
	return length > 4 && strcasecmp(path + length - 4, ".pdf") == 0;
}

int command_diff(struct session *session)
{
	static const struct option options[] = {
		{ "output", required_argument, NULL, 'o' }, { "changes-page", optional_argument, NULL, 'c' }, { "exit-code", no_argument, NULL, 'e' },
		CHOICE_OPTIONS, { NULL, 0, NULL, 0 },
	};
	struct marked marked = { .output = NULL };
	bool exit_code = false;
	struct diff diff = { 0 };
	int option;
	while ((option = getopt_long(session->argument_count, session->arguments, "o:", options, NULL)) != -1) {
		if (option == 'o')
			marked.output = optarg;
		else if (option == 'c')
			marked.listing = optarg && optarg[0] ? optarg : "本月变化";
		else if (option == 'e')
			exit_code = true;
		else if (!command_choice(session, &marked.choices, option, optarg))
			return session_usage(NULL);
	}
	if (marked.listing && !marked.output)
		return session_usage(_("--changes-page belongs to a marked edition: name its file with -o"));
	if (optind + 2 != session->argument_count)
		return session_usage(_("name two editions, the older one first"));
	const char *const names[2] = { session->arguments[optind], session->arguments[optind + 1] };
	if (is_pdf(names[0]) && is_pdf(names[1]))
		return session_usage(_("two finished files are compared with hongtou reprint"));
	tell(session, names, &marked, &diff);
	int code = session_report(session);
	return code == EXIT_OK && exit_code && diff.different ? EXIT_INPUT : code;
}
