/* The printing condition that CMYK colours are meant for: the ICC profile of a press and its paper. */
#ifndef EMIT_PRINTING_H
#define EMIT_PRINTING_H
#include "base/diagnostic.h"
#include "base/file.h"
#include "page/page.h"

struct printing {
	uint8_t inks[PAINT_COUNT][4];    /* cyan, magenta, yellow, black of each paint, in percent */
	struct bytes profile;            /* of the arena, as it stands in the file */
	const char *name;                /* as the profile describes itself, UTF-8 */
};

/* Reads the profile into out and sets its name. at: the place that names the file. -1 with a diagnostic: it cannot be read,
 * is larger than 8 MiB, or is no output profile (class prtr) for CMYK of version 2 or 4 of the ICC's format, as PDF/A-2
 * takes them (ISO 19005-2, 6.2.3; ISO 32000-1, 8.6.5.5 and 14.11.5), with all its parts inside. */
int printing_load(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path, struct printing *out);
#endif
