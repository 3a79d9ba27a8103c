/* Any bytes as metadata; and as a page's content with a ToUnicode map behind it, under a tree that asks for its first marks. */
#include "fuzz.h"
#include "base/buffer.h"
#include "finished/metadata.h"
#include "finished/structure_text.h"

static void put_stream(struct buffer *out, size_t at[], int number, const uint8_t *data, size_t size)
{
	at[number] = out->length;
	buffer_printf(out, "%d 0 obj\n<</Length %zu>>stream\n", number, size);
	buffer_add(out, (const char *)data, size);
	buffer_put(out, "\nendstream\nendobj\n");
}

static void put_object(struct buffer *out, size_t at[], int number, const char *body)
{
	at[number] = out->length;
	buffer_printf(out, "%d 0 obj\n%s\nendobj\n", number, body);
}

static void read_text(struct arena *arena, const uint8_t *data, size_t size)
{
	struct diagnostics *all = diagnostics_new(arena);
	struct buffer out = { .arena = arena };
	struct pdf_file *file;
	size_t at[6] = { 0 };
	buffer_put(&out, "%PDF-1.7\n");
	put_object(&out, at, 1, "<</Type/Catalog/Pages 2 0 R/StructTreeRoot<</K<</S/P/Pg 3 0 R/K[0 1 2 3]>>>>>>");
	put_object(&out, at, 2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
	put_object(&out, at, 3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F<</Subtype/Type0/ToUnicode 5 0 R>>>>>>>>");
	put_stream(&out, at, 4, data, size / 2);
	put_stream(&out, at, 5, data + size / 2, size - size / 2);
	size_t start = out.length;
	buffer_put(&out, "xref\n0 6\n0000000000 65535 f \n");
	for (int i = 1; i < 6; i++)
		buffer_printf(&out, "%010zu 00000 n \n", at[i]);
	buffer_printf(&out, "trailer<</Size 6/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", start);
	require(pdf_file_open_bytes(arena, all, "f.pdf", (struct bytes){ (const unsigned char *)out.text, out.length }, &file) == 0);
	struct structure_text text;
	int result = structure_text_read(arena, file, &text);
	require(result == 0 || diagnostics_count(all, SEVERITY_ERROR) > 0);
	for (size_t i = 0; i < text.count; i++)
		require(text.pieces[i].text[0] != '\0');
	pdf_file_close(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct diagnostics *all = diagnostics_new(arena);
	struct metadata metadata;
	int result = metadata_parse(arena, all, "f.xml", (struct bytes){ data, size }, &metadata);
	require(result == 0 || diagnostics_count(all, SEVERITY_ERROR) > 0);
	read_text(arena, data, size);
	arena_free(arena);
	return 0;
}
