/* Text with ${…} and {% … %} to parts. One tag's mistake does not hide the next one's: what is behind it is looked through too. */
#include <string.h>
#include "base/language.h"
#include "expand/template.h"

enum keyword { KEYWORD_IF, KEYWORD_ELIF, KEYWORD_ELSE, KEYWORD_ENDIF, KEYWORD_FOR, KEYWORD_ENDFOR, KEYWORD_NONE };
static const char *const keywords[] = { "if", "elif", "else", "endif", "for", "endfor" };

/* A list of parts being read. at: behind what was read; ended, opened: the keyword that ended it, and where its tag begins. */
struct list {
	struct parser parser;
	size_t at, opened;
	enum keyword ended;
	int depth;                 /* of the list itself */
	struct part *first, **end;
};

static int parse_list(struct list *list);

struct place template_place(const struct template_text *text, size_t offset)
{
	const struct template_stop *stop = &text->stops[offset / TEMPLATE_STOP];
	const struct place at = { .file = text->source ? text->source->name : text->words.at.file, .line = stop->line, .column = stop->column };
	size_t behind = offset % TEMPLATE_STOP;
	return place_in(&(const struct words){ .text = text->text + offset - behind, .at = at }, behind);
}

struct place parser_place(const struct parser *parser, size_t at) { return template_place(parser->text, at); }

void parser_step(struct parser *parser)
{
	parser->token = lexer_next(parser->expansion->arena, parser->text->text, parser->token.end, parser->block);
}

static const char *closing(const struct parser *parser) { return parser->block ? "%}" : "}"; }

int parser_unexpected(struct parser *parser, const char *wanted)
{
	const struct token *token = &parser->token;
	struct place at = parser_place(parser, token->at), opened = parser_place(parser, parser->opened);
	if (token->kind == TOKEN_STRING && token->open)
		return REPORT(parser->expansion->all, expand_quote_open, &at);
	if (token->kind == TOKEN_END && token->open)
		return REPORT(parser->expansion->all, expand_open, &opened, parser->block ? "{%" : "${", closing(parser), parser->block ? "{{%" : "$${");
	const char *seen = arena_strndup(parser->expansion->arena, parser->text->text + token->at, token->end - token->at);
	return REPORT(parser->expansion->all, expand_unexpected, &at, seen, wanted);
}

/* Steps onto what is inside the tag that begins at `at`. */
static void open_tag(struct list *list, size_t at, bool block)
{
	list->parser.block = block;
	list->parser.opened = at;
	list->parser.token = (struct token){ .end = at + 2 };
	parser_step(&list->parser);
}

/* Behind the closing mark. failed: what is inside is wrong, and reported; then the mark is looked for on the line. */
static void close_tag(struct list *list, int failed)
{
	struct parser *parser = &list->parser;
	struct place opened = parser_place(parser, parser->opened);
	if (parser->operators > EXPAND_MOST_OPERATORS)
		failed = REPORT(parser->expansion->all, expand_too_deep, &opened, arena_printf(parser->expansion->arena, "%d", EXPAND_MOST_OPERATORS));
	parser->depth = list->depth;
	parser->operators = 0;
	if (!failed && parser->token.kind == TOKEN_END && !parser->token.open) {
		list->at = parser->token.end;
		return;
	}
	if (!failed)
		parser_unexpected(parser, closing(parser));
	parser->failed = true;
	const char *from = parser->text->text + parser->opened, *end = from + strcspn(from, "\n"), *close = strstr(from, closing(parser));
	list->at = (size_t)((close && close < end ? close + strlen(closing(parser)) : end) - parser->text->text);
}

static struct part *add_part(struct list *list, enum part_kind kind, size_t at, size_t length)
{
	struct part *part = arena_alloc(list->parser.expansion->arena, sizeof *part);
	part->kind = kind;
	part->at = at;
	part->length = length;
	*list->end = part;
	list->end = &part->next;
	return part;
}

static int parse_output(struct list *list, size_t at)
{
	struct part *part = add_part(list, PART_OUTPUT, at, 0);
	open_tag(list, at, false);
	int result = parse_expression(&list->parser, &part->expression);
	if (result != EXPAND_LATE)
		close_tag(list, result);
	return result == EXPAND_LATE ? result : EXPAND_DONE;
}

