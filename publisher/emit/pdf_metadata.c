/* XMP (ISO 16684-1) by hand. Fields of our own are described by an extension schema (ISO 19005-2, 6.6.2.3.3). */
#include "emit/pdf_metadata.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "base/utf8.h"

#define PRODUCER "hongtou " HONGTOU_VERSION
#define OURS "urn:hongtou:official-document:1:"

/* Those of DA/T 46-2009 by their numbers, of GB/T 33480-2016 by their names. */
static const struct field { const char *name, *type, *about; } fields[RECORD_FIELDS] = {
	[FIELD_NUMBER] = { "documentNumber", "Text", "文件编号 (DA/T 46 M31), 发文字号 (GB/T 33480)" },
	[FIELD_AUTHORS] = { "responsibleBody", "Text", "责任者 (DA/T 46 M32), 发文机关 (GB/T 33480); several are divided by ；" },
	[FIELD_DATE] = { "documentDate", "Date", "日期 (DA/T 46 M33), 成文日期 (GB/T 33480)" },
	[FIELD_KIND] = { "documentKind", "Text", "文种 (DA/T 46 M34)" },
	[FIELD_URGENCY] = { "urgency", "Text", "紧急程度 (DA/T 46 M35)" },
	[FIELD_ADDRESSEE] = { "addressee", "Text", "主送 (DA/T 46 M36)" },
	[FIELD_COPIES] = { "copiesTo", "Text", "抄送 (DA/T 46 M37)" },
	[FIELD_SECRECY] = { "secrecy", "Text", "密级 (DA/T 46 M38)" },
	[FIELD_SECRECY_PERIOD] = { "secrecyPeriod", "Text", "保密期限 (DA/T 46 M39)" },
	[FIELD_PAGES] = { "pages", "Integer", "页数 (DA/T 46 M43)" },
	[FIELD_COPY_NUMBER] = { "copyNumber", "Text", "份号 (GB/T 33480)" },
	[FIELD_SIGNERS] = { "signers", "Text", "签发人 (GB/T 33480); several are divided by ；" },
	[FIELD_ATTACHMENTS] = { "attachments", "Text", "附件说明 (GB/T 33480); several are divided by ；" },
	[FIELD_ANNOTATION] = { "annotation", "Text", "附注 (GB/T 33480)" },
	[FIELD_PRINTER] = { "printingBody", "Text", "印发机关 (GB/T 33480)" },
	[FIELD_PRINT_DATE] = { "printingDate", "Date", "印发日期 (GB/T 33480)" },
};

/* Dates of the file only from SOURCE_DATE_EPOCH: the same input gives the same bytes. false: there is none. */
static bool file_date(const struct record *record, const char *format, char text[40])
{
	const char *epoch = record->epoch ? record->epoch : getenv("SOURCE_DATE_EPOCH");
	char *end = NULL;
	long long seconds = epoch ? strtoll(epoch, &end, 10) : 0;
	time_t when = (time_t)seconds;
	struct tm parts;
	return epoch && epoch[0] && !*end && seconds >= 0 && gmtime_r(&when, &parts) && strftime(text, 40, format, &parts);
}

/* What a reader shows in its title bar: something always. */
static const char *title_of(const struct record *record)
{
	const char *const given[] = { record->title, record->number, record->fields[FIELD_KIND] };
	for (int i = 0; i < 3; i++)
		if (given[i] && given[i][0])
			return given[i];
	return record->structured ? "公文" : NULL;
}

void metadata_information(struct store *store, const struct record *record)
{
	HPDF_Dict info = store->doc->info;
	struct buffer entries = { .arena = store->arena };
	char date[40];
	HPDF_Dict_RemoveElement(info, "Producer");
	HPDF_Dict_RemoveElement(info, "CreationDate");
	HPDF_Dict_RemoveElement(info, "ModDate");
	buffer_text_string(&entries, "Title", title_of(record));
	buffer_text_string(&entries, "Author", record->author);
	buffer_text_string(&entries, "Subject", record->number);
	buffer_put(&entries, "/Producer (" PRODUCER ") ");
	if (file_date(record, "D:%Y%m%d%H%M%S+00'00'", date))
		buffer_printf(&entries, "/CreationDate (%s) /ModDate (%s) ", date, date);
	store_entries(store, info, &entries);
}

/* ---- XMP ---- */

struct xmp {
	struct store *store;
	struct buffer out;
	int result;
};

/* XML 1.0, 2.2: no control characters but tab and line ends, no U+FFFE and U+FFFF. */
static bool in_xml(uint32_t code)
{
	return code >= 0x20 ? code != 0xFFFE && code != 0xFFFF : code == '\t' || code == '\n';
}

static void put_escaped(struct xmp *xmp, const char *text)
{
	const char *at = text, *end = text + strlen(text);
	while (at < end) {
		const char *start = at;
		uint32_t code = utf8_next(&at, end);
		if (!in_xml(code) && !xmp->result)
			xmp->result = REPORT(xmp->store->all, metadata_character, NULL, text, arena_printf(xmp->store->arena, "%04X", code));
		if (code == '&' || code == '<' || code == '>')
			buffer_put(&xmp->out, code == '&' ? "&amp;" : code == '<' ? "&lt;" : "&gt;");
		else
			buffer_add(&xmp->out, start, (size_t)(at - start));
	}
}

static void put_element(struct xmp *xmp, const char *name, const char *text)
{
	buffer_printf(&xmp->out, "<%s>", name);
	put_escaped(xmp, text);
	buffer_printf(&xmp->out, "</%s>\n", name);
}

