/* hongtou-rebuild: sets a document again from the sources that are embedded in it, and compares. The work is done by a child, so
 * that this process can remove the temporary folder however it ends: by an error, a lack of memory, a signal. */
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/json.h"
#include "base/language.h"
#include "base/path_inside.h"
#include "companion.h"
#include "finished/compact.h"
#include "finished/compare.h"
#include "finished/embedded.h"
#include "finished/page_plan.h"
#include "page/plan.h"
#include "session.h"

struct request {
	const char *file, *output;     /* output: or NULL */
	bool verify;
	const char *folder;        /* the temporary one */
};

/* ---- setting ---- */

static int take_out(struct session *session, struct pdf_file *file, const char *folder)
{
	struct embedded_files files;
	struct place at = { .file = pdf_file_name(file) };
	if (embedded_files_read(session->arena, file, &files))
		return -1;
	if (!embedded_file_lookup(&files, SOURCES_LIST))
		return REPORT(session->all, rebuild_no_sources, &at);
	return embedded_files_extract(session->arena, file, &files, folder, false);
}

/* What the sources had to be told was told when they were set first; what is new is that fonts are others now. */
static int set_again(struct session *session, const char *sources, const char *output, const char *like)
{
	const char *const arguments[] = { "render", "--extracted", sources, "-o", output, like ? "--like" : NULL, like, NULL };
	const struct companion render = { session, "hongtou", arguments };
	const struct companion_folder within = { sources, SOURCES_LIST };
	int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (nothing < 0)
		return REPORT(session->all, file_open, NULL, "/dev/null", error_text(errno));
	int result = companion_filter_within(&render, nothing, nothing, &within);
	close(nothing);
	return result;
}

/* ---- comparing ---- */

static bool begins_with(struct bytes whole, struct bytes start)
{
	return whole.length >= start.length && memcmp(whole.data, start.data, start.length) == 0;
}

/* The packed form of the new file (hongtou compact). */
static int pack(struct session *session, struct pdf_file *file, const char *path, struct bytes *out)
{
	struct file_writer *writer = file_writer_open(session->arena, session->all, path);
	int result = pdf_compact(session->arena, file, writer);
	if (!result)
		result = file_writer_commit(writer);
	file_writer_close(writer);
	return result ? result : file_read(session->arena, session->all, NULL, path, out);
}

static const char *difference_text(enum difference difference)
{
	switch (difference) {
	case DIFFERENCE_NONE: break;
	case DIFFERENCE_PAGE_COUNT: return _("the number of pages");
	case DIFFERENCE_SIZE: return _("the size of the sheet");
	case DIFFERENCE_CONTENT: return _("what is drawn");
	case DIFFERENCE_FONTS: return _("the fonts");
	case DIFFERENCE_PICTURES: return _("the pictures");
	case DIFFERENCE_RESOURCES: return _("colours or transparency");
	case DIFFERENCE_ANNOTATIONS: return _("the annotations, or the place of a signature field");
	case DIFFERENCE_STRUCTURE: return _("the structure");
	case DIFFERENCE_COLOURS: return _("the output intent");
	}
	return "";
}

/* For machines: what is the same, "bytes", "first-revision" or "pages"; pages 0: they were not compared one by one. */
static int print_json(const char *file, const char *same, int pages)
{
	fputs("{\"file\":", stdout);
	json_put_string(stdout, file);
	printf(",\"same\":\"%s\"", same);
	if (pages)
		printf(",\"pages\":%d", pages);
	puts("}");
	return 0;
}

/* same: the old file begins with all bytes of the new one. */
static int compare_pages(struct session *session, struct pdf_file *old, struct pdf_file *new, const char *same)
{
	struct first_difference first;
	struct place at = { .file = pdf_file_name(old) };
	if (pdf_compare(session->arena, old, new, &first))
		return -1;
	const char *what = difference_text(first.difference);
	if (first.difference != DIFFERENCE_NONE && first.page)
		return REPORT(session->all, rebuild_page_differs, &at, arena_printf(session->arena, "%d", first.page), what);
	if (first.difference != DIFFERENCE_NONE)
		return REPORT(session->all, rebuild_differs, &at, what);
	if (session->form == DIAGNOSTIC_JSON)
		return print_json(pdf_file_name(old), same ? "first-revision" : "pages", first.pages);
	printf(same ? _("%s: the first revision is the same byte for byte, and later ones (signatures) leave all %d pages as they were\n")
	            : _("%s: the bytes differ, but all %d pages are the same, and so are fonts, pictures and structure\n"), pdf_file_name(old), first.pages);
	return 0;
}

