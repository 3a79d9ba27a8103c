/* hongtou-compact: packs a finished file. */
#include <getopt.h>
#include "base/file.h"
#include "base/language.h"
#include "finished/compact.h"
#include "session.h"

static int compact(struct session *session, const char *input, const char *output)
{
	struct pdf_file *file;
	if (pdf_file_open(session->arena, session->all, input, &file))
		return -1;
	struct file_writer *writer = file_writer_open(session->arena, session->all, output);
	int result = pdf_compact(session->arena, file, writer);
	if (!result)
		result = file_writer_commit(writer);
	file_writer_close(writer);
	pdf_file_close(file);
	return result;
}

static int run(struct session *session)
{
	static const struct option options[] = { { "output", required_argument, NULL, 'o' }, { NULL, 0, NULL, 0 } };
	const char *output = NULL;
	int option;
	if (session_answered(session, _("usage: hongtou compact FILE.pdf [-o OUT.pdf]\n\n"
	                                "Packs a finished file into object streams; without -o in its own place.\n")))
		return EXIT_OK;
	while ((option = getopt_long(session->argument_count, session->arguments, "o:", options, NULL)) != -1) {
		if (option != 'o')
			return session_usage(NULL);
		output = optarg;
	}
	if (optind + 1 != session->argument_count)
		return session_usage(_("name one PDF file"));
	const char *input = session->arguments[optind];
	compact(session, input, output ? output : input);
	return session_report(session);
}

int main(int count, char **arguments)
{
	return session_main(count, arguments, run);
}
