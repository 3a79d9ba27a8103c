/* One thread waits for everything: folders, workers, the browser, signals, the clock. A save starts a round: a worker sets the pages and draws
 * them, and once it knows that they are sound a second one writes the PDF. A newer save ends the round, whatever it was at. */
#include "watching.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include "base/language.h"
#include "base/memory.h"
#include "pipeline.h"
#include "proving.h"
#include "watch/server.h"
#include "watch/watched.h"
#include "watch/worker.h"
#include "watching_report.h"

/* Milliseconds. Programs save in several steps: after the last one the disk is quiet for SETTLE; a file that is gone mostly comes back at once. */
enum { SETTLE = 12, SETTLE_LOST = 200, LOOK = 1000, LOOK_ALONE = 400, TELL = 60, GREET = 10000 };
enum { OVERTAKEN_MAX = 8,       /* rounds in a row that newer saves may end: then one is let through */
       PORT_USUAL = 8754 };
enum who { DRAWER, WRITER, WHO };
enum { DESCRIPTORS = 2 + WHO + SERVER_DESCRIPTORS };

struct watching {
	struct session *session;
	const struct watching_wishes *wishes;
	struct fonts *fonts;
	struct proof *proof;
	struct proving proving;
	struct watched *watched;
	struct server *server;             /* or NULL */
	struct watching_report *report;
	struct worker workers[WHO];
	int signals;
	int64_t saved, due;                /* the save that the round is about; when it starts, 0: none is to */
	int64_t looked, told, greeted;
	bool untold;                       /* readers do not know the proof as it is */
	int overtaken;
	bool sources_begun, pages_set, written, messages_told, late;
};

/* ---- what came of a round ---- */

static void tell(struct watching *watching, bool at_once)
{
	int64_t now = worker_clock();
	watching->untold = true;
	if (watching->server && (at_once || now - watching->told >= TELL)) {
		server_tell(watching->server);
		watching->told = now;
		watching->untold = false;
	}
}

static void conclude(struct watching *watching, bool sound)
{
	proof_finish(watching->proof, sound, (int)(worker_clock() - watching->saved));
	watching_report_round(watching->report, watching->proof, (int)(worker_clock() - watching->saved));
	tell(watching, true);
}

/* The edition had no chance to say what is wrong. */
static void conclude_failed(struct watching *watching, int code)
{
	struct arena *arena = arena_new();
	struct diagnostics *all = diagnostics_new(arena);
	const struct place at = { .file = watching->wishes->edition };
	if (watching->late)
		REPORT(all, watch_late, &at, arena_printf(arena, "%d", watching->wishes->limit));
	else
		REPORT(all, watch_ended, &at, code == EXIT_MEMORY ? _("out of memory") : code >= 128 ? strsignal(code - 128) : arena_printf(arena, "%d", code));
	watching_report_messages(all, watching->proof);
	conclude(watching, false);
	arena_free(arena);
}

/* ---- rounds ---- */

static void draw(const void *context, int fd) { proving_draw(context, fd); }
static void write_pdf(const void *context, int fd) { proving_write(context, fd); }

static void start(struct watching *watching, enum who who)
{
	int error = worker_start(&watching->workers[who], who == DRAWER ? draw : write_pdf, &watching->proving);
	if (error) {
		struct arena *arena = arena_new();
		struct diagnostics *all = diagnostics_new(arena);
		REPORT(all, program_start, NULL, "hongtou-watch", error_text(error));
		watching_report_messages(all, watching->proof);
		conclude(watching, false);
		arena_free(arena);
	}
}

static void start_round(struct watching *watching)
{
	watching->due = 0;
	watching->sources_begun = watching->pages_set = watching->written = watching->messages_told = watching->late = false;
	watched_note(watching->watched);
	proof_begin(watching->proof);
	start(watching, DRAWER);
}

static bool running(const struct watching *watching) { return watching->workers[DRAWER].process || watching->workers[WRITER].process; }

static void on_change(struct watching *watching, enum watched_change change)
{
	int64_t now = worker_clock();
	if (change == WATCHED_SAME)
		return;
	if (!watching->due)
		watching->saved = now;
	watching->due = now + (change == WATCHED_LOST ? SETTLE_LOST : SETTLE);
	if (running(watching) && watching->overtaken < OVERTAKEN_MAX) {
		worker_kill(&watching->workers[DRAWER]);
		worker_kill(&watching->workers[WRITER]);
		watching->overtaken++;
	}
}

