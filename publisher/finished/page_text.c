/* Follows the operators that show text, choose fonts and mark content; all others only end their operands. */
#include "finished/page_text.h"
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/diagnostic.h"
#include "finished/string_text.h"
#include "finished/to_unicode.h"

enum { DEEPEST = 64, MOST_MARKED = 1 << 20 };

struct text_font { int object; bool wide; struct to_unicode *map; };
struct text_fonts { struct arena *arena; struct text_font *list; size_t count, capacity; };
struct mark { long long id; bool replaced; };          /* id -1: no identifier; replaced: ActualText stands for what is shown */

struct interpreter {
	struct arena *arena;
	qpdf_data library;
	qpdf_oh resources;
	struct text_fonts *fonts;
	struct pdf_lexer lexer;
	struct pdf_token name, properties, lift;           /* last operands of their kinds; lift: the last number */
	struct pdf_token *strings;
	size_t string_count, string_capacity;
	struct mark marks[DEEPEST];
	struct text_font font[DEEPEST];                    /* saved by q, the current one at font_depth */
	size_t mark_depth, font_depth;
	bool new_line;
	struct buffer *texts;
	size_t text_count, text_capacity;
	size_t unknown;
};

struct text_fonts *text_fonts_new(struct arena *arena)
{
	struct text_fonts *fonts = arena_alloc(arena, sizeof *fonts);
	fonts->arena = arena;
	return fonts;
}

static struct text_font read_font(struct interpreter *state, qpdf_oh font)
{
	struct text_font out = { .object = qpdf_oh_get_object_id(state->library, font) };
	qpdf_oh stream = qpdf_oh_get_key(state->library, font, "/ToUnicode");
	unsigned char *data = NULL;
	size_t length = 0;
	out.wide = strcmp(qpdf_oh_get_name(state->library, qpdf_oh_get_key(state->library, font, "/Subtype")), "/Type0") == 0;
	if (qpdf_oh_is_stream(state->library, stream)
	    && !(qpdf_oh_get_stream_data(state->library, stream, qpdf_dl_all, NULL, &data, &length) & QPDF_ERRORS))
		out.map = to_unicode_read(state->fonts->arena, (struct bytes){ data, length });
	free(data);
	return out;
}

static void choose_font(struct interpreter *state)
{
	const struct pdf_token *token = &state->name;
	struct text_fonts *fonts = state->fonts;
	struct text_font *font = &state->font[state->font_depth];
	*font = (struct text_font){ 0 };
	if (token->kind != PDF_NAME)
		return;
	const char *name = arena_strndup(state->arena, (const char *)state->lexer.bytes.data + token->start, token->end - token->start);
	qpdf_oh list = qpdf_oh_get_key_if_dict(state->library, state->resources, "/Font");
	qpdf_oh found = qpdf_oh_get_key_if_dict(state->library, list, name);
	int object = qpdf_oh_get_object_id(state->library, found);
	if (!qpdf_oh_is_dictionary(state->library, found))
		return;
	for (size_t i = 0; i < fonts->count && object; i++)
		if (fonts->list[i].object == object) {
			*font = fonts->list[i];
			return;
		}
	ARENA_GROW(fonts->arena, fonts->list, &fonts->capacity, fonts->count + 1);
	*font = fonts->list[fonts->count++] = read_font(state, found);
}

/* The text of the innermost content with an identifier; NULL: there is none, or ActualText stands for it. */
static struct buffer *target(struct interpreter *state)
{
	for (size_t depth = state->mark_depth < DEEPEST ? state->mark_depth : DEEPEST; depth-- > 0;) {
		if (state->marks[depth].replaced)
			return NULL;
		if (state->marks[depth].id >= 0)
			return &state->texts[state->marks[depth].id];
	}
	return NULL;
}

static bool is_letter(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }

/* Where a line ends between two Latin words, the blank between them was not set. */
static void put_text(struct interpreter *state, struct buffer *out, const char *text)
{
	if (state->new_line && out->length && is_letter(out->text[out->length - 1]) && is_letter(text[0]))
		buffer_byte(out, ' ');
	state->new_line = false;
	buffer_put(out, text);
}

