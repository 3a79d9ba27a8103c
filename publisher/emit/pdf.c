/* The file: pages as they come, then fonts, outline, metadata. */
#include "emit/pdf.h"
#include <libdeflate.h>
#include <string.h>
#include "emit/pdf_annotation.h"
#include "emit/pdf_attachment.h"
#include "emit/pdf_content.h"
#include "emit/pdf_metadata.h"
#include "emit/profile.h"

enum { KIDS = 256 };    /* pages of one node of the page tree */

struct pdf {
	struct store store;
	struct pdf_fonts fonts;
	struct pdf_look look;
	struct content content;
	struct tree tree;
	struct annotations annotations;
	struct buffer entries;     /* of the page being written */
	HPDF_Dict resources;
	HPDF_Dict *nodes;          /* of the page tree, one for each KIDS pages */
	size_t node_count, node_capacity;
	int *pages;                /* object numbers */
	mpt *heights, usual[2];    /* usual: the first page's size */
	size_t page_count, page_capacity, height_capacity;
};

/* libharu notes the error in the document; store_check reads it. */
static void on_error(HPDF_STATUS error, HPDF_STATUS detail, void *context)
{
	(void)error;
	(void)detail;
	(void)context;
}

struct pdf *pdf_open(struct arena *arena, struct file_writer *writer, struct diagnostics *all, struct fonts *fonts, const struct pdf_look *look)
{
	struct pdf *pdf = arena_alloc(arena, sizeof *pdf);
	pdf->store = (struct store){ .doc = HPDF_New(on_error, NULL), .arena = arena, .all = all, .writer = writer };
	store_open(&pdf->store);
	if (look->plan && look->plan->draft)
		store_comment(&pdf->store, PDF_DRAFT_MARK);
	pdf->fonts.store = &pdf->store;    /* its list is long, and zeroed as it came */
	pdf->fonts.fonts = fonts;
	pdf->look = *look;
	pdf->content = (struct content){ .fonts = &pdf->fonts, .look = &pdf->look, .all = all, .out = { .arena = arena } };
	pdf->content.text = (struct text_writer){ .fonts = &pdf->fonts, .out = &pdf->content.out };
	pdf->entries.arena = arena;
	pdf->annotations = (struct annotations){ .store = &pdf->store, .text = { .arena = arena } };
	if (look->tags) {
		tree_open(&pdf->tree, &pdf->store, look->tags);
		pdf->content.tree = pdf->annotations.tree = &pdf->tree;
	}
	pdf->resources = store_dictionary(&pdf->store);
	return pdf;
}

int pdf_object_count(const struct pdf *pdf) { return pdf->store.count; }

void pdf_close(struct pdf *pdf)
{
	if (pdf)
		store_close(&pdf->store);
}

static void put_size(struct buffer *entries, mpt width, mpt height)
{
	buffer_put(entries, "/MediaBox [0 0 ");
	buffer_number(entries, width);
	buffer_number(entries, height);
	buffer_put(entries, "]");
}

static bool has_image(const struct page *page)
{
	bool found = false;
	for (size_t i = 0; i < page->count; i++)
		found |= page->items[i].kind == ITEM_IMAGE;
	return found;
}

/* The usual size comes from the root of the page tree; resources must be the page's own (ISO 19005-2, 6.2.2). */
static void put_page(struct pdf *pdf, const struct page *page, int stream, int number)
{
	struct buffer *entries = &pdf->entries;
	entries->length = 0;
	buffer_printf(entries, "/Type/Page/Parent %d 0 R/Resources %d 0 R/Contents %d 0 R", object_number(pdf->nodes[pdf->node_count - 1]),
	              object_number(pdf->resources), stream);
	if (!pdf->page_count) {
		pdf->usual[0] = page->width;
		pdf->usual[1] = page->height;
	}
	if (page->width != pdf->usual[0] || page->height != pdf->usual[1])
		put_size(entries, page->width, page->height);
	if (page->rotate_view)
		buffer_put(entries, "/Rotate 90");
	if (has_image(page))    /* the colours in which pictures are multiplied */
		buffer_printf(entries, "/Group<</S/Transparency/CS/%s>>", pdf->look.printing ? "DeviceCMYK" : "DeviceRGB");
	annotations_put(&pdf->annotations, page, number, entries);
	if (pdf->content.tree)
		buffer_printf(entries, "/StructParents %d", tree_page(&pdf->tree, number, pdf->content.nodes, (int)pdf->content.node_count));
}

