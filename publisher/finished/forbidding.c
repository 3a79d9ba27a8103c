#include "finished/forbidding.h"

void form_lock_read(struct arena *arena, qpdf_data library, qpdf_oh dictionary, struct form_field *field)
{
	static const char *const actions[] = { "", "/All", "/Include", "/Exclude" };
	qpdf_oh action = value_of(library, dictionary, "/Action"), names = value_of(library, dictionary, "/Fields");
	for (int i = FORM_LOCK_ALL; i <= FORM_LOCK_EXCLUDE; i++)
		if (qpdf_oh_is_name_and_equals(library, action, actions[i]))
			field->lock = (enum form_lock)i;
	int count = length_of(library, names);
	const char **list = arena_array(arena, (size_t)count + 1, sizeof *list);
	for (int i = 0; i < count; i++) {
		const char *name = text_of(arena, library, qpdf_oh_get_array_item(library, names, i));
		if (name)
			list[field->locked_count++] = name;
	}
	field->locked = list;
	qpdf_oh_get_value_as_int(library, value_of(library, dictionary, "/P"), &field->lock_permissions);
}

static int stricter(int a, int b) { return !a || (b && b < a) ? b : a; }

static void read_reference(struct arena *arena, qpdf_data library, qpdf_oh reference, struct forbidding *out)
{
	qpdf_oh method = value_of(library, reference, "/TransformMethod"), parameters = value_of(library, reference, "/TransformParams");
	int permission = 2;            /* table 254: the default */
	if (qpdf_oh_is_name_and_equals(library, method, "/DocMDP")) {
		qpdf_oh_get_value_as_int(library, value_of(library, parameters, "/P"), &permission);
		out->permission = stricter(out->permission, permission < 1 || permission > 3 ? 1 : permission);
	}
	if (qpdf_oh_is_name_and_equals(library, method, "/FieldMDP")) {
		bool again = out->lock.lock != FORM_LOCK_NONE;
		out->lock = (struct form_field){ .is_signed = true };
		form_lock_read(arena, library, parameters, &out->lock);
		if (again)                 /* one is allowed; of two nobody knows which counts */
			out->lock.lock = FORM_LOCK_ALL;
	}
}

void forbidding_read(struct arena *arena, qpdf_data library, const struct form_field *field, struct forbidding *out)
{
	qpdf_oh value = value_of(library, qpdf_get_object_by_id(library, field->object, field->generation), "/V");
	qpdf_oh list = value_of(library, value, "/Reference");
	*out = (struct forbidding){ .lock = { .is_signed = true } };
	for (int i = 0; i < length_of(library, list); i++)
		read_reference(arena, library, qpdf_oh_get_array_item(library, list, i), out);
	out->permission = stricter(out->permission, stricter(field->lock_permissions, out->lock.lock_permissions));
}
