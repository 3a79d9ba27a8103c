/* The section's kind is that of the one that startxref points to; all else comes from its trailer. */
#include "finished/update.h"
#include <libdeflate.h>
#include <stdlib.h>
#include "base/diagnostic.h"
#include "base/memory.h"
#include "finished/object_text.h"

enum { LEVEL = 6, NUMBER_MOST = 1 << 30 };

struct written { int number, generation; size_t offset, value; };

struct update {
	struct arena *arena;
	struct pdf_file *file;
	struct buffer out;
	struct written *objects;
	size_t count, capacity;
	int next;                  /* number of the next new object */
	size_t last_section;       /* offset of the file's last cross-reference section */
};

static size_t find_last(struct bytes bytes, const char *word)
{
	size_t length = strlen(word), at = bytes.length < length ? 0 : bytes.length - length;
	while (at && memcmp(bytes.data + at, word, length) != 0)
		at--;
	return at;
}

/* libqpdf has found it already and held it for sound. A zero byte stands behind a file's bytes. */
static size_t last_section(struct bytes bytes)
{
	size_t at = find_last(bytes, "startxref");
	return at ? strtoull((const char *)bytes.data + at + strlen("startxref"), NULL, 10) : 0;
}

int update_open(struct arena *arena, struct pdf_file *file, struct update **out)
{
	struct update *update = arena_alloc(arena, sizeof *update);
	struct bytes bytes = pdf_file_bytes(file);
	qpdf_data library = pdf_file_library(file);
	*update = (struct update){ .arena = arena, .file = file, .out = { .arena = arena }, .last_section = last_section(bytes) };
	update->next = qpdf_oh_get_int_value_as_int(library, qpdf_oh_get_key(library, qpdf_get_trailer(library), "/Size"));
	buffer_add(&update->out, (const char *)bytes.data, bytes.length);
	if (bytes.length && bytes.data[bytes.length - 1] != '\n' && bytes.data[bytes.length - 1] != '\r')
		buffer_put(&update->out, "\n");
	*out = update;
	if (update->next < 1 || update->next > NUMBER_MOST)
		return pdf_file_damaged(file, "Size of its trailer");
	if (bytes.length < 5 || memcmp(bytes.data, "%PDF-", 5) != 0 || update->last_section >= bytes.length)
		return pdf_file_damaged(file, "it does not begin with its header");
	return pdf_file_sound(file);
}

int update_new(struct update *update) { return update->next++; }
struct arena *update_arena(const struct update *update) { return update->arena; }

static struct written *begin(struct update *update, int number, int generation)
{
	ARENA_GROW(update->arena, update->objects, &update->capacity, update->count + 1);
	struct written *object = &update->objects[update->count++];
	*object = (struct written){ number, generation, update->out.length, 0 };
	buffer_printf(&update->out, "%d %d obj\n", number, generation);
	object->value = update->out.length;
	return object;
}

void update_object(struct update *update, int number, int generation, const struct buffer *value)
{
	begin(update, number, generation);
	buffer_add(&update->out, value->text, value->length);
	buffer_put(&update->out, "\nendobj\n");
}

/* In the arena; the bytes themselves where deflating makes them no shorter. */
static struct bytes deflated(struct arena *arena, struct bytes data)
{
	struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(LEVEL);
	if (!compressor)
		memory_exhausted();
	char *packed = arena_reserve(arena, data.length + 1);
	size_t length = libdeflate_zlib_compress(compressor, data.data, data.length, packed, data.length);
	libdeflate_free_compressor(compressor);
	return length ? (struct bytes){ (unsigned char *)packed, length } : data;
}

static void put_stream(struct update *update, int number, const char *entries, struct bytes data)
{
	struct bytes packed = deflated(update->arena, data);
	begin(update, number, 0);
	buffer_put(&update->out, "<<");
	buffer_put(&update->out, entries);
	buffer_printf(&update->out, "%s/Length %zu>>\nstream\n", packed.data == data.data ? "" : "/Filter/FlateDecode", packed.length);
	buffer_add(&update->out, (const char *)packed.data, packed.length);
	buffer_put(&update->out, "\nendstream\nendobj\n");
}

int update_stream(struct update *update, const char *entries, struct bytes data)
{
	int number = update_new(update);
	put_stream(update, number, entries, data);
	return number;
}

size_t update_offset(const struct update *update, int number)
{
	size_t offset = 0;
	for (size_t i = 0; i < update->count && !offset; i++)
		if (update->objects[i].number == number)
			offset = update->objects[i].value;
	return offset;
}

/* ---- cross references and trailer ---- */

/* The identifier's first half names the document and stays (14.4), the second names this content. */
static const char *identifier(struct update *update)
{
	qpdf_data library = pdf_file_library(update->file);
	qpdf_oh old = qpdf_oh_get_key(library, qpdf_get_trailer(library), "/ID");
	struct bytes bytes = pdf_file_bytes(update->file);
	uint64_t before[2] = { 0 }, now[2] = { 0 };
	struct buffer text = { .arena = update->arena };
	fingerprint_add(before, bytes.data, bytes.length);
	fingerprint_add(now, update->out.text, update->out.length);
	buffer_put(&text, "[");
	if (qpdf_oh_is_array(library, old) && qpdf_oh_get_array_n_items(library, old) == 2)
		buffer_put(&text, qpdf_oh_unparse_binary(library, qpdf_oh_get_array_item(library, old, 0)));
	else
		buffer_printf(&text, "<%016llX%016llX>", (unsigned long long)before[0], (unsigned long long)before[1]);
	buffer_printf(&text, " <%016llX%016llX>]", (unsigned long long)now[0], (unsigned long long)now[1]);
	return text.text;
}

