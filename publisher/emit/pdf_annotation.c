/* A signature field has no value and an empty appearance: signing fills both. That is allowed by PDF/A-2 (ISO 19005-2, 6.3.3,
 * 6.4.1: an appearance of one stream, no actions) and PDF/UA-1 (ISO 14289-1, 7.18: a Form element and TU, the words for it). */
#include "emit/pdf_annotation.h"
#include "page/frame.h"

/* Left, lower, right, upper edge in PDF's frame of what is x, y, width, height in a frame of the page. */
static void box_on_page(const struct page *page, const struct frame *frame, const mpt from[4], mpt box[4])
{
	mpt a[2], b[2];
	frame_on_sheet(frame, from[0], from[1], a);
	frame_on_sheet(frame, from[0] + from[2], from[1] + from[3], b);
	box[0] = a[0] < b[0] ? a[0] : b[0];
	box[1] = page->height - (a[1] < b[1] ? b[1] : a[1]);
	box[2] = a[0] < b[0] ? b[0] : a[0];
	box[3] = page->height - (a[1] < b[1] ? a[1] : b[1]);
}

static void put_box(struct buffer *out, const char *key, const mpt box[4])
{
	buffer_printf(out, "/%s [", key);
	for (int i = 0; i < 4; i++)
		buffer_number(out, box[i]);
	buffer_put(out, "]");
}

static void put_hexadecimal(struct buffer *out, const char *text)
{
	for (const char *at = text; *at; at++)
		buffer_printf(out, "%02X", (unsigned char)*at);
}

/* The parts of an annotation that structure asks for. */
static void put_structure(struct annotations *annotations, const char *type, int behind, const int page_and_annotation[2], struct buffer *out)
{
	if (annotations->tree)
		buffer_printf(out, "/StructParent %d", tree_annotation(annotations->tree, type, behind, page_and_annotation));
}

struct spot {                  /* where an annotation stands */
	int page, behind;          /* the page's object; the node before it, or -1 */
	mpt box[4];
};

static void put_link(struct annotations *annotations, const struct item *item, const struct spot *spot, struct buffer *entries)
{
	struct buffer *out = &annotations->text;
	int object = annotations->tree ? store_number(annotations->store) : 0;
	out->length = 0;
	buffer_put(out, "/Type /Annot /Subtype /Link /F 4 /Border [0 0 0] ");
	put_box(out, "Rect", spot->box);
	buffer_put(out, " /A <</S /URI /URI <");
	put_hexadecimal(out, item->of.link.uri);
	buffer_put(out, ">>>");
	if (!object) {
		buffer_printf(entries, "<<");
		buffer_add(entries, out->text, out->length);
		buffer_put(entries, ">> ");
		return;
	}
	buffer_put(out, "/Contents<FEFF");
	buffer_utf16(out, item->of.link.uri, strlen(item->of.link.uri));
	buffer_put(out, ">");
	put_structure(annotations, "Link", spot->behind, (const int[2]){ spot->page, object }, out);
	store_object(annotations->store, object, out->text);
	buffer_printf(entries, "%d 0 R ", object);
}

/* A name with a point in it is that of a field below another. */
static struct field_parent *parent_of(struct annotations *annotations, const char *name, size_t length)
{
	struct arena *arena = annotations->store->arena;
	for (size_t i = 0; i < annotations->parent_count; i++)
		if (strlen(annotations->parents[i].name) == length && memcmp(annotations->parents[i].name, name, length) == 0)
			return &annotations->parents[i];
	ARENA_GROW(arena, annotations->parents, &annotations->parent_capacity, annotations->parent_count + 1);
	struct field_parent *parent = &annotations->parents[annotations->parent_count++];
	*parent = (struct field_parent){ .name = arena_strndup(arena, name, length), .kids = { .arena = arena } };
	parent->object = length ? store_number(annotations->store) : 0;
	return parent;
}

