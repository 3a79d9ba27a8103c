#include "finished/object_text.h"
#include <stdbool.h>

static bool changed(const struct entry *changes, const char *key)
{
	while (changes->key && strcmp(changes->key, key) != 0)
		changes++;
	return changes->key != NULL;
}

void put_dictionary(struct buffer *out, qpdf_data library, qpdf_oh dictionary, const struct entry *changes)
{
	qpdf_oh from = qpdf_oh_is_stream(library, dictionary) ? qpdf_oh_get_dict(library, dictionary) : dictionary;
	buffer_put(out, "<<");
	if (qpdf_oh_is_dictionary(library, from)) {
		qpdf_oh_begin_dict_key_iter(library, from);
		while (qpdf_oh_dict_more_keys(library)) {
			const char *key = qpdf_oh_dict_next_key(library);
			if (changed(changes, key))
				continue;
			buffer_put(out, qpdf_oh_unparse(library, qpdf_oh_new_name(library, key)));
			buffer_put(out, " ");
			buffer_put(out, qpdf_oh_unparse(library, qpdf_oh_get_key(library, from, key)));
			buffer_put(out, "\n");
		}
	}
	for (const struct entry *change = changes; change->key; change++) {
		if (!change->value)
			continue;
		buffer_put(out, change->key);
		buffer_put(out, " ");
		buffer_put(out, change->value);
		buffer_put(out, "\n");
	}
	buffer_put(out, ">>");
}

void put_array(struct buffer *out, qpdf_data library, qpdf_oh array, const char *more)
{
	int count = length_of(library, array);
	buffer_put(out, "[");
	for (int i = 0; i < count; i++) {
		buffer_put(out, qpdf_oh_unparse(library, qpdf_oh_get_array_item(library, array, i)));
		buffer_put(out, " ");
	}
	if (more)
		buffer_put(out, more);
	buffer_put(out, "]");
}

void put_text_string(struct buffer *out, const char *text)
{
	bool plain = true;
	for (const char *at = text; *at; at++)
		plain &= *at >= ' ' && *at <= '~' && !strchr("()\\", *at);
	buffer_put(out, plain ? "(" : "<FEFF");
	if (plain)
		buffer_put(out, text);
	else
		buffer_utf16(out, text, strlen(text));
	buffer_put(out, plain ? ")" : ">");
}