/* In a list of one: an alternative by language, or a sequence. */
static void put_listed(struct xmp *xmp, const char *name, const char *kind, const char *text)
{
	if (!text)
		return;
	buffer_printf(&xmp->out, "<%s><rdf:%s><rdf:li%s>", name, kind, strcmp(kind, "Alt") == 0 ? " xml:lang=\"x-default\"" : "");
	put_escaped(xmp, text);
	buffer_printf(&xmp->out, "</rdf:li></rdf:%s></%s>\n", kind, name);
}

static void put_common(struct xmp *xmp, const struct record *record)
{
	char date[40];
	buffer_put(&xmp->out, "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" "
	                      "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" "
	                      "xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
	                      "<pdfaid:conformance>A</pdfaid:conformance>\n<pdfuaid:part>1</pdfuaid:part>\n");
	buffer_printf(&xmp->out, "<pdfaid:part>%d</pdfaid:part>\n", record->source_count ? 3 : 2);
	put_listed(xmp, "dc:title", "Alt", title_of(record));
	put_listed(xmp, "dc:creator", "Seq", record->author);
	put_listed(xmp, "dc:description", "Alt", record->number);
	put_listed(xmp, "dc:language", "Bag", record->language);
	put_element(xmp, "pdf:Producer", PRODUCER);
	if (file_date(record, "%Y-%m-%dT%H:%M:%S+00:00", date)) {
		put_element(xmp, "xmp:CreateDate", date);
		put_element(xmp, "xmp:ModifyDate", date);
	}
	buffer_put(&xmp->out, "</rdf:Description>\n");
}

/* 2018年7月19日 as XMP has it; NULL: it is no such date. */
static const char *iso_date(struct arena *arena, const char *date)
{
	int year, month, day;
	bool good = sscanf(date, "%4d年%2d月%2d日", &year, &month, &day) == 3;
	return good ? arena_printf(arena, "%04d-%02d-%02d", year, month, day) : NULL;
}

const char *metadata_epoch(const struct record *record)
{
	char date[40];
	bool dated = file_date(record, "%Y", date);
	return !dated ? NULL : record->epoch ? record->epoch : getenv("SOURCE_DATE_EPOCH");
}

const char *metadata_date(struct arena *arena, const struct record *record)
{
	char date[40];
	if (file_date(record, "D:%Y%m%d%H%M%S+00'00'", date))
		return arena_strdup(arena, date);
	const char *iso = record->date ? iso_date(arena, record->date) : NULL;    /* 2018-07-19 */
	return iso ? arena_printf(arena, "D:%.4s%.2s%.2s000000+08'00'", iso, iso + 5, iso + 8) : NULL;
}

static void put_field(struct xmp *xmp, const struct field *field, const char *text)
{
	const char *value = text && strcmp(field->type, "Date") == 0 ? iso_date(xmp->store->arena, text) : text;
	if (value && value[0])
		put_element(xmp, arena_printf(xmp->store->arena, "gw:%s", field->name), value);
}

static void put_fields(struct xmp *xmp, const struct record *record)
{
	buffer_put(&xmp->out, "<rdf:Description rdf:about=\"\" xmlns:gw=\"" OURS "\">\n");
	for (int i = 0; i < RECORD_FIELDS; i++)
		put_field(xmp, &fields[i], i == FIELD_PAGES ? arena_printf(xmp->store->arena, "%d", record->page_count) : record->fields[i]);
	buffer_put(&xmp->out, "</rdf:Description>\n");
}

static void put_described(struct xmp *xmp, const struct field *field, const char *category)
{
	buffer_printf(&xmp->out, "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>%s</pdfaProperty:name><pdfaProperty:valueType>%s</pdfaProperty:valueType>"
	              "<pdfaProperty:category>%s</pdfaProperty:category>", field->name, field->type, category);
	put_element(xmp, "pdfaProperty:description", field->about);
	buffer_put(&xmp->out, "</rdf:li>\n");
}

static void begin_schema(struct xmp *xmp, const char *name, const char *space, const char *prefix)
{
	buffer_put(&xmp->out, "<rdf:li rdf:parseType=\"Resource\">");
	put_element(xmp, "pdfaSchema:schema", name);
	put_element(xmp, "pdfaSchema:namespaceURI", space);
	put_element(xmp, "pdfaSchema:prefix", prefix);
	buffer_put(&xmp->out, "<pdfaSchema:property><rdf:Seq>\n");
}

static void put_schemas(struct xmp *xmp)
{
	static const struct field part = { "part", "Integer", "Part of ISO 14289 to which the file conforms" };
	buffer_put(&xmp->out, "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" "
	                      "xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
	                      "<pdfaExtension:schemas><rdf:Bag>\n");
	begin_schema(xmp, "PDF/UA identification", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid");
	put_described(xmp, &part, "internal");
	buffer_put(&xmp->out, "</rdf:Seq></pdfaSchema:property></rdf:li>\n");
	begin_schema(xmp, "公文 (DA/T 46-2009, GB/T 33480-2016)", OURS, "gw");
	for (int i = 0; i < RECORD_FIELDS; i++)
		put_described(xmp, &fields[i], i == FIELD_PAGES ? "internal" : "external");
	buffer_put(&xmp->out, "</rdf:Seq></pdfaSchema:property></rdf:li>\n</rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n");
}

int metadata_xmp(struct store *store, const struct record *record)
{
	struct xmp xmp = { .store = store, .out = { .arena = store->arena } };
	buffer_put(&xmp.out, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
	                     "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n");
	put_common(&xmp, record);
	put_fields(&xmp, record);
	put_schemas(&xmp);
	buffer_put(&xmp.out, "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>\n");
	return xmp.result ? 0 : store_plain(store, xmp.out.text, xmp.out.length, "/Type/Metadata/Subtype/XML");
}
