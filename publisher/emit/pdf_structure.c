/* Structure elements as text. Attributes: ISO 32000-1, 14.8.5; the ParentTree: 14.7.4.4. */
#include "emit/pdf_structure.h"
#include <stdlib.h>
#include <string.h>

enum { LEAF = 256, MOST_LEVEL = 6 };    /* keys of one node of the ParentTree; H6 */

void tree_open(struct tree *tree, struct store *store, const struct record *record)
{
	*tree = (struct tree){ .store = store, .record = record, .open_row = -1, .text = { .arena = store->arena } };
	tree->root = store_number(store);
	ARENA_GROW(store->arena, tree->marks, &tree->mark_capacity, 1);
	tree->mark_count = 1;
}

/* ---- elements ---- */

static const struct node *node_of(const struct tree *tree, int node) { return &tree->record->nodes[node]; }

static int object_of(struct tree *tree, int node)
{
	struct element *element = &tree->elements[node];
	if (!element->object)
		element->object = store_number(tree->store);
	return abs(element->object);
}

static void put_int(struct buffer *out, const char *before, int number)
{
	buffer_put(out, before);
	buffer_decimal(out, number, 0);
}

const char *tree_type(const struct tree *tree, int node)
{
	static const char *const types[] = {
		[NODE_DOCUMENT] = "Document", [NODE_PARAGRAPH] = "P", [NODE_TABLE] = "Table", [NODE_CAPTION] = "Caption", [NODE_HEAD] = "THead",
		[NODE_BODY] = "TBody", [NODE_ROW] = "TR", [NODE_HEAD_CELL] = "TH", [NODE_CELL] = "TD", [NODE_FIGURE] = "Figure", [NODE_NOTE] = "Note",
	};
	static const char *const headings[] = { "P", "H1", "H2", "H3", "H4", "H5", "H6" };
	enum node_kind kind = node_of(tree, node)->kind;
	bool heading = kind == NODE_TITLE || (kind >= NODE_HEADING_1 && kind <= NODE_HEADING_4);
	return heading ? headings[tree->levels[node]] : types[kind];
}

static void add_mark(struct tree *tree, int node, int page, int id)
{
	struct element *element = &tree->elements[node];
	int number = tree->spare;
	if (number) {
		tree->spare = tree->marks[number].next;
	} else {
		number = tree->mark_count++;
		ARENA_GROW(tree->store->arena, tree->marks, &tree->mark_capacity, (size_t)tree->mark_count);
	}
	tree->marks[number] = (struct sequence){ .page = page, .id = id };
	if (element->first)
		tree->marks[element->last].next = number;
	else
		element->first = number;
	element->last = number;
}

static void free_marks(struct tree *tree, struct element *element)
{
	if (!element->first)
		return;
	tree->marks[element->last].next = tree->spare;
	tree->spare = element->first;
	element->first = element->last = 0;
}

/* Its own marks: those on the element's page as bare numbers. */
static void put_marks(struct tree *tree, int first, struct buffer *out)
{
	int page = tree->marks[first].page;
	for (int i = first; i; i = tree->marks[i].next) {
		const struct sequence *mark = &tree->marks[i];
		if (mark->page == page) {
			buffer_decimal(out, mark->id, 0);
			continue;
		}
		put_int(out, "<</Type/MCR/Pg ", mark->page);
		put_int(out, "0 R/MCID ", mark->id);
		out->length--;
		buffer_put(out, ">>");
	}
}

static void put_table_attributes(const struct tree *tree, const struct node *node, struct buffer *out)
{
	bool head = node->kind == NODE_HEAD_CELL;
	if ((!head && node->kind != NODE_CELL) || (!head && node->row_span == 1 && node->column_span == 1))
		return;
	buffer_put(out, "/A<</O/Table");
	if (head)
		buffer_put(out, tree->record->nodes[node_of(tree, node->parent)->parent].kind == NODE_HEAD ? "/Scope/Column" : "/Scope/Row");
	if (node->row_span > 1)
		put_int(out, "/RowSpan ", node->row_span);
	if (node->column_span > 1)
		put_int(out, "/ColSpan ", node->column_span);
	buffer_put(out, ">>");
}

static void put_figure(const struct tree *tree, int node, struct buffer *out)
{
	if (node_of(tree, node)->kind != NODE_FIGURE)
		return;
	for (size_t i = 0; i < tree->figure_count; i++) {
		const struct figure *figure = &tree->figures[i];
		if (figure->node != node)
			continue;
		buffer_put(out, "/Alt<FEFF");
		buffer_utf16(out, figure->alt, strlen(figure->alt));
		buffer_put(out, ">/A<</O/Layout/Placement/Block/BBox[");
		for (int k = 0; k < 4; k++)
			buffer_number(out, figure->box[k]);
		buffer_put(out, "]>>");
	}
}

