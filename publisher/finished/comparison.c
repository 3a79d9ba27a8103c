/* What the comparing functions share: findings, explanations, values. */
#include "finished/comparison.h"
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"

void tamper(struct comparison *comparison, enum tampering_kind kind, int object, const char *detail)
{
	struct changes *out = comparison->out;
	if (!out->tampering)
		out->tampering = arena_array(comparison->arena, TAMPERING_MOST, sizeof *out->tampering);
	if (out->tampering_count < TAMPERING_MOST)
		out->tampering[out->tampering_count++] = (struct tampering){ kind, object, arena_strdup(comparison->arena, detail) };
}

/* ---- explanations ---- */

static bool listed(const struct comparison *comparison, int number) { return number > 0 && number <= comparison->revisions->xref.most; }

bool object_is_new(const struct comparison *comparison, int number)
{
	return listed(comparison, number) && comparison->map_before[number].kind == XREF_ABSENT;
}

bool object_open(const struct comparison *comparison, int number)
{
	return listed(comparison, number) && comparison->state[number] == OBJECT_CHANGED;
}

void explain_object(struct comparison *comparison, int number)
{
	if (object_open(comparison, number))
		comparison->state[number] = OBJECT_EXPLAINED;
}

/* A signature's or an appearance's values nest a few deep; what is deeper stays unexplained. */
static void explain_below(struct comparison *comparison, qpdf_oh value, int depth)
{
	qpdf_data new = comparison->new;
	int number = qpdf_oh_get_object_id(new, value);
	if (depth > 40 || (number > 0 && !(object_open(comparison, number) && object_is_new(comparison, number))))
		return;
	explain_object(comparison, number);
	if (qpdf_oh_is_stream(new, value))
		value = qpdf_oh_get_dict(new, value);
	if (qpdf_oh_is_array(new, value)) {
		for (int i = 0; i < qpdf_oh_get_array_n_items(new, value); i++)
			explain_below(comparison, qpdf_oh_get_array_item(new, value, i), depth + 1);
	} else if (qpdf_oh_is_dictionary(new, value)) {
		for (const char *const *keys = dictionary_keys(comparison->arena, new, value); *keys; keys++)
			explain_below(comparison, value_of(new, value, *keys), depth + 1);
	}
}

void explain_new(struct comparison *comparison, qpdf_oh value) { explain_below(comparison, value, 0); }

void explain_container(struct comparison *comparison, qpdf_oh value)
{
	int number = qpdf_oh_get_object_id(comparison->new, value);
	if (object_open(comparison, number) && (object_is_new(comparison, number) || comparison->references->owner[number] != REFERENCE_SEVERAL))
		explain_object(comparison, number);
}

/* ---- values ---- */

bool values_same(const struct comparison *comparison, qpdf_oh before, qpdf_oh after)
{
	return strcmp(qpdf_oh_unparse(comparison->old, before), qpdf_oh_unparse(comparison->new, after)) == 0;
}

static bool among(const char *const *list, const char *key)
{
	while (*list && strcmp(*list, key) != 0)
		list++;
	return *list != NULL;
}

const char *other_key(const struct comparison *comparison, qpdf_oh after, const char *const *allowed)
{
	const char *const *keys = dictionary_keys(comparison->arena, comparison->new, after);
	while (*keys && among(allowed, *keys))
		keys++;
	return *keys;
}

const char *other_difference(const struct comparison *comparison, qpdf_oh before, qpdf_oh after, const char *const *allowed)
{
	const char *const *lists[] = { dictionary_keys(comparison->arena, comparison->old, before),
	                               dictionary_keys(comparison->arena, comparison->new, after) };
	const char *found = NULL;
	for (int list = 0; list < 2; list++)
		for (const char *const *key = lists[list]; *key && !found; key++)
			if (!among(allowed, *key) && !values_same(comparison, value_of(comparison->old, before, *key),
			                                          value_of(comparison->new, after, *key)))
				found = *key;
	return found;
}

bool array_grown(struct comparison *comparison, qpdf_oh before, qpdf_oh after, bool (*accept)(struct comparison *comparison, qpdf_oh item))
{
	int old_count = length_of(comparison->old, before), new_count = length_of(comparison->new, after), at = 0;
	bool result = true;
	for (int i = 0; i < new_count && result; i++) {
		qpdf_oh item = qpdf_oh_get_array_item(comparison->new, after, i);
		if (at < old_count && values_same(comparison, qpdf_oh_get_array_item(comparison->old, before, at), item))
			at++;
		else
			result = accept(comparison, item);
	}
	return result && at == old_count;
}

struct bytes stream_data(const struct comparison *comparison, qpdf_data library, qpdf_oh stream, enum qpdf_stream_decode_level_e level)
{
	unsigned char *data = NULL;
	size_t length = 0;
	QPDF_BOOL filtered = QPDF_FALSE;
	qpdf_oh_get_stream_data(library, stream, level, &filtered, &data, &length);
	const unsigned char *kept = data ? (unsigned char *)arena_strndup(comparison->arena, (char *)data, length) : NULL;
	free(data);
	return (struct bytes){ kept, kept ? length : 0 };
}
