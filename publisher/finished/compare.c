/* Page by page. */
#include "finished/compare.h"
#include <math.h>
#include <stdbool.h>
#include <string.h>
#include "base/arena.h"
#include "finished/form.h"
#include "finished/same_object.h"

enum { ABOVE_MOST = 64 };      /* nodes above a page */

struct side {
	struct pdf_file *file;
	qpdf_data library;
	struct form form;
};

struct comparing {
	struct arena *arena;
	struct same *same;
	struct side side[2];
};

/* Of a page or the nodes above it (ISO 32000-1, 7.7.3.4). */
static qpdf_oh inherited(const struct side *side, qpdf_oh page, const char *key)
{
	qpdf_oh node = page, value = qpdf_oh_get_key(side->library, page, key);
	for (int i = 0; i < ABOVE_MOST && qpdf_oh_is_null(side->library, value) && !qpdf_oh_is_null(side->library, node); i++) {
		node = qpdf_oh_get_key_if_dict(side->library, node, "/Parent");
		value = qpdf_oh_get_key_if_dict(side->library, node, key);
	}
	return value;
}

static bool same_inherited(struct comparing *job, const qpdf_oh page[2], const char *key)
{
	return same_objects(job->same, inherited(&job->side[0], page[0], key), inherited(&job->side[1], page[1], key));
}

static bool same_key(struct comparing *job, const qpdf_oh object[2], const char *key)
{
	qpdf_oh left = qpdf_oh_get_key_if_dict(job->side[0].library, object[0], key), right = qpdf_oh_get_key_if_dict(job->side[1].library, object[1], key);
	return same_objects(job->same, left, right);
}

/* ---- signature fields ---- */

static const struct form_widget *seen_at(const struct form_field *field, const struct form_widget *as)
{
	const struct form_widget *found = NULL;
	for (int i = 0; i < field->widget_count && !found; i++) {
		const struct form_widget *widget = &field->widgets[i];
		bool equal = widget->page == as->page;
		for (int edge = 0; edge < 4; edge++)
			equal &= fabs(widget->box[edge] - as->box[edge]) < 0.01;
		found = equal ? widget : NULL;
	}
	return found;
}

static bool is_seen(const struct form_widget *widget)
{
	return widget->page && (widget->box[0] != widget->box[2] || widget->box[1] != widget->box[3]);
}

/* The widget of a signature field of the other file at the same place; NULL: there is none. */
static const struct form_widget *counterpart(const struct form *form, const struct form_widget *widget)
{
	const struct form_widget *found = NULL;
	for (int i = 0; i < form->count && !found; i++)
		if (strcmp(form->fields[i].type, "Sig") == 0)
			found = seen_at(&form->fields[i], widget);
	return found;
}

/* The page of the first signature widget that is to be seen and has no counterpart in the other file, or 0. declare: those that have
 * one stand for each other from now on. */
static int unmatched(struct comparing *job, int side, bool declare)
{
	const struct form *form = &job->side[side].form;
	for (int i = 0; i < form->count; i++) {
		const struct form_field *field = &form->fields[i];
		for (int w = 0; w < field->widget_count && strcmp(field->type, "Sig") == 0; w++) {
			const struct form_widget *widget = &field->widgets[w], *other = counterpart(&job->side[!side].form, widget);
			if (is_seen(widget) && !other)
				return widget->page;
			if (declare && other && widget->object && other->object)
				same_declare(job->same, qpdf_get_object_by_id(job->side[0].library, widget->object, 0), qpdf_get_object_by_id(job->side[1].library, other->object, 0));
		}
	}
	return 0;
}

static bool is_signature(const struct side *side, qpdf_oh annotation)
{
	int object = qpdf_oh_get_object_id(side->library, annotation);
	bool found = false;
	for (int i = 0; object && i < side->form.count && !found; i++)
		for (int w = 0; w < side->form.fields[i].widget_count && strcmp(side->form.fields[i].type, "Sig") == 0; w++)
			found |= side->form.fields[i].widgets[w].object == object;
	return found;
}

/* The next annotation from *at on that is no signature field; null: there is none. */
static qpdf_oh next_annotation(const struct side *side, qpdf_oh list, int *at)
{
	int count = length_of(side->library, list);
	while (*at < count) {
		qpdf_oh annotation = qpdf_oh_get_array_item(side->library, list, (*at)++);
		if (!is_signature(side, annotation))
			return annotation;
	}
	return qpdf_oh_new_null(side->library);
}

static bool same_annotations(struct comparing *job, const qpdf_oh page[2])
{
	qpdf_oh list[2], annotation[2];
	int at[2] = { 0, 0 };
	bool equal = true, more = true;
	for (int i = 0; i < 2; i++)
		list[i] = qpdf_oh_get_key(job->side[i].library, page[i], "/Annots");
	while (equal && more) {
		for (int i = 0; i < 2; i++)
			annotation[i] = next_annotation(&job->side[i], list[i], &at[i]);
		more = !qpdf_oh_is_null(job->side[0].library, annotation[0]);
		equal = same_objects(job->same, annotation[0], annotation[1]);
	}
	return equal;
}

