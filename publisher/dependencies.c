#include "dependencies.h"
#include <string.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/file.h"
#include "read/sources.h"

struct writing {
	struct session *session;
	struct buffer rule, targets;
	const char **names;
	size_t count, capacity;
	int result;
};

/* A name as GNU make reads it (its manual, 4.2 and 4.4): blanks, # and : with \ before them, and before each \ that stands there; $ doubled.
 * In a target % would be a pattern. */
static void put_name(struct buffer *out, const char *name, bool target)
{
	for (const char *at = name; *at; at++) {
		size_t slashes = strspn(at, "\\");
		bool special = at[slashes] && (strchr(" \t#:", at[slashes]) || (target && at[slashes] == '%'));
		for (size_t i = 0; i < slashes; i++)
			buffer_put(out, special ? "\\\\" : "\\");
		at += slashes;
		if (!*at)
			break;
		if (special)
			buffer_byte(out, '\\');
		if (*at == '$')
			buffer_byte(out, '$');
		buffer_byte(out, *at);
	}
}

/* What make has no way to write, a line end, ; and = in the name of a target, wildcards, is not passed over in silence. */
static bool sound(struct writing *writing, const char *name)
{
	bool possible = !strpbrk(name, "\n;=*?[") && name[0] != '~';
	if (!possible)
		writing->result = REPORT(writing->session->all, dependency_name, &(struct place){ .file = name });
	return possible;
}

static void add(struct writing *writing, const char *name)
{
	bool known = !name || strncmp(name, "pkcs11:", strlen("pkcs11:")) == 0;
	for (size_t i = 0; i < writing->count && !known; i++)
		known = strcmp(writing->names[i], name) == 0;
	if (known || !sound(writing, name))
		return;
	ARENA_GROW(writing->session->arena, writing->names, &writing->capacity, writing->count + 1);
	writing->names[writing->count++] = name;
	buffer_put(&writing->rule, " \\\n  ");
	put_name(&writing->rule, name, false);
	buffer_byte(&writing->targets, '\n');
	put_name(&writing->targets, name, true);
	buffer_put(&writing->targets, ":\n");
}

static void add_seals(struct writing *writing, const struct sealing *sealing)
{
	for (int i = 0; i < sealing->count; i++) {
		const struct sealing_seal *seal = &sealing->seals[i];
		add(writing, seal->key);
		add(writing, seal->certificate);
		add(writing, seal->module);
		add(writing, seal->pass_file);
		add(writing, seal->picture);
		add(writing, sealing->trust);
	}
}

static void add_fonts(struct writing *writing, struct fonts *fonts)
{
	for (const char *const *path = pipeline_catalogues(writing->session); *path; path++)
		if (access(*path, F_OK) == 0)
			add(writing, *path);
	for (int face = 0; face < face_count(fonts); face++)
		add(writing, face_path(fonts, face));
}

static const char *beside(struct arena *arena, const char *output)
{
	size_t length = strlen(output), end = strlen(".pdf");
	bool named = length > end && strcmp(output + length - end, ".pdf") == 0;
	return arena_printf(arena, "%.*s.d", (int)(named ? length - end : length), output);
}

int dependencies_write(struct session *session, const struct job *job, const char *output, const char *path)
{
	struct writing writing = { .session = session, .rule = { .arena = session->arena }, .targets = { .arena = session->arena } };
	const struct source_file *files = NULL;
	size_t count = sources_all(settings_sources(job->settings), &files);
	buffer_put(&writing.targets, "");
	if (sound(&writing, output))
		put_name(&writing.rule, output, true);
	buffer_byte(&writing.rule, ':');
	for (size_t i = 0; i < count; i++)
		add(&writing, files[i].path);
	add_seals(&writing, &job->sealing);
	add_fonts(&writing, job->fonts);
	if (job->was_name && strcmp(job->was_name, output) != 0)    /* --like */
		add(&writing, job->was_name);
	const char *text = arena_printf(session->arena, "%s\n%s", writing.rule.text, writing.targets.text);
	return writing.result ? -1 : file_replace(session->all, path ? path : beside(session->arena, output), bytes_of_text(text));
}
