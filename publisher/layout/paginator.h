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
	mpt left, width;           /* left edge and width of the text block on this page */
	int line;                  /* next free grid line, from 0 */
	int lines;                 /* grid lines of this page: the style's, or a few more where the end needs room */
	mpt text_from;             /* page 1: bottom of what stands above the text; else 0 */
	struct retired { struct retired *next; struct arena *arena; } *retired;   /* to go when the page has gone */
};

/* What an item is and where it comes from: copied to every item that a call makes. */
struct tag {
	int role;
	int node;
	enum artifact artifact;
	const char *file;
	int line, row, column;
	const struct change *change;   /* of a cell; that of text is found by its line */
};

/* Closes the page in hand, if any, and opens the next. -1 when the receiver stops the job. */
int paginator_next(struct paginator *pages, enum page_kind kind);
int paginator_finish(struct paginator *pages);     /* closes the last page */
void paginator_abandon(struct paginator *pages);   /* drops what is left after a failure */
mpt paginator_grid(const struct paginator *pages, int line);   /* top of the em box of a grid line on the sheet */
/* Sets the page's number of grid lines anew; the text begins one line below what stands above it. */
void paginator_set_lines(struct paginator *pages, int lines);
/* Frees the arena when the page in hand, which may still lend from it, has been handed over. */
void paginator_retire(struct paginator *pages, struct arena *arena);
/* The first grid line whose em box is not above y. */
int paginator_line_at(const struct paginator *pages, mpt y);
#endif
