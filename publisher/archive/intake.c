#include "archive/intake.h"
#include <stdlib.h>
#include <string.h>
#include "archive/chain.h"
#include "archive/file_text.h"
#include "archive/judge.h"
#include "archive/number.h"
#include "base/buffer.h"
#include "base/diagnostic.h"
#include "base/utc.h"
#include "base/utf8.h"
#include "finished/form.h"
#include "finished/metadata.h"

const char *intake_pdfa(struct arena *arena, const struct metadata *metadata)
{
	const char *part = metadata->value[METADATA_PDFA_PART], *level = metadata->value[METADATA_PDFA_LEVEL];
	return part ? arena_printf(arena, "%s%s", part, level ? level : "") : NULL;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static int read_file(struct archive_request *request, const char *path, struct intake *out)
{
	struct arena *arena = request->catalogue.arena;
	const char **value = out->entry.value;
	if (file_read(arena, request->catalogue.all, NULL, path, &out->bytes))
		return -1;
	const char *name = base_name(path);
	if (utf8_invalid(name, strlen(name)) < strlen(name) || strpbrk(name, "\n\r\t"))
		return REPORT(request->catalogue.all, archive_file_name, &(struct place){ .file = path });
	value[COLUMN_FILE_NAME] = name;
	value[COLUMN_SHA256] = sha256_hex(arena, out->bytes);
	value[COLUMN_BYTES] = arena_printf(arena, "%zu", out->bytes.length);
	value[COLUMN_PATH] = store_path(arena, value[COLUMN_SHA256], name);
	return 0;
}

int intake_companion(struct archive_request *request, const char *path, struct intake *out)
{
	*out = (struct intake){ .entry.value[COLUMN_ACTION] = "with" };
	return read_file(request, path, out);
}

static void take_metadata(struct arena *arena, const struct metadata *metadata, struct entry *entry)
{
	static const enum column columns[METADATA_COUNT] = {
		[METADATA_TITLE] = COLUMN_TITLE, [METADATA_NUMBER] = COLUMN_NUMBER, [METADATA_ISSUERS] = COLUMN_ISSUER, [METADATA_DATE] = COLUMN_DATE,
		[METADATA_KIND] = COLUMN_KIND, [METADATA_URGENCY] = COLUMN_URGENCY, [METADATA_ADDRESSEE] = COLUMN_ADDRESSEE,
		[METADATA_COPIES] = COLUMN_COPIES, [METADATA_SECRECY] = COLUMN_SECRECY, [METADATA_SECRECY_PERIOD] = COLUMN_SECRECY_PERIOD,
		[METADATA_LANGUAGE] = COLUMN_LANGUAGE, [METADATA_COPY_NUMBER] = COLUMN_COPY_NUMBER,
		[METADATA_SIGNERS] = COLUMN_SIGNERS, [METADATA_ATTACHMENTS] = COLUMN_ATTACHMENTS, [METADATA_ANNOTATION] = COLUMN_ANNOTATION,
		[METADATA_PRINTER] = COLUMN_PRINTER, [METADATA_PRINT_DATE] = COLUMN_PRINT_DATE, [METADATA_PRODUCER] = COLUMN_PRODUCER,
		[METADATA_CREATED] = COLUMN_CREATED, [METADATA_PDFUA_PART] = COLUMN_PDFUA,
	};
	for (int i = 0; i < METADATA_COUNT; i++)
		if (columns[i])
			entry->value[columns[i]] = metadata->value[i];
	entry->value[COLUMN_PDFA] = intake_pdfa(arena, metadata);
}

/* What the file says counts; what the options say fills the gaps and may not contradict. */
static int fill(struct archive_request *request, const char *path, struct entry *entry, bool ours)
{
	const struct { enum column column; const char *given, *option; bool needed; } fields[] = {
		{ COLUMN_TITLE, request->title, "title", true }, { COLUMN_ISSUER, request->issuer, "issuer", true },
		{ COLUMN_DATE, request->date, "date", true }, { COLUMN_NUMBER, request->number, "number", !ours },
	};
	struct diagnostics *all = request->catalogue.all;
	struct place at = { .file = path };
	int result = 0;
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		const char **value = &entry->value[fields[i].column];
		if (*value && fields[i].given && strcmp(*value, fields[i].given) != 0)
			result |= REPORT(all, archive_field_differs, &at, fields[i].option, *value, fields[i].given);
		else if (!*value && !fields[i].given && fields[i].needed)
			result |= REPORT(all, archive_field_missing, &at, fields[i].option);
		else if (!*value)
			*value = fields[i].given;
	}
	if (entry->value[COLUMN_NUMBER] && strcmp(entry->value[COLUMN_NUMBER], "无") == 0)
		entry->value[COLUMN_NUMBER] = NULL;
	if (entry->value[COLUMN_DATE] && !utc_is_day(entry->value[COLUMN_DATE]))
		result |= REPORT(all, archive_date, &at, entry->value[COLUMN_DATE]);
	return result;
}

