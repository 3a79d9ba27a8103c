/* hongtou: global options, then one sub-command, here or in a program of its own. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/language.h"
#include "base/program.h"
#include "command.h"

static const struct { const char *name; int (*run)(struct session *); } commands[] = {
	{ "render", command_render }, { "check", command_check }, { "conform", command_conform }, { "fit", command_fit }, { "diff", command_diff }, { "preview", command_preview },
	{ "config", command_config }, { "fonts", command_fonts }, { "batch", command_batch }, { "init", command_init }, { "new-month", command_new_month },
};

/* Programs of their own: what they link would cost every start of this one. */
static const struct { const char *name, *help; } programs[] = {
	{ "watch", "" },               /* stands above, with those that set */
	{ "compact", N_("  compact FILE.pdf [-o OUT.pdf]     pack a finished file into object streams\n") },
	{ "reprint", N_("  reprint OLD.pdf NEW.pdf           list pages that differ and sheets to print again\n") },
	{ "archive", N_("  archive COMMAND DIR …             keep finished files: add, search, verify, export\n") },
	{ "sign", N_("  sign FILE.pdf -o OUT.pdf --key …  sign and seal a finished file (hongtou sign --help)\n") },
	{ "verify", N_("  verify FILE.pdf [--trust DIR]     judge the signatures of a file, and what was changed after signing\n") },
	{ "extract", N_("  extract FILE.pdf DIR              take the files out that are embedded in a PDF (--list names them)\n") },
	{ "rebuild", N_("  rebuild FILE.pdf [-o OUT.pdf]     set a document again from its embedded sources (--verify compares)\n") },
};

static const char *help(struct arena *arena)
{
	const char *text = _("usage: hongtou [--lang zh|en] [--json] [-W error] [--template-dir DIR] COMMAND …\n"
	        "\n"
	        "  init DIR [--template NAME]        start an edition: its INI with a word on each key, text and table\n"
	        "  new-month DIR [NEWDIR]            make next month's edition from this one, with the next free number\n"
	        "  render EDITION.ini [-o OUT.pdf]   set the edition and write its PDF (- is standard output)\n"
	        "         --for NAME|all   as [output.NAME] has it; all: each to a file of its own name, in the folder -o\n"
	        "         --dump=model|lines|table|pages   print that stage instead\n"
	        "         --like OLD.pdf             keep its column widths and page breaks where they can stay\n"
	        "  check EDITION.ini                 report everything that is wrong, write nothing\n"
	        "  conform EDITION.ini               measure the finished pages against the clauses of GB/T 9704\n"
	        "  fit EDITION.ini                   print how each table takes fewer pages, and which cells cost most\n"
	        "  diff OLD NEW [-o MARKED.pdf]      print what changed between two editions; -o: the new one with marks\n"
	        "  preview EDITION.ini -o DIR        draw every page as a picture (--dpi N, 96 if not given)\n"
	        "  watch EDITION.ini [--serve]       write the PDF again on every save; --serve shows its pages in a browser\n"
	        "  config EDITION.ini                print every value that edition and templates give; --show-origin: whence\n"
	        "  fonts [--use DIR]                 list the fonts of each role; take the office's own from DIR\n"
	        "  batch LIST|DIR… -o OUT            set many editions at once, those that are not current (-j N workers,\n"
	        "                                    --shard K/N one part of the list, --merge REPORT… the reports of all)\n"
	        "All of these but init, new-month and fonts take --for NAME and --set SECTION.KEY=VALUE, once or more.\n"
	        "\n"
	        "Finished files:\n");
	for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++)
		text = arena_printf(arena, "%s%s", text, _(programs[i].help));
	return arena_printf(arena, "%s%s", text, _("\n"
	        "  --help, --version                 -W error makes every warning an error\n"
	        "\n"
	        "A folder stands for the edition.ini in it. Exit codes: 0 done, 1 the input has errors, 2 wrong usage,\n"
	        "3 a file cannot be read or written, 4 out of memory, 5 signatures cannot be judged. More in hongtou(1).\n"));
}

/* Becomes hongtou-NAME with the arguments as they came, without the name itself. Returns only if that cannot be started. */
static int become(struct session *session, const char *name)
{
	const char *path = program_path(session->arena, arena_printf(session->arena, "hongtou-%s", name));
	char **kept = session->given + 1;
	session->given[0] = arena_strdup(session->arena, path);
	for (char **argument = kept; *argument; argument++)
		if (*argument != session->arguments[1])
			*kept++ = *argument;
	*kept = NULL;
	execv(path, session->given);
	REPORT(session->all, program_start, NULL, path, error_text(errno));
	return session_report(session);
}

static int run(struct session *session)
{
	if (session->argument_count < 2)
		return session_usage(_("a command is missing"));
	const char *name = session->arguments[1];
	for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++)
		if (strcmp(name, programs[i].name) == 0)
			return become(session, name);
	if (session_answered(session, session_wants_help(session) ? help(session->arena) : ""))
		return EXIT_OK;
	session->argument_count--;
	session->arguments++;
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
		if (strcmp(name, commands[i].name) == 0)
			return commands[i].run(session);
	fprintf(stderr, _("hongtou: there is no command '%s'\n"), name);
	return session_usage(NULL);
}

int main(int count, char **arguments)
{
	return session_main(count, arguments, run);
}
