/* What a finished file keeps of its page plan: how each table was divided, where text pages begin, and what is to be seen on each page
 * as fingerprints by area. With it the next version can be set like this one, and two versions can be compared page by page. It says
 * how something was, never how it must be: whoever reads it holds it against what he has. */
#ifndef PAGE_PLAN_H
#define PAGE_PLAN_H
#include <stdbool.h>
#include <stdint.h>
#include "base/buffer.h"
#include "base/bytes.h"

/* What stands on a page, as an office would name it. The numbers are in files: new ones go to the end. */
enum area {
	AREA_TEXT, AREA_NUMBER, AREA_DATE, AREA_TITLE, AREA_SIGNATURE, AREA_TABLE, AREA_TABLE_TITLE, AREA_TABLE_NOTE, AREA_HEAD, AREA_COPY_NUMBER,
	AREA_SECRECY, AREA_SIGNERS, AREA_ADDRESSEE, AREA_NOTICE, AREA_ANNOTATION, AREA_IMPRINT, AREA_DRAWING, AREA_COUNT,
	AREA_PAGE_NUMBER = AREA_COUNT      /* never stored: the page's own number says it */
};

struct plan_page {
	int kind;                  /* enum page_kind */
	bool recto, numbered;
	uint32_t content;          /* CRC-32 of the bytes that draw it: has another program drawn on it since? */
	uint32_t areas;            /* 1 << area for each that is there … */
	uint32_t prints[AREA_COUNT];       /* … and its fingerprint, relative to the text block; else 0 */
};

struct plan_start { int page, line; uint32_t paragraph; };    /* a page of text begins with that line of that paragraph */

struct plan_break { int row, line; bool banner; };     /* a part of a table begins there; banner: behind a group line */

struct plan_column { uint32_t name; int32_t content; };

struct plan_table {
	uint32_t id;
	int orientation;           /* enum table_orientation, TABLE_BY_NEED settled */
	bool new_page;             /* a table in the text that had no room where the text stood */
	int32_t padding[2], pitch, size;   /* that it was set with, mpt */
	int page;                  /* its first part stands there; each other one a page farther */
	int column_count, row_count, part_count;
	struct plan_column *columns;
	uint16_t *rows;            /* fingerprints of what they say */
	struct plan_break *parts;  /* the first is 0, 0 */
};

struct plan {
	struct arena *arena;
	bool draft, like, duplex;  /* like: it was set like another file */
	bool closer;               /* the characters of the main text stand closer together, for the signature's sake */
	uint32_t title;
	struct plan_page *pages;
	struct plan_start *starts;     /* ascending by page */
	struct plan_table *tables;
	size_t page_count, page_capacity, start_count, start_capacity, table_count, table_capacity;
};

enum { PLAN_COLUMNS_MOST = 64 };

struct plan *plan_new(struct arena *arena);
void plan_write(const struct plan *plan, struct buffer *out);
/* NULL: the bytes are no plan, or one of a kind that this version does not know. A plan that is read is sound: all numbers are in their
 * ranges, rows and pages ascend. */
struct plan *plan_read(struct arena *arena, struct bytes bytes);

/* Lend; NULL: there is none. */
const struct plan_table *plan_table(const struct plan *plan, uint32_t id);
const struct plan_start *plan_start(const struct plan *plan, int page);

uint32_t plan_print(const void *data, size_t length);      /* of a name */
uint32_t plan_fold(const uint64_t print[2]);               /* of a fingerprint (base/buffer.h) */

/* For each of the new rows the old row that says the same, in ascending order; -1: there is none. */
void plan_match(const struct plan_table *old, const struct plan_table *new, int *old_of_new);
/* The new row at which a part begins that began with old row `row`: its own, or where what stood in its place now stands. */
int plan_row_now(const int *old_of_new, int new_count, int row);
#endif
