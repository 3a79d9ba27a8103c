/* Page pictures: each item of the display list drawn in its order, glyphs by FreeType, rules as rectangles with soft
 * edges. Pixels are RGB, white to begin with. */
#include "emit/preview.h"
#include <math.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/picture.h"
#include "font/raster.h"
#include "page/frame.h"

struct preview {
	struct diagnostics *all;
	struct fonts *fonts;
	struct raster *raster;
	struct preview_look look;
};

struct canvas {
	struct preview *preview;
	struct arena *arena;
	int width, height;
	uint8_t *pixels;
	struct frames frames;
	int result;
};

struct preview *preview_open(struct diagnostics *all, struct fonts *fonts, const struct preview_look *look)
{
	struct preview *preview = calloc(1, sizeof *preview);
	if (!preview)
		memory_exhausted();
	*preview = (struct preview){ .all = all, .fonts = fonts, .raster = raster_open(fonts), .look = *look };
	if (!preview->raster) {
		REPORT(all, preview_failed, NULL, "FreeType");
		free(preview);
		preview = NULL;
	}
	return preview;
}

void preview_close(struct preview *preview)
{
	raster_close(preview->raster);
	free(preview);
}

/* mpt to 1/64 pixel */
static int64_t pixels64(const struct canvas *canvas, int64_t length)
{
	return rounded_ratio(length, 64 * canvas->preview->look.dpi, 72000);
}

/* From the frame in force to the sheet. */
static void on_sheet(const struct canvas *canvas, mpt x, mpt y, mpt out[2])
{
	frame_on_sheet(frames_top(&canvas->frames), x, y, out);
}

static void blend(struct canvas *canvas, int x, int y, const uint8_t colour[3], unsigned coverage)
{
	if (x < 0 || y < 0 || x >= canvas->width || y >= canvas->height)
		return;
	uint8_t *pixel = canvas->pixels + 3 * ((size_t)y * (size_t)canvas->width + (size_t)x);
	for (int i = 0; i < 3; i++)
		pixel[i] = (uint8_t)((pixel[i] * (255 - coverage) + colour[i] * coverage + 127) / 255);
}

static void draw_glyph(struct canvas *canvas, const struct glyph_run *run, int i)
{
	mpt origin[2];
	struct glyph_picture picture;
	const uint8_t *colour = canvas->preview->look.colours[run->paint];
	on_sheet(canvas, run->x[i], run->y[i], origin);
	int64_t x = pixels64(canvas, origin[0]), y = pixels64(canvas, origin[1]);
	int column = (int)(x >> 6), row = (int)(y >> 6);
	const int placement[4] = { (int)pixels64(canvas, run->size), (int)(x & 63), (int)-(y & 63), frames_top(&canvas->frames)->quarters };
	if (raster_glyph(canvas->preview->raster, run->face, run->glyph[i], placement, &picture)) {
		struct place at = { .file = face_path(canvas->preview->fonts, run->face) };
		canvas->result = REPORT(canvas->preview->all, font_unusable, &at, face_name(canvas->preview->fonts, run->face));
		return;
	}
	for (int r = 0; r < picture.height; r++)
		for (int c = 0; c < picture.width; c++)
			if (picture.coverage[r * picture.width + c])
				blend(canvas, column + picture.left + c, row - picture.top + r, colour, picture.coverage[r * picture.width + c]);
}

/* How much of pixel p lies in [low, high), all in 1/64 pixel: 0 … 64. */
static int covered(int p, int64_t low, int64_t high)
{
	int64_t from = low > (int64_t)p * 64 ? low : (int64_t)p * 64, to = high < (int64_t)p * 64 + 64 ? high : (int64_t)p * 64 + 64;
	return to > from ? (int)(to - from) : 0;
}

struct extent { int64_t left, top, right, bottom; };    /* on the sheet, 1/64 pixel */

static struct extent extent_of(const struct canvas *canvas, const mpt box[4] /* two corners */)
{
	mpt a[2], b[2];
	on_sheet(canvas, box[0], box[1], a);
	on_sheet(canvas, box[2], box[3], b);
	return (struct extent){ .left = pixels64(canvas, a[0] < b[0] ? a[0] : b[0]), .right = pixels64(canvas, a[0] < b[0] ? b[0] : a[0]),
	                        .top = pixels64(canvas, a[1] < b[1] ? a[1] : b[1]), .bottom = pixels64(canvas, a[1] < b[1] ? b[1] : a[1]) };
}