/* ---- what workers say ---- */

static void take_set(struct watching *watching)
{
	watching->pages_set = true;
	watched_end(watching->watched, true);
	proof_accept(watching->proof);
	start(watching, WRITER);
	tell(watching, true);
}

static void take(struct watching *watching, const struct wire_record *record)
{
	const char *text = (const char *)record->rest.data;
	struct wire_source source;
	struct wire_page page;
	struct wire_messages messages;
	struct wire_picture picture;
	switch (record->kind) {
	case WIRE_SOURCE:
		memcpy(&source, record->fixed, sizeof source);
		if (!watching->sources_begun)
			watched_begin(watching->watched);
		watching->sources_begun = true;
		watched_add(watching->watched, text, &source.mark);
		break;
	case WIRE_PAGE:
		memcpy(&page, record->fixed, sizeof page);
		proof_add_page(watching->proof, &page, text);
		break;
	case WIRE_MESSAGES:
		memcpy(&messages, record->fixed, sizeof messages);
		proof_messages(watching->proof, &messages, text, text + strlen(text) + 1);
		watching->messages_told = true;
		break;
	case WIRE_SET:
		take_set(watching);
		break;
	case WIRE_PICTURE:
		memcpy(&picture, record->fixed, sizeof picture);
		proof_add_picture(watching->proof, picture.print, record->rest);
		tell(watching, false);
		break;
	case WIRE_WRITTEN:
		watching->written = true;
		break;
	case WIRE_KINDS:
		break;
	}
}

static void take_end(struct watching *watching, enum who who)
{
	int code = worker_end(&watching->workers[who]);
	bool unfinished = who == DRAWER && !watching->pages_set;
	struct wire_messages counts = proof_counts(watching->proof);
	watching->overtaken = 0;
	if (unfinished && watching->sources_begun)
		watched_end(watching->watched, false);
	if (code || (unfinished && !watching->messages_told)) {
		worker_kill(&watching->workers[DRAWER]);
		worker_kill(&watching->workers[WRITER]);
		conclude_failed(watching, code);
	} else if (unfinished || who == WRITER) {
		conclude(watching, watching->written);
	} else if (counts.errors && !watching->workers[WRITER].process) {
		conclude(watching, false);         /* the pages could be set, but not drawn */
	} else {
		tell(watching, true);
	}
}

static void hear(struct watching *watching, enum who who)
{
	struct worker *worker = &watching->workers[who];
	struct wire_record record;
	size_t taken = 0;
	int more = wire_read(&worker->reader, worker->fd);
	while (wire_next(&worker->reader, &taken, &record))
		take(watching, &record);
	if (wire_done(&worker->reader, taken) || more < 1)
		take_end(watching, who);
}

/* ---- the loop ---- */

static void check_clock(struct watching *watching)
{
	int64_t now = worker_clock();
	int interval = watched_error(watching->watched) ? LOOK_ALONE : LOOK;
	for (int i = 0; i < WHO; i++) {
		if (watching->workers[i].process && now - watching->workers[i].started >= (int64_t)watching->wishes->limit * 1000) {
			watching->late = true;
			worker_kill(&watching->workers[DRAWER]);
			worker_kill(&watching->workers[WRITER]);
			conclude_failed(watching, 0);
		}
	}
	if (now - watching->looked >= interval) {
		watching->looked = now;
		on_change(watching, watched_look(watching->watched));
	}
	if (watching->untold && now - watching->told >= TELL)
		tell(watching, true);
	if (watching->server && now - watching->greeted >= GREET) {
		watching->greeted = now;
		server_greet(watching->server);
	}
	if (watching->due && now >= watching->due && !running(watching))
		start_round(watching);
}

static int wait_time(const struct watching *watching)
{
	int64_t now = worker_clock(), until = watching->looked + (watched_error(watching->watched) ? LOOK_ALONE : LOOK);
	if (watching->due && watching->due < until && !running(watching))
		until = watching->due;
	if (watching->untold && watching->server && watching->told + TELL < until)
		until = watching->told + TELL;
	int most = until > now ? (int)(until - now) : 0;
	return watching->server ? server_wait(watching->server, most) : most;
}

