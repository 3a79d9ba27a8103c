/* For this room alone: a font's ToUnicode map (ISO 32000-1, 9.10.3), from character codes to text. */
#ifndef FINISHED_TO_UNICODE_H
#define FINISHED_TO_UNICODE_H
#include "base/file.h"

struct to_unicode;

/* What of the map can be read; codes that it does not name have no text. Never NULL. */
struct to_unicode *to_unicode_read(struct arena *arena, struct bytes map);
const char *to_unicode_text(const struct to_unicode *map, unsigned code);    /* UTF-8; NULL: none */
#endif
