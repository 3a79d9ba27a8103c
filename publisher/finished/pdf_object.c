#include "finished/pdf_object.h"
#include "base/arena.h"

const char *text_of(struct arena *arena, qpdf_data library, qpdf_oh string)
{
	size_t length = 0;
	if (!qpdf_oh_is_string(library, string))
		return NULL;
	const char *text = qpdf_oh_get_binary_utf8_value(library, string, &length);
	return arena_strndup(arena, text, length);
}

const char *name_of(struct arena *arena, qpdf_data library, qpdf_oh name)
{
	return qpdf_oh_is_name(library, name) ? arena_strdup(arena, qpdf_oh_get_name(library, name) + 1) : "";
}

/* The library walks through one dictionary at a time, so the keys are taken first. */
const char *const *dictionary_keys(struct arena *arena, qpdf_data library, qpdf_oh dictionary)
{
	const char **keys = NULL;
	size_t count = 0, capacity = 0;
	ARENA_GROW(arena, keys, &capacity, 8);
	if (qpdf_oh_is_dictionary(library, dictionary)) {
		qpdf_oh_begin_dict_key_iter(library, dictionary);
		while (qpdf_oh_dict_more_keys(library)) {
			ARENA_GROW(arena, keys, &capacity, count + 2);
			keys[count++] = arena_strdup(arena, qpdf_oh_dict_next_key(library));
		}
	}
	keys[count] = NULL;
	return keys;
}
