/* OCSP responses (RFC 6960). OCSP_basic_verify is not used: it judges the responder's chain as of now, and knows no SM2. */
#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>
#include "base/arena.h"
#include "seal/evidence_source.h"
#include "seal/openssl_object.h"

static bool same_subject_and_key(X509 *a, X509 *b)
{
	return X509_NAME_cmp(X509_get_subject_name(a), X509_get_subject_name(b)) == 0
	       && EVP_PKEY_eq(X509_get0_pubkey(a), X509_get0_pubkey(b)) == 1;
}

static bool not_revoked_by_crl(const struct question *question, X509 *responder, int64_t produced)
{
	struct question about = *question;
	struct revocation revocation = { .reason = -1, .kind = "" };
	about.certificate = responder;
	about.at = produced;
	crls_weigh(&about, &revocation);
	return revocation.state != REVOCATION_REVOKED;
}

/* The issuer itself, or one that the issuer made a responder (RFC 6960, 4.2.2.2), valid when it answered. */
static bool may_answer(const struct question *question, X509 *responder, int64_t produced)
{
	if (same_subject_and_key(responder, question->issuer))
		return true;
	uint32_t purposes = X509_get_extended_key_usage(responder);
	return purposes != UINT32_MAX && purposes & XKU_OCSP_SIGN && x509_signed_by(responder, question->issuer)
	       && seconds_of(X509_get0_notBefore(responder)) <= produced && produced <= seconds_of(X509_get0_notAfter(responder))
	       && not_revoked_by_crl(question, responder, produced);
}

static bool signed_well(const struct question *question, const OCSP_BASICRESP *basic)
{
	X509 *responder = NULL;
	STACK_OF(X509) *at_hand = sk_X509_dup(question->pool);
	sk_X509_push(at_hand, question->issuer);
	const X509_ALGOR *algorithm = OCSP_resp_get0_tbs_sigalg(basic);
	int64_t produced = seconds_of(OCSP_resp_get0_produced_at(basic));
	bool good = OCSP_resp_get0_signer((OCSP_BASICRESP *)basic, &responder, at_hand) == 1 && may_answer(question, responder, produced)
	            && digest_of_signature(algorithm, DIGEST_UNKNOWN) > DIGEST_WEAK
	            && signature_good(X509_get0_pubkey(responder), algorithm, DIGEST_UNKNOWN,
	                              der_signed_part(DER_WRITE(question->arena, basic, OCSP_BASICRESP)),
	                              bytes_of_bits((const ASN1_BIT_STRING *)OCSP_resp_get0_signature(basic)));
	sk_X509_free(at_hand);
	return good;
}

/* The identifier is made anew with the digest that the response uses. */
static bool is_about(const struct question *question, const OCSP_SINGLERESP *single)
{
	ASN1_OBJECT *name = NULL;
	const OCSP_CERTID *said = OCSP_SINGLERESP_get0_id(single);
	OCSP_id_get0_info(NULL, &name, NULL, NULL, (OCSP_CERTID *)said);
	const EVP_MD *method = EVP_get_digestbyobj(name);
	OCSP_CERTID *own = method ? OCSP_cert_to_id(method, question->certificate, question->issuer) : NULL;
	bool same = own && OCSP_id_cmp(own, said) == 0;
	OCSP_CERTID_free(own);
	return same;
}

static void read_single(OCSP_SINGLERESP *single, struct statement *out)
{
	ASN1_GENERALIZEDTIME *revoked = NULL, *this_update = NULL, *next_update = NULL;
	int reason = -1, status = OCSP_single_get0_status(single, &reason, &revoked, &this_update, &next_update);
	out->this_update = seconds_of(this_update);
	out->next_update = seconds_of(next_update);
	if (status == V_OCSP_CERTSTATUS_GOOD) {
		out->state = REVOCATION_GOOD;
	} else if (status == V_OCSP_CERTSTATUS_REVOKED) {
		out->state = REVOCATION_REVOKED;
		out->revoked_at = seconds_of(revoked);
		out->reason = reason;
	}
	ASN1_GENERALIZEDTIME *cutoff = OCSP_SINGLERESP_get1_ext_d2i(single, NID_id_pkix_OCSP_archiveCutoff, NULL, NULL);
	if (cutoff)
		out->keeps_from = seconds_of(cutoff);
	ASN1_GENERALIZEDTIME_free(cutoff);
}

void ocsp_statement(const struct question *question, struct bytes der, struct statement *out)
{
	*out = (struct statement){ .next_update = INT64_MIN, .keeps_from = INT64_MAX, .reason = -1 };
	OCSP_RESPONSE *response = DER_READ(der, OCSP_RESPONSE);
	OCSP_BASICRESP *basic = response && OCSP_response_status(response) == OCSP_RESPONSE_STATUS_SUCCESSFUL
	                        ? OCSP_response_get1_basic(response) : NULL;
	OCSP_SINGLERESP *found = NULL;
	for (int i = 0; basic && i < OCSP_resp_count(basic) && !found; i++)
		if (is_about(question, OCSP_resp_get0(basic, i)))
			found = OCSP_resp_get0(basic, i);
	if (found && signed_well(question, basic))
		read_single(found, out);
	OCSP_BASICRESP_free(basic);
	OCSP_RESPONSE_free(response);
	ERR_clear_error();
}
