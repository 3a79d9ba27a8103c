/* hongtou render: an edition to its PDF, or a stage of the way printed. */
#include <getopt.h>
#include <string.h>
#include <unistd.h>
#include "base/language.h"
#include "command.h"
#include "likeness.h"
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

/* edition.ini in a folder called july gives july.pdf; july.ini gives july.pdf; both beside where the command was given. */
static const char *default_output(struct session *session, const char *edition)
{
	char *name = arena_strdup(session->arena, edition);
	size_t length = strlen(name);
	while (length > 1 && name[length - 1] == '/')
		name[--length] = '\0';
	char *base = strrchr(name, '/');
	if (base && strcmp(base, "/edition.ini") == 0) {
		*base = '\0';
		base = strrchr(name, '/');
	}
	base = base ? base + 1 : name;
	char *dot = strrchr(base, '.');
	if (dot && strcmp(dot, ".ini") == 0)
		*dot = '\0';
	if (!base[0] || strcmp(base, ".") == 0 || strcmp(base, "..") == 0)
		base = arena_strdup(session->arena, "edition");
	return arena_printf(session->arena, "%s.pdf", base);
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
		{ "extracted", no_argument, NULL, 'x' }, { "like", required_argument, NULL, 'l' }, { NULL, 0, NULL, 0 },
	};
	const char *output = NULL, *pass_fd = NULL, *like = NULL;
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
		else if (option == 'l')
			like = optarg;
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
		output = default_output(session, edition);
	if (!pipeline_load(session, edition, &job) && !(like && likeness_load(session, like, &job))) {
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
