/* The signatures and document time stamps of a file, and whether their bytes stand where they must: the two ranges of /ByteRange are
 * the file's first bytes up to a revision's end, less exactly the <…> of the very signature's /Contents (ISO 32000-1, 12.8.1;
 * EN 319 142-1, 5.2). What they say is for the room seal. */
#ifndef FINISHED_SIGNATURES_H
#define FINISHED_SIGNATURES_H
#include <stdint.h>
#include "finished/form.h"
#include "finished/revisions.h"

/* Each of the ways to move the signed bytes away from what a reader shows. */
enum signature_form {
	SIGNATURE_SOUND,
	SIGNATURE_PACKED,                  /* the dictionary is not in the file's bytes: direct in nothing, or in an object stream */
	SIGNATURE_CONTENTS,                /* /Contents missing, twice, by reference, or no <hexadecimal string> */
	SIGNATURE_EMPTY,                   /* … or nothing but zeros */
	SIGNATURE_RANGE,                   /* /ByteRange missing, twice, by reference, or not four numbers that lie in the file in order */
	SIGNATURE_START,                   /* the first range does not begin with the file's first byte */
	SIGNATURE_HOLE,                    /* the gap between the ranges is not exactly its /Contents */
	SIGNATURE_END,                     /* the second range ends with no revision */
	SIGNATURE_SHARED                   /* another signature ends the same revision */
};

enum signature_kind { SIGNATURE_OTHER, SIGNATURE_PADES, SIGNATURE_PLAIN, SIGNATURE_TIME_STAMP, SIGNATURE_SEAL };

struct signature {
	const struct form_field *field;    /* lent by the form; the locks of its FieldMDP are in lock */
	const char *sub_filter;            /* without its slash; "" if none */
	enum signature_kind kind;          /* SIGNATURE_SEAL: GM.sm2seal */
	enum signature_form form;
	struct bytes contents;             /* decoded, in the arena; with its padding */
	struct bytes parts[2];             /* the ranges, lent by the file; both empty unless form is SOUND, EMPTY or SHARED */
	size_t revision;                   /* the one it ends; SIZE_MAX: none */
	int64_t claimed;                   /* /M, seconds since 1970 UTC; 0: none or unreadable */
	const char *reason, *location, *name;      /* NULL: not said */
	int permission;                    /* P of DocMDP (12.8.2.2); 0: not a certification. P of Lock counts too */
	struct form_field lock;            /* FieldMDP (12.8.2.4) in the form that form_locks asks */
};

struct signatures {
	struct form form;
	struct signature *items;           /* by revision, oldest first; those that end none behind them */
	size_t count;
};

/* 0, or -1 with a diagnostic (the file is damaged). Lends from revisions. */
int signatures_read(struct arena *arena, const struct revisions *revisions, struct signatures *out);
/* "D:20180731093000+08'00'" (7.9.4) in seconds since 1970 UTC; 0: it is none. */
int64_t pdf_date(const char *text);
#endif
