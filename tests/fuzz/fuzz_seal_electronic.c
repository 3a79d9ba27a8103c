/* Any bytes as an electronic seal and as a signature with one. */
#include "fuzz.h"
#include "seal/electronic_seal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct bytes content = { (const unsigned char *)"content\n", 8 };
	struct electronic_seal seal;
	struct electronic_seal_signature signature;
	enum flaw flaw = electronic_seal_judge(arena, (struct bytes){ data, size }, 1800000000, &seal);
	require(flaw || (seal.maker.der.length && seal.name && seal.picture.data));
	flaw = electronic_seal_signature_judge(arena, (struct bytes){ data, size }, &(struct covered){ &content, 1 }, &signature);
	require(flaw || (signature.signer.der.length && signature.seal.maker.der.length));
	arena_free(arena);
	return 0;
}
