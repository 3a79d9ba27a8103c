/* poppler also has the text of structure elements (poppler_structure_element_get_text), but not for us: it takes UTF-8 for
 * PDFDocEncoding, which loses bytes of Chinese characters, and interprets the whole page anew for every cell. */
#include "archive/file_text.h"
#include <poppler.h>
#include <string.h>
#include "base/arena.h"
#include "base/buffer.h"
#include "base/diagnostic.h"
#include "base/utf8.h"
#include "finished/structure_text.h"

static bool is_wide(uint32_t code) { return code >= 0x2E80; }

/* Lines of a page are where its paragraphs were broken; words of Chinese go on over them. */
static void put_page(struct buffer *out, const char *text)
{
	const char *end = text + strlen(text);
	uint32_t before = 0;
	bool blank = false;
	while (text < end) {
		const char *start = text;
		uint32_t code = utf8_next(&text, end);
		if (code <= ' ') {
			blank = true;
			continue;
		}
		if (blank && before && !(is_wide(before) && is_wide(code)))
			buffer_byte(out, ' ');
		blank = false;
		before = code;
		buffer_add(out, start, (size_t)(text - start));
	}
	buffer_byte(out, '\n');
}

static void put_pages(PopplerDocument *document, struct buffer *out)
{
	for (int i = 0; i < poppler_document_get_n_pages(document); i++) {
		PopplerPage *page = poppler_document_get_page(document, i);
		char *text = page ? poppler_page_get_text(page) : NULL;
		if (text)
			put_page(out, text);
		g_free(text);
		if (page)
			g_object_unref(page);
	}
}

static int read_by_pages(struct pdf_file *file, struct buffer *out)
{
	struct bytes bytes = pdf_file_bytes(file);
	GBytes *lent = g_bytes_new_static(bytes.data, bytes.length);
	GError *error = NULL;
	PopplerDocument *document = poppler_document_new_from_bytes(lent, NULL, &error);
	int result = 0;
	if (document)
		put_pages(document, out);
	else
		result = pdf_file_damaged(file, error->message);
	if (document)
		g_object_unref(document);
	g_clear_error(&error);
	g_bytes_unref(lent);
	return result;
}

int file_text_read(struct arena *arena, struct pdf_file *file, struct file_text *out)
{
	struct structure_text structure;
	struct buffer text = { .arena = arena };
	int result = structure_text_read(arena, file, &structure);
	buffer_put(&text, "");
	if (!result && (!structure.complete || !structure.count))
		result = read_by_pages(file, &text);
	else
		for (size_t i = 0; i < structure.count; i++)
			buffer_printf(&text, "%s\n", structure.pieces[i].text);
	*out = (struct file_text){ text.text, pdf_file_page_count(file) };
	return result;
}
