/* Detached CMS signatures (RFC 5652) as PAdES wants them in /Contents (ETSI EN 319 142-1, 6.3; SubFilter ETSI.CAdES.detached):
 * attributes content-type, message-digest, signing-certificate-v2 and no signing-time. Made and judged. */
#ifndef SEAL_CMS_H
#define SEAL_CMS_H
#include "seal/certificate.h"
#include "seal/flaw.h"
struct diagnostics;
struct signing_key;

/* ---- making ---- */

/* content: the digest of all that is covered, with signing_key_digest(key). out: DER in the arena, with the key's whole chain.
 * One operation of the private key. 0, or -1 with a diagnostic (signing_failed, or the token's). */
int cms_sign(struct arena *arena, struct diagnostics *all, const struct signing_key *key, const struct digest *content, struct bytes *out);
/* The most bytes that cms_sign makes with this key; a time stamp comes on top (its authority decides; 3 to 6 KB are usual). */
size_t cms_room(const struct signing_key *key);
/* What a signature time stamp is for: the digest of the signature value (EN 319 122-1, 5.3). -1: der is none of cms_sign's. */
int cms_imprint(struct bytes der, enum digest_algorithm algorithm, struct digest *out);
/* The same CMS with the token as unsigned attribute (B-T). -1: der is none of cms_sign's. */
int cms_add_timestamp(struct arena *arena, struct bytes der, struct bytes token, struct bytes *out);

/* ---- judging ---- */

enum cms_profile {
	CMS_PADES,                         /* ETSI.CAdES.detached: signing-certificate(-v2) must be there */
	CMS_PLAIN                          /* adbe.pkcs7.detached: checked where it is there */
};

/* What the CMS says. Filled as far as it could be read, zero beyond. All in the arena, or pieces of the bytes judged. */
struct cms_signature {
	struct certificate signer;         /* der.data NULL: not found */
	struct der_list certificates;      /* all that it carries, the signer's too */
	enum digest_algorithm digest;
	int64_t signing_time;              /* claimed by the signer, nothing proves it; 0: not said */
	struct bytes value;                /* signature value: what a signature time stamp covers */
	struct bytes timestamp;            /* the token of the first signature time stamp; data NULL: none */
	struct der_list ocsps, crls;       /* evidence within the CMS (attribute adbe-revocationInfoArchival, and the CRLs of SignedData) */
	size_t length;                     /* of the CMS itself, without the padding */
};

/* Judges the signature itself: form, attributes, digest of what is covered, value by the signer's key. contents: the bytes of
 * /Contents, DER followed by nothing but zeros. The signer's chain, revocation and the time stamp are other questions (trust.h,
 * evidence.h, timestamp.h). */
enum flaw cms_judge(struct arena *arena, struct bytes contents, enum cms_profile profile, const struct covered *covered,
                    struct cms_signature *out);
#endif