int pdf_page(void *context, const struct page *page)
{
	struct pdf *pdf = context;
	if (pdf->content.tree)
		tree_meet(&pdf->tree);
	content_page(&pdf->content, page);
	if (pdf->look.plan && pdf->page_count < pdf->look.plan->page_count)
		pdf->look.plan->pages[pdf->page_count].content = libdeflate_crc32(0, pdf->content.out.text, pdf->content.out.length);
	int stream = store_stream(&pdf->store, pdf->content.out.text, pdf->content.out.length, ""), number = store_number(&pdf->store);
	if (pdf->page_count % KIDS == 0) {
		ARENA_GROW(pdf->store.arena, pdf->nodes, &pdf->node_capacity, pdf->node_count + 1);
		pdf->nodes[pdf->node_count++] = store_dictionary(&pdf->store);
	}
	put_page(pdf, page, stream, number);
	store_object(&pdf->store, number, pdf->entries.text);
	ARENA_GROW(pdf->store.arena, pdf->pages, &pdf->page_capacity, pdf->page_count + 1);
	ARENA_GROW(pdf->store.arena, pdf->heights, &pdf->height_capacity, pdf->page_count + 1);
	pdf->heights[pdf->page_count] = page->height;
	pdf->pages[pdf->page_count++] = number;
	return pdf->content.result | store_check(&pdf->store) ? -1 : 0;
}

static void finish_resources(struct pdf *pdf)
{
	struct buffer entries = { .arena = pdf->store.arena };
	buffer_put(&entries, "/Font <<");
	pdf_fonts_resources(&pdf->fonts, &entries);
	buffer_put(&entries, ">>");
	if (pdf->content.image_count) {
		buffer_put(&entries, " /ExtGState <</Multiply <</BM /Multiply>>>> /XObject <<");
		for (size_t i = 0; i < pdf->content.image_count; i++)
			buffer_printf(&entries, "/I%zu %d 0 R ", i, pdf->content.images[i].object);
		buffer_put(&entries, ">>");
	}
	store_entries(&pdf->store, pdf->resources, &entries);
}

/* libharu's own root of the page tree gets our nodes as kids. */
static void finish_page_tree(struct pdf *pdf)
{
	HPDF_Dict root = pdf->store.doc->root_pages;
	struct buffer entries = { .arena = pdf->store.arena };
	for (size_t n = 0; n < pdf->node_count; n++) {
		struct buffer node = { .arena = pdf->store.arena };
		size_t first = n * KIDS, end = first + KIDS < pdf->page_count ? first + KIDS : pdf->page_count;
		buffer_printf(&node, "/Type /Pages /Parent %d 0 R /Count %zu /Kids [", object_number(root), end - first);
		for (size_t i = first; i < end; i++)
			buffer_printf(&node, "%d 0 R ", pdf->pages[i]);
		buffer_put(&node, "]");
		store_entries(&pdf->store, pdf->nodes[n], &node);
	}
	HPDF_Dict_RemoveElement(root, "Kids");
	HPDF_Dict_RemoveElement(root, "Count");
	root->before_write_fn = NULL;
	buffer_printf(&entries, "/Count %zu /Kids [", pdf->page_count);
	for (size_t n = 0; n < pdf->node_count; n++)
		buffer_printf(&entries, "%d 0 R ", object_number(pdf->nodes[n]));
	buffer_put(&entries, "] ");
	put_size(&entries, pdf->usual[0], pdf->usual[1]);
	store_entries(&pdf->store, root, &entries);
}

/* ---- outline ---- */

enum { LEVELS = 8 };
struct mark { HPDF_Dict object; int parent, first, last, next, previous, below; };    /* numbers of entries, -1: none */

static void link_marks(const struct record *record, struct mark *marks)
{
	int path[LEVELS], depth = 0;    /* the entry before and those it stands under, outermost first */
	for (int i = 0; i < (int)record->outline_count; i++) {
		int level = record->outline[i].level < depth ? record->outline[i].level : depth;
		level = level < 0 ? 0 : level < LEVELS ? level : LEVELS - 1;
		struct mark *mark = &marks[i];
		*mark = (struct mark){ mark->object, level ? path[level - 1] : -1, -1, -1, -1, level < depth ? path[level] : -1, 0 };
		if (mark->previous >= 0)
			marks[mark->previous].next = i;
		else if (level)
			marks[mark->parent].first = i;
		if (level)
			marks[mark->parent].last = i;
		for (int above = mark->parent; above >= 0; above = marks[above].parent)
			marks[above].below++;
		path[level] = i;
		depth = level + 1;
	}
}

static void put_reference(struct buffer *out, const char *key, const struct mark *marks, int number)
{
	if (number >= 0)
		buffer_printf(out, "/%s %d 0 R ", key, object_number(marks[number].object));
}

static void put_destination(const struct pdf *pdf, const struct outline_entry *entry, struct buffer *out)
{
	if (entry->page < 1 || (size_t)entry->page > pdf->page_count)
		return;
	buffer_printf(out, "/Dest [%d 0 R /XYZ null ", pdf->pages[entry->page - 1]);
	buffer_number(out, pdf->heights[entry->page - 1] - entry->y);
	buffer_put(out, "null]");
}

