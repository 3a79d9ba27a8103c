/* Time stamps over the head of the chain (RFC 3161): whoever keeps a token can prove that every entry up to it stood then. */
#ifndef ARCHIVE_STAMP_H
#define ARCHIVE_STAMP_H
#include "archive/request.h"

/* With --timestamp: asks for a token over the hash of the newest entry and appends it as an entry 'timestamp'. -1 reported; what was
 * appended before stays. */
int stamp_if_asked(struct archive_request *request);
/* Does the token of this entry stamp the hash before it, soundly in itself? -1 reported. trust (may be NULL): chains the authority. */
int stamp_check(struct archive_request *request, const struct entry *entry);
#endif
