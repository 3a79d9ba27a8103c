/* hongtou archive verify: everything that the archive claims, checked again. All that is wrong is reported. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "archive/chain.h"
#include "archive/intake.h"
#include "archive/judge.h"
#include "archive/report.h"
#include "archive/search.h"
#include "archive/stamp.h"
#include "base/diagnostic.h"
#include "base/language.h"
#include "finished/metadata.h"

struct check {
	struct archive_request *request;
	struct catalogue *catalogue;
	struct arena *scratch;             /* of one entry: files are large */
	const char *previous;              /* hash of the entry before */
	long long next;                    /* ID that comes next */
	long entries, files, stamps, signatures;
	bool head_seen;
};

static void check_guards(struct check *check)
{
	const char *name = NULL;
	if (catalogue_wrong_guard(check->catalogue, &name) || !name)
		return;
	if (name[0])
		REPORT(check->catalogue->all, archive_guard, NULL, name);
	else
		REPORT(check->catalogue->all, archive_guard_strange, NULL, "");
}

static void check_database(struct check *check)
{
	const char *answer = NULL;
	if (VALUE(&check->catalogue->database, &answer, "PRAGMA integrity_check(1)", NULL) == 1 && strcmp(answer, "ok") != 0)
		REPORT(check->catalogue->all, archive_damaged, NULL, check->catalogue->database.path, answer);
}

static void check_link(struct check *check, const struct entry *entry, bool plain)
{
	const char *id = entry->value[COLUMN_ID];
	for (; check->next < atoll(id) && check->next < LLONG_MAX; check->next++) {
		REPORT(check->catalogue->all, archive_entry_missing, NULL, arena_printf(check->catalogue->arena, "%lld", check->next));
		check->previous = NULL;
		if (atoll(id) - check->next > 1000)
			check->next = atoll(id) - 1;       /* a row far behind: not a line for each */
	}
	const char *hash = chain_hash(check->scratch, entry);
	if (!plain || (check->previous && strcmp(entry->value[COLUMN_PREVIOUS], check->previous) != 0) || strcmp(entry->value[COLUMN_HASH], hash) != 0)
		REPORT(check->catalogue->all, archive_chain, NULL, id);
	check->head_seen |= check->request->head && strcmp(check->request->head, entry->value[COLUMN_HASH]) == 0;
	check->previous = arena_strdup(check->catalogue->arena, entry->value[COLUMN_HASH]);
	check->next = atoll(id) < LLONG_MAX ? atoll(id) + 1 : LLONG_MAX;
	check->entries++;
}

/* ---- files ---- */

static void check_claim(struct check *check, const struct entry *entry, const char *full, struct bytes bytes)
{
	struct pdf_file *file = NULL;
	struct metadata metadata;
	if (pdf_file_open_bytes(check->scratch, check->catalogue->all, full, bytes, &file))
		return;
	if (metadata_read(check->scratch, file, &metadata) == 0) {
		const char *pdfa = intake_pdfa(check->scratch, &metadata), *pdfua = metadata.value[METADATA_PDFUA_PART];
		const char *old_pdfa = entry->value[COLUMN_PDFA], *old_pdfua = entry->value[COLUMN_PDFUA];
		if (strcmp(pdfa ? pdfa : "", old_pdfa ? old_pdfa : "") != 0 || strcmp(pdfua ? pdfua : "", old_pdfua ? old_pdfua : "") != 0)
			REPORT(check->catalogue->all, archive_claim, NULL, entry->value[COLUMN_DOCUMENT]);
	}
	pdf_file_close(file);
}

static void check_signature(struct check *check, const struct entry *entry, const char *full)
{
	struct file_judgement judgement = { 0 };
	if (!entry->value[COLUMN_VERDICT] || strcmp(entry->value[COLUMN_VERDICT], "valid") != 0 || check->request->without_signatures)
		return;
	check->signatures++;
	if (judge_file(&check->catalogue->database, full, check->request->trust, &judgement) || strcmp(judgement.verdict, "valid") == 0)
		return;
	if (strcmp(judgement.verdict, "indeterminate") == 0 && !check->request->trust)
		REPORT(check->catalogue->all, archive_signature_untrusted, &(struct place){ .file = full }, entry->value[COLUMN_DOCUMENT]);
	else
		REPORT(check->catalogue->all, archive_signature_lost, &(struct place){ .file = full }, entry->value[COLUMN_DOCUMENT]);
}

