/* The cross-reference sections of a file with their places (ISO 32000-1, 7.5.4, 7.5.8): classic tables, streams and the hybrid of
 * both. The library gives the sum of all sections, not who said what; revisions are told apart by it. Read strictly: an object listed
 * twice in one section, sections in a circle, entries that point nowhere are damage. */
#ifndef FINISHED_XREF_H
#define FINISHED_XREF_H
#include <stdbool.h>
#include "finished/lexer.h"
#include "finished/pdf_file.h"

enum xref_kind {
	XREF_ABSENT,                       /* listed nowhere, or free: reads as null */
	XREF_PLAIN,                        /* stands at an offset */
	XREF_PACKED                        /* stands in an object stream */
};

struct xref_entry {
	enum xref_kind kind;
	int number, generation;            /* generation 0 of packed ones */
	size_t place;                      /* offset, or the number of the object stream */
	int index;                         /* within the object stream */
};

struct xref_section {
	size_t start, end;                 /* from `xref`, or the head of the stream's object, to behind the trailer, or `endobj` */
	int stream;                        /* number of the stream's object; 0: a table */
	bool hybrid, twofold;              /* a table with XRefStm; … and both place the same object */
	size_t stream_start, stream_end;   /* of a hybrid's stream */
	int hybrid_stream;                 /* … and its number */
	struct bytes trailer;              /* the dictionary's text, with its << >> */
	bool has_previous;
	size_t previous;
	struct xref_entry *entries;
	size_t count;
};

struct xref {
	struct xref_section *sections;     /* newest first */
	size_t count;
	int most;                          /* the greatest object number listed */
};

/* Reads all sections from the one that the last startxref names. 0, or -1 with a diagnostic (pdf_damaged). All in the arena. */
int xref_read(struct arena *arena, struct pdf_file *file, struct xref *out);

/* Where an object stands. */
struct object_extent {
	size_t start, end;                 /* from its number to behind `endobj` */
	struct bytes value;                /* its text; of a stream the dictionary's */
	bool is_stream;
	size_t data;                       /* offset of a stream's first byte */
	long long length;                  /* Length that stands directly in the dictionary; -1: none does */
};
/* Reads the object with this number that stands at an offset, up to `endobj` or, of a stream, to its first byte (end is 0 then). -1:
 * another or none stands there. */
int object_extent_read(struct bytes bytes, const struct xref_entry *entry, struct object_extent *out);
/* The end of a stream's object: length bytes, `endstream`, `endobj`. -1: they are not there. */
int object_extent_close(struct bytes bytes, struct object_extent *extent, long long length);
#endif
