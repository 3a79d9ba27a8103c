/* The content stream of a page. Private to emit/. */
#ifndef EMIT_PDF_CONTENT_H
#define EMIT_PDF_CONTENT_H
#include "emit/pdf.h"
#include "emit/pdf_structure.h"
#include "emit/pdf_text.h"
#include "page/frame.h"

struct pdf_image { const char *path; int object; };

/* What a reader has in force. */
struct graphics { enum paint fill, stroke; int64_t width /* of rules, 1/100 pt */; struct text_state text; };

struct content {
	struct pdf_fonts *fonts;
	const struct pdf_look *look;
	struct buffer out;         /* the page's operators, until the next page */
	mpt height;                /* y of the sheet's lower edge, or 0 inside a turn */
	struct frames frames;
	struct graphics state, outer[FRAME_DEPTH];
	enum { PATH_NONE, PATH_FILL, PATH_STROKE } path;    /* begun and not painted yet */
	struct text_writer text;
	const struct tree *tree;   /* NULL: the content is not marked */
	int mark;                  /* the marked-content sequence that is open: its node, or below 0 */
	int *nodes;                /* of the page's sequences, by MCID */
	size_t node_count, node_capacity;
	struct pdf_image *images;
	size_t image_count, image_capacity;
	int screen_profile;        /* object of the ICC profile of pictures; 0: none needed yet */
	struct diagnostics *all;
	int result;
};

void content_page(struct content *content, const struct page *page);
#endif
