/* Enumerators at the start of a paragraph. A mark that may as well belong to a number (1.5, 三、四季度, -3) is none. */
#include <string.h>
#include "base/utf8.h"
#include "text/line.h"

enum { NUMERALS_MAX = 3 };
enum kind { KIND_OTHER, KIND_DIGIT, KIND_HAN, KIND_LETTER };

struct walk { const struct shaped *text; int at, stop; };    /* by clusters, through one paragraph */

/* The character at the walk; 0 behind the paragraph's end. */
static uint32_t here(const struct walk *walk)
{
	const struct shaped *text = walk->text;
	const char *at = text->text + text->cluster[walk->at];
	return walk->at < walk->stop ? utf8_next(&at, text->text + text->cluster[text->count]) : 0;
}

static void step(struct walk *walk)
{
	uint32_t cluster = walk->text->cluster[walk->at];
	while (walk->at < walk->stop && walk->text->cluster[walk->at] == cluster)
		walk->at++;
}

static bool one_of(uint32_t code, const uint32_t *list)
{
	while (*list && *list != code)
		list++;
	return *list != 0;
}

static bool skip(struct walk *walk, const uint32_t *list)
{
	bool found = one_of(here(walk), list);
	if (found)
		step(walk);
	return found;
}

static enum kind kind_of(uint32_t code)
{
	static const uint32_t numerals[] = { 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341, 0 };    /* 一 … 十 */
	if ((code >= '0' && code <= '9') || (code >= 0xFF10 && code <= 0xFF19))
		return KIND_DIGIT;
	if ((code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z'))
		return KIND_LETTER;
	return one_of(code, numerals) ? KIND_HAN : KIND_OTHER;
}

/* Numerals of one kind, or one letter. */
static enum kind skip_numerals(struct walk *walk)
{
	enum kind kind = kind_of(here(walk));
	int count = 0;
	for (; kind != KIND_OTHER && kind_of(here(walk)) == kind; count++)
		step(walk);
	return count > (kind == KIND_LETTER ? 1 : NUMERALS_MAX) ? KIND_OTHER : kind;
}

/* 1. 1、 1） 一、 a. */
static bool skip_number(struct walk *walk)
{
	static const uint32_t ends[] = { '.', 0xFF0E, 0x3001, ')', 0xFF09, 0 };
	enum kind kind = skip_numerals(walk);
	return kind != KIND_OTHER && skip(walk, ends) && kind_of(here(walk)) != kind;
}

/* （1） (1) （一） */
static bool skip_bracketed(struct walk *walk)
{
	static const uint32_t opening[] = { '(', 0xFF08, 0 }, closing[] = { ')', 0xFF09, 0 };
	return skip(walk, opening) && skip_numerals(walk) != KIND_OTHER && skip(walk, closing);
}

/* ① ⒈ ⑴ ㈠, with or without a stop */
static bool skip_circled(struct walk *walk)
{
	static const uint32_t stops[] = { '.', 0xFF0E, 0x3001, 0 };
	uint32_t code = here(walk);
	bool found = char_class(code) == CLASS_ENUMERATOR || (code >= 0x3220 && code <= 0x3229);
	if (found) {
		step(walk);
		skip(walk, stops);
	}
	return found;
}

static bool skip_bullet(struct walk *walk)
{
	/* • · ● ○ ■ □ ▪ ◆ ◇ ▲ △ ★ ☆ ※ ➢ ⸺ */
	static const uint32_t bullets[] = { 0x2022, 0xB7, 0x25CF, 0x25CB, 0x25A0, 0x25A1, 0x25AA, 0x25C6, 0x25C7, 0x25B2, 0x25B3, 0x2605, 0x2606,
	                                    0x203B, 0x27A2, 0x2E3A, 0 };
	static const uint32_t dashes[] = { '-', 0x2013, 0x2014, 0xFF0D, 0 }, em_dash[] = { 0x2014, 0 };
	if (skip(walk, bullets))
		return true;
	bool pair = here(walk) == 0x2014;
	if (!skip(walk, dashes))
		return false;
	return (pair && skip(walk, em_dash)) || kind_of(here(walk)) != KIND_DIGIT;
}

int32_t line_hang(const struct shaped *text, int start)
{
	static bool (*const forms[])(struct walk *) = { skip_circled, skip_bracketed, skip_number, skip_bullet };
	const uint8_t *forced = start + 1 < text->count ? memchr(text->breaks + start + 1, BREAK_FORCED, (size_t)(text->count - start - 1)) : NULL;
	struct walk walk = { text, start, forced ? (int)(forced - text->breaks) : text->count };
	bool found = false;
	for (size_t i = 0; i < sizeof forms / sizeof forms[0] && !found; i++) {
		walk.at = start;
		found = forms[i](&walk);
	}
	while (found && walk.at < walk.stop && text->class[walk.at] == CLASS_SPACE)
		walk.at++;
	return found && walk.at < walk.stop ? text->prefix[walk.at] - text->prefix[start] : 0;
}
