/* For this room alone: string tokens of the lexer as the bytes and the text that they stand for (ISO 32000-1, 7.3.4, 7.9.2.2). */
#ifndef FINISHED_STRING_TEXT_H
#define FINISHED_STRING_TEXT_H
#include "base/arena.h"
#include "base/utf8.h"
#include "finished/lexer.h"

/* The bytes of a PDF_STRING or PDF_HEX_STRING, in the arena. -1: another kind of token. */
int string_bytes(struct arena *arena, const struct pdf_lexer *lexer, const struct pdf_token *token, struct bytes *out);
/* UTF-16BE without a mark as UTF-8; half a pair becomes U+FFFD, a NUL is left out. */
const char *string_utf16(struct arena *arena, struct bytes bytes);
#endif
