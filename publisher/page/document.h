/* The document's own record, beside its pages: metadata, outline, structure. Filled by layout/ while pages stream; what
 * a receiver needs at the end is complete when the last page has been handed over. */
#ifndef PAGE_DOCUMENT_H
#define PAGE_DOCUMENT_H
#include "base/file_mark.h"
#include "page/page.h"
#include "page/plan.h"

enum node_kind {
	NODE_DOCUMENT, NODE_TITLE, NODE_HEADING_1, NODE_HEADING_2, NODE_HEADING_3, NODE_HEADING_4, NODE_PARAGRAPH,
	NODE_TABLE, NODE_CAPTION, NODE_HEAD, NODE_BODY, NODE_ROW, NODE_HEAD_CELL, NODE_CELL, NODE_FIGURE, NODE_NOTE
};
/* Append-only; a logical cell opens one node however many pages it spans. The cells of a row are opened right behind it, and
 * once the next row has been opened, pages behind the one in hand add nothing to them. */
struct node {
	enum node_kind kind;
	int parent;                /* -1: the root */
	int row_span, column_span;
};

struct outline_entry {
	const char *title;
	int level;                 /* from 0 */
	int page;                  /* from 1 */
	mpt y;                     /* on the sheet */
};

/* What archives ask of a document besides (DA/T 46-2009 4.3, GB/T 33480-2016). */
enum record_field {
	FIELD_NUMBER, FIELD_AUTHORS, FIELD_DATE, FIELD_KIND, FIELD_URGENCY, FIELD_ADDRESSEE, FIELD_COPIES, FIELD_SECRECY, FIELD_SECRECY_PERIOD,
	FIELD_PAGES, FIELD_COPY_NUMBER, FIELD_SIGNERS, FIELD_ATTACHMENTS, FIELD_ANNOTATION, FIELD_PRINTER, FIELD_PRINT_DATE, RECORD_FIELDS
};

/* A file that the document is made from, to be embedded in it. */
struct record_source {
	const char *kind, *name;   /* "table"; as the edition names it */
	const char *file;          /* its name in the document: a relative path; two may have the same, and are one file then */
	const char *path;          /* on the disk */
	struct file_mark mark;     /* from just before it was read */
};

struct record {
	struct arena *arena;
	const char *title, *number, *author, *date;   /* plain text or NULL; title without '|' */
	const char *fields[RECORD_FIELDS];            /* plain text or NULL; FIELD_PAGES stays NULL: page_count has it */
	const char *language;      /* "zh-CN" */
	const char *epoch;         /* SOURCE_DATE_EPOCH, "": none; NULL: that of the environment */
	const struct record_source *sources;          /* to be embedded, the edition first: the file is PDF/A-3a */
	size_t source_count;       /* 0: nothing is embedded */
	const char *variant;       /* how the sources were set: the output that was chosen, or NULL … */
	const char *const *sets;   /* … and what was set for this run, ended by NULL; or NULL */
	struct plan *plan;         /* filled while pages stream; NULL: none is kept */
	bool duplex;
	bool structured;           /* nodes are kept for a receiver that reads them; else only numbered: a big table has many */
	struct node *nodes;
	size_t node_count, node_capacity;
	struct outline_entry *outline;
	size_t outline_count, outline_capacity;
	int page_count;
};

/* Opens a node and returns its number, which items refer to. */
int record_node(struct record *record, enum node_kind kind, int parent);
void record_span(struct record *record, int node, int rows, int columns);    /* of a cell of a table */
void record_outline(struct record *record, const char *title, int level, const int page_and_y[2]);

/* Gets each finished page once, in order; the page is gone when the call returns. -1 stops the job. */
struct page_receiver {
	void *context;
	int (*page)(void *context, const struct page *page);
};
#endif
