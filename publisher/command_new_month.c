/* hongtou new-month: next month's edition from this one, in a folder of its own. What the edition names and lies in its folder goes along;
 * nothing that is there is written over. */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "base/json.h"
#include "base/language.h"
#include "base/path_inside.h"
#include "command.h"
#include "forward.h"
#include "new_month.h"

struct copy { const char *name; enum source_kind kind; };      /* relative to both folders */

struct making {
	struct session *session;
	const char *folder, *target;
	struct copy *copies;
	size_t count, capacity;
	const char **made;         /* files that were written */
	size_t made_count;
	struct new_month month;
};

/* ---- which files ---- */

static void add_copy(struct making *making, const char *name, enum source_kind kind)
{
	bool known = strcmp(name, "edition.ini") == 0;
	for (size_t i = 0; i < making->count && !known; i++)
		known = strcmp(making->copies[i].name, name) == 0;
	if (known)
		return;
	ARENA_GROW(making->session->arena, making->copies, &making->capacity, making->count + 1);
	making->copies[making->count++] = (struct copy){ name, kind };
}

/* A file outside of the edition's folder stays where it is, and the new edition must find it under the same name. */
static int check_outside(struct making *making, const char *name)
{
	struct stat old, new;
	struct arena *arena = making->session->arena;
	const char *from = path_join(arena, making->folder, name), *parent = path_folder(arena, making->target);
	char *there = realpath(parent, NULL);
	const char *to = name;
	if (name[0] != '/' && strncmp(name, "../", 3) == 0)    /* the target itself is not there yet */
		to = arena_printf(arena, "%s/%s", there ? there : parent, name + 3);
	bool same = stat(from, &old) == 0 && stat(to, &new) == 0 && old.st_dev == new.st_dev && old.st_ino == new.st_ino;
	free(there);
	return same ? 0 : REPORT(making->session->all, month_outside, NULL, name, making->target);
}

static int take_sources(struct making *making, const struct job *job)
{
	const struct source_file *files = NULL;
	size_t count = sources_all(settings_sources(job->settings), &files);
	int result = 0;
	for (size_t i = 0; i < count; i++) {
		const char *inside = path_inside(making->session->arena, files[i].name);
		bool beside = files[i].kind != SOURCE_TEMPLATE || strcmp(path_folder(making->session->arena, files[i].path), making->folder) == 0;
		if (!beside || files[i].kind == SOURCE_EDITION)
			continue;
		if (inside)
			add_copy(making, inside, files[i].kind);
		else
			result |= check_outside(making, files[i].name);
	}
	return result;
}

/* Loads the edition as one of its outputs has it; its warnings are not this month's. */
static int load(struct making *making, const char *variant, struct job *job)
{
	struct session apart = *making->session;
	apart.all = diagnostics_new(making->session->arena);
	job->choices.variant = variant;
	int result = pipeline_load(&apart, making->folder, job);
	if (result)
		diagnostics_take(making->session->all, apart.all);
	return result ? result : take_sources(making, job);
}

static int gather_with(struct making *making, struct fonts *fonts)
{
	const struct words *names = NULL;
	struct job plain = { .fonts = fonts };
	int result = load(making, NULL, &plain);
	size_t count = result ? 0 : settings_instances(plain.settings, "output", &names);
	for (size_t i = 0; i < count; i++) {
		struct job job = { .fonts = fonts };
		result |= load(making, names[i].text, &job);
		pipeline_close(&job);
	}
	making->month.settings = plain.settings;
	pipeline_close(&plain);
	return result;
}

static int gather(struct making *making)
{
	struct fonts *fonts = NULL;
	int result = fonts_open(making->session->all, pipeline_catalogues(making->session), &fonts) ? -1 : gather_with(making, fonts);
	fonts_close(fonts);
	return result;
}

/* ---- writing ---- */

static int make_folders(struct making *making, const char *path)
{
	char *folder = arena_strdup(making->session->arena, path_folder(making->session->arena, path));
	int result = 0;
	for (char *at = folder + strlen(making->target); !result && *at; at++) {
		char *slash = strchr(at + 1, '/');
		if (slash)
			*slash = '\0';
		if (mkdir(folder, 0777) && errno != EEXIST)
			result = REPORT(making->session->all, file_write, NULL, folder, error_text(errno));
		if (!slash)
			break;
		*slash = '/';
		at = slash - 1;
	}
	return result;
}

static int write_file(struct making *making, const char *name, struct bytes content)
{
	const char *path = arena_printf(making->session->arena, "%s/%s", making->target, name);
	if (make_folders(making, path) || file_create(making->session->all, path, content))
		return -1;
	making->made[making->made_count++] = path;
	return 0;
}

/* The lines of a text in which months stand, as a list; NULL: none. */
static const char *lines_with_months(struct arena *arena, const struct source *source)
{
	const char *list = NULL, *moved;
	bool over = false;
	for (int i = 0; i < source->lines; i++) {
		const char *start = source->text + source->line_start[i];
		const char *line = arena_strndup(arena, start, strcspn(start, "\n"));
		if (!strstr(line, "${") && forward_months(arena, line, &moved, &over) != FORWARD_NOTHING)
			list = list ? arena_printf(arena, "%s, %d", list, i + 1) : arena_printf(arena, "%d", i + 1);
	}
	return list;
}

