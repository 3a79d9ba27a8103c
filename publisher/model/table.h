/* A table as data: columns with their policy, cells, merged labels. */
#ifndef MODEL_TABLE_H
#define MODEL_TABLE_H
#include <stdbool.h>
#include <stdint.h>
#include "base/diagnostic.h"
#include "read/settings.h"

enum cell_breaks { BREAKS_KEEP, BREAKS_JOIN, BREAKS_LIST };  /* line breaks typed inside a cell */
enum label_repeat { REPEAT_ALWAYS, REPEAT_MARKED, REPEAT_NEVER };
enum merge_policy { MERGE_NEVER, MERGE_EMPTY_OR_EQUAL, MERGE_EMPTY, MERGE_EQUAL };
enum page_sums { SUMS_NONE, SUMS_OF_PAGE, SUMS_CARRIED };    /* 本页小计 below each part; or 过次页 below it, 承前页 above the next */

struct table_column {
	const char *name;          /* head text without blanks and breaks, levels joined by / : the key of [column.NAME] */
	struct words head;         /* where its head stands */
	bool stack;                /* characters stand one above the other … */
	bool stack_labels;         /* … asked for only if a label goes on over rows; settled in stack */
	bool merge;                /* its cells may go on over rows: merge is not never, or the workbook has merged ranges in it */
	enum merge_policy policy;  /* when a cell continues the one above, within the columns to the left */
	enum label_repeat repeat;
	enum cell_breaks breaks;
	bool row_head;             /* its cells are heads of their rows */
	bool sum;                  /* subtotals of pages are made of it */
	bool progress;             /* its cells say how things stand: the same text as in the edition before was not brought up to date */
	const char *const *values; /* what its cells may say: first all that they may, where that is declared, then what rules ask */
	size_t values_declared, value_count;
};

struct table_head_cell {
	struct words text;         /* as printed, without blanks and breaks */
	int row, column;           /* from 0 */
	int rows, columns;         /* it spans, from 1 */
};

/* Tables have hundreds of thousands of cells: 8 bytes each, their texts in one block. Ask by the calls below. */
struct table_cell {
	uint32_t text;             /* offset in table.texts: blank first and last lines dropped; \n where a line break is kept. Of a covered
	                              cell how many rows above its label stands, or 0: not known (table_link) */
	unsigned columns : 7;      /* it covers, from 1; 0: covered by a cell to its left (text is "") */
	unsigned covered : 1;      /* the cell above goes on here (text is "") */
	unsigned placeholder : 1;  /* a mark of the template that means "empty, not merged" */
	unsigned line : 9;         /* in table.file, from its row's line; lines and columns too great are the greatest there is */
	unsigned column : 14;
};

enum table_row_kind { ROW_ORDINARY, ROW_BANNER, ROW_SUBTOTAL, ROW_TOTAL };

struct table_row {
	uint32_t line;             /* where its first cell stands in table.file */
	uint8_t kind;              /* enum table_row_kind */
};

enum table_place { TABLE_IN_ATTACHMENT, TABLE_IN_BODY };
enum table_orientation { TABLE_TURNED, TABLE_UPRIGHT, TABLE_BY_NEED, TABLE_FOLDOUT };

struct table {
	const char *id, *file;
	struct words number;       /* 表1: before the title */
	struct words title, subtitle, unit, notes;
	struct words public_note;  /* of a public copy whose totals count rows that it leaves out; until it is joined to the notes */
	struct words source;       /* 资料来源：…, below the notes */
	const struct words *key;   /* names of the columns by which rows are known in another edition … */
	int key_count;             /* … 0: they are found */
	enum page_sums sums;
	enum table_place place;
	enum table_orientation orientation;
	int max_pages;             /* 0: no limit */
	const struct table_column *columns;
	int column_count;
	const char *const *left_out;       /* names of columns that a public copy has not */
	int left_out_count;
	const struct table_head_cell *head_cells;   /* row by row, each once; together they cover head_rows x column_count */
	int head_cell_count, head_rows;
	const struct table_cell *cells;    /* row-major, row_count x column_count */
	const struct table_row *rows;
	const char *texts;         /* text_length bytes, a zero byte behind each */
	size_t text_length;
	int row_count;
	const struct table *whole; /* of a public copy that leaves rows out: its columns with all rows, which figures of templates are held
	                              against; NULL once these are told (document.c), so that no later stage knows of it */
};

int table_build(struct arena *arena, struct diagnostics *all, const struct settings *settings, const struct words *id,
                struct table *out);
/* Puts the note of a public copy behind the notes, when these are final, without saying 注： twice. */
void table_join_notes(struct arena *arena, struct table *table);
const struct table_cell *table_cell(const struct table *table, int row, int column);
const char *table_words(const struct table *table, int row, int column);    /* lends; "" where there is none */
int table_column_named(const struct table *table, const char *name);        /* -1: there is none */
int table_span(const struct table *table, int row, int column);             /* rows it covers, from 1; 0: it is covered itself */
/* When rows and cells are final: from then on table_anchor takes no longer for a label that goes over very many rows. cells: table->cells. */
void table_link(struct table *table, struct table_cell *cells);
int table_anchor(const struct table *table, int row, int column);           /* row of the cell that covers (row, column) */
/* Where a cell stands, for diagnostics. row from 0. */
struct place table_place_of(const struct table *table, int row, int column);
#endif
