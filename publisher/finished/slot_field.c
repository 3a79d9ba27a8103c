#include "finished/slot_field.h"
#include <string.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "finished/forbidding.h"

struct choice {
	struct arena *arena;
	struct pdf_file *file;
	qpdf_data library;
	const struct slot_wish *wish;
	struct form form;
};

static struct place here(const struct choice *choice) { return (struct place){ .file = pdf_file_name(choice->file) }; }

static qpdf_oh object_of(const struct choice *choice, const struct form_field *field)
{
	return qpdf_get_object_by_id(choice->library, field->object, field->generation);
}

qpdf_oh slot_widget(struct pdf_file *file, const struct form_field *field)
{
	qpdf_data library = pdf_file_library(file);
	qpdf_oh kids = qpdf_oh_get_key(library, qpdf_get_object_by_id(library, field->object, field->generation), "/Kids");
	return qpdf_oh_get_array_item(library, kids, 0);
}

/* Rendering's names: Seal. and a number. */
static bool is_prepared(const struct form_field *field)
{
	const char *number = field->name + strlen("Seal.");
	return strcmp(field->type, "Sig") == 0 && strncmp(field->name, "Seal.", strlen("Seal.")) == 0 && number[0] && strspn(number, "0123456789") == strlen(number);
}

/* ---- what earlier signatures forbid ---- */

static int check_permissions(const struct choice *choice)
{
	struct place at = here(choice);
	int result = 0;
	for (int i = 0; i < choice->form.count && !result; i++) {
		const struct form_field *field = &choice->form.fields[i];
		struct forbidding forbidding = { .permission = 0 };
		if (field->is_signed)
			forbidding_read(choice->arena, choice->library, field, &forbidding);
		if (forbidding.permission == 1)
			result = REPORT(pdf_file_diagnostics(choice->file), slot_certified, &at, field->name);
	}
	return result;
}

/* By the Lock of a signed field, or by what its signature made of that (FieldMDP). */
static int check_locks(const struct choice *choice, const char *name)
{
	struct place at = here(choice);
	int result = 0;
	for (int i = 0; i < choice->form.count && !result; i++) {
		const struct form_field *field = &choice->form.fields[i];
		struct forbidding forbidding = { .permission = 0 };
		if (field->is_signed)
			forbidding_read(choice->arena, choice->library, field, &forbidding);
		if (form_locks(field, name) || form_locks(&forbidding.lock, name))
			result = REPORT(pdf_file_diagnostics(choice->file), slot_locked, &at, name, field->name);
	}
	return result;
}

/* Seed values (12.7.4.5, table 234): those that are required (Ff) but SubFilter (bit 2) are not looked at, so they are too much to ask. */
static int check_seed(const struct choice *choice, const struct form_field *field)
{
	qpdf_data library = choice->library;
	struct place at = here(choice);
	qpdf_oh seed = qpdf_oh_get_key(library, object_of(choice, field), "/SV"), kinds = qpdf_oh_get_key_if_dict(library, seed, "/SubFilter");
	int required = 0;
	bool offered = false;
	qpdf_oh_get_value_as_int(library, qpdf_oh_get_key_if_dict(library, seed, "/Ff"), &required);
	for (int i = 0; i < length_of(library, kinds); i++)
		offered |= qpdf_oh_is_name_and_equals(library, qpdf_oh_get_array_item(library, kinds, i), "/ETSI.CAdES.detached");
	if ((required & ~2) || ((required & 2) && !offered))
		return REPORT(pdf_file_diagnostics(choice->file), slot_seed, &at, field->name);
	return 0;
}

/* ---- which ---- */

static const struct form_field *prepared(const struct choice *choice, bool only_free, int *count)
{
	const struct form_field *first = NULL;
	*count = 0;
	for (int i = 0; i < choice->form.count; i++) {
		const struct form_field *field = &choice->form.fields[i];
		*count += is_prepared(field);
		if (!first && is_prepared(field) && !(only_free && field->filled))
			first = field;
	}
	return first;
}

static const char *names_of_signature_fields(const struct choice *choice)
{
	const char *names = "";
	for (int i = 0; i < choice->form.count; i++)
		if (strcmp(choice->form.fields[i].type, "Sig") == 0)
			names = arena_printf(choice->arena, "%s%s%s", names, names[0] ? ", " : "", choice->form.fields[i].name);
	return names[0] ? names : "-";
}

/* The field asked for or the next prepared one; NULL with a diagnostic. */
static const struct form_field *find(const struct choice *choice)
{
	struct diagnostics *all = pdf_file_diagnostics(choice->file);
	struct place at = here(choice);
	const char *name = choice->wish->field;
	int count;
	const struct form_field *field = name ? form_lookup(&choice->form, name) : prepared(choice, true, &count);
	if (!field && name)
		REPORT(all, slot_field_unknown, &at, name, names_of_signature_fields(choice));
	else if (!field && count)
		REPORT(all, slot_none_left, &at);
	else if (!field)
		REPORT(all, slot_none_prepared, &at, names_of_signature_fields(choice));
	else if (strcmp(field->type, "Sig") != 0 || !field->object)
		REPORT(all, slot_field_kind, &at, field->name);
	else if (field->filled)
		REPORT(all, slot_field_taken, &at, field->name);
	else
		return field;
	return NULL;
}

static int signatures(const struct form *form)
{
	int count = 0;
	for (int i = 0; i < form->count; i++)
		count += form->fields[i].is_signed && !form->fields[i].time_stamp;
	return count;
}

static int choose_existing(struct choice *choice, struct slot_field *out)
{
	int count;
	out->found = find(choice);
	if (!out->found || check_locks(choice, out->found->name) || check_seed(choice, out->found))
		return -1;
	prepared(choice, false, &count);
	if (is_prepared(out->found) && !signatures(&choice->form))
		out->certifies = count == 1 ? 1 : 2;
	return 0;
}

static int choose_new(struct choice *choice, struct slot_field *out)
{
	const char *stem = choice->wish->kind == SLOT_TIME_STAMP ? "TimeStamp" : "Signature";
	int number = 1;
	while (form_lookup(&choice->form, arena_printf(choice->arena, "%s%d", stem, number)))
		number++;
	out->name = arena_printf(choice->arena, "%s%d", stem, number);
	out->page = 1;
	for (int i = choice->form.count - 1; i >= 0; i--) {
		const struct form_field *field = &choice->form.fields[i];
		if (strcmp(field->type, "Sig") == 0 && field->widget_count && field->widgets[0].page)
			out->page = field->widgets[0].page;
	}
	return choice->wish->kind == SLOT_TIME_STAMP ? 0 : check_locks(choice, out->name);
}

int slot_field_choose(struct arena *arena, struct pdf_file *file, const struct slot_wish *wish, struct slot_field *out)
{
	struct choice choice = { .arena = arena, .file = file, .library = pdf_file_library(file), .wish = wish };
	*out = (struct slot_field){ .found = NULL };
	if (form_read(arena, file, &choice.form))
		return -1;
	out->flags = choice.form.flags;
	if (wish->kind != SLOT_TIME_STAMP && check_permissions(&choice))
		return -1;
	return wish->kind == SLOT_TIME_STAMP || wish->invisible ? choose_new(&choice, out) : choose_existing(&choice, out);
}
