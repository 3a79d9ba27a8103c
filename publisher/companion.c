/* Starting a program of ours and taking over what it has to say. */
#include "companion.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/language.h"
#include "base/program.h"

/* The name, the global options of this session, the arguments. */
static const char *const *command_line(struct session *session, const char *program, const char *const *arguments)
{
	size_t count = 0, used = 0;
	while (arguments[count])
		count++;
	const char **line = arena_array(session->arena, count + 7, sizeof *line);
	line[used++] = program;
	if (session->language) {
		line[used++] = "--lang";
		line[used++] = session->language;
	}
	if (session->form == DIAGNOSTIC_JSON)
		line[used++] = "--json";
	if (session->strict) {
		line[used++] = "-W";
		line[used++] = "error";
	}
	memcpy(line + used, arguments, count * sizeof *arguments);
	return line;
}

/* Its array of diagnostics joins ours; what is no such array (out of memory, a crash) goes out as it is. */
static void pass_on(struct session *session, const char *said)
{
	if (session->form != DIAGNOSTIC_JSON || diagnostics_join(session->all, said))
		fputs(said, stderr);
}

/* What was said, with the names of files below a folder as they are in it. */
static char *without_folder(struct arena *arena, const char *said, const char *folder)
{
	char *text = arena_strdup(arena, said);
	const char *prefix = arena_printf(arena, "%s/", folder);
	for (char *at = text; (at = strstr(at, prefix)) != NULL;)
		memmove(at, at + strlen(prefix), strlen(at + strlen(prefix)) + 1);
	return text;
}

/* Only the reports about one file; a line each, in JSON too. */
static const char *about(const struct session *session, const char *said, const char *file)
{
	bool json = session->form == DIAGNOSTIC_JSON;
	const char *start = arena_printf(session->arena, json ? "{\"file\":\"%s\"" : "%s:", file), *kept = "";
	for (size_t length; *said; said += length + (said[length] == '\n')) {
		length = strcspn(said, "\n");
		if (strncmp(said, start, strlen(start)) != 0)
			continue;
		size_t end = json && said[length - 1] == ',' ? length - 1 : length;
		kept = arena_printf(session->arena, "%s%s%.*s", kept, json && *kept ? ",\n" : "", (int)(json ? end : length + 1), said);
	}
	return json ? arena_printf(session->arena, "[%s%s\n]\n", *kept ? "\n" : "", kept) : kept;
}

static void take_reports(struct session *session, int errors, int code, const struct companion_folder *within)
{
	struct bytes said = { 0 };
	if (lseek(errors, 0, SEEK_SET) || file_read_descriptor(session->arena, session->all, "-", errors, &said) || !said.length)
		return;
	const char *text = (const char *)said.data;
	if (within)
		text = without_folder(session->arena, text, within->path);
	pass_on(session, within && !code ? about(session, text, within->always) : text);
}

int companion_filter_within(const struct companion *one, int in, int out, const struct companion_folder *within)
{
	struct session *session = one->session;
	const char *path = program_path(session->arena, one->program);
	bool kept = within || session->form == DIAGNOSTIC_JSON;
	int errors = kept ? memfd_create("reports", MFD_CLOEXEC) : -1;
	int apart = fcntl(out, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);    /* should it be number 0, `in` would come in its place */
	pid_t process;
	int error = (kept && errors < 0) || apart < 0 ? errno
	            : program_start(command_line(session, path, one->arguments), &(struct program_ends){ in, apart, errors }, &process);
	int code = error ? 0 : program_wait(process);
	if (error)
		REPORT(session->all, program_start, NULL, path, error_text(error));
	else if (kept)
		take_reports(session, errors, code, within);
	if (code >= 128)
		REPORT(session->all, program_ended, NULL, path, strsignal(code - 128));
	else if (code)
		session->companion_code = code;
	if (apart >= 0)
		close(apart);
	if (errors >= 0)
		close(errors);
	return error || code ? -1 : 0;
}

int companion_filter(struct session *session, const char *program, const char *const *arguments, int in, int out)
{
	const struct companion one = { session, program, arguments };
	return companion_filter_within(&one, in, out, NULL);
}

int companion_step(void *companion, int in, int out)
{
	const struct companion *one = companion;
	return companion_filter(one->session, one->program, one->arguments, in, out);
}
