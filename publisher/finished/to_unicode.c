/* The map is PostScript, but only of this form: beginbfchar <code> <text> … and beginbfrange <first> <last> <text>|[<text> …] … */
#include "finished/to_unicode.h"
#include <string.h>
#include "finished/lexer.h"
#include "finished/string_text.h"

enum { PAGE = 256 };

struct to_unicode {
	struct arena *arena;
	const char **pages[PAGE];          /* by the high byte of the code, then by the low one */
};

static void set(struct to_unicode *map, unsigned code, const char *text)
{
	if (code >= PAGE * PAGE)
		return;
	if (!map->pages[code / PAGE])
		map->pages[code / PAGE] = arena_array(map->arena, PAGE, sizeof(char *));
	map->pages[code / PAGE][code % PAGE] = text;
}

const char *to_unicode_text(const struct to_unicode *map, unsigned code)
{
	return code < PAGE * PAGE && map->pages[code / PAGE] ? map->pages[code / PAGE][code % PAGE] : NULL;
}

static bool next_code(struct to_unicode *map, struct pdf_lexer *lexer, unsigned *code)
{
	struct pdf_token token = pdf_lexer_next(lexer);
	struct bytes bytes;
	*code = 0;
	if (token.kind != PDF_HEX_STRING || string_bytes(map->arena, lexer, &token, &bytes) || bytes.length > 2)
		return false;
	for (size_t i = 0; i < bytes.length; i++)
		*code = *code << 8 | bytes.data[i];
	return true;
}

static struct bytes text_bytes(struct to_unicode *map, const struct pdf_lexer *lexer, const struct pdf_token *token)
{
	struct bytes bytes = { NULL, 0 };
	if (token->kind == PDF_HEX_STRING)
		string_bytes(map->arena, lexer, token, &bytes);
	return bytes;
}

static void read_characters(struct to_unicode *map, struct pdf_lexer *lexer)
{
	unsigned code;
	while (next_code(map, lexer, &code)) {
		struct pdf_token token = pdf_lexer_next(lexer);
		set(map, code, string_utf16(map->arena, text_bytes(map, lexer, &token)));
	}
}

/* The codes of a range have the text of the first one, its last unit counted up. */
static void count_up(struct to_unicode *map, unsigned first, unsigned last, struct bytes text)
{
	for (unsigned code = first; code <= last && text.length >= 2; code++) {
		unsigned char *copy = arena_alloc(map->arena, text.length);
		memcpy(copy, text.data, text.length);
		unsigned unit = (unsigned)(copy[text.length - 2] << 8 | copy[text.length - 1]) + (code - first);
		copy[text.length - 2] = (unsigned char)(unit >> 8);
		copy[text.length - 1] = (unsigned char)unit;
		set(map, code, string_utf16(map->arena, (struct bytes){ copy, text.length }));
	}
}

static void read_ranges(struct to_unicode *map, struct pdf_lexer *lexer)
{
	unsigned first, last;
	while (next_code(map, lexer, &first) && next_code(map, lexer, &last)) {
		struct pdf_token token = pdf_lexer_next(lexer);
		if (token.kind == PDF_HEX_STRING)
			count_up(map, first, last, text_bytes(map, lexer, &token));
		if (token.kind != PDF_ARRAY_OPEN)
			continue;
		for (token = pdf_lexer_next(lexer); token.kind == PDF_HEX_STRING; token = pdf_lexer_next(lexer))
			set(map, first++, string_utf16(map->arena, text_bytes(map, lexer, &token)));
	}
}

struct to_unicode *to_unicode_read(struct arena *arena, struct bytes bytes)
{
	struct to_unicode *map = arena_alloc(arena, sizeof *map);
	struct pdf_lexer lexer = { bytes, 0 };
	map->arena = arena;
	for (struct pdf_token token = pdf_lexer_next(&lexer); token.kind != PDF_END; token = pdf_lexer_next(&lexer)) {
		if (pdf_token_is_word(&lexer, &token, "beginbfchar"))
			read_characters(map, &lexer);
		else if (pdf_token_is_word(&lexer, &token, "beginbfrange"))
			read_ranges(map, &lexer);
	}
	return map;
}
