/* The page being filled: opening, margins, page number, handing over. One page exists at a time; it is gone once the
 * receiver has it. Lengths in mpt, from the sheet's top left corner. */
#ifndef LAYOUT_PAGINATOR_H
#define LAYOUT_PAGINATOR_H
#include "layout/layout.h"

struct paginator {
	struct layout_job *job;
	struct arena *page_arena;
	struct page *page;         /* NULL before the first and after the last page */
	int number;                /* of the page being filled; 0 before the first */
	mpt left;                  /* left edge of the text block on this page */
	int line;                  /* next free grid line, from 0 */
};

/* What an item is and where it comes from: copied to every item that a call makes. */
struct tag {
	int role;
	int node;
	enum artifact artifact;
	const char *file;
	int line, row, column;
};

/* Closes the page in hand, if any, and opens the next. -1 when the receiver stops the job. */
int paginator_next(struct paginator *pages, enum page_kind kind);
int paginator_finish(struct paginator *pages);     /* closes the last page */
mpt paginator_grid(const struct paginator *pages, int line);   /* top of the em box of a grid line on the sheet */
/* The first grid line whose em box is not above y. */
int paginator_line_at(const struct paginator *pages, mpt y);
#endif
