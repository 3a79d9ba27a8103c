#include "model/cell.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"

static bool is_wide_blank(const char *at) { return strncmp(at, "\xE3\x80\x80", 3) == 0; }

/* Next name of a list divided by 、 ， , ; or blanks. */
static const char *next_name(struct arena *arena, const char **at)
{
	static const char *const marks[] = { "、", "，", "；", "\xE3\x80\x80" };
	const char *start = NULL;
	for (; **at; (*at)++) {
		size_t mark = strchr(",; \t\n", **at) ? 1 : 0;
		for (size_t i = 0; i < 4 && !mark; i++)
			mark = strncmp(*at, marks[i], 3) == 0 ? 3 : 0;
		if (mark && start)
			break;
		if (mark)
			*at += mark - 1;
		else if (!start)
			start = *at;
	}
	return start ? arena_strndup(arena, start, (size_t)(*at - start)) : NULL;
}

static int longer_first(const void *left, const void *right)
{
	size_t a = strlen(*(const char *const *)left), b = strlen(*(const char *const *)right);
	return a > b ? -1 : a < b ? 1 : strcmp(*(const char *const *)left, *(const char *const *)right);
}

struct name_list cell_names(struct arena *arena, const char *list)
{
	struct name_list out = { NULL, 0 };
	size_t capacity = 0;
	const char *name;
	while ((name = next_name(arena, &list)) != NULL) {
		ARENA_GROW(arena, out.names, &capacity, out.count + 1);
		out.names[out.count++] = name;
	}
	return out;
}

struct name_list cell_unit_names(struct arena *arena, const struct settings *settings)
{
	const struct words *list = settings_lookup(settings, "units", "names");
	struct name_list units = cell_names(arena, list ? list->text : "");
	if (units.count)
		qsort(units.names, units.count, sizeof *units.names, longer_first);
	return units;
}

static size_t blank_at(const char *at)
{
	return *at == ' ' || *at == '\t' || *at == '\n' ? 1 : is_wide_blank(at) ? 3 : 0;
}

bool cell_is_blank(const char *raw)
{
	for (size_t step; (step = blank_at(raw)) != 0;)
		raw += step;
	return !*raw;
}

/* No line break, and no blank at either end? */
static bool is_clean(const char *raw)
{
	size_t length = strlen(raw);
	if (!length)
		return true;
	return !blank_at(raw) && !blank_at(raw + length - 1) && !(length > 3 && is_wide_blank(raw + length - 3)) && !memchr(raw, '\n', length);
}

/* Lines of a cell without blanks around them; inner empty lines go, outer ones too. */
static char *clean_lines(struct arena *arena, const char *raw)
{
	char *out = arena_alloc(arena, strlen(raw) + 2), *to = out;
	while (*raw) {
		const char *end = strchr(raw, '\n');
		size_t length = end ? (size_t)(end - raw) : strlen(raw);
		const char *next = raw + length + (end != NULL);
		for (bool more = true; more && length;) {
			size_t step = *raw == ' ' || *raw == '\t' ? 1 : is_wide_blank(raw) ? 3 : 0;
			more = step > 0;
			raw += step;
			length -= step;
		}
		for (bool more = true; more && length;) {
			size_t step = raw[length - 1] == ' ' || raw[length - 1] == '\t' ? 1 : length >= 3 && is_wide_blank(raw + length - 3) ? 3 : 0;
			more = step > 0;
			length -= step;
		}
		if (length) {
			if (to > out)
				*to++ = '\n';
			memcpy(to, raw, length);
			to += length;
		}
		raw = next;
	}
	*to = '\0';
	return out;
}

/* Joins lines; a blank stays between two Latin words. */
static char *joined(struct arena *arena, const char *lines)
{
	char *out = arena_alloc(arena, strlen(lines) + 1), *to = out;
	for (const char *at = lines; *at; at++) {
		if (*at != '\n')
			*to++ = *at;
		else if (to > out && isalnum((unsigned char)to[-1]) && isalnum((unsigned char)at[1]))
			*to++ = ' ';
	}
	return out;
}

/* Bytes of the name at `at`, typed breaks passed over; 0 if it does not stand there. */
static size_t name_at(const char *at, const char *name)
{
	const char *start = at;
	while (*name) {
		if (*at == '\n' && at > start)
			at++;
		if (*at != *name)
			return 0;
		at++;
		name++;
	}
	return (size_t)(at - start);
}

struct search { const char *text; const struct name_list *units; bool *dead; /* by offset: no way on from here */ };

/* The name to take at `at`: one behind which a break or a further name follows. 0: none. */
static size_t best_name(const struct search *search, const char *at)
{
	for (size_t i = 0; i < search->units->count && !search->dead[at - search->text]; i++) {
		size_t length = name_at(at, search->units->names[i]);
		if (length && (!at[length] || at[length] == '\n' || best_name(search, at + length)))
			return length;
	}
	search->dead[at - search->text] = true;
	return 0;
}

/* One name a line: pieces that are one name are joined, names without a break between them are divided, the rest stays as
 * it was typed. */
static const char *listed(struct arena *arena, const char *lines, const struct name_list *units)
{
	char *out = arena_alloc(arena, strlen(lines) * 2 + 2), *to = out;
	const struct search search = { lines, units, arena_alloc(arena, strlen(lines) + 1) };
	for (const char *at = lines; *at;) {
		size_t length = best_name(&search, at);
		if (!length)
			length = strcspn(at, "\n");
		if (to > out)
			*to++ = '\n';
		for (size_t i = 0; i < length; i++)
			if (at[i] != '\n')
				*to++ = at[i];
		at += length;
		at += *at == '\n';
	}
	return out;
}

const char *cell_text(struct arena *arena, const char *raw, const struct table_column *column, const struct name_list *units)
{
	const char *lines = is_clean(raw) ? raw : clean_lines(arena, raw);
	if (column->stack || column->breaks == BREAKS_JOIN)
		return strchr(lines, '\n') ? joined(arena, lines) : lines;
	return column->breaks == BREAKS_LIST && units->count ? listed(arena, lines, units) : lines;
}

size_t cell_room(const char *raw, const struct table_column *column)
{
	size_t length = strlen(raw);
	return column->breaks == BREAKS_LIST && !column->stack ? length * 2 + 2 : length + 1;    /* a break before each name */
}

bool cell_is_spoiled(const char *text)
{
	static const char *const marks[] = { "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#N/A", "#NUM!", "#NULL!" };
	if (*text != '#' && *text != '.' && (*text < '0' || *text > '9'))
		return false;
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (strcmp(text, marks[i]) == 0)
			return true;
	size_t length = strlen(text), digits = strspn(text, "0123456789.");
	if (length >= 3 && strspn(text, "#") == length)
		return true;
	return digits > 0 && (text[digits] == 'E' || text[digits] == 'e') && text[digits + 1] == '+'
	       && text[digits + 2] && strspn(text + digits + 2, "0123456789") == length - digits - 2;
}
