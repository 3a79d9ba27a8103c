/* What can be wrong with a signature, a time stamp, a certificate chain or a seal. These are findings about somebody's
 * file, not failures of this program: a judging function returns the first flaw that decides, and the verifier says so. */
#ifndef SEAL_FLAW_H
#define SEAL_FLAW_H

enum flaw {
	FLAW_NONE = 0,
	/* form */
	FLAW_NOT_DER,                      /* cannot be read as the structure it should be */
	FLAW_TRAILING,                     /* bytes that are not zero, or too many, behind the structure */
	FLAW_NOT_SIGNED_DATA,              /* CMS of another kind, or with content of its own where it should be detached */
	FLAW_SIGNERS,                      /* not exactly one signer */
	FLAW_NO_CERTIFICATE,               /* the signer's certificate is not in it */
	FLAW_CONTENT_TYPE,                 /* attribute content-type missing, twice or another (RFC 5652, 11.1) */
	FLAW_MESSAGE_DIGEST_ATTRIBUTE,     /* attribute message-digest missing or twice (RFC 5652, 11.2) */
	FLAW_CERTIFICATE_CHANGED,          /* one that it carries was altered: it is like one at hand and not the same, or its issuer's signature is not good */
	FLAW_NO_CERTIFICATE_ATTRIBUTE,     /* signing-certificate(-v2) missing (RFC 5035; EN 319 142-1, 6.3) */
	FLAW_CERTIFICATE_ATTRIBUTE,        /* it names another certificate */
	/* algorithms and signature */
	FLAW_DIGEST_WEAK, FLAW_DIGEST_UNKNOWN, FLAW_SIGNATURE_ALGORITHM, FLAW_KEY_TOO_SHORT,
	FLAW_ALGORITHM_AGE,                /* no longer safe at that time (algorithm.h) */
	FLAW_CONTENT_CHANGED,              /* what is covered has another digest: the content was changed after signing */
	FLAW_SIGNATURE,                    /* the signature value is not the key's over the attributes */
	/* time stamps */
	FLAW_IMPRINT,                      /* the time stamp is for something else */
	FLAW_TIMESTAMP_PURPOSE,            /* its certificate's extended key usage is not critical and timeStamping alone (RFC 3161, 2.3) */
	/* chain, at the time asked about */
	FLAW_NO_ANCHOR,                    /* no path to a trusted certificate */
	FLAW_EXPIRED, FLAW_NOT_YET_VALID,
	FLAW_CHAIN_SIGNATURE, FLAW_NOT_AUTHORITY, FLAW_KEY_USAGE,
	FLAW_CHAIN,                        /* whatever else forbids the path (constraints, policy) */
	/* revocation, at the time asked about */
	FLAW_REVOKED, FLAW_REVOCATION_UNKNOWN,
	/* electronic seals (GB/T 38540-2020) */
	FLAW_SEAL_VERSION, FLAW_SEAL_MAKER, FLAW_SEAL_PERIOD, FLAW_SEAL_OTHER_SIGNER,
	FLAW_COUNT
};
/* In words, translated: "the content was changed after signing". Static storage. */
const char *flaw_text(enum flaw flaw);
const char *flaw_code(enum flaw flaw);   /* for --json: "content-changed"; static storage */
#endif
