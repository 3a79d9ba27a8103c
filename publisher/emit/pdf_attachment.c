/* Texts are deflated whole; what is packed already (workbooks, pictures) goes through in pieces, however large. */
#include "emit/pdf_attachment.h"
#include <hpdf_encrypt.h>
#include <stdlib.h>
#include <strings.h>
#include "base/path_inside.h"
#include "emit/pdf_metadata.h"

struct attached { const char *key; int specification; };    /* key: of the name tree, in hexadecimal */

struct attachments {
	struct store *store;
	const struct record *record;
	struct buffer list;        /* the text of SOURCES_LIST */
	struct attached *all;
	size_t count;
	const char *date;          /* or NULL */
};

struct form { const char *ending, *type; bool packed; };

/* Media types (RFC 6838) as PDF names; the last but one is that of other binary files, the last that of other texts. */
static const struct form *form_of(const struct record_source *source)
{
	static const struct form forms[] = {
		{ ".xlsx", "application#2Fvnd.openxmlformats-officedocument.spreadsheetml.sheet", true },
		{ ".xlsm", "application#2Fvnd.ms-excel.sheet.macroEnabled.12", true },
		{ ".ods", "application#2Fvnd.oasis.opendocument.spreadsheet", true },
		{ ".png", "image#2Fpng", true }, { ".icc", "application#2Fvnd.iccprofile", true }, { ".icm", "application#2Fvnd.iccprofile", true },
		{ ".csv", "text#2Fcsv", false }, { ".tsv", "text#2Ftab-separated-values", false }, { "", "application#2Foctet-stream", true }, { "", "text#2Fplain", false },
	};
	const struct form *form = forms;
	size_t length = strlen(source->file);
	while (length < strlen(form->ending) || strcasecmp(source->file + length - strlen(form->ending), form->ending) != 0)
		form++;
	bool binary = strcmp(source->kind, "picture") == 0 || strcmp(source->kind, "profile") == 0;
	return form->ending[0] || binary ? form : form + 1;
}

/* ---- one file ---- */

struct passing {
	struct store *store;
	struct HPDF_MD5Context sum;
	struct buffer *kept;       /* NULL: it goes through */
};

static int pass(void *context, struct bytes piece)
{
	struct passing *passing = context;
	HPDF_MD5Update(&passing->sum, piece.data, (HPDF_UINT32)piece.length);
	if (passing->kept)
		buffer_add(passing->kept, (const char *)piece.data, piece.length);
	else
		store_stream_piece(passing->store, piece.data, piece.length);
	return 0;
}

/* Size, date and sum stand in an object of their own, for the sum is known last. */
static void put_parameters(const struct attachments *attachments, int number, uint64_t size, struct passing *passing)
{
	HPDF_BYTE sum[16];
	struct buffer entries = { .arena = attachments->store->arena };
	HPDF_MD5Final(sum, &passing->sum);
	buffer_printf(&entries, "/Size %llu/CheckSum<", (unsigned long long)size);
	for (int i = 0; i < 16; i++)
		buffer_printf(&entries, "%02X", sum[i]);
	buffer_put(&entries, ">");
	if (attachments->date)
		buffer_printf(&entries, "/ModDate(%s)", attachments->date);
	store_object(attachments->store, number, entries.text);
}

static void put_specification(struct attachments *attachments, const char *file, const char *relationship, int stream)
{
	struct attached *one = &attachments->all[attachments->count++];
	struct buffer key = { .arena = attachments->store->arena }, entries = { .arena = attachments->store->arena };
	buffer_put(&key, "FEFF");
	buffer_utf16(&key, file, strlen(file));
	buffer_put(&entries, "/Type/Filespec");
	buffer_text_string(&entries, "F", file);
	buffer_text_string(&entries, "UF", file);
	buffer_printf(&entries, "/AFRelationship/%s/EF<</F %d 0 R/UF %d 0 R>>", relationship, stream, stream);
	*one = (struct attached){ .key = key.text, .specification = store_number(attachments->store) };
	store_object(attachments->store, one->specification, entries.text);
}

static int put_file(struct attachments *attachments, const struct record_source *source)
{
	struct store *store = attachments->store;
	struct arena *scratch = arena_new();
	const struct form *form = form_of(source);
	int parameters = store_number(store), stream = 0, result = 0;
	const char *entries = arena_printf(scratch, "/Type/EmbeddedFile/Subtype/%s/Params %d 0 R", form->type, parameters);
	struct buffer content = { .arena = scratch };
	struct passing passing = { .store = store, .kept = form->packed ? NULL : &content };
	HPDF_MD5Init(&passing.sum);
	if (form->packed)
		stream = store_stream_open(store, source->mark.size, entries);
	else
		buffer_grow(&content, (size_t)source->mark.size);
	result = file_read_marked(store->all, source->path, &source->mark, pass, &passing);
	if (form->packed)
		store_stream_close(store);
	else
		stream = store_stream(store, content.text, content.length, entries);
	arena_free(scratch);
	put_parameters(attachments, parameters, source->mark.size, &passing);
	put_specification(attachments, source->file, "Source", stream);
	return result;
}

