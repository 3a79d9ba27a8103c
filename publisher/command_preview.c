/* hongtou preview: a picture of every page, page-001.png …, drawn from the display list. */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/file.h"
#include "base/language.h"
#include "command.h"
#include "emit/preview.h"

struct pictures {
	struct session *session;
	struct preview *preview;
	const char *folder;
};

static int write_picture(void *context, const struct page *page)
{
	struct pictures *pictures = context;
	struct arena *arena = arena_new();
	struct bytes picture = { 0 };
	int result = preview_page(pictures->preview, arena, page, &picture);
	if (!result)
		result = file_replace(pictures->session->all, arena_printf(arena, "%s/page-%03d.png", pictures->folder, page->number), picture);
	arena_free(arena);
	return result;
}

static int make_folder(struct session *session, const char *folder)
{
	if (mkdir(folder, 0777) == 0 || errno == EEXIST)
		return 0;
	return REPORT(session->all, file_write, NULL, folder, error_text(errno));
}

static int draw(struct session *session, struct job *job, const char *folder, int dpi)
{
	struct preview_look look = { .dpi = dpi };
	struct pictures pictures = { .session = session, .folder = folder };
	int result = make_folder(session, folder);
	if (result)
		return result;
	pipeline_palette(&job->style, look.colours);
	pictures.preview = preview_open(session->all, job->fonts, &look);
	result = pictures.preview ? pipeline_pages(session, job, (struct page_receiver){ &pictures, write_picture }, NULL) : -1;
	if (pictures.preview)
		preview_close(pictures.preview);
	return result;
}

int command_preview(struct session *session)
{
	static const struct option options[] = {
		{ "output", required_argument, NULL, 'o' }, { "dpi", required_argument, NULL, 'r' }, CHOICE_OPTIONS, { NULL, 0, NULL, 0 },
	};
	const char *folder = NULL;
	int dpi = 96, option;
	struct job job = { 0 };
	while ((option = getopt_long(session->argument_count, session->arguments, "o:r:", options, NULL)) != -1) {
		if (option == 'o')
			folder = optarg;
		else if (option == 'r')
			dpi = atoi(optarg);
		else if (!command_choice(session, &job.choices, option, optarg))
			return session_usage(NULL);
	}
	if (!folder)
		return session_usage(_("name the folder for the pictures with -o"));
	if (dpi < 20 || dpi > 1200)
		return session_usage(_("--dpi takes a number from 20 to 1200"));
	if (optind + 1 != session->argument_count)
		return session_usage(_("name one edition"));
	if (!pipeline_load(session, session->arguments[optind], &job) && !diagnostics_count(session->all, SEVERITY_ERROR))
		draw(session, &job, folder, dpi);
	pipeline_close(&job);
	return session_report(session);
}
