#include "base/picture.h"
#include <png.h>
#include <string.h>
#include "base/file.h"

enum { SIDE_MAX = 4096 };

int picture_decode(struct arena *arena, struct diagnostics *all, const char *name, struct bytes file, struct picture *out)
{
	struct place at = { .file = name };
	png_image image = { .version = PNG_IMAGE_VERSION };
	if (!png_image_begin_read_from_memory(&image, file.data, file.length))
		return REPORT(all, picture_bad, &at, image.message);
	if (image.width > SIDE_MAX || image.height > SIDE_MAX) {
		png_image_free(&image);
		return REPORT(all, picture_bad, &at, "more than 4,096 pixels a side");
	}
	if (strstr(image.message, "invalid ICC profile color space")) {    /* such as one for CMYK: libpng warns and goes on */
		png_image_free(&image);
		return REPORT(all, picture_bad, &at, image.message);
	}
	image.format = PNG_FORMAT_RGBA;
	uint8_t *pixels = arena_array(arena, (size_t)image.width * image.height, 4);
	if (!png_image_finish_read(&image, NULL, pixels, 0, NULL))
		return REPORT(all, picture_bad, &at, image.message);
	*out = (struct picture){ .width = (int)image.width, .height = (int)image.height, .rgba = pixels };
	return 0;
}

int picture_load(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path, struct picture *out)
{
	struct bytes file;
	return file_read(arena, all, at, path, &file) ? -1 : picture_decode(arena, all, path, file, out);
}
