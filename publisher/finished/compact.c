/* libqpdf writes the file anew. */
#include "finished/compact.h"
#include "base/diagnostic.h"
#include "finished/form.h"
#include "finished/metadata.h"
#include "finished/pdf_object.h"

static bool has_signature(const struct form *form)
{
	bool found = false;
	for (int i = 0; i < form->count; i++)
		found |= form->fields[i].is_signed;
	return found;
}

/* May the form of this file change? -1 with a diagnostic. */
static int admit(struct arena *arena, struct pdf_file *file)
{
	const struct place at = { .file = pdf_file_name(file) };
	struct form form;
	int result = form_read(arena, file, &form);
	if (!result && has_signature(&form))
		result = REPORT(pdf_file_diagnostics(file), compact_signed, &at);
	if (!result && metadata_claimed_part(arena, file) == 1)
		result = REPORT(pdf_file_diagnostics(file), compact_archive, &at);
	return result;
}

/* Nothing is left to the library's defaults that a byte of the output hangs on. */
static void write_anew(qpdf_data library)
{
	qpdf_init_write_memory(library);
	qpdf_set_object_stream_mode(library, qpdf_o_generate);
	qpdf_set_decode_level(library, qpdf_dl_none);             /* streams stay as they are, */
	qpdf_set_compress_streams(library, QPDF_TRUE);            /* but for those without a filter, the XMP excepted; libqpdf 12 packs object streams only so */
	qpdf_set_linearization(library, QPDF_FALSE);
	qpdf_set_preserve_unreferenced_objects(library, QPDF_FALSE);
	qpdf_set_deterministic_ID(library, QPDF_TRUE);            /* its first part stays (ISO 32000-1, 14.4) */
	qpdf_set_newline_before_endstream(library, QPDF_TRUE);    /* PDF/A: 6.1.7.1 of ISO 19005-2 */
	qpdf_write(library);
}

int pdf_compact(struct arena *arena, struct pdf_file *file, struct file_writer *writer)
{
	qpdf_data library = pdf_file_library(file);
	if (admit(arena, file))
		return -1;
	write_anew(library);
	if (pdf_file_sound(file))
		return -1;
	return file_writer_add(writer, qpdf_get_buffer(library), qpdf_get_buffer_length(library));
}
