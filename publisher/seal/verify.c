/* The newest first: what a document time stamp proves is the time at which everything before it is judged. */
#include "seal/verify.h"
#include <stdint.h>
#include "base/arena.h"

static int read_evidence(struct arena *arena, struct pdf_file *file, struct evidence *out)
{
	struct security_store store;
	*out = (struct evidence){ .certificates = { .count = 0 } };
	if (security_store_read(arena, file, &store))
		return -1;
	evidence_take(arena, out, &store);
	return 0;
}

/* Revisions before the first that is signed are part of what it covers. SIZE_MAX: no signature ends a revision. */
static size_t first_signed(const struct signatures *signatures)
{
	return signatures->count ? signatures->items[0].revision : SIZE_MAX;
}

static void judge_all(struct arena *arena, const struct verify_request *request, const struct evidence *evidence, struct verification *out)
{
	struct judging judging = { .trust = request->trust, .evidence = evidence, .known = { .at = request->now }, .now = request->now };
	size_t count = out->signatures.count;
	out->judgements = arena_array(arena, count + 1, sizeof *out->judgements);
	for (size_t i = 0; i < count; i++) {
		const struct signature *signature = &out->signatures.items[count - 1 - i];
		signature_judge(arena, signature, &judging, &out->judgements[i]);
		out->verdict = verdict_worse(out->verdict, out->judgements[i].verdict);
		if (signature->kind == SIGNATURE_TIME_STAMP)
			out->stamp_count++;
		else
			out->signed_count++;
	}
}

static void sum_up(struct verification *out)
{
	out->tampered = out->revisions.behind > 0;
	for (size_t i = 0; out->changes && i < out->revisions.count; i++)
		out->tampered |= out->changes[i].tampering_count > 0;
	if (out->tampered || out->signed_count == 0)
		out->verdict = VERDICT_INVALID;
}

int verify_file(struct arena *arena, struct pdf_file *file, const struct verify_request *request, struct verification *out)
{
	struct evidence evidence;
	*out = (struct verification){ .file = pdf_file_name(file), .now = request->now };
	if (revisions_read(arena, file, &out->revisions) || signatures_read(arena, &out->revisions, &out->signatures) ||
	    read_evidence(arena, file, &evidence))
		return -1;
	size_t first = first_signed(&out->signatures);
	if (first != SIZE_MAX)
		changes_read(arena, &out->revisions, &out->signatures, first, &out->changes);
	judge_all(arena, request, &evidence, out);
	sum_up(out);
	return pdf_file_sound(file);
}
