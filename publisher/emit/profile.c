/* Made from the numbers of IEC 61966-2-1 and nothing else, so that no one else's file is copied into documents: primaries
 * and white adapted to D50 by Bradford's matrix, the curve as a parametric one (ICC.1:2004-10, 10.15, type 3). Its copyright
 * tag waives all rights. */
#include "emit/profile.h"

enum { TAGS = 10, CURVE = 7, HEADER = 128 };    /* from CURVE on, the tags are the same curve */

static void put_number(struct buffer *out, uint32_t number, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--)
		buffer_byte(out, (char)(number >> 8 * i & 0xFF));
}

static void put_name(struct buffer *out, const char *name) { buffer_add(out, name, 4); }

/* s15Fixed16Number from ten millionths. */
static void put_fixed(struct buffer *out, int32_t tenths_of_millionths)
{
	put_number(out, (uint32_t)(int32_t)rounded_ratio(tenths_of_millionths, 65536, 10000000), 4);
}

static void put_fixed_list(struct buffer *out, const char *type, const int32_t *list, int count)
{
	put_name(out, type);
	put_number(out, 0, 4);
	for (int i = 0; i < count; i++)
		put_fixed(out, list[i]);
}

static void put_words(struct buffer *out, const char *words)
{
	size_t length = strlen(words);
	put_name(out, "mluc");
	put_number(out, 0, 4);
	put_number(out, 1, 4);
	put_number(out, 12, 4);
	put_name(out, "enUS");
	put_number(out, (uint32_t)(2 * length), 4);
	put_number(out, 28, 4);
	for (size_t i = 0; i < length; i++)
		put_number(out, (unsigned char)words[i], 2);
}

/* tag: as in names of profile_srgb */
static void put_tag(struct buffer *out, int tag)
{
	static const int32_t white[3] = { 9642029, 10000000, 8249054 };
	static const int32_t primaries[3][3] = { { 4360747, 2225045, 139322 }, { 3850649, 7168786, 971045 }, { 1430804, 606169, 7141733 } };
	static const int32_t adaptation[9] = { 10478112, 228866, -501270, 295424, 9904844, -170491, -92345, 150436, 7521316 };
	static const int32_t curve[5] = { 24000000, 9478673, 521327, 773994, 404500 };    /* g, a, b, c, d */
	switch (tag) {
	case 0:
		put_words(out, "sRGB");
		break;
	case 1:
		put_words(out, "No rights reserved (CC0)");
		break;
	case 2:
		put_fixed_list(out, "XYZ ", white, 3);
		break;
	case 3:
		put_fixed_list(out, "sf32", adaptation, 9);
		break;
	case 4:
	case 5:
	case 6:
		put_fixed_list(out, "XYZ ", primaries[tag - 4], 3);
		break;
	default:
		put_name(out, "para");
		put_number(out, 0, 4);
		put_number(out, 3, 2);
		put_number(out, 0, 2);
		for (int i = 0; i < 5; i++)
			put_fixed(out, curve[i]);
	}
	while (out->length % 4)
		buffer_byte(out, '\0');
}

static void put_header(struct buffer *out, size_t size)
{
	size_t start = out->length;
	put_number(out, (uint32_t)size, 4);
	put_number(out, 0, 4);
	put_number(out, 0x04200000, 4);
	put_name(out, "mntr");
	put_name(out, "RGB ");
	put_name(out, "XYZ ");
	put_number(out, 2018, 2);    /* a date must be there; nothing hangs on it */
	put_number(out, 1, 2);
	put_number(out, 1, 2);
	put_number(out, 0, 4);
	put_number(out, 0, 2);
	put_name(out, "acsp");
	while (out->length < start + 68)
		buffer_byte(out, '\0');
	put_fixed(out, 9642029);     /* D50 */
	put_fixed(out, 10000000);
	put_fixed(out, 8249054);
	while (out->length < start + HEADER)
		buffer_byte(out, '\0');
}

void profile_srgb(struct buffer *out)
{
	static const char *const names[TAGS] = { "desc", "cprt", "wtpt", "chad", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC" };
	struct buffer data = { .arena = out->arena }, directory = { .arena = out->arena };
	size_t start = 0;
	for (int tag = 0; tag < TAGS; tag++) {
		if (tag <= CURVE) {
			start = data.length;
			put_tag(&data, tag);
		}
		put_name(&directory, names[tag]);
		put_number(&directory, (uint32_t)(HEADER + 4 + 12 * TAGS + start), 4);
		put_number(&directory, (uint32_t)(data.length - start), 4);
	}
	put_header(out, HEADER + 4 + directory.length + data.length);
	put_number(out, TAGS, 4);
	buffer_add(out, directory.text, directory.length);
	buffer_add(out, data.text, data.length);
}
