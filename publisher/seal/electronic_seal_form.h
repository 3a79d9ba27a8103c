/* For this room alone: the structures of GB/T 38540-2020, 6 and 7, as OpenSSL templates. GM/T 0031-2025 (version 5) has the same ones with
 * an optional time stamp in the seal. Extensions are kept and not interpreted. */
#ifndef SEAL_ELECTRONIC_SEAL_FORM_H
#define SEAL_ELECTRONIC_SEAL_FORM_H
#include <openssl/asn1.h>
#include <openssl/asn1t.h>

typedef struct { ASN1_IA5STRING *id; ASN1_INTEGER *version; ASN1_IA5STRING *vendor; } SES_HEADER;
typedef struct {
	ASN1_INTEGER *type;
	ASN1_UTF8STRING *name;
	ASN1_INTEGER *list_type;                       /* 1: certificates, 2: digests of certificates */
	STACK_OF(ASN1_TYPE) *list;
	ASN1_GENERALIZEDTIME *created, *valid_from, *valid_to;
} SES_PROPERTY;
typedef struct { ASN1_IA5STRING *type; ASN1_OCTET_STRING *data; ASN1_INTEGER *width, *height; } SES_PICTURE;
typedef struct { SES_HEADER *header; ASN1_IA5STRING *identifier; SES_PROPERTY *property; SES_PICTURE *picture; ASN1_TYPE *extensions; } SES_INFO;
typedef struct { SES_INFO *info; ASN1_OCTET_STRING *certificate; ASN1_OBJECT *algorithm; ASN1_BIT_STRING *value; ASN1_BIT_STRING *timestamp; } SES_SEAL;
typedef struct {
	ASN1_INTEGER *version;
	SES_SEAL *seal;
	ASN1_GENERALIZEDTIME *time;
	ASN1_BIT_STRING *digest;
	ASN1_IA5STRING *property;
	ASN1_TYPE *extensions;
} SES_TO_BE_SIGNED;
typedef struct {
	SES_TO_BE_SIGNED *to_be_signed;
	ASN1_OCTET_STRING *certificate;
	ASN1_OBJECT *algorithm;
	ASN1_BIT_STRING *value, *timestamp;
} SES_SIGNATURE;
/* A certificate's digest in the list: its kind ("SM3") and value. */
typedef struct { ASN1_PRINTABLESTRING *type; ASN1_OCTET_STRING *value; } SES_CERTIFICATE_DIGEST;

DECLARE_ASN1_ITEM(SES_SEAL)
DECLARE_ASN1_ITEM(SES_TO_BE_SIGNED)
DECLARE_ASN1_ITEM(SES_SIGNATURE)
DECLARE_ASN1_ITEM(SES_CERTIFICATE_DIGEST)
#endif
