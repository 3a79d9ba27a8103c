#include "archive/search.h"
#include <string.h>
#include "base/buffer.h"
#include "base/utf8.h"

/* As the tokenizer 'ascii' takes it for part of a word. */
static uint32_t as_letter(uint32_t code)
{
	bool plain = code >= 0x80 || (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
	return plain ? code : 0xE000 + code;
}

/* A set of pairs by open addressing; at most half full. */
struct pair_set { uint64_t *slots; size_t mask; };

static bool is_new(struct pair_set *set, uint64_t pair)
{
	size_t at = (size_t)(pair * 0x9E3779B97F4A7C15u >> 20) & set->mask;
	while (set->slots[at] && set->slots[at] != pair)
		at = (at + 1) & set->mask;
	bool fresh = !set->slots[at];
	set->slots[at] = pair;
	return fresh;
}

static void put_pair(struct buffer *out, struct pair_set *set, uint32_t first, uint32_t second)
{
	char bytes[4];
	if (!is_new(set, (uint64_t)first << 32 | second))
		return;
	if (first)
		buffer_add(out, bytes, utf8_encode(first, bytes));
	buffer_add(out, bytes, utf8_encode(second, bytes));
	buffer_byte(out, ' ');
}

const char *search_pairs(struct arena *arena, const char *body)
{
	const char *end = body + strlen(body);
	struct buffer out = { .arena = arena };
	struct pair_set set = { .mask = 63 };
	uint32_t before = 0;
	while (set.mask < 4 * strlen(body))
		set.mask = set.mask * 2 + 1;
	set.slots = arena_array(arena, set.mask + 1, sizeof *set.slots);
	buffer_put(&out, "");
	while (body < end) {
		uint32_t code = utf8_next(&body, end);
		if (code == '\n') {
			before = 0;
			continue;
		}
		code = as_letter(code);
		put_pair(&out, &set, 0, code);
		if (before)
			put_pair(&out, &set, before, code);
		before = code;
	}
	return out.text;
}

static int insert(struct catalogue *catalogue, const char *sql, const char *id, const char *text)
{
	sqlite3_stmt *statement = ASK(&catalogue->database, sql, id, text);
	int step = database_step(&catalogue->database, statement);
	sqlite3_finalize(statement);
	return step;
}

int search_index(struct catalogue *catalogue, const char *id, const char *body)
{
	if (insert(catalogue, "INSERT INTO text(id,body) VALUES(?1,?2)", id, body))
		return -1;
	if (insert(catalogue, "INSERT INTO words(rowid,body) VALUES(CAST(?1 AS INTEGER),?2)", id, body))
		return -1;
	return insert(catalogue, "INSERT INTO pairs(rowid,pair) VALUES(CAST(?1 AS INTEGER),?2)", id, search_pairs(catalogue->arena, body));
}

/* ---- checking ---- */

/* So many at once that the expression stays within what FTS5 takes. */
enum { PAIRS_AT_ONCE = 64 };

/* "term" of FTS5: in quotes, quotes within doubled. */
static void put_term(struct buffer *expression, const char *word)
{
	buffer_put(expression, expression->length ? " AND \"" : "\"");
	for (; *word; word++) {
		buffer_byte(expression, *word);
		if (*word == '"')
			buffer_byte(expression, '"');
	}
	buffer_byte(expression, '"');
}

int search_has_pairs(struct catalogue *catalogue, const char *id, const char *body)
{
	char *pairs = arena_strdup(catalogue->database.arena, search_pairs(catalogue->database.arena, body)), *next = NULL;
	char *pair = strtok_r(pairs, " ", &next);
	int found = 1;
	while (pair && found == 1) {
		struct buffer expression = { .arena = catalogue->database.arena };
		const char *one;
		for (int i = 0; pair && i < PAIRS_AT_ONCE; i++, pair = strtok_r(NULL, " ", &next))
			put_term(&expression, pair);
		found = VALUE(&catalogue->database, &one, "SELECT 1 FROM pairs WHERE pairs MATCH ?1 AND rowid=CAST(?2 AS INTEGER)", expression.text, id);
	}
	return found;
}

/* ---- asking ---- */

enum { CONDITIONS = 6 };        /* words, pairs, number, issuer, from, to */

struct query {
	struct arena *arena;
	struct buffer sql, words, pairs;   /* words and pairs: FTS5 expressions */
	const char *arguments[CONDITIONS];
	int count;
};

/* For LIKE … ESCAPE '\': the word anywhere. */
static const char *anywhere(struct arena *arena, const char *word)
{
	struct buffer out = { .arena = arena };
	buffer_byte(&out, '%');
	for (; *word; word++) {
		if (strchr("%_\\", *word))
			buffer_byte(&out, '\\');
		buffer_byte(&out, *word);
	}
	buffer_byte(&out, '%');
	return out.text;
}

/* The argument goes between the two pieces; NULL: no condition. Called once for each of CONDITIONS. */
static void put_condition(struct query *query, const char *before, const char *behind, const char *argument)
{
	if (!argument)
		return;
	query->arguments[query->count++] = argument;
	buffer_printf(&query->sql, " AND %s ?%d %s", before, query->count, behind);
}

static const char *as_letters(struct arena *arena, const char *word)
{
	struct buffer out = { .arena = arena };
	const char *end = word + strlen(word);
	while (word < end) {
		char bytes[4];
		buffer_add(&out, bytes, utf8_encode(as_letter(utf8_next(&word, end)), bytes));
	}
	return out.text;
}

static void take_word(struct query *query, const char *word)
{
	size_t length = utf8_count(word);
	if (length >= 3)
		put_term(&query->words, word);
	else if (length)
		put_term(&query->pairs, as_letters(query->arena, word));
}

sqlite3_stmt *search_ask(struct catalogue *catalogue, const char *what, const struct search *search)
{
	struct arena *arena = catalogue->arena;
	struct query query = { .arena = arena, .sql.arena = arena, .words.arena = arena, .pairs.arena = arena };
	buffer_printf(&query.sql, "SELECT %s FROM entry e WHERE e.action='add'", what);
	for (int i = 0; i < search->word_count; i++)
		take_word(&query, search->words[i]);
	put_condition(&query, "e.id IN (SELECT rowid FROM words WHERE words MATCH", ")", query.words.text);
	put_condition(&query, "e.id IN (SELECT rowid FROM pairs WHERE pairs MATCH", ")", query.pairs.text);
	put_condition(&query, "e.number LIKE", "ESCAPE '\\'", search->number ? anywhere(arena, search->number) : NULL);
	put_condition(&query, "e.issuer LIKE", "ESCAPE '\\'", search->issuer ? anywhere(arena, search->issuer) : NULL);
	put_condition(&query, "e.date >=", "", search->from);
	put_condition(&query, "e.date <=", "", search->to);
	buffer_printf(&query.sql, " ORDER BY e.id DESC LIMIT %ld", search->most);
	return database_ask(&catalogue->database, query.sql.text, query.arguments, query.count);
}

/* text_line(text, word): the line of the text in which the word stands. */
static void text_line(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *text = (const char *)sqlite3_value_text(values[0]), *word = (const char *)sqlite3_value_text(values[1]);
	const char *found = count == 2 && text && word ? strcasestr(text, word) : NULL, *start = found;
	while (start && start > text && start[-1] != '\n')
		start--;
	if (found)
		sqlite3_result_text(context, start, (int)strcspn(start, "\n"), SQLITE_TRANSIENT);
}

const char *search_line_sql(struct catalogue *catalogue, const struct search *search)
{
	const char *quoted = NULL;
	if (!search->word_count || VALUE(&catalogue->database, &quoted, "SELECT quote(?1)", search->words[0]) < 1)
		return NULL;
	sqlite3_create_function(catalogue->database.handle, "text_line", 2, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, text_line, NULL, NULL);
	return arena_printf(catalogue->arena, "text_line((SELECT body FROM text WHERE text.id=e.id),%s)", quoted);
}