static void put_field(struct annotations *annotations, const struct item *item, const struct spot *spot, struct buffer *entries)
{
	struct store *store = annotations->store;
	struct buffer *out = &annotations->text;
	const char *name = item->of.field.name, *point = strrchr(name, '.');
	const mpt size[4] = { 0, 0, spot->box[2] - spot->box[0], spot->box[3] - spot->box[1] };
	struct field_parent *parent = parent_of(annotations, name, point ? (size_t)(point - name) : 0);
	int object = store_number(store);
	out->length = 0;
	buffer_put(out, "/Type/XObject/Subtype/Form/Resources<<>>");
	put_box(out, "BBox", size);
	int look = store_plain(store, "", 0, out->text);
	out->length = 0;
	buffer_printf(out, "/Type/Annot/Subtype/Widget/FT/Sig/F 132/P %d 0 R/T(%s)/AP<</N %d 0 R>>/TU<FEFF", spot->page, point ? point + 1 : name, look);
	const char *words = arena_printf(store->arena, "电子签名 %s", name);
	buffer_utf16(out, words, strlen(words));
	buffer_put(out, ">");
	put_box(out, "Rect", spot->box);
	if (parent->object)
		buffer_printf(out, "/Parent %d 0 R", parent->object);
	put_structure(annotations, "Form", spot->behind, (const int[2]){ spot->page, object }, out);
	store_object(store, object, out->text);
	buffer_printf(&parent->kids, "%d 0 R ", object);
	buffer_printf(entries, "%d 0 R ", object);
}

static void note_figure(struct annotations *annotations, const struct page *page, const struct item *item, const struct frame *frame)
{
	mpt box[4];
	box_on_page(page, frame, (const mpt[4]){ item->of.image.x, item->of.image.y, item->of.image.width, item->of.image.height }, box);
	if (annotations->tree && item->node >= 0)
		tree_figure(annotations->tree, item->node, item->of.image.alt && item->of.image.alt[0] ? item->of.image.alt : "图", box);
}

static void put_one(struct annotations *annotations, const struct page *page, const struct item *item, const struct frame *frame,
                    struct spot *spot, struct buffer *list)
{
	if (item->kind == ITEM_IMAGE)
		note_figure(annotations, page, item, frame);
	if (item->kind == ITEM_LINK) {
		box_on_page(page, frame, (const mpt[4]){ item->of.link.x, item->of.link.y, item->of.link.width, item->of.link.height }, spot->box);
		put_link(annotations, item, spot, list);
	}
	if (item->kind == ITEM_FIELD && annotations->tree) {
		box_on_page(page, frame, (const mpt[4]){ item->of.field.x, item->of.field.y, item->of.field.width, item->of.field.height }, spot->box);
		put_field(annotations, item, spot, list);
	}
}

void annotations_put(struct annotations *annotations, const struct page *page, int object, struct buffer *entries)
{
	struct frames frames = { .depth = 0 };
	struct spot spot = { .page = object, .behind = -1 };
	struct buffer list = { .arena = page->arena };
	for (size_t i = 0; i < page->count; i++) {
		const struct item *item = &page->items[i];
		if (item->kind == ITEM_TURN)
			frames_turn(&frames, item);
		if (item->kind == ITEM_TURN_END)
			frames_end(&frames);
		put_one(annotations, page, item, frames_top(&frames), &spot, &list);
		spot.behind = item->node >= 0 ? item->node : spot.behind;
	}
	if (!list.length)
		return;
	buffer_put(entries, "/Annots [");
	buffer_add(entries, list.text, list.length);
	buffer_put(entries, annotations->tree ? "]/Tabs/S" : "]");
}

void annotations_finish(struct annotations *annotations, struct buffer *catalog)
{
	if (!annotations->parent_count)
		return;
	buffer_put(catalog, "/AcroForm<</SigFlags 1/Fields[");
	for (size_t i = 0; i < annotations->parent_count; i++) {
		const struct field_parent *parent = &annotations->parents[i];
		if (!parent->object) {
			buffer_add(catalog, parent->kids.text, parent->kids.length);
			continue;
		}
		buffer_printf(catalog, "%d 0 R ", parent->object);
		store_object(annotations->store, parent->object, arena_printf(annotations->store->arena, "/T(%s)/Kids[%s]", parent->name, parent->kids.text));
	}
	buffer_put(catalog, "]>>");
}