/* A note must be findable by an ID (ISO 14289-1, 7.9). */
static void put_id(struct tree *tree, int node, struct buffer *out)
{
	if (node_of(tree, node)->kind != NODE_NOTE)
		return;
	ARENA_GROW(tree->store->arena, tree->identified, &tree->identified_capacity, tree->identified_count + 1);
	tree->identified[tree->identified_count++] = (struct identified){ node, object_of(tree, node) };
	buffer_printf(out, "/ID(n%09d)", node);
}

/* Writes an element. kids: numbers of its children's objects, behind its own content. */
static void write_element(struct tree *tree, int node, const int *kids, int count)
{
	struct buffer *out = &tree->text;
	struct element *element = &tree->elements[node];
	const struct node *about = node_of(tree, node);
	int object = object_of(tree, node), first = element->first, things = count;
	for (int i = first; i; i = tree->marks[i].next)
		things++;
	out->length = 0;
	buffer_put(out, "/S/");
	buffer_put(out, tree_type(tree, node));
	put_int(out, "/P ", about->parent < 0 ? tree->root : object_of(tree, about->parent));
	buffer_put(out, "0 R");
	if (first) {
		put_int(out, "/Pg ", tree->marks[first].page);
		buffer_put(out, "0 R");
	}
	put_table_attributes(tree, about, out);
	put_figure(tree, node, out);
	put_id(tree, node, out);
	if (things)
		buffer_put(out, things > 1 ? "/K[" : "/K ");
	if (first)
		put_marks(tree, first, out);
	for (int i = 0; i < count; i++) {
		buffer_decimal(out, kids[i], 0);
		buffer_put(out, "0 R ");
	}
	if (things > 1)
		buffer_put(out, "]");
	store_object(tree->store, object, out->text);
	free_marks(tree, element);
	element->object = -element->object;
}

/* ---- as pages come ---- */

static bool is_written(const struct tree *tree, int node) { return tree->elements[node].object < 0; }

/* A row and its cells, which stand right behind it. */
static void write_row(struct tree *tree, int row)
{
	int kids[256], count = 0, end = row + 1;
	while ((size_t)end < tree->record->node_count && node_of(tree, end)->parent == row && count < 256)
		kids[count++] = object_of(tree, end++);
	for (int node = row + 1; node < end; node++)
		write_element(tree, node, NULL, 0);
	write_element(tree, row, kids, count);
}

/* Levels of headings begin at 1 and leave none out (ISO 14289-1, 7.4.2), whatever the text's own do. */
static int heading_level(struct tree *tree, enum node_kind kind)
{
	int wanted = kind == NODE_TITLE ? 1 : kind - NODE_HEADING_1 + 2;
	int level = wanted > tree->level + 1 ? tree->level + 1 : wanted;
	return tree->level = level < MOST_LEVEL ? level : MOST_LEVEL;
}

void tree_meet(struct tree *tree)
{
	struct arena *arena = tree->store->arena;
	ARENA_GROW(arena, tree->elements, &tree->capacity, tree->record->node_count);
	for (; tree->met < tree->record->node_count; tree->met++) {
		enum node_kind kind = tree->record->nodes[tree->met].kind;
		if (kind != NODE_TITLE && (kind < NODE_HEADING_1 || kind > NODE_HEADING_4))
			continue;
		ARENA_GROW(arena, tree->levels, &tree->level_capacity, tree->met + 1);
		tree->levels[tree->met] = heading_level(tree, kind);
	}
}

/* All rows but the last are complete. */
static void write_rows(struct tree *tree, size_t from)
{
	for (size_t node = from; node < tree->record->node_count; node++) {
		if (tree->record->nodes[node].kind != NODE_ROW)
			continue;
		if (tree->open_row >= 0)
			write_row(tree, tree->open_row);
		tree->open_row = (int)node;
	}
}

static int add_parent(struct tree *tree, int object)
{
	ARENA_GROW(tree->store->arena, tree->parents, &tree->parent_capacity, (size_t)tree->parent_count + 1);
	tree->parents[tree->parent_count] = object;
	return tree->parent_count++;
}

int tree_page(struct tree *tree, int page, const int *nodes, int count)
{
	struct buffer *out = &tree->text;
	int object = store_number(tree->store), key = add_parent(tree, object);
	out->length = 0;
	buffer_put(out, "[");
	for (int id = 0; id < count; id++) {
		buffer_decimal(out, object_of(tree, nodes[id]), 0);
		buffer_put(out, "0 R ");
		add_mark(tree, nodes[id], page, id);
	}
	buffer_put(out, "]");
	store_value(tree->store, object, out->text);
	write_rows(tree, tree->open_row < 0 ? 0 : (size_t)tree->open_row + 1);
	return key;
}

int tree_annotation(struct tree *tree, const char *type, int node, const int page_and_annotation[2])
{
	ARENA_GROW(tree->store->arena, tree->added, &tree->added_capacity, tree->added_count + 1);
	struct added *added = &tree->added[tree->added_count++];
	*added = (struct added){ .behind = node, .object = store_number(tree->store), .type = type, .page = page_and_annotation[0], .annotation = page_and_annotation[1] };
	return add_parent(tree, added->object);
}

