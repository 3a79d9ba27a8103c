/* From what the document says and how it looks to finished pages. */
#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H
#include "font/font.h"
#include "model/document.h"
#include "page/change_marks.h"
#include "page/document.h"
#include "style/style.h"
#include "text/shape.h"

struct layout_job {
	struct arena *arena;
	struct diagnostics *all;
	const struct document *document;
	const struct style *style;
	struct fonts *fonts;           /* metrics only */
	struct shaper *shaper;
	struct record *record;
	struct page_receiver receiver;
	FILE *dump_lines, *dump_table; /* NULL, or where --dump=lines|table goes */
	const struct change_marks *marks;      /* NULL, or what is marked as changed; the pages stand as they do without */
	const struct attachment *listing;      /* NULL, or a table that stands on pages behind the document's own */
	FILE *dump_fit;                /* NULL, or where hongtou fit tells what tighter settings of each table bring */
};
/* 0, or -1 with diagnostics (no room, no glyph): pages already handed over are then to be thrown away. */
int layout_document(struct layout_job *job);
#endif
