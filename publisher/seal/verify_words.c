#include "seal/verify_words.h"
#include <stdint.h>
#include "base/buffer.h"
#include "base/language.h"

const struct change_word change_words[] = {
	{ CHANGE_EVIDENCE, "evidence", N_("evidence") }, { CHANGE_TIME_STAMP, "time-stamp", N_("time stamp") },
	{ CHANGE_SIGNATURE, "signature", N_("further signature") }, { CHANGE_FILLED, "form-filled", N_("form filled in") },
	{ CHANGE_DATES, "dates", N_("date of the last change") }, { 0, NULL, NULL },
};

static const struct { const char *code, *text; } forms[] = {
	[SIGNATURE_SOUND] = { "sound", N_("its bytes stand where they must") },
	[SIGNATURE_PACKED] = { "packed", N_("its dictionary cannot be found in the file's bytes") },
	[SIGNATURE_CONTENTS] = { "contents", N_("its contents are missing or not in the file's bytes") },
	[SIGNATURE_EMPTY] = { "empty", N_("its contents are empty") },
	[SIGNATURE_RANGE] = { "range", N_("the bytes it covers are not stated properly") },
	[SIGNATURE_START] = { "start", N_("it does not cover the beginning of the file") },
	[SIGNATURE_HOLE] = { "hole", N_("it leaves out other bytes than its own contents") },
	[SIGNATURE_END] = { "end", N_("what it covers does not end with a revision of the file") },
	[SIGNATURE_SHARED] = { "shared", N_("another signature covers the same revision") },
};

const char *signature_form_text(enum signature_form form) { return _(forms[form].text); }
const char *signature_form_code(enum signature_form form) { return forms[form].code; }

const char *tampering_sentence(struct arena *arena, const struct tampering *tampering)
{
	struct buffer out = { .arena = arena };
	for (const char *at = tampering_text(tampering->kind); *at; at++) {
		if (at[0] == '%' && at[1] == '1')
			buffer_printf(&out, "%d", tampering->object);
		else if (at[0] == '%' && at[1] == '2')
			buffer_put(&out, tampering->detail);
		else
			buffer_byte(&out, *at);
		at += at[0] == '%';
	}
	return out.text;
}

const char *judgement_why(const struct judgement *judgement)
{
	if (judgement->signature->form != SIGNATURE_SOUND)
		return signature_form_text(judgement->signature->form);
	if (judgement->flaw)
		return flaw_text(judgement->flaw);
	return judgement->verdict == VERDICT_VALID ? NULL : _("signatures of its kind are not judged here");
}

unsigned later_changes(const struct verification *verification, size_t revision)
{
	unsigned kinds = 0;
	for (size_t i = revision + 1; verification->changes && i < verification->revisions.count; i++)
		kinds |= verification->changes[i].kinds;
	return kinds;
}

bool covers_whole(const struct verification *verification, const struct signature *signature)
{
	return signature->revision != SIZE_MAX && signature->revision + 1 == verification->revisions.count && !verification->revisions.behind;
}

const char *revocation_code(const struct revocation *revocation)
{
	static const char *const codes[] = { [REVOCATION_UNKNOWN] = "unknown", [REVOCATION_GOOD] = "good", [REVOCATION_REVOKED] = "revoked",
	                                     [REVOCATION_LATER] = "revoked-later" };
	return codes[revocation->state];
}
