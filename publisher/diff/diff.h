/* Two editions of one document compared by what they mean: elements of the head and the end, paragraphs, rows and cells of the tables.
 * Texts are lent from the documents, which outlive the result. Rows and columns count from 0, -1: there is none. */
#ifndef DIFF_DIFF_H
#define DIFF_DIFF_H
#include "model/document.h"
#include "diff/words.h"

struct text_change {           /* of an element or a paragraph */
	const char *what;          /* "document.title"; of paragraphs "document.body", "attachment.1.text" */
	const char *label;         /* English, to be translated: "title"; NULL for paragraphs */
	const char *chinese;       /* the same in the document's own language */
	int number;                /* of several of a kind, from 1; 0: there is one */
	int old_paragraph, new_paragraph;    /* from 1; 0: none, or no paragraph */
	int before;                /* of a paragraph that was removed: it stood before this new one */
	struct words old, new;     /* text NULL: it is not there */
	const struct piece *pieces;
	size_t piece_count;        /* 0: one of them is not there */
	const char *chinese_values[2];       /* what old and new are called there, where they are keywords (status); else NULL */
};

struct cell_change {
	int column, old_column;
	const char *old, *new;
	const struct piece *pieces;
	size_t piece_count;
};

struct row_change {            /* one row, of one or of both editions */
	int old_row, new_row;
	int before;                /* of a removed row: it stood before this new one */
	bool moved;                /* others that it stood before or behind stand the other way round now */
	const struct cell_change *cells;
	int cell_count;
	const int *untouched;      /* columns of progress that say what they said */
	int untouched_count;
	const char *name;          /* what it is known by, on one line */
};

struct table_change {
	const struct table *old, *new;       /* NULL: the table was added, was removed */
	const char *const *key;    /* columns that rows are known by */
	int key_count;
	const char *const *columns_added, *const *columns_removed;
	int columns_added_count, columns_removed_count;
	const struct row_change *rows;       /* those of which there is something to say, in the order of the new table; … */
	int row_count;                       /* … a removed row stands before the row that follows it there */
	int added, removed, moved, altered, cells, untouched, same;    /* rows; cells: changed ones; untouched: cells; same: rows */
	int rewritten;             /* cells that are written otherwise and mean the same */
};

struct diff {
	const struct document *old, *new;
	const struct text_change *texts;     /* elements, paragraphs, what stands around tables ("table.ID.title") */
	int text_count;
	const struct table_change *tables;
	int table_count;
	int elements, paragraphs_added, paragraphs_removed, paragraphs_altered;
	int added, removed, moved, altered, cells, untouched, same, rewritten;    /* of all tables; those added and removed as a whole too */
	bool different;            /* anything but untouched and rewritten cells */
};

/* -1 with a diagnostic: the tables cannot be held against each other. */
int diff_documents(struct arena *arena, struct diagnostics *all, const struct document *old, const struct document *new, struct diff *out);
#endif
