/* Fields nest through Kids; a kid without a name of its own is a widget of the field above it (ISO 32000-1, 12.7.3.1). */
#include "finished/form.h"
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "finished/forbidding.h"

enum { DEPTH_MOST = 32 };

struct reading {
	struct arena *arena;
	struct pdf_file *file;
	qpdf_data library;
	struct form *form;
	size_t capacity;
	struct listed { int object, page; } *listed;    /* annotations by object, and the page that lists each, from 1 */
	size_t listed_count;
	int damaged;
};

struct above { const char *name, *type; int depth; };    /* what a field has from those over it */

static void read_box(struct reading *reading, qpdf_oh widget, double box[4])
{
	qpdf_oh rectangle = qpdf_oh_get_key(reading->library, widget, "/Rect");
	double from[4] = { 0 };
	if (qpdf_oh_is_array(reading->library, rectangle) && qpdf_oh_get_array_n_items(reading->library, rectangle) >= 4)     /* mupdf overlooks more */
		for (int i = 0; i < 4; i++)
			qpdf_oh_get_value_as_number(reading->library, qpdf_oh_get_array_item(reading->library, rectangle, i), &from[i]);
	for (int i = 0; i < 2; i++) {
		box[i] = from[i] < from[i + 2] ? from[i] : from[i + 2];
		box[i + 2] = from[i] < from[i + 2] ? from[i + 2] : from[i];
	}
}

static int by_object(const void *a, const void *b)
{
	const struct listed *left = a, *right = b;
	return (left->object > right->object) - (left->object < right->object);
}

static int page_of(const struct reading *reading, int object)
{
	const struct listed wanted = { .object = object };
	const struct listed *found = reading->listed_count ? bsearch(&wanted, reading->listed, reading->listed_count, sizeof wanted, by_object) : NULL;
	return found && object ? found->page : 0;
}

static void add_widget(struct reading *reading, struct form_field *field, qpdf_oh widget)
{
	struct form_widget *more = arena_array(reading->arena, (size_t)field->widget_count + 1, sizeof *more);
	if (field->widget_count)
		memcpy(more, field->widgets, (size_t)field->widget_count * sizeof *more);
	struct form_widget *last = &more[field->widget_count++];
	last->object = qpdf_oh_get_object_id(reading->library, widget);
	last->page = page_of(reading, last->object);
	read_box(reading, widget, last->box);
	field->widgets = more;
}

static void read_value(struct reading *reading, struct form_field *field, qpdf_oh dictionary)
{
	qpdf_data library = reading->library;
	qpdf_oh value = qpdf_oh_get_key(library, dictionary, "/V");
	bool signature = strcmp(field->type, "Sig") == 0;
	field->filled = !qpdf_oh_is_null(library, value);
	field->is_signed = signature && qpdf_oh_is_string(library, qpdf_oh_get_key_if_dict(library, value, "/Contents"));
	field->time_stamp = field->is_signed && (qpdf_oh_is_name_and_equals(library, qpdf_oh_get_key(library, value, "/Type"), "/DocTimeStamp") ||
	                                         qpdf_oh_is_name_and_equals(library, qpdf_oh_get_key(library, value, "/SubFilter"), "/ETSI.RFC3161"));
	if (signature)
		form_lock_read(reading->arena, library, qpdf_oh_get_key(library, dictionary, "/Lock"), field);
	field->has_seed = signature && qpdf_oh_is_dictionary(library, qpdf_oh_get_key(library, dictionary, "/SV"));
}

static void read_fields(struct reading *reading, qpdf_oh list, const struct above *above);

/* A kid without a partial name. */
static bool is_widget(struct reading *reading, qpdf_oh kid)
{
	return qpdf_oh_is_dictionary(reading->library, kid) && !qpdf_oh_has_key(reading->library, kid, "/T");
}

