/* The tokens of PDF text with their places (ISO 32000-1, 7.2 and 7.3). The library gives objects without saying where they stand;
 * a signature is judged by where its bytes stand. Nothing is mended: what no token is, is PDF_BROKEN. */
#ifndef FINISHED_LEXER_H
#define FINISHED_LEXER_H
#include <stdbool.h>
#include "base/file.h"

enum pdf_token_kind {
	PDF_END, PDF_BROKEN, PDF_INTEGER, PDF_REAL, PDF_NAME, PDF_STRING, PDF_HEX_STRING, PDF_ARRAY_OPEN, PDF_ARRAY_CLOSE,
	PDF_DICTIONARY_OPEN, PDF_DICTIONARY_CLOSE, PDF_WORD
};

struct pdf_token {
	enum pdf_token_kind kind;
	size_t start, end;                 /* offsets of its first byte and behind its last */
	long long integer;                 /* of PDF_INTEGER; at most 18 digits */
};

struct pdf_lexer {
	struct bytes bytes;
	size_t at;                         /* where the next token is looked for */
};

struct pdf_token pdf_lexer_next(struct pdf_lexer *lexer);          /* white space and comments are passed over */
void pdf_lexer_pass_space(struct pdf_lexer *lexer);                /* the same alone: at is then at a token, or at the end */
bool pdf_token_is_word(const struct pdf_lexer *lexer, const struct pdf_token *token, const char *word);
/* name without its slash; #xx in the text is taken for what it stands for. */
bool pdf_token_is_name(const struct pdf_lexer *lexer, const struct pdf_token *token, const char *name);
/* Passes over one value: a dictionary or array with all in it, a reference, or a single token. -1: there is none. out (may be NULL):
 * from its first byte to behind its last, kind and integer of its first token. */
int pdf_lexer_pass_value(struct pdf_lexer *lexer, struct pdf_token *out);
/* Passes over `integer integer obj`. -1: something else stands there. */
int pdf_lexer_pass_object_head(struct pdf_lexer *lexer, long long *number, long long *generation);
/* The value of a key in the dictionary whose `<<` stands at an offset. 0; 1: it has no such key; -1: it is broken, or has the key twice. */
int pdf_dictionary_value(struct bytes bytes, size_t dictionary, const char *key, struct pdf_token *out);
#endif
