/* One table being laid out: what measuring, the width search, the page plan and putting hand to each other. Content widths
 * are milli-ems of the table text's em, everything else mpt. Private to layout/. */
#ifndef LAYOUT_TABLE_WORK_H
#define LAYOUT_TABLE_WORK_H
#include "layout/furniture.h"

/* One distinct text; cells with the same words share it. */
struct measured {
	const char *text;
	struct setting setting;
	struct stack *stacks;      /* stack_count of them, for a stack column */
	int stack_count;
	bool sentence;             /* holds a 。 */
	struct line *lines;        /* at the chosen width */
	int count;
	struct measured *next;     /* in the hash chain */
};

struct work_head {             /* one cell of the head */
	const struct table_head_cell *cell;
	struct setting setting;
	struct line *lines;
	int count;
};

struct work_column {
	const struct table_column *column;
	const struct column_style *style;    /* NULL: default looks */
	bool fixed;                /* its width was given */
	int32_t head_piece;        /* widest stretch of its heads that cannot be broken */
	int32_t least, most;       /* content: nothing narrower can be set; nothing is gained beyond */
	int32_t content;           /* chosen */
	mpt left, width;           /* between rule centres, from the table's left rule */
};

/* A place where a page may begin: before row `row` (line 0) or inside it. */
struct table_point { int row, line; };

struct table_part {            /* rows of one page */
	struct table_point from, to;
};

struct table_work {
	struct layout_job *job;
	struct arena *arena;
	const struct table *table;
	struct work_column *columns;
	int column_count, row_count;
	struct measured **cells;   /* row-major; NULL: empty or covered */
	mpt width;                 /* between the centres of the frame's outer rules */
	mpt *label_height;         /* row-major by column: least height of a label's part; 0 for an ordinary cell */
	uint16_t *row_lines;       /* lines of each row's ordinary cells, at least 1 */
	struct work_head *heads;
	mpt *head_heights;         /* of the head's rows */
	int head_lines;            /* of all its rows */
	struct title title;        /* count 0: none */
	struct setting subtitle, unit, continued;
	struct paragraph_box notes;
	bool has_subtitle, has_unit, has_notes;
	struct table_part *parts;
	size_t part_count, part_capacity;
	int table_node, body_node; /* structure nodes, open while parts are put */
	int *cell_nodes;           /* of the row that was put last; NULL before the first part */
	int proven_lines;          /* sum of all rows' lines at the chosen widths */
	bool proven;               /* that no other widths on the em grid make a lower table */
	int nodes_searched;
};

/* Shapes every cell once, finds the limits of each column. */
int table_measure(struct table_work *work, const struct words *title);
/* Chooses the widths. */
int table_widths(struct table_work *work);
/* Lines at the chosen widths; row lines; label heights. -1 with a diagnostic: a cell over columns has no room. */
int table_set_rows(struct table_work *work);
/* Page breaks. first, rest: height offered to rows (head row excluded) on the first and the other parts; notes stand
 * below the last. */
int table_plan(struct table_work *work, mpt first, mpt rest);
/* Heights of the row pieces of one part, labels given their room; heights[0] belongs to part->from.row. Returns the sum. */
mpt table_part_heights(const struct table_work *work, const struct table_part *part, mpt *heights);
/* Puts one part; origin: top left corner of the table's area; index 0 has the title. *bottom: lower edge of the part. */
int table_put_part(struct paginator *pages, struct table_work *work, size_t index, const mpt origin[2], mpt *bottom);
/* Height above the head row's upper rule centre, on the first or a later part. */
mpt table_above(const struct table_work *work, bool first);
mpt table_head_height(const struct table_work *work);
mpt table_head_width(const struct table_work *work, const struct table_head_cell *cell);
/* `columns` columns from `first` as one, as wide as they are together. */
struct work_column table_joined(const struct table_work *work, int first, int columns);
mpt table_notes_height(const struct table_work *work);
void table_dump(const struct table_work *work, FILE *out);

static inline const struct role_style *table_text(const struct table_work *work)
{
	return &work->job->style->roles[ROLE_TABLE_TEXT];
}
/* Cell of several columns: set like text in one column of their width. */
static inline bool table_is_wide(const struct table_work *work, int row, int column)
{
	return table_cell(work->table, row, column)->columns > 1;
}
static inline bool table_is_label(const struct table_work *work, int column)
{
	return work->columns[column].column->merge || work->columns[column].column->stack;
}
static inline size_t table_index(const struct table_work *work, int row, int column)
{
	return (size_t)row * (size_t)work->column_count + (size_t)column;
}
#endif
