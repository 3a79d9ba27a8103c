/* Where something stands in the input: what a diagnostic names first. */
#ifndef BASE_PLACE_H
#define BASE_PLACE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct place_map;

struct place {
	const char *file;      /* as the user named it; NULL: no file */
	int line, column;      /* from 1, column counts characters; 0: unknown */
	int row;               /* data row of a table, from 1; 0: not in a table */
	const char *heading;   /* head text of the table column, or NULL */
	const struct place_map *map;   /* of text that was put together from pieces; NULL: its characters follow each other in the file */
	size_t offset;         /* with a map: of this place in the map's text */
};

/* Text together with its place. text is NULL where nothing was given. */
struct words {
	const char *text;
	struct place at;
};

/* Text that was put together: its bytes from `start` on stand in the file as they are, or all of them stand for what is at one place. */
struct place_piece {
	uint32_t start, line, column;
	bool literal;
};

struct place_map {
	const char *file, *text;
	size_t length;
	const struct place_piece *pieces;      /* in order; the first begins at 0 */
	size_t count;
};

/* Of the character `offset` bytes behind the beginning of the words; unknown lines and columns stay so. */
struct place place_in(const struct words *words, size_t offset);
/* Of the character at an offset of the map's text; behind its end: of the end. */
struct place place_mapped(const struct place_map *map, size_t offset);
#endif
