/* OpenSSL's objects as bytes, times and texts, and back. */
#include "seal/openssl_object.h"
#include <limits.h>
#include <openssl/err.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"

struct bytes bytes_copy(struct arena *arena, const void *data, size_t length)
{
	unsigned char *copy = arena_alloc(arena, length + 1);
	if (length)
		memcpy(copy, data, length);
	return (struct bytes){ copy, length };
}

struct bytes bytes_of_string(const ASN1_STRING *string)
{
	return string ? (struct bytes){ ASN1_STRING_get0_data(string), (size_t)ASN1_STRING_length(string) } : (struct bytes){ 0 };
}

/* A changed count of unused bits would change nothing that OpenSSL shows, as long as those bits are zero. */
struct bytes bytes_of_bits(const ASN1_BIT_STRING *string)
{
	return string && (string->flags & 0x07) == 0 ? bytes_of_string(string) : (struct bytes){ 0 };
}

struct bytes der_write(struct arena *arena, const void *value, const ASN1_ITEM *item)
{
	unsigned char *der = NULL;
	int length = ASN1_item_i2d(value, &der, item);
	struct bytes out = length > 0 ? bytes_copy(arena, der, (size_t)length) : (struct bytes){ 0 };
	OPENSSL_free(der);
	return out;
}

void *der_read(struct bytes der, const ASN1_ITEM *item)
{
	const unsigned char *at = der.data;
	if (!der.data || !der.length || der.length > LONG_MAX)
		return NULL;
	ASN1_VALUE *value = ASN1_item_d2i(NULL, &at, (long)der.length, item);
	if (value && at != der.data + der.length) {
		ASN1_item_free(value, item);
		value = NULL;
	}
	ERR_clear_error();
	return value;
}

/* One step into a definite-length value: what is in it, and how long the whole is. */
static bool open_value(struct bytes bytes, struct bytes *inside, size_t *whole)
{
	const unsigned char *at = bytes.data;
	long length;
	int tag, class;
	if (!bytes.length || bytes.length > LONG_MAX)
		return false;
	int form = ASN1_get_object(&at, &length, &tag, &class, (long)bytes.length);
	ERR_clear_error();
	if (form & 0x80 || form & 1)       /* damaged, or of indefinite length */
		return false;
	*inside = (struct bytes){ at, (size_t)length };
	*whole = (size_t)(at - bytes.data) + (size_t)length;
	return true;
}

size_t der_extent(struct bytes bytes)
{
	struct bytes inside;
	size_t whole = 0;
	return open_value(bytes, &inside, &whole) ? whole : 0;
}

struct bytes der_signed_part(struct bytes der)
{
	struct bytes outer, inner;
	size_t whole;
	bool found = open_value(der, &outer, &whole) && open_value(outer, &inner, &whole);
	return found ? (struct bytes){ outer.data, whole } : (struct bytes){ 0 };
}

/* Where the issuer's key is SM2 the identifier must be known; for other keys OpenSSL refuses one. */
X509 *x509_read(struct bytes der)
{
	X509 *certificate = DER_READ(der, X509);
	if (certificate && X509_get_signature_nid(certificate) == NID_SM2_with_SM3) {
		ASN1_OCTET_STRING *identifier = ASN1_OCTET_STRING_new();
		ASN1_OCTET_STRING_set(identifier, (const unsigned char *)SM2_IDENTIFIER, (int)strlen(SM2_IDENTIFIER));
		X509_set0_distinguishing_id(certificate, identifier);
	}
	return certificate;
}

STACK_OF(X509) *x509_stack(const struct der_list *list)
{
	STACK_OF(X509) *stack = sk_X509_new_null();
	for (size_t i = 0; list && i < list->count; i++) {
		X509 *certificate = x509_read(list->items[i]);
		if (certificate)
			sk_X509_push(stack, certificate);
	}
	return stack;
}

struct bytes x509_write(struct arena *arena, X509 *certificate) { return DER_WRITE(arena, certificate, X509); }

int64_t seconds_of(const ASN1_TIME *time)
{
	ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
	int days = 0, seconds = 0;
	int64_t out = INT64_MIN;
	if (time && ASN1_TIME_check(time) && ASN1_TIME_diff(&days, &seconds, epoch, time))
		out = (int64_t)days * 86400 + seconds;
	ASN1_TIME_free(epoch);
	ERR_clear_error();
	return out;
}

const char *hex_text(struct arena *arena, const ASN1_INTEGER *integer)
{
	struct bytes bytes = bytes_of_string(integer);
	char *text = arena_alloc(arena, 2 * bytes.length + 1);
	for (size_t i = 0; i < bytes.length; i++)
		snprintf(text + 2 * i, 3, "%02X", bytes.data[i]);
	return text;
}

const char *openssl_reason(struct arena *arena)
{
	unsigned long error = ERR_peek_last_error();
	const char *reason = error ? ERR_reason_error_string(error) : NULL;
	char number[32];
	snprintf(number, sizeof number, "%lx", error);
	ERR_clear_error();
	return arena_strdup(arena, reason ? reason : number);
}
