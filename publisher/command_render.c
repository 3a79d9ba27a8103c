/* hongtou render: an edition to its PDF, or a stage of the way printed. */
#include <getopt.h>
#include <string.h>
#include <unistd.h>
#include "base/language.h"
#include "command.h"
#include "rendering.h"

enum stage { STAGE_PDF, STAGE_MODEL, STAGE_LINES, STAGE_TABLE, STAGE_PAGES, STAGE_UNKNOWN };

static enum stage stage_of(const char *name)
{
	static const char *const names[] = { "", "model", "lines", "table", "pages" };
	enum stage stage = STAGE_MODEL;
	while (stage < STAGE_UNKNOWN && strcmp(names[stage], name) != 0)
		stage++;
	return stage;
}

static int dump_page(void *out, const struct page *page)
{
	page_dump(page, out);
	return 0;
}

static int no_page(void *context, const struct page *page)
{
	(void)context;
	(void)page;
	return 0;
}

static int dump(struct session *session, struct job *job, enum stage stage)
{
	const struct dumps dumps = {
		.lines = stage == STAGE_LINES ? stdout : NULL, .table = stage == STAGE_TABLE ? stdout : NULL,
	};
	struct page_receiver receiver = { .context = stdout, .page = stage == STAGE_PAGES ? dump_page : no_page };
	if (stage == STAGE_MODEL) {
		document_dump(&job->document, stdout);
		return 0;
	}
	return pipeline_pages(session, job, receiver, &dumps);
}

/* Programs that sign have the file itself as standard input, so passphrases that come there go another way. */
static const char *moved_from_input(struct session *session, const char *pass_fd)
{
	bool input = pass_fd && strcmp(pass_fd, "0") == 0;
	return input ? arena_printf(session->arena, "%d", dup(STDIN_FILENO)) : pass_fd;
}

int command_render(struct session *session)
{
	static const struct option options[] = {
		{ "output", required_argument, NULL, 'o' }, { "dump", required_argument, NULL, 'd' }, { "pass-fd", required_argument, NULL, 'p' },
		{ "extracted", no_argument, NULL, 'x' }, { NULL, 0, NULL, 0 },
	};
	const char *output = NULL, *pass_fd = NULL;
	enum stage stage = STAGE_PDF;
	struct job job = { 0 };
	int option;
	while ((option = getopt_long(session->argument_count, session->arguments, "o:", options, NULL)) != -1) {
		if (option == 'o')
			output = optarg;
		else if (option == 'd')
			stage = stage_of(optarg);
		else if (option == 'x')
			job.extracted = true;
		else if (option == 'p')
			pass_fd = optarg;
		else
			return session_usage(NULL);
	}
	if (stage == STAGE_UNKNOWN)
		return session_usage(_("--dump takes model, lines, table or pages"));
	if (optind + 1 != session->argument_count)
		return session_usage(_("name one edition"));
	const char *edition = session->arguments[optind];
	if (!output)
		output = rendering_output(session->arena, edition);
	if (!pipeline_load(session, edition, &job)) {
		job.sealing.pass_fd = moved_from_input(session, pass_fd);
		job.document.seals_by_signature = stage == STAGE_PDF && job.sealing.count;
		if (job.extracted)    /* what is set again is neither signed nor archived again */
			job.sealing = (struct sealing){ .count = 0 };
		if (stage == STAGE_PDF && job.sealing.archive && strcmp(output, "-") == 0)
			REPORT(session->all, archive_output, &(struct place){ .file = settings_file(job.settings) });
		else if (stage == STAGE_PDF)
			rendering_write(session, &job, output);
		else
			dump(session, &job, stage);
	}
	pipeline_close(&job);
	return session_report(session);
}
