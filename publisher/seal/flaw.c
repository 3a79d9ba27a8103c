/* Flaws in words. */
#include "seal/flaw.h"
#include "base/language.h"

static const struct { const char *code, *text; } flaws[FLAW_COUNT] = {
	[FLAW_NONE] = { "none", N_("nothing is wrong") },
	[FLAW_NOT_DER] = { "not-der", N_("its structure cannot be read") },
	[FLAW_TRAILING] = { "trailing", N_("foreign bytes stand behind it") },
	[FLAW_NOT_SIGNED_DATA] = { "not-signed-data", N_("it is no signature of the kind expected here") },
	[FLAW_SIGNERS] = { "signers", N_("it has not exactly one signer") },
	[FLAW_NO_CERTIFICATE] = { "no-certificate", N_("the signer's certificate is missing") },
	[FLAW_CONTENT_TYPE] = { "content-type", N_("the signed content type is missing or another one") },
	[FLAW_MESSAGE_DIGEST_ATTRIBUTE] = { "message-digest-attribute", N_("the signed digest is missing or stands there twice") },
	[FLAW_CERTIFICATE_CHANGED] = { "certificate-changed", N_("a certificate that it carries was altered") },
	[FLAW_NO_CERTIFICATE_ATTRIBUTE] = { "no-certificate-attribute", N_("it does not say which certificate it was made with") },
	[FLAW_CERTIFICATE_ATTRIBUTE] = { "certificate-attribute", N_("it was made with another certificate than the one shown") },
	[FLAW_DIGEST_WEAK] = { "digest-weak", N_("it rests on a broken digest (MD5, SHA-1)") },
	[FLAW_DIGEST_UNKNOWN] = { "digest-unknown", N_("it rests on a digest that this program does not know") },
	[FLAW_SIGNATURE_ALGORITHM] = { "signature-algorithm", N_("its algorithms do not fit together") },
	[FLAW_KEY_TOO_SHORT] = { "key-too-short", N_("its key is too short") },
	[FLAW_ALGORITHM_AGE] = { "algorithm-age", N_("its algorithms were no longer safe at that time") },
	[FLAW_CONTENT_CHANGED] = { "content-changed", N_("the content was changed after signing") },
	[FLAW_SIGNATURE] = { "signature", N_("it was not made with the key of its certificate, or was changed") },
	[FLAW_IMPRINT] = { "imprint", N_("the time stamp is for something else") },
	[FLAW_TIMESTAMP_PURPOSE] = { "timestamp-purpose", N_("its certificate is not one for time stamps alone") },
	[FLAW_NO_ANCHOR] = { "no-anchor", N_("its certificate leads to none that is trusted") },
	[FLAW_EXPIRED] = { "expired", N_("a certificate had ended at that time") },
	[FLAW_NOT_YET_VALID] = { "not-yet-valid", N_("a certificate was not valid yet at that time") },
	[FLAW_CHAIN_SIGNATURE] = { "chain-signature", N_("a certificate was not signed by its issuer") },
	[FLAW_NOT_AUTHORITY] = { "not-authority", N_("a certificate was issued by one that may issue none") },
	[FLAW_KEY_USAGE] = { "key-usage", N_("a certificate is not for this use") },
	[FLAW_CHAIN] = { "chain", N_("the chain of certificates breaks their rules") },
	[FLAW_REVOKED] = { "revoked", N_("a certificate was revoked") },
	[FLAW_REVOCATION_UNKNOWN] = { "revocation-unknown", N_("nothing proves that its certificates were not revoked") },
	[FLAW_SEAL_VERSION] = { "seal-version", N_("it is no electronic seal of GB/T 38540-2020") },
	[FLAW_SEAL_MAKER] = { "seal-maker", N_("the seal was not made by the maker it names, or was changed") },
	[FLAW_SEAL_PERIOD] = { "seal-period", N_("the seal was not valid at that time") },
	[FLAW_SEAL_OTHER_SIGNER] = { "seal-other-signer", N_("the seal does not belong to this signer") },
};

const char *flaw_text(enum flaw flaw) { return _(flaws[flaw].text); }
const char *flaw_code(enum flaw flaw) { return flaws[flaw].code; }
