#include "base/place.h"

/* Moves behind the bytes, counting lines and characters. */
static void count_on(struct place *at, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '\n') {
			at->line += at->line > 0;
			at->column = 1;
		} else if (((unsigned char)text[i] & 0xC0) != 0x80) {
			at->column += at->column > 0;
		}
	}
}

struct place place_mapped(const struct place_map *map, size_t offset)
{
	size_t low = 0, high = map->count - 1;
	offset = offset < map->length ? offset : map->length;
	while (low < high) {
		size_t middle = low + (high - low + 1) / 2;
		if (map->pieces[middle].start <= offset)
			low = middle;
		else
			high = middle - 1;
	}
	const struct place_piece *piece = &map->pieces[low];
	struct place at = { .file = map->file, .line = (int)piece->line, .column = (int)piece->column, .map = map, .offset = offset };
	if (piece->literal)
		count_on(&at, map->text + piece->start, offset - piece->start);
	return at;
}

struct place place_in(const struct words *words, size_t offset)
{
	struct place at = words->at;
	if (at.map)
		return place_mapped(at.map, at.offset + offset);
	count_on(&at, words->text, offset);
	return at;
}
