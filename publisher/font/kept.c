/* What is kept of fonts from document to document besides the faces: flattened outlines and packed font files. Either has a most,
 * at which all of it is forgotten: a batch of like documents never meets it, and one of unlike documents gains little. */
#include <string.h>
#include "base/buffer.h"
#include "font/fonts.h"

enum { OUTLINES_MOST = 16 << 20, FILES_MOST = 8 << 20, FILE_COUNT_MOST = 256 };

enum { PAGE_OUTLINES = 32 };
struct outline_page { struct bytes list[PAGE_OUTLINES]; };

struct kept_file {
	int face;
	uint64_t print[2];             /* of the key */
	struct bytes key;
	struct font_file file;
};

void outlines_begin(struct fonts *fonts)
{
	if (fonts->outline_bytes < OUTLINES_MOST)
		return;
	arena_free(fonts->outlines);
	fonts->outlines = NULL;
	fonts->outline_bytes = 0;
	for (int i = 0; i < fonts->count; i++)
		fonts->faces[i].outlines = NULL;
}

static void *keep(struct arena *arena, const void *data, size_t length)
{
	void *copy = arena_reserve(arena, length);
	return length ? memcpy(copy, data, length) : copy;
}

/* Where the outline of a glyph is kept; both tables are made when they are first needed. */
static struct bytes *outline_at(struct fonts *fonts, struct face *face, uint16_t glyph)
{
	const size_t most = 0x10000 / PAGE_OUTLINES;
	if (!fonts->outlines)
		fonts->outlines = arena_new();
	if (!face->outlines) {
		face->outlines = arena_array(fonts->outlines, most, sizeof *face->outlines);
		fonts->outline_bytes += most * sizeof *face->outlines;
	}
	struct outline_page **page = &face->outlines[glyph / PAGE_OUTLINES];
	if (!*page) {
		*page = arena_alloc(fonts->outlines, sizeof **page);
		fonts->outline_bytes += sizeof **page;
	}
	return &(*page)->list[glyph % PAGE_OUTLINES];
}

struct bytes face_outline(struct fonts *fonts, struct face *face, uint16_t glyph, unsigned char *room)
{
	struct bytes *kept = outline_at(fonts, face, glyph);
	unsigned length = kept->length ? 0 : cff_flatten(face->cff, glyph, room);
	if (length) {
		*kept = (struct bytes){ keep(fonts->outlines, room, length), length };
		fonts->outline_bytes += length;
	}
	return *kept;
}

static void print_of(struct bytes key, uint64_t print[2])
{
	print[0] = print[1] = 0;
	fingerprint_add(print, key.data, key.length);
}

bool fonts_recall(const struct fonts *fonts, int face, struct bytes key, struct font_file *out)
{
	uint64_t print[2];
	bool found = false;
	if (fonts->kept_count)
		print_of(key, print);
	for (size_t i = 0; i < fonts->kept_count && !found; i++) {
		const struct kept_file *kept = &fonts->kept[i];
		found = kept->face == face && kept->print[0] == print[0] && kept->print[1] == print[1] && bytes_equal(kept->key, key);
		if (found)
			*out = kept->file;
	}
	return found;
}

static void forget_files(struct fonts *fonts)
{
	arena_free(fonts->files);
	fonts->files = NULL;
	fonts->kept = NULL;
	fonts->kept_count = fonts->kept_capacity = fonts->kept_bytes = 0;
}

void fonts_keep(struct fonts *fonts, int face, struct bytes key, const struct font_file *file)
{
	size_t glyphs = (size_t)file->glyph_count * sizeof *file->glyphs, bytes = key.length + file->packed.length + glyphs;
	if (!fonts->again || bytes > FILES_MOST)
		return;
	if (fonts->kept_bytes + bytes > FILES_MOST || fonts->kept_count == FILE_COUNT_MOST)
		forget_files(fonts);
	if (!fonts->files)
		fonts->files = arena_new();
	ARENA_GROW(fonts->files, fonts->kept, &fonts->kept_capacity, fonts->kept_count + 1);
	struct kept_file *kept = &fonts->kept[fonts->kept_count++];
	*kept = (struct kept_file){ .face = face, .key = { keep(fonts->files, key.data, key.length), key.length }, .file = *file };
	print_of(key, kept->print);
	kept->file.packed.data = keep(fonts->files, file->packed.data, file->packed.length);
	kept->file.glyphs = keep(fonts->files, file->glyphs, glyphs);
	fonts->kept_bytes += bytes;
}

void kept_free(struct fonts *fonts)
{
	arena_free(fonts->outlines);
	arena_free(fonts->files);
}
