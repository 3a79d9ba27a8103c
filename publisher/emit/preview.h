/* Pages to PNG pictures, drawn from the display list. */
#ifndef EMIT_PREVIEW_H
#define EMIT_PREVIEW_H
#include "base/file.h"
#include "font/font.h"
#include "page/page.h"
struct preview;
struct preview_look {
	uint8_t colours[PAINT_COUNT][3];
	int dpi;
	bool quick;                /* larger files in less time, and without colours where there is none to see */
};
struct preview *preview_open(struct diagnostics *all, struct fonts *fonts, const struct preview_look *look);
void preview_close(struct preview *preview);
/* One page as a PNG file in the arena. A page with rotate_view is still drawn as the sheet lies. */
int preview_page(struct preview *preview, struct arena *arena, const struct page *page, struct bytes *out);
#endif
