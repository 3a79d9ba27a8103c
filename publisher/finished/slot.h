/* Room for a signature in a file: the signature dictionary with a hole for its Contents, in a field (ISO 32000-1, 12.8; ETSI EN
 * 319 142-1, 5.3 and 6.3). Of a prepared field only V and AP are filled; no other object of the document is touched but the
 * catalog (AcroForm's SigFlags, Extensions, Perms of a certifying signature). */
#ifndef FINISHED_SLOT_H
#define FINISHED_SLOT_H
#include <stdint.h>
#include "finished/appearance.h"

enum slot_kind {
	SLOT_CADES,                /* ETSI.CAdES.detached */
	SLOT_SEAL,                 /* GM.sm2seal: an electronic seal by GB/T 38540 */
	SLOT_TIME_STAMP            /* a document time stamp, ETSI.RFC3161 (EN 319 142-1, 5.4.3), always in a field of its own */
};

struct slot_wish {
	enum slot_kind kind;
	const char *field;         /* full name; NULL: the first prepared one (Seal.1, Seal.2 …) that is free */
	bool invisible;            /* in a new field without an area instead */
	const char *name, *reason, *location;   /* of the signature dictionary, UTF-8; NULL: not said */
	int64_t time;              /* M: when it was signed, as the signer says */
	struct seal_picture seal;  /* name NULL: the field's appearance stays as it is */
	size_t room;               /* bytes for Contents */
};

struct slot {
	unsigned char *file;       /* all of it, in the arena */
	size_t length;
	struct bytes covered[2];   /* what ByteRange names: all but the hole */
	size_t hole, room;         /* first hexadecimal digit of Contents; bytes it can take */
};

/* A signature in a prepared field, where the file has no signature yet, certifies: where there is but one prepared field, that nothing
 * may change later (DocMDP, P 1; ISO 32000-2, 12.8.2.2), where there are several, that further seals may follow (P 2). A Lock of the
 * field is put into effect (FieldMDP, 12.8.2.4). -1 with a diagnostic: slot_… (no such field, taken, locked, certified by somebody
 * against further signatures, seed values that ask for something else), or one of appearance_put. */
int slot_open(struct arena *arena, struct pdf_file *file, const struct slot_wish *wish, struct slot *out);
/* Puts the signature into the hole. -1 with a diagnostic: slot_small. */
int slot_fill(struct diagnostics *all, const struct slot *slot, const char *name, struct bytes contents);
#endif