/* What follows from number, issuer and date. */
static void derive(struct arena *arena, struct entry *entry)
{
	const char **value = entry->value;
	const char *divider = strstr(value[COLUMN_ISSUER], "；");
	value[COLUMN_LEAD_ISSUER] = divider ? arena_strndup(arena, value[COLUMN_ISSUER], (size_t)(divider - value[COLUMN_ISSUER])) : value[COLUMN_ISSUER];
	value[COLUMN_YEAR] = arena_printf(arena, "%ld", strtol(value[COLUMN_DATE], NULL, 10));
	value[COLUMN_VERSION] = "1";
	if (!value[COLUMN_NUMBER])
		return;
	struct document_number number = number_parse(arena, value[COLUMN_NUMBER]);
	value[COLUMN_NUMBER_KEY] = number.key;
	value[COLUMN_NUMBER_CODE] = number.code;
	value[COLUMN_NUMBER_YEAR] = number.year ? arena_printf(arena, "%d", number.year) : value[COLUMN_YEAR];
	value[COLUMN_NUMBER_SERIAL] = number.serial ? arena_printf(arena, "%ld", number.serial) : NULL;
}

static int judge(struct archive_request *request, struct pdf_file *file, struct entry *entry)
{
	struct catalogue *catalogue = &request->catalogue;
	struct judgement judgement = { .verdict = "unsigned" };
	struct form form;
	int signatures = 0;
	if (form_read(catalogue->arena, file, &form))
		return -1;
	for (int i = 0; i < form.count; i++)
		signatures += form.fields[i].is_signed;
	if (signatures && judge_file(&catalogue->database, pdf_file_name(file), request->trust, &judgement))
		return -1;
	if (signatures && strcmp(judgement.verdict, "valid") != 0)
		REPORT(catalogue->all, archive_signature, &(struct place){ .file = pdf_file_name(file) });
	entry->value[COLUMN_SIGNATURES] = arena_printf(catalogue->arena, "%d", signatures);
	entry->value[COLUMN_VERDICT] = judgement.verdict;
	entry->value[COLUMN_EVIDENCE] = judgement.report;
	entry->value[COLUMN_PROVEN_UNTIL] = judgement.proven_until;
	return 0;
}

/* The fields, then the text. */
static const char *searchable(struct arena *arena, const struct entry *entry, const char *text)
{
	static const enum column columns[] = {
		COLUMN_NUMBER, COLUMN_TITLE, COLUMN_ISSUER, COLUMN_DATE, COLUMN_KIND, COLUMN_ADDRESSEE, COLUMN_COPIES, COLUMN_ATTACHMENTS,
		COLUMN_ANNOTATION, COLUMN_PRINTER, COLUMN_SIGNERS,
	};
	struct buffer body = { .arena = arena };
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		if (entry->value[columns[i]])
			buffer_printf(&body, "%s\n", entry->value[columns[i]]);
	buffer_put(&body, text);
	return body.text;
}

static int take_document(struct archive_request *request, struct pdf_file *file, struct intake *out)
{
	struct arena *arena = request->catalogue.arena;
	struct metadata metadata;
	struct file_text text;
	struct entry *entry = &out->entry;
	if (metadata_read(arena, file, &metadata) || file_text_read(arena, file, &text))
		return -1;
	take_metadata(arena, &metadata, entry);
	if (fill(request, pdf_file_name(file), entry, metadata.ours))
		return -1;
	derive(arena, entry);
	entry->value[COLUMN_PAGES] = request->pages ? request->pages : arena_printf(arena, "%d", text.pages);
	entry->value[COLUMN_ITEM_NUMBER] = request->item_number;
	entry->value[COLUMN_RETENTION] = request->retention;
	entry->value[COLUMN_ARCHIVE_CODE] = request->archive_code;
	out->body = searchable(arena, entry, text.text);
	entry->value[COLUMN_TEXT_SHA256] = sha256_hex(arena, bytes_of_text(out->body));
	return judge(request, file, entry);
}

int intake_document(struct archive_request *request, const char *path, struct intake *out)
{
	struct catalogue *catalogue = &request->catalogue;
	struct pdf_file *file = NULL;
	*out = (struct intake){ .entry.value[COLUMN_ACTION] = "add" };
	if (read_file(request, path, out) || pdf_file_open_bytes(catalogue->arena, catalogue->all, path, out->bytes, &file))
		return -1;
	int result = take_document(request, file, out);
	pdf_file_close(file);
	return result;
}
