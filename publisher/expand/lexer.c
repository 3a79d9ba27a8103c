#include "expand/lexer.h"
#include <string.h>
#include "base/utf8.h"

/* Marks of one token; the longer ones first. */
static const struct { const char *text; enum token_kind kind; } marks[] = {
	{ "!=", TOKEN_UNEQUAL }, { "≠", TOKEN_UNEQUAL }, { "！＝", TOKEN_UNEQUAL }, { "<=", TOKEN_AT_MOST }, { "≤", TOKEN_AT_MOST }, { "＜＝", TOKEN_AT_MOST },
	{ ">=", TOKEN_AT_LEAST }, { "≥", TOKEN_AT_LEAST }, { "＞＝", TOKEN_AT_LEAST }, { "=", TOKEN_EQUAL }, { "＝", TOKEN_EQUAL },
	{ "<", TOKEN_LESS }, { "＜", TOKEN_LESS }, { ">", TOKEN_GREATER }, { "＞", TOKEN_GREATER }, { "~", TOKEN_HAS }, { "～", TOKEN_HAS },
	{ ".", TOKEN_DOT }, { "．", TOKEN_DOT }, { ",", TOKEN_COMMA }, { "，", TOKEN_COMMA }, { "(", TOKEN_OPEN }, { "（", TOKEN_OPEN },
	{ ")", TOKEN_CLOSE }, { "）", TOKEN_CLOSE }, { "+", TOKEN_PLUS }, { "＋", TOKEN_PLUS }, { "-", TOKEN_MINUS }, { "－", TOKEN_MINUS },
	{ "−", TOKEN_MINUS }, { "*", TOKEN_TIMES }, { "×", TOKEN_TIMES }, { "＊", TOKEN_TIMES }, { "/", TOKEN_OVER }, { "÷", TOKEN_OVER }, { "／", TOKEN_OVER },
};

static const char *const quotes[][2] = { { "\"", "\"" }, { "'", "'" }, { "“", "”" }, { "‘", "’" } };

static bool starts(const char *at, const char *text) { return strncmp(at, text, strlen(text)) == 0; }

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

/* Han characters and other letters make words; marks of Chinese text do not. */
static bool of_word(uint32_t code)
{
	if (code < 0x80)
		return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') || code == '_';
	return !(code >= 0x2010 && code <= 0x205F) && !(code >= 0x3000 && code <= 0x3003) && !(code >= 0x3008 && code <= 0x3020)
	       && !(code >= 0xFF00 && code <= 0xFF0F) && !(code >= 0xFF1A && code <= 0xFF20) && !(code >= 0xFF3B && code <= 0xFF40)
	       && !(code >= 0xFF5B && code <= 0xFF65) && code != 0xA0 && code != 0xD7 && code != 0xF7 && !(code >= 0x2190 && code <= 0x22FF) && code != 0xFFFD;
}

size_t lexer_word(const char *at)
{
	const char *start = at, *end = at + strlen(at);
	while (at < end) {
		const char *next = at;
		if (!of_word(utf8_next(&next, end)))
			break;
		at = next;
	}
	return (size_t)(at - start);
}

static size_t blank(const char *at)
{
	return *at == ' ' || *at == '\t' ? 1 : starts(at, "\xE3\x80\x80") ? 3 : starts(at, "\xC2\xA0") ? 2 : 0;
}

/* Digits with a point at most, not part of a word; % behind it belongs to it unless it closes the block. */
static size_t number_at(const char *at, bool block)
{
	size_t length = strspn(at, "0123456789");
	if (!length || length > 18)
		return 0;
	if (at[length] == '.' && is_digit(at[length + 1]))
		length += 1 + strspn(at + length + 1, "0123456789");
	if (lexer_word(at + length))
		return 0;
	if (at[length] == '%' && !(block && at[length + 1] == '}'))
		length++;
	else if (starts(at + length, "％"))
		length += 3;
	return length;
}

static struct token string_at(struct arena *arena, const char *text, size_t at, const char *const pair[2])
{
	size_t start = at + strlen(pair[0]), line = start + strcspn(text + start, "\n");
	const char *close = strstr(text + start, pair[1]);
	size_t end = close ? (size_t)(close - text) : line;
	bool open = !close || end > line;
	end = open ? line : end;
	return (struct token){ .kind = TOKEN_STRING, .at = at, .end = end + (open ? 0 : strlen(pair[1])),
	                       .text = arena_strndup(arena, text + start, end - start), .open = open };
}

static struct token of_text(struct arena *arena, enum token_kind kind, const char *text, const size_t at_and_length[2])
{
	size_t at = at_and_length[0], length = at_and_length[1];
	return (struct token){ .kind = kind, .at = at, .end = at + length, .text = arena_strndup(arena, text + at, length) };
}

struct token lexer_next(struct arena *arena, const char *text, size_t at, bool block)
{
	for (size_t step; (step = blank(text + at)) != 0;)
		at += step;
	const char *from = text + at, *close = block ? "%}" : "}", *behind = from;
	size_t length = number_at(from, block);
	if (starts(from, close))
		return (struct token){ .kind = TOKEN_END, .at = at, .end = at + strlen(close), .text = close };
	if (!*from || *from == '\n')
		return (struct token){ .kind = TOKEN_END, .at = at, .end = at, .text = "", .open = true };
	if (length)
		return of_text(arena, TOKEN_NUMBER, text, (const size_t[2]){ at, length });
	if ((length = lexer_word(from)) != 0)
		return of_text(arena, TOKEN_WORD, text, (const size_t[2]){ at, length });
	for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++)
		if (starts(from, quotes[i][0]))
			return string_at(arena, text, at, quotes[i]);
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (starts(from, marks[i].text))
			return of_text(arena, marks[i].kind, text, (const size_t[2]){ at, strlen(marks[i].text) });
	utf8_next(&behind, from + strlen(from));
	return of_text(arena, TOKEN_UNKNOWN, text, (const size_t[2]){ at, (size_t)(behind - from) });
}

static enum mark mark_at(const char *at, size_t *length)
{
	static const struct { const char *text; enum mark mark; } forms[] = {
		{ "$${", MARK_LITERAL }, { "{{%", MARK_LITERAL }, { "${", MARK_OUTPUT }, { "{%", MARK_BLOCK }, { "$｛", MARK_WIDE }, { "＄{", MARK_WIDE },
		{ "＄｛", MARK_WIDE }, { "｛%", MARK_WIDE }, { "{％", MARK_WIDE }, { "｛％", MARK_WIDE },
	};
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		if (starts(at, forms[i].text)) {
			*length = strlen(forms[i].text);
			return forms[i].mark;
		}
	}
	return MARK_END;
}

size_t lexer_mark(const char *text, size_t at, enum mark *mark, size_t *length)
{
	*length = 0;
	for (*mark = MARK_END; text[at]; at++) {
		at += strcspn(text + at, "${\xEF");
		*mark = text[at] ? mark_at(text + at, length) : MARK_END;
		if (*mark != MARK_END || !text[at])
			break;
	}
	return at;
}
