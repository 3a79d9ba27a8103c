/* What may be signed stands in slot_field.c, the objects that signing writes here. */
#include "finished/slot.h"
#include <stdio.h>
#include "base/diagnostic.h"
#include "base/utc.h"
#include "finished/catalog.h"
#include "finished/slot_field.h"

enum { RANGE_WIDTH = 40 };

struct filling {
	struct arena *arena;
	struct pdf_file *file;
	qpdf_data library;
	struct update *update;
	const struct slot_wish *wish;
	struct slot_field field;
	int signature;             /* number of the signature dictionary */
	size_t range, hole;        /* within its text */
	struct changes catalog, form;
};

/* ---- the signature dictionary ---- */

static void put_words(struct buffer *out, const char *key, const char *text)
{
	if (!text || !text[0])
		return;
	buffer_put(out, key);
	put_text_string(out, text);
}

/* 12.8.2: what this signature forbids. */
static void put_references(struct filling *filling, struct buffer *out)
{
	static const char *const actions[] = { "", "All", "Include", "Exclude" };
	const struct form_field *field = filling->field.found;
	enum form_lock lock = field ? field->lock : FORM_LOCK_NONE;
	if (!filling->field.certifies && lock == FORM_LOCK_NONE)
		return;
	buffer_put(out, "/Reference[");
	if (filling->field.certifies)
		buffer_printf(out, "<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P %d/V/1.2>>>>", filling->field.certifies);
	if (lock != FORM_LOCK_NONE) {
		buffer_printf(out, "<</Type/SigRef/TransformMethod/FieldMDP/TransformParams<</Type/TransformParams/V/1.2/Action/%s", actions[lock]);
		buffer_put(out, lock == FORM_LOCK_ALL ? "" : "/Fields[");
		for (int i = 0; lock != FORM_LOCK_ALL && i < field->locked_count; i++)
			put_text_string(out, field->locked[i]);
		buffer_put(out, lock == FORM_LOCK_ALL ? "" : "]");
		if (field->lock_permissions)
			buffer_printf(out, "/P %d", field->lock_permissions);
		buffer_put(out, ">>>>");
	}
	buffer_put(out, "]");
}

static void put_signature(struct filling *filling)
{
	static const char *const heads[] = {
		[SLOT_CADES] = "/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached",
		[SLOT_SEAL] = "/Type/Sig/Filter/Adobe.PPKLite/SubFilter/GM.sm2seal",
		[SLOT_TIME_STAMP] = "/Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161",
	};
	const struct slot_wish *wish = filling->wish;
	struct buffer out = { .arena = filling->arena };
	buffer_put(&out, "<<");
	buffer_put(&out, heads[wish->kind]);
	if (wish->kind != SLOT_TIME_STAMP) {
		buffer_put(&out, utc_text(filling->arena, wish->time, "/M(D:%Y%m%d%H%M%SZ)"));
		put_words(&out, "/Name", wish->name);
		put_words(&out, "/Reason", wish->reason);
		put_words(&out, "/Location", wish->location);
		put_references(filling, &out);
	}
	buffer_put(&out, "/ByteRange[");
	filling->range = out.length;
	buffer_printf(&out, "%*s]/Contents<", RANGE_WIDTH, "");
	filling->hole = out.length;
	buffer_grow(&out, 2 * wish->room);
	memset(out.text + out.length, '0', 2 * wish->room);
	out.length += 2 * wish->room;
	buffer_put(&out, ">>>");
	update_object(filling->update, filling->signature, 0, &out);
}

/* ---- the field ---- */

/* One that exists: V, and AP of its widget, which may be an object of its own. */
static int fill_field(struct filling *filling)
{
	struct changes field = { .count = 0 }, widget = { .count = 0 };
	const struct form_field *found = filling->field.found;
	const struct form_widget *first = found->widget_count ? &found->widgets[0] : NULL;
	qpdf_oh object = qpdf_get_object_by_id(filling->library, found->object, found->generation);
	bool one = first && first->object == found->object;
	int look = 0;
	changes_add(&field, "/V", arena_printf(filling->arena, "%d 0 R", filling->signature));
	if (filling->wish->seal.name) {
		if (appearance_put(filling->arena, filling->file, filling->update, first, &filling->wish->seal, &look))
			return -1;
		changes_add(one ? &field : &widget, "/AP", arena_printf(filling->arena, "<</N %d 0 R>>", look));
	}
	change_object(filling->update, filling->file, object, &field);
	if (widget.count)
		change_object(filling->update, filling->file, slot_widget(filling->file, found), &widget);
	return 0;
}

