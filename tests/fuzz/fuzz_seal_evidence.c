/* A certificate, its issuer and a list or response, each behind two bytes of length, of any content: in bounds, and nothing decides
 * without evidence. */
#include "fuzz.h"
#include "seal/evidence.h"
#include "seal/trust.h"

static struct bytes part(const uint8_t **data, size_t *size)
{
	size_t length = *size < 2 ? 0 : (size_t)((*data)[0] << 8 | (*data)[1]), head = *size < 2 ? *size : 2;
	if (length > *size - head)
		length = *size - head;
	struct bytes out = { *data + head, length };
	*data += head + length;
	*size -= head + length;
	return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct bytes certificate = part(&data, &size), issuer = part(&data, &size), list = part(&data, &size);
	struct evidence evidence = { 0 }, nothing = { 0 };
	struct revocation revocation;
	struct der_list chain = { 0 };
	der_list_add(arena, &evidence.ocsps, list);
	der_list_add(arena, &evidence.crls, list);
	der_list_add(arena, &evidence.certificates, issuer);
	evidence_judge(arena, &evidence, certificate, issuer, 1800000000, &revocation);
	require(revocation.state == REVOCATION_UNKNOWN || revocation.by.length || revocation.kind[0] == 0);
	require(revocation.state != REVOCATION_LATER || revocation.revoked_at > 1800000000);
	evidence_judge(arena, &nothing, certificate, issuer, 1800000000, &revocation);
	require(revocation.state != REVOCATION_REVOKED && revocation.by.length == 0);
	require(trust_chain(arena, NULL, certificate, &evidence.certificates, 1800000000, &chain) != FLAW_NONE);
	arena_free(arena);
	return 0;
}
