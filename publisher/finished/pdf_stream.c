#include "finished/pdf_stream.h"
#include <libdeflate.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/memory.h"

enum { GUESS = 4, LEAST = 4096 };    /* text deflates to a quarter or less */

enum stream_result pdf_stream_raw(struct arena *arena, const struct pdf_file *file, qpdf_oh stream, struct bytes *out)
{
	qpdf_data library = pdf_file_library(file);
	unsigned char *data = NULL, *copy = NULL;
	size_t length = 0;
	bool read = !(qpdf_oh_get_stream_data(library, stream, qpdf_dl_none, NULL, &data, &length) & QPDF_ERRORS);
	if (read) {
		copy = arena_reserve(arena, length + 1);
		if (length)
			memcpy(copy, data, length);
	}
	free(data);
	*out = (struct bytes){ copy, read ? length : 0 };
	return read ? STREAM_READ : STREAM_DAMAGED;
}

/* Is the value absent, or an array without items? */
static bool is_none(qpdf_data library, qpdf_oh value)
{
	return qpdf_oh_is_null(library, value) || (qpdf_oh_is_array(library, value) && qpdf_oh_get_array_n_items(library, value) == 0);
}

static bool has_predictor(qpdf_data library, qpdf_oh parameters)
{
	qpdf_oh one = qpdf_oh_is_array(library, parameters) ? qpdf_oh_get_array_item(library, parameters, 0) : parameters;
	qpdf_oh predictor = qpdf_oh_get_key_if_dict(library, one, "/Predictor");
	return !qpdf_oh_is_null(library, predictor) && !(qpdf_oh_is_integer(library, predictor) && qpdf_oh_get_int_value(library, predictor) == 1);
}

/* STREAM_READ: *packed says whether it is deflated. */
static enum stream_result filter_of(qpdf_data library, qpdf_oh dictionary, bool *packed)
{
	qpdf_oh filter = qpdf_oh_get_key(library, dictionary, "/Filter");
	*packed = !is_none(library, filter);
	if (!*packed)
		return STREAM_READ;
	if (qpdf_oh_is_array(library, filter) && qpdf_oh_get_array_n_items(library, filter) == 1)
		filter = qpdf_oh_get_array_item(library, filter, 0);
	bool flate = qpdf_oh_is_name_and_equals(library, filter, "/FlateDecode") || qpdf_oh_is_name_and_equals(library, filter, "/Fl");
	return flate && !has_predictor(library, qpdf_oh_get_key(library, dictionary, "/DecodeParms")) ? STREAM_READ : STREAM_FILTER;
}

static enum stream_result inflate(struct arena *arena, struct bytes packed, const size_t most_and_hint[2], struct bytes *out)
{
	struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
	enum libdeflate_result result = LIBDEFLATE_INSUFFICIENT_SPACE;
	size_t most = most_and_hint[0], room = most_and_hint[1] ? most_and_hint[1] : packed.length * GUESS + LEAST, length = 0;
	bool last = false;
	if (!decompressor)
		memory_exhausted();
	while (result == LIBDEFLATE_INSUFFICIENT_SPACE && !last) {
		last = room >= most;
		room = last ? most : room;
		unsigned char *data = arena_reserve(arena, room + 1);
		result = libdeflate_zlib_decompress(decompressor, packed.data, packed.length, data, room, &length);
		*out = (struct bytes){ data, length };
		room *= GUESS;
	}
	libdeflate_free_decompressor(decompressor);
	return result == LIBDEFLATE_SUCCESS ? STREAM_READ : result == LIBDEFLATE_INSUFFICIENT_SPACE ? STREAM_TOO_LARGE : STREAM_DAMAGED;
}

enum stream_result pdf_stream_read(struct arena *arena, const struct pdf_file *file, qpdf_oh stream, const size_t most_and_hint[2], struct bytes *out)
{
	qpdf_data library = pdf_file_library(file);
	struct bytes raw = { 0 };
	bool packed = false;
	enum stream_result result = filter_of(library, qpdf_oh_get_dict(library, stream), &packed);
	if (result == STREAM_READ)
		result = pdf_stream_raw(arena, file, stream, &raw);
	if (result == STREAM_READ && packed)
		return inflate(arena, raw, most_and_hint, out);
	if (result == STREAM_READ && raw.length > most_and_hint[0])
		result = STREAM_TOO_LARGE;
	*out = raw;
	return result;
}
