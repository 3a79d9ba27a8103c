/* The document security store (DSS): certificates, OCSP responses and CRLs that prove a signature's chain
 * (ISO 32000-2, 12.8.4.3; ETSI EN 319 142-1, 5.4.2). Entries by signature (VRI) are kept where they are and not written. */
#ifndef FINISHED_SECURITY_STORE_H
#define FINISHED_SECURITY_STORE_H
#include "finished/pdf_file.h"

struct evidence_pieces { const struct bytes *items; size_t count; };    /* DER each */
struct security_store { struct evidence_pieces certificates, ocsps, crls; };

/* What the file's store holds, in the arena; nothing where it has none. -1 with a diagnostic: the file is damaged. */
int security_store_read(struct arena *arena, struct pdf_file *file, struct security_store *out);
/* The file with what its store lacks of `more`, as an update behind it; *out is the file's own bytes where it lacks nothing. */
int security_store_add(struct arena *arena, struct pdf_file *file, const struct security_store *more, struct bytes *out);
#endif
