/* A finished PDF file opened again. The whole file lies in memory; what it says is read as it stands: a file that a
 * reader would have to mend first (damaged cross-reference table, truncated, trailing bytes that hide another) is an
 * error, never guessed at. Encrypted files are refused. */
#ifndef FINISHED_PDF_FILE_H
#define FINISHED_PDF_FILE_H
#include "base/file.h"

struct pdf_file;

/* path: "-" is standard input. 0, or -1 with a diagnostic that names the file. Closed by pdf_file_close. */
int pdf_file_open(struct arena *arena, struct diagnostics *all, const char *path, struct pdf_file **out);
/* The same of bytes at hand, for instance an earlier revision: the first bytes of a file. They must outlive it. */
int pdf_file_open_bytes(struct arena *arena, struct diagnostics *all, const char *name, struct bytes bytes, struct pdf_file **out);
void pdf_file_close(struct pdf_file *file);                        /* NULL is allowed */
struct bytes pdf_file_bytes(const struct pdf_file *file);          /* lent */
const char *pdf_file_name(const struct pdf_file *file);            /* lent, for messages */
int pdf_file_page_count(struct pdf_file *file);
/* Reports that the file is damaged, in the words of whoever found it. -1 */
int pdf_file_damaged(struct pdf_file *file, const char *detail);
/* Objects are read when they are first asked for: -1 with a diagnostic if any read so far was damaged. */
int pdf_file_sound(struct pdf_file *file);
#endif
