/* One table being laid out: what measuring, the width search, the page plan and putting hand to each other. Content widths
 * are milli-ems of the table text's em, everything else mpt. Cells are shaped when they are looked at and forgotten again:
 * between the passes only the records of rows below stay, a few dozen bytes a row; but a small table keeps its cells. Private to
 * layout/. */
#ifndef LAYOUT_TABLE_WORK_H
#define LAYOUT_TABLE_WORK_H
#include "layout/furniture.h"
#include "page/plan.h"

enum { TABLE_COLUMNS_MAX = 64, TABLE_CELLS_KEPT = 1000, LAMP_ADVANCE = 1100 /* milli-ems: a lamp and the blank behind it */ };

/* What the rules of the template make of a cell. */
struct cell_look { bool bold; enum light light; };

/* One cell, shaped; lives as long as the arena it was shaped into. */
struct cell_text {
	struct setting setting;
	struct role_style own;     /* what setting.look points to when the cell is bold or set smaller */
	struct stack *stacks;      /* stack_count of them, for a stack column; then setting is not there */
	int stack_count;
	struct cell_look look;
	bool sentence;             /* holds a 。 */
};

struct work_head {             /* one cell of the head */
	const struct table_head_cell *cell;
	struct setting setting;
	struct line *lines;
	int count;
	enum head_form form;
	struct stack stack;        /* HEAD_STACKED */
};

struct work_column {
	const struct table_column *column;
	const struct column_style *style;    /* never NULL */
	bool label;                /* its cells may go on over rows: they stand again on each page */
	bool fixed;                /* its width was given */
	int32_t head_piece;        /* widest stretch of its heads that cannot be broken */
	int32_t least, most;       /* content: nothing narrower can be set; nothing is gained beyond */
	int32_t wished;            /* least as well, where the sheet has room for that of all columns */
	int32_t before, after;     /* ALIGN_DECIMAL: the widest part before the point, and from it on */
	int32_t content;           /* chosen */
	mpt left, width;           /* between rule centres, from the table's left rule */
	int16_t **lines;           /* [em][row of the search]: lines at that many ems (fixed: [0], at its width); NULL: all 1 */
};

/* A place where a page may begin: before row `row` (line 0) or inside it. */
struct table_point { int row, line; };

struct table_part {            /* rows of one page */
	struct table_point from, to;
};

/* An earlier version that the table is to be like: old breaks at the rows where they are now, count of them, then the end. */
struct table_kept {
	const struct plan_table *old;
	bool columns;              /* they have the same names; else there is nothing more */
	struct table_point *starts;
	bool *banners;             /* a group line stood before the break then too */
	int count;
};

struct table_work {
	struct layout_job *job;
	const struct style *style; /* the job's, or a copy of it that a tighter setting was tried with */
	struct arena *arena;
	struct arena *scratch;     /* for one cell at a time */
	struct arena *steps;       /* lines by width, while widths are looked for */
	const struct table *table;
	struct work_column *columns;
	int column_count, row_count;
	struct setting *cells;     /* their texts, [row * column_count + column], once they were shaped (look is set then); NULL in a table of
	                              more than TABLE_CELLS_KEPT */
	mpt width;                 /* between the centres of the frame's outer rules */
	bool thorough;             /* of the request */
	bool in_text;              /* of the request */
	const struct table_kept *kept;     /* it is set like this; NULL: freely … */
	int narrow;                /* … because this column needs more width than it had then; -1: no, or something else */
	bool new_page;             /* its first sheet had no room for it: it begins on the next */
	mpt sheet[2];              /* height of the table's area on its first and on the other sheets */
	enum table_orientation orientation;   /* TABLE_BY_NEED is settled */
	/* ---- records of rows ---- */
	uint16_t *row_lines;       /* lines of each row's ordinary cells, at least 1 */
	uint16_t *row_keep;        /* a divided row has at least so many lines on its first part; NULL: as the style says */
	int *labels;               /* columns that are labels … */
	int label_count;
	mpt *label_needs;          /* … and the least height of a label's part: [row * label_count + label], in each of its rows; 0: there is none */
	/* ---- around the rows ---- */
	struct work_head *heads;
	mpt *head_heights;         /* of the head's rows */
	int head_lines;            /* of all its rows */
	struct title title;        /* count 0: none */
	struct place title_at;
	struct setting subtitle, unit, continued;
	struct paragraph_box notes[2];    /* notes and source */
	int note_count;
	bool has_subtitle, has_unit;
	struct decimal *sums;      /* by column, where they are asked for: of the rows put so far, or of this page's */
	int sum_words[2];          /* columns over which the words of such a row stand: first, behind the last; equal: there are none */
	int sum_lines;             /* that the words take there */
	/* ---- the plan ---- */
	struct table_part *parts;
	size_t part_count, part_capacity;
	int table_node, body_node; /* structure nodes, open while parts are put */
	int *cell_nodes;           /* of the row that was put last; NULL before the first part */
	/* ---- what the search found ---- */
	int total_lines;           /* sum of all rows' lines at the chosen widths */
	int sampled_rows;          /* the search looked at so many rows; all of them, or a sample */
	bool proven;               /* that no other widths on the em grid make a lower table (of those rows) */
	int nodes_searched, widths_tried;   /* … and with how many vectors pages were made */
};

