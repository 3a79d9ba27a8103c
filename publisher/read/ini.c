/* iniparser reads a normalised copy of what the scanner found: sections s0, s1, …, keys k0, k1, …, values in double quotes
 * with everything outside letters, digits and non-ASCII written as %XX, cut into pieces below iniparser's line limit. The
 * values handed out are iniparser's; where they differ from the scanner's the program says so instead of going on. */
#include "read/ini.h"
#include <iniparser/iniparser.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/bytes.h"
#include "read/ini_scan.h"

enum { PIECE = 600 };    /* bytes of one piece as written; iniparser's line limit is 1,024 */

static void put_value(FILE *out, const char **at)
{
	int written = 0;
	while (**at && written < PIECE) {
		unsigned char byte = (unsigned char)*(*at)++;
		bool plain = byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
		written += plain ? fputc(byte, out) != EOF : fprintf(out, "%%%02X", byte);
	}
}

static void put_copy(FILE *out, const struct ini *ini)
{
	const char *section = NULL;
	int number = -1;
	for (size_t i = 0; i < ini->count; i++) {
		const struct ini_entry *entry = &ini->entries[i];
		const char *at = entry->value.text;
		if (!section || entry->section != section)
			fprintf(out, "[s%d]\n", ++number);
		section = entry->section;
		for (int piece = 0; piece == 0 || *at; piece++) {
			fprintf(out, "k%zu_%d = \"", i, piece);
			put_value(out, &at);
			fputs("\"\n", out);
		}
	}
}

static size_t decode(char *to, const char *from)
{
	size_t length = 0;
	while (*from) {
		if (*from == '%' && from[1] && from[2]) {
			to[length++] = (char)(hex_digit(from[1]) * 16 + hex_digit(from[2]));
			from += 3;
		} else {
			to[length++] = *from++;
		}
	}
	return length;
}

/* The value of entry i as iniparser has it; NULL if it has none. */
static const char *parsed_value(struct arena *arena, const dictionary *parsed, size_t i, int section, size_t expected)
{
	char *value = arena_alloc(arena, expected + 2 * PIECE);
	size_t length = 0;
	for (int piece = 0;; piece++) {
		const char *text = iniparser_getstring(parsed, arena_printf(arena, "s%d:k%zu_%d", section, i, piece), NULL);
		if (!text)
			return piece ? value : NULL;
		if (length > expected)
			return value;
		length += decode(value + length, text);
	}
}

static int quiet(const char *format, ...)
{
	(void)format;
	return 0;
}

static dictionary *parse_copy(const struct ini *ini)
{
	char path[64];
	dictionary *parsed = NULL;
	int fd = memfd_create("hongtou-ini", MFD_CLOEXEC);
	FILE *copy = fd < 0 ? NULL : fdopen(fd, "w");
	if (copy) {
		put_copy(copy, ini);
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		if (fflush(copy) == 0) {
			iniparser_set_error_callback(quiet);
			parsed = iniparser_load(path);
			iniparser_set_error_callback(NULL);
		}
		fclose(copy);
	} else if (fd >= 0) {
		close(fd);
	}
	return parsed;
}

int ini_read(struct arena *arena, struct diagnostics *all, const struct source *source, struct ini *out)
{
	int result = ini_scan(arena, all, source, out), section = -1;
	const char *current = NULL;
	if (result || !out->count)
		return result;
	dictionary *parsed = parse_copy(out);
	if (!parsed)
		return REPORT(all, ini_unreadable, &out->entries[0].key_at);
	struct ini_entry *entries = arena_array(arena, out->count, sizeof *entries);
	memcpy(entries, out->entries, out->count * sizeof *entries);
	for (size_t i = 0; i < out->count; i++) {
		section += entries[i].section != current;
		current = entries[i].section;
		const char *value = parsed_value(arena, parsed, i, section, strlen(entries[i].value.text));
		if (!value || strcmp(value, entries[i].value.text) != 0)
			result = REPORT(all, ini_disagree, &entries[i].key_at, entries[i].key);
		else
			entries[i].value.text = value;
	}
	iniparser_freedict(parsed);
	out->entries = entries;
	return result;
}