/* A list within a block, of which it takes over the parser. */
static int parse_inner(struct list *list, struct part **out, const struct scope *scope)
{
	struct list inner = { .parser = list->parser, .at = list->at };
	struct place at = parser_place(&list->parser, list->parser.opened);
	inner.parser.scope = scope ? scope : list->parser.scope;
	if (++inner.parser.depth > EXPAND_MOST_DEPTH) {
		list->parser.failed = true;
		list->ended = KEYWORD_NONE;
		list->at = strlen(list->parser.text->text);
		return REPORT(list->parser.expansion->all, expand_too_deep, &at, arena_printf(list->parser.expansion->arena, "%d", EXPAND_MOST_DEPTH));
	}
	int result = parse_list(&inner);
	*out = inner.first;
	list->at = inner.at;
	list->ended = inner.ended;
	list->opened = inner.opened;
	list->parser.token = inner.parser.token;
	list->parser.opened = inner.parser.opened;
	list->parser.block = inner.parser.block;
	list->parser.failed |= inner.parser.failed;
	return result;
}

static int not_closed(struct list *list, size_t at, enum keyword keyword, enum keyword wanted)
{
	struct place place = parser_place(&list->parser, at);
	list->parser.failed = true;
	return REPORT(list->parser.expansion->all, expand_block_open, &place, keywords[keyword], keywords[wanted]);
}

static int stray(struct list *list, size_t at, enum keyword keyword)
{
	struct place place = parser_place(&list->parser, at);
	list->parser.failed = true;
	return REPORT(list->parser.expansion->all, expand_block_stray, &place, keywords[keyword]);
}

/* From behind the test or the keyword on, whose tag is to be closed, to behind endif. failed: the test is wrong. */
static int parse_branch(struct list *list, struct part *part, size_t opened, int failed)
{
	struct part *branch = part, *inner = NULL;
	bool last = false;
	int result = EXPAND_DONE;
	for (enum keyword keyword = KEYWORD_IF; keyword != KEYWORD_ENDIF && !result;) {
		close_tag(list, failed);
		failed = 0;
		result = parse_inner(list, &inner, NULL);
		*(last ? &branch->otherwise : &branch->body) = inner;
		keyword = list->ended;
		if (result)
			break;
		if (keyword == KEYWORD_NONE || keyword == KEYWORD_ENDFOR)
			result = not_closed(list, opened, KEYWORD_IF, KEYWORD_ENDIF);
		else if (last && keyword != KEYWORD_ENDIF)
			result = stray(list, list->opened, keyword);
		last |= keyword == KEYWORD_ELSE;
		if (!result && keyword == KEYWORD_ELIF) {
			branch->otherwise = arena_alloc(list->parser.expansion->arena, sizeof *branch);
			branch = branch->otherwise;
			branch->kind = PART_IF;
			branch->chained = true;
			branch->at = list->opened;
			failed = parse_expression(&list->parser, &branch->expression);
			result = failed == EXPAND_LATE ? failed : EXPAND_DONE;
		}
	}
	return result;
}

static int parse_if(struct list *list, size_t opened)
{
	struct part *part = add_part(list, PART_IF, opened, 0);
	int failed = parse_expression(&list->parser, &part->expression);
	int result = failed == EXPAND_LATE ? failed : parse_branch(list, part, opened, failed);
	if (!result)
		close_tag(list, 0);
	return result;
}

static bool is_word(const struct token *token, const char *word) { return token->kind == TOKEN_WORD && strcmp(token->text, word) == 0; }

/* The name of a row must not hide what else can be named before a dot. */
static int parse_row_name(struct list *list, const char **out)
{
	static const struct { const char *english, *chinese; } taken[] = { { "period", "期间" }, { "vars", "变量" } };
	struct parser *parser = &list->parser;
	struct place at = parser_place(parser, parser->token.at);
	if (parser->token.kind != TOKEN_WORD)
		return parser_unexpected(parser, _("a name for the row"));
	bool used = false;
	for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
		used |= is_word(&parser->token, taken[i].english) || is_word(&parser->token, taken[i].chinese);
	for (const struct scope *scope = parser->scope; scope; scope = scope->outer)
		used |= is_word(&parser->token, scope->name);
	*out = parser->token.text;
	parser_step(parser);
	return used ? REPORT(parser->expansion->all, expand_row_name, &at, *out) : 0;
}

