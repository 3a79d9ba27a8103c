/* For this room alone: what a page shows, by its marked-content identifiers (ISO 32000-1, 14.6, 14.7.4.2). */
#ifndef FINISHED_PAGE_TEXT_H
#define FINISHED_PAGE_TEXT_H
#include "finished/pdf_object.h"

struct page_text {
	const char **marked;               /* by MCID: UTF-8; NULL: nothing was shown under this number */
	size_t count;
	size_t unknown;                    /* glyphs of marked content whose text no ToUnicode map gives */
};

struct text_fonts;                     /* maps of fonts met so far, for all pages of a file */
struct text_fonts *text_fonts_new(struct arena *arena);

/* 0, or -1 with a diagnostic: the page's content cannot be read. Content of form XObjects is passed over (a seal has no text). */
int page_text_read(struct arena *arena, struct pdf_file *file, struct text_fonts *fonts, qpdf_oh page, struct page_text *out);
#endif
