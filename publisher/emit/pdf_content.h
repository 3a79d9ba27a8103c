/* The content stream of a page. Private to emit/. */
#ifndef EMIT_PDF_CONTENT_H
#define EMIT_PDF_CONTENT_H
#include "emit/pdf_font.h"
#include "emit/pdf.h"
#include "page/frame.h"

struct pdf_image { const char *path; HPDF_Dict object; };

struct content {
	struct pdf_fonts *fonts;
	const struct pdf_look *look;
	struct buffer out;
	mpt height;                /* y of the sheet's lower edge, or 0 inside a turn */
	struct frames frames;
	enum paint paint;          /* in force */
	bool painted;
	int face;                  /* in force inside BT … ET; -1: none */
	mpt size;
	bool vertical;
	struct pdf_image *images;
	size_t image_count, image_capacity;
	struct diagnostics *all;
	int result;
};

void content_page(struct content *content, const struct page *page);
#endif
