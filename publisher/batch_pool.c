/* The parent: a worker gets the next edition when it has done the last, so that a long one holds nobody up. Nothing that is written depends
 * on who was faster: of two editions with one file name the one that stands first in the list has it. */
#include "batch.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <search.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "base/language.h"

enum { TICK = 200 /* ms between two looks at the clock */ };

struct worker {
	pid_t process;             /* 0: there is none */
	int socket, said;          /* said: a file that is its standard error */
	struct batch_unit *unit;   /* in hand, or NULL */
	struct batch_unit *awaited;    /* its name can be given when that one is done */
	int64_t begun, deadline;   /* ms; deadline 0: none */
	bool late;                 /* ended by us */
	char *in;                  /* what came of a message */
	size_t length, capacity;
};

struct pool {
	struct batch *batch;
	struct worker *workers;
	size_t count, next, done, failed;      /* next: unit that nobody has had yet */
	void *names;               /* tree of units by their file's name */
	int signals;               /* descriptor */
	sigset_t mask;             /* as it was before */
	bool stopping, hard, broken;       /* no more editions; nor an end of those in hand; the state cannot be kept */
	struct batch_progress *progress;
};

static int64_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* ---- names of files ---- */

/* As a file system that knows no difference of small and capital letters would have it. */
static int by_name(const void *left, const void *right)
{
	const struct batch_unit *a = left, *b = right;
	return strcasecmp(a->output, b->output);
}

static bool before(const struct batch_unit *a, const struct batch_unit *b)
{
	return a->edition->number != b->edition->number ? a->edition->number < b->edition->number : a->rank < b->rank;
}

static void answer(struct worker *worker, bool granted) { batch_send(worker->socket, granted ? BATCH_GRANTED : BATCH_REFUSED, NULL, 0); }

static bool in_hand(const struct pool *pool, const struct batch_unit *unit)
{
	bool found = false;
	for (size_t i = 0; i < pool->count; i++)
		found |= pool->workers[i].process && pool->workers[i].unit == unit;
	return found;
}

static bool is_sound(enum batch_status status) { return status == BATCH_RENDERED || status == BATCH_CURRENT; }

/* Reports a unit that no worker has brought to a good end. */
static void fail(struct pool *pool, struct batch_unit *unit, enum batch_status status, struct batch_record *known, struct diagnostics *all)
{
	struct arena *scratch = arena_new();
	known->status = unit->status = status;
	known->texts[TEXT_ERROR] = diagnostics_first_error(all, scratch, unit->edition->source);
	batch_say_failure(pool->batch, pool->progress, unit->edition, known->texts[TEXT_ERROR]);
	if (batch_failure(pool->batch, unit, known, all))
		pool->broken = true;
	arena_free(scratch);
}

/* One further down in the list was faster: its file will be written over. */
static void displace(struct pool *pool, struct batch_unit *loser)
{
	struct arena *scratch = arena_new();
	struct diagnostics *all = diagnostics_new(scratch);
	struct batch_record known = { .status = BATCH_FAILED };
	if (is_sound(loser->status)) {
		REPORT(all, naming_twice, &(struct place){ .file = loser->edition->source }, loser->output);
		pool->failed++;
		fail(pool, loser, BATCH_FAILED, &known, all);
	}
	arena_free(scratch);
}

static void claim(struct pool *pool, struct worker *worker, const char *name)
{
	struct batch_unit *unit = worker->unit;
	unit->output = arena_strdup(pool->batch->session->arena, name);
	struct batch_unit **node = tsearch(unit, &pool->names, by_name), *other = node ? *node : unit;
	if (!before(unit, other)) {
		answer(worker, other == unit);
		return;
	}
	*node = unit;
	if (in_hand(pool, other)) {
		worker->awaited = other;
	} else {
		displace(pool, other);
		answer(worker, true);
	}
}

/* A unit is done: does somebody wait for its name? */
static void release(struct pool *pool, struct batch_unit *unit)
{
	for (size_t i = 0; i < pool->count; i++) {
		struct worker *worker = &pool->workers[i];
		if (worker->awaited != unit)
			continue;
		worker->awaited = NULL;
		displace(pool, unit);
		if (worker->deadline)
			worker->deadline = now() + pool->batch->request.timeout * 1000;
		answer(worker, true);
	}
}

/* ---- the end of a unit ---- */

