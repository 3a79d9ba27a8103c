#include "emit/objects.h"
#include <libdeflate.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/memory.h"
#include "base/utf8.h"

enum { LEVEL = 6 };    /* measured: higher levels cost much and save 1 % */

void buffer_add(struct buffer *buffer, const char *text, size_t length)
{
	ARENA_GROW(buffer->arena, buffer->text, &buffer->capacity, buffer->length + length + 1);
	memcpy(buffer->text + buffer->length, text, length);
	buffer->length += length;
	buffer->text[buffer->length] = '\0';
}

void buffer_put(struct buffer *buffer, const char *text) { buffer_add(buffer, text, strlen(text)); }

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	char text[512];
	va_list arguments;
	va_start(arguments, format);
	int length = vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	buffer_add(buffer, text, length < 0 ? 0 : (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
}

/* By hand, from the end: half of a page's content is numbers. */
void buffer_number(struct buffer *buffer, int64_t thousandths)
{
	char text[32], *at = text + sizeof text;
	uint64_t size = thousandths < 0 ? (uint64_t)-thousandths : (uint64_t)thousandths;
	unsigned part = (unsigned)(size % 1000);
	*--at = ' ';
	if (part) {
		char digits[3] = { (char)('0' + part / 100), (char)('0' + part / 10 % 10), (char)('0' + part % 10) };
		int length = 3;
		while (digits[length - 1] == '0')
			length--;
		while (length)
			*--at = digits[--length];
		*--at = '.';
	}
	size /= 1000;
	do
		*--at = (char)('0' + size % 10);
	while (size /= 10);
	if (thousandths < 0)
		*--at = '-';
	buffer_add(buffer, at, (size_t)(text + sizeof text - at));
}

void buffer_code(struct buffer *buffer, unsigned code)
{
	static const char digits[] = "0123456789ABCDEF";
	const char text[4] = { digits[code >> 12 & 15], digits[code >> 8 & 15], digits[code >> 4 & 15], digits[code & 15] };
	buffer_add(buffer, text, 4);
}

void buffer_utf16(struct buffer *buffer, const char *text, size_t length)
{
	const char *at = text, *end = text + length;
	while (at < end) {
		uint32_t code = utf8_next(&at, end);
		if (code > 0xFFFF)
			buffer_code(buffer, 0xD800 + ((code - 0x10000) >> 10));
		buffer_code(buffer, code > 0xFFFF ? 0xDC00 + ((code - 0x10000) & 0x3FF) : code);
	}
}

/* FNV-1a, twice with different starts: names the file's content, guards nothing. */
static void add_to_hash(struct store *store, const void *data, size_t length)
{
	const unsigned char *bytes = data;
	for (size_t i = 0; i < length; i++) {
		store->hash[0] = (store->hash[0] ^ bytes[i]) * 1099511628211u;
		store->hash[1] = (store->hash[1] + bytes[i]) * 1099511628211u ^ store->hash[0] >> 29;
	}
}

void store_open(struct store *store)
{
	store->compressor = libdeflate_alloc_compressor(LEVEL);
	if (!store->doc || !store->compressor)
		memory_exhausted();
}

void store_close(struct store *store)
{
	if (store->doc)
		HPDF_Free(store->doc);
	if (store->compressor)
		libdeflate_free_compressor(store->compressor);
	store->doc = NULL;
	store->compressor = NULL;
}

HPDF_Dict store_dictionary(struct store *store)
{
	HPDF_Dict object = HPDF_Dict_New(store->doc->mmgr);
	if (!object || HPDF_Xref_Add(store->doc->xref, object) != HPDF_OK)
		memory_exhausted();
	return object;
}

int object_number(HPDF_Dict object) { return (int)(object->header.obj_id & 0xFFFFFF); }

static HPDF_STATUS write_entries(HPDF_Dict object, HPDF_Stream stream)
{
	const struct buffer *entries = object->attr;
	return HPDF_Stream_Write(stream, (const HPDF_BYTE *)entries->text, (HPDF_UINT)entries->length);
}

void store_entries(struct store *store, HPDF_Dict object, const struct buffer *entries)
{
	struct buffer *kept = arena_alloc(store->arena, sizeof *kept);
	*kept = *entries;
	buffer_add(kept, "\n", 1);
	object->attr = kept;
	object->write_fn = write_entries;
	add_to_hash(store, kept->text, kept->length);
}

HPDF_Dict store_stream(struct store *store, const void *data, size_t length, const char *entries)
{
	struct libdeflate_compressor *compressor = store->compressor;
	struct arena *scratch = arena_new();
	struct buffer text = { .arena = store->arena };
	size_t room = libdeflate_zlib_compress_bound(compressor, length);
	unsigned char *packed = arena_alloc(scratch, room + 1);
	size_t size = libdeflate_zlib_compress(compressor, data, length, packed, room);
	HPDF_Dict object = HPDF_DictStream_New(store->doc->mmgr, store->doc->xref);
	if (!object)
		memory_exhausted();
	object->filter = HPDF_STREAM_FILTER_NONE;
	buffer_printf(&text, "%s/Filter /FlateDecode", entries);
	store_entries(store, object, &text);
	add_to_hash(store, packed, size);
	if (HPDF_Stream_Write(object->stream, packed, (HPDF_UINT)size) != HPDF_OK)
		store_check(store);
	arena_free(scratch);
	return object;
}

int store_check(struct store *store)
{
	HPDF_STATUS error = HPDF_GetError(store->doc);
	if (error == HPDF_OK)
		return 0;
	if (error == 0x1015)    /* out of memory; its name differs between versions */
		memory_exhausted();
	return REPORT(store->all, pdf_failed, NULL, arena_printf(store->arena, "0x%04lX", (unsigned long)error));
}
