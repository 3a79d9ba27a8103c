/* Pages to PDF through libharu's object layer: Type0 fonts by glyph, compressed page streams, outline, metadata. */
#ifndef EMIT_PDF_H
#define EMIT_PDF_H
#include "base/file.h"
#include "emit/printing.h"
#include "font/font.h"
#include "page/document.h"

struct pdf_look {
	uint8_t colours[PAINT_COUNT][3];    /* DeviceRGB */
	const struct printing *printing;    /* its inks instead, DeviceCMYK, and its profile for output intent; NULL: none */
	const struct record *tags;          /* the record that layout fills, structured: the file is tagged, PDF/A-2a and PDF/UA-1; NULL: it is not */
	struct plan *plan;                  /* kept in the file; its pages get the fingerprint of their bytes here. NULL: none */
};
/* A comment behind the header of a draft, so that who writes over one can tell without reading all of it. */
#define PDF_DRAFT_MARK "%hongtou draft\n"
struct pdf;
/* Everything goes to the writer, pages as they come; committing it is the caller's. */
struct pdf *pdf_open(struct arena *arena, struct file_writer *writer, struct diagnostics *all, struct fonts *fonts, const struct pdf_look *look);
int pdf_page(void *pdf, const struct page *page);           /* fits page_receiver.page */
/* Embeds fonts and sources, writes outline and metadata. Same input, same bytes. */
int pdf_finish(struct pdf *pdf, const struct record *record);
int pdf_object_count(const struct pdf *pdf);                 /* of the file so far */
void pdf_close(struct pdf *pdf);
#endif
