/* The file: pages as they come, then fonts, outline, metadata. */
#include "emit/pdf.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "emit/pdf_content.h"

enum { KIDS = 256 };    /* pages of one node of the page tree */

struct pdf {
	struct store store;
	struct pdf_fonts fonts;
	struct pdf_look look;
	struct content content;
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
	pdf->fonts = (struct pdf_fonts){ .store = &pdf->store, .fonts = fonts };
	pdf->look = *look;
	pdf->content = (struct content){ .fonts = &pdf->fonts, .look = &pdf->look, .all = all, .out = { .arena = arena } };
	pdf->content.text = (struct text_writer){ .fonts = &pdf->fonts, .out = &pdf->content.out };
	pdf->entries.arena = arena;
	pdf->resources = store_dictionary(&pdf->store);
	return pdf;
}

void pdf_close(struct pdf *pdf)
{
	if (pdf)
		store_close(&pdf->store);
}

/* Left, top, right, bottom of a link on the sheet. */
static void link_box(const struct item *link, const struct frame *frame, mpt box[4])
{
	mpt x = link->of.link.x, y = link->of.link.y, a[2], b[2];
	frame_on_sheet(frame, x, y, a);
	frame_on_sheet(frame, x + link->of.link.width, y + link->of.link.height, b);
	for (int i = 0; i < 2; i++) {
		box[i] = a[i] < b[i] ? a[i] : b[i];
		box[i + 2] = a[i] < b[i] ? b[i] : a[i];
	}
}

static void put_links(const struct page *page, struct buffer *entries)
{
	bool any = false;
	struct frames frames = { .depth = 0 };
	for (size_t i = 0; i < page->count; i++) {
		const struct item *item = &page->items[i];
		mpt box[4];
		if (item->kind == ITEM_TURN)
			frames_turn(&frames, item);
		if (item->kind == ITEM_TURN_END)
			frames_end(&frames);
		if (item->kind != ITEM_LINK)
			continue;
		link_box(item, frames_top(&frames), box);
		buffer_put(entries, any ? "" : "/Annots [");
		any = true;
		buffer_put(entries, "<</Type /Annot /Subtype /Link /F 4 /Border [0 0 0] /Rect [");
		buffer_number(entries, box[0]);
		buffer_number(entries, page->height - box[3]);
		buffer_number(entries, box[2]);
		buffer_number(entries, page->height - box[1]);
		buffer_put(entries, "] /A <</S /URI /URI <");
		for (const char *at = item->of.link.uri; *at; at++)
			buffer_printf(entries, "%02X", (unsigned char)*at);
		buffer_put(entries, ">>>>> ");
	}
	if (any)
		buffer_put(entries, "]");
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

/* Resources and the usual size come from the root of the page tree. */
static void put_page(struct pdf *pdf, const struct page *page, int stream)
{
	struct buffer *entries = &pdf->entries;
	entries->length = 0;
	buffer_printf(entries, "/Type/Page/Parent %d 0 R/Contents %d 0 R", object_number(pdf->nodes[pdf->node_count - 1]), stream);
	if (!pdf->page_count) {
		pdf->usual[0] = page->width;
		pdf->usual[1] = page->height;
	}
	if (page->width != pdf->usual[0] || page->height != pdf->usual[1])
		put_size(entries, page->width, page->height);
	if (page->rotate_view)
		buffer_put(entries, "/Rotate 90");
	if (has_image(page))    /* the colours in which pictures are multiplied */
		buffer_put(entries, "/Group<</S/Transparency/CS/DeviceRGB>>");
	put_links(page, entries);
}

int pdf_page(void *context, const struct page *page)
{
	struct pdf *pdf = context;
	content_page(&pdf->content, page);
	int stream = store_stream(&pdf->store, pdf->content.out.text, pdf->content.out.length, ""), number = store_number(&pdf->store);
	if (pdf->page_count % KIDS == 0) {
		ARENA_GROW(pdf->store.arena, pdf->nodes, &pdf->node_capacity, pdf->node_count + 1);
		pdf->nodes[pdf->node_count++] = store_dictionary(&pdf->store);
	}
	put_page(pdf, page, stream);
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
	buffer_printf(&entries, "] /Resources %d 0 R ", object_number(pdf->resources));
	put_size(&entries, pdf->usual[0], pdf->usual[1]);
	store_entries(&pdf->store, root, &entries);
}

static void put_text_string(struct buffer *out, const char *key, const char *text)
{
	if (!text)
		return;
	buffer_printf(out, "/%s <FEFF", key);
	buffer_utf16(out, text, strlen(text));
	buffer_put(out, "> ");
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
		put_text_string(&entries, "Title", entry->title);
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

static void finish_catalog(struct pdf *pdf, const struct record *record)
{
	HPDF_Dict outline = finish_outline(pdf, record);
	struct buffer entries = { .arena = pdf->store.arena };
	buffer_printf(&entries, "/Lang (%s) /ViewerPreferences <</DisplayDocTitle true /PrintScaling /None /Duplex /%s>>", record->language,
	              record->duplex ? "DuplexFlipLongEdge" : "Simplex");
	if (outline)
		buffer_printf(&entries, " /Outlines %d 0 R /PageMode /UseOutlines", object_number(outline));
	HPDF_Dict_RemoveElement(pdf->store.doc->catalog, "PageMode");
	HPDF_Dict_RemoveElement(pdf->store.doc->catalog, "PageLayout");
	store_entries(&pdf->store, pdf->store.doc->catalog, &entries);
}

/* Dates only from SOURCE_DATE_EPOCH: the same input gives the same bytes. */
static void put_date(struct buffer *out)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	char *end = NULL;
	long long seconds = epoch ? strtoll(epoch, &end, 10) : 0;
	time_t when = (time_t)seconds;
	struct tm parts;
	char text[40];
	if (!epoch || !epoch[0] || *end || seconds < 0 || !gmtime_r(&when, &parts) || !strftime(text, sizeof text, "D:%Y%m%d%H%M%S+00'00'", &parts))
		return;
	buffer_printf(out, "/CreationDate (%s) /ModDate (%s) ", text, text);
}

static void finish_info(struct pdf *pdf, const struct record *record)
{
	HPDF_Dict info = pdf->store.doc->info;
	struct buffer entries = { .arena = pdf->store.arena };
	HPDF_Dict_RemoveElement(info, "Producer");
	HPDF_Dict_RemoveElement(info, "CreationDate");
	HPDF_Dict_RemoveElement(info, "ModDate");
	put_text_string(&entries, "Title", record->title);
	put_text_string(&entries, "Author", record->author);
	put_text_string(&entries, "Subject", record->number);
	buffer_put(&entries, "/Producer (hongtou " HONGTOU_VERSION ") ");
	put_date(&entries);
	store_entries(&pdf->store, info, &entries);
}

int pdf_finish(struct pdf *pdf, const struct record *record)
{
	if (pdf_fonts_embed(&pdf->fonts))
		return -1;
	finish_resources(pdf);
	finish_page_tree(pdf);
	finish_catalog(pdf, record);
	finish_info(pdf, record);
	store_finish(&pdf->store);
	return store_check(&pdf->store);
}
