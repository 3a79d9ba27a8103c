/* hongtou batch: many editions in one run. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/language.h"
#include "base/program.h"
#include "batch.h"
#include "command.h"

enum { TIMEOUT = 300 /* s */, MEMORY = 2048 /* MiB */, WORKERS_MOST = 1024, SECONDS_MOST = 1000000, MEBIBYTES_MOST = 1 << 24 };
enum option_code { OPTION_REPORT = 1, OPTION_TIMEOUT, OPTION_MEMORY, OPTION_KEEP_GOING, OPTION_STOP, OPTION_SHARD, OPTION_PASS_FD };

static int parse_number(const char *text, int least, int most, int *out)
{
	char *end = NULL;
	errno = 0;
	long number = strtol(text, &end, 10);
	bool sound = text[0] >= '0' && text[0] <= '9' && !*end && !errno && number >= least && number <= most;
	*out = sound ? (int)number : *out;
	return sound ? 0 : -1;
}

/* K/N, from 1/N to N/N. */
static int parse_shard(struct arena *arena, const char *text, struct batch_request *request)
{
	const char *slash = strchr(text, '/');
	if (!slash || parse_number(slash + 1, 1, BATCH_SHARDS_MOST, &request->shards))
		return -1;
	return parse_number(arena_strndup(arena, text, (size_t)(slash - text)), 1, request->shards, &request->shard);
}

static int own_processors(void)
{
	cpu_set_t set;
	return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

/* ---- options ---- */

struct order { struct batch_request request; int pass_fd, mebibytes; };

/* NULL, or what is wrong. */
static const char *take_option(struct session *session, int option, const char *value, struct order *order)
{
	struct batch_request *request = &order->request;
	const char *wrong = NULL;
	if (option == 'o')
		request->out = value;
	else if (option == 'j')
		wrong = parse_number(value, 1, WORKERS_MOST, &request->workers) ? _("-j takes the number of workers, at least 1") : NULL;
	else if (option == OPTION_REPORT)
		request->report = value;
	else if (option == OPTION_TIMEOUT)
		wrong = parse_number(value, 0, SECONDS_MOST, &request->timeout) ? _("--timeout takes seconds; 0: an edition may take as long as it likes") : NULL;
	else if (option == OPTION_MEMORY)
		wrong = parse_number(value, 0, MEBIBYTES_MOST, &order->mebibytes) ? _("--memory takes MiB; 0: an edition may take what the machine has") : NULL;
	else if (option == OPTION_SHARD)
		wrong = parse_shard(session->arena, value, request) ? _("--shard takes K/N: the Kth of N parts, from 1/N to N/N") : NULL;
	else if (option == OPTION_PASS_FD)
		wrong = parse_number(value, 0, INT_MAX, &order->pass_fd) ? _("--pass-fd takes the number of an open file") : NULL;
	else if (option == OPTION_STOP || option == OPTION_KEEP_GOING)
		request->stop = option == OPTION_STOP;
	else if (!command_choice(session, &request->choices, option, value))
		wrong = "";
	return wrong;
}

static const char *take_options(struct session *session, struct order *order)
{
	static const struct option options[] = {
		{ "output", required_argument, NULL, 'o' }, { "jobs", required_argument, NULL, 'j' }, { "report", required_argument, NULL, OPTION_REPORT },
		{ "timeout", required_argument, NULL, OPTION_TIMEOUT }, { "memory", required_argument, NULL, OPTION_MEMORY },
		{ "keep-going", no_argument, NULL, OPTION_KEEP_GOING }, { "stop", no_argument, NULL, OPTION_STOP }, { "no-keep-going", no_argument, NULL, OPTION_STOP },
		{ "shard", required_argument, NULL, OPTION_SHARD }, { "pass-fd", required_argument, NULL, OPTION_PASS_FD }, CHOICE_OPTIONS, { NULL, 0, NULL, 0 },
	};
	const char *wrong = NULL;
	int option;
	while (!wrong && (option = getopt_long(session->argument_count, session->arguments, "o:j:", options, NULL)) != -1)
		wrong = take_option(session, option, optarg, order);
	if (!wrong && !order->request.out)
		wrong = _("name the folder for the finished files with -o");
	if (!wrong && optind == session->argument_count)
		wrong = _("name a list of editions, or folders");
	return wrong;
}

static void complete(struct session *session, struct order *order)
{
	struct batch_request *request = &order->request;
	const char *name = request->shards == 1 ? "batch.json" : arena_printf(session->arena, "batch.%d-of-%d.json", request->shard, request->shards);
	request->memory = (int64_t)order->mebibytes << 20;
	request->all = request->choices.variant && command_is_all(request->choices.variant);
	if (request->all)
		request->choices.variant = NULL;
	if (!request->report)
		request->report = path_join(session->arena, request->out, name);
}

/* ---- the run ---- */

static int make_folders(struct session *session, const char *path)
{
	char *part = arena_strdup(session->arena, path);
	for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(part, 0777);
		*slash = '/';
	}
	return mkdir(path, 0777) && errno != EEXIST ? REPORT(session->all, file_write, NULL, path, error_text(errno)) : 0;
}

