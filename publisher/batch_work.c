/* A worker: takes an edition, asks whether it may have the name of its file, sets it, tells how it went, takes the next. Only its parent
 * writes lists and reports. */
#include "batch.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "base/memory.h"
#include "command.h"
#include "naming.h"
#include "rendering.h"

enum { SAID_MOST = 4000 };     /* of what a library has to say to standard error */

struct work {
	struct batch *batch;
	int socket;
	struct session session;    /* of the edition in hand: its own arena, its own diagnostics */
	const struct batch_edition *edition;
	const char *variant;
	struct batch_record record;
};

/* ---- messages ---- */

static int send_all(int socket, const char *data, size_t length)
{
	while (length) {
		ssize_t sent = send(socket, data, length, MSG_NOSIGNAL);
		if (sent < 0 && errno != EINTR)
			return -1;
		data += sent > 0 ? sent : 0;
		length -= sent > 0 ? (size_t)sent : 0;
	}
	return 0;
}

int batch_send(int socket, enum batch_message message, const void *data, size_t length)
{
	const struct batch_head head = { message, (uint32_t)length };
	return send_all(socket, (const char *)&head, sizeof head) || send_all(socket, data, length) ? -1 : 0;
}

static int receive_all(int socket, void *data, size_t length)
{
	ssize_t got = length ? recv(socket, data, length, MSG_WAITALL) : 0;
	return got == (ssize_t)length ? 0 : -1;
}

/* ---- what it cost ---- */

static int64_t microseconds(struct timeval time) { return (int64_t)time.tv_sec * 1000000 + time.tv_usec; }

static int64_t cpu_now(void)
{
	struct rusage own, others;
	getrusage(RUSAGE_SELF, &own);
	getrusage(RUSAGE_CHILDREN, &others);
	return microseconds(own.ru_utime) + microseconds(own.ru_stime) + microseconds(others.ru_utime) + microseconds(others.ru_stime);
}

static int64_t wall_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* proc(5): the peak starts anew. */
static void reset_peak(void)
{
	int fd = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
	ssize_t wrote = fd < 0 ? 0 : write(fd, "5", 1);
	(void)wrote;
	if (fd >= 0)
		close(fd);
}

/* KiB */
static int64_t peak_now(void)
{
	char status[4096];
	int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? 0 : read(fd, status, sizeof status - 1);
	if (fd >= 0)
		close(fd);
	status[length > 0 ? length : 0] = '\0';
	const char *peak = strstr(status, "VmHWM:");
	return peak ? strtoll(peak + strlen("VmHWM:"), NULL, 10) : 0;
}

/* ---- one edition ---- */

/* Passphrases are there for each edition anew, in a file that the programs which sign inherit. */
static const char *give_passphrases(struct work *work, int *fd)
{
	struct bytes passphrases = work->batch->request.passphrases;
	*fd = passphrases.length ? memfd_create("passphrases", 0) : -1;
	if (*fd < 0)
		return NULL;
	ssize_t wrote = pwrite(*fd, passphrases.data, passphrases.length, 0);
	return wrote == (ssize_t)passphrases.length ? arena_printf(work->session.arena, "%d", *fd) : NULL;
}

/* No two editions may have one name. -1: another has it. */
static int claim(struct work *work, const char *name)
{
	struct batch_head answer = { BATCH_REFUSED, 0 };
	if (batch_send(work->socket, BATCH_CLAIM, name, strlen(name)) || receive_all(work->socket, &answer, sizeof answer))
		_exit(EXIT_FILE);    /* the parent is no more */
	work->record.texts[TEXT_OUTPUT] = name;
	return answer.message == BATCH_GRANTED ? 0 : REPORT(work->session.all, naming_twice, &(struct place){ .file = work->edition->source }, name);
}

static int write_file(struct work *work, struct job *job)
{
	struct session *session = &work->session;
	int passphrases = -1;
	const char *name = naming_file(session, job);
	if (!name || claim(work, name))
		return -1;
	const char *path = path_join(session->arena, work->batch->request.out, name);
	job->sealing.pass_fd = give_passphrases(work, &passphrases);
	job->document.seals_by_signature = job->sealing.count;
	sealing_settle(session, job->settings, &job->document, !work->batch->request.all, &job->sealing);
	int result = rendering_write(session, job, path);
	if (passphrases >= 0)
		close(passphrases);
	if (!result && !diagnostics_count(session->all, SEVERITY_ERROR))
		result = batch_hash_output(work->batch, session, path, &work->record);
	return result;
}

static void set_edition(struct work *work)
{
	struct session *session = &work->session;
	struct job job = { .fonts = work->batch->fonts, .choices = work->batch->request.choices };
	job.choices.variant = work->variant;
	int result = work->variant && command_is_all(work->variant)
	             ? REPORT(session->all, output_reserved, &(struct place){ .file = work->edition->source }, work->variant)
	             : pipeline_load(session, work->edition->source, &job);
	if (!result)
		result = write_file(work, &job);
	bool written = !result && !diagnostics_count(session->all, SEVERITY_ERROR) && !session->companion_code;
	if (written) {
		batch_dependencies(session, &job, &work->record);
		batch_inputs(work->batch, session, &job, &work->record);
	}
	work->record.status = written ? BATCH_RENDERED : session->companion_code == EXIT_MEMORY ? BATCH_NO_MEMORY : BATCH_FAILED;
	work->record.numbers[NUMBER_PAGES] = written ? job.pages : 0;
	work->record.numbers[NUMBER_SHEETS] = written ? job.sheets : 0;
	pipeline_close(&job);
}

