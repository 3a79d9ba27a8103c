/* Fetching evidence while it can be had. */
#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/utc.h"
#include "seal/evidence_source.h"
#include "seal/openssl_object.h"
#include "seal/transport.h"
#include "seal/trust.h"

/* CLOCKS: how far a server's clock may be ahead of ours, in seconds. LADDER: no real chain has more certificates. */
enum { CLOCKS = 600, LADDER = 8, OCSP_MOST = 1 << 20, CERTIFICATE_MOST = 1 << 20 };

struct collecting {
	struct arena *arena;
	struct diagnostics *all;
	const struct evidence_request *request;
	struct evidence *io;
	struct der_list chain;
};

/* One certificate of the chain being asked about, and how it went so far: what could not be fetched is only told when no other way was
 * left. */
struct asking {
	struct collecting *collecting;
	struct certificate about;
	struct bytes issuer;
	X509 *certificate;
	struct transport_request failed;   /* url NULL: none failed */
	struct transport_answer failure;
	const char *said;                  /* address of an answer that proved nothing */
	struct revocation state;
};

static struct transport_request get(const struct collecting *collecting, const char *url, size_t most)
{
	return (struct transport_request){ .url = url, .most_ms = collecting->request->most_ms, .most_bytes = most };
}

/* ---- the chain ---- */

static const char *issuer_address(struct arena *arena, struct bytes certificate)
{
	X509 *read = x509_read(certificate);
	AUTHORITY_INFO_ACCESS *access = read ? X509_get_ext_d2i(read, NID_info_access, NULL, NULL) : NULL;
	const char *url = NULL;
	for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(access) && !url; i++) {
		const ACCESS_DESCRIPTION *each = sk_ACCESS_DESCRIPTION_value(access, i);
		if (OBJ_obj2nid(each->method) == NID_ad_ca_issuers && each->location->type == GEN_URI) {
			struct bytes text = bytes_of_string(each->location->d.uniformResourceIdentifier);
			url = arena_strndup(arena, (const char *)text.data, text.length);
		}
	}
	AUTHORITY_INFO_ACCESS_free(access);
	X509_free(read);
	return url;
}

/* The answer may be a certificate or a certs-only CMS (RFC 5280, 4.2.2.1); the first is what authorities give. */
static bool fetch_issuer(struct collecting *collecting, struct bytes certificate, struct der_list *pool)
{
	const char *url = issuer_address(collecting->arena, certificate);
	struct transport_request request = get(collecting, url, CERTIFICATE_MOST);
	struct transport_answer answer;
	struct certificate read;
	bool found = url && !transport_fetch(collecting->arena, &request, &answer) && !certificate_read(collecting->arena, answer.body, &read);
	if (found)
		der_list_add(collecting->arena, pool, answer.body);
	return found;
}

static bool complete(const struct collecting *collecting, const struct certificate *last)
{
	return collecting->request->trust ? trust_has(collecting->request->trust, last->der) : last->self_issued;
}

static int build_chain(struct collecting *collecting)
{
	const struct evidence_request *request = collecting->request;
	struct der_list pool = { 0 };
	struct certificate last, leaf;
	enum flaw flaw = FLAW_NONE;
	der_list_join(collecting->arena, &pool, request->pool);
	der_list_join(collecting->arena, &pool, &collecting->io->certificates);
	if (certificate_read(collecting->arena, request->leaf, &leaf))
		return REPORT(collecting->all, evidence_chain, NULL, "?", flaw_text(FLAW_NOT_DER));
	for (int steps = 0; steps < LADDER; steps++) {
		collecting->chain = (struct der_list){ 0 };
		flaw = trust_chain(collecting->arena, request->trust, request->leaf, &pool, request->now, &collecting->chain);
		certificate_read(collecting->arena, collecting->chain.items[collecting->chain.count - 1], &last);
		if (complete(collecting, &last) || last.self_issued || !fetch_issuer(collecting, last.der, &pool))
			break;
	}
	if (!last.self_issued && !complete(collecting, &last))
		return REPORT(collecting->all, evidence_no_issuer, NULL, last.name);
	if (flaw && (request->trust || flaw != FLAW_NO_ANCHOR))
		return REPORT(collecting->all, evidence_chain, NULL, leaf.name, flaw_text(flaw));
	return 0;
}

/* ---- one certificate ---- */

/* Is it enough now? An answer from the future would prove what nobody can know yet. */
static bool settled(struct asking *asking, const struct evidence *evidence)
{
	const struct evidence_request *request = asking->collecting->request;
	evidence_judge(asking->collecting->arena, evidence, asking->about.der, asking->issuer, request->now, &asking->state);
	if (asking->state.state == REVOCATION_UNKNOWN)
		return false;
	return asking->state.state != REVOCATION_GOOD || asking->state.evidence_at <= request->now + CLOCKS;
}

static bool fetched(struct asking *asking, const struct transport_request *request, struct transport_answer *answer)
{
	bool good = transport_fetch(asking->collecting->arena, request, answer) == 0;
	if (!good) {
		asking->failed = *request;
		asking->failure = *answer;
	}
	return good;
}

/* Takes what settles the question into the evidence. */
static bool take(struct asking *asking, const struct evidence *found, const char *url)
{
	struct evidence both = { 0 };
	evidence_join(asking->collecting->arena, &both, asking->collecting->io);
	evidence_join(asking->collecting->arena, &both, found);
	bool good = settled(asking, &both);
	if (good)
		*asking->collecting->io = both;
	else
		asking->said = url;
	return good;
}

