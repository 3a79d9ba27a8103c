/* The report as one JSON object. Codes are for programs and stay; texts are in the selected language. */
#include "base/json.h"
#include "seal/verify_words.h"
#include <stdint.h>

static void put_text(FILE *out, const char *key, const char *text)
{
	fprintf(out, ",\"%s\":", key);
	json_put_string(out, text);
}

static void put_time(struct arena *arena, FILE *out, const char *key, int64_t time)
{
	put_text(out, key, time && time != INT64_MAX ? utc_text(arena, time, UTC_SECOND) : NULL);
}

static void put_changes(unsigned kinds, FILE *out)
{
	bool first = true;
	fputc('[', out);
	for (const struct change_word *word = change_words; word->kind; word++) {
		if (kinds & word->kind) {
			fprintf(out, "%s\"%s\"", first ? "" : ",", word->code);
			first = false;
		}
	}
	fputc(']', out);
}

static void put_revision(struct arena *arena, const struct verification *verification, size_t which, FILE *out)
{
	static const struct changes none = { .kinds = 0 };
	const struct changes *changes = verification->changes ? &verification->changes[which] : &none;
	fprintf(out, "{\"number\":%zu,\"bytes\":%zu,\"changes\":", which + 1, verification->revisions.items[which].end);
	put_changes(changes->kinds, out);
	fprintf(out, ",\"unprepared\":%zu,\"tampering\":[", changes->visible);
	for (size_t i = 0; i < changes->tampering_count; i++) {
		const struct tampering *tampering = &changes->tampering[i];
		fprintf(out, "%s{\"code\":\"%s\",\"object\":%d", i ? "," : "", tampering_code(tampering->kind), tampering->object);
		put_text(out, "detail", tampering->detail);
		put_text(out, "text", tampering_sentence(arena, tampering));
		fputc('}', out);
	}
	fputs("]}", out);
}

static void put_certificate(struct arena *arena, const char *key, const struct certificate *certificate, FILE *out)
{
	fprintf(out, ",\"%s\":", key);
	if (!certificate->der.data) {
		fputs("null", out);
		return;
	}
	fprintf(out, "{\"bits\":%d", certificate->bits);
	put_text(out, "key", key_kind_name(certificate->kind));
	put_text(out, "name", certificate->name);
	put_text(out, "subject", certificate->subject);
	put_text(out, "issuer", certificate->issuer);
	put_text(out, "serial", certificate->serial);
	put_time(arena, out, "not_before", certificate->not_before);
	put_time(arena, out, "not_after", certificate->not_after);
	fputc('}', out);
}

static void put_revocation(struct arena *arena, const struct revocation *revocation, FILE *out)
{
	fprintf(out, ",\"revocation\":{\"state\":\"%s\"", revocation_code(revocation));
	put_text(out, "kind", revocation->kind);
	put_time(arena, out, "evidence_at", revocation->evidence_at);
	put_time(arena, out, "revoked_at", revocation->revoked_at);
	fputc('}', out);
}

static void put_stamp(struct arena *arena, const struct judged_stamp *stamp, FILE *out)
{
	fputs(",\"time_stamp\":", out);
	if (!stamp->present) {
		fputs("null", out);
		return;
	}
	fprintf(out, "{\"flaw\":");
	json_put_string(out, stamp->flaw ? flaw_code(stamp->flaw) : NULL);
	put_time(arena, out, "time", stamp->stamp.time);
	put_certificate(arena, "authority", &stamp->stamp.signer, out);
	fputc('}', out);
}

static void put_judgement(struct arena *arena, const struct verification *verification, const struct judgement *judgement, FILE *out)
{
	static const char *const kinds[] = { [SIGNATURE_OTHER] = "other", [SIGNATURE_PADES] = "pades", [SIGNATURE_PLAIN] = "cms",
	                                     [SIGNATURE_TIME_STAMP] = "time-stamp", [SIGNATURE_SEAL] = "seal" };
	const struct signature *signature = judgement->signature;
	bool ends = signature->revision != SIZE_MAX;
	fprintf(out, "{\"verdict\":\"%s\",\"kind\":\"%s\",\"form\":\"%s\"", verdict_code(judgement->verdict), kinds[signature->kind],
	        signature_form_code(signature->form));
	put_text(out, "field", signature->field->name);
	put_text(out, "sub_filter", signature->sub_filter);
	put_text(out, "flaw", judgement->flaw ? flaw_code(judgement->flaw) : NULL);
	put_text(out, "why", judgement_why(judgement));
	put_text(out, "level", level_code(judgement->level));
	fprintf(out, ",\"revision\":%zu,\"whole_file\":%s,\"later\":", ends ? signature->revision + 1 : 0,
	        covers_whole(verification, signature) ? "true" : "false");
	put_changes(ends ? later_changes(verification, signature->revision) : 0, out);
	put_time(arena, out, "claimed", judgement->claimed);
	put_time(arena, out, "judged_at", judgement->judged.at);
	fprintf(out, ",\"proven\":%s,\"permission\":%d", judgement->judged.proven ? "true" : "false", signature->permission);
	put_text(out, "reason", signature->reason);
	put_text(out, "location", signature->location);
	put_text(out, "seal", judgement->seal);
	put_certificate(arena, "signer", &judgement->signer, out);
	put_text(out, "digest", judgement->digest ? digest_name(judgement->digest) : NULL);
	put_time(arena, out, "algorithms_end", judgement->age.end);
	put_revocation(arena, &judgement->revocation, out);
	put_stamp(arena, &judgement->stamp, out);
	fputc('}', out);
}

void verification_print_json(const struct verification *verification, FILE *out)
{
	struct arena *arena = arena_new();
	fprintf(out, "{\"verdict\":\"%s\",\"signed\":%s,\"tampered\":%s", verdict_code(verification->verdict), verification->signed_count ? "true" : "false",
	        verification->tampered ? "true" : "false");
	put_text(out, "file", verification->file);
	put_time(arena, out, "at", verification->now);
	fprintf(out, ",\"bytes_behind\":%zu,\"revisions\":[", verification->revisions.behind);
	for (size_t i = 0; i < verification->revisions.count; i++) {
		fputs(i ? ",\n" : "\n", out);
		put_revision(arena, verification, i, out);
	}
	fputs("],\"signatures\":[", out);
	for (size_t i = 0; i < verification->signatures.count; i++) {
		fputs(i ? ",\n" : "\n", out);
		put_judgement(arena, verification, &verification->judgements[i], out);
	}
	fputs("]}\n", out);
	arena_free(arena);
}
