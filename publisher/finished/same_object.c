#include "finished/same_object.h"
#include <stdint.h>
#include <string.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "finished/pdf_stream.h"

enum { DEPTH_MOST = 256, STREAM_MOST = 256 << 20 };

struct pair { int one, other; };       /* object numbers; 0, 0: a free place */

struct same {
	struct arena *arena;
	struct pdf_file *file[2];
	qpdf_data library[2];
	struct pair *known;        /* by hash; capacity is a power of two */
	size_t count, capacity;
	int *declared[2];          /* by object number: of a declared pair, from 1 */
	size_t declared_capacity[2];
	int declared_count, depth;
	bool too_deep;
};

struct same *same_new(struct arena *arena, struct pdf_file *one, struct pdf_file *other)
{
	struct same *same = arena_alloc(arena, sizeof *same);
	*same = (struct same){ .arena = arena, .file = { one, other }, .library = { pdf_file_library(one), pdf_file_library(other) }, .capacity = 1024 };
	same->known = arena_array(arena, same->capacity, sizeof *same->known);
	return same;
}

static struct pair *place_of(struct pair *list, size_t capacity, struct pair pair)
{
	size_t at = ((uint64_t)pair.one * 0x9E3779B97F4A7C15u ^ (uint64_t)pair.other * 0xC2B2AE3D27D4EB4Fu) >> 17 & (capacity - 1);
	while (list[at].one && (list[at].one != pair.one || list[at].other != pair.other))
		at = (at + 1) & (capacity - 1);
	return &list[at];
}

static void enlarge(struct same *same)
{
	size_t capacity = same->capacity * 2;
	struct pair *list = arena_array(same->arena, capacity, sizeof *list);
	for (size_t i = 0; i < same->capacity; i++)
		if (same->known[i].one)
			*place_of(list, capacity, same->known[i]) = same->known[i];
	same->known = list;
	same->capacity = capacity;
}

/* Was the pair known? It is from now on. */
static bool meet(struct same *same, struct pair pair)
{
	struct pair *place = place_of(same->known, same->capacity, pair);
	bool met = place->one != 0;
	if (!met) {
		*place = pair;
		same->count++;
		if (same->count * 2 > same->capacity)
			enlarge(same);
	}
	return met;
}

static struct pair pair_of(const struct same *same, qpdf_oh one, qpdf_oh other)
{
	return (struct pair){ qpdf_oh_get_object_id(same->library[0], one), qpdf_oh_get_object_id(same->library[1], other) };
}

static int *declaration(struct same *same, int side, int object)
{
	ARENA_GROW(same->arena, same->declared[side], &same->declared_capacity[side], (size_t)object + 1);
	return &same->declared[side][object];
}

void same_declare(struct same *same, qpdf_oh one, qpdf_oh other)
{
	struct pair pair = pair_of(same, one, other);
	same->declared_count++;
	*declaration(same, 0, pair.one) = *declaration(same, 1, pair.other) = same->declared_count;
}

static int declared(const struct same *same, int side, int object)
{
	return (size_t)object < same->declared_capacity[side] ? same->declared[side][object] : 0;
}

/* ---- objects ---- */

static bool same_items(struct same *same, qpdf_oh one, qpdf_oh other)
{
	int count = qpdf_oh_get_array_n_items(same->library[0], one);
	bool equal = count == qpdf_oh_get_array_n_items(same->library[1], other);
	for (int i = 0; i < count && equal; i++) {
		qpdf_oh left = qpdf_oh_get_array_item(same->library[0], one, i), right = qpdf_oh_get_array_item(same->library[1], other, i);
		equal = same_objects(same, left, right);
		qpdf_oh_release(same->library[0], left);
		qpdf_oh_release(same->library[1], right);
	}
	return equal;
}

static bool left_out(const char *key)
{
	static const char *const keys[] = { "/Parent", "/P", "/Length", "/Filter", "/DecodeParms", "/StructParent", "/StructParents", "/IDTree", "/ParentTree",
	                                    "/ParentTreeNextKey" };
	bool found = false;
	for (size_t i = 0; i < sizeof keys / sizeof keys[0] && !found; i++)
		found = strcmp(key, keys[i]) == 0;
	return found;
}