/* ---- table_cell.c: one cell ---- */
/* Shapes the text of a cell; at: row, column; again: with the mark of a repeated label, where its column has one (repeat =
 * marked). A label that takes more than one stack is reported. -1 with diagnostics. */
int table_shape(const struct table_work *work, struct arena *arena, const int at[2], bool again, struct cell_text *out);
/* What rules give a cell: a label is set alike on all pages, but each page shades its piece, which stands in rows[0] to before
 * rows[1], by the rows that are seen there. */
struct cell_look table_look(const struct table_work *work, int row, int column);
enum tint table_shade(const struct table_work *work, const int rows[2], int column);
struct measure table_indents(const struct cell_text *cell, const struct work_column *column);    /* what lines lose of a column's width */
struct measure table_measure_of(const struct table_work *work, const struct cell_text *cell, const struct work_column *column);
/* Lines of a shaped cell in a column of the chosen width; text that the column cannot hold is set smaller where the column
 * allows it (cell is shaped anew then, smaller), which is reported. -1 with a diagnostic. */
int table_fit_cell(const struct table_work *work, struct arena *arena, const int at[2], const struct work_column *column, struct cell_text *cell);
int32_t table_natural(const struct shaped *shaped);     /* widest of its forced lines */
/* Where the number of an ALIGN_DECIMAL cell has its point: milli-ems from its beginning; -1: it is no number. */
int32_t table_point_of(const struct shaped *shaped);
int table_cell_lines(const struct table_work *work, const struct cell_text *cell, const struct work_column *column);
mpt table_stacks_height(const struct cell_text *cell, mpt size);

/* ---- table_measure.c ---- */
/* Looks at every cell once, finds the limits of each column, counts lines at all widths of the em grid (of a sample, where
 * there are more than TABLE_ALL_ROWS rows). */
enum { TABLE_ALL_ROWS = 10000, TABLE_SAMPLE_ROWS = 4096 };
int table_measure(struct table_work *work, const struct words *title);
bool table_sampled(const struct table_work *work, int group);    /* is that outermost group in the sample? */
int table_ems(const struct table_work *work);                    /* of the width without padding that are looked at */

/* ---- table_widths.c: chooses the widths ---- */
/* Finds the widths that make the lowest table (work->proven, nodes_searched) and, behind them, others that make it at most
 * 1 % higher: content widths of the columns, row-major by vector. -1 with a diagnostic: too wide, a given width too narrow. */
struct table_vectors { int32_t *content; int count; int64_t least_height; /* of all rows, labels included; of the sample */ };
int table_widths(struct table_work *work, struct table_vectors *out);

/* ---- table_columns.c ---- */
int table_limit_columns(struct table_work *work);    /* to the template's min, max, width. -1 with a diagnostic: a column is too narrow then */
void table_apply(struct table_work *work, const int32_t *content);     /* places the columns; spare width is shared out */
void table_place(struct table_work *work);     /* at the contents that they have */

/* ---- table_rows.c ---- */
/* Records of rows at the chosen widths. -1 with a diagnostic: a cell over columns has no room. */
int table_set_rows(struct table_work *work);
mpt table_row_height(const struct table_work *work, int row, const int lines[2]);   /* of lines [0] … [1] - 1 of the row */
/* Heights of the row pieces of one part, labels given their room; heights[0] belongs to part->from.row. Returns the sum. */
mpt table_part_heights(const struct table_work *work, const struct table_part *part, mpt *heights);
mpt table_head_width(const struct table_work *work, const struct table_head_cell *cell);
/* `columns` columns from `first` as one, as wide as they are together. */
struct work_column table_joined(const struct table_work *work, int first, int columns);

/* ---- table_plan.c ---- */
/* Page breaks. first, rest: height offered to rows (head row excluded) on the first and the other parts; notes stand
 * below the last. -1 with a diagnostic: a row, or the notes below the last one, fit on no page. */
int table_plan(struct table_work *work, const mpt first_and_rest[2]);
/* Adds the parts from a point up to row `end`, which begins a part. -1: one of the rows fits on no page. */
int table_plan_rows(struct table_work *work, const mpt first_and_rest[2], struct table_point from, int end);
bool table_may_divide(struct table_work *work, const mpt first_and_rest[2], struct table_point at);     /* a row inside, at a line */
bool table_part_fits(struct table_work *work, const mpt first_and_rest[2], const struct table_part *part);
int table_pages_least(int64_t height, const mpt first_and_rest[2]);    /* rows of that height take at least so many parts */
mpt table_above(const struct table_work *work, bool first);     /* above the head row's upper rule centre */
mpt table_head_height(const struct table_work *work);
mpt table_notes_height(const struct table_work *work);
mpt table_sums_height(const struct table_work *work, bool above, bool first, bool last);    /* of 承前页, or of what stands below the rows */

