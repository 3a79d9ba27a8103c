/* Any bytes as a signature, a time-stamp token and certificates: read in bounds, and nothing passes that names no signer. */
#include "fuzz.h"
#include "seal/cms.h"
#include "seal/timestamp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct bytes bytes = { data, size }, content = { (const unsigned char *)"content\n", 8 }, out;
	const struct covered covered = { &content, 1 };
	struct cms_signature signature;
	struct timestamp stamp;
	struct certificate certificate;
	struct digest digest;
	struct der_list list = { 0 };
	for (int profile = CMS_PADES; profile <= CMS_PLAIN; profile++) {
		enum flaw flaw = cms_judge(arena, bytes, (enum cms_profile)profile, &covered, &signature);
		require(flaw < FLAW_COUNT && signature.length <= size);
		require(flaw || (signature.signer.der.length && signature.value.length && signature.digest > DIGEST_WEAK));
		if (signature.timestamp.data)
			timestamp_judge(arena, signature.timestamp, &(struct covered){ &signature.value, 1 }, &stamp);
	}
	enum flaw flaw = timestamp_judge(arena, bytes, &covered, &stamp);
	require(flaw || (stamp.signer.der.length && stamp.imprint.algorithm > DIGEST_WEAK));
	certificate_read(arena, bytes, &certificate);
	certificates_of_pem(arena, bytes, &list);
	if (cms_imprint(bytes, DIGEST_SHA256, &digest) == 0)
		cms_add_timestamp(arena, bytes, content, &out);
	arena_free(arena);
	return 0;
}
