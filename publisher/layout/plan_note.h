/* What the document's record keeps of its page plan (page/plan.h), noted as pages are finished. All do nothing where none is kept. */
#ifndef LAYOUT_PLAN_NOTE_H
#define LAYOUT_PLAN_NOTE_H
#include "layout/layout.h"

void plan_note_document(struct layout_job *job);
/* A page that is about to be handed over. -1 with a diagnostic: a picture on it can no longer be read. */
int plan_note_page(struct layout_job *job, const struct page *page);
/* The page in hand begins with a line of a paragraph whose fingerprint this is. */
void plan_note_start(struct layout_job *job, int page, const struct plan_start *start);
/* Appends a table; its arrays are in the plan's arena. */
void plan_note_table(struct layout_job *job, const struct plan_table *table);
/* The name by which a plan knows a table. */
uint32_t plan_table_id(const struct table *table);
/* Fingerprints of what its rows say. */
uint16_t *plan_table_rows(struct arena *arena, const struct table *table);
#endif
