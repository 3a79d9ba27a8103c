/* Marks of a marked edition in the margins: bars beside what changed, notes of removed rows, and at the head of each page what kind of
 * copy this is and what its marks mean. Told apart by form, not by colour: one line changed, two lines new, a broken line not brought
 * up to date. All are artifacts; no place of anything else depends on them. Private to layout/. */
#ifndef LAYOUT_MARKING_H
#define LAYOUT_MARKING_H
#include "layout/setting.h"

/* Marks the finished page in hand. -1 with a diagnostic: its words cannot be set. */
int marking_put(struct paginator *pages);
/* A rule of a mark, whole or broken. */
void marking_rule(struct page *page, const mpt from[2], const mpt to[2], mpt width, bool broken);

struct marking_note {          /* rows or paragraphs that are no longer there */
	const char *names, *unit;  /* unit: 行 */
	int count;
	mpt y, below;              /* where they stood; where the next thing stands */
	bool turned;               /* in the frame of a turned table */
};
int marking_note_put(struct paginator *pages, const struct marking_note *note);
#endif
