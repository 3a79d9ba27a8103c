#include "seal/sign.h"
#include "base/arena.h"
#include "base/diagnostic.h"
#include "finished/signatures.h"
#include "seal/cms.h"
#include "seal/electronic_seal.h"
#include "seal/evidence.h"
#include "seal/key.h"

enum { ROOM_TIME_STAMP = 8192, ROOM_STEP = 1024 };

struct work {
	struct arena *arena;
	struct diagnostics *all;
	const struct sign_sources *sources;
	const char *name;          /* of the file, for messages */
	struct bytes file;         /* as far as it is done */
	struct evidence evidence;
};

static struct covered covered_by(const struct slot *slot) { return (struct covered){ .parts = slot->covered, .count = 2 }; }

/* Opens the bytes so far, lets a step do its work on them, closes. */
static int step(struct work *work, int (*run)(struct work *, struct pdf_file *))
{
	struct pdf_file *file;
	int result = pdf_file_open_bytes(work->arena, work->all, work->name, work->file, &file);
	if (!result)
		result = run(work, file);
	pdf_file_close(file);
	return result;
}

/* ---- evidence ---- */

static int collect(struct work *work, struct bytes leaf, const struct der_list *pool)
{
	const struct evidence_request request = {
		.leaf = leaf, .pool = pool, .trust = work->sources->trust, .now = work->sources->now, .most_ms = work->sources->service.most_ms,
	};
	return evidence_collect(work->arena, work->all, &request, &work->evidence);
}

/* For the authority of a time stamp. */
static int collect_for_token(struct work *work, struct bytes token, const struct covered *covered)
{
	struct timestamp stamp;
	enum flaw flaw = timestamp_judge(work->arena, token, covered, &stamp);
	if (flaw)
		return REPORT(work->all, timestamp_unsound, &(struct place){ .file = work->name }, stamp.signer.der.data ? stamp.signer.name : "?", flaw_text(flaw));
	return collect(work, stamp.signer.der, &stamp.certificates);
}

/* For the signer and the authority of a CMS signature, which is judged on the way: what a faulty key or token has made goes nowhere. */
static int collect_for_signature(struct work *work, struct bytes contents, const struct covered *covered)
{
	struct cms_signature signature;
	enum flaw flaw = cms_judge(work->arena, contents, CMS_PLAIN, covered, &signature);
	if (flaw)
		return REPORT(work->all, sign_unsound, &(struct place){ .file = work->name }, flaw_text(flaw));
	int result = collect(work, signature.signer.der, &signature.certificates);
	if (!result && signature.timestamp.data)
		result = collect_for_token(work, signature.timestamp, &(struct covered){ .parts = &signature.value, .count = 1 });
	return result;
}

static int put_evidence(struct work *work, struct pdf_file *file)
{
	const struct evidence *evidence = &work->evidence;
	const struct security_store more = {
		.certificates = { evidence->certificates.items, evidence->certificates.count },
		.ocsps = { evidence->ocsps.items, evidence->ocsps.count },
		.crls = { evidence->crls.items, evidence->crls.count },
	};
	return security_store_add(work->arena, file, &more, &work->file);
}

/* ---- time stamp of the whole ---- */

static int put_time_stamp(struct work *work, struct pdf_file *file)
{
	const struct slot_wish wish = { .kind = SLOT_TIME_STAMP, .room = ROOM_TIME_STAMP };
	struct slot slot;
	struct digest imprint;
	struct bytes token;
	if (slot_open(work->arena, file, &wish, &slot))
		return -1;
	const struct covered covered = covered_by(&slot);
	if (digest_of(DIGEST_SHA256, &covered, &imprint) || timestamp_fetch(work->arena, work->all, &work->sources->service, &imprint, &token) ||
	    slot_fill(work->all, &slot, work->name, token))
		return -1;
	work->file = (struct bytes){ slot.file, slot.length };
	return 0;
}

/* ---- signature ---- */

static int make_electronic_seal(struct work *work, const struct sign_request *request, const struct slot *slot, struct bytes *out)
{
	struct electronic_seal_use use = { .seal = request->seal, .key = request->key, .now = request->wish.time };
	const struct covered covered = covered_by(slot);
	use.property = arena_printf(work->arena, "[0 %zu %zu %zu]", slot->covered[0].length, (size_t)(slot->covered[1].data - slot->file), slot->covered[1].length);
	return digest_of(DIGEST_SM3, &covered, &use.content) || electronic_seal_sign(work->arena, work->all, &use, out) ? -1 : 0;
}

