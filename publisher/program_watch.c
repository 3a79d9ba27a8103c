/* hongtou-watch: sets an edition again on every save, and shows its pages in a browser. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/buffer.h"
#include "base/file.h"
#include "base/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/program.h"
#include "read/choices.h"
#include "rendering.h"
#include "watching.h"

/* What the page says (publisher/watch/page.html), under the names that it uses. */
static const struct { const char *name, *text; } texts[] = {
	{ "messages", N_("Messages") }, { "pages", N_("Pages") }, { "tools", N_("View") }, { "skip", N_("To the pages") },
	{ "none", N_("Nothing to report.") }, { "waiting", N_("Waiting for the first pages …") },
	{ "starting", N_("Setting …") }, { "writing", N_("Writing the PDF …") }, { "sound", N_("Up to date") }, { "faulty", N_("Has errors") },
	{ "lost", N_("No connection: hongtou watch is not running. This page goes on by itself when it runs again.") },
	{ "old", N_("The version that was saved last has errors. The pages shown are those of {time}, and the PDF is the last good one.") },
	{ "empty", N_("The edition has errors, and there is no version before it to show. The messages say what to do.") },
	{ "error", N_("Error") }, { "warning", N_("Warning") }, { "note", N_("Note") },
	{ "errors", N_("errors: {n}") }, { "warnings", N_("warnings: {n}") }, { "notes", N_("notes: {n}") },
	{ "page", N_("Page {n}") }, { "of", N_("pages: {n}") }, { "set", N_("set at {time} in {n} ms") }, { "comma", N_(", ") }, { "changed", N_("Changed") },
	{ "unpictured", N_("only the first {n} pages are drawn; the PDF has them all") },
	{ "place", N_("line {line}") }, { "column", N_(":{column}") }, { "row", N_("row {row}") }, { "cell", N_("column “{heading}”") },
	{ "goto", N_("Show page {n}") }, { "nextChange", N_("Next change") }, { "upright", N_("Turned upright") },
	{ "zoomOut", N_("Smaller") }, { "zoomIn", N_("Larger") }, { "zoom", N_("Zoom") }, { "fit", N_("Fit width") },
	{ "keys", N_("Keys: + − 0 zoom; J K next and previous page; N next change; R turned sheets upright; M messages") },
	{ "announceSound", N_("Pages set anew: {n}") }, { "announceFaulty", N_("Errors: {n}") },
};

static const char *texts_json(struct arena *arena)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);
	if (!out)
		memory_exhausted();
	fputc('{', out);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		fputs(i ? ",\"" : "\"", out);
		fputs(texts[i].name, out);
		fputs("\":", out);
		json_put_string(out, _(texts[i].text));
	}
	fputc('}', out);
	fclose(out);
	char *result = arena_strdup(arena, text);
	free(text);
	return result;
}

/* Is what is said said in Chinese? */
static bool chinese(void) { return strcmp(_("Messages"), "Messages") != 0; }

static const char *replaced(struct arena *arena, const char *text, const char *mark, const char *with)
{
	struct buffer out = { .arena = arena };
	for (const char *found; (found = strstr(text, mark)) != NULL; text = found + strlen(mark)) {
		buffer_add(&out, text, (size_t)(found - text));
		buffer_put(&out, with);
	}
	buffer_put(&out, text);
	return out.text;
}

static const char *page_of(struct session *session)
{
	const char *path = program_data(session->arena, "hongtou/watch.html", "publisher/watch/page.html");
	struct bytes file;
	if (file_read(session->arena, session->all, NULL, path, &file))
		return NULL;
	const char *page = replaced(session->arena, (const char *)file.data, "@LANGUAGE@", chinese() ? "zh-CN" : "en");
	return replaced(session->arena, page, "@TEXTS@", texts_json(session->arena));
}

