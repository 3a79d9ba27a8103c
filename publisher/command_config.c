/* hongtou config: every value that holds for an edition, and where it comes from: the edition, its template, or one that
 * this extends (as git config --show-origin does). */
#include <getopt.h>
#include "base/json.h"
#include "base/language.h"
#include "command.h"

static void put_json(const struct resolved *list, size_t count)
{
	putchar('[');
	for (size_t i = 0; i < count; i++) {
		fputs(i ? ",\n{\"section\":" : "\n{\"section\":", stdout);
		json_put_string(stdout, list[i].section);
		fputs(",\"key\":", stdout);
		json_put_string(stdout, list[i].key);
		fputs(",\"value\":", stdout);
		json_put_string(stdout, list[i].value.text);
		fputs(",\"file\":", stdout);
		json_put_string(stdout, list[i].value.at.file);
		printf(",\"line\":%d,\"column\":%d}", list[i].value.at.line, list[i].value.at.column);
	}
	puts("\n]");
}

static void put_lines(const struct resolved *list, size_t count, bool origin)
{
	for (size_t i = 0; i < count; i++) {
		if (origin)
			printf("%s:%d\t", list[i].value.at.file, list[i].value.at.line);
		printf("%s.%s=%s\n", list[i].section, list[i].key, list[i].value.text);
	}
}

int command_config(struct session *session)
{
	static const struct option options[] = { { "show-origin", no_argument, NULL, 'w' }, CHOICE_OPTIONS, { NULL, 0, NULL, 0 } };
	struct settings *settings = NULL;
	struct choices choices = { .variant = NULL };
	const struct resolved *list = NULL;
	bool origin = false;
	int option;
	while ((option = getopt_long(session->argument_count, session->arguments, "", options, NULL)) != -1) {
		if (option == 'w')
			origin = true;
		else if (!command_choice(session, &choices, option, optarg))
			return session_usage(NULL);
	}
	if (optind + 1 != session->argument_count)
		return session_usage(_("name one edition"));
	pipeline_settings(session, session->arguments[optind], &choices, &settings);
	size_t count = settings_all(settings, &list);    /* what could be read, though some of it be wrong */
	if (session->form == DIAGNOSTIC_JSON)
		put_json(list, count);
	else
		put_lines(list, count, origin);
	return session_report(session);
}
