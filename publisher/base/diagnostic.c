#include "base/diagnostic.h"
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/json.h"
#include "base/language.h"

enum { ARGUMENTS_MAX = 4, BUCKETS = 1024 };

struct diagnostic {
	enum message message;
	struct place at;
	const char *arguments[ARGUMENTS_MAX];
	size_t arrival;
	size_t next;               /* in its bucket: number + 1 of the one before; 0: none */
};

struct diagnostics {
	struct arena *arena;
	struct diagnostic *list;
	size_t count, capacity;
	bool strict;               /* warnings are errors */
	const char *joined;        /* objects of JSON that another program has printed, or NULL */
	size_t buckets[BUCKETS];   /* by place: number + 1 of the last one there */
};

static const struct { const char *name, *text, *cure; enum severity severity; } kinds[] = {
#define MESSAGE(name, severity, text, cure) { #name, text, cure, severity },
#include "base/messages.def"
#undef MESSAGE
};

struct diagnostics *diagnostics_new(struct arena *arena)
{
	struct diagnostics *all = arena_alloc(arena, sizeof *all);
	all->arena = arena;
	return all;
}

void diagnostics_make_warnings_errors(struct diagnostics *all) { all->strict = true; }

static enum severity severity_of(const struct diagnostics *all, const struct diagnostic *one)
{
	enum severity severity = kinds[one->message].severity;
	return severity == SEVERITY_WARNING && all->strict ? SEVERITY_ERROR : severity;
}

enum severity message_severity(enum message message) { return kinds[message].severity; }
const char *message_code(enum message message) { return kinds[message].name; }

static bool equal_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool equal(const struct diagnostic *a, const struct diagnostic *b)
{
	bool same = a->message == b->message && a->at.line == b->at.line && a->at.column == b->at.column && a->at.row == b->at.row
	            && equal_text(a->at.file, b->at.file) && equal_text(a->at.heading, b->at.heading);
	for (int i = 0; same && i < ARGUMENTS_MAX; i++)
		same = equal_text(a->arguments[i], b->arguments[i]);
	return same;
}

static const char *copied(struct arena *arena, const char *text)
{
	return text ? arena_strdup(arena, text) : NULL;
}

int diagnostics_add(struct diagnostics *all, enum message message, const struct place *at, const char *const *arguments)
{
	struct diagnostic new = { .message = message, .arrival = all->count };
	int result = kinds[message].severity == SEVERITY_ERROR ? -1 : 0;
	if (at)
		new.at = *at;
	for (int i = 0; i < ARGUMENTS_MAX && arguments[i]; i++)
		new.arguments[i] = arguments[i];
	size_t *bucket = &all->buckets[((unsigned)new.at.line * 31u + (unsigned)new.at.column * 7u + (unsigned)message) % BUCKETS];
	for (size_t i = *bucket; i; i = all->list[i - 1].next)
		if (equal(&all->list[i - 1], &new))
			return result;
	new.next = *bucket;
	new.at.file = copied(all->arena, new.at.file);
	new.at.heading = copied(all->arena, new.at.heading);
	for (int i = 0; i < ARGUMENTS_MAX; i++)
		new.arguments[i] = copied(all->arena, new.arguments[i]);
	ARENA_GROW(all->arena, all->list, &all->capacity, all->count + 1);
	all->list[all->count++] = new;
	*bucket = all->count;
	return result;
}

int diagnostics_of(const struct diagnostics *all, enum message message)
{
	int count = 0;
	for (size_t i = 0; i < all->count; i++)
		count += all->list[i].message == message;
	return count;
}

int diagnostics_count(const struct diagnostics *all, enum severity severity)
{
	int count = 0;
	for (size_t i = 0; i < all->count; i++)
		count += severity_of(all, &all->list[i]) == severity;
	return count;
}

bool diagnostics_file_failed(const struct diagnostics *all)
{
	bool failed = false;
	for (size_t i = 0; i < all->count; i++)
		failed |= strncmp(kinds[all->list[i].message].name, "file_", 5) == 0;
	return failed;
}