/* -o may name a folder. A proof of an output does not take the name of the plain document's. */
static const char *output_of(struct session *session, const char *edition, const char *given, const char *variant)
{
	struct stat status;
	const char *name = rendering_output(session->arena, edition);
	if (variant)
		name = arena_printf(session->arena, "%.*s %s.pdf", (int)(strlen(name) - strlen(".pdf")), name, replaced(session->arena, variant, "/", "／"));
	bool folder = given && ((given[0] && given[strlen(given) - 1] == '/') || (stat(given, &status) == 0 && S_ISDIR(status.st_mode)));
	return folder ? path_join(session->arena, given, name) : given ? given : name;
}

/* A whole number from low to high; else -1. */
static int number(const char *text, int low, int high)
{
	char *end;
	long value = strtol(text, &end, 10);
	return *text && !*end && value >= low && value <= high ? (int)value : -1;
}

struct given { const char *output; bool serve; int port, dpi, limit; struct choices choices; };

static int read_option(struct session *session, struct given *given, int option, const char *text)
{
	int result = 0;
	switch (option) {
	case 'o':
		given->output = text;
		break;
	case 's':
		given->serve = true;
		given->port = text ? number(text, 0, 65535) : -1;
		result = text && given->port < 0 ? session_usage(_("--serve takes the number of a port, or none")) : 0;
		break;
	case 'r':
		given->dpi = number(text, 20, 600);
		result = given->dpi < 0 ? session_usage(_("--dpi takes a number from 20 to 600")) : 0;
		break;
	case 'l':
		given->limit = number(text, 1, 86400);
		result = given->limit < 0 ? session_usage(_("--time-limit takes a number of seconds")) : 0;
		break;
	case 'S':
		choices_set(session->arena, &given->choices, text);
		break;
	case 'f':
		given->choices.variant = text;
		break;
	default:
		result = session_usage(NULL);
	}
	return result;
}

static int watch(struct session *session, const char *edition, const struct given *given)
{
	const struct watching_wishes wishes = {
		.edition = edition, .output = output_of(session, edition, given->output, given->choices.variant), .page = given->serve ? page_of(session) : NULL,
		.port = given->port, .dpi = given->dpi, .limit = given->limit, .choices = given->choices,
	};
	if (strcmp(wishes.output, "-") == 0)
		return session_usage(_("a PDF that is written again and again needs a name behind -o"));
	return given->serve && !wishes.page ? session_report(session) : watching_run(session, &wishes);
}

static int run(struct session *session)
{
	static const struct option options[] = {
		{ "output", required_argument, NULL, 'o' }, { "serve", optional_argument, NULL, 's' }, { "dpi", required_argument, NULL, 'r' },
		{ "time-limit", required_argument, NULL, 'l' }, { "set", required_argument, NULL, 'S' }, { "for", required_argument, NULL, 'f' }, { NULL, 0, NULL, 0 },
	};
	struct given given = { .dpi = 144, .limit = 60 };
	int option, wrong = 0;
	if (session_answered(session, _("usage: hongtou watch EDITION [-o OUT] [--serve[=PORT]] [--dpi N] [--time-limit SECONDS]\n"
	                                "                     [--for NAME] [--set SECTION.KEY=VALUE]…\n\n"
	                                "Writes the PDF again whenever something that the edition is made from is saved, until Ctrl-C. While the\n"
	                                "saved version has errors the last good PDF stays. The messages are also in OUT.messages.txt and .json.\n"
	                                "--serve shows pages and messages in a browser of this machine, and shows them anew by itself.\n")))
		return EXIT_OK;
	while (!wrong && (option = getopt_long(session->argument_count, session->arguments, "o:r:", options, NULL)) != -1)
		wrong = read_option(session, &given, option, optarg);
	if (wrong)
		return wrong;
	if (optind + 1 != session->argument_count)
		return session_usage(_("name one edition"));
	return watch(session, session->arguments[optind], &given);
}

int main(int count, char **arguments)
{
	return session_main(count, arguments, run);
}