static int descriptors(const struct watching *watching, struct pollfd list[DESCRIPTORS])
{
	int served[SERVER_DESCRIPTORS], count = 2 + WHO;
	list[0] = (struct pollfd){ .fd = watching->signals, .events = POLLIN };
	list[1] = (struct pollfd){ .fd = watched_descriptor(watching->watched), .events = POLLIN };
	for (int i = 0; i < WHO; i++)
		list[2 + i] = (struct pollfd){ .fd = watching->workers[i].process ? watching->workers[i].fd : -1, .events = POLLIN };
	for (int i = 0, more = watching->server ? server_descriptors(watching->server, served) : 0; i < more; i++)
		list[count++] = (struct pollfd){ .fd = served[i], .events = POLLIN };
	return count;
}

static bool stopped(const struct watching *watching)
{
	struct signalfd_siginfo information;
	return read(watching->signals, &information, sizeof information) == (ssize_t)sizeof information;
}

static void loop(struct watching *watching)
{
	struct pollfd list[DESCRIPTORS];
	bool stop = false;
	while (!stop && !watching_report_broken(watching->report)) {
		int count = descriptors(watching, list);
		if (poll(list, (nfds_t)count, wait_time(watching)) < 0 && errno != EINTR)
			break;
		stop = list[0].revents && stopped(watching);
		if (list[1].revents & POLLIN)
			on_change(watching, watched_read(watching->watched));
		for (int i = 0; i < WHO; i++)
			if (list[2 + i].revents && watching->workers[i].process)
				hear(watching, (enum who)i);
		check_clock(watching);
		if (watching->server)
			server_run(watching->server);
	}
	worker_kill(&watching->workers[DRAWER]);
	worker_kill(&watching->workers[WRITER]);
}

/* ---- beginning and end ---- */

static int open_signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* What every edition needs of the fonts is looked up before the first one. */
static int warm_fonts(struct watching *watching)
{
	int result = fonts_open(watching->session->all, pipeline_catalogues(watching->session), &watching->fonts);
	for (int family = 0; family < FONT_FAMILIES && !result; family++)
		fonts_face_for(watching->fonts, family, 0x4E00, false);
	return result;
}

static int open_server(struct watching *watching)
{
	const struct watching_wishes *wishes = watching->wishes;
	struct session *session = watching->session;
	struct diagnostics *unheard = diagnostics_new(session->arena);
	if (!wishes->page)
		return 0;
	if (wishes->port < 0)
		watching->server = server_open(session->arena, unheard, PORT_USUAL, watching->proof, wishes->page);
	if (!watching->server)
		watching->server = server_open(session->arena, session->all, wishes->port < 0 ? 0 : wishes->port, watching->proof, wishes->page);
	return watching->server ? 0 : -1;
}

static void begin(struct watching *watching)
{
	const struct watching_wishes *wishes = watching->wishes;
	watching->watched = watched_new(wishes->edition);
	watched_except(watching->watched, wishes->output);
	watching->report = watching_report_new(watching->session, wishes->output, watching->watched);
	watching->proving = (struct proving){
		.choices = wishes->choices,
		.session = watching->session, .fonts = watching->fonts, .edition = wishes->edition, .output = wishes->output, .proof = watching->proof,
		.dpi = wishes->page ? wishes->dpi : 0,
	};
	if (watched_error(watching->watched))
		REPORT(watching->session->all, watch_blind, &(struct place){ .file = wishes->edition }, error_text(watched_error(watching->watched)));
	if (diagnostics_count(watching->session->all, SEVERITY_ERROR) + diagnostics_count(watching->session->all, SEVERITY_WARNING))
		session_report(watching->session);
	if (watching->server)
		watching_report_address(watching->report, server_port(watching->server));
	watching->saved = watching->looked = watching->greeted = worker_clock();
	start_round(watching);
}

int watching_run(struct session *session, const struct watching_wishes *wishes)
{
	struct watching watching = { .session = session, .wishes = wishes, .signals = open_signals() };
	int code = EXIT_OK;
	watching.proof = proof_new(wishes->edition, wishes->output);
	if (warm_fonts(&watching)) {
		code = session_report(session);
	} else if (open_server(&watching)) {
		session_report(session);
		code = EXIT_FILE;
	} else {
		begin(&watching);
		loop(&watching);
		code = watching_report_broken(watching.report) ? EXIT_FILE : EXIT_OK;
		watching_report_free(watching.report);
		watched_free(watching.watched);
	}
	server_close(watching.server);
	fonts_close(watching.fonts);
	proof_free(watching.proof);
	close(watching.signals);
	return code;
}
