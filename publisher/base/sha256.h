/* SHA-256 by libcrypto, which is opened at run time: few runs need it, and linking it would cost every start. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H
#include "base/file_mark.h"

struct arena;
struct sha256;

enum { SHA256_TEXT = 65 };     /* lower-case hexadecimal with its NUL */

/* library: "libcrypto.so.3"; NULL if it is not on this machine or is not what it should be: not reported. Closed by sha256_close, which takes
 * NULL too. A forked process may go on with it. */
struct sha256 *sha256_open(struct arena *arena, const char *library);
void sha256_close(struct sha256 *sum);

/* begin, add*, end; -1: the library fails. What an add had to report is known at the end. */
void sha256_begin(struct sha256 *sum);
void sha256_add(struct sha256 *sum, const void *data, size_t length);
int sha256_end(struct sha256 *sum, char out[SHA256_TEXT]);

/* Adds a file as it was when the mark was taken. -1 with a diagnostic: it cannot be read, or is another by now. */
int sha256_add_file(struct sha256 *sum, struct diagnostics *all, const char *path, const struct file_mark *mark);
#endif
