/* For this room alone: the bytes of a stream, within limits. libqpdf unpacks whatever it is given; a bomb would take all memory. */
#ifndef FINISHED_PDF_STREAM_H
#define FINISHED_PDF_STREAM_H
#include "finished/pdf_object.h"

enum stream_result {
	STREAM_READ,
	STREAM_DAMAGED,            /* cut short, or not what its filter says */
	STREAM_FILTER,             /* a filter other than FlateDecode, or more than one, or with a predictor */
	STREAM_TOO_LARGE           /* more bytes than were allowed */
};
/* As it stands in the file: out is a copy in the arena. STREAM_READ or STREAM_DAMAGED. */
enum stream_result pdf_stream_raw(struct arena *arena, const struct pdf_file *file, qpdf_oh stream, struct bytes *out);
/* Unpacked. hint: how many bytes there may be, 0 if that is not known. */
enum stream_result pdf_stream_read(struct arena *arena, const struct pdf_file *file, qpdf_oh stream, const size_t most_and_hint[2], struct bytes *out);
#endif
