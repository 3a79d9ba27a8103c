/* hongtou archive export: a year of documents as a bag. Under data/: a folder for each document with its files (each renewal too), its
 * companions under with/ and metadata.xml; 归档文件目录.csv; 缺号.csv; chain.txt, the catalogue's entries as they were hashed. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "archive/bag.h"
#include "archive/chain.h"
#include "archive/dat46.h"
#include "archive/gaps.h"
#include "archive/report.h"
#include "base/buffer.h"
#include "base/diagnostic.h"
#include "base/language.h"
#include "base/utc.h"

#define BOM "\xEF\xBB\xBF"

struct export {
	struct archive_request *request;
	struct catalogue *catalogue;
	struct bag *bag;
	const char *fonds;
	struct buffer list, gaps;          /* CSV */
	int documents;
	size_t missing;
};

static struct bytes bytes_of_buffer(const struct buffer *text) { return (struct bytes){ (const unsigned char *)text->text, text->length }; }

/* RFC 4180. */
static void put_cells(struct buffer *out, const char *const *cells, int count)
{
	for (int i = 0; i < count; i++) {
		buffer_put(out, i ? ",\"" : "\"");
		for (const char *at = cells[i] ? cells[i] : ""; *at; at++) {
			buffer_byte(out, *at);
			if (*at == '"')
				buffer_byte(out, '"');
		}
		buffer_byte(out, '"');
	}
	buffer_put(out, "\r\n");
}

/* ---- a document ---- */

/* What became of it, in the words of the list: 已被…代替, 已撤销. */
static int state_of(struct export *export, const char *id, const char **out)
{
	return VALUE(&export->catalogue->database, out, "SELECT CASE x.action WHEN 'supersede' THEN '已被'||COALESCE(s.number,s.title)||'（'||s.id||'）代替' ELSE '已撤销' END"
	             "||CASE WHEN x.reason IS NULL THEN '' ELSE '：'||x.reason END FROM entry x LEFT JOIN entry s ON s.id=x.successor "
	             "WHERE x.document=CAST(?1 AS INTEGER) AND x.action IN ('supersede','withdraw')", id) < 0 ? -1 : 0;
}

static int add_file(struct export *export, const char *path, const struct entry *file)
{
	const char *full = store_full_path(&export->catalogue->store, file->value[COLUMN_PATH]);
	struct arena *scratch = arena_new();
	struct bytes bytes;
	int result = file_read(scratch, export->catalogue->all, NULL, full, &bytes);
	if (!result && strcmp(sha256_hex(scratch, bytes), file->value[COLUMN_SHA256]) != 0)
		result = REPORT(export->catalogue->all, archive_file_changed, &(struct place){ .file = full }, file->value[COLUMN_DOCUMENT]);
	if (!result)
		result = bag_add(export->bag, path, bytes);
	arena_free(scratch);
	return result;
}

static const char *path_in_bag(struct arena *arena, const char *folder, const struct entry *file)
{
	const char *action = file->value[COLUMN_ACTION], *id = file->value[COLUMN_ID], *name = bag_name(arena, file->value[COLUMN_FILE_NAME]);
	const char *path = arena_printf(arena, "%s/%s", folder, name);
	if (strcmp(action, "with") == 0 || strcmp(action, "renew") == 0)
		path = arena_printf(arena, "%s/%s/%s-%s", folder, action, id, name);
	return path;
}

/* Its own file, its renewals and its companions. companions: how many. */
static int add_files(struct export *export, const struct entry *entry, const char *folder, int *companions)
{
	struct catalogue *catalogue = export->catalogue;
	const char *sql = arena_printf(catalogue->arena, "SELECT %s FROM entry WHERE document=CAST(?1 AS INTEGER) AND path IS NOT NULL ORDER BY id",
	                               column_list(catalogue->arena));
	sqlite3_stmt *rows = ASK(&catalogue->database, sql, entry->value[COLUMN_ID]);
	int step = 0, result = 0;
	while (!result && (step = database_step(&catalogue->database, rows)) == 1) {
		struct entry file;
		catalogue_entry(catalogue, rows, &file);
		*companions += strcmp(file.value[COLUMN_ACTION], "with") == 0;
		result = add_file(export, path_in_bag(catalogue->arena, folder, &file), &file);
	}
	sqlite3_finalize(rows);
	return result || step < 0 ? -1 : 0;
}

static int add_document(struct export *export, const struct entry *entry)
{
	struct arena *arena = export->catalogue->arena;
	const char *const *value = entry->value;
	const char *folder = arena_printf(arena, "%06lld-%s", atoll(value[COLUMN_ID]), bag_name(arena, value[COLUMN_NUMBER] ? value[COLUMN_NUMBER] : value[COLUMN_TITLE]));
	struct dat46_source source = { .entry = entry, .fonds = export->fonds };
	struct bytes xml;
	if (add_files(export, entry, folder, &source.companions) || state_of(export, value[COLUMN_ID], &source.state)
	    || dat46_xml(export->catalogue, &source, &xml) || bag_add(export->bag, arena_printf(arena, "%s/metadata.xml", folder), xml))
		return -1;
	put_cells(&export->list, (const char *const[]){ value[COLUMN_ITEM_NUMBER], value[COLUMN_ISSUER], value[COLUMN_NUMBER], value[COLUMN_TITLE],
	          value[COLUMN_DATE], value[COLUMN_SECRECY], value[COLUMN_PAGES], source.state }, 8);
	export->documents++;
	return 0;
}