static void show(struct interpreter *state, const struct pdf_token *token)
{
	struct buffer *out = target(state);
	const struct text_font *font = &state->font[state->font_depth];
	struct bytes codes;
	size_t step = font->wide ? 2 : 1;
	if (!out || string_bytes(state->arena, &state->lexer, token, &codes))
		return;
	for (size_t i = 0; i + step <= codes.length; i += step) {
		unsigned code = step == 2 ? (unsigned)(codes.data[i] << 8 | codes.data[i + 1]) : codes.data[i];
		const char *text = font->map ? to_unicode_text(font->map, code) : NULL;
		if (text)
			put_text(state, out, text);
		else
			state->unknown++;
	}
}

static void put_actual_text(struct interpreter *state, const struct pdf_token *token)
{
	struct buffer *out = target(state);
	struct bytes bytes;
	if (!out || string_bytes(state->arena, &state->lexer, token, &bytes))
		return;
	bool wide = bytes.length >= 2 && bytes.data[0] == 0xFE && bytes.data[1] == 0xFF;
	put_text(state, out, wide ? string_utf16(state->arena, (struct bytes){ bytes.data + 2, bytes.length - 2 })
	                          : arena_strndup(state->arena, (const char *)bytes.data, bytes.length));
}

static long long inline_identifier(const struct interpreter *state)
{
	struct pdf_token value = { 0 };
	if (pdf_dictionary_value(state->lexer.bytes, state->properties.start, "MCID", &value))
		return -1;
	return value.kind == PDF_INTEGER && value.integer >= 0 && value.integer < MOST_MARKED ? value.integer : -1;
}

static long long named_identifier(struct interpreter *state)
{
	const struct pdf_token *token = &state->properties;
	const char *name = arena_strndup(state->arena, (const char *)state->lexer.bytes.data + token->start, token->end - token->start);
	qpdf_oh list = qpdf_oh_get_key_if_dict(state->library, state->resources, "/Properties");
	qpdf_oh value = qpdf_oh_get_key_if_dict(state->library, qpdf_oh_get_key_if_dict(state->library, list, name), "/MCID");
	long long id = qpdf_oh_is_integer(state->library, value) ? qpdf_oh_get_int_value(state->library, value) : -1;
	return id < MOST_MARKED ? id : -1;
}

static void begin_mark(struct interpreter *state, bool with_properties)
{
	struct mark mark = { .id = -1 };
	struct pdf_token value;
	if (with_properties && state->properties.kind == PDF_DICTIONARY_OPEN)
		mark.id = inline_identifier(state);
	else if (with_properties && state->properties.kind == PDF_NAME)
		mark.id = named_identifier(state);
	if (mark.id >= 0) {
		ARENA_GROW(state->arena, state->texts, &state->text_capacity, (size_t)mark.id + 1);
		state->text_count = (size_t)mark.id >= state->text_count ? (size_t)mark.id + 1 : state->text_count;
		state->texts[mark.id].arena = state->arena;
	}
	if (with_properties && state->properties.kind == PDF_DICTIONARY_OPEN
	    && pdf_dictionary_value(state->lexer.bytes, state->properties.start, "ActualText", &value) == 0) {
		put_actual_text(state, &value);
		mark.replaced = true;
	}
	if (state->mark_depth < DEEPEST)
		state->marks[state->mark_depth] = mark;
	state->mark_depth++;
}

/* Binary data until EI between white space (8.9.7). */
static void pass_inline_image(struct interpreter *state)
{
	const unsigned char *data = state->lexer.bytes.data;
	size_t end = state->lexer.bytes.length, at = state->lexer.at;
	struct pdf_token token;
	do {
		token = pdf_lexer_next(&state->lexer);
	} while (token.kind != PDF_END && !pdf_token_is_word(&state->lexer, &token, "ID"));
	for (at = state->lexer.at; at + 3 < end; at++)
		if (data[at] <= ' ' && data[at + 1] == 'E' && data[at + 2] == 'I' && data[at + 3] <= ' ')
			break;
	state->lexer.at = at + 3 < end ? at + 3 : end;
}

