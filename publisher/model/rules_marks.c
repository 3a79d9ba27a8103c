/* Half-width , ; : ? ! ( ) in Chinese text (GB/T 15834). One diagnostic a paragraph or cell: what stands first in it. Marks
 * between digits or Latin letters (1,000, 10:30, f(x), https://…) are right as they are. */
#include <string.h>
#include "base/arena.h"
#include "base/utf8.h"
#include "model/rules.h"

enum { PLACES_MOST = 20 };       /* more would hide what else is said */

struct marks {
	const struct rules *rules;
	int places;
};

static bool of_chinese(uint32_t code)
{
	return (code >= 0x2E80 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) || (code >= 0xFE30 && code <= 0xFE4F)
	       || (code >= 0xFF01 && code <= 0xFFEF) || code >= 0x20000 || (code >= 0x2018 && code <= 0x201D);
}

static const char *wide(char mark)
{
	static const char halves[] = ",;:?!()";
	static const char *const wides[] = { "，", "；", "：", "？", "！", "（", "）" };
	const char *found = mark ? strchr(halves, mark) : NULL;
	return found ? wides[found - halves] : NULL;
}

/* The character before at; 0 at the beginning. */
static uint32_t before(const char *text, const char *at)
{
	const char *from = at;
	if (at == text)
		return 0;
	do
		from--;
	while (from > text && ((unsigned char)*from & 0xC0) == 0x80);
	return utf8_next(&from, at);
}

/* Behind a mark one blank is often typed. */
static uint32_t behind(const char *at)
{
	at += *at == ' ';
	return *at ? utf8_next(&at, at + strlen(at)) : 0;
}

/* The first such mark, NULL if there is none. Texts of large tables pass here: most characters cost one look. */
static const char *find(const char *text)
{
	for (const char *at = text; *at; at++) {
		if ((unsigned char)*at > '?' || !wide(*at))
			continue;
		if (of_chinese(before(text, at)) || of_chinese(behind(at + 1)))
			return at;
	}
	return NULL;
}

/* The mark with its neighbours, so that it is found again; and the same with the full-width form. */
static void shown(struct arena *arena, const char *text, const char *at, const char *out[2])
{
	const char *from = at, *to = at + 1;
	while (from > text && (from == at || ((unsigned char)*from & 0xC0) == 0x80))
		from--;
	if (*to)
		utf8_next(&to, to + strlen(to));
	out[0] = arena_strndup(arena, from, (size_t)(to - from));
	out[1] = arena_printf(arena, "%.*s%s%.*s", (int)(at - from), from, wide(*at), (int)(to - at - 1), at + 1);
}

static void report(struct marks *marks, const char *text, const char *at, const struct place *place)
{
	const char *both[2];
	if (marks->places++ >= PLACES_MOST) {
		if (marks->places == PLACES_MOST + 1)
			REPORT(marks->rules->all, half_width_more, place);
		return;
	}
	shown(marks->rules->arena, text, at, both);
	REPORT(marks->rules->all, half_width, place, both[0], both[1]);
}

static void check_words(struct marks *marks, const struct words *words)
{
	const char *at = words->text ? find(words->text) : NULL;
	if (at)
		report(marks, words->text, at, &words->at);
}

static void check_flow(struct marks *marks, const struct flow_text *text)
{
	for (int i = 0; i < text->count; i++) {
		const struct words *words = &text->paragraphs[i].text;
		const char *at = text->paragraphs[i].table < 0 ? find(words->text) : NULL;
		struct place place = at ? rules_place(words, at) : words->at;
		if (at)
			report(marks, words->text, at, &place);
	}
}

static void check_table(struct marks *marks, const struct table *table)
{
	const struct words *words[] = { &table->title, &table->subtitle, &table->unit, &table->notes, &table->source };
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		check_words(marks, words[i]);
	for (int i = 0; i < table->head_cell_count; i++)
		check_words(marks, &table->head_cells[i].text);
	for (int r = 0; r < table->row_count && marks->places <= PLACES_MOST; r++) {
		for (int c = 0; c < table->column_count; c++) {
			const char *text = table_words(table, r, c), *at = find(text);
			struct place place = at ? table_place_of(table, r, c) : (struct place){ 0 };
			if (at)
				report(marks, text, at, &place);
		}
	}
}

void rules_marks(const struct rules *rules)
{
	const struct document *document = rules->document;
	struct marks marks = { .rules = rules };
	const struct words *words[] = {
		&document->title, &document->addressee, &document->annotation, &document->signature, &document->copies_to, &document->printer,
	};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		check_words(&marks, words[i]);
	check_flow(&marks, &document->body);
	for (int i = 0; i < document->attendance_count; i++)
		check_words(&marks, &document->attendances[i].names);
	for (int i = 0; i < document->attachment_count; i++) {
		check_words(&marks, &document->attachments[i].name);
		check_flow(&marks, &document->attachments[i].text);
	}
	for (int i = 0; i < document->table_count; i++)
		check_table(&marks, &document->tables[i]);
}
