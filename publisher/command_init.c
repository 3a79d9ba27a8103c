/* hongtou init: a new edition of a template, in a folder of its own. Nothing that is there is written over. */
#include <errno.h>
#include <getopt.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "base/language.h"
#include "command.h"
#include "starting.h"

static const char *without_slashes(struct arena *arena, const char *folder)
{
	size_t length = strlen(folder);
	while (length > 1 && folder[length - 1] == '/')
		length--;
	return arena_strndup(arena, folder, length);
}

static int start(struct session *session, const char *folder, const char *template)
{
	struct starting_file files[STARTING_FILES];
	struct settings *settings = NULL;
	int result = 0, written = 0;
	if (pipeline_template(session, template, &settings))
		return -1;
	starting_files(session, settings, template, files);
	const char *paths[STARTING_FILES];
	for (int i = 0; i < STARTING_FILES; i++) {
		paths[i] = arena_printf(session->arena, "%s/%s", folder, files[i].name);
		if (access(paths[i], F_OK) == 0)
			result = REPORT(session->all, file_exists, NULL, paths[i]);
	}
	bool made = !result && mkdir(folder, 0777) == 0;
	if (!result && !made && errno != EEXIST)
		result = REPORT(session->all, file_write, NULL, folder, error_text(errno));
	while (!result && written < STARTING_FILES) {
		result = file_create(session->all, paths[written], bytes_of_text(files[written].text));
		written += !result;
	}
	while (result && written > 0)
		unlink(paths[--written]);
	if (result && made)
		rmdir(folder);
	return result;
}

int command_init(struct session *session)
{
	static const struct option options[] = { { "template", required_argument, NULL, 't' }, { NULL, 0, NULL, 0 } };
	const char *template = "通报";
	int option;
	while ((option = getopt_long(session->argument_count, session->arguments, "", options, NULL)) != -1) {
		if (option != 't')
			return session_usage(NULL);
		template = optarg;
	}
	if (optind + 1 != session->argument_count)
		return session_usage(_("name one folder for the new edition"));
	const char *folder = without_slashes(session->arena, session->arguments[optind]);
	if (!start(session, folder, template) && session->form == DIAGNOSTIC_TEXT)
		printf(_("%s: started; fill in what says 【请填写…】, then run: hongtou check %s\n"), folder, folder);
	return session_report(session);
}
