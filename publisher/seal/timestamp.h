/* Time stamps (RFC 3161): asked for, and judged. Used for signature time stamps (B-T) and document time stamps (B-LTA). */
#ifndef SEAL_TIMESTAMP_H
#define SEAL_TIMESTAMP_H
#include "seal/certificate.h"
#include "seal/flaw.h"
struct diagnostics;
struct trust;

struct timestamp_service {
	const char *url;
	const struct trust *trust;         /* the authority must chain to it; NULL: not asked */
	int64_t now;                       /* the stamped time may be ten minutes off; 0: not compared */
	long most_ms;                      /* 0: transport.h's */
};

/* Asks for a time stamp over the digest (SHA-256 is what every authority takes; SM3 for those of GM/T 0033) and believes nothing of
 * the answer: status, imprint, nonce, signature, certificate and its purpose, and the chain at the stamped time. out: the TimeStampToken
 * as DER in the arena, with the authority's certificates. 0, or -1 with the transport's diagnostic (server_…) or timestamp_not_der,
 * timestamp_rejected, timestamp_imprint, timestamp_nonce, timestamp_clock, timestamp_unsound (any other flaw, in words). */
int timestamp_fetch(struct arena *arena, struct diagnostics *all, const struct timestamp_service *service, const struct digest *imprint,
                    struct bytes *out);

/* What a token says. Filled as far as it could be read. */
struct timestamp {
	int64_t time;                      /* genTime, whole seconds (fractions dropped) */
	int64_t accuracy_ms;               /* 0: not said */
	struct certificate signer;         /* the authority's; der.data NULL: not found */
	struct der_list certificates;      /* all that the token carries */
	struct digest imprint;
	enum digest_algorithm digest;      /* of the token's own signature */
	const char *serial, *policy;       /* hexadecimal; dotted */
	const char *nonce;                 /* hexadecimal, "" if there is none */
};

/* Judges a token by itself: whether its imprint is the right one is for the caller, and so are chain and revocation. */
enum flaw timestamp_token_judge(struct arena *arena, struct bytes token, struct timestamp *out);
/* Judges a token over what it covers: the signature value for a signature time stamp, the ranges of the file for a document time
 * stamp (contents of /Contents with its padding of zeros). Chain and revocation are for the caller. */
enum flaw timestamp_judge(struct arena *arena, struct bytes token, const struct covered *covered, struct timestamp *out);
#endif
