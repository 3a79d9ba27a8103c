/* [rules] required and forbidden: the elements that a kind of document must have, and must not (条例 art. 8, 9). */
#include <string.h>
#include "base/arena.h"
#include "base/language.h"
#include "model/cell.h"
#include "model/rules.h"

enum element {
	COPY_NUMBER, SECRECY, URGENCY, MARK, NUMBER, SIGNER, TITLE, ADDRESSEE, BODY, ATTACHMENT, SIGNATURE, DATE, SEAL, NOTE, COPIES,
	PRINTER, PRINT_DATE, ISSUE, ORDER_NUMBER, PRESENT, ELEMENTS
};

static const struct { const char *name, *key, *section; } elements[ELEMENTS] = {
	[COPY_NUMBER] = { "份号", "copy_number", "document" }, [SECRECY] = { "密级", "secrecy", "document" },
	[URGENCY] = { "紧急程度", "urgency", "document" }, [MARK] = { "发文机关标志", "name", "head" },
	[NUMBER] = { "发文字号", "number", "document" }, [SIGNER] = { "签发人", "signer", "issuer.1" },
	[TITLE] = { "标题", "title", "document" }, [ADDRESSEE] = { "主送机关", "addressee", "document" },
	[BODY] = { "正文", "body", "document" }, [ATTACHMENT] = { "附件", "name", "attachment.1" },
	[SIGNATURE] = { "署名", "name", "signature" }, [DATE] = { "成文日期", "date", "signature" }, [SEAL] = { "印章", "seal", "issuer.1" },
	[NOTE] = { "附注", "note", "document" }, [COPIES] = { "抄送", "copies_to", "imprint" },
	[PRINTER] = { "印发机关", "printer", "imprint" }, [PRINT_DATE] = { "印发日期", "date", "imprint" },
	[ISSUE] = { "期号", "issue", "head" }, [ORDER_NUMBER] = { "令号", "number", "document" }, [PRESENT] = { "出席", "present", "minutes" },
};

static int element_named(const char *name)
{
	int element = 0;
	while (element < ELEMENTS && strcmp(elements[element].name, name) != 0)
		element++;
	return element;
}

/* The first issuer with, or without, a 签发人; NULL if there is none. */
static const struct issuer *issuer_with(const struct document *document, bool signer)
{
	for (int i = 0; i < document->issuer_count; i++)
		if ((document->issuers[i].signer.text != NULL) == signer)
			return &document->issuers[i];
	return NULL;
}

/* A seal's picture, or the edition's wish for a seal. */
static const struct words *seal_of(const struct rules *rules)
{
	const struct document *document = rules->document;
	const struct words *found = NULL;
	for (int i = 0; i < document->issuer_count && !found; i++)
		found = document->issuers[i].seal.text ? &document->issuers[i].seal : NULL;
	if (!found && document->signature_mode == SIGNATURE_SEALED && settings_in_edition(rules->settings, "signature", "mode"))
		found = settings_lookup(rules->settings, "signature", "mode");
	return found;
}

/* Where the element is given; NULL if it is not. */
static const struct words *given(const struct rules *rules, int element)
{
	const struct document *document = rules->document;
	const struct words *words = NULL;
	bool order = document->format == FORMAT_ORDER;
	switch (element) {
	case COPY_NUMBER: words = &document->copy_number; break;
	case SECRECY: words = &document->secrecy; break;
	case URGENCY: words = &document->urgency; break;
	case MARK: words = &document->mark_name; break;
	case NUMBER: words = order ? NULL : &document->number; break;
	case ORDER_NUMBER: words = order ? &document->number : NULL; break;
	case SIGNER: words = issuer_with(document, true) ? &issuer_with(document, true)->signer : NULL; break;
	case TITLE: words = &document->title; break;
	case ADDRESSEE: words = &document->addressee; break;
	case BODY: words = document->body.count ? &document->body.paragraphs[0].text : NULL; break;
	case ATTACHMENT: words = document->attachment_count ? &document->attachments[0].name : NULL; break;
	case SIGNATURE: words = &document->signature; break;
	case DATE: words = &document->date; break;
	case SEAL: words = seal_of(rules); break;
	case NOTE: words = &document->annotation; break;
	case COPIES: words = &document->copies_to; break;
	case PRINTER: words = &document->printer; break;
	case PRINT_DATE: words = &document->print_date; break;
	case ISSUE: words = &document->head_issue; break;
	case PRESENT: words = settings_lookup(rules->settings, "minutes", "present"); break;
	default: break;
	}
	return words && words->text && words->text[0] ? words : NULL;
}