static void save(struct interpreter *state)
{
	if (state->font_depth + 1 < DEEPEST) {
		state->font[state->font_depth + 1] = state->font[state->font_depth];
		state->font_depth++;
	}
}

static void operate(struct interpreter *state, const struct pdf_token *token)
{
	static const char *const words[] = { "Tj", "TJ", "'", "\"", "Tf", "BDC", "BMC", "EMC", "Td", "TD", "T*", "Tm", "q", "Q", "BI", NULL };
	enum { SHOW, SHOW_LIST, NEXT_SHOW, NEXT_SHOW_SPACED, FONT, BEGIN_PROPERTIES, BEGIN, END, MOVE, MOVE_LEADING, NEXT, MATRIX, SAVE, RESTORE, IMAGE };
	int which = 0;
	while (words[which] && !pdf_token_is_word(&state->lexer, token, words[which]))
		which++;
	bool level = state->lift.kind == PDF_INTEGER && state->lift.integer == 0;
	state->new_line |= ((which == MOVE || which == MOVE_LEADING) && !level) || which == NEXT || which == MATRIX || which == NEXT_SHOW || which == NEXT_SHOW_SPACED;
	if (which <= NEXT_SHOW_SPACED) {
		for (size_t i = 0; i < state->string_count; i++)
			show(state, &state->strings[i]);
	} else if (which == FONT) {
		choose_font(state);
	} else if (which == BEGIN_PROPERTIES || which == BEGIN) {
		begin_mark(state, which == BEGIN_PROPERTIES);
	} else if (which == END) {
		state->mark_depth -= state->mark_depth > 0;
	} else if (which == SAVE) {
		save(state);
	} else if (which == RESTORE) {
		state->font_depth -= state->font_depth > 0;
	} else if (which == IMAGE) {
		pass_inline_image(state);
	}
	state->string_count = 0;
	state->name = state->properties = state->lift = (struct pdf_token){ 0 };
}

static void take_operand(struct interpreter *state, struct pdf_token token)
{
	if (token.kind == PDF_STRING || token.kind == PDF_HEX_STRING) {
		ARENA_GROW(state->arena, state->strings, &state->string_capacity, state->string_count + 1);
		state->strings[state->string_count++] = token;
	} else if (token.kind == PDF_NAME) {
		if (state->name.kind == PDF_NAME)
			state->properties = token;                 /* the second of BDC */
		else
			state->name = token;
	} else if (token.kind == PDF_DICTIONARY_OPEN) {
		state->lexer.at = token.start;
		if (pdf_lexer_pass_value(&state->lexer, &token) == 0)
			state->properties = token;
	} else if (token.kind == PDF_INTEGER || token.kind == PDF_REAL) {
		state->lift = token;
	}
}

static void interpret(struct interpreter *state)
{
	for (struct pdf_token token = pdf_lexer_next(&state->lexer); token.kind != PDF_END; token = pdf_lexer_next(&state->lexer)) {
		if (token.kind == PDF_WORD)
			operate(state, &token);
		else
			take_operand(state, token);
	}
}

int page_text_read(struct arena *arena, struct pdf_file *file, struct text_fonts *fonts, qpdf_oh page, struct page_text *out)
{
	qpdf_data library = pdf_file_library(file);
	struct interpreter *state = arena_alloc(arena, sizeof *state);
	unsigned char *data = NULL;
	size_t length = 0;
	*state = (struct interpreter){ .arena = arena, .library = library, .fonts = fonts };
	state->resources = qpdf_oh_get_key(library, page, "/Resources");
	qpdf_oh_get_page_content_data(library, page, &data, &length);
	state->lexer.bytes = (struct bytes){ data, length };
	interpret(state);
	free(data);
	*out = (struct page_text){ arena_array(arena, state->text_count, sizeof(char *)), state->text_count, state->unknown };
	for (size_t i = 0; i < state->text_count; i++)
		out->marked[i] = state->texts[i].text;
	return pdf_file_sound(file);
}
