#include "archive/schema.h"
#include "archive/chain.h"
#include "base/buffer.h"

/* Updates and deletions are refused. INSERT OR REPLACE deletes what conflicts with it in silence, so every conflict is refused
 * beforehand, in words of its own. */
static const struct schema_object fixed[] = {
	{ "entry_hash", "CREATE UNIQUE INDEX entry_hash ON entry(hash)" },
	{ "entry_file", "CREATE UNIQUE INDEX entry_file ON entry(sha256) WHERE action='add'" },
	{ "entry_number", "CREATE UNIQUE INDEX entry_number ON entry(lead_issuer,number_year,number_key,version) WHERE action='add' AND number_key IS NOT NULL" },
	{ "entry_stored", "CREATE INDEX entry_stored ON entry(path) WHERE path IS NOT NULL" },
	{ "entry_document", "CREATE INDEX entry_document ON entry(document,action)" },
	{ "entry_key", "CREATE INDEX entry_key ON entry(number_key) WHERE action='add'" },
	{ "entry_year", "CREATE INDEX entry_year ON entry(year) WHERE action='add'" },
	{ "entry_insert", "CREATE TRIGGER entry_insert BEFORE INSERT ON entry BEGIN "
	  "SELECT RAISE(ABORT,'the catalogue only grows') WHERE NEW.id IS NOT (SELECT COALESCE(max(id),0)+1 FROM entry) "
	  "OR NEW.previous IS NOT COALESCE((SELECT hash FROM entry ORDER BY id DESC LIMIT 1),'" CHAIN_START "') "
	  "OR EXISTS (SELECT 1 FROM entry WHERE hash=NEW.hash); "
	  "SELECT RAISE(ABORT,'the file or its number is in the catalogue already') WHERE NEW.action='add' AND ("
	  "EXISTS (SELECT 1 FROM entry WHERE action='add' AND sha256=NEW.sha256) OR EXISTS (SELECT 1 FROM entry WHERE action='add' "
	  "AND lead_issuer=NEW.lead_issuer AND number_year=NEW.number_year AND number_key=NEW.number_key AND version=NEW.version)); END" },
	{ "entry_update", "CREATE TRIGGER entry_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT,'the catalogue only grows'); END" },
	{ "entry_delete", "CREATE TRIGGER entry_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT,'the catalogue only grows'); END" },
	{ "text", "CREATE TABLE text(id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT" },
	{ "text_insert", "CREATE TRIGGER text_insert BEFORE INSERT ON text BEGIN SELECT RAISE(ABORT,'the catalogue only grows') "
	  "WHERE NEW.id IS NOT (SELECT max(id) FROM entry) OR EXISTS (SELECT 1 FROM text WHERE id=NEW.id); END" },
	{ "text_update", "CREATE TRIGGER text_update BEFORE UPDATE ON text BEGIN SELECT RAISE(ABORT,'the catalogue only grows'); END" },
	{ "text_delete", "CREATE TRIGGER text_delete BEFORE DELETE ON text BEGIN SELECT RAISE(ABORT,'the catalogue only grows'); END" },
	/* Terms of three characters and more; and of one and two, which the trigram tokenizer does not know (search.h). */
	{ "words", "CREATE VIRTUAL TABLE words USING fts5(body, content='text', content_rowid='id', tokenize='trigram')" },
	{ "pairs", "CREATE VIRTUAL TABLE pairs USING fts5(pair, content='', detail='none', tokenize='ascii')" },
	{ NULL, NULL },
};

static const char *entry_table(struct arena *arena)
{
	struct buffer sql = { .arena = arena };
	buffer_put(&sql, "CREATE TABLE entry(");
	for (int i = 0; i < COLUMN_COUNT; i++)
		buffer_printf(&sql, "%s%s %s", i ? ", " : "", column_name((enum column)i), column_type((enum column)i));
	buffer_put(&sql, ") STRICT");
	return sql.text;
}

const struct schema_object *schema_objects(struct arena *arena)
{
	struct schema_object *out = arena_array(arena, sizeof fixed / sizeof fixed[0] + 1, sizeof *out);
	out[0] = (struct schema_object){ "entry", entry_table(arena) };
	memcpy(out + 1, fixed, sizeof fixed);
	return out;
}