/* What a draft has not yet; what stands on paper already, or comes on it by hand; what is reported elsewhere. */
static bool excused(const struct rules *rules, int element)
{
	const struct document *document = rules->document;
	bool later = element == NUMBER || element == ORDER_NUMBER || element == ISSUE || element == DATE || element == PRINT_DATE;
	return (later && document->draft) || element == BODY || (element == MARK && document->mark != MARK_NONE)
	       || (element == SEAL && document->signature_mode == SIGNATURE_SEALED);
}

static int require(const struct rules *rules, int element)
{
	const struct document *document = rules->document;
	struct place at = { .file = settings_file(rules->settings) };
	const char *section = elements[element].section;
	bool there = given(rules, element) != NULL;
	const struct issuer *silent = issuer_with(document, false);
	if (element == SIGNER && there && silent) {     /* a joint document names them all */
		section = arena_printf(rules->arena, "issuer.%d", (int)(silent - document->issuers) + 1);
		there = false;
	}
	if (there || excused(rules, element))
		return 0;
	const char *key = settings_key_told(section, elements[element].key);
	section = settings_section_told(rules->arena, section);
	if (!document->kind.text)
		return REPORT(rules->all, element_missing, &at, elements[element].name, key, section);
	return REPORT(rules->all, element_required, &at, document->kind.text, elements[element].name, key, section);
}

static int forbid(const struct rules *rules, int element)
{
	const struct document *document = rules->document;
	const struct words *there = given(rules, element);
	if (!there || (element == SIGNER && document->signature_mode == SIGNATURE_STAMP))    /* 7.3.5.3: whose stamp it is, not 7.2.6 */
		return 0;
	return REPORT(rules->all, element_forbidden, &there->at, document->kind.text ? document->kind.text : "公文", elements[element].name,
	              settings_key_told(elements[element].section, elements[element].key));
}

static int check_list(const struct rules *rules, const char *key, int (*check)(const struct rules *, int))
{
	const struct words *list = settings_lookup(rules->settings, "rules", key);
	struct name_list names = cell_names(rules->arena, list ? list->text : "");
	int result = 0;
	for (size_t i = 0; i < names.count; i++) {
		int element = element_named(names.names[i]);
		if (element < ELEMENTS) {
			result |= check(rules, element);
			continue;
		}
		const char *known = elements[0].name;
		for (int e = 1; e < ELEMENTS; e++)
			known = arena_printf(rules->arena, "%s, %s", known, elements[e].name);
		result = REPORT(rules->all, value_unknown, &list->at, names.names[i], known);
	}
	return result;
}

/* What one element asks of another. */
static int check_signature(const struct rules *rules)
{
	const struct document *document = rules->document;
	const struct words *required = settings_lookup(rules->settings, "rules", "required");
	struct place at = { .file = settings_file(rules->settings) };
	bool dated = document->date.text || document->draft || (required && strstr(required->text, elements[DATE].name));
	int result = 0, stamps = document->issuer_count ? document->issuer_count : 1;
	if (document->signature.text && !dated)
		result = REPORT(rules->all, element_missing, &document->signature.at, _("date"), settings_key_told("signature", "date"),
		                settings_section_told(rules->arena, "signature"));
	for (int i = 0; document->signature_mode == SIGNATURE_STAMP && i < stamps; i++)    /* 7.3.5.3 */
		if (!document->issuer_count || !document->issuers[i].post.text)
			result = REPORT(rules->all, element_missing, &at, _("post of the signer"), settings_key_told("issuer", "post"),
			                settings_section_told(rules->arena, arena_printf(rules->arena, "issuer.%d", i + 1)));
	return result;
}

int rules_elements(const struct rules *rules)
{
	int result = check_list(rules, "required", require);
	result |= check_list(rules, "forbidden", forbid);
	return result | check_signature(rules);
}
