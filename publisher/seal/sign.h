/* The order in which a file is signed (ETSI EN 319 142-1, clause 6): the signature; a time stamp of its value; the evidence for
 * signer and authority; a time stamp of the whole. Each is an update behind what was there before; the caller writes the file when all
 * of it has been done. One operation of the private key a signature. */
#ifndef SEAL_SIGN_H
#define SEAL_SIGN_H
#include "finished/slot.h"
#include "seal/timestamp.h"
struct electronic_seal;
struct signing_key;

enum sign_level { SIGN_B_B, SIGN_B_T, SIGN_B_LT, SIGN_B_LTA };

/* Where stamps and evidence come from. */
struct sign_sources {
	struct timestamp_service service;  /* from B-T on */
	const struct trust *trust;         /* chains end there; NULL: with self-signed certificates */
	int64_t now;                       /* evidence must be fresh then */
};

struct sign_request {
	const struct signing_key *key;
	const struct electronic_seal *seal;    /* an electronic seal of GB/T 38540 with an SM2 key, at B-B alone; NULL: CAdES */
	enum sign_level level;
	struct sign_sources sources;
	struct slot_wish wish;             /* kind and name are filled here; room 0: as much as the key's signature takes at most, and 8 KiB for a time stamp */
};

/* out: the whole file, in the arena. -1 with a diagnostic of slot.h, cms.h, timestamp.h or evidence.h. */
int sign_document(struct arena *arena, struct diagnostics *all, struct pdf_file *file, const struct sign_request *request, struct bytes *out);

/* Evidence and a time stamp of the whole on a file that has signatures: for the archive, before what its last time stamp rests on ends
 * (EN 319 142-1, 5.4.3). Evidence is added for the newest document time stamp; where there is none, for every signature and its time
 * stamp, so that a B-B or B-T file becomes B-LTA. -1 with a diagnostic; sign_unsigned: there is nothing to keep alive. */
int sign_renew(struct arena *arena, struct diagnostics *all, struct pdf_file *file, const struct sign_sources *sources, struct bytes *out);
#endif
