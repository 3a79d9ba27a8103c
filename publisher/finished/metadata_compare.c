/* A packet is taken apart into pairs of property and value; sorted, they are compared. */
#include "finished/metadata_compare.h"
#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/buffer.h"

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns# "
enum { DEPTH_MOST = 64 };

struct packet {
	struct arena *arena;
	XML_Parser parser;
	const char *open[DEPTH_MOST];      /* names of the elements around, each "namespace local" */
	int depth;
	struct buffer text;                /* of the element being read */
	const char **pairs;                /* "property\nvalue" */
	size_t count, capacity;
	bool refused;
};

/* Those that say how and when the packet was written. */
static bool passing(const char *property)
{
	static const char *const names[] = {
		"http://ns.adobe.com/xap/1.0/ ModifyDate", "http://ns.adobe.com/xap/1.0/ MetadataDate", "http://ns.adobe.com/pdf/1.3/ Producer",
		"adobe:ns:meta/ xmptk", RDF "about", RDF "parseType",
	};
	bool found = false;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		found |= strcmp(property, names[i]) == 0;
	return found;
}

/* The innermost element around that is none of RDF's own (Seq, li, Description): the property a value belongs to. */
static const char *property_around(const struct packet *packet)
{
	int at = packet->depth - 1;
	while (at > 0 && strncmp(packet->open[at], RDF, sizeof RDF - 1) == 0)
		at--;
	return at >= 0 ? packet->open[at] : "";
}

static void add_pair(struct packet *packet, const char *property, const char *value)
{
	if (passing(property))
		return;
	ARENA_GROW(packet->arena, packet->pairs, &packet->capacity, packet->count + 1);
	packet->pairs[packet->count++] = arena_printf(packet->arena, "%s\n%s", property, value);
}

static void end_text(struct packet *packet)
{
	const char *text = packet->text.length ? arena_strndup(packet->arena, packet->text.text, packet->text.length) : "";
	if (text[strspn(text, " \t\r\n")])
		add_pair(packet, property_around(packet), text);
	packet->text.length = 0;
}

static void XMLCALL on_start(void *user, const char *name, const char **attributes)
{
	struct packet *packet = user;
	end_text(packet);
	if (packet->depth == DEPTH_MOST) {
		packet->refused = true;
		XML_StopParser(packet->parser, XML_FALSE);
		return;
	}
	packet->open[packet->depth++] = arena_strdup(packet->arena, name);
	for (; attributes[0]; attributes += 2)
		add_pair(packet, strcmp(attributes[0], RDF "resource") == 0 ? property_around(packet) : attributes[0], attributes[1]);
}

static void XMLCALL on_end(void *user, const char *name)
{
	struct packet *packet = user;
	(void)name;
	end_text(packet);
	packet->depth--;
}

static void XMLCALL on_text(void *user, const char *text, int length)
{
	struct packet *packet = user;
	buffer_add(&packet->text, text, (size_t)length);
}

/* A document type could bring entities; XMP has none. */
static void XMLCALL on_type(void *user, const char *name, const char *system, const char *public, int internal)
{
	struct packet *packet = user;
	(void)name, (void)system, (void)public, (void)internal;
	packet->refused = true;
	XML_StopParser(packet->parser, XML_FALSE);
}

static int by_text(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static bool read_packet(struct packet *packet, struct bytes bytes)
{
	packet->parser = XML_ParserCreateNS(NULL, ' ');
	packet->text.arena = packet->arena;
	XML_SetUserData(packet->parser, packet);
	XML_SetElementHandler(packet->parser, on_start, on_end);
	XML_SetCharacterDataHandler(packet->parser, on_text);
	XML_SetStartDoctypeDeclHandler(packet->parser, on_type);
	bool sound = bytes.length < 1u << 30 && XML_Parse(packet->parser, (const char *)bytes.data, (int)bytes.length, XML_TRUE) == XML_STATUS_OK;
	XML_ParserFree(packet->parser);
	if (packet->count)
		qsort(packet->pairs, packet->count, sizeof *packet->pairs, by_text);
	return sound && !packet->refused;
}

bool metadata_same_but_dates(struct arena *arena, struct bytes before, struct bytes after)
{
	struct packet first = { .arena = arena }, second = { .arena = arena };
	bool same = read_packet(&first, before) && read_packet(&second, after) && first.count == second.count;
	for (size_t i = 0; same && i < first.count; i++)
		same = strcmp(first.pairs[i], second.pairs[i]) == 0;
	return same;
}
