#include "finished/form_lock.h"

void form_lock_read(struct arena *arena, qpdf_data library, qpdf_oh dictionary, struct form_field *field)
{
	static const char *const actions[] = { "", "/All", "/Include", "/Exclude" };
	qpdf_oh action = value_of(library, dictionary, "/Action"), names = value_of(library, dictionary, "/Fields");
	for (int i = FORM_LOCK_ALL; i <= FORM_LOCK_EXCLUDE; i++)
		if (qpdf_oh_is_name_and_equals(library, action, actions[i]))
			field->lock = (enum form_lock)i;
	int count = qpdf_oh_is_array(library, names) ? qpdf_oh_get_array_n_items(library, names) : 0;
	const char **list = arena_array(arena, (size_t)count + 1, sizeof *list);
	for (int i = 0; i < count; i++) {
		size_t length = 0;
		qpdf_oh name = qpdf_oh_get_array_item(library, names, i);
		if (!qpdf_oh_is_string(library, name))
			continue;
		const char *text = qpdf_oh_get_binary_utf8_value(library, name, &length);
		list[field->locked_count++] = arena_strndup(arena, text, length);
	}
	field->locked = list;
	qpdf_oh_get_value_as_int(library, value_of(library, dictionary, "/P"), &field->lock_permissions);
}
