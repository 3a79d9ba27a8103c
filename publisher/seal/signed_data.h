/* For this room alone: SignedData judged, be it a detached signature (cms.h) or one around its content (timestamp.h). */
#ifndef SEAL_SIGNED_DATA_H
#define SEAL_SIGNED_DATA_H
#include "seal/cms.h"

struct signed_data_rules {
	int content_type;                  /* NID that eContentType and the attribute must have */
	bool detached;                     /* else it has its content within itself */
	bool certificate_attribute;        /* must signing-certificate(-v2) be there? */
};
/* covered: of a detached one; else NULL. content: the bytes within, in the arena, of one that is not detached. */
enum flaw signed_data_judge(struct arena *arena, struct bytes contents, const struct signed_data_rules *rules,
                            const struct covered *covered, struct cms_signature *out, struct bytes *content);
#endif
