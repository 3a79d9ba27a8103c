/* hongtou-archive: the archive of finished documents. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include "archive/intake.h"
#include "base/language.h"
#include "base/utc.h"
#include "session.h"

enum { OPTION_WITH = 256, OPTION_NAME, OPTION_NUMBER, OPTION_TITLE, OPTION_ISSUER, OPTION_DATE, OPTION_ITEM, OPTION_RETENTION, OPTION_CODE, OPTION_PAGES,
       OPTION_REASON, OPTION_FROM, OPTION_TO, OPTION_YEAR, OPTION_HEAD, OPTION_TIMESTAMP, OPTION_TRUST, OPTION_WITHIN, OPTION_MOST, OPTION_WAIT,
       OPTION_NO_SIGNATURES, OPTION_IF_NEW };

static const struct command {
	const char *name;
	int (*run)(struct archive_request *);
	int fewest, most;                  /* words behind the folder; most -1: any number */
	const char *options;               /* those it takes, of options[]: names between blanks */
} commands[] = {
	{ "init", archive_init, 0, 0, " name " },
	{ "add", archive_add, 1, 1, " with number title issuer date item-number retention archive-code pages timestamp trust if-new " },
	{ "list", archive_list, 0, 0, " year " },
	{ "show", archive_show, 1, 1, " " },
	{ "search", archive_search, 0, -1, " number issuer from to most " },
	{ "verify", archive_verify, 0, 0, " head trust without-signatures " },
	{ "head", archive_head, 0, 0, " " },
	{ "next", archive_next, 1, 1, " " },
	{ "renew", archive_renew, 0, 0, " within timestamp trust " },
	{ "supersede", archive_supersede, 1, 2, " reason with number title issuer date item-number retention archive-code pages timestamp trust " },
	{ "export", archive_export, 1, 1, " year " },
};

static const struct option options[] = {
	{ "with", required_argument, NULL, OPTION_WITH }, { "name", required_argument, NULL, OPTION_NAME }, { "number", required_argument, NULL, OPTION_NUMBER },
	{ "title", required_argument, NULL, OPTION_TITLE }, { "issuer", required_argument, NULL, OPTION_ISSUER }, { "date", required_argument, NULL, OPTION_DATE },
	{ "item-number", required_argument, NULL, OPTION_ITEM }, { "retention", required_argument, NULL, OPTION_RETENTION },
	{ "archive-code", required_argument, NULL, OPTION_CODE }, { "pages", required_argument, NULL, OPTION_PAGES },
	{ "reason", required_argument, NULL, OPTION_REASON }, { "from", required_argument, NULL, OPTION_FROM }, { "to", required_argument, NULL, OPTION_TO },
	{ "year", required_argument, NULL, OPTION_YEAR }, { "head", required_argument, NULL, OPTION_HEAD },
	{ "timestamp", required_argument, NULL, OPTION_TIMESTAMP }, { "trust", required_argument, NULL, OPTION_TRUST },
	{ "within", required_argument, NULL, OPTION_WITHIN }, { "most", required_argument, NULL, OPTION_MOST },
	{ "wait", required_argument, NULL, OPTION_WAIT }, { "without-signatures", no_argument, NULL, OPTION_NO_SIGNATURES },
	{ "if-new", no_argument, NULL, OPTION_IF_NEW }, { NULL, 0, NULL, 0 },
};

static bool is_whole(const char *text, long most, long *out)
{
	char *end = NULL;
	*out = text[0] >= '0' && text[0] <= '9' ? strtol(text, &end, 10) : 0;
	return end && !*end && *out <= most;
}

/* "180d" or "180" in days. */
static const char *take_days(const char *value, long *out)
{
	char *end = NULL;
	*out = value[0] >= '0' && value[0] <= '9' ? strtol(value, &end, 10) : 0;
	return end && (!*end || strcmp(end, "d") == 0) && *out <= 36500 ? NULL : _("--within takes days, such as 180d");
}

static const char *take_retention(const char *value, const char **out)
{
	*out = value;
	return strcmp(value, "永久") == 0 || strcmp(value, "30年") == 0 || strcmp(value, "10年") == 0 ? NULL : _("--retention takes 永久, 30年 or 10年");
}

static const char *take_date(const char *value, const char **out)
{
	*out = value;
	return utc_is_day(value) ? NULL : _("dates are written as 2018-07-19");
}

static const char *take_number(const char *value, long most, const char **text, const char *wrong)
{
	long number;
	*text = value;
	return is_whole(value, most, &number) && number > 0 ? NULL : wrong;
}

static const char *take_text(const char *value, const char **out)
{
	*out = value;
	return value[0] && !strpbrk(value, "\n\r\t") ? NULL : _("the value of an option may not be empty or have tabs or line ends");
}

static void take_companion(struct session *session, struct archive_request *request, const char *value)
{
	if (!request->with)
		request->with = arena_array(session->arena, (size_t)session->argument_count, sizeof *request->with);
	request->with[request->with_count++] = value;
}