/* No nonce: authorities answer with responses made before, and the time of the answer shows that it is fresh. */
static struct bytes ocsp_request(struct asking *asking)
{
	X509 *issuer = x509_read(asking->issuer);
	OCSP_REQUEST *request = OCSP_REQUEST_new();
	struct bytes der = { 0 };
	if (OCSP_request_add0_id(request, OCSP_cert_to_id(EVP_sha1(), asking->certificate, issuer)))   /* SHA-1: all responders know it; an identifier only */
		der = DER_WRITE(asking->collecting->arena, request, OCSP_REQUEST);
	OCSP_REQUEST_free(request);
	X509_free(issuer);
	return der;
}

static const char *list_address(struct arena *arena, X509 *certificate)
{
	CRL_DIST_POINTS *points = X509_get_ext_d2i(certificate, NID_crl_distribution_points, NULL, NULL);
	const char *url = NULL;
	for (int i = 0; i < sk_DIST_POINT_num(points); i++) {
		const DIST_POINT_NAME *name = sk_DIST_POINT_value(points, i)->distpoint;
		for (int k = 0; name && name->type == 0 && k < sk_GENERAL_NAME_num(name->name.fullname); k++) {
			const GENERAL_NAME *each = sk_GENERAL_NAME_value(name->name.fullname, k);
			struct bytes text = each->type == GEN_URI ? bytes_of_string(each->d.uniformResourceIdentifier) : (struct bytes){ 0 };
			if (!url && text.length > 4 && OPENSSL_strncasecmp((const char *)text.data, "http", 4) == 0)
				url = arena_strndup(arena, (const char *)text.data, text.length);
		}
	}
	CRL_DIST_POINTS_free(points);
	return url;
}

/* A responder that is not exempt from questions needs a list about itself; if there is none, its answer still counts. */
static void ask_about_responder(struct asking *asking, X509 *responder, struct evidence *found)
{
	struct collecting *collecting = asking->collecting;
	const char *url = nothing_to_ask(responder) ? NULL : list_address(collecting->arena, responder);
	struct transport_request request = get(collecting, url, 0);
	struct transport_answer answer;
	if (url && !transport_fetch(collecting->arena, &request, &answer))
		der_list_add(collecting->arena, &found->crls, answer.body);
}

static void take_responders(struct asking *asking, struct bytes response, struct evidence *found)
{
	OCSP_RESPONSE *read = DER_READ(response, OCSP_RESPONSE);
	OCSP_BASICRESP *basic = read ? OCSP_response_get1_basic(read) : NULL;
	const STACK_OF(X509) *certificates = basic ? OCSP_resp_get0_certs(basic) : NULL;
	for (int i = 0; i < sk_X509_num(certificates); i++) {
		der_list_add(asking->collecting->arena, &found->certificates, x509_write(asking->collecting->arena, sk_X509_value(certificates, i)));
		ask_about_responder(asking, sk_X509_value(certificates, i), found);
	}
	OCSP_BASICRESP_free(basic);
	OCSP_RESPONSE_free(read);
	ERR_clear_error();
}

static bool by_ocsp(struct asking *asking)
{
	STACK_OF(OPENSSL_STRING) *addresses = X509_get1_ocsp(asking->certificate);
	struct bytes body = ocsp_request(asking);
	bool good = false;
	for (int i = 0; i < sk_OPENSSL_STRING_num(addresses) && !good; i++) {
		struct transport_request request = get(asking->collecting, arena_strdup(asking->collecting->arena, sk_OPENSSL_STRING_value(addresses, i)), OCSP_MOST);
		struct transport_answer answer;
		struct evidence found = { 0 };
		request.content_type = "application/ocsp-request";
		request.body = body;
		if (fetched(asking, &request, &answer)) {
			take_responders(asking, answer.body, &found);
			der_list_add(asking->collecting->arena, &found.ocsps, answer.body);
			good = take(asking, &found, request.url);
		}
	}
	X509_email_free(addresses);
	return good;
}

static bool by_crl(struct asking *asking)
{
	const char *url = list_address(asking->collecting->arena, asking->certificate);
	struct transport_request request = get(asking->collecting, url, 0);
	struct transport_answer answer;
	struct evidence found = { 0 };
	if (!url || !fetched(asking, &request, &answer))
		return false;
	der_list_add(asking->collecting->arena, &found.crls, answer.body);
	return take(asking, &found, url);
}

static int verdict(struct asking *asking, bool good)
{
	struct diagnostics *all = asking->collecting->all;
	const char *name = asking->about.name;
	if (good && (asking->state.state == REVOCATION_REVOKED || asking->state.state == REVOCATION_LATER))
		return REPORT(all, evidence_revoked, NULL, name, utc_text(asking->collecting->arena, asking->state.revoked_at, UTC_DAY));
	if (good)
		return 0;
	if (asking->said)
		return REPORT(all, evidence_unsound, NULL, name, asking->said);
	if (asking->failed.url)
		return transport_report(all, &asking->failed, &asking->failure);
	return REPORT(all, evidence_no_source, NULL, name);
}

static int ask(struct collecting *collecting, size_t index)
{
	struct asking asking = { .collecting = collecting, .issuer = collecting->chain.items[index + 1] };
	certificate_read(collecting->arena, collecting->chain.items[index], &asking.about);
	asking.certificate = x509_read(asking.about.der);
	bool good = settled(&asking, collecting->io) || by_ocsp(&asking) || by_crl(&asking);
	int result = verdict(&asking, good);
	X509_free(asking.certificate);
	return result;
}

int evidence_collect(struct arena *arena, struct diagnostics *all, const struct evidence_request *request, struct evidence *io)
{
	struct collecting collecting = { .arena = arena, .all = all, .request = request, .io = io };
	int result = build_chain(&collecting);
	if (!result)
		der_list_join(arena, &io->certificates, &collecting.chain);
	for (size_t i = 0; !result && i + 1 < collecting.chain.count; i++)
		result = ask(&collecting, i);
	return result;
}
