/* What a process that sets pages tells the one that watches, through a pipe: records of a kind and bytes. */
#ifndef WATCH_WIRE_H
#define WATCH_WIRE_H
#include <stdbool.h>
#include <stdint.h>
#include "base/bytes.h"
#include "base/file_mark.h"
#include "base/units.h"

enum wire_kind {
	WIRE_SOURCE,             /* struct wire_source, then its path */
	WIRE_PAGE,               /* struct wire_page, then JSON: where in the sources its text stands */
	WIRE_MESSAGES,           /* struct wire_messages, then the messages as text, a zero byte, and as JSON */
	WIRE_SET,                /* all pages are known, and nothing is wrong with them: no bytes */
	WIRE_PICTURE,            /* struct wire_picture, then a PNG file */
	WIRE_WRITTEN,            /* the PDF has its name: no bytes */
	WIRE_KINDS
};

struct wire_source { struct file_mark mark; };
struct wire_page { uint64_t print[2]; int number; mpt width, height; bool turned; };    /* print names what is seen on it; turned: read from the right */
struct wire_messages { int errors, warnings; };
struct wire_picture { uint64_t print[2]; };

/* fixed: the struct of the kind, or nothing; rest behind it. Ends the process if nobody reads any more. */
void wire_send(int fd, enum wire_kind kind, struct bytes fixed, struct bytes rest);

/* What has come so far. The process at the other end may have died in the middle of a record, or gone mad. */
struct wire_reader { unsigned char *data; size_t length, capacity; };
/* Reads what is there. 1: more may come; 0: the end. */
int wire_read(struct wire_reader *reader, int fd);
struct wire_record { enum wire_kind kind; const unsigned char *fixed; struct bytes rest; };
/* Takes the next whole record; its bytes hold until the next call of either function. rest has a zero byte behind it. */
bool wire_next(struct wire_reader *reader, size_t *taken, struct wire_record *out);
/* Forgets what was taken. -1: what is left is no beginning of a record of ours. */
int wire_done(struct wire_reader *reader, size_t taken);
void wire_close(struct wire_reader *reader);
#endif
