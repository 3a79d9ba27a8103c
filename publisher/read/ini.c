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
#include "base/buffer.h"
#include "base/bytes.h"
#include "read/ini_scan.h"

enum { PIECE = 600, NAME_ROOM = 48 };    /* bytes of one piece as written; iniparser's line limit is 1,024 */

static void put_value(struct buffer *out, const char **at)
{
	static const char digits[] = "0123456789ABCDEF";
	for (int written = 0; **at && written < PIECE;) {
		unsigned char byte = (unsigned char)*(*at)++;
		bool plain = byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
		const char escaped[3] = { '%', digits[byte >> 4], digits[byte & 15] };
		buffer_add(out, plain ? (const char *)&byte : escaped, plain ? 1 : 3);
		written += plain ? 1 : 3;
	}
}

static char *put_number(char *to, size_t number)
{
	char text[24], *at = text + sizeof text;
	do
		*--at = (char)('0' + number % 10);
	while (number /= 10);
	size_t length = (size_t)(text + sizeof text - at);
	return (char *)memcpy(to, at, length) + length;
}

/* The name of a piece of entry i, whose case is no matter to iniparser: "k12_0". Returns its length. */
static size_t piece_name(char *to, size_t i, size_t piece)
{
	char *at = to;
	*at++ = 'k';
	at = put_number(at, i);
	*at++ = '_';
	at = put_number(at, piece);
	*at = '\0';
	return (size_t)(at - to);
}

static void put_copy(struct buffer *out, const struct ini *ini)
{
	const char *section = NULL;
	char name[NAME_ROOM];
	int number = -1;
	for (size_t i = 0; i < ini->count; i++) {
		const struct ini_entry *entry = &ini->entries[i];
		const char *at = entry->value.text;
		if (!section || entry->section != section)
			buffer_printf(out, "[s%d]\n", ++number);
		section = entry->section;
		for (size_t piece = 0; piece == 0 || *at; piece++) {
			buffer_add(out, name, piece_name(name, i, piece));
			buffer_put(out, " = \"");
			put_value(out, &at);
			buffer_put(out, "\"\n");
		}
	}
}

/* At most `room` bytes; more than that differ from what is expected in any case. */
static size_t decode(char *to, size_t room, const char *from)
{
	size_t length = 0;
	while (*from && length < room) {
		if (*from == '%' && from[1] && from[2]) {
			to[length++] = (char)(hex_digit(from[1]) * 16 + hex_digit(from[2]));
			from += 3;
		} else {
			to[length++] = *from++;
		}
	}
	return length;
}

/* iniparser's text of a key. Its entries lie in the order of the copy: the search goes on from where the last one was found. */
static const char *lookup(const dictionary *parsed, int *from, const char *key)
{
	int size = (int)parsed->size;
	for (int i = 0; i < size; i++) {
		int at = (*from + i) % size;
		if (parsed->key[at] && strcmp(parsed->key[at], key) == 0) {
			*from = at;
			return parsed->val[at];
		}
	}
	return NULL;
}

/* The value of entry i as iniparser has it; NULL if it has none. */
static const char *parsed_value(struct arena *arena, const dictionary *parsed, int *from, const size_t entry[2], size_t expected)
{
	char *value = arena_reserve(arena, expected + 2), key[2 * NAME_ROOM];
	const char *text = "";
	size_t length = 0;
	key[0] = 's';
	char *name = put_number(key + 1, entry[0]);
	*name++ = ':';
	for (size_t piece = 0; text && (!piece || length < expected); piece++) {
		piece_name(name, entry[1], piece);
		text = lookup(parsed, from, key);
		length += text ? decode(value + length, expected + 1 - length, text) : 0;
	}
	value[length] = '\0';
	return text ? value : NULL;
}

static int quiet(const char *format, ...)
{
	(void)format;
	return 0;
}

static dictionary *parse_copy(struct arena *arena, const struct ini *ini)
{
	char path[64];
	dictionary *parsed = NULL;
	int fd = memfd_create("hongtou-ini", MFD_CLOEXEC);
	struct buffer copy = { .arena = arena };
	put_copy(&copy, ini);
	if (fd >= 0 && write(fd, copy.text, copy.length) == (ssize_t)copy.length) {
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		iniparser_set_error_callback(quiet);
		parsed = iniparser_load(path);
		iniparser_set_error_callback(NULL);
	}
	if (fd >= 0)
		close(fd);
	return parsed;
}

int ini_read(struct arena *arena, struct diagnostics *all, const struct source *source, struct ini *out)
{
	int result = ini_scan(arena, all, source, out), section = -1, from = 0;
	const char *current = NULL;
	if (result || !out->count)
		return result;
	dictionary *parsed = parse_copy(arena, out);
	if (!parsed)
		return REPORT(all, ini_unreadable, &out->entries[0].key_at);
	struct ini_entry *entries = arena_array(arena, out->count, sizeof *entries);
	memcpy(entries, out->entries, out->count * sizeof *entries);
	for (size_t i = 0; i < out->count; i++) {
		section += entries[i].section != current;
		current = entries[i].section;
		const char *value = parsed_value(arena, parsed, &from, (const size_t[2]){ (size_t)section, i }, strlen(entries[i].value.text));
		if (!value || strcmp(value, entries[i].value.text) != 0)
			result = REPORT(all, ini_disagree, &entries[i].key_at, entries[i].key);
		else
			entries[i].value.text = value;
	}
	iniparser_freedict(parsed);
	out->entries = entries;
	return result;
}
