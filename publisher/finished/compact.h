/* The compact form of a finished file: objects in compressed object streams behind a cross-reference stream (PDF 1.5,
 * ISO 32000-1 7.5.7 and 7.5.8), streams as they are, nothing dropped that the document refers to. Two runs give the same
 * bytes: no date is changed, and of ID the first part stays while the second follows from the content. A linearised file
 * ends up as one that is not; objects get other numbers. */
#ifndef FINISHED_COMPACT_H
#define FINISHED_COMPACT_H
#include "finished/pdf_file.h"

/* Adds the compact form to the writer. -1 with a diagnostic: the file is damaged; or signed (the form of a signed file
 * cannot change without breaking its signatures); or claims PDF/A-1, which is PDF 1.4 (ISO 19005-1, 6.1.4).
 * Costs about 2.5 KB of memory and 30 µs for each object of the file. */
int pdf_compact(struct arena *arena, struct pdf_file *file, struct file_writer *writer);
#endif
