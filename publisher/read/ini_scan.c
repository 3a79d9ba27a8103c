/* A line scanner for INI files that meets each measured trap of iniparser 4.1 with an error or a rule of its own:
 * comments behind values, quotes, continuation lines, doubled keys, keys before a section. Full-width brackets, equals
 * signs and blanks around names are read as their narrow forms, with a note. */
#include "read/ini_scan.h"
#include <stdbool.h>
#include <string.h>
#include "base/arena.h"
#include "base/utf8.h"

struct scanner {
	struct arena *arena;
	struct diagnostics *all;
	const struct source *source;
	const char *section;
	struct ini_entry *entries;
	size_t count;              /* no line has two: there is room for as many as there are lines */
	struct words *sections;
	size_t section_count, section_capacity;
	size_t section_first;      /* entry of the section */
	int result;
};

struct part { const char *start, *end; };    /* of the source's text */

static struct place place_at(const struct scanner *scanner, const char *at)
{
	return source_place(scanner->source, (size_t)(at - scanner->source->text));
}

/* Bytes of the blank at `at`, 0 if there is none: space, tab, U+3000, U+00A0. */
static size_t blank(const char *at, const char *end)
{
	if (at < end && (*at == ' ' || *at == '\t'))
		return 1;
	if (end - at >= 3 && memcmp(at, "\xE3\x80\x80", 3) == 0)
		return 3;
	return end - at >= 2 && memcmp(at, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

static struct part trimmed(struct part part)
{
	size_t step;
	while ((step = blank(part.start, part.end)) > 0)
		part.start += step;
	for (bool more = true; more && part.end > part.start;) {
		const char *last = part.end - 1;
		while (last > part.start && ((unsigned char)*last & 0xC0) == 0x80)
			last--;
		more = blank(last, part.end) == (size_t)(part.end - last);
		if (more)
			part.end = last;
	}
	return part;
}

static bool starts_with(struct part part, const char *text)
{
	size_t length = strlen(text);
	return (size_t)(part.end - part.start) >= length && memcmp(part.start, text, length) == 0;
}

/* Where narrow or wide (three bytes) first stands, NULL if nowhere; *length its bytes. */
static const char *find(struct part part, char narrow, const char *wide, size_t *length)
{
	for (const char *at = part.start; at < part.end; at++) {
		if (*at == narrow || (part.end - at >= 3 && memcmp(at, wide, 3) == 0)) {
			*length = *at == narrow ? 1 : 3;
			return at;
		}
	}
	return NULL;
}

static void note_wide(struct scanner *scanner, const char *at, size_t length, const char *narrow)
{
	struct place place = place_at(scanner, at);
	if (length == 3)
		REPORT(scanner->all, ini_wide_form, &place, arena_strndup(scanner->arena, at, 3), narrow);
}

static void scan_section(struct scanner *scanner, struct part line)
{
	size_t open = *line.start == '[' ? 1 : 3, close = 0;
	struct place place = place_at(scanner, line.start);
	struct part inside = { line.start + open, line.end };
	const char *end = find(inside, ']', "\xEF\xBC\xBD", &close);
	note_wide(scanner, line.start, open, "[");
	if (!end) {
		scanner->result = REPORT(scanner->all, ini_section_open, &place);
		return;
	}
	note_wide(scanner, end, close, "]");
	struct part rest = trimmed((struct part){ end + close, line.end }), name = trimmed((struct part){ inside.start, end });
	if (rest.start < rest.end && *rest.start != ';' && *rest.start != '#') {
		struct place at = place_at(scanner, rest.start);
		scanner->result = REPORT(scanner->all, ini_stray_text, &at, arena_strndup(scanner->arena, rest.start, (size_t)(rest.end - rest.start)));
	}
	scanner->section = arena_strndup(scanner->arena, name.start, (size_t)(name.end - name.start));
	if (name.start == name.end || strchr(scanner->section, ':'))
		scanner->result = REPORT(scanner->all, ini_section_name, &place, scanner->section);
	for (size_t i = 0; i < scanner->section_count; i++)
		if (strcmp(scanner->sections[i].text, scanner->section) == 0)
			scanner->result = REPORT(scanner->all, ini_section_twice, &place, scanner->section,
			                         arena_printf(scanner->arena, "%d", scanner->sections[i].at.line));
	ARENA_GROW(scanner->arena, scanner->sections, &scanner->section_capacity, scanner->section_count + 1);
	scanner->section_first = scanner->count;
	scanner->sections[scanner->section_count++] = (struct words){ .text = scanner->section, .at = place };
}

/* A value in quotes: what is inside, as it stands. */
static struct part quoted_value(struct scanner *scanner, struct part value)
{
	const char *close = memchr(value.start + 1, *value.start, (size_t)(value.end - value.start - 1));
	if (!close) {
		struct place at = place_at(scanner, value.start);
		scanner->result = REPORT(scanner->all, ini_quote_open, &at);
		return (struct part){ value.end, value.end };
	}
	struct part rest = trimmed((struct part){ close + 1, value.end });
	if (rest.start < rest.end && *rest.start != ';' && *rest.start != '#') {
		struct place at = place_at(scanner, rest.start);
		scanner->result = REPORT(scanner->all, ini_stray_text, &at, arena_strndup(scanner->arena, rest.start, (size_t)(rest.end - rest.start)));
	}
	return (struct part){ value.start + 1, close };
}

/* A value without quotes: a comment begins behind a blank; straight behind text the sign is an error. */
static struct part plain_value(struct scanner *scanner, struct part value)
{
	for (const char *at = value.start; at < value.end; at++) {
		if (*at != ';' && *at != '#')
			continue;
		if (at == value.start || trimmed((struct part){ value.start, at }).end < at)
			return trimmed((struct part){ value.start, at });
		struct place place = place_at(scanner, at);
		scanner->result = REPORT(scanner->all, ini_comment_in_value, &place, *at == ';' ? ";" : "#");
		return value;
	}
	if (value.start < value.end && value.end[-1] == '\\') {
		struct place place = place_at(scanner, value.end - 1);
		scanner->result = REPORT(scanner->all, ini_backslash, &place);
	}
	return value;
}

static void scan_entry(struct scanner *scanner, struct part line)
{
	size_t sign = 0;
	struct place place = place_at(scanner, line.start);
	const char *equals = find(line, '=', "\xEF\xBC\x9D", &sign);
	if (!equals || equals == line.start) {
		scanner->result = REPORT(scanner->all, ini_no_equals, &place, arena_strndup(scanner->arena, line.start, (size_t)(line.end - line.start)));
		return;
	}
	note_wide(scanner, equals, sign, "=");
	struct part key = trimmed((struct part){ line.start, equals }), value = trimmed((struct part){ equals + sign, line.end });
	struct place value_place = place_at(scanner, value.start);
	bool quoted = value.start < value.end && (*value.start == '"' || *value.start == '\'');
	value = quoted ? quoted_value(scanner, value) : plain_value(scanner, value);
	value_place.column += quoted;
	struct ini_entry entry = {
		.section = scanner->section, .key = arena_strndup(scanner->arena, key.start, (size_t)(key.end - key.start)), .key_at = place,
		.value = { .text = arena_strndup(scanner->arena, value.start, (size_t)(value.end - value.start)), .at = value_place },
	};
	if (!scanner->section) {
		scanner->result = REPORT(scanner->all, ini_key_outside, &place, entry.key);
		return;
	}
	/* in the section alone, unless one stands there twice */
	size_t from = scanner->result ? 0 : scanner->section_first;
	for (size_t i = from; i < scanner->count; i++)
		if (strcmp(scanner->entries[i].section, entry.section) == 0 && strcmp(scanner->entries[i].key, entry.key) == 0)
			scanner->result = REPORT(scanner->all, ini_key_twice, &place, entry.key,
			                         arena_printf(scanner->arena, "%d", scanner->entries[i].key_at.line));
	scanner->entries[scanner->count++] = entry;
}

int ini_scan(struct arena *arena, struct diagnostics *all, const struct source *source, struct ini *out)
{
	struct scanner scanner = { .arena = arena, .all = all, .source = source };
	scanner.entries = arena_array(arena, (size_t)source->lines, sizeof *scanner.entries);
	for (int i = 0; i < source->lines; i++) {
		const char *start = source->text + source->line_start[i];
		const char *end = i + 1 < source->lines ? source->text + source->line_start[i + 1] - 1 : source->text + source->length;
		struct part line = trimmed((struct part){ start, end });
		if (line.start == line.end || *line.start == ';' || *line.start == '#')
			continue;
		if (*line.start == '[' || starts_with(line, "\xEF\xBC\xBB"))
			scan_section(&scanner, line);
		else
			scan_entry(&scanner, line);
	}
	*out = (struct ini){ .file = source->name, .entries = scanner.entries, .count = scanner.count,
	                     .sections = scanner.sections, .section_count = scanner.section_count };
	return scanner.result;
}
