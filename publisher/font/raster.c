/* Outlines are taken without hints, turned, moved by the fraction of a pixel and filled in 256 greys. A file is opened by
 * FreeType when its first glyph is drawn. */
#include "font/raster.h"
#include <ft2build.h>
#include <stdlib.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include "font/fonts.h"

struct raster {
	struct fonts *fonts;
	FT_Library library;
	FT_Face faces[FACES_MAX];
};

struct raster *raster_open(struct fonts *fonts)
{
	struct raster *raster = calloc(1, sizeof *raster);
	if (raster && FT_Init_FreeType(&raster->library)) {
		free(raster);
		raster = NULL;
	}
	if (raster)
		raster->fonts = fonts;
	return raster;
}

void raster_close(struct raster *raster)
{
	if (!raster)
		return;
	for (int i = 0; i < FACES_MAX; i++)
		if (raster->faces[i])
			FT_Done_Face(raster->faces[i]);
	FT_Done_FreeType(raster->library);
	free(raster);
}

int raster_glyph(struct raster *raster, int face, uint16_t glyph, const int placement[4], struct glyph_picture *out)
{
	static const FT_Matrix turns[4] = { { 0x10000, 0, 0, 0x10000 }, { 0, -0x10000, 0x10000, 0 }, { -0x10000, 0, 0, -0x10000 }, { 0, 0x10000, -0x10000, 0 } };
	const struct face *from = &raster->fonts->faces[face];
	FT_Face *loaded = &raster->faces[face];
	if (!from->path || (!*loaded && FT_New_Face(raster->library, from->path, from->index, loaded)))
		return -1;
	if (FT_Set_Char_Size(*loaded, placement[0], placement[0], 72, 72) || FT_Load_Glyph(*loaded, glyph, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP))
		return -1;
	FT_GlyphSlot slot = (*loaded)->glyph;
	if (slot->format != FT_GLYPH_FORMAT_OUTLINE)
		return -1;
	FT_Outline_Transform(&slot->outline, &turns[placement[3] & 3]);
	FT_Outline_Translate(&slot->outline, placement[1], placement[2]);
	if (FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL))
		return -1;
	*out = (struct glyph_picture){ .left = slot->bitmap_left, .top = slot->bitmap_top, .width = (int)slot->bitmap.width,
	                               .height = (int)slot->bitmap.rows, .coverage = slot->bitmap.buffer };
	return 0;
}
