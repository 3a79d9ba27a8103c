/* Do two files show the same? Compared are, page by page: sizes, decoded content, fonts by the bytes of their programs, pictures,
 * other resources, annotations; then structure and output intents. Not compared: how the file is packed, metadata, outline, embedded
 * files, and what signature fields show. A signature field that is to be seen must be in both at the same place of the same page;
 * one that is not may be in one file alone: signing adds it. */
#ifndef FINISHED_COMPARE_H
#define FINISHED_COMPARE_H
#include "finished/pdf_file.h"

enum difference {
	DIFFERENCE_NONE, DIFFERENCE_PAGE_COUNT, DIFFERENCE_SIZE, DIFFERENCE_CONTENT, DIFFERENCE_FONTS, DIFFERENCE_PICTURES, DIFFERENCE_RESOURCES,
	DIFFERENCE_ANNOTATIONS, DIFFERENCE_STRUCTURE, DIFFERENCE_COLOURS
};
struct first_difference {
	enum difference difference;        /* NONE: the two are the same */
	int page;                  /* from 1; 0: none in particular */
	int pages;                 /* of the first file */
};
/* 0, or -1 with a diagnostic: one of them is damaged, or nested beyond reason. */
int pdf_compare(struct arena *arena, struct pdf_file *one, struct pdf_file *other, struct first_difference *out);
#endif
