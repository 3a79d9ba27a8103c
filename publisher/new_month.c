/* Keys are met in the order in which later ones need earlier ones: the period and the title say whether a year begins, and the number
 * begins at 1 with it. */
#include "new_month.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/file.h"
#include "companion.h"
#include "expand/date.h"
#include "forward.h"

/* A value of the edition itself under its full English name; of an output's override that of the key. */
struct value { const char *name; const struct ini_entry *entry; };

static struct place new_place(const struct new_month *month, const struct place *old)
{
	struct place at = *old;
	at.file = month->file;
	at.line += month->status_inserted && old->line > month->status_line;
	return at;
}

static void replace(struct new_month *month, const struct value *value, const char *text)
{
	if (strcmp(value->entry->value.text, text) == 0)
		return;
	ini_edit_value(&month->edit, value->entry, text);
	ARENA_GROW(month->session->arena, month->lines, &month->capacity, month->count + 1);
	month->lines[month->count++] = (struct new_month_line){ new_place(month, &value->entry->key_at), value->entry->key, value->entry->value.text, text };
}

static void keep(struct new_month *month, const struct value *value)
{
	struct place at = new_place(month, &value->entry->value.at);
	REPORT(month->session->all, month_kept, &at, value->entry->value.text, value->entry->key);
}

static bool is_template(const char *text) { return strstr(text, "${") || strstr(text, "{%"); }

/* ---- keys ---- */

static void move_words(struct new_month *month, const struct value *value)
{
	const char *text = value->entry->value.text, *moved = text;
	if (!text[0] || is_template(text))
		return;
	if (forward_months(month->session->arena, text, &moved, &month->new_year) == FORWARD_DONE)
		replace(month, value, moved);
	else
		keep(month, value);
}

/* Of an edition without a period the title says whether a year ends, though its words be not sure to move: 2018年1-12月份. */
static void move_title(struct new_month *month, const struct value *value)
{
	const char *text = value->entry->value.text;
	move_words(month, value);
	if (!month->dated && !is_template(text))
		month->new_year |= forward_ends_year(text);
}

/* Only words that name a month need a note. */
static void move_name(struct new_month *month, const struct value *value)
{
	const char *moved;
	bool over = false;
	if (forward_months(month->session->arena, value->entry->value.text, &moved, &over) != FORWARD_NOTHING)
		move_words(month, value);
}

static void note_months(struct new_month *month, const struct value *value)
{
	const char *moved, *text = value->entry->value.text;
	bool over = false;
	if (!is_template(text) && forward_months(month->session->arena, text, &moved, &over) != FORWARD_NOTHING)
		keep(month, value);
}

/* A date that follows from the period follows it. */
static void clear(struct new_month *month, const struct value *value)
{
	if (!is_template(value->entry->value.text))
		replace(month, value, "");
}

/* In a new year also one that is a year. */
static void note_variable(struct new_month *month, const struct value *value)
{
	const char *text = value->entry->value.text;
	if (month->new_year && strlen(text) == 4 && strspn(text, "0123456789") == 4)
		keep(month, value);
	else
		note_months(month, value);
}

/* A month, quarter or half year goes round; *new_year when it begins anew. */
static void move_round(struct new_month *month, const struct value *value, int most)
{
	int now = atoi(value->entry->value.text);
	if (is_template(value->entry->value.text))
		return;
	if (now < 1 || now > most) {
		keep(month, value);
		return;
	}
	month->new_year |= now == most;
	month->dated = true;
	replace(month, value, arena_printf(month->session->arena, "%d", now % most + 1));
}

static void move_month(struct new_month *month, const struct value *value) { move_round(month, value, 12); }
static void move_quarter(struct new_month *month, const struct value *value) { move_round(month, value, 4); }

static void move_half(struct new_month *month, const struct value *value)
{
	const char *text = value->entry->value.text;
	bool second = strncmp(text, "下", strlen("下")) == 0;
	if (!second && strncmp(text, "上", strlen("上")) != 0) {
		move_round(month, value, 2);
		return;
	}
	month->new_year |= second;
	month->dated = true;
	replace(month, value, arena_printf(month->session->arena, "%s%s", second ? "上" : "下", text + strlen("上")));
}