static int add_signature_time_stamp(struct work *work, struct bytes *der)
{
	struct digest imprint;
	struct bytes token;
	if (cms_imprint(*der, DIGEST_SHA256, &imprint))
		return REPORT(work->all, sign_unsound, &(struct place){ .file = work->name }, flaw_text(FLAW_NOT_DER));
	if (timestamp_fetch(work->arena, work->all, &work->sources->service, &imprint, &token))
		return -1;
	return cms_add_timestamp(work->arena, *der, token, der);
}

static int make_cms(struct work *work, const struct sign_request *request, const struct slot *slot, struct bytes *out)
{
	const struct covered covered = covered_by(slot);
	struct digest content;
	int result = digest_of(signing_key_digest(request->key), &covered, &content) || cms_sign(work->arena, work->all, request->key, &content, out) ? -1 : 0;
	if (!result && request->level >= SIGN_B_T)
		result = add_signature_time_stamp(work, out);
	if (!result && request->level >= SIGN_B_LT)
		result = collect_for_signature(work, *out, &covered);
	return result;
}

static size_t room_for(const struct sign_request *request)
{
	size_t room = request->seal ? electronic_seal_room(request->seal, request->key) : cms_room(request->key);
	if (request->level >= SIGN_B_T)
		room += ROOM_TIME_STAMP;
	return (room + ROOM_STEP - 1) / ROOM_STEP * ROOM_STEP;
}

static int put_signature(struct work *work, struct pdf_file *file, const struct sign_request *request)
{
	struct slot_wish wish = request->wish;
	struct slot slot;
	struct bytes contents;
	wish.kind = request->seal ? SLOT_SEAL : SLOT_CADES;
	wish.name = signing_key_certificate(request->key)->name;
	wish.room = wish.room ? wish.room : room_for(request);
	if (slot_open(work->arena, file, &wish, &slot))
		return -1;
	int result = request->seal ? make_electronic_seal(work, request, &slot, &contents) : make_cms(work, request, &slot, &contents);
	if (!result)
		result = slot_fill(work->all, &slot, work->name, contents);
	work->file = (struct bytes){ slot.file, slot.length };
	return result;
}

int sign_document(struct arena *arena, struct diagnostics *all, struct pdf_file *file, const struct sign_request *request, struct bytes *out)
{
	struct work work = { .arena = arena, .all = all, .sources = &request->sources, .name = pdf_file_name(file), .file = pdf_file_bytes(file) };
	int result = put_signature(&work, file, request);
	if (!result && request->level >= SIGN_B_LT)
		result = step(&work, put_evidence);
	if (!result && request->level >= SIGN_B_LTA)
		result = step(&work, put_time_stamp);
	*out = work.file;
	return result;
}

/* ---- renewal ---- */

static int collect_for(struct work *work, const struct signature *signature)
{
	const struct covered covered = { .parts = signature->parts, .count = 2 };
	int result = 0;
	if (signature->kind == SIGNATURE_TIME_STAMP)
		result = collect_for_token(work, signature->contents, &covered);
	else if (signature->kind == SIGNATURE_PADES || signature->kind == SIGNATURE_PLAIN)
		result = collect_for_signature(work, signature->contents, &covered);
	return result;
}

/* Those whose evidence the next time stamp must cover. */
static int collect_for_all(struct work *work, struct pdf_file *file)
{
	struct revisions revisions;
	struct signatures signatures;
	const struct signature *newest = NULL;
	int result = revisions_read(work->arena, file, &revisions) || signatures_read(work->arena, &revisions, &signatures) ? -1 : 0;
	if (!result && !signatures.count)
		result = REPORT(work->all, sign_unsigned, &(struct place){ .file = work->name });
	for (size_t i = 0; !result && i < signatures.count; i++)
		if (signatures.items[i].kind == SIGNATURE_TIME_STAMP)
			newest = &signatures.items[i];
	for (size_t i = 0; !result && i < signatures.count; i++)
		if (!newest || newest == &signatures.items[i])
			result = collect_for(work, &signatures.items[i]);
	return result;
}

int sign_renew(struct arena *arena, struct diagnostics *all, struct pdf_file *file, const struct sign_sources *sources, struct bytes *out)
{
	struct work work = { .arena = arena, .all = all, .sources = sources, .name = pdf_file_name(file), .file = pdf_file_bytes(file) };
	struct security_store store;
	int result = security_store_read(arena, file, &store);
	if (!result) {
		evidence_take(arena, &work.evidence, &store);      /* what is fresh is not asked for again */
		result = collect_for_all(&work, file);
	}
	if (!result)
		result = put_evidence(&work, file);
	if (!result)
		result = step(&work, put_time_stamp);
	*out = work.file;
	return result;
}
