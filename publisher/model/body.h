/* Paragraphs of a text: one a line; headings known by their numbering (GB/T 9704-2012 7.3.3). Private to model/. */
#ifndef MODEL_BODY_H
#define MODEL_BODY_H
#include "model/document.h"
#include "read/source.h"

/* table_ids: for {表} and {table:ID}. -1 with diagnostics. */
int body_build(struct arena *arena, struct diagnostics *all, const struct source *source, const struct document *document,
               struct flow_text *out);
/* Bytes of the number that begins a line as headings do, 0 if none does. */
size_t body_number(const char *line, enum level *level);
/* Level of a line and the bytes of its heading. */
enum level body_level(const char *line, size_t *heading_length);
#endif