static void draw_box(struct canvas *canvas, const mpt box[4], enum paint paint)
{
	const struct extent at = extent_of(canvas, box);
	const uint8_t *colour = canvas->preview->look.colours[paint];
	int64_t left = at.left, top = at.top, right = at.right, bottom = at.bottom;
	for (int y = (int)(top >> 6); y <= (int)(bottom >> 6); y++)
		for (int x = (int)(left >> 6); x <= (int)(right >> 6); x++) {
			int part = covered(x, left, right) * covered(y, top, bottom);
			if (part)
				blend(canvas, x, y, colour, (unsigned)(part * 255 / 4096));
		}
}

/* The ellipse within a box: each row of pixels as 16 slices, each slice's ends by the circle's equation. */
static void draw_ellipse(struct canvas *canvas, const mpt box[4], enum paint paint)
{
	enum { SLICES = 16, SLICE = 64 / SLICES };
	const struct extent at = extent_of(canvas, box);
	const uint8_t *colour = canvas->preview->look.colours[paint];
	double across = (double)(at.right - at.left) / 2, down = (double)(at.bottom - at.top) / 2;
	for (int y = (int)(at.top >> 6); y <= (int)(at.bottom >> 6) && down > 0; y++) {
		int64_t from[SLICES], to[SLICES];
		for (int i = 0; i < SLICES; i++) {
			double off = ((double)(64 * (int64_t)y + SLICE * i - at.top) + SLICE / 2.0 - down) / down;
			double half = off * off < 1 ? across * sqrt(1 - off * off) : 0;
			from[i] = at.left + (int64_t)(across - half + 0.5);
			to[i] = at.left + (int64_t)(across + half + 0.5);
		}
		for (int x = (int)(at.left >> 6); x <= (int)(at.right >> 6); x++) {
			int part = 0;
			for (int i = 0; i < SLICES; i++)
				part += covered(x, from[i], to[i]);
			if (part)
				blend(canvas, x, y, colour, (unsigned)(part * 255 / (64 * SLICES)));
		}
	}
}

static void draw_fill(struct canvas *canvas, const struct item *item)
{
	const mpt box[4] = { item->of.fill.x, item->of.fill.y, item->of.fill.x + item->of.fill.width, item->of.fill.y + item->of.fill.height };
	if (item->of.fill.round)
		draw_ellipse(canvas, box, item->of.fill.paint);
	else
		draw_box(canvas, box, item->of.fill.paint);
}

static void draw_rule(struct canvas *canvas, const struct item *item)
{
	mpt half = item->of.rule.width / 2;
	bool level = item->of.rule.y0 == item->of.rule.y1;
	const mpt box[4] = { item->of.rule.x0 - (level ? 0 : half), item->of.rule.y0 - (level ? half : 0),
	                     item->of.rule.x1 + (level ? 0 : half), item->of.rule.y1 + (level ? half : 0) };
	draw_box(canvas, box, item->of.rule.paint);
}

struct side { int64_t start, length; int pixels; };    /* of an image: 1/64 pixel of the page, and its own pixels */

/* The image's own pixels from *low to *high under the stretch of 64 that begins at `at`; false if its middle is outside. */
static bool under(const struct side *side, int64_t at, int *low, int *high)
{
	int64_t from = at - side->start;
	if (from + 32 < 0 || from + 32 >= side->length)
		return false;
	*low = (int)((from > 0 ? from : 0) * side->pixels / side->length);
	*high = (int)(((from + 64 < side->length ? from + 64 : side->length) * side->pixels - 1) / side->length) + 1;
	return true;
}

/* The mean of the image's pixels, multiplied with what is there. */
static void multiply(uint8_t *to, const struct picture *picture, const int columns[2], const int rows[2])
{
	uint64_t alpha = 0, colour[3] = { 0, 0, 0 };
	for (int row = rows[0]; row < rows[1]; row++) {
		for (int column = columns[0]; column < columns[1]; column++) {
			const uint8_t *from = picture->rgba + 4 * ((size_t)row * (size_t)picture->width + (size_t)column);
			alpha += from[3];
			for (int i = 0; i < 3; i++)
				colour[i] += (uint64_t)from[i] * from[3];
		}
	}
	uint64_t whole = (uint64_t)(rows[1] - rows[0]) * (uint64_t)(columns[1] - columns[0]) * 255 * 255;
	for (int i = 0; i < 3; i++)
		to[i] = (uint8_t)((to[i] * (whole - 255 * alpha + colour[i]) + whole / 2) / whole);
}

