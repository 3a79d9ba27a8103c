#include "diff/diff.h"
#include <string.h>
#include "diff/compare.h"

static const struct table *table_named(const struct document *document, const char *id)
{
	const struct table *found = NULL;
	for (int i = 0; i < document->table_count; i++)
		if (strcmp(document->tables[i].id, id) == 0)
			found = &document->tables[i];
	return found;
}

/* The old table of a new one: that of its name; where each edition has one alone, that. */
static const struct table *old_table(const struct document *old, const struct document *new, const struct table *table)
{
	const struct table *found = table_named(old, table->id);
	return !found && old->table_count == 1 && new->table_count == 1 ? &old->tables[0] : found;
}

static const struct flow_text *attachment_text(const struct document *document, int i)
{
	static const struct flow_text none = { NULL, 0 };
	return i < document->attachment_count ? &document->attachments[i].text : &none;
}

static void compare_texts(struct text_changes *changes, const struct document *old, const struct document *new)
{
	int count = old->attachment_count > new->attachment_count ? old->attachment_count : new->attachment_count;
	compare_paragraphs(changes, "document.body", 0, &old->body, &new->body);
	for (int i = 0; i < count; i++)
		compare_paragraphs(changes, "attachment.text", i + 1, attachment_text(old, i), attachment_text(new, i));
}

/* A whole table has come or gone. */
static struct table_change whole_table(const struct table *old, const struct table *new)
{
	return (struct table_change){ .old = old, .new = new, .added = new ? new->row_count : 0, .removed = old ? old->row_count : 0 };
}

static int compare_all_tables(struct arena *arena, struct diagnostics *all, struct text_changes *changes, struct diff *out)
{
	const struct document *old = out->old, *new = out->new;
	struct table_change *tables = arena_array(arena, (size_t)(old->table_count + new->table_count) + 1, sizeof *tables);
	bool *used = arena_array(arena, (size_t)old->table_count + 1, sizeof *used);
	int result = 0;
	for (int i = 0; i < new->table_count; i++) {
		const struct table *before = old_table(old, new, &new->tables[i]);
		if (before) {
			used[before - old->tables] = true;
			compare_table_texts(changes, before, &new->tables[i]);
			result |= compare_tables(arena, all, before, &new->tables[i], &tables[out->table_count++]);
		} else {
			tables[out->table_count++] = whole_table(NULL, &new->tables[i]);
		}
	}
	for (int i = 0; i < old->table_count; i++)
		if (!used[i])
			tables[out->table_count++] = whole_table(&old->tables[i], NULL);
	out->tables = tables;
	return result;
}

static void sum_texts(struct diff *out)
{
	for (int i = 0; i < out->text_count; i++) {
		const struct text_change *text = &out->texts[i];
		out->elements += text->label != NULL;
		out->paragraphs_added += !text->label && !text->old.text;
		out->paragraphs_removed += !text->label && !text->new.text;
		out->paragraphs_altered += !text->label && text->old.text && text->new.text;
	}
}

static void sum_up(struct diff *out)
{
	bool columns = false;
	sum_texts(out);
	for (int i = 0; i < out->table_count; i++) {
		const struct table_change *table = &out->tables[i];
		out->added += table->added;
		out->removed += table->removed;
		out->moved += table->moved;
		out->altered += table->altered;
		out->cells += table->cells;
		out->untouched += table->untouched;
		out->same += table->same;
		out->rewritten += table->rewritten;
		columns |= table->columns_added_count || table->columns_removed_count || !table->old || !table->new;
	}
	out->different = columns || out->text_count || out->added || out->removed || out->moved || out->altered;
}

int diff_documents(struct arena *arena, struct diagnostics *all, const struct document *old, const struct document *new, struct diff *out)
{
	struct text_changes changes = { .arena = arena, .scratch = arena_new() };
	*out = (struct diff){ .old = old, .new = new };
	compare_elements(&changes, old, new);
	compare_texts(&changes, old, new);
	int result = compare_all_tables(arena, all, &changes, out);
	out->texts = changes.list;
	out->text_count = (int)changes.count;
	sum_up(out);
	arena_free(changes.scratch);
	return result;
}
