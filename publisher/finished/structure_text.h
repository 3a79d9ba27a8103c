/* The text of a tagged file in its logical order: the structure tree (ISO 32000-1, 14.7) gives the order, so a cell that goes on
 * over lines, stacks or pages is one piece of text. */
#ifndef FINISHED_STRUCTURE_TEXT_H
#define FINISHED_STRUCTURE_TEXT_H
#include <stdbool.h>
#include "finished/pdf_file.h"

struct text_piece {
	const char *kind;                  /* structure type without its slash: "P", "H1", "TH", "TD" …, in the arena */
	const char *text;                  /* UTF-8, never empty */
};

struct structure_text {
	const struct text_piece *pieces;   /* one for each paragraph, heading, cell and caption, in reading order */
	size_t count;
	bool tagged;                       /* there is a structure tree */
	bool complete;                     /* … and every glyph it leads to has its text */
};

/* 0, or -1 with a diagnostic: damaged, or deeper than any document is. A file without a tree has no pieces. */
int structure_text_read(struct arena *arena, struct pdf_file *file, struct structure_text *out);
#endif
