/* The head of a table: one row, or several whose cells span rows and columns. Private to model/. */
#ifndef MODEL_TABLE_HEAD_H
#define MODEL_TABLE_HEAD_H
#include "model/table.h"
#include "read/grid.h"

struct head_request {
	const struct grid *grid;
	int row;                   /* first row of the head in the grid */
	int rows;                  /* as given; 0: by the merged ranges that begin there */
};

/* Columns and head cells of the table. Names are paths: 完成情况/计划. Where flat text gives such paths and neighbours share
 * their beginning, they become spans. -1 with diagnostics. *end: the grid row behind the head. */
int head_build(struct arena *arena, struct diagnostics *all, const struct head_request *request, struct table *table, int *end);
const char *head_name(struct arena *arena, const char *text);    /* without blanks and breaks */
bool head_equals(const char *text, const char *name);            /* is that its head_name? */
#endif