static int compare(struct session *session, const struct request *request, struct pdf_file *old, const char *path)
{
	struct pdf_file *new;
	struct bytes packed = { 0 }, bytes = pdf_file_bytes(old);
	if (pdf_file_open(session->arena, session->all, path, &new))
		return -1;
	const char *same = begins_with(bytes, pdf_file_bytes(new)) ? _("as it was set") : NULL;
	size_t length = same ? pdf_file_bytes(new).length : 0;
	int result = same ? 0 : pack(session, new, arena_printf(session->arena, "%s/packed.pdf", request->folder), &packed);
	if (!result && !same && begins_with(bytes, packed)) {
		same = _("packed");
		length = packed.length;
	}
	if (!result && same && length == bytes.length && session->form == DIAGNOSTIC_JSON)
		print_json(pdf_file_name(old), "bytes", 0);
	else if (!result && same && length == bytes.length)
		printf(_("%s: the same byte for byte (%s)\n"), pdf_file_name(old), same);
	else if (!result)
		result = compare_pages(session, old, new, same);
	pdf_file_close(new);
	return result;
}

/* Widths and page breaks that were another file's are not in the sources: the file's own plan has them. */
static bool set_like_another(struct session *session, struct pdf_file *file)
{
	struct bytes bytes;
	const struct plan *plan = !page_plan_read(session->arena, file, &bytes) && bytes.length ? plan_read(session->arena, bytes) : NULL;
	return plan && plan->like;
}

static int rebuild(struct session *session, const struct request *request)
{
	struct pdf_file *old;
	struct bytes bytes;
	const char *sources = arena_printf(session->arena, "%s/sources", request->folder), *output = arena_printf(session->arena, "%s/out.pdf", request->folder);
	if (pdf_file_open(session->arena, session->all, request->file, &old))
		return -1;
	int result = take_out(session, old, sources);
	if (!result)
		result = set_again(session, sources, output, set_like_another(session, old) ? request->file : NULL);
	if (!result && request->output)
		result = file_read(session->arena, session->all, NULL, output, &bytes) ? -1 : file_replace(session->all, request->output, bytes);
	if (!result && request->verify)
		result = compare(session, request, old, output);
	pdf_file_close(old);
	return result;
}

/* ---- the temporary folder and the child ---- */

static void remove_folder(char *folder)
{
	char *folders[] = { folder, NULL };
	FTS *tree = fts_open(folders, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	for (FTSENT *entry; tree && (entry = fts_read(tree)) != NULL;)
		if (entry->fts_info != FTS_D)
			remove(entry->fts_accpath);
	if (tree)
		fts_close(tree);
}

/* The exit code of the child and its children; a signal that is to end us ends them. */
static int await(pid_t child, const sigset_t *signals)
{
	int status = 0, signal = 0;
	while (waitpid(child, &status, WNOHANG) == 0) {
		if (sigwait(signals, &signal) == 0 && signal != SIGCHLD)
			kill(-child, signal);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int work(struct session *session, const struct request *request, const sigset_t *signals)
{
	setpgid(0, 0);
	sigprocmask(SIG_UNBLOCK, signals, NULL);
	rebuild(session, request);
	int code = session_report(session);
	return fflush(stdout) || ferror(stdout) ? EXIT_FILE : code;
}

static int rebuild_apart(struct session *session, struct request *request)
{
	const char *where = getenv("TMPDIR");
	char *folder = arena_printf(session->arena, "%s/hongtou-XXXXXX", where && where[0] ? where : "/tmp");
	sigset_t signals;
	sigemptyset(&signals);
	for (int i = 0; i < 4; i++)
		sigaddset(&signals, (const int[]){ SIGCHLD, SIGINT, SIGTERM, SIGHUP }[i]);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	if (!mkdtemp(folder)) {
		REPORT(session->all, file_write, NULL, folder, error_text(errno));
		return session_report(session);
	}
	request->folder = folder;
	pid_t child = fork();
	if (child == 0)
		_exit(work(session, request, &signals));
	int code = EXIT_FILE;
	if (child > 0) {
		setpgid(child, child);
		code = await(child, &signals);
	} else {
		REPORT(session->all, program_start, NULL, session->given[0], error_text(errno));
		code = session_report(session);
	}
	remove_folder(folder);
	return code;
}

static int run(struct session *session)
{
	static const struct option options[] = { { "output", required_argument, NULL, 'o' }, { "verify", no_argument, NULL, 'v' }, { NULL, 0, NULL, 0 } };
	struct request request = { .output = NULL };
	int option;
	if (session_answered(session, _("usage: hongtou rebuild FILE.pdf [-o OUT.pdf] [--verify]\n\n"
	                                "Sets a document again from the sources that are embedded in it ([archive] embed = yes). --verify\n"
	                                "proves that its pages are those of the file: exit code 0, or 1 with what differs first.\n")))
		return EXIT_OK;
	while ((option = getopt_long(session->argument_count, session->arguments, "o:", options, NULL)) != -1) {
		if (option == 'o')
			request.output = optarg;
		else if (option == 'v')
			request.verify = true;
		else
			return session_usage(NULL);
	}
	if (optind + 1 != session->argument_count)
		return session_usage(_("name one PDF file"));
	if (!request.output && !request.verify)
		return session_usage(_("write -o OUT.pdf, --verify, or both"));
	request.file = session->arguments[optind];
	return rebuild_apart(session, &request);
}

int main(int count, char **arguments)
{
	return session_main(count, arguments, run);
}
