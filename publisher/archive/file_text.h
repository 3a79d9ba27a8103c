/* All text of a PDF, a line for each paragraph or cell. */
#ifndef ARCHIVE_FILE_TEXT_H
#define ARCHIVE_FILE_TEXT_H
#include "finished/pdf_file.h"

struct file_text {
	const char *text;                  /* UTF-8, lines end with \n; never NULL */
	int pages;
};

/* By the structure tree where the file is tagged (finished/structure_text.h); else, or where a font hides its characters, page by
 * page as poppler reads it, without blanks between Chinese characters. -1 with a diagnostic: damaged. */
int file_text_read(struct arena *arena, struct pdf_file *file, struct file_text *out);
#endif
