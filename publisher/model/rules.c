#include "model/rules.h"
#include <string.h>
#include "base/arena.h"
#include "base/utf8.h"
#include "model/cell.h"

bool rules_behind(const char **at, const char *text)
{
	size_t length = strlen(text);
	bool there = strncmp(*at, text, length) == 0;
	*at += there ? length : 0;
	return there;
}

size_t rules_digits(const char *at) { return strspn(at, "0123456789"); }

size_t rules_end_mark(const char *text)
{
	static const char *const marks[] = { "。", "；", "，", "、", "：", "！", ";", ",", ".", ":" };
	size_t length = strlen(text), found = 0;
	for (size_t i = 0; i < sizeof marks / sizeof marks[0] && !found; i++) {
		size_t tail = strlen(marks[i]);
		found = length > tail && strcmp(text + length - tail, marks[i]) == 0 ? tail : 0;
	}
	return found;
}

struct place rules_place(const struct words *words, const char *at) { return place_in(words, (size_t)(at - words->text)); }

void rules_year(const struct rules *rules, const struct words *words)
{
	const char *at = words->text;
	while ((at = strstr(at, "年")) != NULL) {
		const char *year = at, *month = at + strlen("年");
		while (year > words->text && year[-1] >= '0' && year[-1] <= '9')
			year--;
		size_t figures = rules_digits(month);
		bool named = figures >= 1 && figures <= 2 && strncmp(month + figures, "月", strlen("月")) == 0;
		if (at - year == 2 && named) {
			struct place place = rules_place(words, year);
			const char *cut = arena_strndup(rules->arena, year, (size_t)(month + figures - year));
			REPORT(rules->all, year_short, &place, arena_printf(rules->arena, "%s月", cut), arena_printf(rules->arena, "20%s月", cut));
		}
		at = month;
	}
}

static void check_title(const struct rules *rules)
{
	const struct words *title = &rules->document->title;
	if (!title->text)
		return;
	size_t mark = rules_end_mark(title->text);
	if (mark)
		REPORT(rules->all, title_end_mark, &title->at, title->text, arena_strndup(rules->arena, title->text, strlen(title->text) - mark));
	else if (strstr(title->text, "。"))
		REPORT(rules->all, title_full_stop, &title->at, title->text);
	rules_year(rules, title);
}

/* Names of a list; 、 within brackets (各县（市、区）人民政府) divides none. */
static struct name_list bodies(const struct rules *rules, const char *list)
{
	static const char held[] = "\x01\x02\x03";
	char *whole = arena_strdup(rules->arena, list);
	int depth = 0;
	for (char *at = whole; *at; at++) {
		const char *open = at, *close = at;
		depth += rules_behind(&open, "（");
		depth -= depth > 0 && rules_behind(&close, "）");
		if (depth > 0 && strncmp(at, "、", 3) == 0)
			memcpy(at, held, 3);
	}
	struct name_list names = cell_names(rules->arena, whole);
	for (size_t i = 0; i < names.count; i++) {
		char *name = arena_strdup(rules->arena, names.names[i]);
		names.names[i] = name;
		while ((name = strstr(name, held)) != NULL)
			memcpy(name, "、", 3);
	}
	return names;
}

static void check_copied(const struct rules *rules)
{
	const struct words *to = &rules->document->addressee, *copies = &rules->document->copies_to;
	const struct name_list left = bodies(rules, to->text ? to->text : ""), right = bodies(rules, copies->text ? copies->text : "");
	for (size_t i = 0; i < right.count; i++)
		for (size_t k = 0; k < left.count; k++)
			if (strcmp(left.names[k], right.names[i]) == 0) {
				REPORT(rules->all, addressee_copied, &copies->at, right.names[i]);
				break;
			}
}