/* PDF/UA wants pages with annotations to have the order of the structure (ISO 14289-1, 7.18.3). */
static void list_on_page(struct filling *filling, qpdf_oh page, int number)
{
	struct changes changes = { .count = 0 };
	qpdf_data library = filling->library;
	bool tagged = !qpdf_oh_is_null(library, qpdf_oh_get_key(library, qpdf_get_root(library), "/StructTreeRoot"));
	const char *reference = arena_printf(filling->arena, "%d 0 R", number);
	changes_add(&changes, "/Annots", extended_array(filling->update, filling->file, &(struct nested){ page, "/Annots", false }, reference));
	if (tagged && qpdf_oh_is_null(library, qpdf_oh_get_key(library, page, "/Tabs")))
		changes_add(&changes, "/Tabs", "/S");
	if (changes.count)
		change_object(filling->update, filling->file, page, &changes);
}

/* A new one without an area (12.7.4.5): on the page of another signature if there is one, else on the first. */
static void add_field(struct filling *filling)
{
	qpdf_data library = filling->library;
	qpdf_oh page = qpdf_get_page_n(library, (size_t)filling->field.page - 1), form = qpdf_oh_get_key(library, qpdf_get_root(library), "/AcroForm");
	struct buffer out = { .arena = filling->arena };
	int number = update_new(filling->update);
	buffer_printf(&out, "<</Type/Annot/Subtype/Widget/FT/Sig/F 132/Rect[0 0 0 0]/T(%s)/TU", filling->field.name);
	put_text_string(&out, arena_printf(filling->arena, "%s %s", filling->wish->kind == SLOT_TIME_STAMP ? "时间戳" : "电子签名", filling->field.name));
	buffer_printf(&out, "/P %d %d R/V %d 0 R>>", qpdf_oh_get_object_id(library, page), qpdf_oh_get_generation(library, page), filling->signature);
	update_object(filling->update, number, 0, &out);
	list_on_page(filling, page, number);
	changes_add(&filling->form, "/Fields", extended_array(filling->update, filling->file, &(struct nested){ form, "/Fields", false },
	                                                      arena_printf(filling->arena, "%d 0 R", number)));
}

/* ---- the file ---- */

static void fill_catalog(struct filling *filling)
{
	qpdf_oh catalog = qpdf_get_root(filling->library);
	struct changes permissions = { .count = 0 };
	if ((filling->field.flags & 3) != 3)
		changes_add(&filling->form, "/SigFlags", arena_printf(filling->arena, "%d", filling->field.flags | 3));
	if (filling->form.count)
		changes_add(&filling->catalog, "/AcroForm", changed_dictionary(filling->update, filling->file, &(struct nested){ catalog, "/AcroForm", false }, &filling->form));
	if (filling->field.certifies) {
		changes_add(&permissions, "/DocMDP", arena_printf(filling->arena, "%d 0 R", filling->signature));
		changes_add(&filling->catalog, "/Perms", changed_dictionary(filling->update, filling->file, &(struct nested){ catalog, "/Perms", false }, &permissions));
	}
	change_catalog(filling->update, filling->file, &filling->catalog);
}

/* ByteRange: all but the hole, with its angle brackets. */
static void finish(struct filling *filling, struct slot *out)
{
	struct bytes whole = update_finish(filling->update);
	size_t start = update_offset(filling->update, filling->signature), before = start + filling->hole - 1;
	size_t behind = start + filling->hole + 2 * filling->wish->room + 1;
	char range[RANGE_WIDTH + 1];
	*out = (struct slot){ .file = (unsigned char *)whole.data, .length = whole.length, .hole = start + filling->hole, .room = filling->wish->room };
	out->covered[0] = (struct bytes){ out->file, before };
	out->covered[1] = (struct bytes){ out->file + behind, whole.length - behind };
	int length = snprintf(range, sizeof range, "0 %zu %zu %zu", before, behind, whole.length - behind);
	memcpy(out->file + start + filling->range, range, (size_t)length);
}

int slot_open(struct arena *arena, struct pdf_file *file, const struct slot_wish *wish, struct slot *out)
{
	struct filling filling = { .arena = arena, .file = file, .library = pdf_file_library(file), .wish = wish };
	if (slot_field_choose(arena, file, wish, &filling.field) || update_open(arena, file, &filling.update))
		return -1;
	filling.signature = update_new(filling.update);
	put_signature(&filling);
	int result = 0;
	if (filling.field.found)
		result = fill_field(&filling);
	else
		add_field(&filling);
	fill_catalog(&filling);
	if (!result && !pdf_file_sound(file))
		finish(&filling, out);
	else
		result = -1;
	return result;
}

int slot_fill(struct diagnostics *all, const struct slot *slot, const char *name, struct bytes contents)
{
	if (contents.length > slot->room) {
		char need[24], room[24];
		snprintf(need, sizeof need, "%zu", contents.length);
		snprintf(room, sizeof room, "%zu", slot->room);
		return REPORT(all, slot_small, &(struct place){ .file = name }, need, room);
	}
	hex_write((char *)slot->file + slot->hole, contents);
	return 0;
}
