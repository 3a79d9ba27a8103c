/* Templating: ${…} and {% … %} in values of the edition and its templates and in the text of body and attachments become
 * text; hongtou-expand(7) is the grammar. What a text is put together from is known character by character (place_map). Data is
 * never read as a template, nothing is executed, and what comes out is bounded. */
#ifndef EXPAND_EXPAND_H
#define EXPAND_EXPAND_H
#include "read/settings.h"

enum { EXPAND_MOST_BYTES = 4 << 20 };      /* of all that one edition's templates put out together … */
enum { EXPAND_MOST_STEPS = 10000000 };     /* … rows that they look at, and pieces that they put out, which count more … */
enum { EXPAND_MOST_DEPTH = 16 };           /* … blocks and brackets within each other */

struct expand_cell {
	const char *text;          /* \n where its line breaks; of a covered cell the text of the one that covers it */
	bool covered;              /* by the cell above it or at its left */
	bool empty;                /* nothing is in it, or a mark for nothing */
};

struct expand_values {         /* what cells of a column may say */
	const char *const *names;
	size_t declared, count;    /* so many are all that they may say, 0: that is not declared; behind these what rules ask */
};

/* A table as templates see it. Whoever has it answers. */
struct expand_table {
	const char *id;
	const void *data;
	int rows, columns;         /* columns 0: it could not be read, which is reported */
	const char *(*head)(const void *data, int column);                     /* without blanks and breaks */
	bool (*is_list)(const void *data, int column);                         /* each line of its cells is a name of its own */
	bool (*is_ordinary)(const void *data, int row);                        /* no total, subtotal or line over all columns */
	struct expand_cell (*cell)(const void *data, int row, int column);
	bool (*is_total)(const void *data, int row);                           /* of all rows; may be NULL where whole is */
	struct expand_values (*values)(const void *data, int column);
	struct place (*place)(const void *data, int row, int column);
	const struct expand_table *whole;      /* of a public copy that leaves rows out: the same columns with all rows; else NULL */
};

struct expansion;

/* Of one edition. Settings are changed by expansion_values, and only there. */
struct expansion *expansion_new(struct arena *arena, struct diagnostics *all, struct settings *settings);
/* Expands every value that asks no table, variables and period too. may_wait: may this key be expanded later, when tables are read?
 * -1 with diagnostics; what failed stays as it was written. */
int expansion_values(struct expansion *expansion, bool (*may_wait)(const char *section, const char *key));
/* Is there a value that waits for tables? */
bool expansion_waits(const struct expansion *expansion);
/* Gives the tables, and expands the values that waited. tables: lent. */
int expansion_tables(struct expansion *expansion, const struct expand_table *tables, int count);
/* A body or the text of an attachment, in place; nothing happens to one without templates. After expansion_tables. */
int expansion_text(struct expansion *expansion, struct source *source);
bool expansion_failed(const struct expansion *expansion);      /* has anything? */
#endif
