/* The fields of a form, room for a signature, and the security store, on files of tests/foreign.py. */
#include "signed_file.h"
#include <unistd.h>
#include "base/file.h"
#include "finished/form.h"
#include "finished/security_store.h"
#include "finished/slot.h"

static struct pdf_file *foreign(struct bench *bench, const char *kind)
{
	const char *path = arena_printf(bench->arena, "/tmp/hongtou-%ld-%s.pdf", (long)getpid(), kind);
	struct pdf_file *file = NULL;
	assert_int_equal(system(arena_printf(bench->arena, "python3 tests/foreign.py %s %s", kind, path)), 0);
	assert_int_equal(pdf_file_open(bench->arena, bench->all, path, &file), 0);
	unlink(path);
	return file;
}

static void fields_say_where_they_stand(void **state)
{
	struct bench *bench = *state;
	struct form form;
	struct pdf_file *file = foreign(bench, "locking");
	assert_int_equal(form_read(bench->arena, file, &form), 0);
	assert_int_equal(form.count, 2);
	const struct form_field *first = form_lookup(&form, "A"), *second = form_lookup(&form, "B");
	assert_non_null(first);
	assert_non_null(second);
	assert_null(form_lookup(&form, "C"));
	assert_string_equal(first->type, "Sig");
	assert_int_equal(first->object, 5);
	assert_int_equal(first->widget_count, 1);
	assert_int_equal(first->widgets[0].page, 1);
	assert_true(second->widgets[0].box[0] == 300 && second->widgets[0].box[3] == 270);
	assert_int_equal(first->lock, FORM_LOCK_ALL);
	assert_int_equal(second->lock, FORM_LOCK_NONE);
	assert_false(first->is_signed || first->filled);
	pdf_file_close(file);
}

static void a_lock_names_fields_and_those_below(void **state)
{
	static const char *const names[] = { "Seal" };
	struct form_field field = { .is_signed = true, .lock = FORM_LOCK_INCLUDE, .locked = names, .locked_count = 1 };
	(void)state;
	assert_true(form_locks(&field, "Seal"));
	assert_true(form_locks(&field, "Seal.1"));
	assert_false(form_locks(&field, "Sealed"));
	field.lock = FORM_LOCK_EXCLUDE;
	assert_false(form_locks(&field, "Seal.1"));
	assert_true(form_locks(&field, "Name"));
	field.is_signed = false;
	assert_false(form_locks(&field, "Name"));
}

static void a_slot_covers_all_but_its_hole(void **state)
{
	struct bench *bench = *state;
	struct pdf_file *file = foreign(bench, "hybrid");
	const struct slot_wish wish = { .kind = SLOT_CADES, .field = "Sig", .room = 4, .time = 1532000000 };
	struct slot slot;
	assert_int_equal(slot_open(bench->arena, file, &wish, &slot), 0);
	assert_ptr_equal(slot.covered[0].data, slot.file);
	assert_memory_equal(slot.file + slot.covered[0].length, "<00000000>", 10);
	assert_ptr_equal(slot.covered[1].data, slot.file + slot.covered[0].length + 10);
	assert_ptr_equal(slot.covered[1].data + slot.covered[1].length, slot.file + slot.length);
	assert_memory_equal(slot.file, pdf_file_bytes(file).data, pdf_file_bytes(file).length);
	assert_int_equal(slot_fill(bench->all, &slot, "a.pdf", (struct bytes){ (const unsigned char *)"12345", 5 }), -1);
	assert_reported(bench, "the signature takes 5 bytes, but only 4 were kept for it");
	assert_memory_equal(slot.file + slot.hole, "00000000", 8);
	assert_int_equal(slot_fill(bench->all, &slot, "a.pdf", (struct bytes){ (const unsigned char *)"\x30\xAB\x01", 3 }), 0);
	assert_memory_equal(slot.file + slot.hole, "30ab0100", 8);
	pdf_file_close(file);
}

