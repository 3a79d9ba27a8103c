/* Numbered paragraphs beside one another: numbers that are repeated or skipped, and of 一、 and （一）, which have fonts of their
 * own (GB/T 9704-2012 7.3.3), some set as headings and others as text. */
#include "base/arena.h"
#include "model/body.h"
#include "model/rules.h"

/* What came last at one level. */
struct series {
	int last, escaped;         /* numbers; of a line behind \, which may be one of the series or not; 0: none */
	bool fresh, repeated;      /* a higher number has come since; the last number stood twice */
	const struct paragraph *heading, *text;    /* the first ones, under one higher number */
	bool told;                 /* that they are mixed */
};

static int ordinal(const char *line)
{
	bool han = false, zero = false;
	if (!rules_behind(&line, "（"))
		rules_behind(&line, "(");
	return rules_number(&line, &han, &zero);
}

static const char *shown(const struct rules *rules, const struct paragraph *paragraph)
{
	enum level level;
	return arena_strndup(rules->arena, paragraph->text.text, body_number(paragraph->text.text, &level));
}

/* Lists of one level may begin anew without a higher number between them, or run on below the next one. */
static void check_number(const struct rules *rules, const struct paragraph *paragraph, struct series *series)
{
	int number = ordinal(paragraph->text.text);
	bool follows = number == series->last + 1 || (series->escaped && number == series->escaped + 1) || (series->repeated && number == series->last + 2);
	bool again = number == 1 && (series->fresh || series->last != 1);
	bool twice = number == series->last && !series->fresh;
	if (twice)
		REPORT(rules->all, heading_repeated, &paragraph->text.at, shown(rules, paragraph));
	else if (!follows && !again)
		REPORT(rules->all, heading_skipped, &paragraph->text.at, shown(rules, paragraph));
	series->last = number;
	series->escaped = 0;
	series->repeated = twice;
	series->fresh = false;
}

/* Further levels are in the text's own font. */
static void check_look(const struct rules *rules, const struct paragraph *paragraph, struct series *series)
{
	const struct paragraph **first = paragraph->level == LEVEL_BODY ? &series->text : &series->heading;
	*first = *first ? *first : paragraph;
	if (series->told || !series->heading || !series->text || paragraph->numbered > LEVEL_2)
		return;
	series->told = true;
	REPORT(rules->all, headings_mixed, &paragraph->text.at, shown(rules, series->text), shown(rules, series->heading));
}

static void check_escaped(const struct paragraph *paragraph, struct series *all)
{
	enum level level;
	if (body_number(paragraph->text.text, &level))
		all[level].escaped = ordinal(paragraph->text.text);
}

void rules_headings(const struct rules *rules, const struct flow_text *text)
{
	struct series all[LEVEL_4 + 1] = { 0 };
	for (int i = 0; i < text->count; i++) {
		const struct paragraph *paragraph = &text->paragraphs[i];
		struct series *series = &all[paragraph->numbered];
		if (paragraph->numbered == LEVEL_BODY) {
			check_escaped(paragraph, all);
			continue;
		}
		if (ordinal(paragraph->text.text) == 1)    /* a new list */
			*series = (struct series){ .last = series->last, .escaped = series->escaped, .fresh = series->fresh, .repeated = series->repeated };
		check_number(rules, paragraph, series);
		check_look(rules, paragraph, series);
		for (int below = paragraph->numbered + 1; below <= LEVEL_4; below++)
			all[below] = (struct series){ .last = all[below].last, .fresh = true };
	}
}
