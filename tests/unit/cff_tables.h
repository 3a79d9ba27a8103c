/* Small CFF tables put together by hand, for the tests of subsets. */
#ifndef CFF_TABLES_H
#define CFF_TABLES_H
#include <string.h>
#include "base/buffer.h"
#include "base/bytes.h"

enum { TABLE_OBJECTS_MOST = 8 };

/* Charstrings and subroutines as they stand, NULL-terminated lists; lengths without the NUL of C. */
struct table_wish {
	struct bytes glyphs[TABLE_OBJECTS_MOST], local[TABLE_OBJECTS_MOST], global[TABLE_OBJECTS_MOST];
	bool by_cid;                   /* with two parts, glyph by glyph in turn; only the second has the local subroutines */
	const char *top;               /* more entries of the Top DICT */
	size_t top_length;
};
#define CODE(text) { (const unsigned char *)(text), sizeof (text) - 1 }

static inline void table_number(struct buffer *out, unsigned number, int size)
{
	while (size--)
		buffer_byte(out, (char)(number >> (8 * size)));
}

static inline unsigned table_count(const struct bytes *objects)
{
	unsigned count = 0;
	while (count < TABLE_OBJECTS_MOST && objects[count].data)
		count++;
	return count;
}

static inline void table_index(struct buffer *out, const struct bytes *objects, unsigned count)
{
	unsigned end = 1;
	table_number(out, count, 2);
	if (!count)
		return;
	table_number(out, 2, 1);
	table_number(out, end, 2);
	for (unsigned i = 0; i < count; i++)
		table_number(out, end += (unsigned)objects[i].length, 2);
	for (unsigned i = 0; i < count; i++)
		buffer_add(out, (const char *)objects[i].data, objects[i].length);
}

static inline void table_entry(struct buffer *out, unsigned number, const char *operator, size_t length)
{
	table_number(out, 29, 1);
	table_number(out, number, 4);
	buffer_add(out, operator, length);
}

static inline struct bytes table_bytes(const struct buffer *buffer) { return (struct bytes){ (const unsigned char *)buffer->text, buffer->length }; }

/* The Top DICT, whose length does not depend on the offsets: charset, FDSelect, FDArray, charstrings, Private DICT. */
static inline void table_top(struct buffer *out, const struct table_wish *wish, const unsigned at[5])
{
	static const unsigned char name[] = "Test";
	struct buffer dict = { .arena = out->arena };
	if (wish->by_cid)
		buffer_add(&dict, "\x1d\0\0\1\x87\x1d\0\0\1\x88\x8b\x0c\x1e", 13);
	buffer_add(&dict, "\x8b\x8b\x1c\x03\xe8\x1c\x03\xe8\x05", 9);    /* FontBBox 0 0 1000 1000 */
	buffer_add(&dict, wish->top ? wish->top : "", wish->top_length);
	table_entry(&dict, at[0], "\x0f", 1);
	table_entry(&dict, at[3], "\x11", 1);
	if (wish->by_cid) {
		table_entry(&dict, at[1], "\x0c\x25", 2);
		table_entry(&dict, at[2], "\x0c\x24", 2);
	} else {
		table_number(&dict, 29, 1);
		table_number(&dict, 4, 4);
		table_entry(&dict, at[4], "\x12", 1);
	}
	buffer_add(out, "\1\0\4\2", 4);
	table_index(out, &(struct bytes){ name, 4 }, 1);
	struct bytes top = table_bytes(&dict);
	table_index(out, &top, 1);
	table_index(out, (const struct bytes[]){ CODE("Adobe"), CODE("Identity"), CODE("(c) nobody") }, 3);
	table_index(out, wish->global, table_count(wish->global));
}

/* All behind the Top DICT; notes where its parts stand. */
static inline void table_rest(struct buffer *out, const struct table_wish *wish, unsigned at[5])
{
	unsigned count = table_count(wish->glyphs);
	at[0] = (unsigned)out->length;
	table_number(out, 0, 1);
	for (unsigned i = 1; i < count; i++)
		table_number(out, wish->by_cid ? 10 * i : i, 2);    /* CIDs, or the names of standard strings */
	at[1] = (unsigned)out->length;
	table_number(out, 0, 1);
	for (unsigned i = 0; i < count; i++)
		table_number(out, i % 2, 1);
	at[3] = (unsigned)out->length;
	table_index(out, wish->glyphs, count);
	at[4] = (unsigned)out->length;
	buffer_add(out, "\xef\x15\x8f\x13", 4);    /* nominalWidthX 100, Subrs behind these four bytes */
	table_index(out, wish->local, table_count(wish->local));
	unsigned plain = (unsigned)out->length;
	buffer_add(out, "\xf7\x5c\x14", 3);    /* defaultWidthX 200 */
	struct buffer dicts[2] = { { .arena = out->arena }, { .arena = out->arena } };
	for (int i = 0; i < 2; i++) {
		table_number(&dicts[i], 29, 1);
		table_number(&dicts[i], i ? 4 : 3, 4);
		table_entry(&dicts[i], i ? at[4] : plain, "\x12", 1);
	}
	at[2] = (unsigned)out->length;
	struct bytes array[2] = { table_bytes(&dicts[0]), table_bytes(&dicts[1]) };
	table_index(out, array, 2);
}

/* Made twice: the second time with the offsets that the first has found. */
static inline struct bytes table_make(struct arena *arena, const struct table_wish *wish)
{
	unsigned at[5] = { 0 };
	struct buffer out = { .arena = arena };
	for (int turn = 0; turn < 2; turn++) {
		out.length = 0;
		table_top(&out, wish, at);
		table_rest(&out, wish, at);
	}
	return table_bytes(&out);
}
#endif
