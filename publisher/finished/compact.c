/* libqpdf writes the file anew. */
#include "finished/compact.h"
#include "base/diagnostic.h"
#include "finished/pdf_object.h"

/* A field with a value of a signature dictionary; fields nest, Kids of Fields (ISO 32000-1 12.7.3.1). */
static bool any_signed(qpdf_data library, qpdf_oh fields, int depth)
{
	bool found = false;
	for (int i = 0; !found && depth < 32 && i < qpdf_oh_get_array_n_items(library, fields); i++) {
		qpdf_oh field = qpdf_oh_get_array_item(library, fields, i);
		qpdf_oh value = qpdf_oh_get_key_if_dict(library, qpdf_oh_get_key_if_dict(library, field, "/V"), "/ByteRange");
		qpdf_oh kids = qpdf_oh_get_key_if_dict(library, field, "/Kids");
		found = qpdf_oh_is_array(library, value) || (qpdf_oh_is_array(library, kids) && any_signed(library, kids, depth + 1));
	}
	return found;
}

int pdf_compact(struct pdf_file *file, struct file_writer *writer)
{
	qpdf_data library = pdf_file_library(file);
	qpdf_oh form = qpdf_oh_get_key(library, qpdf_get_root(library), "/AcroForm");
	qpdf_oh fields = qpdf_oh_get_key_if_dict(library, form, "/Fields");
	if (qpdf_oh_is_array(library, fields) && any_signed(library, fields, 0))
		return REPORT(pdf_file_diagnostics(file), compact_signed, &(struct place){ .file = pdf_file_name(file) });
	qpdf_init_write_memory(library);
	qpdf_set_object_stream_mode(library, qpdf_o_generate);
	qpdf_set_decode_level(library, qpdf_dl_none);
	qpdf_set_deterministic_ID(library, QPDF_TRUE);
	qpdf_set_newline_before_endstream(library, QPDF_TRUE);    /* PDF/A: 6.1.7.1 of ISO 19005-2 */
	qpdf_write(library);
	if (pdf_file_sound(file))
		return -1;
	return file_writer_add(writer, qpdf_get_buffer(library), qpdf_get_buffer_length(library));
}
