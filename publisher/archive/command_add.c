/* hongtou archive init, add, supersede: what the archive takes in. */
#include <stdlib.h>
#include <string.h>
#include "archive/chain.h"
#include "archive/intake.h"
#include "archive/search.h"
#include "archive/stamp.h"
#include "base/diagnostic.h"
#include "base/language.h"

int archive_init(struct archive_request *request)
{
	int result = catalogue_create(&request->catalogue, request->name);
	struct entry head = { 0 };
	if (!result)
		result = catalogue_head(&request->catalogue, &head);
	if (!result && request->json)
		fprintf(request->out, "{\"head\":\"%s\"}\n", head.value[COLUMN_HASH]);
	else if (!result)
		fprintf(request->out, _("the archive is made; the head of its chain is %s\n"), head.value[COLUMN_HASH]);
	return result;
}

/* ---- add ---- */

/* 1: the document that has this very file; 0: none. */
static int lookup_same(struct archive_request *request, const struct entry *entry, struct entry *out)
{
	struct catalogue *catalogue = &request->catalogue;
	const char *id;
	int found = VALUE(&catalogue->database, &id, "SELECT document FROM entry WHERE action IN ('add','renew') AND path=?1", entry->value[COLUMN_PATH]);
	return found == 1 ? catalogue_lookup(catalogue, id, out) : found;
}

static int refuse_same(struct archive_request *request, const struct entry *entry)
{
	struct entry old;
	int found = lookup_same(request, entry, &old);
	return found == 1 ? REPORT(request->catalogue.all, archive_same_file, NULL, old.value[COLUMN_ID], old.value[COLUMN_TITLE]) : found;
}

/* With --if-new; files to be kept beside it would be passed over. */
static bool is_there(struct archive_request *request, const struct entry *entry)
{
	struct entry old;
	bool there = request->if_new && !request->with_count && lookup_same(request, entry, &old) == 1;
	if (there)
		REPORT(request->catalogue.all, archive_same_note, NULL, old.value[COLUMN_ID], old.value[COLUMN_TITLE]);
	return there;
}

/* supersedes: the document that may have the same number, or NULL. */
static int refuse_number(struct archive_request *request, struct entry *entry, const struct entry *supersedes)
{
	struct catalogue *catalogue = &request->catalogue;
	const char **value = entry->value, *id;
	struct entry old;
	int found = VALUE(&catalogue->database, &id, "SELECT id FROM entry WHERE action='add' AND number_key=?1 AND number_year=CAST(?2 AS INTEGER) "
	                  "AND lead_issuer=?3 ORDER BY version DESC", value[COLUMN_NUMBER_KEY], value[COLUMN_NUMBER_YEAR], value[COLUMN_LEAD_ISSUER]);
	if (found < 1)
		return found;
	if (catalogue_lookup(catalogue, id, &old) != 1)
		return -1;
	if (!supersedes || strcmp(supersedes->value[COLUMN_ID], id) != 0)
		return REPORT(catalogue->all, archive_number_used, NULL, value[COLUMN_LEAD_ISSUER], value[COLUMN_NUMBER], value[COLUMN_NUMBER_YEAR], id);
	value[COLUMN_VERSION] = arena_printf(catalogue->arena, "%d", atoi(old.value[COLUMN_VERSION]) + 1);
	return 0;
}

static int put(struct archive_request *request, struct intake *intake)
{
	struct catalogue *catalogue = &request->catalogue;
	if (store_put(&catalogue->store, intake->entry.value[COLUMN_PATH], intake->bytes))
		return -1;
	return catalogue_append(catalogue, &intake->entry);
}

/* Everything of a document but reading its files, within a transaction. */
static int take_in(struct archive_request *request, struct intake *document, struct intake *companions, const struct entry *supersedes)
{
	struct catalogue *catalogue = &request->catalogue;
	if (refuse_same(request, &document->entry) || refuse_number(request, &document->entry, supersedes) || put(request, document)
	    || search_index(catalogue, document->entry.value[COLUMN_ID], document->body))
		return -1;
	int result = 0;
	for (int i = 0; i < request->with_count && !result; i++) {
		companions[i].entry.value[COLUMN_DOCUMENT] = document->entry.value[COLUMN_ID];
		result = put(request, &companions[i]);
	}
	return result;
}

static void unmark(struct archive_request *request, const struct intake *document, const struct intake *companions)
{
	store_unmark(&request->catalogue.store, document->entry.value[COLUMN_PATH]);
	for (int i = 0; i < request->with_count; i++)
		store_unmark(&request->catalogue.store, companions[i].entry.value[COLUMN_PATH]);
}

static int read_companions(struct archive_request *request, struct intake **out)
{
	int result = 0;
	*out = arena_array(request->catalogue.arena, (size_t)request->with_count + 1, sizeof **out);
	for (int i = 0; i < request->with_count; i++)
		result |= intake_companion(request, request->with[i], &(*out)[i]);
	return result;
}

