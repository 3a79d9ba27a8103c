/* From the objects of the file to bytes. */
#include "finished/page_plan.h"
#include <libdeflate.h>
#include "base/arena.h"
#include "finished/pdf_stream.h"

enum { BYTES_MOST = 64 << 20, PLAN_MOST = 16 << 20 };

int page_plan_read(struct arena *arena, struct pdf_file *file, struct bytes *out)
{
	qpdf_data library = pdf_file_library(file);
	qpdf_oh pieces = value_of(library, qpdf_get_root(library), "/PieceInfo"), ours = value_of(library, pieces, "/Hongtou");
	qpdf_oh stream = value_of(library, ours, "/Private");
	*out = (struct bytes){ NULL, 0 };
	if (!qpdf_oh_is_stream(library, stream))
		return pdf_file_sound(file);
	if (pdf_stream_read(arena, file, stream, (const size_t[2]){ PLAN_MOST, 0 }, out) != STREAM_READ)
		*out = (struct bytes){ (const unsigned char *)"", 1 };
	return pdf_file_sound(file);
}

uint32_t page_plan_content(struct pdf_file *file, int page)
{
	qpdf_data library = pdf_file_library(file);
	struct arena *arena = arena_new();
	qpdf_oh contents = value_of(library, qpdf_get_page_n(library, (size_t)page - 1), "/Contents");
	struct bytes bytes = { NULL, 0 };
	if (!qpdf_oh_is_stream(library, contents) || pdf_stream_read(arena, file, contents, (const size_t[2]){ BYTES_MOST, 0 }, &bytes) != STREAM_READ)
		bytes = (struct bytes){ NULL, 0 };
	uint32_t sum = bytes.length ? libdeflate_crc32(0, bytes.data, bytes.length) : 0;
	arena_free(arena);
	return sum;
}
