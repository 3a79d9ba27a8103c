/* Two versions of a document, page by page, from what their plans keep: for the press, which prints only what differs. */
#ifndef PAGE_PLAN_COMPARE_H
#define PAGE_PLAN_COMPARE_H
#include <stdio.h>
#include "page/plan.h"

enum page_fate {
	PAGE_SAME,
	PAGE_CHANGED,              /* there is something else to be seen in its areas */
	PAGE_MOVED,                /* it was another page before: only its number differs, or its side too */
	PAGE_ADDED,                /* there was no page of this number */
	PAGE_GONE                  /* there is no page of this number any more */
};

struct page_change {
	enum page_fate fate;
	int before;                /* PAGE_MOVED: the number that it had */
	uint32_t areas;            /* that differ, by 1 << area; PAGE_CHANGED only */
};

struct row_change { int page, table, row; };   /* all from 1; the page on which the row begins. A row that is new or says something else */

struct plan_changes {
	struct arena *arena;
	struct page_change *pages; /* by number, from 1; [0] is not used */
	int count, old_count, new_count;   /* count: the greater one */
	bool duplex;
	uint32_t areas;            /* that differ on any page, AREA_PAGE_NUMBER for pages that moved */
	struct row_change *rows;   /* ascending by table and row */
	size_t row_count, row_capacity;
};
void plan_compare(struct arena *arena, const struct plan *old, const struct plan *new, struct plan_changes *out);
bool plan_sheet_changed(const struct plan_changes *changes, int sheet);    /* from 1; both its sides count */
int plan_sheets(const struct plan_changes *changes);       /* of the new version */

/* ---- plan_words.c: in words ---- */
const char *area_name(int area);                           /* enum area; static, in the user's language */
const char *area_code(int area);                           /* for machines: "page-number" */
bool plan_differs(const struct plan_changes *changes);     /* any page */
/* One line: which pages are as before, which are not, what differs, which sheets are to be printed again. In the arena. */
const char *plan_changes_line(const struct plan_changes *changes);
void plan_changes_text(const struct plan_changes *changes, FILE *out);     /* a line for each page that differs */
void plan_changes_json(const struct plan_changes *changes, const char *const old_and_new[2], FILE *out);
#endif