static void finish(struct pool *pool, struct worker *worker, enum batch_status status)
{
	struct batch_unit *unit = worker->unit;
	bool sound = is_sound(status);
	unit->status = status;
	worker->unit = NULL;
	worker->deadline = 0;
	pool->done++;
	pool->failed += !sound;
	pool->stopping |= !sound && pool->batch->request.stop;
	release(pool, unit);
}

static void take_record(struct pool *pool, struct worker *worker, const char *line)
{
	struct batch *batch = pool->batch;
	struct arena *scratch = arena_new();
	struct batch_record record;
	bool sound = !batch_record_read(scratch, arena_strdup(scratch, line), &record);
	enum batch_status status = sound ? record.status : BATCH_CRASHED;
	if (sound && status != BATCH_RENDERED)
		batch_say_failure(batch, pool->progress, worker->unit->edition, record.texts[TEXT_ERROR]);
	if (batch_state_append(batch, worker->unit, line))
		pool->broken = true;
	arena_free(scratch);
	finish(pool, worker, status);
}

static void take_current(struct pool *pool, struct worker *worker)
{
	struct batch_unit *unit = worker->unit;
	unit->line = batch_state_lookup(pool->batch->state, pool->batch->session->arena, unit->edition->identity, unit->variant);
	finish(pool, worker, BATCH_CURRENT);
}

/* false: the worker is gone. */
static bool give(struct pool *pool, struct worker *worker, struct batch_unit *unit)
{
	struct batch *batch = pool->batch;
	char text[sizeof(struct batch_task) + BATCH_NAME_MOST];
	const struct batch_task task = { (size_t)(unit->edition - batch->editions), !unit->variant };
	size_t length = unit->variant ? strlen(unit->variant) : 0;
	length = length > BATCH_NAME_MOST ? BATCH_NAME_MOST : length;
	memcpy(text, &task, sizeof task);
	memcpy(text + sizeof task, unit->variant ? unit->variant : "", length);
	bool sent = !batch_send(worker->socket, unit->split ? BATCH_SPLIT : BATCH_TASK, text, sizeof task + length);
	worker->unit = sent ? unit : NULL;
	worker->begun = now();
	worker->deadline = sent && batch->request.timeout ? worker->begun + (int64_t)batch->request.timeout * 1000 : 0;
	return sent;
}

/* The outputs of an edition become units of their own; it goes on with the document as it stands. */
static void take_names(struct pool *pool, struct worker *worker, const char *names, size_t length)
{
	struct batch *batch = pool->batch;
	struct batch_unit *unit = worker->unit;
	size_t rank = 1;
	for (const char *name = names; name < names + length; name += strlen(name) + 1)
		batch_add_unit(batch, unit->edition, arena_strdup(batch->session->arena, name), rank++);
	unit->split = false;
	give(pool, worker, unit);
}

static void take_message(struct pool *pool, struct worker *worker, const struct batch_head *head, char *text)
{
	if (head->message == BATCH_CLAIM)
		claim(pool, worker, text);
	else if (head->message == BATCH_NAMES)
		take_names(pool, worker, text, head->length);
	else if (head->message == BATCH_IS_CURRENT)
		take_current(pool, worker);
	else
		take_record(pool, worker, text);
}

/* ---- the end of a worker ---- */

static enum batch_status ending(const struct pool *pool, const struct worker *worker, int status, struct diagnostics *all, struct arena *arena)
{
	const struct batch_request *request = &pool->batch->request;
	const struct place at = { .file = worker->unit->edition->source };
	enum batch_status result = BATCH_CRASHED;
	if (worker->late) {
		REPORT(all, batch_timed_out, &at, arena_printf(arena, "%d", request->timeout));
		result = BATCH_TIMED_OUT;
	} else if (WIFEXITED(status) && WEXITSTATUS(status) == 4) {
		REPORT(all, batch_memory, &at, request->memory ? arena_printf(arena, "%lld MiB", (long long)(request->memory >> 20)) : _("this machine has"));
		result = BATCH_NO_MEMORY;
	} else {
		REPORT(all, batch_crashed, &at, WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : arena_printf(arena, _("exit code %d"), WEXITSTATUS(status)));
	}
	return result;
}

