/* hongtou archive list, search, show, head. */
#include <string.h>
#include "archive/report.h"
#include "archive/search.h"
#include "base/diagnostic.h"
#include "base/language.h"

int archive_list(struct archive_request *request)
{
	struct catalogue *catalogue = &request->catalogue;
	if (catalogue_open(catalogue, CATALOGUE_READ))
		return -1;
	const char *sql = arena_printf(catalogue->arena, "SELECT %s FROM entry e WHERE e.action='add'%s ORDER BY e.id", report_what(request, NULL),
	                               request->year ? " AND e.year=CAST(?1 AS INTEGER)" : "");
	sqlite3_stmt *rows = database_ask(&catalogue->database, sql, &request->year, request->year ? 1 : 0);
	int result = report_rows(request, rows);
	sqlite3_finalize(rows);
	return result;
}

int archive_search(struct archive_request *request)
{
	struct catalogue *catalogue = &request->catalogue;
	struct search search = { request->words, request->word_count, request->number, request->issuer, request->from, request->to, request->most };
	if (catalogue_open(catalogue, CATALOGUE_READ))
		return -1;
	sqlite3_stmt *rows = search_ask(catalogue, report_what(request, search_line_sql(catalogue, &search)), &search);
	int result = report_rows(request, rows);
	sqlite3_finalize(rows);
	return result;
}

int archive_head(struct archive_request *request)
{
	struct entry head;
	if (catalogue_open(&request->catalogue, CATALOGUE_READ) || catalogue_head(&request->catalogue, &head))
		return -1;
	if (request->json)
		fprintf(request->out, "{\"entry\":%s,\"head\":\"%s\",\"recorded\":\"%s\"}\n", head.value[COLUMN_ID], head.value[COLUMN_HASH], head.value[COLUMN_RECORDED]);
	else
		fprintf(request->out, "%s\t%s\t%s\n", head.value[COLUMN_ID], head.value[COLUMN_HASH], head.value[COLUMN_RECORDED]);
	return 0;
}

/* ---- show ---- */

static const struct { enum column column; const char *label; } fields[] = {
	{ COLUMN_NUMBER, N_("number") }, { COLUMN_TITLE, N_("title") }, { COLUMN_ISSUER, N_("issuer") }, { COLUMN_DATE, N_("date") },
	{ COLUMN_KIND, N_("kind") }, { COLUMN_URGENCY, N_("urgency") }, { COLUMN_SECRECY, N_("secrecy") }, { COLUMN_SECRECY_PERIOD, N_("period of secrecy") },
	{ COLUMN_ADDRESSEE, N_("addressee") }, { COLUMN_COPIES, N_("copies to") }, { COLUMN_SIGNERS, N_("signers") },
	{ COLUMN_ATTACHMENTS, N_("attachments") }, { COLUMN_ANNOTATION, N_("note") }, { COLUMN_PRINTER, N_("printed by") },
	{ COLUMN_PRINT_DATE, N_("printed on") }, { COLUMN_PAGES, N_("pages") }, { COLUMN_ITEM_NUMBER, N_("item number") },
	{ COLUMN_RETENTION, N_("retention") }, { COLUMN_ARCHIVE_CODE, N_("archive code") }, { COLUMN_PDFA, "PDF/A" }, { COLUMN_PDFUA, "PDF/UA" },
	{ COLUMN_SIGNATURES, N_("signatures") }, { COLUMN_VERDICT, N_("verdict on them") }, { COLUMN_FILE_NAME, N_("file name") },
	{ COLUMN_BYTES, N_("bytes") }, { COLUMN_SHA256, "SHA-256" },
};

/* Judgements are words of the program; all other values are the document's. */
static const char *shown(const struct entry *entry, enum column column)
{
	static const char *const verdicts[] = { N_("unsigned"), N_("valid"), N_("indeterminate"), N_("invalid") };
	for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0] && column == COLUMN_VERDICT; i++)
		if (strcmp(entry->value[column], verdicts[i]) == 0)
			return _(verdicts[i]);
	return entry->value[column];
}

static void put_fields(struct archive_request *request, const struct entry *entry)
{
	fprintf(request->out, _("document %s\n"), entry->value[COLUMN_ID]);
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		if (entry->value[fields[i].column])
			fprintf(request->out, "%s: %s\n", _(fields[i].label), shown(entry, fields[i].column));
}

/* Its own entry, its companions, what was done to it; and what it did to others. */
#define HISTORY "FROM entry e WHERE e.document=CAST(?1 AS INTEGER) OR (e.action='supersede' AND e.successor=CAST(?1 AS INTEGER)) ORDER BY e.id"

static int put_history(struct archive_request *request, const char *id)
{
	struct database *database = &request->catalogue.database;
	sqlite3_stmt *rows = ASK(database, "SELECT e.id,e.recorded,e.action,e.document,e.successor,e.reason,e.path,e.file_name " HISTORY, id);
	int step;
	while ((step = database_step(database, rows)) == 1) {
		fprintf(request->out, _("entry %s, %s: "), (const char *)sqlite3_column_text(rows, 0), (const char *)sqlite3_column_text(rows, 1));
		for (int i = 2, first = 1; i < 8; i++) {
			const char *text = (const char *)sqlite3_column_text(rows, i);
			static const char *const forms[] = { "%s", " %s", " → %s", " %s", " %s", " %s" };
			if (text)
				fprintf(request->out, first ? "%s" : forms[i - 2], text);
			first = 0;
		}
		fputc('\n', request->out);
	}
	sqlite3_finalize(rows);
	return step;
}

static int put_object(struct archive_request *request, const char *id)
{
	struct catalogue *catalogue = &request->catalogue;
	const char *history = arena_printf(catalogue->arena, "'path_now'," REPORT_PATH ",'history',(SELECT json_group_array(json(h)) FROM (SELECT %s AS h " HISTORY ")),",
	                                   report_object(catalogue->arena, ""));
	const char *sql = arena_printf(catalogue->arena, "SELECT %s FROM entry e WHERE e.id=CAST(?1 AS INTEGER)", report_object(catalogue->arena, history));
	const char *object = NULL;
	if (VALUE(&catalogue->database, &object, sql, id) < 1)
		return -1;
	fprintf(request->out, "%s\n", object);
	return 0;
}

int archive_show(struct archive_request *request)
{
	struct catalogue *catalogue = &request->catalogue;
	struct entry entry;
	if (catalogue_open(catalogue, CATALOGUE_READ) || catalogue_find(catalogue, request->words[0], &entry))
		return -1;
	if (request->json)
		return put_object(request, entry.value[COLUMN_ID]);
	put_fields(request, &entry);
	return put_history(request, entry.value[COLUMN_ID]);
}
