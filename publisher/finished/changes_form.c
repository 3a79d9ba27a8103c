/* Fields that a revision signed, added or filled in. */
#include "finished/comparison.h"
#include <stdint.h>
#include <string.h>

static const struct signature *signed_here(const struct comparison *comparison, int field)
{
	const struct signature *found = NULL;
	for (size_t i = 0; i < comparison->signatures->count; i++)
		if (comparison->signatures->items[i].revision == comparison->which && comparison->signatures->items[i].field->object == field && field)
			found = &comparison->signatures->items[i];
	return found;
}

static bool is_locked(const struct comparison *comparison, const char *name)
{
	bool locked = false;
	for (size_t i = 0; i < comparison->signatures->count; i++) {
		const struct signature *signature = &comparison->signatures->items[i];
		if (signature->revision < comparison->which)
			locked |= form_locks(&signature->lock, name) || form_locks(signature->field, name);
	}
	return locked;
}

static bool shows_something(const struct form_field *field)
{
	bool shows = false;
	for (int i = 0; i < field->widget_count; i++)
		shows |= field->widgets[i].box[2] > field->widgets[i].box[0] && field->widgets[i].box[3] > field->widgets[i].box[1];
	return shows;
}

/* May this revision hold this signature? */
static void judge_signature(struct comparison *comparison, const struct signature *signature)
{
	const struct form_field *field = signature->field;
	if (signature->kind == SIGNATURE_TIME_STAMP) {
		comparison->out->kinds |= CHANGE_TIME_STAMP;
		if (shows_something(field))
			tamper(comparison, TAMPERING_VISIBLE, field->object, field->name);
		return;
	}
	comparison->out->kinds |= CHANGE_SIGNATURE;
	if (comparison->permission == 1)
		tamper(comparison, TAMPERING_FORBIDDEN, field->object, field->name);
	else if (is_locked(comparison, field->name))
		tamper(comparison, TAMPERING_LOCKED_FIELD, field->object, field->name);
}

/* ---- new fields ---- */

static bool accept_field(struct comparison *comparison, qpdf_oh item)
{
	static const char *const allowed[] = { "/Type", "/Subtype", "/FT", "/T", "/TU", "/TM", "/V", "/F", "/Ff", "/Rect", "/P", "/AP", "/AS", "/MK",
	                                       "/Lock", "/SV", "/DA", "/DR", "/H", "/BS", "/Border", "/NM", "/M", NULL };
	qpdf_data new = comparison->new;
	int number = qpdf_oh_get_object_id(new, item);
	const struct signature *signature = signed_here(comparison, number);
	if (!object_open(comparison, number) || !object_is_new(comparison, number) || !qpdf_oh_is_dictionary(new, item))
		return false;
	const char *other = other_key(comparison, item, allowed);
	qpdf_oh subtype = value_of(new, item, "/Subtype");
	bool widget = qpdf_oh_is_null(new, subtype) || qpdf_oh_is_name_and_equals(new, subtype, "/Widget");
	if (!signature || other || !widget || form_lookup(comparison->form_before, signature->field->name)) {
		tamper(comparison, TAMPERING_FIELD, number, signature ? signature->field->name : "?");
		explain_object(comparison, number);
		return true;
	}
	explain_new(comparison, item);
	comparison->state[number] = OBJECT_FIELD;
	judge_signature(comparison, signature);
	comparison->out->visible += signature->kind != SIGNATURE_TIME_STAMP && shows_something(signature->field);
	return true;
}

static void compare_fields(struct comparison *comparison, qpdf_oh before, qpdf_oh after)
{
	explain_container(comparison, after);
	if (!array_grown(comparison, before, after, accept_field))
		tamper(comparison, TAMPERING_FORM, 0, "/Fields");
}

/* ---- fields that were there ---- */

