/* libharu as a store of objects: each is a dictionary whose entries are text of ours, written when the file is saved. That
 * way numbers and names are the same bytes under every version of libharu, and none of its limits on arrays is met.
 * Private to emit/. */
#ifndef EMIT_OBJECTS_H
#define EMIT_OBJECTS_H
#include <hpdf.h>
#include <hpdf_utils.h>
#include <hpdf_objects.h>
#include <hpdf_streams.h>
#include <hpdf_doc.h>
#include <hpdf_pages.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/file.h"
#include "base/units.h"

/* Text that grows; NUL-terminated, in its arena. */
struct buffer {
	struct arena *arena;
	char *text;
	size_t length, capacity;
};

void buffer_add(struct buffer *buffer, const char *text, size_t length);
void buffer_put(struct buffer *buffer, const char *text);
void buffer_printf(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_number(struct buffer *buffer, int64_t thousandths);      /* 12345 → 12.345, then a blank */
void buffer_code(struct buffer *buffer, unsigned code);              /* four hexadecimal digits */
void buffer_utf16(struct buffer *buffer, const char *text, size_t length);   /* hexadecimal UTF-16BE, without < > */

struct store {
	HPDF_Doc doc;
	struct arena *arena;
	struct diagnostics *all;
	struct libdeflate_compressor *compressor;
	uint64_t hash[2];          /* of all that was stored */
};

void store_open(struct store *store);     /* doc is set; ends the program if there is no memory */
void store_close(struct store *store);    /* frees doc too */
/* An empty indirect dictionary. */
HPDF_Dict store_dictionary(struct store *store);
int object_number(HPDF_Dict object);
/* Its entries, as text without << >>; kept, not copied. */
void store_entries(struct store *store, HPDF_Dict object, const struct buffer *entries);
/* A stream, deflated; entries: of its dictionary besides Length and Filter. NULL with a diagnostic. */
HPDF_Dict store_stream(struct store *store, const void *data, size_t length, const char *entries);
/* Reports what libharu has noticed since; -1 if anything. */
int store_check(struct store *store);
#endif
