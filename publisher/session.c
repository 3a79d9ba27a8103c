/* From main() to a command and back. */
#include "session.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/language.h"
#include "base/memory.h"

int session_usage(const char *what)
{
	if (what)
		fprintf(stderr, "hongtou: %s\n", what);
	fputs(_("Try 'hongtou --help'.\n"), stderr);
	return EXIT_USAGE;
}

/* Put together first: standard error has no buffer of its own, and would be written to byte by byte. */
static void print_diagnostics(const struct session *session)
{
	char *text = NULL;
	size_t length = 0;
	FILE *whole = open_memstream(&text, &length);
	if (whole)
		diagnostics_print(session->all, session->form, whole);
	if (!whole || fclose(whole) || !text)
		memory_exhausted();
	fwrite(text, 1, length, stderr);
	free(text);
}

int session_report(struct session *session)
{
	print_diagnostics(session);
	if (diagnostics_file_failed(session->all))
		return EXIT_FILE;
	return diagnostics_count(session->all, SEVERITY_ERROR) ? EXIT_INPUT : session->companion_code;
}

bool session_wants_help(const struct session *session)
{
	bool found = false;
	for (int i = 1; i < session->argument_count; i++)
		found |= strcmp(session->arguments[i], "--help") == 0 || strcmp(session->arguments[i], "-h") == 0;
	return found;
}

bool session_answered(const struct session *session, const char *help)
{
	if (session_wants_help(session)) {
		fputs(help, stdout);
		return true;
	}
	if (session->argument_count > 1 && strcmp(session->arguments[1], "--version") == 0) {
		printf("hongtou %s\n", HONGTOU_VERSION);
		return true;
	}
	return false;
}

static int take_language(struct session *session, const char *name)
{
	session->language = name;
	return language_select(name);
}

static void make_strict(struct session *session)
{
	session->strict = true;
	diagnostics_make_warnings_errors(session->all);
}

/* Takes the global options out of the arguments, wherever they stand. -1: an option lacks its value or has an unknown one. */
static int take_global(struct session *session, int count, char **arguments)
{
	int kept = 1;
	for (int i = 1; i < count; i++) {
		const char *argument = arguments[i];
		const char *next = i + 1 < count ? arguments[i + 1] : NULL;
		if (strcmp(argument, "--json") == 0) {
			session->form = DIAGNOSTIC_JSON;
		} else if (strcmp(argument, "--lang") == 0 && next) {
			if (take_language(session, next))
				return -1;
			i++;
		} else if (strncmp(argument, "--lang=", 7) == 0) {
			if (take_language(session, argument + 7))
				return -1;
		} else if (strcmp(argument, "-W") == 0 && next && strcmp(next, "error") == 0) {
			make_strict(session);
			i++;
		} else if (strcmp(argument, "-Werror") == 0) {
			make_strict(session);
		} else if (strcmp(argument, "--template-dir") == 0 && next) {
			session->template_folder = next;
			i++;
		} else if (strncmp(argument, "--template-dir=", 15) == 0) {
			session->template_folder = argument + 15;
		} else {
			arguments[kept++] = arguments[i];
		}
	}
	arguments[kept] = NULL;
	session->argument_count = kept;
	session->arguments = arguments;
	return 0;
}

/* What went to standard output must have arrived (a full disk behind a pipe or a redirection). */
static int flushed(int code)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	perror("hongtou: standard output");
	return code ? code : EXIT_FILE;
}

/* SOURCE_DATE_EPOCH must be a number of seconds, at most to the end of the year 9999; a build with another one should fail (Reproducible
 * Builds, Source Date Epoch Specification 1.1). */
static bool epoch_sound(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	size_t length = epoch ? strlen(epoch) : 0;
	return !length || (strspn(epoch, "0123456789") == length && length <= 12 && atoll(epoch) <= 253402300799);
}

/* The command itself, unless what holds for all of them is wrong. */
static int begin(struct session *session, int count, char **arguments, int (*run)(struct session *session))
{
	if (take_global(session, count, arguments))
		return session_usage(_("--lang takes zh or en"));
	if (!epoch_sound())
		return session_usage(_("SOURCE_DATE_EPOCH must be a number of seconds since 1970"));
	return run(session);
}

int session_main(int count, char **arguments, int (*run)(struct session *session))
{
	struct session session = { .arena = arena_new() };
	session.given = arena_array(session.arena, (size_t)count + 1, sizeof *session.given);
	memcpy(session.given, arguments, (size_t)count * sizeof *arguments);
	session.all = diagnostics_new(session.arena);
	language_select(NULL);
	int code = begin(&session, count, arguments, run);
	arena_free(session.arena);
	return flushed(code);
}
