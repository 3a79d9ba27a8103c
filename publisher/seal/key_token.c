/* Tokens by a provider and OSSL_STORE where pkcs11-provider is installed (Debian 13), else by ENGINE where OpenSSL has engines. */
#define OPENSSL_SUPPRESS_DEPRECATED   /* ENGINE, where there is one */
#include "seal/key_token.h"
#include <errno.h>
#include <openssl/err.h>
#include <openssl/opensslconf.h>
#include <openssl/provider.h>
#include <openssl/store.h>
#include <openssl/ui.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/language.h"
#include "seal/openssl_object.h"

bool key_token_is(const char *key) { return strncasecmp(key, "pkcs11:", 7) == 0; }

/* Does the URI itself say where the PIN is? pin-value is refused: it would stand on the command line. */
static bool names_pin(const char *uri) { return strstr(uri, "pin-source=") != NULL; }

/* asked: the PIN was given. The provider does not say what the token had against it. */
static int token_failed(struct arena *arena, struct diagnostics *all, const struct key_source *source, bool asked)
{
	static const char *const pins[] = { "pin incorrect", "login failed", "pin invalid", "pin length", "pin locked" };
	const struct place at = { .file = source->key };
	bool pin = false;
	const char *reason = NULL;
	unsigned long error;
	while ((error = ERR_get_error()) != 0) {
		const char *text = ERR_reason_error_string(error);
		for (size_t i = 0; text && i < sizeof pins / sizeof pins[0]; i++)
			pin |= strcasestr(text, pins[i]) != NULL;
		if (text && !reason)
			reason = arena_strdup(arena, text);
	}
	if (!reason)
		reason = asked ? _("it has no such key, or refuses the PIN") : _("it has no such key");
	return pin ? REPORT(all, key_passphrase, &at) : REPORT(all, token_failed, &at, reason);
}

/* ---- by pkcs11-provider ---- */

struct giving { const struct passphrase *pin; bool asked; };

static int give_pin(char *buffer, int size, int writing, void *data)
{
	struct giving *giving = data;
	giving->asked = true;
	if (writing || !giving->pin || giving->pin->length > (size_t)size)
		return -1;
	memcpy(buffer, giving->pin->text, giving->pin->length);
	return (int)giving->pin->length;
}

/* A library context of its own: a token's module that uses OpenSSL itself (SoftHSM) would else be asked by OpenSSL to do what it asks of
 * OpenSSL, and wait for itself for ever. The provider learns of the module from the environment when it is loaded; it has no other place
 * before OpenSSL 3.2. */
static OSSL_LIB_CTX *provider_open(const struct key_source *source)
{
	OSSL_LIB_CTX *library = OSSL_LIB_CTX_new();
	bool named = !source->module || setenv("PKCS11_PROVIDER_MODULE", source->module, 1) == 0;
	if (named && OSSL_PROVIDER_load(library, "pkcs11") && OSSL_PROVIDER_load(library, "default"))
		return library;
	OSSL_LIB_CTX_free(library);
	return NULL;
}

/* Key and certificate are objects of one name; a URI that asks for the key alone (type=private) gives no certificate. */
static void read_by_provider(const struct key_source *source, struct giving *giving, struct token_key *out)
{
	UI_METHOD *method = UI_UTIL_wrap_read_pem_callback(give_pin, 0);
	OSSL_STORE_CTX *store = OSSL_STORE_open_ex(source->key, out->library, NULL, method, giving, NULL, NULL, NULL);
	while (store && !OSSL_STORE_eof(store)) {
		OSSL_STORE_INFO *info = OSSL_STORE_load(store);
		int type = info ? OSSL_STORE_INFO_get_type(info) : 0;
		if (!out->key && type == OSSL_STORE_INFO_PKEY)
			out->key = OSSL_STORE_INFO_get1_PKEY(info);
		if (!out->certificate && type == OSSL_STORE_INFO_CERT)
			out->certificate = OSSL_STORE_INFO_get1_CERT(info);
		OSSL_STORE_INFO_free(info);
		if (!info && OSSL_STORE_error(store))
			break;
	}
	OSSL_STORE_close(store);
	UI_destroy_method(method);
}

