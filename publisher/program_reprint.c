/* hongtou-reprint: which pages and sheets of a document are to be printed again, from the page plans of its two versions. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/language.h"
#include "finished/page_plan.h"
#include "page/plan_compare.h"
#include "session.h"

/* A page that another program has drawn on since is no longer what its plan says: it is given a fingerprint of what draws it now. */
static void mark_altered(struct session *session, struct pdf_file *file, struct plan *plan)
{
	struct place at = { .file = pdf_file_name(file) };
	for (size_t i = 0; i < plan->page_count; i++) {
		struct plan_page *page = &plan->pages[i];
		uint32_t print = page_plan_content(file, (int)i + 1);
		if (print == page->content)
			continue;
		REPORT(session->all, reprint_page_altered, &at, arena_printf(session->arena, "%zu", i + 1));
		page->areas |= 1u << AREA_DRAWING;
		page->prints[AREA_DRAWING] ^= print;
	}
}

/* The plan of an open file. NULL with a diagnostic to `all`: it keeps none that holds. */
static struct plan *take_plan(struct session *session, struct pdf_file *file, struct diagnostics *all)
{
	struct place at = { .file = pdf_file_name(file) };
	struct bytes bytes;
	if (page_plan_read(session->arena, file, &bytes))
		return NULL;
	struct plan *plan = bytes.length ? plan_read(session->arena, bytes) : NULL;
	bool whole = plan && plan->page_count == (size_t)pdf_file_page_count(file);
	if (!bytes.length)
		REPORT(all, plan_none, &at);
	else if (!plan)
		REPORT(all, plan_damaged, &at);
	else if (!whole)
		REPORT(all, plan_of_other_pages, &at, arena_printf(session->arena, "%d", pdf_file_page_count(file)),
		       arena_printf(session->arena, "%zu", plan->page_count));
	else
		mark_altered(session, file, plan);
	return whole ? plan : NULL;
}

static struct plan *read_plan(struct session *session, const char *path, struct diagnostics *all)
{
	struct pdf_file *file;
	if (pdf_file_open(session->arena, session->all, path, &file))
		return NULL;
	struct plan *plan = take_plan(session, file, all);
	pdf_file_close(file);
	return plan;
}

/* For render --like: the plan itself; nothing where the file keeps none that holds. */
static void hand_over(struct session *session, const char *path)
{
	struct buffer bytes = { .arena = session->arena };
	struct plan *plan = read_plan(session, path, diagnostics_new(session->arena));
	if (plan) {
		plan_write(plan, &bytes);
		fwrite(bytes.text, 1, bytes.length, stdout);
	}
}

static void compare(struct session *session, const char *const old_and_new[2])
{
	struct plan *plans[2];
	struct plan_changes changes;
	for (int i = 0; i < 2; i++)
		plans[i] = read_plan(session, old_and_new[i], session->all);
	if (!plans[0] || !plans[1])
		return;
	plan_compare(session->arena, plans[0], plans[1], &changes);
	if (session->form == DIAGNOSTIC_JSON)
		plan_changes_json(&changes, old_and_new, stdout);
	else
		plan_changes_text(&changes, stdout);
}

static int run(struct session *session)
{
	static const struct option options[] = { { "plan", no_argument, NULL, 'p' }, { NULL, 0, NULL, 0 } };
	bool plan = false;
	int option;
	if (session_answered(session, _("usage: hongtou reprint OLD.pdf NEW.pdf\n\n"
	                                "Lists the pages that differ between two versions of a document, what differs on each, and the\n"
	                                "sheets of paper that are to be printed again. Signed and packed files are taken as well.\n")))
		return EXIT_OK;
	while ((option = getopt_long(session->argument_count, session->arguments, "", options, NULL)) != -1) {
		if (option != 'p')
			return session_usage(NULL);
		plan = true;
	}
	if (optind + (plan ? 1 : 2) != session->argument_count)
		return session_usage(plan ? _("name one PDF file") : _("name two PDF files, the old one first"));
	const char *const *files = (const char *const *)session->arguments + optind;
	plan ? hand_over(session, files[0]) : compare(session, files);
	return session_report(session);
}

int main(int count, char **arguments)
{
	return session_main(count, arguments, run);
}
