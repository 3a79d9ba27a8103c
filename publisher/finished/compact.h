/* The compact form of a finished file: objects in compressed object streams behind a cross-reference stream (PDF 1.5),
 * streams as they are, nothing dropped that the document refers to. Two runs give the same bytes. */
#ifndef FINISHED_COMPACT_H
#define FINISHED_COMPACT_H
#include "finished/pdf_file.h"

/* Adds the compact form to the writer. -1 with a diagnostic: the file is damaged, or signed (the form of a signed file
 * cannot change without breaking its signatures). */
int pdf_compact(struct pdf_file *file, struct file_writer *writer);
#endif