static void check_file(struct check *check, const struct entry *entry)
{
	struct diagnostics *all = check->catalogue->all;
	const char *full = store_full_path(&check->catalogue->store, entry->value[COLUMN_PATH]), *document = entry->value[COLUMN_DOCUMENT];
	struct place at = { .file = full };
	struct bytes bytes;
	check->files++;
	if (!store_holds(&check->catalogue->store, entry->value[COLUMN_PATH])) {
		REPORT(all, archive_file_missing, &at, document);
	} else if (file_read(check->scratch, all, NULL, full, &bytes) == 0) {
		if (strcmp(sha256_hex(check->scratch, bytes), entry->value[COLUMN_SHA256] ? entry->value[COLUMN_SHA256] : "") != 0) {
			REPORT(all, archive_file_changed, &at, document);
		} else if (strcmp(entry->value[COLUMN_ACTION], "with") != 0) {
			check_claim(check, entry, full, bytes);
			check_signature(check, entry, full);
		}
	}
}

static void check_stray(void *about, const char *path)
{
	struct check *check = about;
	const char *known;
	if (VALUE(&check->catalogue->database, &known, "SELECT 1 FROM entry WHERE path=?1", path) == 0)
		REPORT(check->catalogue->all, archive_file_stray, &(struct place){ .file = store_full_path(&check->catalogue->store, path) }, "");
}

/* ---- texts ---- */

static void check_text(struct check *check, const struct entry *entry)
{
	const char *body = NULL;
	if (VALUE(&check->catalogue->database, &body, "SELECT body FROM text WHERE id=CAST(?1 AS INTEGER)", entry->value[COLUMN_ID]) < 0)
		return;
	if (!body || strcmp(sha256_hex(check->scratch, bytes_of_text(body)),
	                    entry->value[COLUMN_TEXT_SHA256] ? entry->value[COLUMN_TEXT_SHA256] : "") != 0)
		REPORT(check->catalogue->all, archive_text, NULL, entry->value[COLUMN_ID]);
	else if (search_has_pairs(check->catalogue, entry->value[COLUMN_ID], body) == 0)
		REPORT(check->catalogue->all, archive_text_index, NULL, entry->value[COLUMN_ID]);
}

/* FTS5 compares index and texts; to ask it one must be able to write, though nothing is written. */
static void check_index(struct check *check)
{
	sqlite3 *handle = check->catalogue->database.handle;
	char *words = NULL;
	if (!check->catalogue->read_only && sqlite3_exec(handle, "INSERT INTO words(words,rank) VALUES('integrity-check',1)", NULL, NULL, &words) != SQLITE_OK)
		REPORT(check->catalogue->all, archive_text_index, NULL, words ? words : "?");
	sqlite3_free(words);
}

/* ---- all of it ---- */

static void check_entry(struct check *check, const struct entry *entry, bool plain)
{
	check_link(check, entry, plain);
	if (entry->value[COLUMN_PATH])
		check_file(check, entry);
	if (strcmp(entry->value[COLUMN_ACTION], "add") == 0)
		check_text(check, entry);
	if (strcmp(entry->value[COLUMN_ACTION], "timestamp") == 0) {
		check->stamps++;
		stamp_check(check->request, entry);
	}
}

static void check_entries(struct check *check)
{
	struct catalogue *catalogue = check->catalogue;
	struct arena *lasting = catalogue->arena;
	const char *sql = arena_printf(lasting, "SELECT %s FROM entry ORDER BY id", column_list(lasting));
	sqlite3_stmt *rows = database_ask(&catalogue->database, sql, NULL, 0);
	while (database_step(&catalogue->database, rows) == 1) {
		struct entry entry;
		catalogue->database.arena = check->scratch;
		bool plain = catalogue_entry(catalogue, rows, &entry);
		check_entry(check, &entry, plain);
		catalogue->database.arena = lasting;
		arena_clear(check->scratch);
	}
	sqlite3_finalize(rows);
}

static void print_summary(const struct check *check, int errors)
{
	FILE *out = check->request->out;
	if (check->request->json)
		fprintf(out, "{\"entries\":%ld,\"files\":%ld,\"signatures\":%ld,\"timestamps\":%ld,\"head\":\"%s\",\"errors\":%d}\n", check->entries, check->files,
		        check->signatures, check->stamps, check->previous ? check->previous : "", errors);
	else
		fprintf(out, _("%ld entries, %ld files, %ld signatures, %ld time stamps checked; errors: %d\n"), check->entries, check->files,
		        check->signatures, check->stamps, errors);
}

int archive_verify(struct archive_request *request)
{
	struct catalogue *catalogue = &request->catalogue;
	struct check check = { .request = request, .catalogue = catalogue, .previous = CHAIN_START, .next = 1 };
	if (catalogue_open(catalogue, CATALOGUE_READ))
		return -1;
	check.scratch = arena_new();
	check_database(&check);
	check_guards(&check);
	check_entries(&check);
	check_index(&check);
	store_each(&catalogue->store, check_stray, &check);
	if (request->head && !check.head_seen)
		REPORT(catalogue->all, archive_head_unknown, NULL, request->head);
	int errors = diagnostics_count(catalogue->all, SEVERITY_ERROR);
	print_summary(&check, errors);
	arena_free(check.scratch);
	return errors ? -1 : 0;
}
