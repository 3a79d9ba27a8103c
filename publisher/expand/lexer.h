/* Tokens between ${ and }, and between {% and %}. Full-width marks are read as their narrow forms. Private to expand/. */
#ifndef EXPAND_LEXER_H
#define EXPAND_LEXER_H
#include <stdbool.h>
#include "base/arena.h"

enum token_kind {
	TOKEN_END,                 /* the closing mark; at the end of a line: it is missing */
	TOKEN_WORD,                /* letters, digits, _ and Han characters, not a number */
	TOKEN_NUMBER,              /* 12, 0.5, 90% */
	TOKEN_STRING,              /* "…" '…' “…” ‘…’ */
	TOKEN_DOT, TOKEN_COMMA, TOKEN_OPEN, TOKEN_CLOSE, TOKEN_PLUS, TOKEN_MINUS, TOKEN_TIMES, TOKEN_OVER,
	TOKEN_EQUAL, TOKEN_UNEQUAL, TOKEN_LESS, TOKEN_GREATER, TOKEN_AT_MOST, TOKEN_AT_LEAST, TOKEN_HAS,
	TOKEN_UNKNOWN              /* a character that stands nowhere in a template */
};

struct token {
	enum token_kind kind;
	size_t at, end;            /* bytes of the text */
	const char *text;          /* of words, numbers, strings (what is inside), unknown ones */
	bool open;                 /* of the end: the closing mark is missing; of a string: its quote is */
};

/* The token at or behind `at`. block: %} closes, else }. */
struct token lexer_next(struct arena *arena, const char *text, size_t at, bool block);
size_t lexer_word(const char *at);             /* bytes of the word there */

/* What stands at the next mark: */
enum mark { MARK_END, MARK_OUTPUT, MARK_BLOCK, MARK_LITERAL, MARK_WIDE };    /* ${ {% $${ or {{% and wide forms such as $｛ */
/* Where the next one is, from `at` on; of a literal two bytes stand for its first character. */
size_t lexer_mark(const char *text, size_t at, enum mark *mark, size_t *length);
#endif
