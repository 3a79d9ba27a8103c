/* For this room alone: the library's handle of an open file. Object handles made through it go with the file. */
#ifndef FINISHED_PDF_OBJECT_H
#define FINISHED_PDF_OBJECT_H
#include <qpdf/qpdf-c.h>
#include "finished/pdf_file.h"

qpdf_data pdf_file_library(const struct pdf_file *file);           /* lent */
struct diagnostics *pdf_file_diagnostics(const struct pdf_file *file);
#endif
