#include "sealing.h"
#include <string.h>
#include "base/file.h"
#include "base/language.h"

struct reading {
	struct session *session;
	const struct settings *settings;
	const struct document *document;
	struct sealing *sealing;
};

static const char *text_of(const struct reading *reading, const char *section, const char *key)
{
	const struct words *value = settings_lookup(reading->settings, section, key);
	return value && value->text[0] ? value->text : NULL;
}

/* Paths are written as seen from the edition's folder; the URI of a key on a token is none. */
static const char *path_of(const struct reading *reading, const char *section, const char *key)
{
	const char *text = text_of(reading, section, key);
	return !text || strncmp(text, "pkcs11:", strlen("pkcs11:")) == 0 ? text : path_join(reading->session->arena, settings_folder(reading->settings), text);
}

static int seals_of(const struct document *document)
{
	return document->signature_mode != SIGNATURE_UNSEALED && document->issuer_count > 1 ? document->issuer_count : 1;
}

static const char *picture_of(const struct document *document, int i)
{
	const struct issuer *issuer = i < document->issuer_count ? &document->issuers[i] : NULL;
	return !issuer ? NULL : document->signature_mode == SIGNATURE_STAMP ? issuer->stamp.text : issuer->seal.text;
}

/* [sign] is the first body's, [sign.N] that of the Nth. */
static void read_seal(struct reading *reading, int i)
{
	struct arena *arena = reading->session->arena;
	struct sealing *sealing = reading->sealing;
	const char *section = arena_printf(arena, "sign.%d", i + 1);
	if (i == 0 && !text_of(reading, section, "key"))
		section = "sign";
	if (!text_of(reading, section, "key")) {
		REPORT(reading->session->all, seal_unsigned, &(struct place){ .file = settings_file(reading->settings) }, arena_printf(arena, "%d", i + 1));
		return;
	}
	bool prepared = reading->document->signature_mode != SIGNATURE_UNSEALED;
	sealing->seals[sealing->count++] = (struct sealing_seal){
		.field = prepared ? arena_printf(arena, "Seal.%d", i + 1) : NULL, .picture = prepared ? picture_of(reading->document, i) : NULL,
		.key = path_of(reading, section, "key"), .certificate = path_of(reading, section, "certificate"),
		.module = path_of(reading, section, "module"), .pass_file = path_of(reading, section, "pass_file"),
	};
}

/* A key for a seal that the document has not would be passed over in silence. */
static int check_instances(const struct reading *reading, const struct words *names, size_t count)
{
	struct arena *arena = reading->session->arena;
	int result = 0, seals = seals_of(reading->document);
	for (size_t i = 0; i < count; i++) {
		bool known = false;
		for (int k = 1; k <= seals; k++)
			known |= strcmp(names[i].text, arena_printf(arena, "%d", k)) == 0;
		if (!known)
			result = REPORT(reading->session->all, sign_no_seal, &names[i].at, names[i].text, arena_printf(arena, "%d", seals));
	}
	return result;
}

int sealing_read(struct session *session, const struct settings *settings, const struct document *document, struct sealing *out)
{
	static const char *const keys[] = { "key", "certificate", "module", "pass_file", "level", "timestamp", "trust", "reason" };
	static const char *const levels[] = { "b-b", "基本", "b-t", "时间戳", "b-lt", "长期", "b-lta", "归档", NULL };
	struct reading reading = { session, settings, document, out };
	const struct words *names = NULL;
	size_t count = settings_instances(settings, "sign", &names);
	bool wanted = count > 0;
	*out = (struct sealing){ .archive = path_of(&reading, "archive", "folder") };
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		wanted |= text_of(&reading, "sign", keys[i]) != NULL;
	if (!wanted)
		return 0;
	out->timestamp = text_of(&reading, "sign", "timestamp");
	out->trust = path_of(&reading, "sign", "trust");
	out->reason = text_of(&reading, "sign", "reason");
	out->level = out->timestamp ? SEALING_B_T : SEALING_B_B;
	out->seals = arena_array(session->arena, (size_t)seals_of(document), sizeof *out->seals);
	int result = settings_choice(settings, session->all, "sign", "level", levels, &out->level) < 0 ? -1 : 0;
	result |= check_instances(&reading, names, count);
	for (int i = 0; i < seals_of(document); i++)
		read_seal(&reading, i);
	if (!out->count)
		result = REPORT(session->all, element_missing, &(struct place){ .file = settings_file(settings) }, _("key to sign with"),
		                settings_key_told("sign", "key"), settings_section_told(session->arena, "sign"));
	if (out->level >= SEALING_B_T && !out->timestamp)
		result = REPORT(session->all, element_missing, &(struct place){ .file = settings_file(settings) }, _("server of time stamps"),
		                settings_key_told("sign", "timestamp"), settings_section_told(session->arena, "sign"));
	return result;
}

void sealing_settle(struct session *session, const struct settings *settings, const struct document *document, bool alone, struct sealing *sealing)
{
	const char *output = settings_output(settings);
	struct place at = { .file = settings_file(settings) };
	if (document->draft && (sealing->count || sealing->archive)) {
		REPORT(session->all, draft_kept_back, &at);
		sealing->count = 0;
		sealing->archive = NULL;
	} else if (sealing->archive && output && !settings_in_choices(settings, "archive", "folder")) {
		if (alone)
			REPORT(session->all, output_kept_back, &settings_lookup(settings, "archive", "folder")->at, output);
		sealing->archive = NULL;
	}
}