/* ---- by libp11's engine ---- */

#ifndef OPENSSL_NO_ENGINE
#include <openssl/engine.h>

static ENGINE *engine_open(const struct key_source *source, const struct passphrase *pin)
{
	ENGINE_load_dynamic();
	ENGINE *engine = ENGINE_by_id("pkcs11");
	bool good = engine && ENGINE_ctrl_cmd_string(engine, "QUIET", NULL, 0)
	            && (!source->module || ENGINE_ctrl_cmd_string(engine, "MODULE_PATH", source->module, 0)) && ENGINE_init(engine);
	if (good && pin && !ENGINE_ctrl_cmd_string(engine, "PIN", pin->text, 0)) {
		ENGINE_finish(engine);
		good = false;
	}
	if (engine)
		ENGINE_free(engine);       /* ENGINE_init holds it */
	return good ? engine : NULL;
}

static X509 *engine_certificate(ENGINE *engine, const char *uri)
{
	struct { const char *uri; X509 *certificate; } wanted = { uri, NULL };
	if (!ENGINE_ctrl_cmd(engine, "LOAD_CERT_CTRL", 0, &wanted, NULL, 0))
		ERR_clear_error();         /* a token need not hold it */
	return wanted.certificate;
}

/* Without a PIN the engine would ask by itself; nobody but passphrase.h asks here. */
static int refuse(UI *ui, UI_STRING *string)
{
	(void)ui, (void)string;
	return 0;
}

static void read_by_engine(const struct key_source *source, const struct passphrase *pin, struct token_key *out)
{
	ENGINE *engine = engine_open(source, pin);
	UI_METHOD *silent = UI_create_method("none");
	UI_method_set_reader(silent, refuse);
	if (engine && (out->key = ENGINE_load_private_key(engine, source->key, silent, NULL)) != NULL)
		out->certificate = engine_certificate(engine, source->key);
	UI_destroy_method(silent);
	if (engine)
		ENGINE_finish(engine);     /* the key holds it */
}
#else
static void read_by_engine(const struct key_source *source, const struct passphrase *pin, struct token_key *out)
{
	(void)source, (void)pin, (void)out;
}
#endif

/* One way or the other, never both: each tries the PIN. Gives whether it was asked for. */
static bool token_read(const struct key_source *source, const struct passphrase *pin, struct token_key *out)
{
	struct giving giving = { pin, false };
	out->library = provider_open(source);
	if (out->library) {
		read_by_provider(source, &giving, out);
	} else {
		ERR_clear_error();
		read_by_engine(source, pin, out);
	}
	if (out->key)
		ERR_clear_error();
	return giving.asked;
}

int key_token_load(struct arena *arena, struct diagnostics *all, const struct key_source *source, struct token_key *out)
{
	struct passphrase pin = { .length = 0 };
	int result = 0;
	*out = (struct token_key){ 0 };
	ERR_clear_error();
	if (source->module && strchr(source->module, '/') && access(source->module, R_OK))
		return REPORT(all, file_open, NULL, source->module, error_text(errno));
	if (strstr(source->key, "pin-value="))
		return REPORT(all, token_pin_shown, &(struct place){ .file = _("the key's URI") });
	if (!names_pin(source->key))
		result = passphrase_read(all, &source->passphrase, arena_printf(arena, _("PIN of %s"), source->key), &pin);
	if (!result) {
		bool asked = token_read(source, names_pin(source->key) ? NULL : &pin, out);
		if (!out->key)
			result = token_failed(arena, all, source, asked);
	}
	passphrase_wipe(&pin);
	return result;
}