const char *batch_said(struct arena *arena, int fd)
{
	char text[SAID_MOST];
	ssize_t length = pread(fd, text, sizeof text, 0);
	return arena_strndup(arena, text, length > 0 ? (size_t)length : 0);
}

/* Counted in what is printed: other programs' are there too. Inside of strings of JSON there is no such mark. */
static int64_t occurrences(const char *text, const char *mark)
{
	int64_t count = 0;
	for (; (text = strstr(text, mark)) != NULL; text += strlen(mark))
		count++;
	return count;
}

static void begin_edition(struct work *work)
{
	work->session = *work->batch->session;
	work->session.arena = arena_new();
	work->session.all = diagnostics_new(work->session.arena);
	work->session.form = DIAGNOSTIC_JSON;    /* so that what other programs have to say joins */
	work->session.companion_code = 0;
	if (work->session.strict)
		diagnostics_make_warnings_errors(work->session.all);
	work->record = (struct batch_record){ .status = BATCH_FAILED };
	if (ftruncate(STDERR_FILENO, 0) == 0)
		lseek(STDERR_FILENO, 0, SEEK_SET);
}

static bool is_current(struct work *work)
{
	struct arena *arena = work->session.arena;
	const char *line = batch_state_lookup(work->batch->state, arena, work->edition->identity, work->variant);
	struct batch_record record;
	return line && !batch_record_read(arena, arena_strdup(arena, line), &record) && batch_current(work->batch, &work->session, &record)
	       && !claim(work, record.texts[TEXT_OUTPUT]);
}

/* What is known of the edition besides what setting it has left. */
static void describe(struct work *work)
{
	struct batch_record *record = &work->record;
	struct session *session = &work->session;
	record->texts[TEXT_SOURCE] = work->edition->source;
	record->texts[TEXT_IDENTITY] = work->edition->identity;
	record->texts[TEXT_VARIANT] = work->variant;
	record->texts[TEXT_BASIS] = work->batch->basis;
	record->texts[TEXT_ERROR] = batch_first_error(session->all, session->arena, work->edition->source);
	record->texts[TEXT_DIAGNOSTICS] = batch_diagnostics(session->arena, session->all);
	record->texts[TEXT_SAID] = batch_said(session->arena, STDERR_FILENO);
	record->numbers[NUMBER_WARNINGS] = occurrences(record->texts[TEXT_DIAGNOSTICS], "\"severity\":\"warning\"");
	record->numbers[NUMBER_ERRORS] = occurrences(record->texts[TEXT_DIAGNOSTICS], "\"severity\":\"error\"");
}

static void do_edition(struct work *work)
{
	int64_t wall = wall_now(), cpu = cpu_now();
	reset_peak();
	begin_edition(work);
	bool current = is_current(work), refused = !current && work->record.texts[TEXT_OUTPUT];
	if (!current && !refused)
		set_edition(work);
	describe(work);
	work->record.numbers[NUMBER_WALL] = wall_now() - wall;
	work->record.numbers[NUMBER_CPU] = cpu_now() - cpu;
	work->record.numbers[NUMBER_PEAK] = peak_now();
	const char *line = current ? "" : batch_record_line(work->session.arena, &work->record);
	if (batch_send(work->socket, current ? BATCH_IS_CURRENT : BATCH_DONE, line, strlen(line)))
		_exit(EXIT_FILE);
	arena_free(work->session.arena);
}

/* The outputs that an edition has, besides the document as it stands. */
static void name_variants(struct work *work)
{
	struct session *session = &work->session;
	struct settings *settings = NULL;
	const struct words *names = NULL;
	char *list = NULL;
	size_t length = 0, count = 0, capacity = 0;
	begin_edition(work);
	if (!pipeline_settings(session, work->edition->source, &work->batch->request.choices, &settings))
		count = settings_instances(settings, "output", &names);
	for (size_t i = 0; i < count; i++) {
		size_t one = strlen(names[i].text) + 1;
		ARENA_GROW(session->arena, list, &capacity, length + one);
		memcpy(list + length, names[i].text, one);
		length += one;
	}
	if (batch_send(work->socket, BATCH_NAMES, list, length))
		_exit(EXIT_FILE);
	arena_free(session->arena);
}

_Noreturn void batch_work(struct batch *batch, int socket)
{
	struct work work = { .batch = batch, .socket = socket };
	struct batch_head head;
	struct batch_task task;
	char name[BATCH_NAME_MOST + 1];
	while (!receive_all(socket, &head, sizeof head) && head.length >= sizeof task && head.length - sizeof task <= BATCH_NAME_MOST
	       && !receive_all(socket, &task, sizeof task) && !receive_all(socket, name, head.length - sizeof task)) {
		name[head.length - sizeof task] = '\0';
		work.edition = &batch->editions[task.edition];
		work.variant = task.plain ? NULL : name;
		if (head.message == BATCH_SPLIT)
			name_variants(&work);
		else
			do_edition(&work);
	}
	_exit(EXIT_OK);
}