static void print_added(struct archive_request *request, const struct entry *entry, const struct entry *head)
{
	const char *const *value = entry->value;
	if (request->json)
		fprintf(request->out, "{\"id\":%s,\"sha256\":\"%s\",\"head\":\"%s\"}\n", value[COLUMN_ID], value[COLUMN_SHA256], head->value[COLUMN_HASH]);
	else
		fprintf(request->out, _("document %s: %s %s\n"), value[COLUMN_ID], value[COLUMN_NUMBER] ? value[COLUMN_NUMBER] : _("(no number)"),
		        value[COLUMN_TITLE]);
}

int archive_add(struct archive_request *request)
{
	struct catalogue *catalogue = &request->catalogue;
	struct intake document, *companions;
	struct entry head;
	if (catalogue_open(catalogue, CATALOGUE_WRITE) || intake_document(request, request->words[0], &document) || read_companions(request, &companions))
		return -1;
	if (is_there(request, &document.entry))
		return 0;
	if (catalogue_begin(catalogue) || take_in(request, &document, companions, NULL) || catalogue_commit(catalogue)) {
		catalogue_roll_back(catalogue);
		return -1;
	}
	unmark(request, &document, companions);
	int result = stamp_if_asked(request);
	if (catalogue_head(catalogue, &head))
		return -1;
	print_added(request, &document.entry, &head);
	return result;
}

/* ---- supersede ---- */

static int refuse_done_with(struct archive_request *request, const struct entry *old)
{
	struct catalogue *catalogue = &request->catalogue;
	const char *by = NULL;
	int found = VALUE(&catalogue->database, &by, "SELECT id FROM entry WHERE document=CAST(?1 AS INTEGER) AND action IN ('supersede','withdraw')",
	                  old->value[COLUMN_ID]);
	return found == 1 ? REPORT(catalogue->all, archive_done_with, NULL, old->value[COLUMN_ID], by) : found;
}

/* The words behind OLD: none withdraws; a file is taken in with its companions; else a document of the archive. */
struct successor { struct intake *file, *companions; struct entry entry; bool known; };

static int find_successor(struct archive_request *request, struct successor *out)
{
	const char *which = request->words[1];
	size_t length = strlen(which);
	*out = (struct successor){ .known = true };
	if (length < 4 || strcasecmp(which + length - 4, ".pdf") != 0)
		return catalogue_find(&request->catalogue, which, &out->entry);
	out->known = false;
	out->file = arena_alloc(request->catalogue.arena, sizeof *out->file);
	return intake_document(request, which, out->file) || read_companions(request, &out->companions) ? -1 : 0;
}

static int record(struct archive_request *request, const struct entry *old, struct successor *successor)
{
	struct entry entry = { .value = { [COLUMN_ACTION] = successor ? "supersede" : "withdraw" } };
	if (refuse_done_with(request, old))
		return -1;
	if (successor && !successor->known && take_in(request, successor->file, successor->companions, old))
		return -1;
	if (successor)
		entry.value[COLUMN_SUCCESSOR] = (successor->known ? &successor->entry : &successor->file->entry)->value[COLUMN_ID];
	entry.value[COLUMN_DOCUMENT] = old->value[COLUMN_ID];
	entry.value[COLUMN_REASON] = request->reason;
	return catalogue_append(&request->catalogue, &entry);
}

static void print_superseded(struct archive_request *request, const struct entry *old, const struct successor *successor)
{
	const char *id = !successor ? NULL : (successor->known ? &successor->entry : &successor->file->entry)->value[COLUMN_ID];
	if (request->json)
		fprintf(request->out, "{\"document\":%s,\"successor\":%s}\n", old->value[COLUMN_ID], id ? id : "null");
	else if (id)
		fprintf(request->out, _("document %s is superseded by document %s\n"), old->value[COLUMN_ID], id);
	else
		fprintf(request->out, _("document %s is withdrawn\n"), old->value[COLUMN_ID]);
}

int archive_supersede(struct archive_request *request)
{
	struct catalogue *catalogue = &request->catalogue;
	struct entry old;
	struct successor successor, *follows = request->word_count > 1 ? &successor : NULL;
	if (catalogue_open(catalogue, CATALOGUE_WRITE) || catalogue_find(catalogue, request->words[0], &old) || (follows && find_successor(request, follows)))
		return -1;
	if (follows && follows->known && strcmp(follows->entry.value[COLUMN_ID], old.value[COLUMN_ID]) == 0)
		return REPORT(catalogue->all, archive_same_file, NULL, old.value[COLUMN_ID], old.value[COLUMN_TITLE]);
	if (catalogue_begin(catalogue) || record(request, &old, follows) || catalogue_commit(catalogue)) {
		catalogue_roll_back(catalogue);
		return -1;
	}
	if (follows && !follows->known)
		unmark(request, follows->file, follows->companions);
	print_superseded(request, &old, follows);
	return stamp_if_asked(request);
}
