/* One signature or time stamp judged at the time that younger ones prove (ETSI EN 319 102-1, 5.5 and 5.6, in the order of PAdES:
 * the newest first, each document time stamp being the time for all that lies before it). */
#ifndef SEAL_JUDGE_H
#define SEAL_JUDGE_H
#include "finished/signatures.h"
#include "seal/algorithm.h"
#include "seal/cms.h"
#include "seal/electronic_seal.h"
#include "seal/evidence.h"
#include "seal/timestamp.h"
#include "seal/trust.h"

enum verdict {
	VERDICT_VALID,
	VERDICT_INDETERMINATE,             /* what is at hand does not suffice: no trust anchor, no revocation information, a kind unknown here */
	VERDICT_INVALID
};

enum signature_level { LEVEL_NONE, LEVEL_B_B, LEVEL_B_T, LEVEL_B_LT, LEVEL_B_LTA };     /* EN 319 142-1, 6; NONE: no PAdES signature */

/* What is known from without about the moment a signature was there at the latest. */
struct moment {
	int64_t at;                        /* seconds since 1970 UTC */
	bool proven;                       /* by a time stamp; else it is the time of judging */
	bool archived;                     /* … a document time stamp, which covers the evidence too */
};

struct judging {
	const struct trust *trust;         /* NULL: nobody is trusted */
	const struct evidence *evidence;   /* the file's own store */
	struct moment known;
	int64_t now;                       /* the time of judging: --at */
};

struct judged_stamp {
	bool present;
	bool broken;                       /* the flaw is one of the stamp itself, not of who made it and when */
	enum flaw flaw;                    /* NONE: it proves the time */
	struct timestamp stamp;
	struct revocation revocation;      /* of the authority's certificate */
};

struct judgement {
	const struct signature *signature;
	enum verdict verdict;
	enum flaw flaw;                    /* what decided; NONE with VALID, or where the form of the signature decided */
	enum digest_algorithm digest;
	struct certificate signer;         /* der.data NULL: not found */
	int64_t claimed;                   /* by the signer, proven by nothing; 0: not said */
	struct moment judged;              /* the time it was judged at */
	struct revocation revocation;      /* of the signer's certificate */
	struct judged_stamp stamp;         /* signature time stamp; of a document time stamp itself */
	struct algorithm_age age;          /* of digest and key */
	enum signature_level level;
	const char *seal;                  /* name of the electronic seal (GB/T 38540); NULL: none */
};

const char *verdict_code(enum verdict verdict);                    /* "valid", "indeterminate", "invalid" */
const char *level_code(enum signature_level level);                /* "B-LTA"; "" for NONE */
enum verdict verdict_worse(enum verdict a, enum verdict b);
/* Which verdict a flaw of the chain, of revocation or of content brings. */
enum verdict verdict_of(enum flaw flaw);

/* Fills out but for coverage, which is the document's matter. A sound document time stamp makes *known the time it states. */
void signature_judge(struct arena *arena, const struct signature *signature, struct judging *judging, struct judgement *out);
#endif
