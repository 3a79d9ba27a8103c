/* One forward pass, no look back, no recursion. */
#include "finished/lexer.h"
#include <string.h>

static bool is_space(int byte) { return byte == 0 || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r' || byte == ' '; }
static bool is_delimiter(int byte) { return byte != 0 && strchr("()<>[]{}/%", byte) != NULL; }
static bool is_regular(int byte) { return byte >= 0 && !is_space(byte) && !is_delimiter(byte); }

static int byte_at(const struct pdf_lexer *lexer, size_t at) { return at < lexer->bytes.length ? lexer->bytes.data[at] : -1; }

void pdf_lexer_pass_space(struct pdf_lexer *lexer)
{
	int byte = byte_at(lexer, lexer->at);
	while (byte >= 0 && (is_space(byte) || byte == '%')) {
		if (byte == '%') {
			while (byte >= 0 && byte != '\n' && byte != '\r')
				byte = byte_at(lexer, ++lexer->at);
		} else {
			byte = byte_at(lexer, ++lexer->at);
		}
	}
}

/* Behind `(`: parentheses nest, a backslash takes the next byte along. */
static enum pdf_token_kind pass_string(struct pdf_lexer *lexer)
{
	int depth = 1;
	while (depth > 0) {
		int byte = byte_at(lexer, lexer->at++);
		if (byte < 0)
			return PDF_BROKEN;
		if (byte == '\\')
			lexer->at++;
		depth += byte == '(' ? 1 : byte == ')' ? -1 : 0;
	}
	return PDF_STRING;
}

/* Behind `<`. */
static enum pdf_token_kind pass_hex(struct pdf_lexer *lexer)
{
	int byte;
	do {
		byte = byte_at(lexer, lexer->at++);
	} while (hex_digit(byte) >= 0 || (byte >= 0 && is_space(byte)));
	return byte == '>' ? PDF_HEX_STRING : PDF_BROKEN;
}

static enum pdf_token_kind number_kind(const unsigned char *text, size_t length, long long *integer)
{
	size_t at = length && (text[0] == '+' || text[0] == '-') ? 1 : 0, digits = 0, points = 0;
	long long value = 0;
	for (; at < length; at++) {
		if (text[at] == '.') {
			points++;
		} else if (text[at] >= '0' && text[at] <= '9') {
			digits++;
			value = digits <= 18 ? value * 10 + (text[at] - '0') : value;
		} else {
			return PDF_WORD;
		}
	}
	if (!digits || points > 1)
		return PDF_WORD;
	if (points)
		return PDF_REAL;
	*integer = text[0] == '-' ? -value : value;
	return digits <= 18 ? PDF_INTEGER : PDF_BROKEN;
}

static enum pdf_token_kind pass_regular(struct pdf_lexer *lexer, long long *integer)
{
	size_t start = lexer->at;
	while (is_regular(byte_at(lexer, lexer->at)))
		lexer->at++;
	return number_kind(lexer->bytes.data + start, lexer->at - start, integer);
}

static enum pdf_token_kind pass_double(struct pdf_lexer *lexer, int byte, enum pdf_token_kind kind)
{
	bool twice = byte_at(lexer, lexer->at) == byte;
	lexer->at += twice;
	return twice ? kind : PDF_BROKEN;
}

static enum pdf_token_kind pass_token(struct pdf_lexer *lexer, long long *integer)
{
	int byte = byte_at(lexer, lexer->at);
	if (byte < 0)
		return PDF_END;
	if (is_regular(byte))
		return pass_regular(lexer, integer);
	lexer->at++;
	switch (byte) {
	case '/':
		while (is_regular(byte_at(lexer, lexer->at)))
			lexer->at++;
		return PDF_NAME;
	case '(': return pass_string(lexer);
	case '[': return PDF_ARRAY_OPEN;
	case ']': return PDF_ARRAY_CLOSE;
	case '<': return byte_at(lexer, lexer->at) == '<' ? pass_double(lexer, '<', PDF_DICTIONARY_OPEN) : pass_hex(lexer);
	case '>': return pass_double(lexer, '>', PDF_DICTIONARY_CLOSE);
	default: return PDF_BROKEN;
	}
}

struct pdf_token pdf_lexer_next(struct pdf_lexer *lexer)
{
	pdf_lexer_pass_space(lexer);
	struct pdf_token token = { .start = lexer->at };
	token.kind = pass_token(lexer, &token.integer);
	if (lexer->at > lexer->bytes.length)
		lexer->at = lexer->bytes.length;
	token.end = lexer->at;
	return token;
}

bool pdf_token_is_word(const struct pdf_lexer *lexer, const struct pdf_token *token, const char *word)
{
	return token->kind == PDF_WORD && token->end - token->start == strlen(word)
	       && memcmp(lexer->bytes.data + token->start, word, token->end - token->start) == 0;
}

bool pdf_token_is_name(const struct pdf_lexer *lexer, const struct pdf_token *token, const char *name)
{
	size_t at = token->start + 1;
	if (token->kind != PDF_NAME)
		return false;
	for (; *name && at < token->end; name++, at++) {
		int byte = lexer->bytes.data[at];
		if (byte == '#' && at + 2 < token->end && hex_digit(lexer->bytes.data[at + 1]) >= 0 && hex_digit(lexer->bytes.data[at + 2]) >= 0) {
			byte = hex_digit(lexer->bytes.data[at + 1]) * 16 + hex_digit(lexer->bytes.data[at + 2]);
			at += 2;
		}
		if (byte != (unsigned char)*name)
			return false;
	}
	return !*name && at == token->end;
}

/* Behind an integer: `integer R` may follow and make it a reference. */
static void pass_reference(struct pdf_lexer *lexer)
{
	struct pdf_lexer ahead = *lexer;
	struct pdf_token generation = pdf_lexer_next(&ahead);
	struct pdf_token letter = pdf_lexer_next(&ahead);
	if (generation.kind == PDF_INTEGER && pdf_token_is_word(&ahead, &letter, "R"))
		*lexer = ahead;
}

int pdf_lexer_pass_value(struct pdf_lexer *lexer, struct pdf_token *out)
{
	struct pdf_token first = pdf_lexer_next(lexer), token = first;
	size_t depth = 0;
	do {
		if (token.kind == PDF_END || token.kind == PDF_BROKEN)
			return -1;
		if (token.kind == PDF_ARRAY_OPEN || token.kind == PDF_DICTIONARY_OPEN)
			depth++;
		if ((token.kind == PDF_ARRAY_CLOSE || token.kind == PDF_DICTIONARY_CLOSE) && depth-- == 0)
			return -1;
		if (depth > 0)
			token = pdf_lexer_next(lexer);
	} while (depth > 0);
	if (first.kind == PDF_INTEGER)
		pass_reference(lexer);
	if (out) {
		*out = first;
		out->end = lexer->at;
	}
	return 0;
}

int pdf_lexer_pass_object_head(struct pdf_lexer *lexer, long long *number, long long *generation)
{
	struct pdf_token first = pdf_lexer_next(lexer), second = pdf_lexer_next(lexer), word = pdf_lexer_next(lexer);
	*number = first.integer;
	*generation = second.integer;
	return first.kind == PDF_INTEGER && second.kind == PDF_INTEGER && pdf_token_is_word(lexer, &word, "obj") ? 0 : -1;
}

/* Behind a key's value, or behind `<<`: up to before the value of this key. */
static int find_key(struct pdf_lexer *lexer, const char *name)
{
	for (;;) {
		struct pdf_token key = pdf_lexer_next(lexer);
		if (key.kind == PDF_DICTIONARY_CLOSE)
			return 1;
		if (key.kind != PDF_NAME)
			return -1;
		if (pdf_token_is_name(lexer, &key, name))
			return 0;
		if (pdf_lexer_pass_value(lexer, NULL))
			return -1;
	}
}

int pdf_dictionary_value(struct bytes bytes, size_t dictionary, const char *key, struct pdf_token *out)
{
	struct pdf_lexer lexer = { bytes, dictionary };
	if (pdf_lexer_next(&lexer).kind != PDF_DICTIONARY_OPEN)
		return -1;
	int found = find_key(&lexer, key);
	if (found)
		return found;
	return pdf_lexer_pass_value(&lexer, out) || find_key(&lexer, key) != 1 ? -1 : 0;
}
