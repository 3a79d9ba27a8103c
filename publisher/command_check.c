/* hongtou check: all diagnostics of an edition, no output. The pages are set too, for only then a missing glyph or a
 * column without room shows; pictures are decoded, and what signs is looked for. */
#include <errno.h>
#include <getopt.h>
#include <string.h>
#include <unistd.h>
#include "base/language.h"
#include "base/picture.h"
#include "command.h"

static int check_page(void *context, const struct page *page)
{
	struct session *session = context;
	struct picture picture;
	struct arena *scratch = arena_new();
	int result = 0;
	for (size_t i = 0; i < page->count; i++)
		if (page->items[i].kind == ITEM_IMAGE)
			result |= picture_load(scratch, session->all, &page->items[i].of.image.at, page->items[i].of.image.path, &picture);
	arena_free(scratch);
	return result;
}

static void look_for(struct session *session, const char *path)
{
	if (path && strncmp(path, "pkcs11:", strlen("pkcs11:")) != 0 && access(path, R_OK))
		REPORT(session->all, file_open, NULL, path, error_text(errno));
}

/* Passphrases are not asked for: whether a key can be used shows when it signs. */
static void look_for_keys(struct session *session, const struct sealing *sealing)
{
	for (int i = 0; i < sealing->count; i++) {
		look_for(session, sealing->seals[i].key);
		look_for(session, sealing->seals[i].certificate);
		look_for(session, sealing->seals[i].pass_file);
	}
	if (sealing->count)
		look_for(session, sealing->trust);
	look_for(session, sealing->archive);
}

static void check_one(void *edition, struct session *session, struct job *job)
{
	if (pipeline_load(session, edition, job))
		return;
	look_for_keys(session, &job->sealing);
	pipeline_pages(session, job, (struct page_receiver){ .context = session, .page = check_page }, NULL);
}

int command_check(struct session *session)
{
	static const struct option options[] = { CHOICE_OPTIONS, { NULL, 0, NULL, 0 } };
	struct job job = { .fonts = NULL };
	int option;
	while ((option = getopt_long(session->argument_count, session->arguments, "", options, NULL)) != -1)
		if (!command_choice(session, &job.choices, option, optarg))
			return session_usage(NULL);
	if (optind + 1 != session->argument_count)
		return session_usage(_("name one edition"));
	char *edition = session->arguments[optind];
	if (!job.choices.variant || command_is_all(job.choices.variant)) {
		command_each_output(session, &job.choices, check_one, edition);
	} else {
		check_one(edition, session, &job);
		pipeline_close(&job);
	}
	return session_report(session);
}