/* The dictionary may differ in these entries alone; what is new below two of them is explained. */
static void compare_dictionary(struct comparison *comparison, int number, const char *const *allowed, const char *name)
{
	if (!object_open(comparison, number))
		return;
	qpdf_oh before = qpdf_get_object_by_id(comparison->old, number, comparison->map_before[number].generation);
	qpdf_oh after = qpdf_get_object_by_id(comparison->new, number, comparison->map_after[number].generation);
	if (other_difference(comparison, before, after, allowed))
		tamper(comparison, TAMPERING_FIELD, number, name);
	explain_object(comparison, number);
	explain_new(comparison, value_of(comparison->new, after, "/V"));
	explain_new(comparison, value_of(comparison->new, after, "/AP"));
}

static bool field_changed(const struct comparison *comparison, const struct form_field *field)
{
	bool changed = object_open(comparison, field->object);
	for (int i = 0; i < field->widget_count; i++)
		changed |= object_open(comparison, field->widgets[i].object);
	return changed;
}

static void compare_widgets(struct comparison *comparison, const struct form_field *field, const char *const *allowed)
{
	for (int i = 0; i < field->widget_count; i++)
		compare_dictionary(comparison, field->widgets[i].object, allowed, field->name);
}

static void compare_signature_field(struct comparison *comparison, const struct form_field *field)
{
	static const char *const of_field[] = { "/V", "/AP", "/M", NULL }, *const of_widget[] = { "/AP", "/M", NULL };
	const struct signature *signature = signed_here(comparison, field->object);
	if (field->filled || !signature) {
		tamper(comparison, field->filled ? TAMPERING_SIGNED_FIELD : TAMPERING_FIELD, field->object, field->name);
		explain_object(comparison, field->object);
		return;
	}
	compare_dictionary(comparison, field->object, of_field, field->name);
	compare_widgets(comparison, field, of_widget);
	judge_signature(comparison, signature);
}

static void compare_filled_field(struct comparison *comparison, const struct form_field *field)
{
	static const char *const of_field[] = { "/V", "/AP", "/AS", "/M", "/I", NULL }, *const of_widget[] = { "/AP", "/AS", "/M", NULL };
	bool locked = is_locked(comparison, field->name);
	if (comparison->permission < 2 || locked) {
		tamper(comparison, locked ? TAMPERING_LOCKED_FIELD : TAMPERING_FIELD, field->object, field->name);
		explain_object(comparison, field->object);
		return;
	}
	comparison->out->kinds |= CHANGE_FILLED;
	compare_dictionary(comparison, field->object, of_field, field->name);
	compare_widgets(comparison, field, of_widget);
}

void compare_form(struct comparison *comparison, qpdf_oh before, qpdf_oh after)
{
	static const char *const allowed[] = { "/Fields", "/SigFlags", NULL };
	qpdf_data old = comparison->old, new = comparison->new;
	const char *other = other_difference(comparison, before, after, allowed);
	if (other)
		tamper(comparison, TAMPERING_FORM, qpdf_oh_get_object_id(new, after), other);
	int flags_before = 0, flags_after = 0;
	qpdf_oh_get_value_as_int(old, value_of(old, before, "/SigFlags"), &flags_before);
	qpdf_oh_get_value_as_int(new, value_of(new, after, "/SigFlags"), &flags_after);
	if (flags_before & ~flags_after)       /* SignaturesExist and AppendOnly are never taken back */
		tamper(comparison, TAMPERING_FORM, qpdf_oh_get_object_id(new, after), "/SigFlags");
	explain_container(comparison, after);
	compare_fields(comparison, value_of(old, before, "/Fields"), value_of(new, after, "/Fields"));
	for (int i = 0; i < comparison->form_before->count; i++) {
		const struct form_field *field = &comparison->form_before->fields[i];
		if (!field_changed(comparison, field))
			continue;
		if (strcmp(field->type, "Sig") == 0)
			compare_signature_field(comparison, field);
		else
			compare_filled_field(comparison, field);
	}
}