/* One page, field A signed with a Reference, field B empty. */
static struct pdf_file *referring(struct bench *bench, const char *reference)
{
	struct making making;
	struct pdf_file *file = NULL;
	making_begin(bench, &making);
	making.trailer = "/Root 1 0 R";
	making_object(&making, 1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R 5 0 R] /SigFlags 3 >> >>");
	making_object(&making, 2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
	making_object(&making, 3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Annots [4 0 R 5 0 R] >>");
	making_object(&making, 4, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (A) /Rect [0 0 0 0] /V 6 0 R >>");
	making_object(&making, 5, "<< /Type /Annot /Subtype /Widget /FT /Sig /T (B) /Rect [0 0 0 0] >>");
	making_object(&making, 6, arena_printf(bench->arena, "<< /Type /Sig /Contents <3000> /Reference [<< %s >>] >>", reference));
	making_end(&making);
	struct bytes bytes = { (const unsigned char *)making.out.text, making.out.length };
	assert_int_equal(pdf_file_open_bytes(bench->arena, bench->all, "referring.pdf", bytes, &file), 0);
	return file;
}

/* What a verifier would call tampering is not signed in the first place. */
static void what_signatures_forbid_is_not_signed(void **state)
{
	static const struct { const char *reference, *words; } cases[] = {
		{ "/TransformMethod /DocMDP /TransformParams << /P 2 >>", NULL }, { "/TransformMethod /DocMDP", NULL },
		{ "/TransformMethod /FieldMDP /TransformParams << /Action /Include /Fields [(C)] >>", NULL },
		{ "/TransformMethod /DocMDP /TransformParams << /P 1 >>", "certifies the file" },
		{ "/TransformMethod /DocMDP /TransformParams << /P 9 >>", "certifies the file" },
		{ "/TransformMethod /FieldMDP /TransformParams << /Action /All >>", "has locked the field 'B'" },
		{ "/TransformMethod /FieldMDP /TransformParams << /Action /Exclude /Fields [(A)] >>", "has locked the field 'B'" },
	};
	const struct slot_wish wish = { .kind = SLOT_CADES, .field = "B", .room = 4, .time = 1532000000 };
	struct bench *bench = *state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct slot slot;
		struct pdf_file *file = referring(bench, cases[i].reference);
		assert_int_equal(slot_open(bench->arena, file, &wish, &slot), cases[i].words ? -1 : 0);
		if (cases[i].words)
			assert_reported(bench, cases[i].words);
		pdf_file_close(file);
	}
}

static void the_store_holds_nothing_twice(void **state)
{
	struct bench *bench = *state;
	const struct bytes pieces[] = { { (const unsigned char *)"one", 3 }, { (const unsigned char *)"two", 3 }, { (const unsigned char *)"one", 3 } };
	const struct security_store more = { .certificates = { pieces, 3 }, .crls = { pieces, 1 } };
	struct security_store there;
	struct bytes once, again;
	struct pdf_file *file = foreign(bench, "packed"), *second;
	assert_int_equal(security_store_add(bench->arena, file, &more, &once), 0);
	assert_true(once.length > pdf_file_bytes(file).length);
	assert_int_equal(pdf_file_open_bytes(bench->arena, bench->all, "once.pdf", once, &second), 0);
	assert_int_equal(security_store_read(bench->arena, second, &there), 0);
	assert_int_equal(there.certificates.count, 2);
	assert_int_equal(there.ocsps.count, 0);
	assert_int_equal(there.crls.count, 1);
	assert_memory_equal(there.certificates.items[1].data, "two", 3);
	assert_int_equal(security_store_add(bench->arena, second, &more, &again), 0);
	assert_ptr_equal(again.data, once.data);
	assert_int_equal(again.length, once.length);
	pdf_file_close(second);
	pdf_file_close(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(fields_say_where_they_stand), TEST(a_lock_names_fields_and_those_below), TEST(a_slot_covers_all_but_its_hole),
		TEST(what_signatures_forbid_is_not_signed), TEST(the_store_holds_nothing_twice),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
