/* All evidence about one certificate weighed: what counts, and what decides. */
#include "seal/evidence.h"
#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>
#include "base/arena.h"
#include "seal/evidence_source.h"
#include "seal/openssl_object.h"

/* An answer without nextUpdate says that there is always a newer one (RFC 6960, 4.2.2.1): it is taken for a day. */
enum { DAY = 86400, KEY_COMPROMISE = 1, CA_COMPROMISE = 2, HOLD = 6, AA_COMPROMISE = 10 };

void evidence_join(struct arena *arena, struct evidence *evidence, const struct evidence *more)
{
	der_list_join(arena, &evidence->certificates, &more->certificates);
	der_list_join(arena, &evidence->ocsps, &more->ocsps);
	der_list_join(arena, &evidence->crls, &more->crls);
}

static void take_pieces(struct arena *arena, struct der_list *list, const struct evidence_pieces *pieces)
{
	for (size_t i = 0; i < pieces->count; i++)
		der_list_add(arena, list, pieces->items[i]);
}

void evidence_take(struct arena *arena, struct evidence *evidence, const struct security_store *store)
{
	take_pieces(arena, &evidence->certificates, &store->certificates);
	take_pieces(arena, &evidence->ocsps, &store->ocsps);
	take_pieces(arena, &evidence->crls, &store->crls);
}

bool nothing_to_ask(X509 *certificate)
{
	ASN1_OBJECT *name = OBJ_txt2obj("2.5.29.56", 1);   /* noRevAvail (RFC 9608) */
	uint32_t purposes = X509_get_extended_key_usage(certificate);
	bool responder = purposes != UINT32_MAX && purposes & XKU_OCSP_SIGN && X509_get_ext_by_NID(certificate, NID_id_pkix_OCSP_noCheck, -1) >= 0;
	bool nothing = responder || X509_get_ext_by_OBJ(certificate, name, -1) >= 0;
	ASN1_OBJECT_free(name);
	return nothing;
}

/* Does it speak of the time asked about, and of a certificate that it need still know? */
static bool counts(const struct question *question, const struct statement *statement)
{
	int64_t ended = seconds_of(X509_get0_notAfter(question->certificate));
	int64_t until = statement->next_update == INT64_MIN ? statement->this_update + DAY : statement->next_update;
	bool of_that_time = statement->this_update >= question->at || question->at <= until;
	return of_that_time && (statement->this_update <= ended || statement->keeps_from <= ended);
}

static bool fatal(const struct statement *statement, int64_t at)
{
	bool key_lost = statement->reason == KEY_COMPROMISE || statement->reason == CA_COMPROMISE || statement->reason == AA_COMPROMISE;
	return key_lost || statement->revoked_at <= at;
}

/* A revocation is for ever, whenever it is told; a hold is not, and the newest word on it decides, as it does among good ones. */
void statement_weigh(const struct question *question, const struct statement *statement, const char *kind, struct bytes by,
                     struct revocation *out)
{
	bool final = statement->state == REVOCATION_REVOKED && statement->reason != HOLD;
	bool settled = (out->state == REVOCATION_REVOKED || out->state == REVOCATION_LATER) && out->reason != HOLD;
	if (statement->state == REVOCATION_UNKNOWN || statement->this_update == INT64_MIN || (!final && !counts(question, statement)))
		return;
	if (!final && (settled || (out->state != REVOCATION_UNKNOWN && out->evidence_at >= statement->this_update)))
		return;
	enum revocation_state state = REVOCATION_GOOD;
	if (statement->state == REVOCATION_REVOKED)
		state = fatal(statement, question->at) ? REVOCATION_REVOKED : REVOCATION_LATER;
	if (settled && (out->state == REVOCATION_REVOKED || state == REVOCATION_LATER))
		return;
	*out = (struct revocation){ .state = state, .evidence_at = statement->this_update, .kind = kind, .by = by, .reason = statement->reason,
		.revoked_at = state == REVOCATION_GOOD ? 0 : statement->revoked_at };
}

void crls_weigh(const struct question *question, struct revocation *out)
{
	const struct der_list *lists = &question->evidence->crls;
	for (size_t i = 0; i < lists->count; i++) {
		struct statement statement;
		crl_statement(question, lists->items[i], &statement);
		statement_weigh(question, &statement, "CRL", lists->items[i], out);
	}
}

void evidence_judge(struct arena *arena, const struct evidence *evidence, struct bytes certificate, struct bytes issuer, int64_t at,
                    struct revocation *out)
{
	struct question question = { .arena = arena, .certificate = x509_read(certificate), .issuer = x509_read(issuer), .at = at, .evidence = evidence };
	*out = (struct revocation){ .state = REVOCATION_UNKNOWN, .reason = -1, .kind = "" };
	if (question.certificate && question.issuer) {
		question.pool = x509_stack(&evidence->certificates);
		for (size_t i = 0; i < evidence->ocsps.count; i++) {
			struct statement statement;
			ocsp_statement(&question, evidence->ocsps.items[i], &statement);
			statement_weigh(&question, &statement, "OCSP", evidence->ocsps.items[i], out);
		}
		crls_weigh(&question, out);
		if (out->state == REVOCATION_UNKNOWN && nothing_to_ask(question.certificate))
			out->state = REVOCATION_GOOD;
		sk_X509_pop_free(question.pool, X509_free);
	}
	X509_free(question.certificate);
	X509_free(question.issuer);
	ERR_clear_error();
}

enum flaw evidence_judge_chain(struct arena *arena, const struct evidence *evidence, const struct der_list *chain, int64_t at,
                               struct revocation *states)
{
	enum flaw flaw = FLAW_NONE;
	for (size_t i = 0; i + 1 < chain->count; i++) {
		struct revocation state;
		evidence_judge(arena, evidence, chain->items[i], chain->items[i + 1], at, &state);
		if (state.state == REVOCATION_REVOKED)
			flaw = FLAW_REVOKED;
		else if (state.state == REVOCATION_UNKNOWN && !flaw)
			flaw = FLAW_REVOCATION_UNKNOWN;
		if (states)
			states[i] = state;
	}
	if (states && chain->count)
		states[chain->count - 1] = (struct revocation){ .state = REVOCATION_GOOD, .reason = -1, .kind = "" };
	return flaw;
}