static void read_field(struct reading *reading, qpdf_oh dictionary, const struct above *above)
{
	qpdf_data library = reading->library;
	struct form *form = reading->form;
	const char *name = text_of(reading->arena, library, qpdf_oh_get_key(library, dictionary, "/T"));
	qpdf_oh type = qpdf_oh_get_key(library, dictionary, "/FT"), kids = qpdf_oh_get_key(library, dictionary, "/Kids");
	struct above here = { .name = above->name, .type = above->type, .depth = above->depth + 1 };
	int widgets = 0, count = length_of(library, kids);
	if (name)
		here.name = above->name[0] ? arena_printf(reading->arena, "%s.%s", above->name, name) : name;
	if (qpdf_oh_is_name(library, type))
		here.type = name_of(reading->arena, library, type);
	for (int i = 0; i < count; i++)
		widgets += is_widget(reading, qpdf_oh_get_array_item(library, kids, i));
	if (count && !widgets) {
		read_fields(reading, kids, &here);
		return;
	}
	ARENA_GROW(reading->arena, form->fields, &reading->capacity, (size_t)form->count + 1);
	struct form_field *field = &form->fields[form->count++];
	*field = (struct form_field){ .name = here.name, .type = here.type };
	field->object = qpdf_oh_get_object_id(library, dictionary);
	field->generation = qpdf_oh_get_generation(library, dictionary);
	read_value(reading, field, dictionary);
	if (!count && qpdf_oh_is_name_and_equals(library, qpdf_oh_get_key(library, dictionary, "/Subtype"), "/Widget"))
		add_widget(reading, field, dictionary);
	for (int i = 0; i < count; i++)
		if (is_widget(reading, qpdf_oh_get_array_item(library, kids, i)))
			add_widget(reading, field, qpdf_oh_get_array_item(library, kids, i));
}

static void read_fields(struct reading *reading, qpdf_oh list, const struct above *above)
{
	if (above->depth > DEPTH_MOST)
		reading->damaged = pdf_file_damaged(reading->file, "form fields below each other without end");
	int count = reading->damaged ? 0 : qpdf_oh_get_array_n_items(reading->library, list);
	for (int i = 0; i < count && !reading->damaged; i++) {
		qpdf_oh item = qpdf_oh_get_array_item(reading->library, list, i);
		if (qpdf_oh_is_dictionary(reading->library, item))
			read_field(reading, item, above);
	}
}

/* Which page lists which annotation; a widget's own P may be missing or wrong. */
static void read_pages(struct reading *reading)
{
	qpdf_data library = reading->library;
	size_t capacity = 0;
	int pages = qpdf_get_num_pages(library);
	for (int page = 0; page < pages; page++) {
		qpdf_oh list = qpdf_oh_get_key(library, qpdf_get_page_n(library, (size_t)page), "/Annots");
		int count = length_of(library, list);
		for (int i = 0; i < count; i++) {
			ARENA_GROW(reading->arena, reading->listed, &capacity, reading->listed_count + 1);
			reading->listed[reading->listed_count++] = (struct listed){ qpdf_oh_get_object_id(library, qpdf_oh_get_array_item(library, list, i)), page + 1 };
		}
	}
	if (reading->listed_count)
		qsort(reading->listed, reading->listed_count, sizeof *reading->listed, by_object);
}

int form_read(struct arena *arena, struct pdf_file *file, struct form *out)
{
	qpdf_data library = pdf_file_library(file);
	struct reading reading = { .arena = arena, .file = file, .library = library, .form = out };
	*out = (struct form){ .count = 0 };
	qpdf_oh form = qpdf_oh_get_key(library, qpdf_get_root(library), "/AcroForm");
	qpdf_oh fields = qpdf_oh_get_key_if_dict(library, form, "/Fields");
	if (qpdf_oh_is_array(library, fields)) {
		read_pages(&reading);
		read_fields(&reading, fields, &(struct above){ .name = "", .type = "" });
	}
	qpdf_oh_get_value_as_int(library, qpdf_oh_get_key_if_dict(library, form, "/SigFlags"), &out->flags);
	out->xfa = !qpdf_oh_is_null(library, qpdf_oh_get_key_if_dict(library, form, "/XFA"));
	return reading.damaged || pdf_file_sound(file) ? -1 : 0;
}

const struct form_field *form_lookup(const struct form *form, const char *name)
{
	for (int i = 0; i < form->count; i++)
		if (strcmp(form->fields[i].name, name) == 0)
			return &form->fields[i];
	return NULL;
}

/* A name stands for the fields below it as well. */
static bool stands_for(const char *above, const char *name)
{
	size_t length = strlen(above);
	return strncmp(above, name, length) == 0 && (name[length] == '\0' || name[length] == '.');
}

bool form_locks(const struct form_field *field, const char *name)
{
	bool named = false;
	if (!field->is_signed || field->lock == FORM_LOCK_NONE)
		return false;
	for (int i = 0; i < field->locked_count; i++)
		named |= stands_for(field->locked[i], name);
	return field->lock == FORM_LOCK_ALL || named == (field->lock == FORM_LOCK_INCLUDE);
}
