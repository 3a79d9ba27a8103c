#include "finished/structure_text.h"
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "finished/page_text.h"

enum { DEEPEST = 100, MOST_ELEMENTS = 4000000 };

struct page { int object; qpdf_oh handle; bool read; struct page_text text; };

struct walker {
	struct arena *arena;
	struct pdf_file *file;
	qpdf_data library;
	struct text_fonts *fonts;
	struct page *pages;                /* sorted by object */
	size_t page_count;
	struct text_piece *pieces;
	size_t piece_count, piece_capacity;
	size_t elements, unknown;
	int result;
};

/* Where the walk stands. gathering: the paragraph or cell that takes the text; NULL above all of them. */
struct place_in_tree { int page_object, depth; const char *kind; struct buffer *gathering; };

static int by_object(const void *a, const void *b)
{
	const struct page *left = a, *right = b;
	return (left->object > right->object) - (left->object < right->object);
}

static void list_pages(struct walker *walker)
{
	int count = qpdf_get_num_pages(walker->library);
	walker->pages = arena_array(walker->arena, count > 0 ? (size_t)count : 1, sizeof *walker->pages);
	for (; count > 0 && walker->page_count < (size_t)count; walker->page_count++) {
		struct page *page = &walker->pages[walker->page_count];
		page->handle = qpdf_get_page_n(walker->library, walker->page_count);
		page->object = qpdf_oh_get_object_id(walker->library, page->handle);
	}
	qsort(walker->pages, walker->page_count, sizeof *walker->pages, by_object);
}

/* What the page shows under the identifier; NULL: nothing. */
static const char *marked(struct walker *walker, int page_object, long long id)
{
	struct page key = { .object = page_object };
	struct page *page = bsearch(&key, walker->pages, walker->page_count, sizeof key, by_object);
	if (!page)
		return NULL;
	if (!page->read) {
		page->read = true;
		walker->result |= page_text_read(walker->arena, walker->file, walker->fonts, page->handle, &page->text);
		walker->unknown += page->text.unknown;
	}
	return id >= 0 && (unsigned long long)id < page->text.count ? page->text.marked[id] : NULL;
}

/* These hold others that are pieces of their own (14.8.4.2, 14.8.4.3); every other element is a piece. */
static bool groups(const char *kind)
{
	static const char *const kinds[] = {
		"StructTreeRoot", "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "TOC", "TOCI", "Index", "NonStruct", "Private", "L", "LI",
		"Table", "TR", "THead", "TBody", "TFoot",
	};
	bool found = false;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		found |= strcmp(kind, kinds[i]) == 0;
	return found;
}

static void add_piece(struct walker *walker, const char *kind, const char *text)
{
	if (!text || !text[0])
		return;
	ARENA_GROW(walker->arena, walker->pieces, &walker->piece_capacity, walker->piece_count + 1);
	walker->pieces[walker->piece_count++] = (struct text_piece){ kind, text };
}

static void take_text(struct walker *walker, const struct place_in_tree *at, const char *text)
{
	if (text && at->gathering)
		buffer_put(at->gathering, text);
	else if (text)
		add_piece(walker, at->kind, text);
}

static void walk(struct walker *walker, qpdf_oh thing, struct place_in_tree at);

static void walk_element(struct walker *walker, qpdf_oh element, struct place_in_tree at)
{
	qpdf_data library = walker->library;
	const char *name = qpdf_oh_get_name(library, qpdf_oh_get_key(library, element, "/S"));
	struct buffer piece = { .arena = walker->arena };
	bool begins = !at.gathering && !groups(name[0] ? name + 1 : "StructTreeRoot");
	at.kind = arena_strdup(walker->arena, name[0] ? name + 1 : "");
	if (begins)
		at.gathering = &piece;
	static const char *const said[] = { "/ActualText", "/Alt" };
	qpdf_oh text = qpdf_oh_new_uninitialized(library);
	for (int i = 0; i < 2 && !qpdf_oh_is_string(library, text); i++)
		text = qpdf_oh_get_key(library, element, said[i]);
	if (qpdf_oh_is_string(library, text))
		take_text(walker, &at, arena_strdup(walker->arena, qpdf_oh_get_utf8_value(library, text)));
	else
		walk(walker, qpdf_oh_get_key(library, element, "/K"), at);
	if (begins)
		add_piece(walker, at.kind, piece.text);
}

/* K: a number of marked content, a dictionary that names one on another page, an element, or an array of these. */
static void walk(struct walker *walker, qpdf_oh thing, struct place_in_tree at)
{
	qpdf_data library = walker->library;
	if (walker->result || ++at.depth > DEEPEST || ++walker->elements > MOST_ELEMENTS) {
		if (!walker->result)
			walker->result = pdf_file_damaged(walker->file, "the structure tree has no end");
		return;
	}
	if (qpdf_oh_is_integer(library, thing)) {
		take_text(walker, &at, marked(walker, at.page_object, qpdf_oh_get_int_value(library, thing)));
	} else if (qpdf_oh_is_array(library, thing)) {
		int count = qpdf_oh_get_array_n_items(library, thing);
		for (int i = 0; i < count; i++) {
			qpdf_oh item = qpdf_oh_get_array_item(library, thing, i);
			walk(walker, item, at);
			qpdf_oh_release(library, item);
		}
	} else if (qpdf_oh_is_dictionary(library, thing)) {
		qpdf_oh page = qpdf_oh_get_key(library, thing, "/Pg"), id = qpdf_oh_get_key(library, thing, "/MCID");
		at.page_object = qpdf_oh_is_dictionary(library, page) ? qpdf_oh_get_object_id(library, page) : at.page_object;
		if (qpdf_oh_is_integer(library, id))
			take_text(walker, &at, marked(walker, at.page_object, qpdf_oh_get_int_value(library, id)));
		else if (!qpdf_oh_has_key(library, thing, "/Obj"))
			walk_element(walker, thing, at);
	}
}

int structure_text_read(struct arena *arena, struct pdf_file *file, struct structure_text *out)
{
	qpdf_data library = pdf_file_library(file);
	struct walker walker = { .arena = arena, .file = file, .library = library, .fonts = text_fonts_new(arena) };
	qpdf_oh root = qpdf_oh_get_key(library, qpdf_get_root(library), "/StructTreeRoot");
	bool tagged = qpdf_oh_is_dictionary(library, root);
	if (tagged) {
		list_pages(&walker);
		walk(&walker, qpdf_oh_get_key(library, root, "/K"), (struct place_in_tree){ .kind = "" });
	}
	*out = (struct structure_text){ walker.pieces, walker.piece_count, tagged, tagged && !walker.unknown };
	return walker.result ? -1 : pdf_file_sound(file);
}