/* ---- table_keep.c ---- */
/* What the job's plan to be like says of this table; NULL: nothing. In the job's arena. */
const struct table_kept *table_keep_open(struct layout_job *job, const struct table *table);
/* Sets the columns' contents to those of work->kept; false: a cell does not fit them, nothing is changed but work->narrow. Columns
 * are measured and limited. */
bool table_keep_widths(struct table_work *work);
bool table_keep_parts(struct table_work *work, const mpt rooms[2]);    /* false: no parts of that kind hold all rows */
void table_keep_note(struct table_work *work, int page);       /* into the record's plan; page: of the first part */

/* ---- table_put.c, table_put_cell.c, table_lines.c, table_sums.c ---- */
/* Puts one part; origin: top left corner of the table's area; index 0 has the title. *bottom: lower edge of the part. */
int table_put_part(struct paginator *pages, struct table_work *work, size_t index, const mpt origin[2], mpt *bottom);

int table_add_sums(struct table_work *work, int first, int end);       /* adds the numbers of rows first … end - 1; -1: too great */
const char *table_sum_text(struct arena *arena, const struct decimal *sum);
/* The least and the greatest sum that any rows of the column have, both as wide as they can be written. -1: too great. */
int table_sum_limits(struct table_work *work, int column, struct decimal least_most[2]);
int table_set_sums(struct table_work *work);    /* where the words stand, at the chosen widths. -1 with a diagnostic */
/* ---- table_choose.c: all of it, on numbers ---- */
struct table_request {
	struct layout_job *job;
	const struct table *table;
	const struct words *title;  /* where the table itself gives none; NULL: none */
	enum table_orientation orientation;
	mpt label;                  /* height that stands above the table on its first sheet */
	bool thorough;              /* widths of up to 5 % higher tables are tried, as many as there are */
	bool in_text;               /* it stands between paragraphs … */
	mpt first_sheet;            /* … and has so much height left on its first sheet */
	const struct table_kept *kept;     /* set like this where it can be (work->kept says whether it is); NULL: freely */
};
/* Measures, finds widths, sets rows, plans pages; where they are more than the table's max_pages, again with a tighter
 * setting. The work is closed by table_close, whatever the result. */
int table_choose(const struct table_request *request, struct table_work *work);
int table_settle(const struct table_request *request, struct table_work *work);    /* without regard to max_pages */
bool table_begins(const struct table_request *request);    /* a table in the text: on its first sheet, not on the next one */
void table_close(struct table_work *work);
void table_rooms(const struct table_work *work, mpt out[2]);    /* for the rows of the first and of the other parts */
/* ---- table_fit.c ---- */
/* Tries settings in the template's order until the table takes at most `pages` pages. work is open and settled, and is so
 * again afterwards, at the loosest setting that has the fewest pages. -1 with diagnostics: more than max_pages all the same.
 * out: NULL, or where each try and the cells that cost most are told. */
int table_fit(const struct table_request *request, struct table_work *work, size_t pages, FILE *out);
/* The job, or where the table was set tighter in an earlier version and may be so again, one with that look. */
struct layout_job *table_fit_like(const struct table_request *request, const struct plan_table *old);
/* ---- table_dump.c ---- */
void table_dump(const struct table_work *work, FILE *out);

static inline const struct role_style *table_text(const struct table_work *work)
{
	return &work->style->roles[ROLE_TABLE_TEXT];
}
/* Cell of several columns: set like text in one column of their width. */
static inline bool table_is_wide(const struct table_work *work, int row, int column)
{
	return table_cell(work->table, row, column)->columns > 1;
}
/* Does the cell that begins here stand again on each page of its rows? In a column that only ranges merged by hand make one of
 * labels, cells of one row are text like any other: they may be divided. */
static inline bool table_is_label(const struct table_work *work, int row, int column)
{
	const struct table_column *from = work->columns[column].column;
	bool over_rows = table_cell(work->table, row, column)->covered
	                 || (row + 1 < work->row_count && table_cell(work->table, row + 1, column)->covered);
	return work->columns[column].label && (from->stack || from->policy != MERGE_NEVER || over_rows);
}
/* Row behind the one that covers rows from `row` on, at most `end`. */
static inline int table_behind(const struct table_work *work, int row, int column, int end)
{
	int behind = row + 1;
	while (behind < end && table_cell(work->table, behind, column)->covered)
		behind++;
	return behind;
}
/* Row behind the labels that begin in this row, at least `end`; rows are asked one after another, so that no label is walked
 * along twice. */
static inline int table_group_end(const struct table_work *work, int row, int end)
{
	for (int i = 0; i < work->label_count; i++) {
		bool begins = !table_cell(work->table, row, work->labels[i])->covered;
		int behind = begins ? table_behind(work, row, work->labels[i], work->row_count) : end;
		end = behind > end ? behind : end;
	}
	return end;
}
#endif
