/* hongtou: global options, then one sub-command. */
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/language.h"
#include "command.h"

static const struct { const char *name; int (*run)(struct session *); } commands[] = {
	{ "render", command_render }, { "check", command_check }, { "conform", command_conform }, { "fit", command_fit }, { "preview", command_preview },
	{ "config", command_config }, { "fonts", command_fonts },
};

static void print_help(FILE *out)
{
	fputs(_("usage: hongtou [--lang zh|en] [--json] [-W error] [--template-dir DIR] COMMAND …\n"
	        "\n"
	        "  render EDITION.ini [-o OUT.pdf]   set the edition and write its PDF (- is standard output)\n"
	        "         --dump=model|lines|table|pages   print that stage instead\n"
	        "  check EDITION.ini                 report everything that is wrong, write nothing\n"
	        "  conform EDITION.ini               measure the finished pages against the clauses of GB/T 9704\n"
	        "  fit EDITION.ini                   print how each table takes fewer pages, and which cells cost most\n"
	        "  preview EDITION.ini -o DIR        draw every page as a picture (--dpi N, 96 if not given)\n"
	        "  config EDITION.ini                print every value that edition and templates give; --show-origin: whence\n"
	        "  fonts [--use DIR]                 list the fonts of each role; take the office's own from DIR\n"
	        "  --help, --version                 -W error makes every warning an error\n"
	        "\n"
	        "A folder stands for the edition.ini in it. Exit codes: 0 done, 1 the input has errors, 2 wrong usage,\n"
	        "3 a file cannot be read or written, 4 out of memory. More in hongtou(1).\n"), out);
}

int usage_error(const struct session *session, const char *what)
{
	(void)session;
	if (what)
		fprintf(stderr, "hongtou: %s\n", what);
	fputs(_("Try 'hongtou --help'.\n"), stderr);
	return EXIT_USAGE;
}

/* Takes the global options out of the arguments, wherever they stand before a "--". -1: an option lacks its value or has
 * an unknown one. */
static int take_global(struct session *session, int *count, char **arguments)
{
	int kept = 1;
	for (int i = 1; i < *count; i++) {
		const char *argument = arguments[i];
		const char *next = i + 1 < *count ? arguments[i + 1] : NULL;
		if (strcmp(argument, "--json") == 0) {
			session->form = DIAGNOSTIC_JSON;
		} else if (strcmp(argument, "--lang") == 0 && next) {
			if (language_select(next))
				return -1;
			i++;
		} else if (strncmp(argument, "--lang=", 7) == 0) {
			if (language_select(argument + 7))
				return -1;
		} else if (strcmp(argument, "-W") == 0 && next && strcmp(next, "error") == 0) {
			diagnostics_make_warnings_errors(session->all);
			i++;
		} else if (strcmp(argument, "-Werror") == 0) {
			diagnostics_make_warnings_errors(session->all);
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
	*count = kept;
	return 0;
}

static int run(struct session *session, int count, char **arguments)
{
	if (count < 2)
		return usage_error(session, _("a command is missing"));
	for (int i = 1; i < count; i++) {
		if (strcmp(arguments[i], "--help") == 0 || strcmp(arguments[i], "-h") == 0) {
			print_help(stdout);
			return EXIT_OK;
		}
	}
	if (strcmp(arguments[1], "--version") == 0) {
		printf("hongtou %s\n", HONGTOU_VERSION);
		return EXIT_OK;
	}
	session->argument_count = count - 1;
	session->arguments = arguments + 1;
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
		if (strcmp(arguments[1], commands[i].name) == 0)
			return commands[i].run(session);
	fprintf(stderr, _("hongtou: there is no command '%s'\n"), arguments[1]);
	return usage_error(session, NULL);
}

/* What went to standard output must have arrived (a full disk behind a pipe or a redirection). */
static int flushed(int code)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	perror("hongtou: standard output");
	return code ? code : EXIT_FILE;
}

int main(int count, char **arguments)
{
	struct session session = { .arena = arena_new() };
	session.all = diagnostics_new(session.arena);
	language_select(NULL);
	int code = take_global(&session, &count, arguments) ? usage_error(&session, _("--lang takes zh or en"))
	                                                    : run(&session, count, arguments);
	arena_free(session.arena);
	return flushed(code);
}