/* All entries of the trailer before (7.5.5) but those of its own section. */
static void put_trailer(struct update *update, const char *type)
{
	qpdf_data library = pdf_file_library(update->file);
	struct arena *arena = update->arena;
	const struct entry changes[] = {
		{ "/Prev", arena_printf(arena, "%zu", update->last_section) }, { "/Size", arena_printf(arena, "%d", update->next) },
		{ "/ID", identifier(update) }, { "/Type", type }, { "/XRefStm", NULL }, { "/Index", NULL }, { "/W", NULL }, { "/Length", NULL },
		{ "/Filter", NULL }, { "/DecodeParms", NULL }, { "/DocChecksum", NULL }, { NULL, NULL },
	};
	put_dictionary(&update->out, library, qpdf_get_trailer(library), changes);
}

static int by_number(const void *a, const void *b)
{
	const struct written *left = a, *right = b;
	return (left->number > right->number) - (left->number < right->number);
}

/* How many from here on have numbers in a row. */
static size_t run_of(const struct update *update, size_t from)
{
	size_t end = from + 1;
	while (end < update->count && update->objects[end].number == update->objects[end - 1].number + 1)
		end++;
	return end - from;
}

/* The head of the list of free objects, if the last table has it: "0 N", then an entry of 20 bytes (7.5.4). */
static void put_free_list(struct update *update)
{
	const char *at = (const char *)pdf_file_bytes(update->file).data + update->last_section + strlen("xref");
	char *end;
	if (strtoul(at, &end, 10) != 0 || end == at)
		return;
	strtoul(end, &end, 10);
	unsigned long first = strtoul(end, &end, 10), generation = strtoul(end, &end, 10);
	if (end[0] == ' ' && end[1] == 'f')
		buffer_printf(&update->out, "0 1\n%010lu %05lu f \n", first, generation);
}

static void put_table(struct update *update)
{
	buffer_put(&update->out, "xref\n");
	put_free_list(update);
	for (size_t from = 0, count; from < update->count; from += count) {
		count = run_of(update, from);
		buffer_printf(&update->out, "%d %zu\n", update->objects[from].number, count);
		for (size_t i = from; i < from + count; i++)
			buffer_printf(&update->out, "%010zu %05d n \n", update->objects[i].offset, update->objects[i].generation);
	}
	buffer_put(&update->out, "trailer\n");
	put_trailer(update, NULL);
	buffer_put(&update->out, "\n");
}

static void put_big_endian(struct buffer *out, uint64_t number, int bytes)
{
	while (bytes--)
		buffer_byte(out, (char)(number >> 8 * bytes & 0xFF));
}

/* 7.5.8: the stream lists itself too. */
static void put_reference_stream(struct update *update)
{
	struct arena *arena = update->arena;
	struct buffer entries = { .arena = arena }, index = { .arena = arena };
	size_t position = update->out.length;
	int number = update_new(update), width = 1;
	ARENA_GROW(arena, update->objects, &update->capacity, update->count + 1);
	update->objects[update->count++] = (struct written){ number, 0, position, 0 };
	while (position >> 8 * width)
		width++;
	for (size_t from = 0, count; from < update->count; from += count) {
		count = run_of(update, from);
		buffer_printf(&index, "%d %zu ", update->objects[from].number, count);
		for (size_t i = from; i < from + count; i++) {
			put_big_endian(&entries, 1, 1);
			put_big_endian(&entries, update->objects[i].offset, width);
			put_big_endian(&entries, (uint64_t)update->objects[i].generation, 2);
		}
	}
	struct bytes packed = deflated(arena, (struct bytes){ (unsigned char *)entries.text, entries.length });
	buffer_printf(&update->out, "%d 0 obj\n", number);
	put_trailer(update, "/XRef");
	update->out.length -= strlen(">>");
	buffer_put(&update->out, "/Index [");
	buffer_put(&update->out, index.text);
	buffer_printf(&update->out, "] /W [1 %d 2]%s /Length %zu>>\nstream\n", width, packed.length < entries.length ? " /Filter/FlateDecode" : "", packed.length);
	buffer_add(&update->out, (const char *)packed.data, packed.length);
	buffer_put(&update->out, "\nendstream\nendobj\n");
}

struct bytes update_finish(struct update *update)
{
	struct bytes old = pdf_file_bytes(update->file);
	const char *section = (const char *)old.data + update->last_section;
	qsort(update->objects, update->count, sizeof *update->objects, by_number);
	size_t position = update->out.length;
	if (strncmp(section, "xref", 4) == 0)
		put_table(update);
	else
		put_reference_stream(update);
	buffer_printf(&update->out, "startxref\n%zu\n%%%%EOF\n", position);
	return (struct bytes){ (unsigned char *)update->out.text, update->out.length };
}
