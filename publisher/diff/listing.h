/* 本月变化: all changes as a table of the document, in the words of the document. */
#ifndef DIFF_LISTING_H
#define DIFF_LISTING_H
#include "diff/diff.h"

extern const char diff_listing_kinds[];    /* the head of its first column, which tells what happened */
/* title: above the table. */
void diff_listing(struct arena *arena, const struct diff *diff, const char *title, struct table *out);
#endif
