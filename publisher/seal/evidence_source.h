/* For this room alone: the two kinds of evidence, OCSP responses and CRLs, each read for what it says of one certificate. */
#ifndef SEAL_EVIDENCE_SOURCE_H
#define SEAL_EVIDENCE_SOURCE_H
#include <openssl/x509.h>
#include "seal/evidence.h"

/* Of whom, when, and with what at hand. */
struct question {
	struct arena *arena;
	X509 *certificate, *issuer;
	int64_t at;
	const struct evidence *evidence;
	STACK_OF(X509) *pool;              /* the evidence's certificates */
};
/* What one response or list says, its signature being good; state REVOCATION_UNKNOWN: nothing of the certificate. */
struct statement {
	enum revocation_state state;
	int64_t revoked_at, this_update, next_update;   /* next_update INT64_MIN: not said */
	int64_t keeps_from;                /* entries of certificates that ended since then are kept; INT64_MAX: not said */
	int reason;
};
void ocsp_statement(const struct question *question, struct bytes response, struct statement *out);
void crl_statement(const struct question *question, struct bytes list, struct statement *out);
/* Takes a statement into the answer, if it counts. */
void statement_weigh(const struct question *question, const struct statement *statement, const char *kind, struct bytes by,
                     struct revocation *out);
/* The CRLs alone: for responders. */
void crls_weigh(const struct question *question, struct revocation *out);
bool nothing_to_ask(X509 *certificate);
#endif