static void draw_picture(struct canvas *canvas, const struct item *item, const struct picture *picture)
{
	const struct side across = { pixels64(canvas, item->of.image.x), pixels64(canvas, item->of.image.width), picture->width };
	const struct side down = { pixels64(canvas, item->of.image.y), pixels64(canvas, item->of.image.height), picture->height };
	const struct frame *frame = frames_top(&canvas->frames);
	int64_t corner_x = pixels64(canvas, frame->x), corner_y = pixels64(canvas, frame->y);
	for (int y = 0; y < canvas->height; y++) {
		for (int x = 0; x < canvas->width; x++) {
			/* the pixel's near corner in the frame, for each number of quarter turns */
			int64_t right = 64 * (int64_t)x - corner_x, below = 64 * (int64_t)y - corner_y;
			const int64_t u[4] = { right, -below - 64, -right - 64, below }, v[4] = { below, right, -below - 64, -right - 64 };
			int columns[2], rows[2];
			if (under(&across, u[frame->quarters], &columns[0], &columns[1]) && under(&down, v[frame->quarters], &rows[0], &rows[1]))
				multiply(canvas->pixels + 3 * ((size_t)y * (size_t)canvas->width + (size_t)x), picture, columns, rows);
		}
	}
}

static void draw_image(struct canvas *canvas, const struct item *item)
{
	struct picture picture;
	if (picture_load(canvas->arena, canvas->preview->all, &item->of.image.at, item->of.image.path, &picture))
		canvas->result = -1;
	else
		draw_picture(canvas, item, &picture);
}

static void draw_item(struct canvas *canvas, const struct item *item)
{
	switch (item->kind) {
	case ITEM_GLYPHS:
		for (int i = 0; i < item->of.glyphs.count; i++)
			draw_glyph(canvas, &item->of.glyphs, i);
		break;
	case ITEM_RULE:
		draw_rule(canvas, item);
		break;
	case ITEM_FILL:
		draw_fill(canvas, item);
		break;
	case ITEM_IMAGE:
		draw_image(canvas, item);
		break;
	case ITEM_TURN:
		frames_turn(&canvas->frames, item);
		break;
	case ITEM_TURN_END:
		frames_end(&canvas->frames);
		break;
	case ITEM_LINK:
	case ITEM_FIELD:
		break;    /* nothing to see */
	}
}

/* Takes out two of the three colours if they are the same everywhere. */
static bool make_grey(struct canvas *canvas)
{
	size_t count = (size_t)canvas->width * (size_t)canvas->height, i = 0;
	const uint8_t *at = canvas->pixels;
	while (i < count && at[3 * i] == at[3 * i + 1] && at[3 * i] == at[3 * i + 2])
		i++;
	bool grey = i == count;
	for (i = 0; i < count && grey; i++)
		canvas->pixels[i] = canvas->pixels[3 * i];
	return grey;
}

/* Deflating takes twice as long as drawing, unless it is quick. */
static int write_png(struct canvas *canvas, struct bytes *out)
{
	bool quick = canvas->preview->look.quick;
	png_image image = { .version = PNG_IMAGE_VERSION, .width = (png_uint_32)canvas->width, .height = (png_uint_32)canvas->height,
	                    .format = quick && make_grey(canvas) ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB, .flags = quick ? PNG_IMAGE_FLAG_FAST : 0 };
	png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
	unsigned char *data = arena_alloc(canvas->arena, size);
	if (!png_image_write_to_memory(&image, data, &size, 0, canvas->pixels, 0, NULL))
		return REPORT(canvas->preview->all, preview_failed, NULL, image.message);
	*out = (struct bytes){ data, size };
	return 0;
}

int preview_page(struct preview *preview, struct arena *arena, const struct page *page, struct bytes *out)
{
	struct canvas canvas = { .preview = preview, .arena = arena };
	canvas.width = (int)((pixels64(&canvas, page->width) + 63) >> 6);
	canvas.height = (int)((pixels64(&canvas, page->height) + 63) >> 6);
	canvas.pixels = arena_array(arena, (size_t)canvas.width * (size_t)canvas.height, 3);
	memset(canvas.pixels, 0xFF, (size_t)canvas.width * (size_t)canvas.height * 3);
	for (size_t i = 0; i < page->count; i++)
		draw_item(&canvas, &page->items[i]);
	return canvas.result ? -1 : write_png(&canvas, out);
}