/* It is gone: waits for it, takes what it has started along, and reports the edition that it had in hand. */
static void bury(struct pool *pool, struct worker *worker)
{
	struct arena *scratch = arena_new();
	struct rusage usage = { 0 };
	int status = 0;
	kill(-worker->process, SIGKILL);
	kill(worker->process, SIGKILL);
	while (wait4(worker->process, &status, 0, &usage) < 0 && errno == EINTR)
		;
	if (worker->unit && !pool->hard) {
		struct diagnostics *all = diagnostics_new(scratch);
		enum batch_status how = ending(pool, worker, status, all, scratch);
		struct batch_record known = { .texts = { [TEXT_SAID] = batch_said(scratch, worker->said) } };
		known.numbers[NUMBER_WALL] = (now() - worker->begun) * 1000;
		known.numbers[NUMBER_PEAK] = usage.ru_maxrss;
		fail(pool, worker->unit, how, &known, all);
		finish(pool, worker, how);
	}
	close(worker->socket);
	close(worker->said);
	free(worker->in);
	*worker = (struct worker){ .process = 0 };
	arena_free(scratch);
}

/* ---- workers ---- */

/* Beyond what the program takes before it has an edition. */
static void bound_memory(int64_t bytes)
{
	long pages = 0;
	FILE *file = fopen("/proc/self/statm", "re");
	bool known = file && fscanf(file, "%ld", &pages) == 1;
	rlim_t most = (rlim_t)bytes + (known ? (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) : 0);
	if (file)
		fclose(file);
	setrlimit(RLIMIT_AS, &(struct rlimit){ most, most });
}

/* In the new process: from here on it is a worker. */
static _Noreturn void begin_work(struct pool *pool, int socket, int errors, pid_t parent)
{
	struct batch *batch = pool->batch;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_FILE);
	setsid();    /* the terminal's signals are for the parent, which asks no passphrases either */
	sigprocmask(SIG_SETMASK, &pool->mask, NULL);
	for (size_t i = 0; i < pool->count; i++)
		if (pool->workers[i].process)
			close(pool->workers[i].socket);
	batch_state_forget_lock(batch->state);
	dup2(errors, STDOUT_FILENO);
	dup2(errors, STDERR_FILENO);
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (nothing >= 0)
		dup2(nothing, STDIN_FILENO);
	if (batch->request.memory)
		bound_memory(batch->request.memory);
	batch_work(batch, socket);
}

/* 0, or an errno. */
static int hire(struct pool *pool, struct worker *worker)
{
	int ends[2] = { -1, -1 }, errors = memfd_create("said", MFD_CLOEXEC);
	pid_t parent = getpid();
	int error = errors < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) ? errno : 0;
	pid_t process = error ? -1 : fork();
	if (process == 0)
		begin_work(pool, ends[1], errors, parent);
	if (!error && process < 0)
		error = errno;
	if (ends[1] >= 0)
		close(ends[1]);
	if (error && ends[0] >= 0)
		close(ends[0]);
	if (error && errors >= 0)
		close(errors);
	if (!error)
		*worker = (struct worker){ .process = process, .socket = ends[0], .said = errors };
	return error;
}

/* The next unit that a worker can do, without those that are not there. NULL: no more. */
static struct batch_unit *next_unit(struct pool *pool)
{
	struct batch *batch = pool->batch;
	struct batch_unit *unit = NULL;
	while (!unit && !pool->stopping && pool->next < batch->unit_count) {
		unit = batch->units[pool->next++];
		if (unit->edition->identity)
			continue;
		struct arena *scratch = arena_new();
		struct diagnostics *all = diagnostics_new(scratch);
		struct batch_record known = { .status = BATCH_FAILED };
		REPORT(all, batch_no_edition, &unit->edition->at, unit->edition->source);
		fail(pool, unit, BATCH_FAILED, &known, all);
		pool->done++;
		pool->failed++;
		pool->stopping |= batch->request.stop;
		arena_free(scratch);
		unit = NULL;
	}
	return unit;
}

/* Everyone who has nothing to do gets something. Workers in hand, or -1 with a diagnostic: nobody can be started. */
static int distribute(struct pool *pool)
{
	int busy = 0, error = 0;
	struct batch_unit *unit = NULL;
	for (size_t i = 0; i < pool->count; i++) {
		struct worker *worker = &pool->workers[i];
		while (!worker->unit && !error && (unit || (unit = next_unit(pool)) != NULL)) {
			error = worker->process ? 0 : hire(pool, worker);
			if (!error && give(pool, worker, unit))
				unit = NULL;
			else if (!error)
				bury(pool, worker);
		}
		busy += worker->unit != NULL;
	}
	if (unit)    /* later, by one of those that are busy now */
		pool->next--;
	return error && !busy ? REPORT(pool->batch->session->all, program_start, NULL, "hongtou", error_text(error)) : busy;
}

