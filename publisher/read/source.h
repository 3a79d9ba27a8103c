/* One input file as UTF-8 text with positions. Character set by content: byte-order mark (UTF-8, UTF-16 LE/BE), UTF-16
 * without one by its zero bytes, valid UTF-8, else GB18030 (iconv). */
#ifndef READ_SOURCE_H
#define READ_SOURCE_H
#include <stddef.h>
#include <stdint.h>
#include "base/diagnostic.h"
#include "base/file.h"

struct source {
	const char *name;            /* as the user named it */
	char *text;                  /* UTF-8, no byte-order mark, line ends as \n, NUL-terminated, no NUL inside */
	size_t length;
	const char *charset;         /* "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE" */
	const uint32_t *line_start;  /* offset of each line */
	int lines;
	const struct place_map *map; /* NULL: the text is that of the file */
};

/* -1 with a diagnostic: not there, unreadable, bytes that no character set explains (with line and column), a NUL. The file's
 * bytes become the text where they stand, if they are UTF-8. */
int source_load(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path, struct source *out);
/* The same from memory, which stays as it is. */
int source_decode(struct arena *arena, struct diagnostics *all, const char *name, struct bytes content, struct source *out);
/* The same text put together anew: \n ends its lines, and the map knows its places. */
void source_remade(struct arena *arena, const struct source *from, const struct place_map *map, size_t length, struct source *out);
struct place source_place(const struct source *source, size_t offset);
#endif