/* Lists of bodies: 主送 ends with the colon and 抄送 with the full stop that the template adds. */
static void check_lists(const struct rules *rules)
{
	const struct document *document = rules->document;
	const struct words *lists[] = { &document->addressee, &document->copies_to };
	for (int i = 0; i < 2; i++) {
		const char *text = lists[i]->text;
		size_t mark = text ? rules_end_mark(text) : 0;
		if (mark)
			REPORT(rules->all, list_end_mark, &lists[i]->at, text + strlen(text) - mark, arena_strndup(rules->arena, text, strlen(text) - mark));
	}
	const char *addressee = document->addressee.text;
	if (document->direction == DIRECTION_UP && addressee && (strstr(addressee, "、") || strstr(addressee, "，")))
		REPORT(rules->all, addressee_several, &document->addressee.at, addressee);
}

/* Letters and figures of a title, for comparison. */
static const char *plain(struct arena *arena, const char *title)
{
	char *out = arena_alloc(arena, strlen(title) + 1), *to = out;
	while (*title) {
		if (rules_behind(&title, "\xE3\x80\x80"))
			continue;
		if (!strchr(" \t\n|", *title))
			*to++ = *title;
		title++;
	}
	return out;
}

/* Has the line no mark of a sentence and most of the name's characters? Then it is a title, if perhaps another one. */
static bool like_title(const char *line, const char *name)
{
	static const char *const marks[] = { "。", "；", "，", "：", "！", "？", ";", ",", ":" };
	const char *end = name + strlen(name);
	int shared = 0, count = 0;
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (strstr(line, marks[i]))
			return false;
	for (const char *at = name; at < end; count++) {
		const char *from = at;
		utf8_next(&at, end);
		char one[8] = { 0 };
		memcpy(one, from, (size_t)(at - from) < sizeof one ? (size_t)(at - from) : sizeof one - 1);
		shared += strstr(line, one) != NULL;
	}
	size_t length = utf8_count(line);
	return shared * 3 >= count * 2 && length >= 4 && (int)length <= count * 2;
}

static void check_own_title(const struct rules *rules, const struct attachment *attachment)
{
	const struct document *document = rules->document;
	const char *name = plain(rules->arena, attachment->name.text);
	const struct words *table = attachment->table >= 0 ? &document->tables[attachment->table].title : NULL;
	if (table && table->text && strcmp(plain(rules->arena, table->text), name) != 0)
		REPORT(rules->all, attachment_title_differs, &table->at, table->text, attachment->name.text);
	if (!attachment->text.count || attachment->text.paragraphs[0].table >= 0 || attachment->text.paragraphs[0].level)
		return;
	const struct words *line = &attachment->text.paragraphs[0].text;
	const char *own = plain(rules->arena, line->text);
	if (strcmp(own, name) == 0)
		REPORT(rules->all, attachment_title_twice, &line->at, line->text);
	else if (like_title(own, name))
		REPORT(rules->all, attachment_title_differs, &line->at, line->text, attachment->name.text);
}

static void check_attachments(const struct rules *rules)
{
	const struct document *document = rules->document;
	if (document->attachment_count && strcmp(document->attachment_label.text, "附件：") != 0)
		REPORT(rules->all, label_unusual, &document->attachment_label.at, document->attachment_label.text);
	for (int i = 0; i < document->attachment_count; i++) {
		const struct words *name = &document->attachments[i].name;
		size_t mark = rules_end_mark(name->text);
		if (mark)
			REPORT(rules->all, name_end_mark, &name->at, name->text, arena_strndup(rules->arena, name->text, strlen(name->text) - mark));
		check_own_title(rules, &document->attachments[i]);
	}
}

/* A red mark and no red line under it: it is forgotten in home-made templates. */
static void check_red_line(const struct rules *rules)
{
	const struct words *there = settings_lookup(rules->settings, "red_line", "there");
	const struct document *document = rules->document;
	bool red_line = true;
	settings_flag(rules->settings, rules->all, "red_line", "there", &red_line);
	if (!red_line && document->mark == MARK_PRINTED && document->format == FORMAT_DOCUMENT)
		REPORT(rules->all, red_line_missing, &there->at);
}

int rules_check(const struct rules *rules)
{
	int result = rules_elements(rules) | rules_numbers(rules) | rules_unfilled(rules);
	check_title(rules);
	check_lists(rules);
	check_copied(rules);
	check_attachments(rules);
	check_red_line(rules);
	result |= rules_text(rules);
	rules_marks(rules);
	return result;
}