static void listen_to(struct pool *pool, struct worker *worker)
{
	enum { PIECE = 1 << 16 };
	struct batch_head head;
	if (worker->length + PIECE + 1 > worker->capacity) {
		worker->capacity = 2 * worker->length + PIECE + 1;
		worker->in = realloc(worker->in, worker->capacity);
	}
	ssize_t got = recv(worker->socket, worker->in + worker->length, PIECE, MSG_DONTWAIT);
	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	worker->length += got > 0 ? (size_t)got : 0;
	if (worker->length >= sizeof head)
		memcpy(&head, worker->in, sizeof head);
	if (got <= 0) {
		bury(pool, worker);
	} else if (worker->length >= sizeof head && worker->length - sizeof head >= head.length) {    /* it waits for an answer now */
		worker->in[worker->length] = '\0';
		worker->length = 0;
		take_message(pool, worker, &head, worker->in + sizeof head);
	}
}

static void end_late(struct pool *pool)
{
	int64_t time = now();
	for (size_t i = 0; i < pool->count; i++) {
		struct worker *worker = &pool->workers[i];
		worker->late = worker->unit && !worker->awaited && worker->deadline && worker->deadline <= time;
		if (worker->late)
			bury(pool, worker);
	}
}

/* Once: no new edition is begun, those in hand are brought to their end. Twice: nor that. */
static void take_signal(struct pool *pool)
{
	struct signalfd_siginfo signal;
	if (read(pool->signals, &signal, sizeof signal) != sizeof signal)
		return;
	pool->hard = pool->batch->interrupted;
	pool->batch->interrupted = (int)signal.ssi_signo;
	pool->stopping = true;
}

static int milliseconds_to_wait(const struct pool *pool)
{
	int64_t time = now(), wait = pool->progress ? TICK : -1;
	for (size_t i = 0; i < pool->count; i++) {
		const struct worker *worker = &pool->workers[i];
		int64_t left = worker->unit && worker->deadline ? worker->deadline - time : -1;
		if (worker->unit && worker->deadline && (wait < 0 || left < wait))
			wait = left > 0 ? left : 0;
	}
	return (int)(wait > 60000 ? 60000 : wait);
}

static void wait_for_news(struct pool *pool)
{
	struct pollfd *list = calloc(pool->count + 1, sizeof *list);
	list[pool->count] = (struct pollfd){ .fd = pool->signals, .events = POLLIN };
	for (size_t i = 0; i < pool->count; i++)
		list[i] = (struct pollfd){ .fd = pool->workers[i].process ? pool->workers[i].socket : -1, .events = POLLIN };
	if (poll(list, pool->count + 1, milliseconds_to_wait(pool)) > 0) {
		if (list[pool->count].revents)
			take_signal(pool);
		for (size_t i = 0; i < pool->count; i++)
			if (list[i].revents && pool->workers[i].process)
				listen_to(pool, &pool->workers[i]);
	}
	free(list);
}

static void keep_names(void *unit) { (void)unit; }

static void open_signals(struct pool *pool)
{
	sigset_t taken;
	sigemptyset(&taken);
	sigaddset(&taken, SIGINT);
	sigaddset(&taken, SIGTERM);
	sigaddset(&taken, SIGHUP);
	sigprocmask(SIG_BLOCK, &taken, &pool->mask);
	pool->signals = signalfd(-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK);
}

int batch_run(struct batch *batch)
{
	struct pool pool = { .batch = batch, .count = (size_t)batch->request.workers };
	int busy;
	pool.workers = arena_array(batch->session->arena, pool.count, sizeof *pool.workers);
	pool.progress = batch_progress_new(batch);
	open_signals(&pool);
	while ((busy = distribute(&pool)) > 0 && !pool.hard) {
		batch_progress_show(pool.progress, pool.done, pool.failed);
		wait_for_news(&pool);
		end_late(&pool);
		pool.stopping |= pool.broken;
	}
	for (size_t i = 0; i < pool.count; i++)
		if (pool.workers[i].process)
			bury(&pool, &pool.workers[i]);
	batch_progress_end(pool.progress, pool.done, pool.failed);
	tdestroy(pool.names, keep_names);
	if (pool.signals >= 0)
		close(pool.signals);
	batch->failed = pool.failed;
	return busy < 0 || pool.broken ? -1 : 0;
}