static int copy_file(struct making *making, const struct copy *copy)
{
	struct session *session = making->session;
	struct bytes content = { 0 };
	struct source source;
	if (file_read(session->arena, session->all, NULL, path_join(session->arena, making->folder, copy->name), &content) || write_file(making, copy->name, content))
		return -1;
	if (copy->kind == SOURCE_TABLE)
		REPORT(session->all, month_data, &(struct place){ .file = making->made[making->made_count - 1] });
	if ((copy->kind != SOURCE_BODY && copy->kind != SOURCE_TEXT) || source_decode(session->arena, session->all, making->made[making->made_count - 1], content, &source))
		return 0;
	const char *lines = lines_with_months(session->arena, &source);
	return lines ? REPORT(session->all, month_texts, &(struct place){ .file = source.name }, lines) : 0;
}

static int write_all(struct making *making)
{
	struct session *session = making->session;
	bool made = mkdir(making->target, 0777) == 0;
	int result = made ? 0 : errno == EEXIST ? REPORT(session->all, file_exists, NULL, making->target)
	                                        : REPORT(session->all, file_write, NULL, making->target, error_text(errno));
	making->made = arena_array(session->arena, making->count + 2, sizeof *making->made);
	for (size_t i = 0; i < making->count && !result; i++)
		result = copy_file(making, &making->copies[i]);
	if (!result)
		result = write_file(making, "edition.ini", ini_edit_text(&making->month.edit));
	for (size_t i = making->made_count; result && i > 0; i--) {
		unlink(making->made[i - 1]);
		rmdir(path_folder(session->arena, making->made[i - 1]));
	}
	if (result && made)
		rmdir(making->target);
	return result;
}

static void print_lines(const struct making *making)
{
	const struct new_month *month = &making->month;
	bool json = making->session->form == DIAGNOSTIC_JSON;
	if (json)
		fputs("[", stdout);
	for (size_t i = 0; i < month->count; i++) {
		const struct new_month_line *line = &month->lines[i];
		if (!json) {
			printf("%s:%d: %s: %s → %s\n", line->at.file, line->at.line, line->key, line->before, line->after[0] ? line->after : _("(empty)"));
			continue;
		}
		fputs(i ? ",\n{\"file\":" : "\n{\"file\":", stdout);
		json_put_string(stdout, line->at.file);
		printf(",\"line\":%d,\"key\":", line->at.line);
		json_put_string(stdout, line->key);
		fputs(",\"before\":", stdout);
		json_put_string(stdout, line->before);
		fputs(",\"after\":", stdout);
		json_put_string(stdout, line->after);
		fputs("}", stdout);
	}
	if (json)
		puts("\n]");
}

/* ---- the command ---- */

static const char *without_slashes(struct arena *arena, const char *folder)
{
	size_t length = strlen(folder);
	while (length > 1 && folder[length - 1] == '/')
		length--;
	return arena_strndup(arena, folder, length);
}

/* The folder beside the old one whose name has the next month; NULL: its name has no month. */
static const char *next_folder(struct arena *arena, const char *folder)
{
	char *whole = realpath(folder, NULL);
	const char *slash = whole ? strrchr(whole, '/') : NULL, *next = slash ? forward_folder(arena, slash + 1) : NULL;
	const char *last = strrchr(folder, '/') ? strrchr(folder, '/') + 1 : folder;
	bool named = slash && strcmp(last, slash + 1) == 0;
	if (next)
		next = named ? arena_printf(arena, "%.*s%s", (int)(last - folder), folder, next) : arena_printf(arena, "%s/../%s", folder, next);
	free(whole);
	return next;
}

int command_new_month(struct session *session)
{
	static const struct option options[] = { { "number", required_argument, NULL, 'n' }, { NULL, 0, NULL, 0 } };
	struct making making = { .session = session, .month = { .session = session } };
	int option;
	while ((option = getopt_long(session->argument_count, session->arguments, "", options, NULL)) != -1) {
		if (option != 'n')
			return session_usage(NULL);
		making.month.number = optarg;
	}
	int words = session->argument_count - optind;
	if (words < 1 || words > 2)
		return session_usage(_("name the folder of an edition, and one for the new edition"));
	making.folder = without_slashes(session->arena, session->arguments[optind]);
	making.target = words == 2 ? without_slashes(session->arena, session->arguments[optind + 1]) : next_folder(session->arena, making.folder);
	if (!making.target)
		return session_usage(_("the folder's name has no month to go on from: name the folder for the new edition too"));
	making.month.file = arena_printf(session->arena, "%s/edition.ini", making.target);
	if (!gather(&making) && !new_month_edit(&making.month) && !write_all(&making))
		print_lines(&making);
	return session_report(session);
}
