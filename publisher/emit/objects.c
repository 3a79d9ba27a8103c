#include "emit/objects.h"
#include <libdeflate.h>
#include <stdio.h>
#include <string.h>
#include "base/memory.h"

/* Levels of libdeflate, measured on 3,000 pages of a table of random Han: 1: 99 ms, 2,479 bytes a page; 4: 185 ms, 2,407; 5: 214 ms,
 * 2,320; 6: 261 ms, 2,306; 8: 976 ms, 2,274. On ordinary text 4 and 5 differ by 1 %. Outlines hold little that repeats, and cost the more
 * time. (ISA-L packs those in a third of the time, but what its levels 1 and 2 make depends on where in memory they work: of some
 * thousand runs one gave other bytes, which no rebuilding would find equal.) */
enum { LEVEL = 4, LEVEL_OUTLINES = 1 };

static void write_bytes(struct store *store, const void *data, size_t length)
{
	fingerprint_add(store->hash, data, length);
	store->written += length;
	if (file_writer_add(store->writer, data, length))
		store->failed = true;
}

static void write_text(struct store *store, const char *text) { write_bytes(store, text, strlen(text)); }

static HPDF_STATUS write_for_libharu(HPDF_Stream stream, const HPDF_BYTE *data, HPDF_UINT length)
{
	write_bytes(stream->attr, data, length);
	return HPDF_OK;
}

void store_open(struct store *store)
{
	store->compressor = libdeflate_alloc_compressor(LEVEL);
	store->packed.arena = store->arena;
	if (store->doc)
		store->stream = HPDF_CallbackWriter_New(store->doc->mmgr, write_for_libharu, store);
	if (!store->doc || !store->compressor || !store->stream)
		memory_exhausted();
	store->count = (int)store->doc->xref->entries->count;
	write_text(store, "%PDF-1.7\n%\xB7\xBE\xAD\xAA\n");
}

void store_comment(struct store *store, const char *line) { write_text(store, line); }

void store_close(struct store *store)
{
	if (store->stream)
		HPDF_Stream_Free(store->stream);
	for (size_t i = 0; i < store->dictionary_count; i++)
		HPDF_Dict_Free(store->dictionaries[i]);
	store->dictionary_count = 0;
	if (store->doc)
		HPDF_Free(store->doc);
	if (store->compressor)
		libdeflate_free_compressor(store->compressor);
	if (store->quick)
		libdeflate_free_compressor(store->quick);
	store->quick = NULL;
	store->stream = NULL;
	store->doc = NULL;
	store->compressor = NULL;
}

/* libharu's own list of objects takes a hundred bytes each and grows by copying: ours are not in it. */
int store_number(struct store *store)
{
	if (store->count > STORE_MOST && !store->failed) {
		REPORT(store->all, pdf_failed, NULL, "more than 8,388,607 objects");
		store->failed = true;
	}
	return store->count++;
}

HPDF_Dict store_dictionary(struct store *store)
{
	HPDF_Dict object = HPDF_Dict_New(store->doc->mmgr);
	if (!object)
		memory_exhausted();
	object->header.obj_id = (HPDF_UINT32)store_number(store) | HPDF_OTYPE_INDIRECT;
	ARENA_GROW(store->arena, store->dictionaries, &store->dictionary_capacity, store->dictionary_count + 1);
	store->dictionaries[store->dictionary_count++] = object;
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
}

static void begin_object(struct store *store, int number)
{
	char text[24];
	ARENA_GROW(store->arena, store->offsets, &store->offset_capacity, (size_t)number + 1);
	store->offsets[number] = store->written;
	write_bytes(store, text, (size_t)snprintf(text, sizeof text, "%d 0 obj\n", number));
}

void store_object(struct store *store, int number, const char *entries)
{
	begin_object(store, number);
	write_text(store, "<<");
	write_text(store, entries);
	write_text(store, ">>\nendobj\n");
}

void store_value(struct store *store, int number, const char *value)
{
	begin_object(store, number);
	write_text(store, value);
	write_text(store, "\nendobj\n");
}

static int open_stream(struct store *store, uint64_t length, const char *entries, const char *filter)
{
	char text[40];
	int number = store_number(store);
	begin_object(store, number);
	write_text(store, "<<");
	write_text(store, entries);
	snprintf(text, sizeof text, "/Length %llu", (unsigned long long)length);
	write_text(store, text);
	write_text(store, filter);
	write_text(store, ">>stream\n");
	return number;
}

