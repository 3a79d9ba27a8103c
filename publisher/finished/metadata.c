/* expat reads the packet. Properties are the children (or attributes) of those rdf:Description that stand in rdf:RDF. */
#include "finished/metadata.h"
#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/diagnostic.h"
#include "finished/pdf_object.h"

enum { MOST_PACKED = 1 << 18, MOST_BYTES = 1 << 24, MOST_VALUE = 1 << 15, DEEPEST = 100 };

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define DC "http://purl.org/dc/elements/1.1/"
#define XMP "http://ns.adobe.com/xap/1.0/"
#define PDF "http://ns.adobe.com/pdf/1.3/"
#define PDFA "http://www.aiim.org/pdfa/ns/id/"
#define PDFUA "http://www.aiim.org/pdfua/ns/id/"
#define OURS "urn:hongtou:official-document:1:"

/* As expat gives names: name space, blank, local name. */
static const char *const names[METADATA_COUNT] = {
	[METADATA_TITLE] = DC " title", [METADATA_NUMBER] = OURS " documentNumber", [METADATA_ISSUERS] = OURS " responsibleBody",
	[METADATA_DATE] = OURS " documentDate", [METADATA_KIND] = OURS " documentKind", [METADATA_URGENCY] = OURS " urgency",
	[METADATA_ADDRESSEE] = OURS " addressee", [METADATA_COPIES] = OURS " copiesTo", [METADATA_SECRECY] = OURS " secrecy",
	[METADATA_SECRECY_PERIOD] = OURS " secrecyPeriod", [METADATA_PAGES] = OURS " pages", [METADATA_LANGUAGE] = DC " language",
	[METADATA_COPY_NUMBER] = OURS " copyNumber", [METADATA_SIGNERS] = OURS " signers", [METADATA_ATTACHMENTS] = OURS " attachments",
	[METADATA_ANNOTATION] = OURS " annotation", [METADATA_PRINTER] = OURS " printingBody", [METADATA_PRINT_DATE] = OURS " printingDate",
	[METADATA_PRODUCER] = PDF " Producer", [METADATA_CREATED] = XMP " CreateDate", [METADATA_PDFA_PART] = PDFA " part",
	[METADATA_PDFA_LEVEL] = PDFA " conformance", [METADATA_PDFUA_PART] = PDFUA " part",
};

struct packet {
	XML_Parser parser;
	struct arena *arena;
	struct metadata *out;
	int depth, description_depth;      /* description_depth: of the rdf:Description we are in; 0: in none */
	int rdf_depth, field, item_depth;  /* field -1: none of ours; item_depth: of the rdf:li we are in */
	bool alternatives, listed;
	struct buffer value;
	const char *wrong;
};

static void stop(struct packet *packet, const char *wrong)
{
	if (!packet->wrong)
		packet->wrong = wrong;
	XML_StopParser(packet->parser, XML_FALSE);
}

static int field_of(const char *name)
{
	int field = METADATA_COUNT - 1;
	while (field >= 0 && strcmp(names[field], name) != 0)
		field--;
	return field;
}

static void keep(struct packet *packet, int field, const char *text)
{
	const char **value = &packet->out->value[field];
	if (*value && strcmp(*value, text) != 0)
		stop(packet, arena_printf(packet->arena, "'%s' stands twice", strchr(names[field], ' ') + 1));
	packet->out->ours |= strncmp(names[field], OURS " ", sizeof OURS) == 0;
	*value = text[0] ? arena_strdup(packet->arena, text) : *value;
}

static void take_attributes(struct packet *packet, const char **attributes)
{
	for (; attributes[0]; attributes += 2) {
		int field = field_of(attributes[0]);
		if (field >= 0 && strlen(attributes[1]) > MOST_VALUE)
			stop(packet, "a value is too long");
		else if (field >= 0)
			keep(packet, field, attributes[1]);
	}
}

static void begin_item(struct packet *packet)
{
	if (!packet->listed)
		packet->value.length = 0;      /* white space before the list */
	packet->listed = true;
	packet->item_depth = packet->depth;
	if (packet->value.length && !packet->alternatives)
		buffer_put(&packet->value, "；");
	else if (packet->value.length)
		packet->item_depth = 0;        /* another language: passed over */
}

static void XMLCALL begin(void *user, const char *name, const char **attributes)
{
	struct packet *packet = user;
	if (++packet->depth > DEEPEST)
		stop(packet, "elements nest without end");
	if (strcmp(name, RDF " RDF") == 0 && !packet->rdf_depth) {
		packet->rdf_depth = packet->depth;
	} else if (packet->rdf_depth && packet->depth == packet->rdf_depth + 1 && strcmp(name, RDF " Description") == 0) {
		packet->description_depth = packet->depth;
		take_attributes(packet, attributes);
	} else if (packet->description_depth && packet->depth == packet->description_depth + 1) {
		packet->field = field_of(name);
		packet->alternatives = packet->listed = false;
		packet->value.length = 0;
	} else if (packet->field >= 0 && strcmp(name, RDF " Alt") == 0) {
		packet->alternatives = true;
	} else if (packet->field >= 0 && strcmp(name, RDF " li") == 0) {
		begin_item(packet);
	}
}

