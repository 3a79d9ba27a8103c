/* hongtou fonts: which face stands for which role, and taking the office's own fonts. */
#include <errno.h>
#include <getopt.h>
#include <string.h>
#include <sys/stat.h>
#include "base/file.h"
#include "base/language.h"
#include "command.h"

static int make_folders(struct session *session, const char *folder)
{
	char *path = arena_strdup(session->arena, folder);
	int result = 0;
	for (char *at = path + 1; !result; at++) {
		if (*at != '/' && *at)
			continue;
		char cut = *at;
		*at = '\0';
		if (mkdir(path, 0777) != 0 && errno != EEXIST)
			result = REPORT(session->all, file_write, NULL, path, error_text(errno));
		*at = cut;
		if (!cut)
			break;
	}
	return result;
}

static int use_folder(struct session *session, const char *folder)
{
	const char *catalogue = pipeline_user_catalogue(session);
	if (!catalogue)
		return session_usage(_("neither XDG_CONFIG_HOME nor HOME is set: there is no place for the catalogue"));
	if (!make_folders(session, path_folder(session->arena, catalogue)))
		fonts_use(session->arena, session->all, folder, catalogue, stdout);
	return session_report(session);
}

int command_fonts(struct session *session)
{
	static const struct option options[] = { { "use", required_argument, NULL, 'u' }, { NULL, 0, NULL, 0 } };
	const char *folder = NULL;
	struct fonts *fonts = NULL;
	int option, missing = 0;
	while ((option = getopt_long(session->argument_count, session->arguments, "", options, NULL)) != -1) {
		if (option != 'u')
			return session_usage(NULL);
		folder = optarg;
	}
	if (optind != session->argument_count)
		return session_usage(_("fonts takes no file; --use takes a folder"));
	if (folder)
		return use_folder(session, folder);
	if (!fonts_open(session->all, pipeline_catalogues(session), &fonts))
		missing = fonts_list(fonts, stdout);
	if (fonts)
		fonts_close(fonts);
	int code = session_report(session);
	return code ? code : missing ? EXIT_INPUT : EXIT_OK;
}