/* The last day of a period: 2018年6月 or 2018-06, a whole month. */
static void move_to(struct new_month *month, const struct value *value)
{
	const char *text = value->entry->value.text, *moved = text;
	struct date date;
	enum forward done = forward_months(month->session->arena, text, &moved, &month->new_year);
	if (date_parse(text, &date, true)) {
		month->new_year |= date.month == 12;
		month->dated = true;
	}
	if (done == FORWARD_NOTHING && (moved = forward_folder(month->session->arena, text)) != NULL && strlen(text) <= strlen("2018-06")) {
		month->new_year |= atoi(moved) != atoi(text);
		done = FORWARD_DONE;
	}
	if (done == FORWARD_DONE)
		replace(month, value, moved);
	else
		keep(month, value);
}

static void move_year(struct new_month *month, const struct value *value)
{
	int year = atoi(value->entry->value.text);
	if (month->new_year && year > 0)
		replace(month, value, arena_printf(month->session->arena, "%d", year + 1));
}

static void move_issue(struct new_month *month, const struct value *value)
{
	struct number_spans spans;
	const char *text = value->entry->value.text;
	if (!text[0] || is_template(text))
		return;
	if (!number_spans(text, &spans) || month->new_year)    /* some count on, some begin anew */
		keep(month, value);
	else
		replace(month, value, number_moved(month->session->arena, text, &spans, number_serial(text, &spans) + 1, 0));
}

static const struct { const char *name; void (*move)(struct new_month *, const struct value *); } steps[] = {    /* "attachment.": any of that family */
	{ "period.month", move_month }, { "period.quarter", move_quarter }, { "period.half", move_half }, { "period.to", move_to },
	{ "document.title", move_title }, { "attachment..name", move_name }, { "table..title", move_name }, { "table..subtitle", move_name },
	{ "period.from", note_months }, { "period.year", move_year }, { "head.issue", move_issue }, { "table..sheet", note_months }, { "table..data", note_months },
	{ "table..notes", note_months }, { "document.file", note_months }, { "vars", note_variable },
	{ "signature.date", clear }, { "imprint.date", clear }, { "head.date", clear },
};

/* Is "table.progress.title" one of "table..title"? */
static bool is_of(const char *name, const char *pattern)
{
	const char *any = strstr(pattern, ".."), *last = strrchr(name, '.');
	size_t length = any ? (size_t)(any - pattern) : strlen(pattern);
	if (!any)
		return strcmp(name, pattern) == 0 || (!strchr(pattern, '.') && strncmp(name, pattern, length) == 0 && name[length] == '.');
	return strncmp(name, pattern, length) == 0 && name[length] == '.' && last > name + length && strcmp(last, any + 1) == 0;
}

/* ---- the number ---- */

/* The archive of the edition, else that of its first output which is archived. */
static const struct words *archive_of(const struct settings *settings)
{
	const struct words *names = NULL, *folder = settings_lookup(settings, "archive", "folder");
	size_t count = settings_instances(settings, "output", &names);
	char section[256];
	for (size_t i = 0; i < count && (!folder || !folder->text[0]); i++)
		if (snprintf(section, sizeof section, "output.%s", names[i].text) < (int)sizeof section)
			folder = settings_lookup(settings, section, "archive.folder");
	return folder && folder->text[0] ? folder : NULL;
}

/* The next number of the series in the archive: its serial number; 0: there is no archive; -1 with a diagnostic. */
static long ask_archive(struct new_month *month, const char *candidate)
{
	struct session *session = month->session;
	const struct words *folder = archive_of(month->settings);
	if (!folder)
		return 0;
	const char *path = path_join(session->arena, settings_folder(month->settings), folder->text);
	const char *const arguments[] = { "next", path, candidate, NULL };
	int out = memfd_create("number", MFD_CLOEXEC);
	struct bytes said = { 0 };
	struct number_spans spans;
	long serial = -1;
	if (out >= 0 && !companion_filter(session, "hongtou-archive", arguments, STDIN_FILENO, out) && !lseek(out, 0, SEEK_SET)
	    && !file_read_descriptor(session->arena, session->all, "-", out, &said) && number_spans((const char *)said.data, &spans))
		serial = number_serial((const char *)said.data, &spans);
	if (out >= 0)
		close(out);
	return serial;
}

