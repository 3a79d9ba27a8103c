/* The report in words. Names come from the file: what could play tricks with a terminal is not passed on. */
#include "base/language.h"
#include "base/utf8.h"
#include "seal/verify_words.h"
#include <string.h>

/* Without control characters and those that turn the direction of writing. */
static const char *harmless(struct arena *arena, const char *text)
{
	char *out = arena_strdup(arena, text ? text : "?");
	const char *at = out, *end = out + strlen(out);
	while (at < end) {
		const char *start = at;
		uint32_t code = utf8_next(&at, end);
		bool tricky = code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x200E && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
		              (code >= 0x2066 && code <= 0x2069);
		if (tricky)
			memset(out + (start - out), '?', (size_t)(at - start));
	}
	return out;
}

static const char *verdict_word(enum verdict verdict)
{
	static const char *const words[] = { N_("valid"), N_("cannot be decided"), N_("INVALID") };
	return message_text(words[verdict]);
}

static void print_head(const struct verification *verification, FILE *out)
{
	fprintf(out, _("%s: %d revisions, %d signatures, %d time stamps\n"), verification->file, (int)verification->revisions.count,
	        (int)verification->signed_count, (int)verification->stamp_count);
}

static void print_kinds(unsigned kinds, FILE *out)
{
	bool first = true;
	for (const struct change_word *word = change_words; word->kind; word++) {
		if (kinds & word->kind) {
			fprintf(out, "%s%s", first ? "" : ", ", message_text(word->text));
			first = false;
		}
	}
}

static void print_coverage(const struct verification *verification, const struct signature *signature, FILE *out)
{
	unsigned later = later_changes(verification, signature->revision);
	if (covers_whole(verification, signature)) {
		fputs(_("  covers: the whole file\n"), out);
		return;
	}
	fprintf(out, _("  covers: revision %d of %d"), (int)signature->revision + 1, (int)verification->revisions.count);
	if (later) {
		fputs(_("; later: "), out);
		print_kinds(later, out);
	}
	fputc('\n', out);
}

static void print_time(struct arena *arena, const struct judgement *judgement, FILE *out)
{
	const struct judged_stamp *stamp = &judgement->stamp;
	if (judgement->claimed)
		fprintf(out, _("  signed: %s, as the signer says\n"), utc_text(arena, judgement->claimed, UTC_SECOND));
	if (stamp->stamp.time)
		fprintf(out, _("  time stamp: %s by %s\n"), utc_text(arena, stamp->stamp.time, UTC_SECOND), harmless(arena, stamp->stamp.signer.name));
	if (stamp->present && stamp->flaw && judgement->signature->kind != SIGNATURE_TIME_STAMP)
		fprintf(out, _("  the time stamp proves nothing: %s\n"), flaw_text(stamp->flaw));
	fprintf(out, judgement->judged.proven ? _("  judged as of %s, which is proven\n") : _("  judged as of %s; no earlier time is proven\n"),
	        utc_text(arena, judgement->judged.at, UTC_SECOND));
}

static void print_revocation(struct arena *arena, const struct revocation *revocation, FILE *out)
{
	if (revocation->state == REVOCATION_REVOKED)
		fprintf(out, _("  certificate: revoked on %s\n"), utc_text(arena, revocation->revoked_at, UTC_SECOND));
	else if (revocation->state == REVOCATION_LATER)
		fprintf(out, _("  certificate: revoked later, on %s\n"), utc_text(arena, revocation->revoked_at, UTC_SECOND));
	else if (revocation->state == REVOCATION_GOOD && revocation->kind && revocation->kind[0])
		fprintf(out, _("  certificate: not revoked, says the %s of %s\n"), revocation->kind, utc_text(arena, revocation->evidence_at, UTC_SECOND));
	else if (revocation->state == REVOCATION_UNKNOWN)
		fputs(_("  certificate: the file does not say whether it was revoked\n"), out);
}

