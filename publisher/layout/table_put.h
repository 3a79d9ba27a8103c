/* A part of a table while it is put on a page. From top to bottom it is made of strips: the rows of the head, 承前页 where
 * sums are carried, the rows of this part, and 过次页 or 本页小计. Private to layout/. */
#ifndef LAYOUT_TABLE_PUT_H
#define LAYOUT_TABLE_PUT_H
#include "layout/table_work.h"

struct table_put {
	struct paginator *pages;
	struct table_work *work;
	const struct table_part *part;
	size_t index;
	mpt left, top;             /* centre of the frame's left and upper rule */
	mpt *strip_y;              /* centre of the rule above each strip, and below the last */
	int strips, sum_above, sum_below;    /* 1 where there is such a strip */
	int first, end;            /* rows */
	struct arena *arena;       /* of the page */
};

/* Lines of one cell between two heights. `from`..`to`: which lines stand in this piece; whole: placed by the column's
 * vertical alignment, else from the top. */
struct table_slot { mpt top, bottom; int from, to; bool whole; };

static inline mpt put_row_top(const struct table_put *put, int row)
{
	return put->strip_y[put->work->table->head_rows + put->sum_above + row - put->first];
}

/* Chosen lines of a setting in a column. lamp, indent: milli-ems of the first line that a lamp and the indent take. */
struct table_lines { const struct setting *setting; const struct line *lines; enum alignment align; enum light light; int32_t lamp, indent; };
void table_put_lines(struct table_put *put, const struct table_lines *text, const struct table_slot *slot, const struct work_column *column, const struct tag *tag);
void table_put_shade(struct table_put *put, enum tint tint, const struct work_column *column, const mpt top_bottom[2]);

const struct change *table_change_of(const struct table_put *put, int row, int column);    /* table_change.c; NULL: none */
void table_put_tints(struct table_put *put);                         /* of changed cells: before their texts */
int table_put_changes(struct table_put *put);                       /* what stands over the texts: frames, and notes of removed rows */

int table_put_row(struct table_put *put, int row);                  /* table_put_cell.c */
void table_put_rules(struct table_put *put);                        /* table_lines.c */
int table_put_sums(struct table_put *put, bool above);              /* table_sums.c */
#endif