void tree_figure(struct tree *tree, int node, const char *alt, const mpt box[4])
{
	ARENA_GROW(tree->store->arena, tree->figures, &tree->figure_capacity, tree->figure_count + 1);
	struct figure *figure = &tree->figures[tree->figure_count++];
	figure->node = node;
	figure->alt = arena_strdup(tree->store->arena, alt);
	memcpy(figure->box, box, sizeof figure->box);
}

/* ---- the rest ---- */

/* Elements of annotations stand behind the child of the document to which the node before them belongs. */
static int top_of(const struct tree *tree, int node)
{
	while (node > 0 && node_of(tree, node)->parent > 0)
		node = node_of(tree, node)->parent;
	return node;
}

static int put_added(struct tree *tree, int behind, int *kids)
{
	int count = 0;
	for (size_t i = 0; i < tree->added_count; i++) {
		const struct added *added = &tree->added[i];
		if (top_of(tree, added->behind) == behind || (behind == 0 && added->behind < 0))
			kids[count++] = added->object;
	}
	return count;
}

static void write_added(struct tree *tree)
{
	for (size_t i = 0; i < tree->added_count; i++) {
		const struct added *added = &tree->added[i];
		tree->text.length = 0;
		buffer_printf(&tree->text, "/S/%s/P %d 0 R/Pg %d 0 R/K<</Type/OBJR/Obj %d 0 R>>", added->type, object_of(tree, 0), added->page, added->annotation);
		store_object(tree->store, added->object, tree->text.text);
	}
}

/* Children by parent, in order: heads and links of lists. */
struct family { int *first, *last, *next; };

static struct family family_of(const struct tree *tree, struct arena *scratch)
{
	size_t count = tree->record->node_count;
	struct family family = { arena_array(scratch, count, sizeof(int)), arena_array(scratch, count, sizeof(int)), arena_array(scratch, count, sizeof(int)) };
	for (size_t node = 1; node < count; node++) {
		int parent = tree->record->nodes[node].parent;
		if (family.first[parent])
			family.next[family.last[parent]] = (int)node;
		else
			family.first[parent] = (int)node;
		family.last[parent] = (int)node;
	}
	return family;
}

static void write_rest(struct tree *tree)
{
	struct arena *scratch = arena_new();
	size_t count = tree->record->node_count;
	const struct family family = family_of(tree, scratch);
	int *kids = arena_array(scratch, count + tree->added_count + 1, sizeof *kids);
	for (size_t node = 0; node < count; node++) {
		int kid_count = node ? 0 : put_added(tree, 0, kids);
		if (is_written(tree, (int)node))
			continue;
		for (int kid = family.first[node]; kid; kid = family.next[kid]) {
			kids[kid_count++] = object_of(tree, kid);
			if (node == 0)
				kid_count += put_added(tree, kid, kids + kid_count);
		}
		write_element(tree, (int)node, kids, kid_count);
	}
	arena_free(scratch);
}

/* Number tree of one or two levels; returns its root's number. */
static int write_parents(struct tree *tree)
{
	struct buffer top = { .arena = tree->store->arena };
	struct buffer *out = &tree->text;
	int root = store_number(tree->store);
	buffer_put(&top, "/Kids[");
	for (int first = 0; first < tree->parent_count; first += LEAF) {
		int end = first + LEAF < tree->parent_count ? first + LEAF : tree->parent_count, leaf = store_number(tree->store);
		out->length = 0;
		buffer_printf(out, "/Limits[%d %d]/Nums[", first, end - 1);
		for (int key = first; key < end; key++)
			buffer_printf(out, "%d %d 0 R ", key, tree->parents[key]);
		buffer_put(out, "]");
		store_object(tree->store, leaf, out->text);
		buffer_printf(&top, "%d 0 R ", leaf);
	}
	buffer_put(&top, "]");
	store_object(tree->store, root, top.text);
	return root;
}

/* IDs are of one length and were given in the order of nodes. */
static void put_ids(const struct tree *tree, struct buffer *out)
{
	if (!tree->identified_count)
		return;
	buffer_put(out, "/IDTree<</Names[");
	for (size_t i = 0; i < tree->identified_count; i++)
		buffer_printf(out, "(n%09d)%d 0 R ", tree->identified[i].node, tree->identified[i].object);
	buffer_put(out, "]>>");
}

void tree_finish(struct tree *tree)
{
	struct buffer root = { .arena = tree->store->arena };
	tree_meet(tree);
	int document = object_of(tree, 0);
	write_added(tree);
	write_rest(tree);
	buffer_printf(&root, "/Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d", document, write_parents(tree), tree->parent_count);
	put_ids(tree, &root);
	store_object(tree->store, tree->root, root.text);
}
