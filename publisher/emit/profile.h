/* The colours of the file: an ICC profile of sRGB, of our own making. Private to emit/. */
#ifndef EMIT_PROFILE_H
#define EMIT_PROFILE_H
#include "emit/objects.h"

/* An ICC.1:2004-10 (version 4.2) display profile of IEC 61966-2-1, about 560 bytes; always the same ones. */
void profile_srgb(struct buffer *out);
#endif