/* NAME in TABLE [if 列=值, …] [join "、"] */
static int parse_rows(struct list *list, struct part *part, const char **name)
{
	struct parser *parser = &list->parser;
	int result = parse_row_name(list, name);
	if (!result && !is_word(&parser->token, "in"))
		result = parser_unexpected(parser, "in");
	if (result)
		return result;
	parser_step(parser);
	result = parse_table(parser, &part->table);
	if (!result && is_word(&parser->token, "if")) {
		parser_step(parser);
		result = parse_conditions(parser, part->table, &part->conditions);
	}
	if (!result && is_word(&parser->token, "join")) {
		parser_step(parser);
		part->between = parser->token.kind == TOKEN_STRING && !parser->token.open ? parser->token.text : NULL;
		result = part->between ? 0 : parser_unexpected(parser, "\"、\"");
		if (!result)
			parser_step(parser);
	}
	return result;
}

static int parse_for(struct list *list, size_t opened)
{
	struct part *part = add_part(list, PART_FOR, opened, 0);
	struct scope scope = { .name = "", .outer = list->parser.scope, .depth = list->parser.scope ? list->parser.scope->depth + 1 : 0 };
	int failed = parse_rows(list, part, &scope.name);
	if (failed == EXPAND_LATE)
		return failed;
	close_tag(list, failed);
	scope.table = part->table;
	part->depth = scope.depth;
	int result = parse_inner(list, &part->body, &scope);
	if (!result && list->ended != KEYWORD_ENDFOR)
		result = not_closed(list, opened, KEYWORD_FOR, KEYWORD_ENDFOR);
	if (!result)
		close_tag(list, 0);
	return result;
}

static enum keyword keyword_of(const struct token *token)
{
	enum keyword keyword = KEYWORD_IF;
	while (keyword < KEYWORD_NONE && !is_word(token, keywords[keyword]))
		keyword++;
	return keyword;
}

/* *ended: the tag belongs to the block that the list is in. */
static int parse_block(struct list *list, size_t at, bool *ended)
{
	struct parser *parser = &list->parser;
	open_tag(list, at, true);
	enum keyword keyword = keyword_of(&parser->token);
	struct place place = parser_place(parser, parser->token.at);
	if (keyword == KEYWORD_NONE) {
		if (parser->token.kind == TOKEN_WORD)
			REPORT(parser->expansion->all, expand_keyword, &place, parser->token.text);
		else
			parser_unexpected(parser, "if, elif, else, endif, for, endfor");
		close_tag(list, EXPAND_FAILED);
		return EXPAND_DONE;
	}
	parser_step(parser);
	if (keyword == KEYWORD_IF || keyword == KEYWORD_FOR) {
		int result = keyword == KEYWORD_IF ? parse_if(list, at) : parse_for(list, at);
		list->ended = KEYWORD_NONE;
		return result;
	}
	*ended = true;
	list->ended = keyword;
	list->opened = at;
	return EXPAND_DONE;
}

/* To the keyword that ends the block, or to the end of the text. EXPAND_FAILED: there is no use in reading on. */
static int parse_list(struct list *list)
{
	const char *text = list->parser.text->text;
	bool ended = false;
	int result = EXPAND_DONE;
	list->ended = KEYWORD_NONE;
	list->end = &list->first;
	list->depth = list->parser.depth;
	while (!ended && !result && text[list->at]) {
		enum mark mark;
		size_t length, at = lexer_mark(text, list->at, &mark, &length);
		struct place place = template_place(list->parser.text, at);
		if (mark == MARK_WIDE) {
			REPORT(list->parser.expansion->all, expand_wide, &place, arena_strndup(list->parser.expansion->arena, text + at, length));
			at += length;
		}
		if (at > list->at)
			add_part(list, PART_TEXT, list->at, at - list->at);
		list->at = at;
		if (mark == MARK_LITERAL) {
			add_part(list, PART_TEXT, at + 1, length - 1);
			list->at = at + length;
		} else if (mark == MARK_OUTPUT) {
			result = parse_output(list, at);
		} else if (mark == MARK_BLOCK) {
			result = parse_block(list, at, &ended);
		}
	}
	return result;
}

int template_parse(struct expansion *expansion, const struct template_text *text, struct part **out)
{
	struct list list = { .parser = { .expansion = expansion, .text = text } };
	int result = parse_list(&list);
	if (!result && list.ended != KEYWORD_NONE)
		result = stray(&list, list.opened, list.ended);
	*out = list.first;
	return result ? result : list.parser.failed ? EXPAND_FAILED : EXPAND_DONE;
}