static int add_documents(struct export *export)
{
	struct catalogue *catalogue = export->catalogue;
	const char *sql = arena_printf(catalogue->arena, "SELECT %s FROM entry WHERE action='add' AND year=CAST(?1 AS INTEGER) "
	                               "ORDER BY item_number IS NULL,CAST(item_number AS INTEGER),item_number,date,id", column_list(catalogue->arena));
	sqlite3_stmt *rows = ASK(&catalogue->database, sql, export->request->year);
	int step = 0, result = 0;
	while (!result && (step = database_step(&catalogue->database, rows)) == 1) {
		struct entry entry;
		catalogue_entry(catalogue, rows, &entry);
		result = add_document(export, &entry);
	}
	sqlite3_finalize(rows);
	result = step < 0 ? -1 : result;
	if (!result && !export->documents)
		result = REPORT(catalogue->all, archive_year_empty, NULL, export->request->year);
	return result;
}

/* ---- the whole ---- */

static int put_gaps(struct export *export)
{
	struct arena *arena = export->catalogue->arena;
	struct gap *gaps = NULL;
	size_t count = 0;
	if (gaps_of_year(export->catalogue, export->request->year, &gaps, &count))
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *first = gap_number(arena, &gaps[i], gaps[i].first), *last = gap_number(arena, &gaps[i], gaps[i].last);
		long missing = gaps[i].last - gaps[i].first + 1;
		put_cells(&export->gaps, (const char *const[]){ gaps[i].issuer, export->request->year, first, last, arena_printf(arena, "%ld", missing) }, 5);
		export->missing += (size_t)missing;
		if (!export->request->json)
			fprintf(export->request->out, missing > 1 ? _("missing: %s to %s\n") : _("missing: %s\n"), first, last);
	}
	return 0;
}

static int put_chain(struct export *export, struct buffer *out)
{
	struct catalogue *catalogue = export->catalogue;
	const char *sql = arena_printf(catalogue->arena, "SELECT %s FROM entry ORDER BY id", column_list(catalogue->arena));
	sqlite3_stmt *rows = database_ask(&catalogue->database, sql, NULL, 0);
	int step;
	while ((step = database_step(&catalogue->database, rows)) == 1) {
		struct entry entry;
		catalogue_entry(catalogue, rows, &entry);
		buffer_put(out, chain_record(catalogue->arena, &entry));
		buffer_printf(out, "hash:%s\n\n", entry.value[COLUMN_HASH]);
	}
	sqlite3_finalize(rows);
	return step;
}

static int describe(struct export *export)
{
	struct entry head;
	if (catalogue_head(export->catalogue, &head))
		return -1;
	if (export->fonds)
		bag_info(export->bag, "Source-Organization", export->fonds);
	bag_info(export->bag, "External-Description", arena_printf(export->catalogue->arena, "归档文件 %s年度", export->request->year));
	bag_info(export->bag, "Bagging-Date", utc_text(export->catalogue->arena, time(NULL), UTC_DAY));
	bag_info(export->bag, "Bag-Software-Agent", "hongtou " HONGTOU_VERSION);
	bag_info(export->bag, "Chain-Head", head.value[COLUMN_HASH]);
	return 0;
}

static int fill(struct export *export)
{
	struct buffer chain = { .arena = export->catalogue->arena };
	put_cells(&export->list, (const char *const[]){ "件号", "责任者", "文号", "题名", "日期", "密级", "页数", "备注" }, 8);
	put_cells(&export->gaps, (const char *const[]){ "责任者", "年度", "缺号起", "缺号止", "缺号数" }, 5);
	if (add_documents(export) || put_gaps(export) || put_chain(export, &chain) || describe(export))
		return -1;
	if (bag_add(export->bag, "归档文件目录.csv", bytes_of_buffer(&export->list)) || bag_add(export->bag, "缺号.csv", bytes_of_buffer(&export->gaps)))
		return -1;
	return bag_add(export->bag, "chain.txt", bytes_of_buffer(&chain)) ? -1 : bag_commit(export->bag);
}

/* One reading transaction: documents that others add meanwhile do not half appear. */
int archive_export(struct archive_request *request)
{
	struct catalogue *catalogue = &request->catalogue;
	struct export export = { .request = request, .catalogue = catalogue, .list.arena = catalogue->arena, .gaps.arena = catalogue->arena };
	buffer_put(&export.list, BOM);
	buffer_put(&export.gaps, BOM);
	if (catalogue_open(catalogue, CATALOGUE_READ) || database_run(&catalogue->database, "BEGIN"))
		return -1;
	if (VALUE(&catalogue->database, &export.fonds, "SELECT title FROM entry WHERE id=1", NULL) < 0)
		return -1;
	int result = bag_open(catalogue->arena, catalogue->all, request->words[0], &export.bag) || fill(&export) ? -1 : 0;
	bag_close(export.bag);
	if (!result && request->json)
		fprintf(request->out, "{\"documents\":%d,\"missing\":%zu}\n", export.documents, export.missing);
	else if (!result)
		fprintf(request->out, _("%d documents of %s exported to %s\n"), export.documents, request->year, request->words[0]);
	return result;
}
