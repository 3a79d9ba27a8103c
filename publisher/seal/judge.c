/* Integrity first, then the time, then the chain and revocation at that time, then the age of the algorithms. */
#include "seal/judge.h"
#include <string.h>
#include "base/arena.h"

const char *verdict_code(enum verdict verdict)
{
	static const char *const codes[] = { "valid", "indeterminate", "invalid" };
	return codes[verdict];
}

const char *level_code(enum signature_level level)
{
	static const char *const codes[] = { "", "B-B", "B-T", "B-LT", "B-LTA" };
	return codes[level];
}

enum verdict verdict_worse(enum verdict a, enum verdict b) { return a > b ? a : b; }

enum verdict verdict_of(enum flaw flaw)
{
	if (flaw == FLAW_NONE)
		return VERDICT_VALID;
	bool open = flaw == FLAW_NO_ANCHOR || flaw == FLAW_REVOCATION_UNKNOWN || flaw == FLAW_DIGEST_UNKNOWN || flaw == FLAW_ALGORITHM_AGE;
	return open ? VERDICT_INDETERMINATE : VERDICT_INVALID;
}

static struct covered covered_by(const struct signature *signature)
{
	return (struct covered){ signature->parts, 2 };
}

/* Certificates from all that is at hand. */
static struct der_list pool_of(struct arena *arena, const struct judging *judging, const struct der_list *own, const struct der_list *more)
{
	struct der_list pool = { .count = 0 };
	der_list_join(arena, &pool, own);
	if (more)
		der_list_join(arena, &pool, more);
	der_list_join(arena, &pool, &judging->evidence->certificates);
	return pool;
}

struct chain_check {
	const struct evidence *evidence;
	struct bytes leaf;
	const struct der_list *pool;
	int64_t at;
};

/* The chain at a time, and whether any of it was revoked then. */
static enum flaw check_chain(struct arena *arena, const struct judging *judging, const struct chain_check *check, struct revocation *leaf)
{
	struct der_list chain = { .count = 0 };
	enum flaw flaw = trust_chain(arena, judging->trust, check->leaf, check->pool, check->at, &chain);
	*leaf = (struct revocation){ .state = REVOCATION_UNKNOWN, .kind = "" };
	if ((flaw && flaw != FLAW_NO_ANCHOR) || chain.count == 0)
		return flaw;
	struct revocation *states = arena_array(arena, chain.count, sizeof *states);
	enum flaw revoked = evidence_judge_chain(arena, check->evidence, &chain, check->at, states);
	*leaf = states[0];
	return flaw && revoked != FLAW_REVOKED ? flaw : revoked;
}

/* The same certificate to all appearance, with other bytes. */
static bool altered_copy(const struct certificate *a, const struct certificate *b)
{
	return !bytes_equal(a->der, b->der) && strcmp(a->serial, b->serial) == 0 && strcmp(a->subject, b->subject) == 0 &&
	       a->not_before == b->not_before && a->not_after == b->not_after;
}

static bool listed(const struct der_list *list, struct bytes der)
{
	bool found = false;
	for (size_t i = 0; i < list->count && !found; i++)
		found = bytes_equal(list->items[i], der);
	return found;
}

static enum flaw check_one_carried(struct arena *arena, const struct judging *judging, struct bytes der, const struct der_list *pool, int64_t at)
{
	struct certificate own, other;
	struct der_list chain = { .count = 0 };
	bool altered = certificate_read(arena, der, &own) || trust_chain(arena, judging->trust, der, pool, at, &chain) == FLAW_CHAIN_SIGNATURE;
	for (size_t i = 0; i < pool->count && !altered; i++)
		altered = certificate_read(arena, pool->items[i], &other) == 0 && altered_copy(&own, &other);
	return altered ? FLAW_CERTIFICATE_CHANGED : FLAW_NONE;
}

/* No signature covers the certificates that a CMS carries. Those that only help to build a chain are looked at all the same, unless the
 * file's store has the very same: one that was altered is no reason to trust the rest. */
