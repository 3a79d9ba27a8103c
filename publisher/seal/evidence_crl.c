/* CRLs (RFC 5280, 5). X509_CRL_verify is not used, for it has no place for SM2's identifier, nor X509_verify_cert's checks, which refuse
 * lists issued after the time asked about although those know more. */
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>
#include "base/arena.h"
#include "seal/evidence_source.h"
#include "seal/openssl_object.h"

static bool issuer_may(const struct question *question, const X509_CRL *list)
{
	uint32_t usage = X509_get_key_usage(question->issuer);
	return X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_issuer_name(question->certificate)) == 0
	       && X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_subject_name(question->issuer)) == 0
	       && (usage == UINT32_MAX || usage & KU_CRL_SIGN);
}

static struct bytes next_to(struct bytes value, struct bytes whole)
{
	const unsigned char *at = value.data + value.length;
	return (struct bytes){ at, der_extent((struct bytes){ at, (size_t)(whole.data + whole.length - at) }) };
}

/* The algorithm stands inside what is signed and outside, and must be the same (RFC 5280, 5.1.1.2). */
static bool names_one_algorithm(struct bytes der)
{
	struct bytes part = der_signed_part(der), inner = der_signed_part(part);
	if (!inner.data || !inner.length)
		return false;
	if (inner.data[0] == V_ASN1_INTEGER)   /* the version stands before it */
		inner = next_to(inner, part);
	struct bytes outer = next_to(part, der);
	return outer.length && bytes_equal(outer, inner);
}

static bool signed_well(const struct question *question, const X509_CRL *list, struct bytes der)
{
	const X509_ALGOR *algorithm;
	const ASN1_BIT_STRING *value;
	X509_CRL_get0_signature(list, &value, &algorithm);
	return names_one_algorithm(der) && digest_of_signature(algorithm, DIGEST_UNKNOWN) > DIGEST_WEAK
	       && signature_good(X509_get0_pubkey(question->issuer), algorithm, DIGEST_UNKNOWN, der_signed_part(der), bytes_of_bits(value));
}

/* Delta lists and whatever is critical and not understood make a list of another meaning. */
static bool understood(const X509_CRL *list)
{
	bool good = true;
	for (int i = 0; i < X509_CRL_get_ext_count(list); i++) {
		X509_EXTENSION *extension = X509_CRL_get_ext(list, i);
		int nid = OBJ_obj2nid(X509_EXTENSION_get_object(extension));
		good &= nid != NID_delta_crl && (!X509_EXTENSION_get_critical(extension) || nid == NID_issuing_distribution_point);
	}
	return good;
}

static bool share_name(const DIST_POINT_NAME *a, const DIST_POINT_NAME *b)
{
	bool same = false;
	if (!a || !b || a->type || b->type)    /* names relative to the issuer's are not used in practice */
		return false;
	for (int i = 0; i < sk_GENERAL_NAME_num(a->name.fullname); i++)
		for (int k = 0; k < sk_GENERAL_NAME_num(b->name.fullname); k++)
			same |= GENERAL_NAME_cmp(sk_GENERAL_NAME_value(a->name.fullname, i), sk_GENERAL_NAME_value(b->name.fullname, k)) == 0;
	return same;
}

static bool names_point(X509 *certificate, const DIST_POINT_NAME *point)
{
	CRL_DIST_POINTS *points = X509_get_ext_d2i(certificate, NID_crl_distribution_points, NULL, NULL);
	bool found = false;
	for (int i = 0; i < sk_DIST_POINT_num(points); i++)
		found |= share_name(sk_DIST_POINT_value(points, i)->distpoint, point);
	CRL_DIST_POINTS_free(points);
	return found;
}

/* A list of one part of the certificates must be the certificate's part (RFC 5280, 5.2.5 and 6.3.3). */
static bool covers(X509 *certificate, X509_CRL *list)
{
	int critical;
	ISSUING_DIST_POINT *part = X509_CRL_get_ext_d2i(list, NID_issuing_distribution_point, &critical, NULL);
	bool authority = X509_check_ca(certificate) > 0, good = part || critical == -1;
	if (part)
		good = part->indirectCRL <= 0 && part->onlyattr <= 0 && !part->onlysomereasons && !(part->onlyuser > 0 && authority)
		       && !(part->onlyCA > 0 && !authority) && (!part->distpoint || names_point(certificate, part->distpoint));
	ISSUING_DIST_POINT_free(part);
	return good;
}

static int64_t keeps_from(const X509_CRL *list)
{
	ASN1_OBJECT *name = OBJ_txt2obj("2.5.29.60", 1);   /* expiredCertsOnCRL (X.509, 9.5.2.8) */
	int at = X509_CRL_get_ext_by_OBJ(list, name, -1);
	int64_t from = INT64_MAX;
	if (at >= 0) {
		ASN1_GENERALIZEDTIME *time = DER_READ(bytes_of_string(X509_EXTENSION_get_data(X509_CRL_get_ext(list, at))), ASN1_GENERALIZEDTIME);
		if (time)
			from = seconds_of(time);
		ASN1_GENERALIZEDTIME_free(time);
	}
	ASN1_OBJECT_free(name);
	return from;
}

static void read_entry(const X509_REVOKED *entry, struct statement *out)
{
	ASN1_ENUMERATED *reason = X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, NULL, NULL);
	out->state = REVOCATION_REVOKED;
	out->revoked_at = seconds_of(X509_REVOKED_get0_revocationDate(entry));
	out->reason = reason ? (int)ASN1_ENUMERATED_get(reason) : -1;
	ASN1_ENUMERATED_free(reason);
}

void crl_statement(const struct question *question, struct bytes der, struct statement *out)
{
	*out = (struct statement){ .next_update = INT64_MIN, .keeps_from = INT64_MAX, .reason = -1 };
	X509_CRL *list = DER_READ(der, X509_CRL);
	X509_REVOKED *entry = NULL;
	if (list && issuer_may(question, list) && understood(list) && covers(question->certificate, list) && signed_well(question, list, der)) {
		out->this_update = seconds_of(X509_CRL_get0_lastUpdate(list));
		out->next_update = seconds_of(X509_CRL_get0_nextUpdate(list));
		out->keeps_from = keeps_from(list);
		if (X509_CRL_get0_by_cert(list, &entry, question->certificate) == 1)
			read_entry(entry, out);
		else
			out->state = REVOCATION_GOOD;
	}
	X509_CRL_free(list);
	ERR_clear_error();
}
