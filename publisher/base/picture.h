/* Pictures (PNG), decoded by libpng. */
#ifndef BASE_PICTURE_H
#define BASE_PICTURE_H
#include <stdint.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/file.h"

struct picture { int width, height; const uint8_t *rgba; };
/* -1 with a diagnostic: not there, no PNG, damaged, with a profile for other colours than RGB or grey, or larger than 4,096 pixels a side. */
int picture_load(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path, struct picture *out);    /* at: what names it */
int picture_decode(struct arena *arena, struct diagnostics *all, const char *name, struct bytes file, struct picture *out);   /* of bytes at hand */
#endif