static enum flaw check_carried(struct arena *arena, const struct judging *judging, const struct der_list *carried, int64_t at)
{
	struct der_list pool = pool_of(arena, judging, carried, NULL);
	enum flaw flaw = FLAW_NONE;
	for (size_t i = 0; i < carried->count && !flaw; i++)
		if (!listed(&judging->evidence->certificates, carried->items[i]))
			flaw = check_one_carried(arena, judging, carried->items[i], &pool, at);
	return flaw;
}

/* A certificate of an authority is good unless the evidence says otherwise: nobody can put into a file that its last time stamp is good. */
static enum flaw check_authority(struct arena *arena, const struct judging *judging, const struct chain_check *check, struct judged_stamp *out)
{
	enum flaw flaw = check_chain(arena, judging, check, &out->revocation);
	if (flaw == FLAW_REVOCATION_UNKNOWN)
		flaw = FLAW_NONE;
	if (!flaw && out->stamp.time > check->at)
		flaw = FLAW_NOT_YET_VALID;
	if (!flaw && algorithm_age(out->stamp.digest, out->stamp.signer.kind, out->stamp.signer.bits).end <= check->at)
		flaw = FLAW_ALGORITHM_AGE;
	return flaw;
}

static void judge_stamp(struct arena *arena, const struct judging *judging, struct bytes token, const struct covered *covered, struct judged_stamp *out)
{
	struct der_list pool;
	out->present = true;
	out->flaw = timestamp_judge(arena, token, covered, &out->stamp);
	if (!out->flaw)
		out->flaw = check_carried(arena, judging, &out->stamp.certificates, judging->known.at);
	out->broken = out->flaw && out->flaw != FLAW_DIGEST_WEAK && out->flaw != FLAW_KEY_TOO_SHORT;
	pool = pool_of(arena, judging, &out->stamp.certificates, NULL);
	if (!out->flaw)
		out->flaw = check_authority(arena, judging, &(struct chain_check){ judging->evidence, out->stamp.signer.der, &pool, judging->known.at }, out);
}

/* ---- document time stamps ---- */

static void judge_document_stamp(struct arena *arena, struct judging *judging, struct judgement *out)
{
	struct covered covered = covered_by(out->signature);
	judge_stamp(arena, judging, out->signature->contents, &covered, &out->stamp);
	out->flaw = out->stamp.flaw;
	out->verdict = verdict_of(out->flaw);
	out->signer = out->stamp.stamp.signer;
	out->digest = out->stamp.stamp.digest;
	out->revocation = out->stamp.revocation;
	out->age = algorithm_age(out->digest, out->signer.kind, out->signer.bits);
	if (!out->flaw)
		judging->known = (struct moment){ .at = out->stamp.stamp.time, .proven = true, .archived = true };
}

/* ---- signatures ---- */

/* A time stamp over other bytes, or a broken one, is a forgery. One whose authority is unknown or out of date proves nothing, that is all. */
static enum flaw judge_signature_stamp(struct arena *arena, const struct judging *judging, struct bytes token, struct bytes value,
                                       struct judgement *out)
{
	struct covered covered = { &value, 1 };
	if (!token.data)
		return FLAW_NONE;
	judge_stamp(arena, judging, token, &covered, &out->stamp);
	if (!out->stamp.flaw)
		out->judged = (struct moment){ .at = out->stamp.stamp.time, .proven = true, .archived = judging->known.archived };
	return out->stamp.broken ? out->stamp.flaw : FLAW_NONE;
}

static enum flaw judge_algorithms(struct judgement *out)
{
	out->age = algorithm_age(out->digest, out->signer.kind, out->signer.bits);
	return out->age.end <= out->judged.at ? FLAW_ALGORITHM_AGE : FLAW_NONE;
}

static bool revocation_known(const struct revocation *revocation)
{
	return revocation->state == REVOCATION_GOOD || revocation->state == REVOCATION_LATER;
}

