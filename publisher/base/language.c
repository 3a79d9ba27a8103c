/* Messages come from gettext catalogues (publisher/po). glibc hands out translations only under a locale that is installed,
 * and minimal machines have none but C.UTF-8, which glibc 2.41 no longer takes. So the catalogue of the selected language
 * is read here: the machine-object format of the GNU gettext manual, a sorted table of pairs. */
#include "base/language.h"
#include <errno.h>
#include <locale.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/program.h"

#define CATALOGUE "zh_CN/LC_MESSAGES/hongtou.mo"

enum { MAGIC = 0x950412de, LONGEST = 1 << 20 };

/* As with gettext itself, the selected language belongs to the process. */
static struct { unsigned char *data; size_t length; } catalogue;

static uint32_t word_at(size_t offset)
{
	uint32_t word = 0;
	if (offset + 4 <= catalogue.length)
		memcpy(&word, catalogue.data + offset, 4);
	return word;
}

static const char *string_at(size_t entry)
{
	uint32_t length = word_at(entry), offset = word_at(entry + 4);
	bool sound = (size_t)offset + length < catalogue.length && catalogue.data[offset + length] == 0;
	return sound ? (const char *)catalogue.data + offset : "";
}

const char *message_text(const char *english)
{
	uint32_t low = 0, high = word_at(8), originals = word_at(12), translations = word_at(16);
	while (catalogue.data && low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = strcmp(english, string_at(originals + 8 * (size_t)middle));
		if (order == 0) {
			const char *text = string_at(translations + 8 * (size_t)middle);
			return text[0] && english[0] ? text : english;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return english;
}

static void load(const char *path)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		return;
	catalogue.data = malloc(LONGEST);
	catalogue.length = catalogue.data ? fread(catalogue.data, 1, LONGEST, file) : 0;
	fclose(file);
	if (catalogue.length < 28 || word_at(0) != MAGIC) {
		free(catalogue.data);
		catalogue.data = NULL;
		catalogue.length = 0;
	}
}

static void load_chinese(void)
{
	struct arena *arena = arena_new();
	const char *given = getenv("HONGTOU_LOCALE");
	if (given && given[0])
		load(arena_printf(arena, "%s/%s", given, CATALOGUE));
	else
		load(program_data(arena, "locale/" CATALOGUE, "build/locale/" CATALOGUE));
	arena_free(arena);
}

/* What the environment asks for, by the order that gettext gives to the variables. */
static const char *environment_language(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *locale = "";
	for (int i = 0; i < 3 && !locale[0]; i++)
		locale = getenv(names[i]) ? getenv(names[i]) : "";
	const char *list = getenv("LANGUAGE");
	bool plain = !locale[0] || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0;
	return !plain && list && list[0] ? list : locale;
}

int language_select(const char *language)
{
	setlocale(LC_ALL, "C");
	free(catalogue.data);
	catalogue.data = NULL;
	catalogue.length = 0;
	if (language && strcmp(language, "en") != 0 && strcmp(language, "zh") != 0)
		return -1;
	if (strncmp(language ? language : environment_language(), "zh", 2) == 0)
		load_chinese();
	return 0;
}

bool language_is_chinese(void) { return catalogue.data; }

const char *error_text(int error)
{
	static const struct { int error; const char *text; } known[] = {
		{ ENOENT, N_("No such file or directory") }, { EACCES, N_("Permission denied") }, { EPERM, N_("Operation not permitted") },
		{ EISDIR, N_("Is a directory") }, { ENOTDIR, N_("Not a directory") }, { ENOSPC, N_("No space left on device") },
		{ EDQUOT, N_("Disk quota exceeded") }, { EROFS, N_("Read-only file system") }, { EEXIST, N_("File exists") },
		{ ENOTEMPTY, N_("Directory not empty") }, { ENAMETOOLONG, N_("File name too long") }, { ELOOP, N_("Too many levels of symbolic links") },
		{ EFBIG, N_("File too large") }, { EBUSY, N_("Device or resource busy") }, { EIO, N_("Input/output error") }, { EPIPE, N_("Broken pipe") },
		{ EMFILE, N_("Too many open files") }, { ESTALE, N_("Stale file handle") }, { ENXIO, N_("No such device or address") },
		{ EINVAL, N_("Invalid argument") }, { EADDRINUSE, N_("Address already in use") },
	};
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (known[i].error == error)
			return message_text(known[i].text);
	return strerror(error);
}
