/* Where something stands in the input: what a diagnostic names first. */
#ifndef BASE_PLACE_H
#define BASE_PLACE_H

struct place {
	const char *file;      /* as the user named it; NULL: no file */
	int line, column;      /* from 1, column counts characters; 0: unknown */
	int row;               /* data row of a table, from 1; 0: not in a table */
	const char *heading;   /* head text of the table column, or NULL */
};

/* Text together with its place. text is NULL where nothing was given. */
struct words {
	const char *text;
	struct place at;
};
#endif
