/* What a file says of itself, and its text by the structure tree. */
#include "unit.h"
#include "base/buffer.h"
#include "finished/metadata.h"
#include "finished/structure_text.h"

#define RDF "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
#define NAMES "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:gw='urn:hongtou:official-document:1:' xmlns:pdfaid='http://www.aiim.org/pdfa/ns/id/'"
#define BEGIN "<x:xmpmeta xmlns:x='adobe:ns:meta/'>" RDF "<rdf:Description rdf:about='' " NAMES
#define END "</rdf:RDF></x:xmpmeta>"

static struct metadata parsed(struct bench *bench, const char *packet)
{
	struct metadata out;
	if (metadata_parse(bench->arena, bench->all, "m.xml", (struct bytes){ (const unsigned char *)packet, strlen(packet) }, &out))
		fail_msg("%s", reported(bench));
	return out;
}

static void properties_are_read_in_all_their_forms(void **state)
{
	struct bench *bench = *state;
	struct metadata out = parsed(bench, BEGIN " pdfaid:part='2'><gw:documentNumber> 督字〔2018〕1号\n</gw:documentNumber>"
	                             "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>甲&amp;\n乙</rdf:li><rdf:li xml:lang='en'>A</rdf:li></rdf:Alt></dc:title>"
	                             "<dc:language> <rdf:Bag> <rdf:li>zh-CN</rdf:li> <rdf:li>en</rdf:li> </rdf:Bag> </dc:language>"
	                             "<gw:signers></gw:signers></rdf:Description><rdf:Description " NAMES " pdfaid:conformance='A'/>" END);
	assert_string_equal(out.value[METADATA_NUMBER], "督字〔2018〕1号");
	assert_string_equal(out.value[METADATA_TITLE], "甲& 乙");
	assert_string_equal(out.value[METADATA_LANGUAGE], "zh-CN；en");
	assert_string_equal(out.value[METADATA_PDFA_PART], "2");
	assert_string_equal(out.value[METADATA_PDFA_LEVEL], "A");
	assert_null(out.value[METADATA_SIGNERS]);
	assert_null(out.value[METADATA_DATE]);
	assert_true(out.ours);
}

static void what_only_looks_like_a_property_is_none(void **state)
{
	struct bench *bench = *state;
	struct metadata out = parsed(bench, "<a xmlns:gw='urn:hongtou:official-document:1:'><gw:documentNumber>1</gw:documentNumber>" RDF
	                             "<rdf:Description " NAMES "><dc:other><gw:documentNumber>2</gw:documentNumber></dc:other>"
	                             "<documentNumber>3</documentNumber></rdf:Description></rdf:RDF></a>");
	assert_null(out.value[METADATA_NUMBER]);
	assert_false(out.ours);
}

