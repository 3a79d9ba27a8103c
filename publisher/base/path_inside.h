/* Names of files that are put into a folder by somebody else's word. */
#ifndef BASE_PATH_INSIDE_H
#define BASE_PATH_INSIDE_H
#include "base/arena.h"

/* The list of the sources that are embedded in a PDF: emit/ writes it, read/ reads it, rebuilding looks for it. */
#define SOURCES_LIST "hongtou-sources.ini"

/* The path without "." and doubled slashes. NULL: it is absolute, empty, leaves its folder, is no UTF-8, has control characters or
 * a backslash, or a part of it is longer than file systems hold (255 bytes; 1,000 in all). */
const char *path_inside(struct arena *arena, const char *path);
#endif
