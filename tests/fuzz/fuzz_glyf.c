/* Any bytes as the tables of a TrueType font, whose lengths come first: read in bounds; a subset of all of a subset is the same again. */
#include "fuzz.h"
#include "font/glyf.h"
#include "font/table.h"

static struct bytes table_of(const struct bytes *file, int number)
{
	struct reader reader = { .data = file->data, .length = (unsigned)file->length };
	unsigned record = 12 + 16 * (unsigned)number, at = number_at(&reader, record + 8, 4), length = number_at(&reader, record + 12, 4);
	require(!reader.broken && at % 4 == 0 && at <= file->length && length <= file->length - at);
	return (struct bytes){ file->data + at, length };
}

static void subset_again(struct arena *arena, const struct glyf_subset *made)
{
	struct bytes tables[GLYF_TABLES];
	struct glyf_subset again;
	uint16_t *all = arena_array(arena, (size_t)made->glyph_count, sizeof *all);
	for (int i = 0; i < made->glyph_count; i++)
		all[i] = (uint16_t)i;
	for (int i = 0; i < GLYF_TABLES; i++)
		tables[i] = table_of(&made->file, i);
	require(glyf_subset(arena, tables, all, made->glyph_count, &again));
	require(again.glyph_count == made->glyph_count && bytes_equal(again.file, made->file));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint16_t asked[] = { 1, 3, 2, 40, 7 };
	struct arena *arena = arena_new();
	struct bytes tables[GLYF_TABLES];
	struct glyf_subset made;
	struct reader reader = { .data = data, .length = (unsigned)size };
	size_t at = 2 * GLYF_TABLES;
	for (unsigned i = 0; i < GLYF_TABLES && at <= size; i++) {
		size_t length = number_at(&reader, 2 * i, 2);
		length = length < size - at ? length : size - at;
		unsigned char *copy = malloc(length + 1);    /* of its own, for the sanitizer */
		memcpy(copy, data + at, length);
		tables[i] = (struct bytes){ copy, length };
		at += length;
	}
	if (size >= 2 * GLYF_TABLES) {
		int count = size % 2 ? 5 : 3;
		if (glyf_subset(arena, tables, asked, count, &made))
			subset_again(arena, &made);
		for (int i = 0; i < GLYF_TABLES; i++)
			free((void *)tables[i].data);
	}
	arena_free(arena);
	return 0;
}