static enum signature_level level_of(const struct judgement *out, bool archived)
{
	if (out->signature->kind != SIGNATURE_PADES)
		return LEVEL_NONE;
	if (!out->judged.proven)
		return LEVEL_B_B;
	if (!revocation_known(&out->revocation))
		return LEVEL_B_T;
	return archived ? LEVEL_B_LTA : LEVEL_B_LT;
}

/* The chain is judged with what the signature itself carries besides the file's store. */
static enum flaw judge_chain(struct arena *arena, const struct judging *judging, const struct cms_signature *cms, struct judgement *out)
{
	struct evidence evidence = { .certificates = { .count = 0 } };
	evidence_join(arena, &evidence, judging->evidence);
	evidence_join(arena, &evidence, &(struct evidence){ cms->certificates, cms->ocsps, cms->crls });
	struct der_list pool = pool_of(arena, judging, &cms->certificates, &out->stamp.stamp.certificates);
	enum flaw flaw = check_chain(arena, judging, &(struct chain_check){ &evidence, out->signer.der, &pool, out->judged.at }, &out->revocation);
	return verdict_of(flaw) != VERDICT_INVALID && !out->signer.may_sign ? FLAW_KEY_USAGE : flaw;
}

static void judge_cms(struct arena *arena, const struct judging *judging, struct judgement *out)
{
	struct cms_signature cms = { .length = 0 };
	struct covered covered = covered_by(out->signature);
	enum cms_profile profile = out->signature->kind == SIGNATURE_PADES ? CMS_PADES : CMS_PLAIN;
	out->flaw = cms_judge(arena, out->signature->contents, profile, &covered, &cms);
	out->signer = cms.signer;
	out->digest = cms.digest;
	if (cms.signing_time)
		out->claimed = cms.signing_time;
	if (!out->flaw)
		out->flaw = judge_signature_stamp(arena, judging, cms.timestamp, cms.value, out);
	if (!out->flaw)
		out->flaw = judge_algorithms(out);
	if (!out->flaw)
		out->flaw = check_carried(arena, judging, &cms.certificates, out->judged.at);
	if (!out->flaw) {
		out->flaw = judge_chain(arena, judging, &cms, out);
		out->level = level_of(out, judging->known.archived);
	}
	out->verdict = verdict_of(out->flaw);
}

static void judge_seal(struct arena *arena, const struct judging *judging, struct judgement *out)
{
	struct electronic_seal_signature seal = { .time = 0 };
	struct covered covered = covered_by(out->signature);
	out->flaw = electronic_seal_signature_judge(arena, out->signature->contents, &covered, &seal);
	out->signer = seal.signer;
	out->digest = DIGEST_SM3;
	out->seal = seal.seal.name;
	if (seal.time)
		out->claimed = seal.time;
	if (!out->flaw)
		out->flaw = judge_signature_stamp(arena, judging, seal.timestamp, seal.value, out);
	if (!out->flaw)
		out->flaw = judge_algorithms(out);
	if (!out->flaw) {
		struct cms_signature none = { .length = 0 };
		out->flaw = judge_chain(arena, judging, &none, out);
	}
	out->verdict = verdict_of(out->flaw);
}

void signature_judge(struct arena *arena, const struct signature *signature, struct judging *judging, struct judgement *out)
{
	*out = (struct judgement){ .signature = signature, .verdict = VERDICT_INVALID, .claimed = signature->claimed, .judged = judging->known,
	                           .revocation = { .kind = "" }, .stamp = { .revocation = { .kind = "" } } };
	if (signature->form != SIGNATURE_SOUND)
		return;
	switch (signature->kind) {
	case SIGNATURE_TIME_STAMP: judge_document_stamp(arena, judging, out); break;
	case SIGNATURE_PADES:
	case SIGNATURE_PLAIN: judge_cms(arena, judging, out); break;
	case SIGNATURE_SEAL: judge_seal(arena, judging, out); break;
	case SIGNATURE_OTHER: out->verdict = VERDICT_INDETERMINATE; break;
	}
}
