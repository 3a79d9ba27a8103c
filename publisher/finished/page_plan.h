/* The page plan that hongtou keeps in its files (in the catalog's PieceInfo), and the bytes that draw a page. What the plan says is
 * page/plan.h's. */
#ifndef FINISHED_PAGE_PLAN_H
#define FINISHED_PAGE_PLAN_H
#include <stdint.h>
#include "finished/pdf_file.h"

/* The plan's bytes, in the arena; length 0: the file keeps none; one zero byte: it cannot be unpacked. -1 with a diagnostic: the file is
 * damaged. */
int page_plan_read(struct arena *arena, struct pdf_file *file, struct bytes *out);
/* CRC-32 of what draws a page (from 1), unpacked; 0: it is not one stream, as hongtou writes it. */
uint32_t page_plan_content(struct pdf_file *file, int page);
#endif
