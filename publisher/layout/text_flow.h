/* A flow of running text on the 22-line grid: addressee, paragraphs, tables in the text, notice of the attachments.
 * The lines of the whole flow are known before the first is put, so its end can be kept with the signature. */
#ifndef LAYOUT_TEXT_FLOW_H
#define LAYOUT_TEXT_FLOW_H
#include "layout/setting.h"

struct text_flow {
	struct layout_job *job;
	struct flow_row {
		enum { ROW_LINE, ROW_BLANK, ROW_TABLE, ROW_SHORT } kind;    /* ROW_SHORT: a line left free at a page's foot */
		struct paragraph_box *box;
		int line;
		int table;             /* index into document.tables */
		int lines;             /* the page that begins with it takes so many; 0: as many as the style says */
	} *rows;
	size_t count, capacity;
};

int text_flow_addressee(struct text_flow *flow);
int text_flow_paragraphs(struct text_flow *flow, const struct flow_text *text);
int text_flow_notice(struct text_flow *flow);
int text_flow_attendance(struct text_flow *flow);    /* 10.3: 出席, 请假, 列席 … */
/* Would the tail stand under text, if need be with closer lines, but without lines carried over? True of a flow with tables. */
bool text_flow_ends_well(struct text_flow *flow, const struct paginator *pages, int tail);
/* Puts all rows from pages->line on. tail: grid lines that must follow the last row on the same page (signature block);
 * if they have no room there, the flow's last lines go to the next page with them. */
int text_flow_put(struct text_flow *flow, struct paginator *pages, int tail);
#endif
