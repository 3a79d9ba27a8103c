/* pdfaid:part stands in XMP as an element or as an attribute of rdf:Description; the namespace counts, not its prefix. */
#include "finished/claim.h"
#include <expat.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "finished/pdf_object.h"

struct reading {
	XML_Parser parser;
	bool inside;               /* pdfaid:part */
	int part;
};

static const char *const PART = "http://www.aiim.org/pdfa/ns/id/|part";

static void start(void *context, const char *name, const char **attributes)
{
	struct reading *reading = context;
	reading->inside = strcmp(name, PART) == 0;
	for (; attributes[0]; attributes += 2)
		if (strcmp(attributes[0], PART) == 0)
			reading->part = atoi(attributes[1]);
}

static void end(void *context, const char *name)
{
	struct reading *reading = context;
	(void)name;
	reading->inside = false;
}

static void text(void *context, const char *words, int length)
{
	struct reading *reading = context;
	for (int i = 0; reading->inside && i < length; i++)
		if (words[i] >= '1' && words[i] <= '9')
			reading->part = words[i] - '0';
}

/* XMP has no document type declaration, and so no entities. */
static void declared(void *context, const char *name, const char *system, const char *public, int subset)
{
	struct reading *reading = context;
	(void)name;
	(void)system;
	(void)public;
	(void)subset;
	XML_StopParser(reading->parser, XML_FALSE);
}

int claim_part(struct pdf_file *file)
{
	qpdf_data library = pdf_file_library(file);
	qpdf_oh metadata = qpdf_oh_get_key(library, qpdf_get_root(library), "/Metadata");
	struct reading reading = { .parser = XML_ParserCreateNS(NULL, '|') };
	unsigned char *data = NULL;
	size_t length = 0;
	bool there = qpdf_oh_is_stream(library, metadata) && !(qpdf_oh_get_stream_data(library, metadata, qpdf_dl_all, NULL, &data, &length) & QPDF_ERRORS);
	XML_SetUserData(reading.parser, &reading);
	XML_SetElementHandler(reading.parser, start, end);
	XML_SetCharacterDataHandler(reading.parser, text);
	XML_SetStartDoctypeDeclHandler(reading.parser, declared);
	if (there && length < INT_MAX)
		XML_Parse(reading.parser, (const char *)data, (int)length, XML_TRUE);
	XML_ParserFree(reading.parser);
	free(data);
	return reading.part;
}
