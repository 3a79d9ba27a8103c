/* hongtou: global options, then one sub-command, here or in a program of its own. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/language.h"
#include "base/program.h"
#include "command.h"

enum group { STARTS, SETS, FINISHED };      /* what it does with editions, or with finished files */

/* help: its lines in the help of all; options: what its own help says beyond that. A program of its own (run NULL), whose libraries would cost every
 * start of this one, has a help of its own. */
static const struct command { const char *name; int (*run)(struct session *); enum group group; const char *help, *options; } commands[] = {
	{ "init", command_init, STARTS, N_("  init DIR [--template NAME]        start an edition: its INI with a word on each key, text and table\n"), "" },
	{ "new-month", command_new_month, STARTS, N_("  new-month DIR [NEWDIR]            make next month's edition from this one, with the next free number\n"),
	  N_("         --number NUMBER            its number, in place of the one that is proposed\n") },
	{ "render", command_render, SETS,
	  N_("  render EDITION.ini [-o OUT.pdf]   set the edition and write its PDF (- is standard output)\n"
	     "         --for NAME|all   as [output.NAME] has it; all: each to a file of its own name, in the folder -o\n"
	     "         --dump=model|lines|table|pages   print that stage instead\n"
	     "         --like OLD.pdf             keep its column widths and page breaks where they can stay\n"),
	  N_("         -MD, -MF FILE              write for make what the PDF was made from, beside it or into FILE\n"
	     "         --pass-fd N                read the passphrases of [sign] from an open file, a line each\n"
	     "         --extracted                the edition is a folder that hongtou extract has filled\n") },
	{ "check", command_check, SETS, N_("  check EDITION.ini                 report everything that is wrong, write nothing\n"), "" },
	{ "conform", command_conform, SETS, N_("  conform EDITION.ini               measure the finished pages against the clauses of GB/T 9704\n"), "" },
	{ "fit", command_fit, SETS, N_("  fit EDITION.ini                   print how each table takes fewer pages, and which cells cost most\n"), "" },
	{ "diff", command_diff, SETS, N_("  diff OLD NEW [-o MARKED.pdf]      print what changed between two editions; -o: the new one with marks\n"),
	  N_("         --changes-page[=TITLE]     with -o: a list of the changes as the last pages\n"
	     "         --exit-code                end with 1 if there are differences\n") },
	{ "preview", command_preview, SETS, N_("  preview EDITION.ini -o DIR        draw every page as a picture (--dpi N, 96 if not given)\n"), "" },
	{ "watch", NULL, SETS, N_("  watch EDITION.ini [--serve]       write the PDF again on every save; --serve shows its pages in a browser\n"), "" },
	{ "config", command_config, SETS, N_("  config EDITION.ini                print every value that edition and templates give; --show-origin: whence\n"), "" },
	{ "fonts", command_fonts, STARTS, N_("  fonts [--use DIR]                 list the fonts of each role; take the office's own from DIR\n"), "" },
	{ "batch", command_batch, SETS,
	  N_("  batch LIST|DIR… -o OUT            set many editions at once, those that are not current (-j N workers,\n"
	     "                                    --shard K/N one part of the list, --merge REPORT… the reports of all)\n"),
	  N_("         --report FILE              where the report goes; OUT/batch.json if not given\n"
	     "         --timeout SECONDS, --memory MIB   what an edition may take; 0 without bound\n"
	     "         --stop                     begin no more editions after the first failure (--keep-going: all are tried)\n"
	     "         --pass-fd N                read the passphrases of [sign] from an open file, a line each\n") },
	{ "compact", NULL, FINISHED, N_("  compact FILE.pdf [-o OUT.pdf]     pack a finished file into object streams\n"), "" },
	{ "reprint", NULL, FINISHED, N_("  reprint OLD.pdf NEW.pdf           list pages that differ and sheets to print again\n"), "" },
	{ "archive", NULL, FINISHED, N_("  archive COMMAND DIR …             keep finished files: add, search, verify, export\n"), "" },
	{ "sign", NULL, FINISHED, N_("  sign FILE.pdf -o OUT.pdf --key …  sign and seal a finished file (hongtou sign --help)\n"), "" },
	{ "verify", NULL, FINISHED, N_("  verify FILE.pdf [--trust DIR]     judge the signatures of a file, and what was changed after signing\n"), "" },
	{ "extract", NULL, FINISHED, N_("  extract FILE.pdf DIR              take the files out that are embedded in a PDF (--list names them)\n"), "" },
	{ "rebuild", NULL, FINISHED, N_("  rebuild FILE.pdf [-o OUT.pdf]     set a document again from its embedded sources (--verify compares)\n"), "" },
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

static const struct command *find(const char *name)
{
	const struct command *command = commands, *end = commands + COMMANDS;
	while (command < end && strcmp(name, command->name) != 0)
		command++;
	return command < end ? command : NULL;
}

static const char *usage(void) { return _("usage: hongtou [--lang zh|en] [--json] [-W error] [--template-dir DIR] COMMAND …\n\n"); }

static const char *help_of(struct arena *arena, const struct command *command)
{
	const char *choices = command->group == SETS ? _("         --for NAME, --set SECTION.KEY=VALUE   as [output.NAME] has it; a value for this run, once or more\n") : "";
	return arena_printf(arena, "%s%s%s%s%s", usage(), _(command->help), _(command->options), choices, _("\n'hongtou --help' lists all commands; more in hongtou(1).\n"));
}

static const char *help(struct arena *arena)
{
	const char *text = usage();
	for (int i = 0; i < COMMANDS; i++) {
		if (commands[i].group == FINISHED && commands[i - 1].group != FINISHED)
			text = arena_printf(arena, "%s%s", text, _("All of these but init, new-month and fonts take --for NAME and --set SECTION.KEY=VALUE, once or more.\n\n"
			                                           "Finished files:\n"));
		text = arena_printf(arena, "%s%s", text, _(commands[i].help));
	}
	return arena_printf(arena, "%s%s", text, _("\n"
	        "  --help, --version                 COMMAND --help: its own options; -W error makes every warning an error\n"
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
	const struct command *command = find(name);
	if (command && !command->run)
		return become(session, name);
	if (session_answered(session, !session_wants_help(session) ? "" : command ? help_of(session->arena, command) : help(session->arena)))
		return EXIT_OK;
	session->argument_count--;
	session->arguments++;
	if (command)
		return command->run(session);
	fprintf(stderr, _("hongtou: there is no command '%s'\n"), name);
	return session_usage(NULL);
}

int main(int count, char **arguments)
{
	return session_main(count, arguments, run);
}
