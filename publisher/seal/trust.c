/* Anchors and chains. */
#include "seal/trust.h"
#include <dirent.h>
#include <errno.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "seal/openssl_object.h"

struct trust {
	X509_STORE *store;
	struct der_list anchors;
};

static int is_certificate_file(const struct dirent *entry)
{
	static const char *const endings[] = { ".pem", ".crt", ".cer", ".der" };
	const char *dot = strrchr(entry->d_name, '.');
	for (size_t i = 0; dot && i < sizeof endings / sizeof endings[0]; i++)
		if (strcasecmp(dot, endings[i]) == 0)
			return 1;
	return 0;
}

static int load_folder(struct arena *arena, struct diagnostics *all, const char *path, struct der_list *anchors)
{
	struct dirent **entries = NULL;
	int count = scandir(path, &entries, is_certificate_file, alphasort), result = 0;
	if (count < 0)
		return REPORT(all, file_open, NULL, path, strerror(errno));
	for (int i = 0; i < count; i++) {
		if (certificates_load(arena, all, path_join(arena, path, entries[i]->d_name), anchors))
			result = -1;
		free(entries[i]);
	}
	free(entries);
	return result;
}

static void store_anchors(struct trust *trust)
{
	trust->store = X509_STORE_new();
	for (size_t i = 0; i < trust->anchors.count; i++) {
		X509 *anchor = x509_read(trust->anchors.items[i]);
		if (anchor)
			X509_STORE_add_cert(trust->store, anchor);
		X509_free(anchor);
	}
}

int trust_open(struct arena *arena, struct diagnostics *all, const char *path, struct trust **out)
{
	struct trust *trust = arena_alloc(arena, sizeof *trust);
	struct stat status;
	bool folder = stat(path, &status) == 0 && S_ISDIR(status.st_mode);
	int result = folder ? load_folder(arena, all, path, &trust->anchors) : certificates_load(arena, all, path, &trust->anchors);
	if (!result && !trust->anchors.count)
		result = REPORT(all, trust_empty, &(struct place){ .file = path });
	if (!result)
		store_anchors(trust);
	*out = result ? NULL : trust;
	return result;
}

void trust_close(struct trust *trust)
{
	if (trust)
		X509_STORE_free(trust->store);
}

bool trust_has(const struct trust *trust, struct bytes certificate)
{
	for (size_t i = 0; trust && i < trust->anchors.count; i++)
		if (bytes_equal(trust->anchors.items[i], certificate))
			return true;
	return false;
}

static enum flaw flaw_of(int error)
{
	switch (error) {
	case X509_V_OK:
		return FLAW_NONE;
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT: case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE: case X509_V_ERR_CERT_UNTRUSTED: case X509_V_ERR_CERT_CHAIN_TOO_LONG:
		return FLAW_NO_ANCHOR;
	case X509_V_ERR_CERT_HAS_EXPIRED:
		return FLAW_EXPIRED;
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return FLAW_NOT_YET_VALID;
	case X509_V_ERR_CERT_SIGNATURE_FAILURE: case X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE:
		return FLAW_CHAIN_SIGNATURE;
	case X509_V_ERR_INVALID_CA: case X509_V_ERR_PATH_LENGTH_EXCEEDED: case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
		return FLAW_NOT_AUTHORITY;
	default:
		return FLAW_CHAIN;
	}
}

/* A certificate below the anchor whose issuer signed a broken digest could be anybody's. */
static enum flaw check_digests(struct arena *arena, const struct der_list *chain)
{
	for (size_t i = 0; i + 1 < chain->count; i++) {
		struct certificate each;
		if (certificate_read(arena, chain->items[i], &each) || each.digest == DIGEST_WEAK)
			return FLAW_DIGEST_WEAK;
	}
	return FLAW_NONE;
}

/* An intermediate certificate may be an anchor (PARTIAL_CHAIN). */
static void set_rules(X509_STORE_CTX *context, int64_t at)
{
	X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param(context);
	X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
	X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_ANY);
	X509_VERIFY_PARAM_set_time(rules, (time_t)at);
}

enum flaw trust_chain(struct arena *arena, const struct trust *trust, struct bytes leaf, const struct der_list *pool, int64_t at,
                      struct der_list *chain)
{
	X509 *own = x509_read(leaf);
	X509_STORE *nobody = trust ? NULL : X509_STORE_new();
	STACK_OF(X509) *others = x509_stack(pool);
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	enum flaw flaw = FLAW_NOT_DER;
	if (own && X509_STORE_CTX_init(context, trust ? trust->store : nobody, own, others)) {
		set_rules(context, at);
		bool good = X509_verify_cert(context) > 0;
		int error = X509_STORE_CTX_get_error(context);
		flaw = good ? FLAW_NONE : flaw_of(error == X509_V_OK ? X509_V_ERR_UNSPECIFIED : error);
		STACK_OF(X509) *found = X509_STORE_CTX_get0_chain(context);
		for (int i = 0; i < sk_X509_num(found); i++)
			der_list_add(arena, chain, x509_write(arena, sk_X509_value(found, i)));
	}
	X509_STORE_CTX_free(context);
	sk_X509_pop_free(others, X509_free);
	X509_STORE_free(nobody);
	X509_free(own);
	ERR_clear_error();
	return flaw ? flaw : check_digests(arena, chain);
}
