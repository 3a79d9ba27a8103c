/* Glyph pictures for the preview, by FreeType. */
#ifndef FONT_RASTER_H
#define FONT_RASTER_H
#include "font/font.h"

struct raster;
struct glyph_picture {
	int left, top;             /* of the picture from the glyph's origin, pixels, top upwards positive */
	int width, height;
	const uint8_t *coverage;   /* width * height, 0 … 255; lent until the next call */
};
struct raster *raster_open(struct fonts *fonts);   /* NULL: FreeType cannot start */
void raster_close(struct raster *raster);
/* size in 1/64 pixel; fraction_x/y in 1/64 pixel, y upwards; turns: quarter turns counter-clockwise, 0 … 3. -1: cannot be drawn. */
int raster_glyph(struct raster *raster, int face, uint16_t glyph, const int placement[4] /* size, fx, fy, turns */, struct glyph_picture *out);
#endif