/* What is opened and looked up here, each worker has from the start. */
static void warm(struct batch *batch)
{
	static const char text[] = "关于印发《2018年为民办实事》的通知，请认真贯彻执行。Project 1：50.5%（一）";
	struct arena *scratch = arena_new();
	struct diagnostics *unheard = diagnostics_new(scratch);
	struct words words = { .text = text };
	fonts_begin(batch->fonts, unheard);
	struct shaper *shaper = shaper_open(batch->fonts, NULL);
	for (int family = 0; family < FAMILY_COUNT; family++) {
		struct text_span span = { .length = sizeof text - 1, .family = (enum family)family };
		struct shaped shaped;
		text_shape(shaper, scratch, unheard, &words, &span, &shaped);
	}
	shaper_close(shaper);
	fonts_begin(batch->fonts, batch->session->all);
	arena_free(scratch);
}

static int open_all(struct batch *batch, char *const *arguments, int count)
{
	struct session *session = batch->session;
	static const char library[] = "libcrypto.so.3";
	batch->sum = sha256_open(session->arena, library);
	if (!batch->sum)
		return REPORT(session->all, digest_missing, NULL, library);
	if (batch_list(batch, arguments, count) || make_folders(session, batch->request.out) || batch_state_open(batch)
	    || fonts_open(session->all, pipeline_catalogues(session), &batch->fonts) || batch_basis(batch))
		return -1;
	warm(batch);
	for (size_t i = 0; i < batch->count; i++)
		batch_add_unit(batch, &batch->editions[i], batch->request.choices.variant, 0)->split = batch->request.all;
	if ((size_t)batch->request.workers > batch->count)
		batch->request.workers = batch->count ? (int)batch->count : 1;
	return 0;
}

static void close_all(struct batch *batch)
{
	if (batch->fonts)
		fonts_close(batch->fonts);
	batch_state_close(batch->state);
	sha256_close(batch->sum);
}

/* Ends as whoever has sent the signal expects. */
static void obey(int signal_number)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, signal_number);
	signal(signal_number, SIG_DFL);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	raise(signal_number);
}

static int run(struct session *session, const struct batch_request *request)
{
	struct batch batch = { .session = session, .request = *request, .started = time(NULL) };
	clock_gettime(CLOCK_MONOTONIC, &batch.begun);
	if (!open_all(&batch, session->arguments + optind, session->argument_count - optind)) {
		batch_run(&batch);
		batch_report(&batch);
		batch_state_settle(&batch);
	}
	close_all(&batch);
	int code = session_report(session);
	if (batch.interrupted)
		obey(batch.interrupted);
	return code == EXIT_OK && batch.failed ? EXIT_INPUT : code;
}

/* Reports are put together by a program of its own, which links what reads JSON. */
static int merge(struct session *session)
{
	const char *path = program_path(session->arena, "hongtou-merge");
	char **kept = session->given + 1;
	session->given[0] = arena_strdup(session->arena, path);
	for (char **argument = kept; *argument; argument++)
		if (*argument != session->arguments[0] && strcmp(*argument, "--merge") != 0)
			*kept++ = *argument;
	*kept = NULL;
	execv(path, session->given);
	REPORT(session->all, program_start, NULL, path, error_text(errno));
	return session_report(session);
}

int command_batch(struct session *session)
{
	struct order order = { .request = { .workers = own_processors(), .timeout = TIMEOUT, .shard = 1, .shards = 1 }, .pass_fd = -1, .mebibytes = MEMORY };
	for (int i = 1; i < session->argument_count; i++)
		if (strcmp(session->arguments[i], "--merge") == 0)
			return merge(session);
	const char *wrong = take_options(session, &order);
	if (wrong)
		return session_usage(wrong[0] ? wrong : NULL);
	complete(session, &order);
	if (order.pass_fd >= 0 && file_read_descriptor(session->arena, session->all, "--pass-fd", order.pass_fd, &order.request.passphrases))
		return session_report(session);
	return run(session, &order.request);
}
