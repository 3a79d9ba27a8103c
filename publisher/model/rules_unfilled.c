/* 【请填写…】: what hongtou init leaves to be filled in. A draft may have it; a finished document that goes out with it would be a shame. */
#include <string.h>
#include "base/arena.h"
#include "model/rules.h"

static const char mark[] = "【请填写";

static int check_text(const struct rules *rules, const char *text, const struct place *at)
{
	const char *found = text ? strstr(text, mark) : NULL, *end = found ? strstr(found, "】") : NULL;
	if (!found)
		return 0;
	const char *shown = end ? arena_strndup(rules->arena, found, (size_t)(end - found) + strlen("】")) : found;
	return rules->document->draft ? REPORT(rules->all, unfilled, at, shown) : REPORT(rules->all, unfilled_final, at, shown);
}

static int check_words(const struct rules *rules, const struct words *words) { return check_text(rules, words->text, &words->at); }

static int check_flow(const struct rules *rules, const struct flow_text *flow)
{
	int result = 0;
	for (int i = 0; i < flow->count; i++)
		result |= check_words(rules, &flow->paragraphs[i].text);
	return result;
}

/* Looked for in all texts of a table at once: only one that has it is gone through. */
static int check_table(const struct rules *rules, const struct table *table)
{
	int result = check_words(rules, &table->title) | check_words(rules, &table->notes);
	if (!table->row_count || !memmem(table->texts, table->text_length, mark, sizeof mark - 1))
		return result;
	for (int r = 0; r < table->row_count; r++)
		for (int c = 0; c < table->column_count; c++) {
			struct place at = table_place_of(table, r, c);
			result |= check_text(rules, table_words(table, r, c), &at);
		}
	return result;
}

int rules_unfilled(const struct rules *rules)
{
	const struct document *document = rules->document;
	const struct words *elements[] = {
		&document->number, &document->title, &document->addressee, &document->annotation, &document->mark_name, &document->head_issue,
		&document->head_issuer, &document->head_date, &document->signature, &document->date, &document->copies_to, &document->printer,
		&document->print_date, &document->imprint_extra,
	};
	int result = check_flow(rules, &document->body);
	for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++)
		result |= check_words(rules, elements[i]);
	for (int i = 0; i < document->issuer_count; i++)
		result |= check_words(rules, &document->issuers[i].name) | check_words(rules, &document->issuers[i].signer) | check_words(rules, &document->issuers[i].post);
	for (int i = 0; i < document->attendance_count; i++)
		result |= check_words(rules, &document->attendances[i].names);
	for (int i = 0; i < document->attachment_count; i++)
		result |= check_words(rules, &document->attachments[i].name) | check_flow(rules, &document->attachments[i].text);
	for (int i = 0; i < document->table_count; i++)
		result |= check_table(rules, &document->tables[i]);
	return result;
}