static void XMLCALL characters(void *user, const char *text, int length)
{
	struct packet *packet = user;
	if (packet->field < 0 || (packet->listed && !packet->item_depth))
		return;
	if (packet->value.length + (size_t)length > MOST_VALUE)
		stop(packet, "a value is too long");
	else
		buffer_add(&packet->value, text, (size_t)length);
}

/* On one line, as lists show it. */
static const char *trimmed(struct packet *packet)
{
	static const char blanks[] = " \t\r\n";
	const char *text = packet->value.length ? packet->value.text + strspn(packet->value.text, blanks) : "";
	size_t length = strlen(text);
	while (length && strchr(blanks, text[length - 1]))
		length--;
	char *out = arena_strndup(packet->arena, text, length);
	for (char *at = out; *at; at++)
		*at = strchr(blanks, *at) ? ' ' : *at;
	return out;
}

static void XMLCALL end(void *user, const char *name)
{
	struct packet *packet = user;
	(void)name;
	if (packet->depth == packet->item_depth)
		packet->item_depth = 0;
	if (packet->field >= 0 && packet->depth == packet->description_depth + 1) {
		keep(packet, packet->field, trimmed(packet));
		packet->field = -1;
	}
	if (packet->depth == packet->description_depth)
		packet->description_depth = 0;
	packet->depth--;
}

/* Nothing that XMP needs begins with a document type; entities do. */
static void XMLCALL document_type(void *user, const char *name, const char *system, const char *public, int internal)
{
	(void)name, (void)system, (void)public, (void)internal;
	stop(user, "it declares a document type");
}

int metadata_parse(struct arena *arena, struct diagnostics *all, const char *name, struct bytes bytes, struct metadata *out)
{
	struct packet packet = { .arena = arena, .out = out, .field = -1, .value.arena = arena, .parser = XML_ParserCreateNS("UTF-8", ' ') };
	*out = (struct metadata){ 0 };
	XML_SetUserData(packet.parser, &packet);
	XML_SetElementHandler(packet.parser, begin, end);
	XML_SetCharacterDataHandler(packet.parser, characters);
	XML_SetStartDoctypeDeclHandler(packet.parser, document_type);
	if (bytes.length > MOST_BYTES)
		packet.wrong = "it has more than 16 MiB";
	else if (XML_Parse(packet.parser, (const char *)bytes.data, (int)bytes.length, XML_TRUE) != XML_STATUS_OK && !packet.wrong)
		packet.wrong = XML_ErrorString(XML_GetErrorCode(packet.parser));
	XML_ParserFree(packet.parser);
	return packet.wrong ? REPORT(all, metadata_damaged, &(struct place){ .file = name }, packet.wrong) : 0;
}

/* The bytes of the stream, to be freed; packed ones must be few, for a few can unpack to gigabytes. false: there is no stream. */
static bool packet_bytes(struct pdf_file *file, struct bytes *out)
{
	qpdf_data library = pdf_file_library(file);
	qpdf_oh stream = qpdf_oh_get_key(library, qpdf_get_root(library), "/Metadata");
	*out = (struct bytes){ NULL, 0 };
	if (!qpdf_oh_is_stream(library, stream))
		return false;
	bool packed = qpdf_oh_has_key(library, qpdf_oh_get_dict(library, stream), "/Filter");
	unsigned char *data = NULL;
	size_t length = 0;
	QPDF_ERROR_CODE code = qpdf_oh_get_stream_data(library, stream, qpdf_dl_none, NULL, &data, &length);
	if (packed && !(code & QPDF_ERRORS) && length <= MOST_PACKED) {
		free(data);
		data = NULL;
		code = qpdf_oh_get_stream_data(library, stream, qpdf_dl_all, NULL, &data, &length);
	} else if (packed) {
		length = MOST_BYTES + (size_t)1;
	}
	*out = (struct bytes){ data, code & QPDF_ERRORS ? 0 : length };
	return true;
}

int metadata_read(struct arena *arena, struct pdf_file *file, struct metadata *out)
{
	struct bytes bytes;
	bool there = packet_bytes(file, &bytes);
	int result = pdf_file_sound(file);
	*out = (struct metadata){ 0 };
	if (!result && there)
		result = metadata_parse(arena, pdf_file_diagnostics(file), pdf_file_name(file), bytes, out);
	free((void *)bytes.data);
	return result;
}

int metadata_claimed_part(struct arena *arena, struct pdf_file *file)
{
	struct bytes bytes;
	struct metadata metadata = { 0 };
	if (packet_bytes(file, &bytes))
		metadata_parse(arena, diagnostics_new(arena), pdf_file_name(file), bytes, &metadata);
	free((void *)bytes.data);
	const char *part = metadata.value[METADATA_PDFA_PART];
	return part && part[0] >= '1' && part[0] <= '9' && !part[1] ? part[0] - '0' : 0;
}
