/* Electronic seals by GB/T 38540-2020 (SESeal and SES_Signature, version 4; GM/T 0031-2025 calls itself version 5 and may put a time stamp
 * into the seal). A seal is made and registered by an authorised body
 * (《电子印章管理办法》, 国办发〔2025〕33号); this program uses an issued one and makes none. */
#ifndef SEAL_ELECTRONIC_SEAL_H
#define SEAL_ELECTRONIC_SEAL_H
#include "seal/certificate.h"
#include "seal/flaw.h"
struct diagnostics;
struct signing_key;

struct electronic_seal {
	struct bytes der;                  /* the whole SESeal */
	const char *identifier, *name, *vendor;   /* esID, property.name, header.vid; UTF-8 */
	int version;                       /* 4 or 5 */
	int64_t created, valid_from, valid_to;
	const char *picture_type;          /* "png", "jpg", "svg", "ofd" */
	struct bytes picture;
	long width_mm, height_mm;          /* the picture's size on paper */
	struct certificate maker;
	struct der_list signers;           /* certificates that may sign with it; empty if it lists digests of them */
	struct der_list signer_digests;    /* SM3 of certificates that may sign with it (certListType 2) */
};

/* Reads a seal and judges it at a time: structure, the maker's signature, the period. The chains of maker and signer are another
 * question (trust.h). out is filled as far as it could be read. */
enum flaw electronic_seal_judge(struct arena *arena, struct bytes der, int64_t at, struct electronic_seal *out);
/* The same of a file (.esl), as diagnostics: seal_unsound with the flaw in words, or file_…. */
int electronic_seal_load(struct arena *arena, struct diagnostics *all, const char *path, int64_t at, struct electronic_seal *out);

/* SES_Signature over content, the SM3 digest of all that is covered, with an SM2 key whose certificate the seal names. property: what
 * the signature says about where the content is (for PDF the ranges as text). timestamp: left out. 0, or -1 with seal_other_signer,
 * seal_needs_sm2 or signing_failed. */
struct electronic_seal_use {
	const struct electronic_seal *seal;
	const struct signing_key *key;
	struct digest content;
	const char *property;
	int64_t now;
};
int electronic_seal_sign(struct arena *arena, struct diagnostics *all, const struct electronic_seal_use *use, struct bytes *out);
size_t electronic_seal_room(const struct electronic_seal *seal, const struct signing_key *key);   /* the most bytes it makes */

struct electronic_seal_signature {
	struct electronic_seal seal;
	struct certificate signer;
	int64_t time;                      /* claimed */
	const char *property;
	struct bytes timestamp;            /* data NULL: none */
	struct bytes value;
};
/* Judges an SES_Signature (with padding of zeros) over what it covers: its seal at its time, its signer being one of the seal's, both
 * signatures, the digest. */
enum flaw electronic_seal_signature_judge(struct arena *arena, struct bytes contents, const struct covered *covered,
                                          struct electronic_seal_signature *out);
#endif
