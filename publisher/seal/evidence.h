/* Evidence that certificates were not revoked: OCSP responses (RFC 6960) and CRLs (RFC 5280), fetched for a document's security
 * store (DSS: ISO 32000-2, 12.8.4.3; EN 319 142-1, 5.4.2) and judged from one. */
#ifndef SEAL_EVIDENCE_H
#define SEAL_EVIDENCE_H
#include "finished/security_store.h"
#include "seal/certificate.h"
#include "seal/flaw.h"
struct diagnostics;
struct trust;

/* What a DSS holds, each list without doubles: /Certs, /OCSPs (whole OCSPResponses), /CRLs. */
struct evidence {
	struct der_list certificates, ocsps, crls;
};

struct evidence_request {
	struct bytes leaf;                 /* the signer's or the time-stamp authority's certificate */
	const struct der_list *pool;       /* certificates that may stand above it */
	const struct trust *trust;         /* NULL: the chain ends with a self-signed certificate */
	int64_t now;                       /* answers must be fresh now */
	long most_ms;                      /* for each server; 0: transport.h's */
};

/* Fetches what proves that each certificate of the chain (but for the anchor, and those that say there is nothing to ask: OCSP no check,
 * RFC 9608) is not revoked, OCSP before CRL, fetches issuers that are missing (AIA), and adds all of it, with the chain and the
 * certificates of responders and their chains, to io. What io holds already and is still fresh is not asked for again. 0, or -1 with
 * evidence_revoked, evidence_no_source, evidence_unsound, evidence_no_issuer or the transport's diagnostic. */
int evidence_collect(struct arena *arena, struct diagnostics *all, const struct evidence_request *request, struct evidence *io);
void evidence_join(struct arena *arena, struct evidence *evidence, const struct evidence *more);
void evidence_take(struct arena *arena, struct evidence *evidence, const struct security_store *store);     /* adds what a file's store holds */

enum revocation_state {
	REVOCATION_UNKNOWN,                /* no evidence that counts at that time */
	REVOCATION_GOOD, REVOCATION_REVOKED,
	REVOCATION_LATER                   /* revoked, but after the time asked about, and not for a key in wrong hands: good at that time */
};
struct revocation {
	enum revocation_state state;
	int64_t revoked_at;                /* revocation date, where revoked */
	int reason;                        /* CRLReason (RFC 5280, 5.3.1); -1: not said */
	int64_t evidence_at;               /* thisUpdate of what decided */
	const char *kind;                  /* "OCSP", "CRL", "" (nothing to ask); static storage */
	struct bytes by;                   /* what decided */
};

/* The state of a certificate at a time, as all evidence at hand tells. Evidence counts if its signature is good (the issuer's own key, or
 * an OCSP responder that the issuer named), and it was issued at or after `at` (later evidence is better evidence) or `at` lies before
 * its nextUpdate. Issued after the certificate's end it counts only if it says that it keeps expired ones (expiredCertsOnCRL, archive
 * cutoff). Revoked: revocation date at or before `at`; or the reason is keyCompromise, cACompromise or aACompromise at any date. */
void evidence_judge(struct arena *arena, const struct evidence *evidence, struct bytes certificate, struct bytes issuer, int64_t at,
                    struct revocation *out);
/* All certificates of a chain (leaf first, anchor last; the anchor is not asked about). states: one for each, or NULL. */
enum flaw evidence_judge_chain(struct arena *arena, const struct evidence *evidence, const struct der_list *chain, int64_t at,
                               struct revocation *states);
#endif
