/* What the files that build a table share. Private to model/. */
#ifndef MODEL_TABLE_BUILD_H
#define MODEL_TABLE_BUILD_H
#include "model/cell.h"
#include "model/table.h"
#include "read/grid.h"

/* A merged range of the workbook that goes down from the row last read. */
struct row_range {
	int end;                   /* grid row behind it */
	int columns;
	bool stands;               /* a row with its first cell was kept */
};

struct table_builder {
	struct arena *arena;         /* the job's: what the table keeps */
	struct arena *reading;       /* source and grid; goes when the table is built */
	struct arena *scratch;       /* cleared with every row */
	struct diagnostics *all;
	const struct settings *settings;
	const char *section;         /* table.ID */
	struct grid grid;
	struct table *table;
	struct table_cell *cells;
	struct table_row *rows;
	char *texts;                 /* the cells' words, one behind the other; the first is "" */
	size_t text_length;
	struct table_column *columns;
	struct table_head_cell *head_cells;
	struct row_range *ranges;    /* by column */
	int head, first_row;         /* rows of the grid: where the head begins, and the data */
	int titled_rows;             /* of the head, by the workbook's print titles; 0: they do not tell */
	int width;                   /* columns with a head */
	struct name_list units, placeholders;
	bool banner;                 /* a row whose first cell alone is filled is a line over all columns */
};

/* [table.ID] and [table]; [column.NAME]. -1 with diagnostics. */
int table_options(struct table_builder *builder);
int table_column_policy(struct table_builder *builder, struct table_column *column);

/* The grid's row where the head begins, from 0; -1 with a diagnostic. */
int table_find_head(struct table_builder *builder);
/* Text above the head: what the edition says itself is dropped with a note; anything else would be lost. */
int table_check_above(struct table_builder *builder);

/* Cells, texts and kinds of the rows below the head; merged ranges of the workbook. -1 with diagnostics. */
int table_build_rows(struct table_builder *builder);
struct place table_grid_place(const struct table_builder *builder, int row, int column);

/* Cells that go on from above by the columns' policies. */
void table_merge(struct table_builder *builder);

/* Totals that do not match their rows, and texts in columns to be summed: warnings. */
void table_check_totals(struct table_builder *builder);

/* What the cells of a column may say; cells that say something else: warnings. */
void table_values(struct table_builder *builder, struct table_column *column);
void table_check_values(struct table_builder *builder);

/* Takes out what a public copy has not. -1 with a diagnostic. */
int table_make_public(struct table_builder *builder);
#endif