static void print_algorithms(struct arena *arena, const struct judgement *judgement, int64_t now, FILE *out)
{
	fprintf(out, _("  algorithms: %s, %s %d"), digest_name(judgement->digest), key_kind_name(judgement->signer.kind), judgement->signer.bits);
	if (judgement->age.end && judgement->age.end <= now)
		fprintf(out, _("; not to be relied on since %s (%s)"), utc_text(arena, judgement->age.end, UTC_SECOND), judgement->age.source);
	fputc('\n', out);
}

static const char *kind_word(enum signature_kind kind)
{
	static const char *const words[] = { [SIGNATURE_OTHER] = N_("signature"), [SIGNATURE_PADES] = N_("signature"), [SIGNATURE_PLAIN] = N_("signature"),
	                                     [SIGNATURE_TIME_STAMP] = N_("document time stamp"), [SIGNATURE_SEAL] = N_("electronic seal") };
	return message_text(words[kind]);
}

static void print_judgement(struct arena *arena, const struct verification *verification, const struct judgement *judgement, FILE *out)
{
	const struct signature *signature = judgement->signature;
	const char *why = judgement_why(judgement), *level = level_code(judgement->level);
	fprintf(out, "\n%s '%s': %s%s%s\n", kind_word(signature->kind), harmless(arena, signature->field->name), verdict_word(judgement->verdict),
	        level[0] ? ", " : "", level);
	if (why)
		fprintf(out, _("  why: %s\n"), why);
	if (judgement->signer.der.data)
		fprintf(out, _("  signer: %s (issued by %s)\n"), harmless(arena, judgement->signer.name), harmless(arena, judgement->signer.issuer));
	if (judgement->seal)
		fprintf(out, _("  seal: %s\n"), harmless(arena, judgement->seal));
	if (signature->form != SIGNATURE_SOUND)
		return;
	print_time(arena, judgement, out);
	print_coverage(verification, signature, out);
	if (judgement->signer.der.data) {
		print_revocation(arena, &judgement->revocation, out);
		print_algorithms(arena, judgement, verification->now, out);
	}
	if (signature->permission)
		fprintf(out, _("  later changes that it permits: %d (1: none, 2: filling in and signing, 3: annotations too)\n"), signature->permission);
}

static void print_changes(struct arena *arena, const struct verification *verification, FILE *out)
{
	bool any = false;
	for (size_t i = 0; verification->changes && i < verification->revisions.count; i++) {
		const struct changes *changes = &verification->changes[i];
		for (size_t k = 0; k < changes->tampering_count; k++) {
			fprintf(out, any ? "" : "\n");
			any = true;
			fprintf(out, _("revision %d was tampered with: %s\n"), (int)i + 1, harmless(arena, tampering_sentence(arena, &changes->tampering[k])));
		}
		if (changes->visible)
			fprintf(out, _("revision %d shows a signature at a place that was not prepared for it\n"), (int)i + 1);
	}
	if (verification->revisions.behind)
		fprintf(out, _("%d bytes stand behind the last revision and belong to nothing\n"), (int)verification->revisions.behind);
}

static const char *conclusion(const struct verification *verification)
{
	if (verification->signatures.count == 0)
		return _("the file is not signed");
	if (verification->tampered)
		return _("INVALID: the file was changed after signing");
	if (verification->signed_count == 0)
		return _("INVALID: the file has time stamps, but nobody signed it");
	if (verification->verdict == VERDICT_VALID)
		return _("valid: every signature is valid, and nothing was changed");
	return verification->verdict == VERDICT_INVALID ? _("INVALID: a signature is not valid")
	                                                : _("cannot be decided: what is at hand does not suffice");
}

void verification_print(const struct verification *verification, FILE *out)
{
	struct arena *arena = arena_new();
	print_head(verification, out);
	for (size_t i = 0; i < verification->signatures.count; i++)
		print_judgement(arena, verification, &verification->judgements[i], out);
	print_changes(arena, verification, out);
	fprintf(out, "\n%s\n", conclusion(verification));
	arena_free(arena);
}