static size_t counted(const char *const *keys)
{
	size_t count = 0;
	for (; *keys; keys++)
		count += !left_out(*keys);
	return count;
}

static bool same_entries(struct same *same, qpdf_oh one, qpdf_oh other)
{
	struct arena *scratch = arena_new();
	const char *const *keys = dictionary_keys(scratch, same->library[0], one);
	bool equal = counted(keys) == counted(dictionary_keys(scratch, same->library[1], other));
	for (; *keys && equal; keys++) {
		if (left_out(*keys))
			continue;
		qpdf_oh left = qpdf_oh_get_key(same->library[0], one, *keys), right = qpdf_oh_get_key(same->library[1], other, *keys);
		equal = same_objects(same, left, right);
		qpdf_oh_release(same->library[0], left);
		qpdf_oh_release(same->library[1], right);
	}
	arena_free(scratch);
	return equal;
}

static bool same_text(struct same *same, qpdf_oh one, qpdf_oh other)
{
	const char *left = qpdf_oh_unparse_resolved(same->library[0], one);    /* each in the memory of its own file */
	return strcmp(left, qpdf_oh_unparse_resolved(same->library[1], other)) == 0;
}

static bool same_filters(struct same *same, qpdf_oh one, qpdf_oh other)
{
	qpdf_oh left = qpdf_oh_get_dict(same->library[0], one), right = qpdf_oh_get_dict(same->library[1], other);
	return same_text(same, qpdf_oh_get_key(same->library[0], left, "/Filter"), qpdf_oh_get_key(same->library[1], right, "/Filter"))
	       && same_text(same, qpdf_oh_get_key(same->library[0], left, "/DecodeParms"), qpdf_oh_get_key(same->library[1], right, "/DecodeParms"));
}

bool same_streams(struct same *same, qpdf_oh one, qpdf_oh other)
{
	static const size_t most_and_hint[2] = { STREAM_MOST, 0 };
	struct arena *scratch = arena_new();
	struct bytes left = { 0 }, right = { 0 };
	bool unpacked = pdf_stream_read(scratch, same->file[0], one, most_and_hint, &left) == STREAM_READ
	                && pdf_stream_read(scratch, same->file[1], other, most_and_hint, &right) == STREAM_READ;
	bool equal = unpacked || (same_filters(same, one, other) && pdf_stream_raw(scratch, same->file[0], one, &left) == STREAM_READ
	                          && pdf_stream_raw(scratch, same->file[1], other, &right) == STREAM_READ);
	equal = equal && bytes_equal(left, right);
	arena_free(scratch);
	return equal;
}

static bool same_values(struct same *same, qpdf_oh one, qpdf_oh other)
{
	enum qpdf_object_type_e type = qpdf_oh_get_type_code(same->library[0], one);
	if (type != qpdf_oh_get_type_code(same->library[1], other))
		return false;
	switch (type) {
	case ot_array: return same_items(same, one, other);
	case ot_dictionary: return same_entries(same, one, other);
	case ot_stream:
		return same_entries(same, qpdf_oh_get_dict(same->library[0], one), qpdf_oh_get_dict(same->library[1], other)) && same_streams(same, one, other);
	default: return same_text(same, one, other);
	}
}

bool same_objects(struct same *same, qpdf_oh one, qpdf_oh other)
{
	struct pair pair = pair_of(same, one, other);
	int left = declared(same, 0, pair.one), right = declared(same, 1, pair.other);
	if (left || right)
		return left == right;
	if (same->depth == DEPTH_MOST)
		same->too_deep = true;
	if (same->too_deep || (pair.one && pair.other && meet(same, pair)))
		return !same->too_deep;
	same->depth++;
	bool equal = same_values(same, one, other);
	same->depth--;
	return equal;
}

int same_sound(struct same *same)
{
	int result = pdf_file_sound(same->file[0]) | pdf_file_sound(same->file[1]);
	if (same->too_deep)
		result = pdf_file_damaged(same->file[0], "nested without end");
	return result ? -1 : 0;
}
