/* Only hongtou-reprint links what opens finished files; it hands the plan over. */
#include "likeness.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/file.h"
#include "base/language.h"
#include "base/program.h"
#include "companion.h"
#include "emit/pdf.h"
#include "page/plan_compare.h"

static const char program[] = "hongtou-reprint";

static int run(struct session *session, const char *path, int nothing, int plan)
{
	const char *const arguments[] = { "--plan", "--", path, NULL };
	return companion_filter(session, program, arguments, nothing, plan);
}

/* The same without a word of its own, whatever is wrong. */
static int run_silently(struct session *session, const char *path, int nothing, int plan)
{
	const char *name = program_path(session->arena, program);
	const char *const line[] = { name, "--plan", "--", path, NULL };
	pid_t process;
	return program_start(line, &(struct program_ends){ nothing, plan, nothing }, &process) || program_wait(process) ? -1 : 0;
}

/* Into memory: what the program prints. -1 with a diagnostic, its own or ours. */
static int fetch(struct session *session, const char *path, int (*start)(struct session *, const char *, int, int), struct bytes *out)
{
	int nothing = open("/dev/null", O_RDWR | O_CLOEXEC), plan = memfd_create("plan", MFD_CLOEXEC);
	int result = nothing < 0 || plan < 0 ? REPORT(session->all, file_open, NULL, nothing < 0 ? "/dev/null" : "plan", error_text(errno)) : 0;
	if (!result)
		result = start(session, path, nothing, plan);
	if (!result)
		result = lseek(plan, 0, SEEK_SET) ? -1 : file_read_descriptor(session->arena, session->all, path, plan, out);
	if (nothing >= 0)
		close(nothing);
	if (plan >= 0)
		close(plan);
	return result;
}

int likeness_load(struct session *session, const char *path, struct job *job)
{
	struct bytes bytes = { NULL, 0 };
	struct place at = { .file = path };
	if (fetch(session, path, run, &bytes))
		return -1;
	struct plan *plan = bytes.length ? plan_read(session->arena, bytes) : NULL;
	if (!plan)
		REPORT(session->all, like_no_plan, &at);
	job->like = job->was = plan;
	job->was_name = path;
	return 0;
}

static bool is_draft(const char *path)
{
	static const char mark[] = PDF_DRAFT_MARK;
	char start[64];
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t length = file < 0 ? 0 : read(file, start, sizeof start);
	if (file >= 0)
		close(file);
	return length > 0 && memmem(start, (size_t)length, mark, sizeof mark - 1);
}

void likeness_of_draft(struct session *session, const char *output, struct job *job)
{
	struct bytes bytes = { NULL, 0 };
	const char *title = job->document.title.text;
	if (job->was || job->document.draft || !title || strcmp(output, "-") == 0 || !is_draft(output) || fetch(session, output, run_silently, &bytes))
		return;
	job->was = plan_read(session->arena, bytes);
	job->was_name = output;
}

void likeness_report(struct session *session, const struct job *job)
{
	struct plan_changes changes;
	const struct plan *now = job->record.plan;
	struct place at = { .file = job->was_name };
	if (!job->was || !now || (!job->like && job->was->title != now->title))
		return;
	plan_compare(session->arena, job->was, now, &changes);
	if (job->was->draft && !now->draft && !plan_differs(&changes))
		REPORT(session->all, like_draft_same, &at);
	else if (job->was->draft && !now->draft)
		REPORT(session->all, like_draft, &at, plan_changes_line(&changes));
	else
		REPORT(session->all, like_pages, &at, plan_changes_line(&changes));
}