/* The words for what is wrong with an option's value, or NULL. */
static const char *take(struct session *session, struct archive_request *request, int option, const char *value)
{
	long number = 0;
	switch (option) {
	case OPTION_WITH: take_companion(session, request, value); return NULL;
	case OPTION_NAME: return take_text(value, &request->name);
	case OPTION_NUMBER: return take_text(value, &request->number);
	case OPTION_TITLE: return take_text(value, &request->title);
	case OPTION_ISSUER: return take_text(value, &request->issuer);
	case OPTION_DATE: return take_date(value, &request->date);
	case OPTION_ITEM: return take_text(value, &request->item_number);
	case OPTION_RETENTION: return take_retention(value, &request->retention);
	case OPTION_CODE: return take_text(value, &request->archive_code);
	case OPTION_PAGES: return take_number(value, 1000000, &request->pages, _("--pages takes a number"));
	case OPTION_REASON: return take_text(value, &request->reason);
	case OPTION_FROM: return take_date(value, &request->from);
	case OPTION_TO: return take_date(value, &request->to);
	case OPTION_YEAR: return take_number(value, 9999, &request->year, _("--year takes a year"));
	case OPTION_HEAD: return take_text(value, &request->head);
	case OPTION_TIMESTAMP: return take_text(value, &request->timestamp);
	case OPTION_TRUST: return take_text(value, &request->trust);
	case OPTION_WITHIN: return take_days(value, &request->within_days);
	case OPTION_MOST: return is_whole(value, 1000000000, &request->most) && request->most ? NULL : _("--most takes a number");
	case OPTION_WAIT:
		request->catalogue.wait_ms = is_whole(value, 86400, &number) ? number * 1000 : 0;
		return is_whole(value, 86400, &number) ? NULL : _("--wait takes seconds");
	case OPTION_NO_SIGNATURES: request->without_signatures = true; return NULL;
	case OPTION_IF_NEW: request->if_new = true; return NULL;
	default: return "";
	}
}

static bool allows(const struct command *command, const char *option)
{
	const char *found = strstr(command->options, option);
	size_t length = strlen(option);
	while (found && (found[-1] != ' ' || found[length] != ' '))
		found = strstr(found + 1, option);
	return found || strcmp(option, "wait") == 0;
}

static const char *help(void)
{
	return _("usage: hongtou archive COMMAND DIR …\n\n"
	         "  init DIR [--name FONDS]           make an empty archive\n"
	         "  add DIR FILE.pdf                  take a document in; --with FILE keeps another file beside it\n"
	         "      --item-number N --retention 永久|30年|10年 --archive-code CODE --pages N\n"
	         "      --number --title --issuer --date   what a file from elsewhere does not say\n"
	         "      --if-new                      a file that is there already is no error\n"
	         "  list DIR [--year YYYY]            all documents\n"
	         "  show DIR DOCUMENT                 one, by number or ID, with its history\n"
	         "  search DIR WORD … [--number --issuer --from --to --most N]   in fields, paragraphs and cells\n"
	         "  supersede DIR OLD [NEW|NEW.pdf] --reason TEXT   a correction; without NEW a withdrawal\n"
	         "  verify DIR [--head HASH] [--trust DIR] [--without-signatures]   check everything again\n"
	         "  head DIR                          the newest hash of the chain, to be kept elsewhere\n"
	         "  next DIR NUMBER                   the next free number of the series that NUMBER is of\n"
	         "  renew DIR [--within 180d] [--timestamp URL] [--trust DIR]   what is due, and renew it\n"
	         "  export DIR BAG --year YYYY        a year as a bag (BagIt) with lists for the archives\n\n"
	         "  --timestamp URL (add, supersede, renew) also has the head of the chain time-stamped; --wait SECONDS for others\n");
}

static const char *parse(struct session *session, const struct command *command, struct archive_request *request)
{
	const char *wrong = NULL;
	int option, which = 0;
	while (!wrong && (option = getopt_long(session->argument_count, session->arguments, "", options, &which)) != -1) {
		wrong = take(session, request, option, optarg);
		if (!wrong && !allows(command, options[which].name))
			wrong = arena_printf(session->arena, _("'%s' does not take --%s"), command->name, options[which].name);
	}
	if (wrong)
		return wrong;
	request->words = session->arguments + optind;
	request->word_count = session->argument_count - optind;
	if (request->word_count < 1)
		return _("name the folder of the archive");
	request->catalogue.folder = request->words++[0];
	request->word_count--;
	if (request->word_count < command->fewest || (command->most >= 0 && request->word_count > command->most))
		return _("a name is missing, or there is one too many");
	if (command->run == archive_supersede && !request->reason)
		return _("say why with --reason");
	if (command->run == archive_export && !request->year)
		return _("name the year with --year");
	return NULL;
}

static int run_command(struct session *session, const struct command *command)
{
	struct archive_request request = {
		.catalogue = { .arena = session->arena, .all = session->all, .wait_ms = 60000 }, .json = session->form == DIAGNOSTIC_JSON, .out = stdout,
		.within_days = 180, .most = 100,
	};
	const char *wrong = parse(session, command, &request);
	if (wrong)
		return session_usage(wrong[0] ? wrong : NULL);
	int result = command->run(&request);
	catalogue_close(&request.catalogue);
	int code = session_report(session);
	return code || !result ? code : EXIT_INPUT;
}

static int run(struct session *session)
{
	if (session_answered(session, help()))
		return EXIT_OK;
	if (session->argument_count < 2)
		return session_usage(_("a command is missing"));
	const char *name = session->arguments[1];
	session->argument_count--;
	session->arguments++;
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
		if (strcmp(name, commands[i].name) == 0)
			return run_command(session, &commands[i]);
	return session_usage(arena_printf(session->arena, _("there is no command '%s'"), name));
}

int main(int count, char **arguments)
{
	return session_main(count, arguments, run);
}
