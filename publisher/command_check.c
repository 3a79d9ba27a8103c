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

static void check_one(struct session *session, const char *edition, struct job *job)
{
	if (pipeline_load(session, edition, job))
		return;
	look_for_keys(session, &job->sealing);
	pipeline_pages(session, job, (struct page_receiver){ .context = session, .page = check_page }, NULL);
}

/* With diagnostics of its own: what is wrong with one output hides nothing of another. What several say is printed once. */
static void check_apart(struct session *session, const char *edition, struct job *job)
{
	struct session apart = *session;
	apart.all = diagnostics_new(session->arena);
	if (session->strict)
		diagnostics_make_warnings_errors(apart.all);
	check_one(&apart, edition, job);
	diagnostics_take(session->all, apart.all);
}

/* The edition as it stands, then as each of its outputs has it. */
static void check_each(struct session *session, const char *edition, const struct choices *choices, struct fonts *fonts)
{
	struct job plain = { .fonts = fonts, .choices = *choices };
	const struct words *names = NULL;
	plain.choices.variant = NULL;
	check_apart(session, edition, &plain);
	size_t count = plain.settings ? settings_instances(plain.settings, "output", &names) : 0;
	for (size_t i = 0; i < count; i++) {
		struct job job = { .fonts = fonts, .choices = *choices };
		job.choices.variant = names[i].text;
		if (command_is_all(names[i].text))
			REPORT(session->all, output_reserved, &names[i].at, names[i].text);
		else
			check_apart(session, edition, &job);
		pipeline_close(&job);
	}
	pipeline_close(&plain);
}

static void check_all(struct session *session, const char *edition, const struct choices *choices)
{
	struct fonts *fonts = NULL;
	if (!fonts_open(session->all, pipeline_catalogues(session), &fonts))
		check_each(session, edition, choices, fonts);
	fonts_close(fonts);
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
	const char *edition = session->arguments[optind];
	if (!job.choices.variant || command_is_all(job.choices.variant)) {
		check_all(session, edition, &job.choices);
	} else {
		check_one(session, edition, &job);
		pipeline_close(&job);
	}
	return session_report(session);
}
