/* Starting a program of ours and taking over what it has to say. */
#include "companion.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
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
static void take_reports(struct session *session, int errors)
{
	struct bytes said = { 0 };
	if (lseek(errors, 0, SEEK_SET) == 0 && !file_read_descriptor(session->arena, session->all, "-", errors, &said)
	    && said.length && diagnostics_join(session->all, (const char *)said.data))
		fputs((const char *)said.data, stderr);
}

int companion_filter(struct session *session, const char *program, const char *const *arguments, int in, int out)
{
	const char *path = program_path(session->arena, program);
	bool json = session->form == DIAGNOSTIC_JSON;
	int errors = json ? memfd_create("reports", MFD_CLOEXEC) : -1;
	int apart = fcntl(out, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);    /* should it be number 0, `in` would come in its place */
	pid_t process;
	int error = (json && errors < 0) || apart < 0 ? errno
	            : program_start(command_line(session, path, arguments), &(struct program_ends){ in, apart, errors }, &process);
	int code = error ? 0 : program_wait(process);
	if (error)
		REPORT(session->all, program_start, NULL, path, strerror(error));
	else if (json)
		take_reports(session, errors);
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

int companion_step(void *companion, int in, int out)
{
	const struct companion *one = companion;
	return companion_filter(one->session, one->program, one->arguments, in, out);
}
