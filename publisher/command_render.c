/* hongtou render: an edition to its PDF, or to one for each of its outputs, or a stage of the way printed. */
#include <errno.h>
#include <getopt.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/language.h"
#include "command.h"
#include "dependencies.h"
#include "likeness.h"
#include "naming.h"
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

struct order {
	const char *edition, *output, *like, *pass_fd;
	enum stage stage;
	bool extracted, all;       /* all: the plain document and each output */
	bool depend;               /* -MD: write what each file was made from … */
	const char *behind, *dependencies;     /* … into that file, else beside it; behind: the argument after -MD */
	struct choices choices;
	struct naming_given given;
};

static bool is_folder(const char *path)
{
	struct stat status;
	size_t length = strlen(path);
	return (length && path[length - 1] == '/') || (stat(path, &status) == 0 && S_ISDIR(status.st_mode));
}

/* With --for all there is nothing else that it could be; a name that ends as a file's is a mistake. */
static bool can_be_folder(const char *path)
{
	size_t length = strlen(path);
	return is_folder(path) || (strcmp(path, "-") != 0 && access(path, F_OK) != 0 && (length < 4 || strcasecmp(path + length - 4, ".pdf") != 0));
}

/* A file as it was named; else by the pattern, in the folder that was named. NULL with a diagnostic. */
static const char *output_of(struct session *session, const struct order *order, const struct job *job)
{
	bool pattern = order->all || order->choices.variant || settings_lookup(job->settings, "document", "file");
	if (order->output && !order->all && !is_folder(order->output))
		return order->output;
	if (!order->output && !pattern)
		return rendering_output(session->arena, order->edition);
	if (order->output && mkdir(order->output, 0777) && errno != EEXIST) {
		REPORT(session->all, file_write, NULL, order->output, error_text(errno));
		return NULL;
	}
	if (!order->output)
		return naming_file(session, job);
	size_t length = strlen(order->output);
	while (length > 1 && order->output[length - 1] == '/')
		length--;
	return naming_path(session, job, arena_strndup(session->arena, order->output, length));
}

static void write_pdf(struct session *session, struct order *order, struct job *job)
{
	const struct place at = { .file = settings_file(job->settings) };
	const char *output = output_of(session, order, job);
	job->sealing.pass_fd = order->pass_fd;
	job->document.seals_by_signature = job->sealing.count;
	if (job->extracted)    /* what is set again is neither signed nor archived again */
		job->sealing = (struct sealing){ .count = 0 };
	sealing_settle(session, job->settings, &job->document, !order->all, &job->sealing);
	if (!output || naming_give(session, &order->given, output, &at))
		return;
	if (job->sealing.archive && strcmp(output, "-") == 0)
		REPORT(session->all, archive_output, &at);
	else if (!rendering_write(session, job, output) && order->depend && !diagnostics_count(session->all, SEVERITY_ERROR))
		dependencies_write(session, job, output, order->dependencies);
}

static void render_one(struct session *session, struct order *order, struct job *job)
{
	job->choices = order->choices;
	job->extracted = order->extracted;
	if (pipeline_load(session, order->edition, job) || (order->like && likeness_load(session, order->like, job)))
		return;
	if (order->stage == STAGE_PDF)
		write_pdf(session, order, job);
	else
		dump(session, job, order->stage);
}

static void render_output(void *context, struct session *session, struct job *job)
{
	struct order *order = context;
	order->choices = job->choices;
	render_one(session, order, job);
}

/* -MD and -MF FILE, as gcc has them. */
static const char *take_dependency_option(struct session *session, struct order *order, const char *which)
{
	const char *next = session->arguments[optind];
	order->depend = true;
	if (strcmp(which, "D") == 0)
		order->behind = next;
	else if (strcmp(which, "F") == 0 && next)
		order->dependencies = session->arguments[optind++];
	else
		return _("-MD writes what a file was made from beside it, -MF FILE into FILE");
	return NULL;
}

/* Of two names the one straight behind -MD is the file to write. */
static int take_dependency_file(struct session *session, struct order *order)
{
	char **left = session->arguments + optind;
	int count = session->argument_count - optind;
	if (count == 2 && order->behind && (left[0] == order->behind || left[1] == order->behind)) {
		order->dependencies = order->behind;
		left[0] = left[0] == order->behind ? left[1] : left[0];
		count = 1;
	}
	return count;
}

/* NULL: the arguments are as they must be. */
static const char *wrong_usage(const struct order *order, int editions)
{
	if (order->stage == STAGE_UNKNOWN)
		return _("--dump takes model, lines, table or pages");
	if (editions != 1)
		return _("name one edition");
	if (order->all && order->stage != STAGE_PDF)
		return _("--dump prints one output: name it with --for");
	if (order->all && order->output && !can_be_folder(order->output))
		return _("with --for all, -o names a folder");
	if (order->depend && (order->stage != STAGE_PDF || (order->all && order->dependencies) || (!order->dependencies && order->output && strcmp(order->output, "-") == 0)))
		return _("-MD writes beside each finished file; name another place for one of them with -MF");
	return NULL;
}

int command_render(struct session *session)
{
	static const struct option options[] = {
		{ "output", required_argument, NULL, 'o' }, { "dump", required_argument, NULL, 'd' }, { "pass-fd", required_argument, NULL, 'p' },
		{ "extracted", no_argument, NULL, 'x' }, { "like", required_argument, NULL, 'l' }, CHOICE_OPTIONS, { NULL, 0, NULL, 0 },
	};
	struct order order = { .stage = STAGE_PDF };
	const char *wrong = NULL;
	int option;
	while (!wrong && (option = getopt_long(session->argument_count, session->arguments, "o:M:", options, NULL)) != -1) {
		if (option == 'o')
			order.output = optarg;
		else if (option == 'M')
			wrong = take_dependency_option(session, &order, optarg);
		else if (option == 'd')
			order.stage = stage_of(optarg);
		else if (option == 'x')
			order.extracted = true;
		else if (option == 'l')
			order.like = optarg;
		else if (option == 'p')
			order.pass_fd = moved_from_input(session, optarg);
		else if (!command_choice(session, &order.choices, option, optarg))
			return session_usage(NULL);
	}
	order.all = order.choices.variant && command_is_all(order.choices.variant);
	if (!wrong)
		wrong = wrong_usage(&order, take_dependency_file(session, &order));
	if (wrong)
		return session_usage(wrong);
	order.edition = session->arguments[optind];
	if (order.all) {
		command_each_output(session, &order.choices, render_output, &order);
		return session_report(session);
	}
	struct job job = { .fonts = NULL };
	render_one(session, &order, &job);
	pipeline_close(&job);
	return session_report(session);
}
