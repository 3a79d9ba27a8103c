#include "archive/chain.h"
#include <string.h>
#include "base/buffer.h"
#include "seal/digest.h"

const char *sha256_hex(struct arena *arena, struct bytes bytes)
{
	struct digest digest = { 0 };
	struct buffer hex = { .arena = arena };
	digest_of_bytes(DIGEST_SHA256, bytes, &digest);
	for (size_t i = 0; i < digest.length; i++)
		buffer_printf(&hex, "%02x", digest.value[i]);
	return hex.text ? hex.text : "";
}

const char *chain_record(struct arena *arena, const struct entry *entry)
{
	struct buffer text = { .arena = arena };
	buffer_put(&text, "hongtou-archive 1\n");
	for (int i = 0; i < COLUMN_COUNT; i++) {
		const char *value = entry->value[i];
		if (i == COLUMN_HASH)
			continue;
		if (value) {
			buffer_printf(&text, "%s:%zu:", column_name((enum column)i), strlen(value));
			buffer_put(&text, value);
			buffer_put(&text, "\n");
		} else {
			buffer_printf(&text, "%s:-\n", column_name((enum column)i));
		}
	}
	return text.text;
}

const char *chain_hash(struct arena *arena, const struct entry *entry)
{
	const char *record = chain_record(arena, entry);
	return sha256_hex(arena, (struct bytes){ (const unsigned char *)record, strlen(record) });
}
