/* The bytes of a font's tables, read with a mark that stays once something lay beyond their end; what is read there is 0.
 * Private to font/. */
#ifndef FONT_TABLE_H
#define FONT_TABLE_H
#include <stdbool.h>
#include <stdint.h>

struct reader { const unsigned char *data; unsigned length; bool broken; };

static inline unsigned byte_at(struct reader *reader, unsigned at)
{
	if (at < reader->length)
		return reader->data[at];
	reader->broken = true;
	return 0;
}

static inline unsigned number_at(struct reader *reader, unsigned at, unsigned size)
{
	unsigned number = 0;
	for (unsigned i = 0; i < size; i++)
		number = number << 8 | byte_at(reader, at + i);
	return number;
}
#endif
