#include "naming.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/buffer.h"
#include "base/file.h"
#include "base/utf8.h"
#include "read/nearest.h"

enum { NAME_MOST = 255 };    /* bytes of a name on Linux's file systems; characters on Windows' */
static const char ending[] = ".pdf";

/* ---- what no file can be called ---- */

/* MS-FSCC 2.1.5.2; the forms that look the same. */
static const char *replacement(unsigned char byte)
{
	static const char forbidden[] = "<>:\"/\\|?*";
	static const char *const wide[] = { "＜", "＞", "：", "＂", "／", "＼", "｜", "？", "＊" };
	const char *at = byte ? strchr(forbidden, byte) : NULL;
	return at ? wide[at - forbidden] : byte < ' ' || byte == 0x7F ? " " : NULL;
}

/* Is the part before the first dot the name of a device of Windows? */
static bool is_device(const char *name)
{
	static const char *const devices[] = { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" };
	static const char *const digits[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³" };
	size_t length = strcspn(name, ".");
	while (length && name[length - 1] == ' ')
		length--;
	bool device = false;
	for (size_t i = 0; i < sizeof devices / sizeof devices[0]; i++)
		device |= strlen(devices[i]) == length && strncasecmp(name, devices[i], length) == 0;
	bool port = length > 3 && (strncasecmp(name, "COM", 3) == 0 || strncasecmp(name, "LPT", 3) == 0);
	for (size_t i = 0; port && i < sizeof digits / sizeof digits[0]; i++)
		device |= strlen(digits[i]) == length - 3 && strncmp(name + 3, digits[i], length - 3) == 0;
	return device;
}

/* The stem with its characters replaced, one blank for several, none at its ends. */
static struct buffer sound_stem(struct arena *arena, const char *name, size_t length)
{
	struct buffer out = { .arena = arena };
	buffer_put(&out, "");
	for (size_t i = 0; i < length; i++) {
		const char *other = replacement((unsigned char)name[i]);
		bool blank = other ? *other == ' ' : name[i] == ' ';
		if (blank && (!out.length || out.text[out.length - 1] == ' '))
			continue;
		if (other)
			buffer_put(&out, other);
		else
			buffer_byte(&out, name[i]);
	}
	while (out.length && (out.text[out.length - 1] == ' ' || out.text[out.length - 1] == '.'))
		out.text[--out.length] = '\0';
	return out;
}

const char *naming_sound(struct arena *arena, const char *name, bool *cut)
{
	size_t length = strlen(name), tail = strlen(ending);
	if (length >= tail && strcasecmp(name + length - tail, ending) == 0)
		length -= tail;
	struct buffer stem = sound_stem(arena, name, length);
	if (is_device(stem.text)) {
		size_t device = strcspn(stem.text, ".");
		stem = (struct buffer){ .arena = arena, .text = arena_printf(arena, "%.*s_%s", (int)device, stem.text, stem.text + device), .length = stem.length + 1 };
	}
	*cut = stem.length + tail > NAME_MOST;
	if (*cut) {
		size_t end = NAME_MOST - tail;
		while (end && ((unsigned char)stem.text[end] & 0xC0) == 0x80)
			end--;
		while (end && (stem.text[end - 1] == ' ' || stem.text[end - 1] == '.'))
			end--;
		stem.text[end] = '\0';
	}
	return arena_printf(arena, "%s%s", stem.text, ending);
}

/* ---- patterns ---- */

enum part { PART_NUMBER, PART_TITLE, PART_DATE, PART_ISSUE, PART_KIND, PART_OUTPUT, PART_FOLDER, PARTS };
static const char *const part_names[] = {
	"number", "发文字号", "title", "标题", "date", "成文日期", "issue", "期号", "kind", "文种", "output", "输出", "folder", "目录", NULL,
};

static enum part part_of(const char *name)
{
	int i = 0;
	while (part_names[i] && strcmp(part_names[i], name) != 0)
		i++;
	return (enum part)(i / 2);
}

/* The last part of the path of the folder that the edition lies in. */
static const char *folder_name(struct arena *arena, const struct job *job)
{
	char *path = realpath(settings_folder(job->settings), NULL);
	const char *slash = path ? strrchr(path, '/') : NULL, *name = arena_strdup(arena, slash ? slash + 1 : "");
	free(path);
	return name;
}

/* A title without the marks of wished breaks. */
static const char *plain_title(struct arena *arena, const char *title)
{
	char *out = arena_strdup(arena, title ? title : ""), *to = out;
	for (const char *from = out; *from; from++)
		if (*from != '|')
			*to++ = *from;
	*to = '\0';
	return out;
}

static const char *text_of(struct arena *arena, const struct job *job, enum part part)
{
	const struct document *document = &job->document;
	const char *const texts[PARTS] = {
		[PART_NUMBER] = document->number.text, [PART_DATE] = document->date.text, [PART_ISSUE] = document->head_issue.text,
		[PART_KIND] = document->kind.text, [PART_OUTPUT] = job->choices.variant,
	};
	if (part == PART_FOLDER)
		return folder_name(arena, job);
	if (part == PART_TITLE)
		return plain_title(arena, document->title.text);
	return texts[part] ? texts[part] : "";
}

struct pattern { const char *text; struct place at; bool own; };     /* own: of the chosen output */

static struct pattern pattern_of(struct arena *arena, const struct job *job)
{
	const char *variant = job->choices.variant;
	const struct words *own = variant ? settings_lookup(job->settings, arena_printf(arena, "output.%s", variant), "file") : NULL;
	const struct words *given = own ? own : settings_lookup(job->settings, "document", "file");
	if (!given || !given->text[0])
		return (struct pattern){ .text = "{number} {title}.pdf", .at = { .file = settings_file(job->settings) } };
	return (struct pattern){ .text = given->text, .at = given->at, .own = own };
}

/* Puts the pattern's text into out; *output: it has {output}. -1 with a diagnostic. */
static int fill(struct session *session, const struct job *job, const struct pattern *pattern, struct buffer *out, bool *output)
{
	const char *at = pattern->text;
	while (*at) {
		size_t plain = strcspn(at, "{");
		buffer_add(out, at, plain);
		at += plain;
		if (!*at)
			break;
		const char *name = arena_strndup(session->arena, at + 1, strcspn(at + 1, "}"));
		enum part part = part_of(name);
		at += 1 + strlen(name);
		if (!*at || part == PARTS)
			return REPORT(session->all, naming_unknown, &pattern->at, arena_printf(session->arena, "{%s%s", name, *at ? "}" : ""), nearest(name, part_names, 2 * PARTS));
		at++;
		*output |= part == PART_OUTPUT;
		buffer_put(out, text_of(session->arena, job, part));
	}
	return 0;
}

const char *naming_file(struct session *session, const struct job *job)
{
	struct arena *arena = session->arena;
	struct pattern pattern = pattern_of(arena, job);
	struct buffer filled = { .arena = arena };
	bool output = false, cut = false;
	buffer_put(&filled, "");
	if (fill(session, job, &pattern, &filled, &output))
		return NULL;
	size_t tail = strlen(ending);
	if (filled.length >= tail && strcasecmp(filled.text + filled.length - tail, ending) == 0)
		filled.text[filled.length -= tail] = '\0';
	if (job->choices.variant && !pattern.own && !output)
		buffer_printf(&filled, " %s", job->choices.variant);
	const char *name = naming_sound(arena, arena_printf(arena, "%s%s", filled.text, ending), &cut);
	if (strcmp(name, ending) == 0) {
		REPORT(session->all, naming_empty, &pattern.at, pattern.text);
		return NULL;
	}
	if (cut)
		REPORT(session->all, naming_cut, &pattern.at, name);
	return name;
}

const char *naming_path(struct session *session, const struct job *job, const char *folder)
{
	const char *name = naming_file(session, job);
	return name ? path_join(session->arena, folder, name) : NULL;
}

int naming_give(struct session *session, struct naming_given *given, const char *path, const struct place *at)
{
	int result = 0;
	for (size_t i = 0; i < given->count && !result; i++)
		if (strcasecmp(given->names[i], path) == 0)
			result = REPORT(session->all, naming_twice, at, path);
	ARENA_GROW(session->arena, given->names, &given->capacity, given->count + 1);
	given->names[given->count++] = path;
	return result;
}