/* %1 … %4 in a text are the arguments. */
static void put_text(FILE *out, const char *format, const struct diagnostic *diagnostic, void (*put)(FILE *, const char *, size_t))
{
	while (*format) {
		size_t plain = strcspn(format, "%");
		put(out, format, plain);
		format += plain;
		if (format[0] == '%' && format[1] >= '1' && format[1] <= '4') {
			const char *argument = diagnostic->arguments[format[1] - '1'];
			if (argument)
				put(out, argument, strlen(argument));
			format += 2;
		} else if (format[0] == '%') {
			put(out, "%", 1);
			format++;
		}
	}
}

/* On one line, and without what a terminal takes for an order: control characters are shown as their pictures (U+2400). */
static void put_plain(FILE *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)text[i], next = i + 1 < length ? (unsigned char)text[i + 1] : 0;
		bool second = byte == 0xC2 && next >= 0x80 && next < 0xA0;     /* U+0080 … U+009F */
		if (byte == '\n')
			fputc(' ', out);
		else if (byte < ' ' || byte == 0x7F)
			fprintf(out, "\xE2\x90%c", byte == 0x7F ? 0xA1 : 0x80 + byte);
		else
			fputs(second ? "\xEF\xBF\xBD" : (const char[2]){ (char)byte, '\0' }, out);
		i += second;
	}
}

static const char *severity_word(enum severity severity)
{
	const char *const words[] = { _("note"), _("warning"), _("error") };
	return words[severity];
}

/* The line of a sheet (BOOK.xlsx[SHEET]) is the row's number in the workbook, which says it all. */
static bool is_sheet(const struct place *at)
{
	return at->file && at->line && at->file[0] && at->file[strlen(at->file) - 1] == ']';
}

static void print_text(const struct diagnostic *one, enum severity severity, FILE *out)
{
	const struct place *at = &one->at;
	const char *file = at->file ? at->file : "hongtou";
	put_plain(out, file, strlen(file));
	if (at->file && at->line)
		fprintf(out, ":%d", at->line);
	if (at->file && at->line && at->column)
		fprintf(out, ":%d", at->column);
	int row = is_sheet(at) ? 0 : at->row;
	fputs(": ", out);
	if (row)
		fprintf(out, _("row %d"), row);
	if (at->heading) {
		fputs(row ? _(", ") : "", out);
		put_plain(out, at->heading, strlen(at->heading));
	}
	if (row || at->heading)
		fputs(": ", out);
	fprintf(out, "%s: ", severity_word(severity));
	put_text(out, _(kinds[one->message].text), one, put_plain);
	fputs("; ", out);
	put_text(out, _(kinds[one->message].cure), one, put_plain);
	fputc('\n', out);
}

static void print_json(const struct diagnostic *one, enum severity severity, FILE *out)
{
	static const char *const severities[] = { "note", "warning", "error" };
	fputs("{\"file\":", out);
	json_put_string(out, one->at.file);
	fprintf(out, ",\"line\":%d,\"column\":%d,\"row\":%d,\"heading\":", one->at.line, one->at.column, one->at.row);
	json_put_string(out, one->at.heading ? one->at.heading : "");
	fprintf(out, ",\"severity\":\"%s\",\"code\":", severities[severity]);
	json_put_code(out, kinds[one->message].name);
	fputs(",\"message\":\"", out);
	put_text(out, _(kinds[one->message].text), one, json_put_escaped);
	fputs("\",\"cure\":\"", out);
	put_text(out, _(kinds[one->message].cure), one, json_put_escaped);
	fputs("\"}", out);
}

static int compare(const void *left, const void *right)
{
	const struct diagnostic *a = left, *b = right;
	int files = strcmp(a->at.file ? a->at.file : "", b->at.file ? b->at.file : "");
	if (files)
		return files;
	if (a->at.line != b->at.line)
		return a->at.line < b->at.line ? -1 : 1;
	if (a->at.column != b->at.column)
		return a->at.column < b->at.column ? -1 : 1;
	return a->arrival < b->arrival ? -1 : a->arrival > b->arrival;
}

