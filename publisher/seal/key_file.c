/* PKCS#12 and PEM. The passphrase is asked for once, and only when something is encrypted. */
#include "seal/key_file.h"
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <string.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/language.h"
#include "seal/openssl_object.h"

struct asking {
	struct arena *arena;
	struct diagnostics *all;
	const struct key_source *source;
	bool asked, failed;                /* failed: no passphrase came, and the reason is recorded */
	struct passphrase passphrase;
};

static bool ask(struct asking *asking)
{
	if (!asking->asked) {
		const char *prompt = arena_printf(asking->arena, _("passphrase of %s"), asking->source->key);
		asking->asked = true;
		asking->failed = passphrase_read(asking->all, &asking->source->passphrase, prompt, &asking->passphrase) != 0;
	}
	return !asking->failed;
}

static int answer(char *buffer, int size, int writing, void *data)
{
	struct asking *asking = data;
	(void)writing;
	if (!ask(asking) || asking->passphrase.length > (size_t)size)
		return -1;
	memcpy(buffer, asking->passphrase.text, asking->passphrase.length);
	return (int)asking->passphrase.length;
}

static int unreadable(struct asking *asking)
{
	const struct place at = { .file = asking->source->key };
	return REPORT(asking->all, key_unreadable, &at, openssl_reason(asking->arena));
}

/* A key that would not open although a passphrase was given: the passphrase is wrong, unless OpenSSL does not know the cipher. */
static int not_opened(struct asking *asking)
{
	const struct place at = { .file = asking->source->key };
	bool strange = ERR_GET_REASON(ERR_peek_error()) == ERR_R_UNSUPPORTED || ERR_GET_REASON(ERR_peek_last_error()) == ERR_R_UNSUPPORTED
	               || ERR_GET_REASON(ERR_peek_last_error()) == EVP_R_UNSUPPORTED_CIPHER;
	if (asking->failed)
		return -1;
	if (!asking->asked || strange)
		return unreadable(asking);
	ERR_clear_error();
	return REPORT(asking->all, key_passphrase, &at);
}

/* Files of older systems are encrypted with RC2, which OpenSSL 3 keeps in a provider of its own. */
static bool open_pkcs12(PKCS12 *file, const char *passphrase, EVP_PKEY **key, X509 **own, STACK_OF(X509) **others)
{
	bool good = PKCS12_parse(file, passphrase, key, own, others);
	OSSL_PROVIDER *legacy = good ? NULL : OSSL_PROVIDER_try_load(NULL, "legacy", 1);
	if (legacy) {
		ERR_clear_error();
		good = PKCS12_parse(file, passphrase, key, own, others);
		OSSL_PROVIDER_unload(legacy);
	}
	return good;
}

static int load_pkcs12(struct asking *asking, PKCS12 *file, EVP_PKEY **key, struct der_list *certificates)
{
	X509 *own = NULL;
	STACK_OF(X509) *others = NULL;
	const char *passphrase = "";
	ERR_clear_error();
	bool open = PKCS12_mac_present(file) && PKCS12_verify_mac(file, "", 0);
	if (!open) {
		ERR_clear_error();
		if (!ask(asking))
			return -1;
		passphrase = asking->passphrase.text;
		if (PKCS12_mac_present(file) && !PKCS12_verify_mac(file, passphrase, -1))
			return not_opened(asking);
	}
	if (!open_pkcs12(file, passphrase, key, &own, &others))
		return open ? unreadable(asking) : not_opened(asking);
	if (own)
		der_list_add(asking->arena, certificates, x509_write(asking->arena, own));
	for (int i = 0; i < sk_X509_num(others); i++)
		der_list_add(asking->arena, certificates, x509_write(asking->arena, sk_X509_value(others, i)));
	sk_X509_pop_free(others, X509_free);
	X509_free(own);
	return *key ? 0 : unreadable(asking);
}

static int load_pem(struct asking *asking, struct bytes bytes, EVP_PKEY **key, struct der_list *certificates)
{
	BIO *bio = BIO_new_mem_buf(bytes.data, (int)bytes.length);
	ERR_clear_error();
	*key = PEM_read_bio_PrivateKey(bio, NULL, answer, asking);
	int result = *key ? 0 : not_opened(asking);
	BIO_free(bio);
	if (!result && certificates_of_pem(asking->arena, bytes, certificates))
		result = unreadable(asking);
	return result;
}

int key_file_load(struct arena *arena, struct diagnostics *all, const struct key_source *source, EVP_PKEY **key,
                  struct der_list *certificates)
{
	struct bytes bytes;
	struct asking asking = { .arena = arena, .all = all, .source = source };
	*key = NULL;
	if (file_read(arena, all, NULL, source->key, &bytes))
		return -1;
	if (bytes.length > INT32_MAX)
		return REPORT(all, key_unreadable, &(struct place){ .file = source->key }, "too large");
	PKCS12 *file = DER_READ(bytes, PKCS12);
	int result = file ? load_pkcs12(&asking, file, key, certificates) : load_pem(&asking, bytes, key, certificates);
	PKCS12_free(file);
	passphrase_wipe(&asking.passphrase);
	OPENSSL_cleanse((void *)bytes.data, bytes.length);   /* it may hold the key in the clear */
	return result;
}
