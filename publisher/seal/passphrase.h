/* Passphrases and PINs: from a file descriptor, a file that only its owner can read, or the terminal; never from the
 * command line or the environment, which others on the machine can see. */
#ifndef SEAL_PASSPHRASE_H
#define SEAL_PASSPHRASE_H
#include <stddef.h>
struct diagnostics;

struct passphrase_source {
	int fd;                            /* --pass-fd N; -1: none. One line is read a byte at a time, so that the next passphrase may follow */
	const char *file;                  /* --pass-file; NULL: none. Refused if group or others may read or write it */
};                                         /* neither: the terminal is asked, without echo */

enum { PASSPHRASE_MOST = 1023 };           /* bytes; OpenSSL takes no longer one (PEM_BUFSIZE) */
struct passphrase {
	char text[PASSPHRASE_MOST + 1];
	size_t length;
};

/* The first line without its end. prompt: what the terminal shows ("passphrase of seal.p12"). 0, or -1 with a diagnostic. Wipe it
 * after use, after -1 too. */
int passphrase_read(struct diagnostics *all, const struct passphrase_source *source, const char *prompt, struct passphrase *out);
void passphrase_wipe(struct passphrase *passphrase);
#endif
