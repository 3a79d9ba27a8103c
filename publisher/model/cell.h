/* Text of one table cell: line breaks by the column's policy. Private to model/. */
#ifndef MODEL_CELL_H
#define MODEL_CELL_H
#include "model/table.h"

struct name_list { const char **names; size_t count; };
/* A list divided by 、 ， , ; or blanks. */
struct name_list cell_names(struct arena *arena, const char *list);
/* Names of [units], for columns with breaks = list; the longer ones first. */
struct name_list cell_unit_names(struct arena *arena, const struct settings *settings);

/* Blank first and last lines dropped, the others' blanks at both ends too; then keep, join or list. Lends raw where nothing
 * is to be changed. */
const char *cell_text(struct arena *arena, const char *raw, const struct table_column *column, const struct name_list *units);
/* Bytes that cell_text can make of raw at most, with the closing NUL. */
size_t cell_room(const char *raw, const struct table_column *column);
bool cell_is_blank(const char *raw);
/* What a spreadsheet has spoiled: 2.01822E+11, ####, #REF! … */
bool cell_is_spoiled(const char *text);
#endif
