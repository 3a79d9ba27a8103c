/* Text of one table cell: line breaks by the column's policy. Private to model/. */
#ifndef MODEL_CELL_H
#define MODEL_CELL_H
#include "model/table.h"

/* Names of [units], for columns with breaks = list. */
struct unit_names { const char **names; size_t count; };
struct unit_names cell_unit_names(struct arena *arena, const struct settings *settings);

/* Blank first and last lines dropped, the others' blanks at both ends too; then keep, join or list. */
const char *cell_text(struct arena *arena, const char *raw, const struct table_column *column, const struct unit_names *units);
/* What a spreadsheet has spoiled: 2.01822E+11, ####, #REF! … */
bool cell_is_spoiled(const char *text);
#endif