int diagnostics_join(struct diagnostics *all, const char *printed)
{
	size_t length = strlen(printed);
	bool array = length >= 4 && strncmp(printed, "[\n", 2) == 0 && strcmp(printed + length - 3, "\n]\n") == 0;
	if (!array)
		return -1;
	if (length > 5)    /* "[" and "]" with something between */
		all->joined = arena_printf(all->arena, "%s%s%.*s", all->joined ? all->joined : "", all->joined ? ",\n" : "", (int)(length - 5), printed + 2);
	return 0;
}

void diagnostics_take(struct diagnostics *all, const struct diagnostics *other)
{
	for (size_t i = 0; i < other->count; i++) {
		const char *arguments[ARGUMENTS_MAX + 1] = { NULL };
		memcpy(arguments, other->list[i].arguments, sizeof other->list[i].arguments);
		diagnostics_add(all, other->list[i].message, &other->list[i].at, arguments);
	}
	if (other->joined)
		all->joined = arena_printf(all->arena, "%s%s%s", all->joined ? all->joined : "", all->joined ? ",\n" : "", other->joined);
}

void diagnostics_print(const struct diagnostics *all, enum diagnostic_form form, FILE *out)
{
	struct diagnostic *sorted = arena_array(all->arena, all->count + 1, sizeof *sorted);
	if (all->count)
		memcpy(sorted, all->list, all->count * sizeof *sorted);
	qsort(sorted, all->count, sizeof *sorted, compare);
	if (form == DIAGNOSTIC_JSON)
		fputs("[", out);
	for (size_t i = 0; i < all->count; i++) {
		if (form == DIAGNOSTIC_JSON) {
			fputs(i ? ",\n" : "\n", out);
			print_json(&sorted[i], severity_of(all, &sorted[i]), out);
		} else {
			print_text(&sorted[i], severity_of(all, &sorted[i]), out);
		}
	}
	if (form == DIAGNOSTIC_JSON && all->joined)
		fprintf(out, "%s%s", all->count ? ",\n" : "\n", all->joined);
	if (form == DIAGNOSTIC_JSON)
		fputs("\n]\n", out);
}

/* The inside of a string of JSON that our own json.c wrote, from its first character. */
static const char *unescaped(struct arena *arena, const char *from)
{
	char *out = arena_strdup(arena, from), *to = out;
	while (*from && *from != '"') {
		bool number = from[0] == '\\' && from[1] == 'u';
		from += from[0] == '\\' && !number;
		*to++ = number ? ' ' : *from;    /* of control characters alone */
		from += number ? 6 : 1;
	}
	*to = '\0';
	return out;
}

static const char *joined_error(const struct diagnostics *all, struct arena *arena, const char *file)
{
	static const char error[] = "\"severity\":\"error\"", message[] = "\"message\":\"", cure[] = "\"cure\":\"";
	const char *at = all->joined ? strstr(all->joined, error) : NULL;
	const char *what = at ? strstr(at, message) : NULL, *help = what ? strstr(what, cure) : NULL;
	return help ? arena_printf(arena, "%s: %s: %s; %s", file, _("error"), unescaped(arena, what + strlen(message)), unescaped(arena, help + strlen(cure))) : "";
}

const char *diagnostics_first_error(const struct diagnostics *all, struct arena *arena, const char *file)
{
	const struct diagnostic *first = NULL;
	char *text = NULL;
	size_t length = 0;
	for (size_t i = 0; i < all->count; i++)
		if (severity_of(all, &all->list[i]) == SEVERITY_ERROR && (!first || compare(&all->list[i], first) < 0))
			first = &all->list[i];
	FILE *out = first ? open_memstream(&text, &length) : NULL;
	if (!out)
		return joined_error(all, arena, file);
	struct diagnostic shown = *first;
	shown.at.file = shown.at.file ? shown.at.file : file;
	print_text(&shown, SEVERITY_ERROR, out);
	fclose(out);
	const char *line = arena_strndup(arena, text, length ? length - 1 : 0);
	free(text);
	return line;
}
