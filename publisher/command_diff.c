/* hongtou diff: what changed from one edition of a document to the next. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/language.h"
#include "command.h"
#include "diff/diff.h"
#include "diff/print.h"

/* What an edition says; how it looks is not asked. */
static int read_edition(struct session *session, const char *edition, struct job *job)
{
	int result = pipeline_settings(session, edition, &job->settings);
	return result ? result : document_build(session->arena, session->all, job->settings, &job->document);
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

int command_diff(struct session *session)
{
	static const struct option options[] = { { "exit-code", no_argument, NULL, 'e' }, { NULL, 0, NULL, 0 } };
	bool exit_code = false;
	struct job jobs[2] = { { 0 }, { 0 } };
	struct diff diff = { 0 };
	int option;
	while ((option = getopt_long(session->argument_count, session->arguments, "", options, NULL)) != -1) {
		if (option != 'e')
			return session_usage(NULL);
		exit_code = true;
	}
	if (optind + 2 != session->argument_count)
		return session_usage(_("name two editions, the older one first"));
	const char *const names[2] = { session->arguments[optind], session->arguments[optind + 1] };
	if (!compare(session, names, jobs, &diff) && !diagnostics_count(session->all, SEVERITY_ERROR)) {
		if (session->form == DIAGNOSTIC_JSON)
			diff_print_json(&diff, names, stdout);
		else
			diff_print(&diff, names, may_colour(), stdout);
	}
	int code = session_report(session);
	return code == EXIT_OK && exit_code && diff.different ? EXIT_INPUT : code;
}