/* ---- the list ---- */

static void put_value(struct buffer *list, const char *key, const char *text)
{
	buffer_printf(list, "%s = \"", key);
	for (; *text; text++) {
		unsigned char byte = (unsigned char)*text;
		if (byte < ' ' || byte == 0x7F || byte == '"' || byte == '%' || byte == '\\')
			buffer_printf(list, "%%%02X", byte);
		else
			buffer_byte(list, *text);
	}
	buffer_put(list, "\"\n");
}

static void begin_list(struct attachments *attachments)
{
	struct buffer *list = &attachments->list;
	const char *epoch = metadata_epoch(attachments->record);
	buffer_put(list, "; What this document was made from; hongtou rebuild reads it.\n[sources]\nform = 1\n");
	put_value(list, "edition", attachments->record->sources[0].file);
	put_value(list, "epoch", epoch ? epoch : "");
	put_value(list, "hongtou", HONGTOU_VERSION);
	put_value(list, "harfbuzz", fonts_shaper_version());
	if (attachments->record->variant)
		put_value(list, "output", attachments->record->variant);
	for (const char *const *set = attachments->record->sets; set && *set; set++) {
		buffer_printf(list, "\n[set.%zu]\n", (size_t)(set - attachments->record->sets) + 1);
		put_value(list, "value", *set);
	}
}

static void list_source(struct attachments *attachments, size_t number, const struct record_source *source)
{
	struct buffer *list = &attachments->list;
	buffer_printf(list, "\n[source.%zu]\n", number);
	put_value(list, "kind", source->kind);
	put_value(list, "name", source->name);
	put_value(list, "file", source->file);
}

static int list_faces(struct attachments *attachments, struct pdf_fonts *fonts)
{
	struct buffer *list = &attachments->list;
	int result = 0;
	for (int face = 0, number = 1; face < PDF_FACES && !result; face++) {
		struct face_identity identity;
		if (!fonts->list[face].known)
			continue;
		result = face_identify(list->arena, fonts->fonts, face, &identity);
		if (result)
			break;
		buffer_printf(list, "\n[font.%d]\n", number++);
		put_value(list, "name", identity.name);
		put_value(list, "version", identity.version);
		put_value(list, "sha256", identity.sha256);
	}
	return result;
}

static void put_list(struct attachments *attachments)
{
	struct store *store = attachments->store;
	struct passing passing = { .store = store };
	int parameters = store_number(store);
	const char *entries = arena_printf(store->arena, "/Type/EmbeddedFile/Subtype/text#2Fplain/Params %d 0 R", parameters);
	HPDF_MD5Init(&passing.sum);
	HPDF_MD5Update(&passing.sum, (const HPDF_BYTE *)attachments->list.text, (HPDF_UINT32)attachments->list.length);
	int stream = store_stream(store, attachments->list.text, attachments->list.length, entries);
	put_parameters(attachments, parameters, attachments->list.length, &passing);
	put_specification(attachments, SOURCES_LIST, "Supplement", stream);
}

/* ---- all ---- */

static bool met_before(const struct record *record, size_t number)
{
	bool met = false;
	for (size_t i = 0; i < number && !met; i++)
		met = strcmp(record->sources[i].file, record->sources[number].file) == 0;
	return met;
}

static int put_sources(struct attachments *attachments)
{
	const struct record *record = attachments->record;
	int result = 0;
	for (size_t i = 0; i < record->source_count && !result; i++) {
		const struct record_source *source = &record->sources[i];
		list_source(attachments, i + 1, source);
		if (!met_before(record, i))
			result = put_file(attachments, source);
	}
	return result;
}

/* By the bytes of their names, as a name tree wants it (ISO 32000-1, 7.9.6). */
static int by_key(const void *left, const void *right)
{
	const struct attached *a = left, *b = right;
	return strcmp(a->key, b->key);
}

static void put_catalog(const struct attachments *attachments, struct buffer *catalog)
{
	buffer_put(catalog, "/AF[");
	for (size_t i = 0; i < attachments->count; i++)
		buffer_printf(catalog, "%d 0 R ", attachments->all[i].specification);
	buffer_put(catalog, "]/Names<</EmbeddedFiles<</Names[");
	qsort(attachments->all, attachments->count, sizeof *attachments->all, by_key);
	for (size_t i = 0; i < attachments->count; i++) {
		buffer_put(catalog, "<");
		buffer_put(catalog, attachments->all[i].key);
		buffer_printf(catalog, ">%d 0 R ", attachments->all[i].specification);
	}
	buffer_put(catalog, "]>>>>");
}

int attachments_put(struct store *store, struct pdf_fonts *fonts, const struct record *record, struct buffer *catalog)
{
	struct attachments attachments = { .store = store, .record = record, .list = { .arena = store->arena }, .date = metadata_date(store->arena, record) };
	attachments.all = arena_array(store->arena, record->source_count + 1, sizeof *attachments.all);
	begin_list(&attachments);
	if (put_sources(&attachments) || list_faces(&attachments, fonts))
		return -1;
	put_list(&attachments);
	put_catalog(&attachments, catalog);
	return 0;
}
