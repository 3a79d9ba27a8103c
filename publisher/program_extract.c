/* hongtou-extract: takes the files out that are embedded in a PDF. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include "base/json.h"
#include "base/language.h"
#include "base/path_inside.h"
#include "finished/embedded.h"
#include "session.h"

struct request { const char *file, *folder; bool list, replace; };

/* A name as one line whatever it holds. */
static void print_name(const struct embedded_file *file)
{
	for (size_t i = 0; i < file->name_length; i++)
		putchar((unsigned char)file->name[i] < ' ' || file->name[i] == 0x7F ? '?' : file->name[i]);
}

static void print_list(const struct embedded_files *files)
{
	for (size_t i = 0; i < files->count; i++) {
		const struct embedded_file *file = &files->list[i];
		print_name(file);
		if (file->size >= 0)
			printf("\t%lld\t%s\t%s\n", (long long)file->size, file->type, file->relationship);
		else
			printf("\t\t%s\t%s\n", file->type, file->relationship);
	}
}

static void print_json(const struct embedded_files *files, const char *folder)
{
	for (size_t i = 0; i < files->count; i++) {
		const struct embedded_file *file = &files->list[i];
		fputs(i ? ",\n{\"name\":\"" : "[\n{\"name\":\"", stdout);
		json_put_escaped(stdout, file->name, file->name_length);
		fputs("\",\"folder\":", stdout);
		json_put_string(stdout, folder);
		if (file->size >= 0)
			printf(",\"size\":%lld", (long long)file->size);
		fputs(file->size >= 0 ? ",\"type\":" : ",\"size\":null,\"type\":", stdout);
		json_put_string(stdout, file->type);
		fputs(",\"relationship\":", stdout);
		json_put_string(stdout, file->relationship);
		putchar('}');
	}
	fputs(files->count ? "\n]\n" : "[]\n", stdout);
}

/* A name as a shell takes it for one word. */
static const char *quoted(struct arena *arena, const char *name)
{
	if (!name[strcspn(name, " \t\n!\"#$&'()*;<>?[\\]^`{|}~")])
		return name;
	const char *out = "'";
	for (size_t plain; *name; name += plain + (name[plain] == '\'')) {
		plain = strcspn(name, "'");
		out = arena_printf(arena, "%s%.*s%s", out, (int)plain, name, name[plain] ? "'\\''" : "");
	}
	return arena_printf(arena, "%s'", out);
}

static void print_taken(struct arena *arena, const struct embedded_files *files, const char *folder)
{
	for (size_t i = 0; i < files->count; i++) {
		printf("%s/", folder);
		print_name(&files->list[i]);
		putchar('\n');
	}
	if (embedded_file_lookup(files, SOURCES_LIST))
		printf(_("To set the document from them: hongtou render --extracted %s\n"), quoted(arena, folder));
}

static int extract(struct session *session, const struct request *request)
{
	struct pdf_file *file;
	struct embedded_files files;
	struct place at = { .file = request->file };
	if (pdf_file_open(session->arena, session->all, request->file, &file))
		return -1;
	int result = embedded_files_read(session->arena, file, &files);
	if (!result && !files.count && !request->list)
		result = REPORT(session->all, embedded_none, &at);
	else if (!result && !request->list)
		result = embedded_files_extract(session->arena, file, &files, request->folder, request->replace);
	if (!result && session->form == DIAGNOSTIC_JSON)
		print_json(&files, request->folder);
	else if (!result && request->list)
		print_list(&files);
	else if (!result)
		print_taken(session->arena, &files, request->folder);
	pdf_file_close(file);
	return result;
}

static int run(struct session *session)
{
	static const struct option options[] = { { "list", no_argument, NULL, 'l' }, { "force", no_argument, NULL, 'f' }, { NULL, 0, NULL, 0 } };
	struct request request = { .list = false };
	int option;
	if (session_answered(session, _("usage: hongtou extract FILE.pdf DIR [--force]\n"
	                                "       hongtou extract --list FILE.pdf\n\n"
	                                "Takes the files out that are embedded in a PDF; --force writes over what is there. --list names\n"
	                                "them, with size, media type and what they are to the document.\n")))
		return EXIT_OK;
	while ((option = getopt_long(session->argument_count, session->arguments, "", options, NULL)) != -1) {
		if (option == 'l')
			request.list = true;
		else if (option == 'f')
			request.replace = true;
		else
			return session_usage(NULL);
	}
	if (optind + (request.list ? 1 : 2) != session->argument_count)
		return session_usage(request.list ? _("name one PDF file") : _("name one PDF file and a folder"));
	request.file = session->arguments[optind];
	request.folder = request.list ? NULL : session->arguments[optind + 1];
	extract(session, &request);
	return session_report(session);
}

int main(int count, char **arguments)
{
	return session_main(count, arguments, run);
}
