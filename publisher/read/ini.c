/* iniparser reads a normalised copy of what the scanner found: sections s0, s1, …, the values of each one behind the other with a comma
 * after each, everything outside letters, digits and non-ASCII written as %XX; in double quotes, cut into keys k0, k1, … below iniparser's
 * line limit, for each line costs it much. The values handed out are iniparser's; where they differ from the scanner's the program says so
 * instead of going on. */
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

enum { PIECE = 600, NAME_ROOM = 32 };    /* bytes of one piece as written; iniparser's line limit is 1,024 */

static char *put_number(char *to, size_t number)
{
	char text[24], *at = text + sizeof text;
	do
		*--at = (char)('0' + number % 10);
	while (number /= 10);
	size_t length = (size_t)(text + sizeof text - at);
	return (char *)memcpy(to, at, length) + length;
}

struct copy {
	struct buffer out;
	int section;
	size_t piece;              /* in the section: the next one */
	size_t end;                /* where the one that is open must end; 0: none is open */
};

static void end_piece(struct copy *copy)
{
	if (copy->end)
		buffer_put(&copy->out, "\"\n");
	copy->end = 0;
}

static void put(struct copy *copy, const char *text, size_t length)
{
	char name[NAME_ROOM] = "k";
	if (copy->out.length >= copy->end)
		end_piece(copy);
	if (!copy->end) {
		buffer_add(&copy->out, name, (size_t)(put_number(name + 1, copy->piece++) - name));
		buffer_put(&copy->out, " = \"");
		copy->end = copy->out.length + PIECE;
	}
	buffer_add(&copy->out, text, length);
}

static void put_value(struct copy *copy, const char *value)
{
	static const char digits[] = "0123456789ABCDEF";
	for (const char *at = value; *at; at++) {
		unsigned char byte = (unsigned char)*at;
		bool plain = byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
		const char escaped[3] = { '%', digits[byte >> 4], digits[byte & 15] };
		put(copy, plain ? at : escaped, plain ? 1 : 3);
	}
	put(copy, ",", 1);
}

static void put_copy(struct copy *copy, const struct ini *ini)
{
	for (size_t i = 0; i < ini->count; i++) {
		if (!i || ini->entries[i].section != ini->entries[i - 1].section) {
			end_piece(copy);
			buffer_printf(&copy->out, "[s%d]\n", copy->section++);
			copy->piece = 0;
		}
		put_value(copy, ini->entries[i].value.text);
	}
	end_piece(copy);
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

/* Where the next value begins in what iniparser has. */
struct reading {
	const dictionary *parsed;
	int from;
	size_t section, piece;     /* piece: the one after that which is read */
	const char *at;            /* NULL: iniparser has no more */
};

static void next_piece(struct reading *reading)
{
	char key[2 * NAME_ROOM] = "s", *to = put_number(key + 1, reading->section);
	*to++ = ':';
	*to++ = 'k';
	*put_number(to, reading->piece++) = '\0';
	reading->at = lookup(reading->parsed, &reading->from, key);
}

static void begin_section(struct reading *reading, size_t section)
{
	reading->section = section;
	reading->piece = 0;
	reading->at = "";
}

/* The next value of the section as iniparser has it, cut where it grows longer than expected; NULL if it has none. */
static const char *next_value(struct arena *arena, struct reading *reading, size_t expected)
{
	char *value = arena_reserve(arena, expected + 2);
	size_t length = 0;
	while (reading->at && *reading->at != ',') {
		const char *at = reading->at;
		bool escaped = at[0] == '%' && at[1] && at[2];
		if (!*at) {
			next_piece(reading);
			continue;
		}
		if (length <= expected)
			value[length++] = escaped ? (char)(hex_digit(at[1]) * 16 + hex_digit(at[2])) : *at;
		reading->at += escaped ? 3 : 1;
	}
	value[length] = '\0';
	if (!reading->at)
		return NULL;
	reading->at++;
	return value;
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
	struct copy copy = { .out.arena = arena };
	put_copy(&copy, ini);
	if (fd >= 0 && write(fd, copy.out.text, copy.out.length) == (ssize_t)copy.out.length) {
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
	int result = ini_scan(arena, all, source, out);
	size_t sections = 0;
	if (result || !out->count)
		return result;
	dictionary *parsed = parse_copy(arena, out);
	if (!parsed)
		return REPORT(all, ini_unreadable, &out->entries[0].key_at);
	struct reading reading = { .parsed = parsed };
	struct ini_entry *entries = arena_array(arena, out->count, sizeof *entries);
	memcpy(entries, out->entries, out->count * sizeof *entries);
	for (size_t i = 0; i < out->count; i++) {
		if (!i || entries[i].section != entries[i - 1].section)
			begin_section(&reading, sections++);
		const char *value = next_value(arena, &reading, strlen(entries[i].value.text));
		if (!value || strcmp(value, entries[i].value.text) != 0)
			result = REPORT(all, ini_disagree, &entries[i].key_at, entries[i].key);
		else
			entries[i].value.text = value;
	}
	iniparser_freedict(parsed);
	out->entries = entries;
	return result;
}
