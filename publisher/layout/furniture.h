/* The fixed elements of GB/T 9704-2012 around the running text: 版头 (7.2), title (7.3.1), signature block (7.3.5),
 * 版记 (7.4). Each call puts its element on the page in hand. */
#ifndef LAYOUT_FURNITURE_H
#define LAYOUT_FURNITURE_H
#include "layout/setting.h"

/* 版头 on page 1. *bottom: where the title's two blank lines are counted from. */
int head_put(struct paginator *pages, mpt *bottom);
/* A title in balanced lines, centred. width: of the block; left: its left edge; *y: top of the first em box in, bottom
 * of the last em box out. text: '|' is a wished break. */
struct title_place { mpt left, width; };
int title_put(struct paginator *pages, const struct words *text, enum role role, const struct title_place *place,
              struct tag *tag, mpt *y);
/* The same without putting: its height from the first em box's top to the last one's bottom, and the lines. */
struct title {
	struct setting setting;
	struct line *lines;
	int count;
	mpt height;
};
int title_shape(struct layout_job *job, struct arena *arena, const struct words *text, enum role role, mpt width, struct title *out);
void title_lines_put(struct paginator *pages, const struct title *title, const struct title_place *place, const struct tag *tag, mpt y);

/* Signature and date. Lines needed on the grid, blank ones included (0: neither is there); then put, starting behind
 * the last line of text. */
int signature_lines(struct layout_job *job);
int signature_put(struct paginator *pages);
/* 附注 on the line after the date (7.3.6), or below a seal that would stand over it. Lines needed behind the signature's
 * (0: there is none, or it cannot be set); then put. */
int annotation_lines(const struct layout_job *job);
int annotation_put(struct paginator *pages);
/* 版记 on the bottom edge of the text block of the document's last page; opens pages as needed. room: whether the page
 * in hand is upright and its text ends above `bottom`. */
int imprint_put(struct paginator *pages, mpt text_bottom);
#endif
