/* Any bytes as a CFF table: read in bounds; what is flattened and written can be opened, and is flat already. */
#include "fuzz.h"
#include "font/cff.h"

enum { GLYPHS_MOST = 40 };

static struct bytes flattened(struct arena *arena, const struct cff *cff, unsigned glyph)
{
	static unsigned char room[CFF_OUTLINE_MOST];
	unsigned length = cff_flatten(cff, glyph, room);
	unsigned char *copy = arena_alloc(arena, length + 1);
	require(length <= CFF_OUTLINE_MOST);
	memcpy(copy, room, length);
	return (struct bytes){ copy, length };
}

static void write_and_open(struct arena *arena, const struct cff *cff, const struct cff_glyph *glyphs, unsigned count)
{
	struct bytes table = cff_write(arena, cff, glyphs, count);
	unsigned char *copy = malloc(table.length);    /* of its own, for the sanitizer */
	memcpy(copy, table.data, table.length);
	struct cff *again = cff_open(arena, (struct bytes){ copy, table.length });
	require(again && again->charstrings.count == count && again->part_count <= cff->part_count);
	for (unsigned i = 0; i < count; i++)
		require(bytes_equal(flattened(arena, again, i), glyphs[i].outline));
	uint16_t *cids = arena_array(arena, count, sizeof *cids);
	for (unsigned i = 0; i < count; i++)
		cids[i] = (uint16_t)i;
	require(cff_recode(arena, copy, &table.length, cids, count) != NULL);
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct cff *cff = cff_open(arena, (struct bytes){ data, size });
	struct cff_glyph glyphs[GLYPHS_MOST];
	unsigned count = 0;
	for (unsigned i = 0; cff && i < cff->charstrings.count && count < GLYPHS_MOST; i++) {
		struct bytes outline = flattened(arena, cff, i);
		if (outline.length) {
			glyphs[count] = (struct cff_glyph){ (uint16_t)i, (uint16_t)(count * count), outline };
			count++;
		}
	}
	if (count)
		write_and_open(arena, cff, glyphs, count);
	size_t length = size;
	uint16_t cids[4] = { 0, 9, 8, 7 };
	cff_recode(arena, data, &length, cids, 4);
	arena_free(arena);
	return 0;
}
