/* The one table of sections and keys: English and Chinese name of each, and what may be done with it. Private to read/. */
#ifndef READ_SETTINGS_KEYS_H
#define READ_SETTINGS_KEYS_H
#include <stdbool.h>
#include <stddef.h>

enum key_use {
	KEY_ANY,          /* in editions and templates */
	KEY_GENERAL,      /* in [section], not in [section.INSTANCE] */
	KEY_INSTANCE,     /* in [section.INSTANCE], not in [section] */
	KEY_TEMPLATE,     /* in templates only */
	KEY_FREE          /* any name: whoever writes it chooses it */
};

struct settings_section {
	const char *name, *chinese;
	bool instances;             /* [name.INSTANCE] … */
	bool plain;                 /* … and/or [name] */
};

struct settings_key {
	const char *section, *name, *chinese;
	enum key_use use;
};

/* Kinds of documents, and the file names of their templates. */
struct settings_template { const char *chinese, *name; };

extern const struct settings_template settings_templates[];  /* chinese NULL ends */
extern const struct settings_section settings_sections[];   /* name NULL ends */
extern const struct settings_key settings_keys[];            /* section NULL ends */
#endif
