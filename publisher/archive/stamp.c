#include "archive/stamp.h"
#include <string.h>
#include <time.h>
#include <stdlib.h>
#include "archive/chain.h"
#include "base/diagnostic.h"
#include "seal/timestamp.h"
#include "seal/trust.h"

static struct bytes record_of(struct arena *arena, const struct entry *entry)
{
	return bytes_of_text(chain_record(arena, entry));
}

/* The stamped digest is the entry's hash itself, for it is the SHA-256 of its record. */
static int fetch(struct archive_request *request, const struct entry *head, const char **token)
{
	struct catalogue *catalogue = &request->catalogue;
	struct timestamp_service service = { .url = request->timestamp, .now = time(NULL) };
	struct trust *trust = NULL;
	struct digest imprint;
	struct bytes der;
	digest_of_bytes(DIGEST_SHA256, record_of(catalogue->arena, head), &imprint);
	if (request->trust && trust_open(catalogue->arena, catalogue->all, request->trust, &trust))
		return -1;
	service.trust = trust;
	int result = timestamp_fetch(catalogue->arena, catalogue->all, &service, &imprint, &der);
	trust_close(trust);
	if (!result) {
		char *hex = arena_alloc(catalogue->arena, 2 * der.length + 1);
		hex_write(hex, der);
		*token = hex;
	}
	return result;
}

enum { TRIES = 5 };

/* The entry behind a head, unless the chain has grown beyond it. *stale: it has, and nothing was done. */
static int append(struct catalogue *catalogue, const struct entry *head, struct entry *entry, bool *stale)
{
	struct entry now;
	int result = catalogue_begin(catalogue) || catalogue_head(catalogue, &now) ? -1 : 0;
	*stale = !result && strcmp(now.value[COLUMN_HASH], head->value[COLUMN_HASH]) != 0;
	if (!result && !*stale)
		result = catalogue_append(catalogue, entry) ? -1 : catalogue_commit(catalogue);
	if (result || *stale)
		catalogue_roll_back(catalogue);
	return result;
}

/* The authority may take seconds: it is asked without the lock, and asked again if the chain has grown meanwhile. */
int stamp_if_asked(struct archive_request *request)
{
	struct catalogue *catalogue = &request->catalogue;
	time_t began = time(NULL);
	bool stale = request->timestamp != NULL;
	int result = 0;
	for (int tries = 0; stale && !result && tries < TRIES; tries++) {
		struct entry head, entry = { .value[COLUMN_ACTION] = "timestamp" };
		result = catalogue_head(catalogue, &head) || fetch(request, &head, &entry.value[COLUMN_TOKEN]) ? -1 : append(catalogue, &head, &entry, &stale);
	}
	if (stale && !result)
		result = REPORT(catalogue->all, file_archive_busy, NULL, catalogue->folder, arena_printf(catalogue->arena, "%ld", (long)(time(NULL) - began)));
	return result;
}

static struct bytes unhex(struct arena *arena, const char *hex)
{
	size_t length = strlen(hex) / 2;
	unsigned char *data = arena_alloc(arena, length + 1);
	for (size_t i = 0; i < length; i++)
		for (size_t k = 2 * i; k < 2 * i + 2; k++)
			data[i] = (unsigned char)(data[i] << 4 | (hex_digit(hex[k]) > 0 ? hex_digit(hex[k]) : 0));
	return (struct bytes){ data, length };
}

int stamp_check(struct archive_request *request, const struct entry *entry)
{
	struct catalogue *catalogue = &request->catalogue;
	const char *before = arena_printf(catalogue->arena, "%lld", atoll(entry->value[COLUMN_ID]) - 1), *token = entry->value[COLUMN_TOKEN];
	struct entry head;
	if (catalogue_lookup(catalogue, before, &head) < 0)
		return -1;
	struct bytes record = record_of(catalogue->arena, &head);
	struct timestamp stamp = { 0 };
	enum flaw flaw = timestamp_judge(catalogue->arena, unhex(catalogue->arena, token ? token : ""), &(struct covered){ &record, 1 }, &stamp);
	struct trust *trust = NULL;
	if (!flaw && request->trust) {
		struct der_list chain = { 0 };
		if (trust_open(catalogue->arena, catalogue->all, request->trust, &trust))
			return -1;
		flaw = trust_chain(catalogue->arena, trust, stamp.signer.der, &stamp.certificates, stamp.time, &chain);
		trust_close(trust);
	}
	return flaw ? REPORT(catalogue->all, archive_stamp, NULL, entry->value[COLUMN_ID], flaw_text(flaw)) : 0;
}
