/* libharu as a store of objects. Streams and pages are written when they are made and only their offsets are kept; all
 * other objects are libharu dictionaries whose entries are text of ours, written at the end. That way numbers and names
 * are the same bytes under every version of libharu, none of its limits on arrays is met, and memory does not grow with
 * pages. Private to emit/. */
#ifndef EMIT_OBJECTS_H
#define EMIT_OBJECTS_H
#include <hpdf.h>
#include <hpdf_utils.h>
#include <hpdf_objects.h>
#include <hpdf_streams.h>
#include <hpdf_doc.h>
#include <hpdf_pages.h>
#include "base/arena.h"
#include "base/buffer.h"
#include "base/diagnostic.h"
#include "base/file.h"
#include "base/units.h"

enum { STORE_MOST = 8388607 };    /* objects that PDF/A allows (ISO 19005-2, 6.1.13), and libharu too */

struct store {
	HPDF_Doc doc;
	struct arena *arena;
	struct diagnostics *all;
	struct libdeflate_compressor *compressor;
	struct libdeflate_compressor *quick;   /* of outlines; NULL until it is needed */
	struct buffer packed;      /* of the stream being written */
	struct file_writer *writer;
	HPDF_Stream stream;        /* libharu's way to the writer */
	int count;                 /* object numbers given, from 0; libharu's own objects have the first ones */
	uint64_t *offsets;         /* of the objects written, by number; 0: not yet */
	size_t offset_capacity;
	HPDF_Dict *dictionaries;   /* written at the end */
	size_t dictionary_count, dictionary_capacity;
	uint64_t written;          /* bytes */
	uint64_t hash[2];          /* of all of them */
	bool failed;
};

void store_open(struct store *store);     /* doc, arena, all, writer are set; ends the program if there is no memory */
void store_close(struct store *store);    /* frees doc too */
void store_comment(struct store *store, const char *line);    /* with its % and its line's end; before any object */
int store_number(struct store *store);    /* a new object's number; store_object writes it */
void store_object(struct store *store, int number, const char *entries);     /* text without << >> */
void store_value(struct store *store, int number, const char *value);        /* any other object, as it is written */
/* A stream, deflated. entries: of its dictionary besides Length and Filter. Its number. */
int store_stream(struct store *store, const void *data, size_t length, const char *entries);
int store_plain(struct store *store, const void *data, size_t length, const char *entries);       /* the same, not deflated */
struct bytes store_pack_outlines(struct store *store, struct bytes data);      /* deflated, lent until the next stream */
int store_packed(struct store *store, struct bytes packed, const char *entries);   /* a stream that was deflated before */
/* A stream whose bytes come piece by piece, as they are; `length` of them in all. */
int store_stream_open(struct store *store, uint64_t length, const char *entries);
void store_stream_piece(struct store *store, const void *data, size_t length);
void store_stream_close(struct store *store);
/* An empty indirect dictionary, to be written at the end. */
HPDF_Dict store_dictionary(struct store *store);
int object_number(HPDF_Dict object);
/* Its entries, as text without << >>; kept, not copied. */
void store_entries(struct store *store, HPDF_Dict object, const struct buffer *entries);
/* Writes what is not written yet, cross references and trailer. */
void store_finish(struct store *store);
/* Reports what libharu has noticed since; -1 if anything, or if the file could not be written. */
int store_check(struct store *store);
#endif