static int move_number(struct new_month *month, const struct value *value)
{
	struct arena *arena = month->session->arena;
	const char *text = value->entry->value.text;
	struct number_spans spans;
	if (month->number) {
		replace(month, value, month->number);
		return 0;
	}
	if (!number_spans(text, &spans)) {
		if (!is_template(text))    /* 〔${period.year}〕${period.month}号 goes on by itself */
			keep(month, value);
		return 0;
	}
	bool anew = month->new_year && (spans.year_length || strstr(text, "〔"));     /* the year may be of the period: 〔${period.year}〕 */
	long serial = anew ? 1 : number_serial(text, &spans) + 1;
	long next = is_template(text) ? 0 : ask_archive(month, number_moved(arena, text, &spans, serial, anew));
	replace(month, value, number_moved(arena, text, &spans, next > serial ? next : serial, anew));
	return next < 0 ? -1 : 0;
}

/* ---- all ---- */

/* The values of the edition; name: of the key that an output overrides, too. */
static size_t values_of(struct new_month *month, struct value **out)
{
	const struct resolved *all = NULL;
	size_t count = settings_all(month->settings, &all), used = 0;
	struct arena *arena = month->session->arena;
	struct value *values = arena_array(arena, count + 1, sizeof *values);
	for (size_t i = 0; i < count; i++) {
		bool override = strncmp(all[i].section, "output.", 7) == 0 && strchr(all[i].key, '.');
		for (size_t k = 0; k < month->edit.ini.count && strcmp(all[i].value.at.file, settings_file(month->settings)) == 0; k++) {
			const struct place *at = &month->edit.ini.entries[k].value.at;
			if (at->line != all[i].value.at.line)
				continue;
			const char *name = override ? all[i].key : arena_printf(arena, "%s.%s", all[i].section, all[i].key);
			values[used++] = (struct value){ name, &month->edit.ini.entries[k] };
		}
	}
	*out = values;
	return used;
}

static const struct value *value_named(const struct value *values, size_t count, const char *name)
{
	const struct value *found = NULL;
	for (size_t i = 0; i < count && !found; i++)
		found = strcmp(values[i].name, name) == 0 ? &values[i] : NULL;
	return found;
}

/* In the language of the section's name; behind its head, if the edition has no status. */
static void make_draft(struct new_month *month, const struct value *values, size_t count)
{
	const struct value *status = value_named(values, count, "document.status");
	const struct ini *ini = &month->edit.ini;
	if (status) {
		bool english = strcmp(status->entry->value.text, "final") == 0 || (!status->entry->value.text[0] && strcmp(status->entry->key, "status") == 0);
		if (strcmp(status->entry->value.text, "draft") != 0)
			replace(month, status, english ? "draft" : "草稿");
		return;
	}
	for (size_t i = 0; i < ini->section_count; i++) {
		bool chinese = strcmp(ini->sections[i].text, "公文") == 0;
		if (!chinese && strcmp(ini->sections[i].text, "document") != 0)
			continue;
		const char *line = chinese ? "状态 = 草稿" : "status = draft";
		struct place at = { .file = month->file, .line = ini->sections[i].at.line + 1, .column = 1 };
		ini_edit_insert(&month->edit, &ini->sections[i], line);
		month->status_inserted = true;
		month->status_line = ini->sections[i].at.line;
		ARENA_GROW(month->session->arena, month->lines, &month->capacity, month->count + 1);
		month->lines[month->count++] = (struct new_month_line){ at, chinese ? "状态" : "status", "", chinese ? "草稿" : "draft" };
	}
}

static int by_line(const void *left, const void *right)
{
	const struct new_month_line *a = left, *b = right;
	return a->at.line < b->at.line ? -1 : a->at.line > b->at.line;
}

int new_month_edit(struct new_month *month)
{
	struct value *values = NULL;
	int result = 0;
	if (ini_edit_open(month->session->arena, month->session->all, settings_file(month->settings), &month->edit))
		return -1;
	size_t count = values_of(month, &values);
	make_draft(month, values, count);
	for (size_t s = 0; s < sizeof steps / sizeof steps[0]; s++)
		for (size_t i = 0; i < count; i++)
			if (is_of(values[i].name, steps[s].name))
				steps[s].move(month, &values[i]);
	const struct value *number = value_named(values, count, "document.number");
	if (number && number->entry->value.text[0] && !result)
		result = move_number(month, number);
	if (month->count)
		qsort(month->lines, month->count, sizeof *month->lines, by_line);
	if (month->edit.other_charset)
		REPORT(month->session->all, month_charset, &(struct place){ .file = month->file });
	return result;
}
