/* Search by text. Terms of three characters and more go to FTS5's trigram index. Its tokenizer knows none that are shorter, and
 * most Chinese words have two characters; for these a second index holds every single character and every two neighbours
 * of a line as words. Its tokenizer divides words at ASCII marks, so these stand there as U+E000 and their code. */
#ifndef ARCHIVE_SEARCH_H
#define ARCHIVE_SEARCH_H
#include "archive/catalogue.h"

/* Indexes the text of the document under its ID. Within a transaction. */
int search_index(struct catalogue *catalogue, const char *id, const char *body);
/* For body: characters and neighbours, each once, divided by blanks. */
const char *search_pairs(struct arena *arena, const char *body);

/* Does the index have all of them for this document? 1; 0: no; -1: reported. */
int search_has_pairs(struct catalogue *catalogue, const char *id, const char *body);

struct search {
	char **words;                      /* all must be in the text; a word with blanks is looked for as it is */
	int word_count;
	const char *number, *issuer;       /* parts of them; NULL: any */
	const char *from, *to;             /* dates, inclusive */
	long most;
};
/* A statement whose first columns are those of `what` (SQL over table entry as e), newest first. NULL: reported. */
sqlite3_stmt *search_ask(struct catalogue *catalogue, const char *what, const struct search *search);
/* SQL for the line of e's text that holds the first word; NULL: there is no word. */
const char *search_line_sql(struct catalogue *catalogue, const struct search *search);
#endif
