/* DER over http and https: time stamps, OCSP, CRLs, certificates of issuers. */
#ifndef SEAL_TRANSPORT_H
#define SEAL_TRANSPORT_H
#include "base/file.h"
struct diagnostics;

struct transport_request {
	const char *url;
	const char *content_type;          /* of the body: "application/timestamp-query" */
	struct bytes body;                 /* data NULL: a GET, else a POST */
	long most_ms;                      /* for all of it; 0: 20 seconds */
	size_t most_bytes;                 /* of the answer; 0: 64 MiB (CRLs grow long) */
};

enum transport_outcome {
	TRANSPORT_OK, TRANSPORT_ADDRESS /* no http(s) URL */, TRANSPORT_NAME /* host unknown */, TRANSPORT_REFUSED /* nobody listens */,
	TRANSPORT_TIMEOUT, TRANSPORT_TLS, TRANSPORT_STATUS /* HTTP says no */, TRANSPORT_TOO_LARGE, TRANSPORT_BROKEN /* anything else */
};
struct transport_answer {
	enum transport_outcome outcome;
	const char *detail;                /* libcurl's words, or the HTTP status; in the arena */
	struct bytes body;                 /* in the arena */
};

/* 0 or -1; records nothing, for there may be another way (a CRL instead of OCSP). Follows up to three redirections, to http and https
 * only. */
int transport_fetch(struct arena *arena, const struct transport_request *request, struct transport_answer *out);
/* Records the diagnostic that fits the outcome (server_…). Returns -1. */
int transport_report(struct diagnostics *all, const struct transport_request *request, const struct transport_answer *answer);
#endif
