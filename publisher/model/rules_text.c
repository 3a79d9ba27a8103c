/* Mistakes of running text: how headings are numbered (GB/T 9704-2012 7.3.3), years cut short, 此页无正文. */
#include <string.h>
#include "base/arena.h"
#include "model/body.h"
#include "model/rules.h"

/* A number written like a heading's, with the wrong mark behind it: 1、 for 1. and （一）、 for （一）. Its level and right
 * form; NULL if that is not so. */
static const char *right_number(const struct rules *rules, const char *line, size_t *length, enum level *level)
{
	size_t figures = rules_digits(line), number = body_number(line, level);
	const char *at = line + (figures && figures < 3 ? figures : number);
	const char *right = NULL;
	if (number && (*level == LEVEL_2 || *level == LEVEL_4) && (rules_behind(&at, "、") || rules_behind(&at, "．") || rules_behind(&at, ".")))
		right = arena_strndup(rules->arena, line, number);
	else if (!number && figures && figures < 3 && rules_behind(&at, "、") && !rules_digits(at)) {
		*level = LEVEL_3;
		right = arena_printf(rules->arena, "%.*s.", (int)figures, line);
	}
	*length = (size_t)(at - line);
	return right;
}

/* What stands before the text of a numbered paragraph. */
static const char *number_shown(const struct rules *rules, const struct paragraph *paragraph)
{
	enum level level;
	size_t length = body_number(paragraph->text.text, &level);
	return arena_strndup(rules->arena, paragraph->text.text, length ? length : rules_digits(paragraph->text.text));
}

/* From 一、 straight to 1. is accepted where there are two levels; from 一、 to （1） or from （一） to （1） a level is lost. */
static void check_step(const struct rules *rules, const struct paragraph *paragraph, enum level level, const struct paragraph *above)
{
	static const char *const next[] = { "", "（一）", "1." };
	if (level == LEVEL_4 && above && (above->numbered == LEVEL_1 || above->numbered == LEVEL_2))
		REPORT(rules->all, level_jump, &paragraph->text.at, number_shown(rules, paragraph), number_shown(rules, above), next[above->numbered]);
}

static int check_paragraph(const struct rules *rules, const struct paragraph *paragraph)
{
	const char *note = strstr(paragraph->text.text, "此页无正文");
	rules_year(rules, &paragraph->text);
	if (!note)
		return 0;
	struct place place = rules_place(&paragraph->text, note);
	return REPORT(rules->all, page_without_text, &place);
}

static int check_flow(const struct rules *rules, const struct flow_text *text)
{
	const struct paragraph *above = NULL;
	int result = 0;
	rules_headings(rules, text);
	for (int i = 0; i < text->count; i++) {
		const struct paragraph *paragraph = &text->paragraphs[i];
		enum level level = paragraph->numbered, written = level;
		size_t length = 0;
		const char *right = right_number(rules, paragraph->text.text, &length, &written);
		if (right)
			REPORT(rules->all, heading_mark, &paragraph->text.at, arena_strndup(rules->arena, paragraph->text.text, length), right);
		if (level != LEVEL_BODY) {
			check_step(rules, paragraph, level, above);
			above = paragraph;
		}
		result |= check_paragraph(rules, paragraph);
	}
	return result;
}

int rules_text(const struct rules *rules)
{
	const struct document *document = rules->document;
	int result = check_flow(rules, &document->body);
	for (int i = 0; i < document->attachment_count; i++)
		result |= check_flow(rules, &document->attachments[i].text);
	return result;
}
