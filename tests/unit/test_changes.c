/* What may stand behind a signature, and what not. No key is needed: classification looks at objects and bytes. */
#include "signed_file.h"
#include "finished/lexer.h"
#include "finished/metadata_compare.h"

/* 1 catalog, 2 pages, 3 page, 4 its content, 5 Info, 6 prepared field, 7 another, 8 text field, 9 its look, 10 spare. */
static void base(struct bench *bench, struct making *making)
{
	making_begin(bench, making);
	making_object(making, 1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R 7 0 R 8 0 R] /SigFlags 1 >> >>");
	making_object(making, 2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 100 100] >>");
	making_object(making, 3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> /Annots [6 0 R 7 0 R 8 0 R] >>");
	making_object(making, 4, "<< /Length 5 >>\nstream\nBT ET\nendstream");
	making_object(making, 5, "<< /Title (T) /Producer (P) >>");
	making_object(making, 6, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (One) /Rect [0 0 10 10] /P 3 0 R >>");
	making_object(making, 7, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Two) /Rect [20 0 30 10] /P 3 0 R >>");
	making_object(making, 8, "<< /Type /Annot /Subtype /Widget /FT /Tx /T (Text) /V (a) /Rect [0 50 30 60] /P 3 0 R /AP << /N 9 0 R >> >>");
	making_object(making, 9, "<< /Type /XObject /Subtype /Form /BBox [0 0 30 10] /Length 5 >>\nstream\nBT ET\nendstream");
	making_end(making);
}

static void signed_with(struct bench *bench, struct making *making, const char *signature)
{
	base(bench, making);
	making_object(making, 1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R 7 0 R 8 0 R] /SigFlags 3 >> >>");
	making_object(making, 6, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (One) /Rect [0 0 10 10] /P 3 0 R /V 11 0 R >>");
	making_object(making, 11, signature);
	making_end(making);
	making_seal(making);
}

#define PADES "ETSI.CAdES.detached"
#define CERTIFIED(permission) SIGNATURE(PADES, "/Reference [<< /TransformMethod /DocMDP /TransformParams << /P " permission " >> >>]")
#define LOCKING(action) SIGNATURE(PADES, "/Reference [<< /TransformMethod /FieldMDP /TransformParams << /Action /" action " /Fields [(Two)] >> >>]")

static void signed_once(struct bench *bench, struct making *making) { signed_with(bench, making, SIGNATURE(PADES, "")); }

static void expect(struct bench *bench, struct making *making, unsigned kinds, int tampering)
{
	struct judged judged;
	judge(bench, making, &judged);
	assert_int_equal(judged.revisions.count, 3);
	const struct changes *changes = &judged.changes[2];
	if (tampering < 0 && changes->tampering_count)
		fail_msg("found %s, object %d (%s)", tampering_code(changes->tampering[0].kind), changes->tampering[0].object, changes->tampering[0].detail);
	bool found = tampering < 0;
	for (size_t i = 0; i < changes->tampering_count; i++)
		found |= (int)changes->tampering[i].kind == tampering;
	if (!found)
		fail_msg("%s was not found (%zu other things were)", tampering_code((enum tampering_kind)tampering), changes->tampering_count);
	if (tampering < 0)
		assert_int_equal(changes->kinds, kinds);
	pdf_file_close(judged.file);
}

static void expect_sound(struct bench *bench, struct making *making, unsigned kinds) { making_end(making); expect(bench, making, kinds, -1); }
static void expect_tampering(struct bench *bench, struct making *making, enum tampering_kind kind) { making_end(making); expect(bench, making, 0, (int)kind); }

static void test_tokens(void **state)
{
	(void)state;
	static const char text[] = "12 -3 +4 1.5 /N#61me (a\\)(b)c) <41 42> [ << >> ] true % comment\nR }";
	static const enum pdf_token_kind kinds[] = { PDF_INTEGER, PDF_INTEGER, PDF_INTEGER, PDF_REAL, PDF_NAME, PDF_STRING, PDF_HEX_STRING, PDF_ARRAY_OPEN,
		PDF_DICTIONARY_OPEN, PDF_DICTIONARY_CLOSE, PDF_ARRAY_CLOSE, PDF_WORD, PDF_WORD, PDF_BROKEN, PDF_END };
	struct pdf_lexer lexer = { { (const unsigned char *)text, strlen(text) }, 0 };
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		struct pdf_token token = pdf_lexer_next(&lexer);
		assert_int_equal(token.kind, kinds[i]);
		if (i == 1)
			assert_int_equal(token.integer, -3);
		if (i == 4)
			assert_true(pdf_token_is_name(&lexer, &token, "Name") && !pdf_token_is_name(&lexer, &token, "Nam"));
	}
}

static void test_dictionary_values(void **state)
{
	(void)state;
	static const char text[] = "<< /A << /B 1 >> /B 12 0 R /C [1 [2] 3] /D 1 /D 2 >>";
	struct bytes bytes = { (const unsigned char *)text, strlen(text) };
	struct pdf_token value;
	assert_int_equal(pdf_dictionary_value(bytes, 0, "B", &value), 0);
	assert_int_equal(value.end - value.start, strlen("12 0 R"));
	assert_int_equal(pdf_dictionary_value(bytes, 0, "C", &value), 0);
	assert_int_equal(value.end - value.start, strlen("[1 [2] 3]"));
	assert_int_equal(pdf_dictionary_value(bytes, 0, "D", &value), -1);
	assert_int_equal(pdf_dictionary_value(bytes, 0, "E", &value), 1);
	assert_int_equal(pdf_dictionary_value((struct bytes){ bytes.data, 20 }, 0, "C", &value), -1);
	assert_int_equal(pdf_dictionary_value(bytes, 3, "C", &value), -1);
}

static void test_dates(void **state)
{
	(void)state;
	assert_int_equal(pdf_date("D:19700101000000Z"), 0);
	assert_int_equal(pdf_date("D:20180731093000+08'00'"), 1533000600);
	assert_int_equal(pdf_date("D:20180731013000Z"), 1533000600);
	assert_int_equal(pdf_date("D:20000229"), 951782400);
	assert_int_equal(pdf_date("D:2018133"), 0);
	assert_int_equal(pdf_date("20180731"), 0);
	assert_int_equal(pdf_date(NULL), 0);
}

static void test_sound_signature(void **state)
{
	struct making making;
	struct judged judged;
	signed_once(*state, &making);
	judge(*state, &making, &judged);
	assert_int_equal(judged.revisions.count, 2);
	assert_int_equal(judged.revisions.behind, 0);
	assert_int_equal(judged.signatures.count, 1);
	assert_int_equal(judged.signatures.items[0].form, SIGNATURE_SOUND);
	assert_int_equal(judged.signatures.items[0].revision, 1);
	assert_int_equal(judged.signatures.items[0].kind, SIGNATURE_PADES);
	assert_int_equal(judged.signatures.items[0].contents.length, 4);
	assert_int_equal(judged.signatures.items[0].parts[0].length + judged.signatures.items[0].parts[1].length + 10, making.out.length);
	pdf_file_close(judged.file);
}

static void expect_form(void **state, const char *from, const char *to, enum signature_form form)
{
	struct making making;
	struct judged judged;
	signed_once(*state, &making);
	char *at = strstr(making.out.text, from);
	assert_non_null(at);
	assert_int_equal(strlen(from), strlen(to));
	memcpy(at, to, strlen(to));
	judge(*state, &making, &judged);
	assert_int_equal(judged.signatures.items[0].form, form);
	pdf_file_close(judged.file);
}

static void test_contents_missing(void **state) { expect_form(state, "/Contents <", "/Kontents <", SIGNATURE_CONTENTS); }
static void test_contents_string(void **state) { expect_form(state, "<30820000>", "(30820000)", SIGNATURE_CONTENTS); }
static void test_contents_zero(void **state) { expect_form(state, "<30820000>", "<00000000>", SIGNATURE_EMPTY); }
static void test_contents_shorter(void **state) { expect_form(state, "<30820000>", "<308200>  ", SIGNATURE_HOLE); }
static void test_range_missing(void **state) { expect_form(state, "/ByteRange", "/ByteRangf", SIGNATURE_RANGE); }
static void test_range_start(void **state) { expect_form(state, "/ByteRange [0", "/ByteRange [1", SIGNATURE_START); }

static void test_evidence(void **state)
{
	struct making making;
	signed_once(*state, &making);
	making_object(&making, 1, "<< /Type /Catalog /Pages 2 0 R /DSS 12 0 R /AcroForm << /Fields [6 0 R 7 0 R 8 0 R] /SigFlags 3 >> >>");
	making_object(&making, 12, "<< /Certs [13 0 R] /VRI << /AB << /Cert [13 0 R] /TU (D:2018) >> >> >>");
	making_object(&making, 13, "<< /Length 3 >>\nstream\nabc\nendstream");
	expect_sound(*state, &making, CHANGE_EVIDENCE);
}

static void test_evidence_with_type(void **state)
{
	struct making making;
	signed_once(*state, &making);
	making_object(&making, 1, "<< /Type /Catalog /Pages 2 0 R /DSS << /Certs [13 0 R] >> /AcroForm << /Fields [6 0 R 7 0 R 8 0 R] /SigFlags 3 >> >>");
	making_object(&making, 13, "<< /Subtype /Form /Length 3 >>\nstream\nabc\nendstream");
	expect_tampering(*state, &making, TAMPERING_EVIDENCE);
}

static void test_evidence_over_content(void **state)
{
	struct making making;
	signed_once(*state, &making);
	making_object(&making, 1, "<< /Type /Catalog /Pages 2 0 R /DSS << /Certs [4 0 R] >> /AcroForm << /Fields [6 0 R 7 0 R 8 0 R] /SigFlags 3 >> >>");
	making_object(&making, 4, "<< /Length 3 >>\nstream\nabc\nendstream");
	expect_tampering(*state, &making, TAMPERING_EVIDENCE);
}

static void stamped(struct bench *bench, struct making *making, const char *first, const char *box)
{
	signed_with(bench, making, first);
	making_object(making, 1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R 7 0 R 8 0 R 14 0 R] /SigFlags 3 >> >>");
	making_object(making, 14, arena_printf(bench->arena, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Stamp) /Rect %s /V 15 0 R /P 3 0 R >>", box));
	making_object(making, 15, SIGNATURE("ETSI.RFC3161", ""));
	making_object(making, 3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> /Annots [6 0 R 7 0 R 8 0 R 14 0 R] >>");
	making_end(making);
	making_seal(making);
}

static void test_time_stamp(void **state)
{
	struct making making;
	stamped(*state, &making, CERTIFIED("1"), "[0 0 0 0]");
	expect(*state, &making, CHANGE_TIME_STAMP, -1);
}

static void test_time_stamp_visible(void **state)
{
	struct making making;
	stamped(*state, &making, CERTIFIED("1"), "[0 0 90 90]");
	expect(*state, &making, 0, TAMPERING_VISIBLE);
}

static void signed_twice(struct bench *bench, struct making *making, const char *first)
{
	signed_with(bench, making, first);
	making_object(making, 7, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Two) /Rect [20 0 30 10] /P 3 0 R /V 16 0 R /AP << /N 17 0 R >> >>");
	making_object(making, 16, SIGNATURE(PADES, ""));
	making_object(making, 17, "<< /Type /XObject /Subtype /Form /BBox [0 0 10 10] /Length 5 >>\nstream\nBT ET\nendstream");
	making_end(making);
	making_seal(making);
}

static void test_second_signature(void **state)
{
	struct making making;
	signed_twice(*state, &making, SIGNATURE(PADES, ""));
	expect(*state, &making, CHANGE_SIGNATURE, -1);
	signed_twice(*state, &making, CERTIFIED("2"));
	expect(*state, &making, CHANGE_SIGNATURE, -1);
	signed_twice(*state, &making, LOCKING("Exclude"));
	expect(*state, &making, CHANGE_SIGNATURE, -1);
}

static void test_second_signature_forbidden(void **state)
{
	struct making making;
	signed_twice(*state, &making, CERTIFIED("1"));
	expect(*state, &making, 0, TAMPERING_FORBIDDEN);
	signed_twice(*state, &making, LOCKING("Include"));
	expect(*state, &making, 0, TAMPERING_LOCKED_FIELD);
	signed_twice(*state, &making, LOCKING("All"));
	expect(*state, &making, 0, TAMPERING_LOCKED_FIELD);
	signed_twice(*state, &making, SIGNATURE(PADES, "/Reference [<< /TransformMethod /FieldMDP /TransformParams << /Action /Include /Fields [(A) (B)] >> >> "
	                                               "<< /TransformMethod /FieldMDP /TransformParams << /Action /Include /Fields [(C) (D)] >> >>]"));
	expect(*state, &making, 0, TAMPERING_LOCKED_FIELD);
}

static void fill(struct bench *bench, struct making *making, const char *first)
{
	signed_with(bench, making, first);
	making_object(making, 8, "<< /Type /Annot /Subtype /Widget /FT /Tx /T (Text) /V (b) /Rect [0 50 30 60] /P 3 0 R /AP << /N 18 0 R >> >>");
	making_object(making, 18, "<< /Type /XObject /Subtype /Form /BBox [0 0 30 10] /Length 5 >>\nstream\nBT ET\nendstream");
}

static void test_form_filled(void **state)
{
	struct making making;
	fill(*state, &making, CERTIFIED("2"));
	expect_sound(*state, &making, CHANGE_FILLED);
	fill(*state, &making, CERTIFIED("1"));
	expect_tampering(*state, &making, TAMPERING_FIELD);
	fill(*state, &making, SIGNATURE(PADES, ""));
	expect_tampering(*state, &making, TAMPERING_FIELD);
}

static void test_signed_field_changed(void **state)
{
	struct making making;
	signed_once(*state, &making);
	making_object(&making, 6, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (One) /Rect [0 0 99 99] /P 3 0 R /V 11 0 R >>");
	expect_tampering(*state, &making, TAMPERING_SIGNED_FIELD);
}

static void test_object_changed(void **state)
{
	struct making making;
	signed_once(*state, &making);
	making_object(&making, 4, "<< /Length 5 >>\nstream\nET BT\nendstream");
	expect_tampering(*state, &making, TAMPERING_OBJECT);
}

static void test_object_written_again(void **state)
{
	struct making making;
	signed_once(*state, &making);
	making_object(&making, 5, "<< /Title (T)\n/Producer (P) >>");
	expect_sound(*state, &making, 0);
}

static void test_information(void **state)
{
	struct making making;
	signed_once(*state, &making);
	making_object(&making, 5, "<< /Title (T) /Producer (Q) /ModDate (D:2018) >>");
	expect_sound(*state, &making, CHANGE_DATES);
	signed_once(*state, &making);
	making_object(&making, 5, "<< /Title (F) /Producer (P) >>");
	expect_tampering(*state, &making, TAMPERING_OBJECT);
}

static void test_object_moved(void **state)
{
	struct making making;
	signed_once(*state, &making);
	making_entry(&making, 4, (size_t)(strstr(making.out.text, "9 0 obj") - making.out.text));
	expect_tampering(*state, &making, TAMPERING_POINTER);
}

static void test_object_deleted(void **state)
{
	struct making making;
	signed_once(*state, &making);
	making_entry(&making, 4, 0);
	expect_tampering(*state, &making, TAMPERING_DELETED);
}

static void test_object_added(void **state)
{
	struct making making;
	signed_once(*state, &making);
	making_object(&making, 19, "<< /Length 5 >>\nstream\nBT ET\nendstream");
	expect_tampering(*state, &making, TAMPERING_ADDED);
}

static void test_shadow(void **state)
{
	struct making making;
	base(*state, &making);
	making_object(&making, 3, "<< /Type /Page /Parent 2 0 R /Contents [4 0 R 20 0 %\nR] /Resources << >> /Annots [6 0 R 7 0 R 8 0 R] >>");
	making_object(&making, 6, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (One) /Rect [0 0 10 10] /P 3 0 R /V 11 0 R >>");
	making_object(&making, 11, SIGNATURE(PADES, ""));
	making_end(&making);
	making_seal(&making);
	making_object(&making, 20, "<< /Length 5 >>\nstream\nBT ET\nendstream");
	expect_tampering(*state, &making, TAMPERING_SHADOW);
}

static void test_stray_bytes(void **state)
{
	struct making making;
	signed_once(*state, &making);
	buffer_put(&making.out, "4 0 obj\n<< /Length 5 >>\nstream\nET BT\nendstream\nendobj\n");
	making_object(&making, 5, "<< /Title (T) /Producer (P) >>");
	expect_tampering(*state, &making, TAMPERING_STRAY);
	signed_once(*state, &making);
	buffer_put(&making.out, "% only a comment\n");
	making_object(&making, 5, "<< /Title (T) /Producer (P) >>");
	expect_sound(*state, &making, 0);
}

static void test_page_changed(void **state)
{
	struct making making;
	signed_once(*state, &making);
	making_object(&making, 3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> /Rotate 90 /Annots [6 0 R 7 0 R 8 0 R] >>");
	expect_tampering(*state, &making, TAMPERING_PAGE);
	signed_once(*state, &making);
	making_object(&making, 3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> /Annots [6 0 R 7 0 R] >>");
	expect_tampering(*state, &making, TAMPERING_PAGE);
	signed_once(*state, &making);
	making_object(&making, 3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> /Annots [6 0 R 7 0 R 8 0 R 21 0 R] >>");
	making_object(&making, 21, "<< /Type /Annot /Subtype /FreeText /Rect [0 0 9 9] >>");
	expect_tampering(*state, &making, TAMPERING_PAGE);
}

static void test_catalog_changed(void **state)
{
	struct making making;
	signed_once(*state, &making);
	making_object(&making, 1, "<< /Type /Catalog /Pages 2 0 R /Lang (en) /AcroForm << /Fields [6 0 R 7 0 R 8 0 R] /SigFlags 3 >> >>");
	expect_tampering(*state, &making, TAMPERING_CATALOG);
	signed_once(*state, &making);
	making_object(&making, 1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R 8 0 R] /SigFlags 3 >> >>");
	expect_tampering(*state, &making, TAMPERING_FORM);
	signed_once(*state, &making);
	making_object(&making, 1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R 7 0 R 8 0 R] /SigFlags 3 /NeedAppearances true >> >>");
	expect_tampering(*state, &making, TAMPERING_FORM);
	signed_once(*state, &making);
	making.trailer = "/Root 22 0 R /Info 5 0 R";
	making_object(&making, 22, "<< /Type /Catalog /Pages 2 0 R >>");
	making_end(&making);
	struct judged judged;
	judge(*state, &making, &judged);
	assert_int_equal(judged.signatures.count, 0);                   /* the form went with the catalog: nobody signed that document */
	pdf_file_close(judged.file);
}

static void test_bytes_behind(void **state)
{
	struct making making;
	struct judged judged;
	signed_once(*state, &making);
	buffer_put(&making.out, "% behind\n");
	judge(*state, &making, &judged);
	assert_int_equal(judged.revisions.behind, 9);
	pdf_file_close(judged.file);
}

static void test_sections_in_a_circle(void **state)
{
	struct bench *bench = *state;
	struct making making;
	struct pdf_file *file;
	struct revisions revisions;
	base(bench, &making);
	size_t first = making.section;
	making_object(&making, 5, "<< /Title (T) >>");
	making_end(&making);
	char *previous = strstr(making.out.text + first + 10, "/Prev");
	char text[32];
	snprintf(text, sizeof text, "/Prev %-3zu", making.section);
	memcpy(previous, text, strlen("/Prev 000"));
	struct bytes bytes = { (const unsigned char *)making.out.text, making.out.length };
	if (pdf_file_open_bytes(bench->arena, bench->all, "circle.pdf", bytes, &file) == 0) {
		assert_int_equal(revisions_read(bench->arena, file, &revisions), -1);
		pdf_file_close(file);
	}
	assert_reported(bench, "damaged");
}

static struct bytes packet(const char *text) { return (struct bytes){ (const unsigned char *)text, strlen(text) }; }
#define XMP(inner) "<x:xmpmeta xmlns:x='adobe:ns:meta/'><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:d='http://purl.org/dc/elements/1.1/' " \
	"xmlns:p='http://ns.adobe.com/pdf/1.3/' xmlns:m='http://ns.adobe.com/xap/1.0/'>" inner "</r:RDF></x:xmpmeta>"

static void test_metadata(void **state)
{
	struct bench *bench = *state;
	struct bytes first = packet(XMP("<r:Description r:about='' p:Producer='a' d:source='s'><d:title><r:Alt><r:li xml:lang='x'>T</r:li></r:Alt></d:title></r:Description>"));
	struct bytes same = packet(XMP("<r:Description><d:title><r:Alt>\n<r:li xml:lang='x'>T</r:li></r:Alt></d:title><d:source>s</d:source><p:Producer>b</p:Producer>"
	                               "<m:ModifyDate>2018</m:ModifyDate></r:Description>"));
	struct bytes other = packet(XMP("<r:Description d:source='s'><d:title><r:Alt><r:li xml:lang='x'>F</r:li></r:Alt></d:title></r:Description>"));
	struct bytes moved = packet(XMP("<r:Description d:source='T'><d:title><r:Alt><r:li xml:lang='x'>s</r:li></r:Alt></d:title></r:Description>"));
	struct bytes typed = packet("<!DOCTYPE x [<!ENTITY e 'T'>]>" XMP("<r:Description/>"));
	assert_true(metadata_same_but_dates(bench->arena, first, same));
	assert_false(metadata_same_but_dates(bench->arena, first, other));
	assert_false(metadata_same_but_dates(bench->arena, first, moved));
	assert_false(metadata_same_but_dates(bench->arena, typed, typed));
	assert_false(metadata_same_but_dates(bench->arena, first, packet("no XML")));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_tokens), TEST(test_dictionary_values), TEST(test_dates), TEST(test_sound_signature), TEST(test_contents_missing), TEST(test_contents_string),
		TEST(test_contents_zero), TEST(test_contents_shorter), TEST(test_range_missing), TEST(test_range_start), TEST(test_evidence),
		TEST(test_evidence_with_type), TEST(test_evidence_over_content), TEST(test_time_stamp), TEST(test_time_stamp_visible), TEST(test_second_signature),
		TEST(test_second_signature_forbidden), TEST(test_form_filled), TEST(test_signed_field_changed), TEST(test_object_changed),
		TEST(test_object_written_again), TEST(test_information), TEST(test_object_moved), TEST(test_object_deleted), TEST(test_object_added), TEST(test_shadow),
		TEST(test_stray_bytes), TEST(test_page_changed), TEST(test_catalog_changed), TEST(test_bytes_behind), TEST(test_sections_in_a_circle), TEST(test_metadata),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
