/* What each revision added to the one before it, and whether a signed file may grow that way. Closed world: whatever an update lists,
 * writes or re-points must be explained as evidence (DSS), a document time stamp, a further signature in a prepared or a new field, or
 * form filling that a certification allows (ISO 32000-1, 12.8.2.2 table 254; ISO 32000-2, 12.8.4.3, 12.8.5); all else is tampering.
 * That holds against incremental saving and shadow attacks too: what an older object refers to may not be written later, bytes that
 * belong to no object may not be there. */
#ifndef FINISHED_CHANGES_H
#define FINISHED_CHANGES_H
#include "finished/signatures.h"

enum change_kind { CHANGE_EVIDENCE = 1, CHANGE_TIME_STAMP = 2, CHANGE_SIGNATURE = 4, CHANGE_FILLED = 8,
                   CHANGE_DATES = 16 /* date and producer of the last change, in Info or XMP */ };

enum tampering_kind {
	TAMPERING_OBJECT,                  /* an object that was there has another content */
	TAMPERING_POINTER,                 /* … or another place in the bytes that were there, or another generation */
	TAMPERING_DELETED,
	TAMPERING_ADDED,                   /* a new object that none of the allowed things is made of */
	TAMPERING_TRAILER, TAMPERING_CATALOG, TAMPERING_FORM, TAMPERING_PAGE, TAMPERING_EVIDENCE,     /* detail: the entry */
	TAMPERING_FIELD,                   /* detail: the field's name */
	TAMPERING_SIGNED_FIELD, TAMPERING_LOCKED_FIELD, TAMPERING_FORBIDDEN,      /* … signed; locked; P = 1 */
	TAMPERING_VISIBLE,                 /* a document time stamp that shows something */
	TAMPERING_SHADOW,                  /* an older object refers to one that was written later */
	TAMPERING_STRAY,                   /* bytes that belong to no object */
	TAMPERING_TWOFOLD,                 /* table and stream of a hybrid place the same object */
	TAMPERING_UNREADABLE,              /* an object, or the revision, cannot be read; detail: why */
	TAMPERING_COUNT
};

struct tampering {
	enum tampering_kind kind;
	int object;                        /* number; 0: none in particular */
	const char *detail;                /* never NULL */
};

struct changes {
	unsigned kinds;                    /* of enum change_kind */
	struct tampering *tampering;       /* at most TAMPERING_MOST are listed */
	size_t tampering_count;
	size_t visible;                    /* new signature fields that were not prepared and show something */
};
enum { TAMPERING_MOST = 20 };

const char *tampering_text(enum tampering_kind kind);              /* translated; %1: the object, %2: the detail. Static storage */
const char *tampering_code(enum tampering_kind kind);              /* for --json: "object-changed"; static storage */

/* out: one for each revision; those up to `first`, the oldest that is signed, stay empty. All in the arena. */
void changes_read(struct arena *arena, const struct revisions *revisions, const struct signatures *signatures, size_t first,
                  struct changes **out);
#endif
