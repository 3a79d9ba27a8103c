#include "archive/chain.h"
#include <string.h>
#include "base/buffer.h"
#include "seal/digest.h"

const char *sha256_hex(struct arena *arena, struct bytes bytes)
{
	struct digest digest = { 0 };
	digest_of_bytes(DIGEST_SHA256, bytes, &digest);
	char *hex = arena_alloc(arena, 2 * digest.length + 1);
	hex_write(hex, (struct bytes){ digest.value, digest.length });
	return hex;
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
	return sha256_hex(arena, bytes_of_text(record));
}
