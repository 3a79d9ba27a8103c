/* For this room alone: two XMP packets (ISO 16684-1) held against each other. */
#ifndef FINISHED_METADATA_COMPARE_H
#define FINISHED_METADATA_COMPARE_H
#include <stdbool.h>
#include "base/file.h"
struct arena;

/* Do both say the same, but for what a program that adds a time stamp notes about itself: xmp:ModifyDate, xmp:MetadataDate, pdf:Producer?
 * How it is written (attributes or elements, order, prefixes) does not count. A packet that is no XML says nothing: false. */
bool metadata_same_but_dates(struct arena *arena, struct bytes before, struct bytes after);
#endif
