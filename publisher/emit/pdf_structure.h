/* The structure tree of a tagged file, from the record's nodes. A row of a table is written with its cells as soon as the
 * next row has been opened and its page is complete; what is left is written at the end. Private to emit/. */
#ifndef EMIT_PDF_STRUCTURE_H
#define EMIT_PDF_STRUCTURE_H
#include "emit/objects.h"
#include "page/document.h"

struct element {               /* of a node */
	int object;                /* its number, negative when it is written; 0: none yet */
	int first, last;           /* of its marks; 0: none */
};

struct sequence {              /* a marked-content sequence that belongs to an element */
	int page;                  /* object number */
	int id;                    /* MCID */
	int next;                  /* 0: none */
};

struct tree {
	struct store *store;
	const struct record *record;   /* whose nodes are told */
	int root;                  /* object number of the StructTreeRoot */
	struct element *elements;
	size_t capacity;
	struct sequence *marks;        /* from 1; those written are used again from `spare` on */
	int mark_count, spare;
	size_t mark_capacity;
	size_t met;                /* nodes looked at so far */
	int open_row;              /* the last row met, to which a next page may add; -1: none */
	int *levels;               /* of headings, by node; 0: no heading */
	size_t level_capacity;
	int level;                 /* of the heading before */
	int *parents;              /* the ParentTree's values: object numbers by key */
	int parent_count;
	size_t parent_capacity;
	struct figure { int node; const char *alt; mpt box[4]; } *figures;    /* box: left, lower, right, upper edge on the sheet */
	size_t figure_count, figure_capacity;
	struct added { int behind, object, annotation, page; const char *type; } *added;    /* elements of annotations, behind a node's */
	size_t added_count, added_capacity;
	struct identified { int node, object; } *identified;    /* elements that bear an ID */
	size_t identified_count, identified_capacity;
	struct buffer text;        /* of the object being written */
};

void tree_open(struct tree *tree, struct store *store, const struct record *record);
void tree_meet(struct tree *tree);        /* looks at the nodes opened since: before a page's content is written */
const char *tree_type(const struct tree *tree, int node);    /* "TD", "H1", … */
/* The sequences of a page by MCID: their nodes. Returns the page's key in the ParentTree. */
int tree_page(struct tree *tree, int page, const int *nodes, int count);
/* An element of its own ("Form", "Link") for an annotation, behind what `node` (-1: nothing) belongs to. Returns its key. */
int tree_annotation(struct tree *tree, const char *type, int node, const int page_and_annotation[2]);
void tree_figure(struct tree *tree, int node, const char *alt, const mpt box[4]);    /* alt is copied */
void tree_finish(struct tree *tree);      /* writes the rest */
#endif