static void harm_is_refused(void **state)
{
	struct bench *bench = *state;
	static const struct { const char *packet, *why; } cases[] = {
		{ "", "no element" }, { "<a>", "no element" }, { "<a></b>", "mismatched" }, { "<!DOCTYPE a><a/>", "document type" },
		{ "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "document type" }, { "<a>&lt;&nbsp;</a>", "undefined entity" }, { "<x:a/>", "unbound prefix" },
		{ BEGIN "><gw:documentNumber>1</gw:documentNumber></rdf:Description><rdf:Description " NAMES "><gw:documentNumber>2</gw:documentNumber></rdf:Description>" END,
		  "stands twice" },
		{ BEGIN " gw:documentNumber='1'><gw:documentNumber>2</gw:documentNumber></rdf:Description>" END, "stands twice" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct diagnostics *all = diagnostics_new(bench->arena);
		struct bench alone = { bench->arena, all };
		struct metadata out;
		assert_int_equal(metadata_parse(bench->arena, all, "m.xml", (struct bytes){ (const unsigned char *)cases[i].packet, strlen(cases[i].packet) }, &out), -1);
		assert_reported(&alone, cases[i].why);
	}
}

/* A file of these objects; number 1 is the catalogue. */
static struct pdf_file *file_of(struct bench *bench, const char *const *objects, size_t count)
{
	struct buffer out = { .arena = bench->arena }, table = { .arena = bench->arena };
	struct pdf_file *file;
	buffer_put(&out, "%PDF-1.7\n");
	buffer_printf(&table, "xref\n0 %zu\n0000000000 65535 f \n", count + 1);
	for (size_t i = 0; i < count; i++) {
		buffer_printf(&table, "%010zu 00000 n \n", out.length);
		buffer_printf(&out, "%zu 0 obj\n%s\nendobj\n", i + 1, objects[i]);
	}
	size_t start = out.length;
	buffer_printf(&out, "%strailer<</Size %zu/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", table.text, count + 1, start);
	if (pdf_file_open_bytes(bench->arena, bench->all, "t.pdf", (struct bytes){ (const unsigned char *)out.text, out.length }, &file))
		fail_msg("%s", reported(bench));
	return file;
}

static const char *stream(struct bench *bench, const char *content)
{
	return arena_printf(bench->arena, "<</Length %zu>>stream\n%s\nendstream", strlen(content), content);
}

#define MAP "begincmap 1 begincodespacerange <00> <FF> endcodespacerange 2 beginbfchar <41> <7532> <42> <D840DC00> endbfchar " \
	"2 beginbfrange <61> <63> <0061> <70> <71> [<4E59> <0078 0079>] endbfrange endcmap"

/* The pieces of a file whose page shows this and whose tree is that, as "KIND=TEXT|…". */
static const char *text_of(struct bench *bench, const char *content, const char *tree, struct structure_text *text)
{
	struct buffer out = { .arena = bench->arena };
	const char *const objects[] = {
		arena_printf(bench->arena, "<</Type/Catalog/Pages 2 0 R/StructTreeRoot<</K %s>>>>", tree), "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/ToUnicode 5 0 R>>/G<</Subtype/Type0/ToUnicode 5 0 R>>"
		"/N<</Subtype/Type1>>>>/Properties<</Q<</MCID 4>>>>>>>>",
		stream(bench, content), stream(bench, MAP),
	};
	struct pdf_file *file = file_of(bench, objects, 5);
	buffer_put(&out, "");
	if (structure_text_read(bench->arena, file, text))
		fail_msg("%s", reported(bench));
	for (size_t i = 0; i < text->count; i++)
		buffer_printf(&out, "%s%s=%s", i ? "|" : "", text->pieces[i].kind, text->pieces[i].text);
	pdf_file_close(file);
	return out.text;
}

static void text_follows_the_tree(void **state)
{
	struct bench *bench = *state;
	struct structure_text text;
	static const struct { const char *content, *tree, *want; bool complete; } cases[] = {
		{ "/P<</MCID 0>>BDC /F 9 Tf (A)Tj EMC /P<</MCID 1>>BDC (B)Tj EMC", "<</S/P/Pg 3 0 R/K[1 0]>>", "P=\xF0\xA0\x80\x80甲", true },
		{ "/TD<</MCID 0>>BDC /F 9 Tf [(a)-20<62>]TJ 0 -9 Td (c)' EMC", "<</S/TD/Pg 3 0 R/K 0>>", "TD=ab c", true },
		{ "/TD<</MCID 0>>BDC /F 9 Tf (A)Tj 0 -9 Td(A)Tj EMC", "<</S/TD/Pg 3 0 R/K 0>>", "TD=甲甲", true },
		{ "/P<</MCID 0>>BDC /G 9 Tf <00410042>Tj EMC", "<</S/P/Pg 3 0 R/K 0>>", "P=甲\xF0\xA0\x80\x80", true },
		{ "/P<</MCID 0>>BDC /F 9 Tf (p\\161\\\n)Tj EMC", "<</S/P/Pg 3 0 R/K 0>>", "P=乙xy", true },
		{ "/P<</MCID 0>>BDC /F 9 Tf /Span<</ActualText<FEFF4E01>>>BDC (A)Tj EMC (B)Tj EMC", "<</S/P/Pg 3 0 R/K 0>>", "P=丁\xF0\xA0\x80\x80", true },
		{ "/Artifact BMC /F 9 Tf (a)Tj EMC /P/Q BDC (b)Tj EMC", "<</S/P/Pg 3 0 R/K 4>>", "P=b", true },
		{ "q /F 9 Tf Q /P<</MCID 0>>BDC (a)Tj EMC", "<</S/P/Pg 3 0 R/K 0>>", "", false },
		{ "/F 9 Tf q /N 9 Tf Q /P<</MCID 0>>BDC BI /W 1 ID (a)Tj\nEI (a)Tj EMC", "<</S/P/Pg 3 0 R/K 0>>", "P=a", true },
		{ "/P<</MCID 0>>BDC /N 9 Tf (a)Tj EMC", "<</S/P/Pg 3 0 R/K 0>>", "", false },
		{ "/P<</MCID 0>>BDC /F 9 Tf (aZ)Tj EMC", "<</S/P/Pg 3 0 R/K 0>>", "P=a", false },
		{ "/P<</MCID 0>>BDC /F 9 Tf (a)Tj EMC /P<</MCID 1>>BDC (b)Tj EMC",
		  "<</S/Document/K<</S/Table/K<</S/TR/K[<</S/TD/K[<</S/P/Pg 3 0 R/K 0>><</Type/MCR/Pg 3 0 R/MCID 1>>]>><</S/TD/Pg 3 0 R/K 1>>]>>>>>>", "TD=ab|TD=b", true },
		{ "", "<</S/Figure/Alt(seal)>>", "Figure=seal", true }, { "", "<</S/P/Pg 3 0 R/K[7 -1 99999999]>>", "", true },
		{ "EMC EMC Q Q ) > } /P<</MCID 0>>BDC /F 9 Tf (a)Tj", "<</S/P/Pg 3 0 R/K 0>>", "P=a", true },
		{ "/P<</MCID 0>>BDC /F 9 Tf (a)Tj EMC", "<</S/Document/Pg 3 0 R/K[0<</S/Link/K<</Type/OBJR/Obj 3 0 R>>>>]>>", "Document=a", true },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *got = text_of(bench, cases[i].content, cases[i].tree, &text);
		if (strcmp(got, cases[i].want) != 0 || text.complete != cases[i].complete)
			fail_msg("%s: %s, not %s (complete %d)", cases[i].content, got, cases[i].want, text.complete);
	}
}

static void a_tree_without_end_is_an_error(void **state)
{
	struct bench *bench = *state;
	struct structure_text text;
	const char *const objects[] = { "<</Type/Catalog/Pages 2 0 R/StructTreeRoot<</K 3 0 R>>>>", "<</Type/Pages/Kids[]/Count 0>>", "<</S/Sect/K[3 0 R 3 0 R]>>" };
	struct pdf_file *file = file_of(bench, objects, 3);
	assert_int_equal(structure_text_read(bench->arena, file, &text), -1);
	assert_reported(bench, "has no end");
	pdf_file_close(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(properties_are_read_in_all_their_forms), TEST(what_only_looks_like_a_property_is_none), TEST(harm_is_refused), TEST(text_follows_the_tree),
		TEST(a_tree_without_end_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
