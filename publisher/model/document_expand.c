/* Which values may ask tables: those that are words on the page. What says how tables are read, or how the document looks, is settled
 * before there are any. */
#include <string.h>
#include "model/document.h"

static bool is_among(const char *name, const char *const *names)
{
	while (*names && strcmp(*names, name) != 0)
		names++;
	return *names;
}

static bool may_wait(const char *section, const char *key)
{
	static const struct { const char *section; const char *const keys[9]; } words[] = {
		{ "document", { "copy_number", "secrecy", "urgency", "number", "title", "addressee", "note", NULL } },
		{ "head", { "name", "issue", "issuer", "date", NULL } },
		{ "issuer", { "name", "signer", "post", NULL } },
		{ "signature", { "name", "date", NULL } },
		{ "attachment", { "label", "name", NULL } },
		{ "table", { "number", "title", "subtitle", "unit", "notes", "source", NULL } },
		{ "minutes", { "present", "absent", "observers", "recorder", NULL } },
		{ "imprint", { "copies_to", "printer", "date", "extra", NULL } },
	};
	size_t length = strcspn(section, ".");
	bool may = false;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		may |= strlen(words[i].section) == length && strncmp(words[i].section, section, length) == 0 && is_among(key, words[i].keys);
	return may;
}

int document_expand(struct expansion *expansion) { return expansion_values(expansion, may_wait); }