/* ---- pages ---- */

static bool same_size(struct comparing *job, const qpdf_oh page[2])
{
	static const char *const own[] = { "/BleedBox", "/TrimBox", "/ArtBox", "/UserUnit" };
	bool equal = same_inherited(job, page, "/MediaBox") && same_inherited(job, page, "/CropBox") && same_inherited(job, page, "/Rotate");
	for (size_t i = 0; i < sizeof own / sizeof own[0] && equal; i++)
		equal = same_key(job, page, own[i]);
	return equal;
}

static enum difference compare_resources(struct comparing *job, const qpdf_oh page[2])
{
	const qpdf_oh resources[2] = { inherited(&job->side[0], page[0], "/Resources"), inherited(&job->side[1], page[1], "/Resources") };
	enum difference difference = DIFFERENCE_NONE;
	if (!same_key(job, resources, "/Font"))
		difference = DIFFERENCE_FONTS;
	else if (!same_key(job, resources, "/XObject"))
		difference = DIFFERENCE_PICTURES;
	else if (!same_objects(job->same, resources[0], resources[1]) || !same_key(job, page, "/Group"))
		difference = DIFFERENCE_RESOURCES;
	return difference;
}

static enum difference compare_page(struct comparing *job, const qpdf_oh page[2])
{
	enum difference difference = DIFFERENCE_NONE;
	if (!same_size(job, page))
		difference = DIFFERENCE_SIZE;
	else if (!same_key(job, page, "/Contents"))
		difference = DIFFERENCE_CONTENT;
	else
		difference = compare_resources(job, page);
	if (difference == DIFFERENCE_NONE && !same_annotations(job, page))
		difference = DIFFERENCE_ANNOTATIONS;
	return difference;
}

static void compare_pages(struct comparing *job, struct first_difference *out)
{
	for (int number = 0; number < out->pages && out->difference == DIFFERENCE_NONE; number++) {
		qpdf_oh page[2];
		for (int i = 0; i < 2; i++)
			page[i] = qpdf_get_page_n(job->side[i].library, (size_t)number);
		out->difference = compare_page(job, page);
		out->page = out->difference == DIFFERENCE_NONE ? 0 : number + 1;
	}
}

static bool same_structure(struct comparing *job, const qpdf_oh root[2])
{
	qpdf_oh tree[2];
	for (int i = 0; i < 2; i++)
		tree[i] = qpdf_oh_get_key(job->side[i].library, root[i], "/StructTreeRoot");
	return same_key(job, root, "/MarkInfo") && same_key(job, root, "/Lang") && same_objects(job->same, tree[0], tree[1]);
}

/* Pages stand for each other by number wherever something refers to them; so do signature fields. */
static void declare_pages(struct comparing *job, int count)
{
	for (int number = 0; number < count; number++)
		same_declare(job->same, qpdf_get_page_n(job->side[0].library, (size_t)number), qpdf_get_page_n(job->side[1].library, (size_t)number));
}

static void compare_all(struct comparing *job, struct first_difference *out)
{
	const qpdf_oh root[2] = { qpdf_get_root(job->side[0].library), qpdf_get_root(job->side[1].library) };
	declare_pages(job, out->pages);
	int page = unmatched(job, 0, true);
	page = page ? page : unmatched(job, 1, false);
	compare_pages(job, out);
	if (page && (out->difference == DIFFERENCE_NONE || page < out->page)) {
		out->difference = DIFFERENCE_ANNOTATIONS;
		out->page = page;
	} else if (out->difference == DIFFERENCE_NONE && !same_structure(job, root)) {
		out->difference = DIFFERENCE_STRUCTURE;
	} else if (out->difference == DIFFERENCE_NONE && (!same_key(job, root, "/OutputIntents") || !same_key(job, root, "/OCProperties"))) {
		out->difference = DIFFERENCE_COLOURS;
	}
}

int pdf_compare(struct arena *arena, struct pdf_file *one, struct pdf_file *other, struct first_difference *out)
{
	struct comparing job = { .arena = arena, .same = same_new(arena, one, other), .side = { { .file = one }, { .file = other } } };
	int count[2], result = 0;
	for (int i = 0; i < 2; i++) {
		struct side *side = &job.side[i];
		side->library = pdf_file_library(side->file);
		count[i] = qpdf_get_num_pages(side->library);
		result |= form_read(arena, side->file, &side->form);
	}
	*out = (struct first_difference){ .pages = count[0] };
	if (!result && count[0] != count[1])
		out->difference = DIFFERENCE_PAGE_COUNT;
	else if (!result)
		compare_all(&job, out);
	return result | same_sound(job.same) ? -1 : 0;
}
