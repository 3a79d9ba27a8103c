/* hongtou fit: what a tighter setting of each table brings, and the cells that cost most. Nothing is written. */
#include <getopt.h>
#include "base/language.h"
#include "command.h"

static int drop_page(void *context, const struct page *page)
{
	(void)context;
	(void)page;
	return 0;
}

int command_fit(struct session *session)
{
	static const struct option options[] = { CHOICE_OPTIONS, { NULL, 0, NULL, 0 } };
	const struct dumps dumps = { .fit = stdout };
	struct job job = { 0 };
	int option;
	while ((option = getopt_long(session->argument_count, session->arguments, "", options, NULL)) != -1)
		if (!command_choice(session, &job.choices, option, optarg))
			return session_usage(NULL);
	if (optind + 1 != session->argument_count)
		return session_usage(_("name one edition"));
	if (!pipeline_load(session, session->arguments[optind], &job))
		pipeline_pages(session, &job, (struct page_receiver){ .page = drop_page }, &dumps);
	pipeline_close(&job);
	return session_report(session);
}
