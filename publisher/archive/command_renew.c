/* hongtou archive renew: evidence is kept alive before what it rests on ends (EN 319 142-1, 5.4.3). */
#include <string.h>
#include <time.h>
#include "archive/chain.h"
#include "archive/intake.h"
#include "archive/judge.h"
#include "archive/report.h"
#include "archive/stamp.h"
#include "base/diagnostic.h"
#include "base/language.h"
#include "base/program.h"
#include "base/utc.h"
#include "finished/metadata.h"

/* A signed document whose newest file proves nothing that is judged after `until`. */
struct due { const char *id, *path, *until, *name, *title; };
struct due_list { struct due *items; size_t count, capacity; };

/* Of each signed document its newest file. One whose end is unknown is due at once: nothing says that it keeps. */
#define DUE "SELECT d.id,n.path,n.proven_until,d.file_name,d.title FROM entry d JOIN entry n ON n.id=" \
	"(SELECT max(x.id) FROM entry x WHERE x.document=d.id AND x.action IN ('add','renew')) " \
	"WHERE d.action='add' AND d.signatures>0 AND (n.proven_until IS NULL OR n.proven_until<?1) ORDER BY n.proven_until"

static int list_due(struct archive_request *request, struct due_list *out)
{
	struct catalogue *catalogue = &request->catalogue;
	struct database *database = &catalogue->database;
	const char *limit = utc_text(catalogue->arena, time(NULL) + request->within_days * 86400, UTC_SECOND);
	int step;
	sqlite3_stmt *rows = ASK(database, DUE, limit);
	while ((step = database_step(database, rows)) == 1) {
		ARENA_GROW(catalogue->arena, out->items, &out->capacity, out->count + 1);
		out->items[out->count++] = (struct due){ database_text(database, rows, 0), database_text(database, rows, 1), database_text(database, rows, 2),
		                                         database_text(database, rows, 3), database_text(database, rows, 4) };
	}
	sqlite3_finalize(rows);
	return step;
}

/* The renewed file: the old one and an update behind it. */
static int renewed_bytes(struct archive_request *request, const struct due *due, struct bytes *out)
{
	struct catalogue *catalogue = &request->catalogue;
	const char *program = program_path(catalogue->arena, "hongtou-sign"), *full = store_full_path(&catalogue->store, due->path);
	const char *arguments[10] = { program, "--renew", full, "-o", "-", "--timestamp", request->timestamp };
	struct program_output output = { 0 };
	struct bytes old;
	if (request->trust) {
		arguments[7] = "--trust";
		arguments[8] = request->trust;
	}
	if (program_run(catalogue->arena, catalogue->all, arguments, &output) || file_read(catalogue->arena, catalogue->all, NULL, full, &old))
		return -1;
	*out = output.out;
	fwrite(output.errors.data, 1, output.errors.length, stderr);
	if (output.code || out->length <= old.length || memcmp(out->data, old.data, old.length) != 0)
		return REPORT(catalogue->all, archive_renewal, NULL, program, arena_printf(catalogue->arena, "%d", output.code), due->id);
	return 0;
}

/* What the new file says; its bytes are the old ones in front, so its metadata is theirs unless the update changed it. */
static int read_claims(struct archive_request *request, const struct due *due, struct bytes bytes, struct entry *entry)
{
	struct catalogue *catalogue = &request->catalogue;
	struct pdf_file *file = NULL;
	struct metadata metadata;
	if (pdf_file_open_bytes(catalogue->arena, catalogue->all, due->name, bytes, &file))
		return -1;
	int result = metadata_read(catalogue->arena, file, &metadata);
	entry->value[COLUMN_PDFA] = result ? NULL : intake_pdfa(catalogue->arena, &metadata);
	entry->value[COLUMN_PDFUA] = result ? NULL : metadata.value[METADATA_PDFUA_PART];
	pdf_file_close(file);
	return result;
}

static int record(struct archive_request *request, const struct due *due, struct bytes bytes, struct entry *entry)
{
	struct catalogue *catalogue = &request->catalogue;
	struct judgement judgement = { 0 };
	const char **value = entry->value;
	if (catalogue_begin(catalogue) || store_put(&catalogue->store, value[COLUMN_PATH], bytes)
	    || judge_file(&catalogue->database, store_full_path(&catalogue->store, value[COLUMN_PATH]), request->trust, &judgement))
		return -1;
	value[COLUMN_VERDICT] = judgement.verdict;
	value[COLUMN_EVIDENCE] = judgement.report;
	value[COLUMN_PROVEN_UNTIL] = judgement.proven_until;
	if (strcmp(judgement.verdict, "valid") != 0)
		REPORT(catalogue->all, archive_signature, &(struct place){ .file = due->name });
	return catalogue_append(catalogue, entry) ? -1 : catalogue_commit(catalogue);
}

static int renew_one(struct archive_request *request, const struct due *due)
{
	struct catalogue *catalogue = &request->catalogue;
	struct bytes bytes;
	struct entry entry = { .value = { [COLUMN_ACTION] = "renew", [COLUMN_DOCUMENT] = due->id, [COLUMN_FILE_NAME] = due->name } };
	if (renewed_bytes(request, due, &bytes) || read_claims(request, due, bytes, &entry))
		return -1;
	entry.value[COLUMN_SHA256] = sha256_hex(catalogue->arena, bytes);
	entry.value[COLUMN_BYTES] = arena_printf(catalogue->arena, "%zu", bytes.length);
	entry.value[COLUMN_PATH] = store_path(catalogue->arena, entry.value[COLUMN_SHA256], due->name);
	if (record(request, due, bytes, &entry)) {
		catalogue_roll_back(catalogue);
		return -1;
	}
	store_unmark(&catalogue->store, entry.value[COLUMN_PATH]);
	return 0;
}

static int print_due(struct archive_request *request, const struct due *due, bool first)
{
	struct database *database = &request->catalogue.database;
	const char *object = NULL;
	bool renewed = request->timestamp != NULL;
	if (!request->json) {
		fprintf(request->out, renewed ? _("document %s renewed: %s (proven until %s)\n") : _("document %s is due: %s (proven until %s)\n"), due->id, due->title,
		        due->until ? due->until : "?");
		return 0;
	}
	if (VALUE(database, &object, "SELECT json_object('document',CAST(?1 AS INTEGER),'title',?2,'proven_until',?3,'renewed',json(?4))", due->id, due->title,
	          due->until, renewed ? "true" : "false") < 1)
		return -1;
	fprintf(request->out, "%s%s", first ? "[\n" : ",\n", object);
	return 0;
}

int archive_renew(struct archive_request *request)
{
	struct due_list due = { 0 };
	int result = 0;
	if (catalogue_open(&request->catalogue, request->timestamp ? CATALOGUE_WRITE : CATALOGUE_READ) || list_due(request, &due))
		return -1;
	size_t printed = 0;
	for (size_t i = 0; i < due.count; i++) {
		int failed = request->timestamp ? renew_one(request, &due.items[i]) : 0;
		if (!failed)
			failed = print_due(request, &due.items[i], printed++ == 0);
		result |= failed;
	}
	if (request->json)
		fputs(printed ? "\n]\n" : "[]\n", request->out);
	else if (!due.count)
		fprintf(request->out, _("nothing is due within %ld days\n"), request->within_days);
	return result ? -1 : stamp_if_asked(request);
}