static HPDF_Dict finish_outline(struct pdf *pdf, const struct record *record)
{
	int count = (int)record->outline_count, first = -1, last = -1;
	struct mark *marks = arena_array(pdf->store.arena, (size_t)count + 1, sizeof *marks);
	struct buffer top = { .arena = pdf->store.arena };
	if (!count)
		return NULL;
	HPDF_Dict root = store_dictionary(&pdf->store);
	for (int i = 0; i < count; i++)
		marks[i].object = store_dictionary(&pdf->store);
	link_marks(record, marks);
	for (int i = 0; i < count; i++) {
		const struct outline_entry *entry = &record->outline[i];
		struct buffer entries = { .arena = pdf->store.arena };
		buffer_text_string(&entries, "Title", entry->title);
		buffer_printf(&entries, "/Parent %d 0 R ", object_number(marks[i].parent < 0 ? root : marks[marks[i].parent].object));
		put_reference(&entries, "First", marks, marks[i].first);
		put_reference(&entries, "Last", marks, marks[i].last);
		put_reference(&entries, "Next", marks, marks[i].next);
		put_reference(&entries, "Prev", marks, marks[i].previous);
		if (marks[i].below)
			buffer_printf(&entries, "/Count %d ", marks[i].below);
		put_destination(pdf, entry, &entries);
		store_entries(&pdf->store, marks[i].object, &entries);
		if (marks[i].parent < 0) {
			first = first < 0 ? i : first;
			last = i;
		}
	}
	buffer_printf(&top, "/Type /Outlines /Count %d ", count);
	put_reference(&top, "First", marks, first);
	put_reference(&top, "Last", marks, last);
	store_entries(&pdf->store, root, &top);
	return root;
}

/* The condition for which the colours of the document are meant (ISO 19005-2, 6.2.3). A press that no registry knows is
 * Custom, and Info says what it is (ISO 32000-1, table 365). */
static void put_output_intent(struct pdf *pdf, struct buffer *entries)
{
	const struct printing *printing = pdf->look.printing;
	struct buffer screen = { .arena = pdf->store.arena };
	int profile;
	buffer_printf(entries, "/OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (%s) ", printing ? "Custom" : "sRGB");
	if (printing) {
		buffer_text_string(entries, "Info", printing->name);
		profile = store_stream(&pdf->store, printing->profile.data, printing->profile.length, "/N 4");
	} else {
		buffer_put(entries, "/Info (sRGB IEC61966-2.1) ");
		profile_srgb(&screen);
		profile = store_stream(&pdf->store, screen.text, screen.length, "/N 3");
	}
	buffer_printf(entries, "/DestOutputProfile %d 0 R>>]", profile);
}

/* What tagged files have besides. -1 with a diagnostic. */
static int put_conformance(struct pdf *pdf, const struct record *record, struct buffer *entries)
{
	struct store *store = &pdf->store;
	int metadata = metadata_xmp(store, record);
	tree_finish(&pdf->tree);
	annotations_finish(&pdf->annotations, entries);
	buffer_printf(entries, " /MarkInfo <</Marked true>> /StructTreeRoot %d 0 R /Metadata %d 0 R /PageLabels <</Nums [0 <</S /D>>]>> ", pdf->tree.root, metadata);
	put_output_intent(pdf, entries);
	return metadata ? 0 : -1;
}

/* Where a program keeps what is its own (ISO 32000-1, 14.5). It asks for a time; where the document has none, the earliest. */
static void put_plan(struct pdf *pdf, const struct record *record, struct buffer *entries)
{
	struct buffer plan = { .arena = pdf->store.arena };
	const char *date = metadata_date(pdf->store.arena, record);
	plan_write(pdf->look.plan, &plan);
	int stream = store_stream(&pdf->store, plan.text, plan.length, "");
	buffer_printf(entries, " /PieceInfo <</Hongtou <</LastModified (%s) /Private %d 0 R>>>>", date ? date : "D:19700101000000Z", stream);
}

static int finish_catalog(struct pdf *pdf, const struct record *record)
{
	int result = 0;
	HPDF_Dict outline = finish_outline(pdf, record);
	struct buffer entries = { .arena = pdf->store.arena };
	buffer_printf(&entries, "/Lang (%s) /ViewerPreferences <</DisplayDocTitle true /PrintScaling /None /Duplex /%s>>", record->language,
	              record->duplex ? "DuplexFlipLongEdge" : "Simplex");
	if (outline)
		buffer_printf(&entries, " /Outlines %d 0 R /PageMode /UseOutlines", object_number(outline));
	HPDF_Dict_RemoveElement(pdf->store.doc->catalog, "PageMode");
	HPDF_Dict_RemoveElement(pdf->store.doc->catalog, "PageLayout");
	if (pdf->content.tree)
		result = put_conformance(pdf, record, &entries);
	if (pdf->look.plan)
		put_plan(pdf, record, &entries);
	if (record->source_count)
		result |= attachments_put(&pdf->store, &pdf->fonts, record, &entries);
	store_entries(&pdf->store, pdf->store.doc->catalog, &entries);
	return result;
}

int pdf_finish(struct pdf *pdf, const struct record *record)
{
	if (pdf_fonts_embed(&pdf->fonts))
		return -1;
	finish_resources(pdf);
	finish_page_tree(pdf);
	int result = finish_catalog(pdf, record);
	metadata_information(&pdf->store, record);
	store_finish(&pdf->store);
	return result | store_check(&pdf->store) ? -1 : 0;
}
