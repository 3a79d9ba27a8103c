/* Where pages of running text end. Private to the files of the text flow. */
#ifndef LAYOUT_TEXT_FLOW_ENDS_H
#define LAYOUT_TEXT_FLOW_ENDS_H
#include "layout/text_flow.h"

/* How the end of the flow is kept with what follows it. */
struct ending {
	int squeeze_page;          /* this page … */
	int squeeze_lines;         /* … takes so many lines; 0: none does */
	size_t carried;            /* so many of the last rows go to the next page */
	bool without_text;         /* the last page has the notice alone */
};

struct flow_row *flow_row_add(struct text_flow *flow);     /* behind the last one */
uint32_t flow_paragraph_print(const struct text_flow *flow, size_t i);     /* of the paragraph of row i, in a page plan */

/* Is page 1 full before the text begins? */
bool flow_leaves_no_text(const struct text_flow *flow, const struct paginator *pages);
size_t flow_rows_kept(const struct text_flow *flow, const struct paginator *pages);        /* first rows that stay on the page in hand */
size_t flow_behind_tables(const struct text_flow *flow);   /* row behind the last table: only from there on is it known where lines fall */

/* Leaves lines short where pages from row `from` on would part what belongs together. */
void flow_keep_together(struct text_flow *flow, const struct paginator *pages, size_t from);
/* tail: lines that must follow the last row on its page. */
struct ending flow_plan_ending(const struct text_flow *flow, const struct paginator *pages, size_t from, int tail);
void flow_close_up(struct text_flow *flow, struct ending *ending);         /* takes away short lines that carried rows no longer need */
void flow_squeeze(struct text_flow *flow, struct paginator *pages, const struct ending *ending);   /* the page in hand, if it is that one; says so */
void flow_report_carried(const struct text_flow *flow, size_t from, int page);
#endif
