/* Which part of PDF/A a file claims to follow, by its XMP metadata (ISO 19005-2, 6.6.4). */
#ifndef FINISHED_CLAIM_H
#define FINISHED_CLAIM_H
#include "finished/pdf_file.h"

/* 1 to 4; 0: it claims none, or its metadata is no XML that a reader would take. */
int claim_part(struct pdf_file *file);
#endif