int store_stream_open(struct store *store, uint64_t length, const char *entries) { return open_stream(store, length, entries, ""); }
void store_stream_piece(struct store *store, const void *data, size_t length) { write_bytes(store, data, length); }
void store_stream_close(struct store *store) { write_text(store, "\nendstream\nendobj\n"); }

static int write_stream(struct store *store, struct bytes data, const char *entries, const char *filter)
{
	int number = open_stream(store, data.length, entries, filter);
	store_stream_piece(store, data.data, data.length);
	store_stream_close(store);
	return number;
}

static char *room_to_pack(struct store *store, size_t room)
{
	store->packed.length = 0;
	buffer_grow(&store->packed, room);
	return store->packed.text;
}

static struct bytes pack_with(struct store *store, struct libdeflate_compressor *compressor, struct bytes data)
{
	size_t room = libdeflate_zlib_compress_bound(compressor, data.length);
	char *to = room_to_pack(store, room);
	size_t size = libdeflate_zlib_compress(compressor, data.data, data.length, to, room);
	return (struct bytes){ (const unsigned char *)to, size };
}

static struct bytes pack(struct store *store, struct bytes data) { return pack_with(store, store->compressor, data); }

struct bytes store_pack_outlines(struct store *store, struct bytes data)
{
	if (!store->quick)
		store->quick = libdeflate_alloc_compressor(LEVEL_OUTLINES);
	if (!store->quick)
		memory_exhausted();
	return pack_with(store, store->quick, data);
}

int store_packed(struct store *store, struct bytes packed, const char *entries)
{
	return write_stream(store, packed, entries, "/Filter/FlateDecode");
}

int store_stream(struct store *store, const void *data, size_t length, const char *entries)
{
	return store_packed(store, pack(store, (struct bytes){ data, length }), entries);
}

int store_plain(struct store *store, const void *data, size_t length, const char *entries)
{
	return write_stream(store, (struct bytes){ data, length }, entries, "");
}

static void write_references(struct store *store, int count)
{
	char line[40];
	write_bytes(store, line, (size_t)snprintf(line, sizeof line, "xref\n0 %d\n0000000000 65535 f\r\n", count));
	for (int i = 1; i < count; i++)
		write_bytes(store, line, (size_t)snprintf(line, sizeof line, "%010llu 00000 n\r\n", (unsigned long long)store->offsets[i]));
}

/* The trailer is libharu's; what names the content is known only now. */
static void write_trailer(struct store *store, int count)
{
	struct buffer entries = { .arena = store->arena };
	buffer_printf(&entries, "/Size %d", count);
	for (int twice = 0; twice < 2; twice++)
		buffer_printf(&entries, "%s<%016llX%016llX>", twice ? " " : " /ID [", (unsigned long long)store->hash[0], (unsigned long long)store->hash[1]);
	buffer_put(&entries, "]");
	store_entries(store, store->doc->trailer, &entries);
	HPDF_Dict_Add(store->doc->trailer, "Root", store->doc->catalog);
	HPDF_Dict_Add(store->doc->trailer, "Info", store->doc->info);
	write_text(store, "trailer\n");
	HPDF_Dict_Write(store->doc->trailer, store->stream, NULL);
}

static void finish_object(struct store *store, int number, void *object)
{
	if ((size_t)number < store->offset_capacity && store->offsets[number])
		return;
	begin_object(store, number);
	HPDF_Obj_WriteValue(object, store->stream, NULL);
	write_text(store, "\nendobj\n");
}

void store_finish(struct store *store)
{
	char text[60];
	for (HPDF_UINT i = 1; i < store->doc->xref->entries->count; i++)
		finish_object(store, (int)i, HPDF_Xref_GetEntry(store->doc->xref, i)->obj);
	for (size_t i = 0; i < store->dictionary_count; i++)
		finish_object(store, object_number(store->dictionaries[i]), store->dictionaries[i]);
	uint64_t at = store->written;
	write_references(store, store->count);
	write_trailer(store, store->count);
	write_bytes(store, text, (size_t)snprintf(text, sizeof text, "\nstartxref\n%llu\n%%%%EOF\n", (unsigned long long)at));
}

int store_check(struct store *store)
{
	HPDF_STATUS error = HPDF_GetError(store->doc);
	if (error == HPDF_OK)
		return store->failed ? -1 : 0;
	if (error == 0x1015)    /* out of memory; its name differs between versions */
		memory_exhausted();
	return REPORT(store->all, pdf_failed, NULL, arena_printf(store->arena, "0x%04lX", (unsigned long)error));
}
