/* DSS: arrays of streams, and a dictionary of such for each signature (ISO 32000-2, 12.8.4.3, 12.8.4.4). */
#include "finished/comparison.h"

static bool is_evidence_stream(const struct comparison *comparison, qpdf_oh item)
{
	static const char *const allowed[] = { "/Length", "/Filter", "/DecodeParms", NULL };
	return qpdf_oh_is_stream(comparison->new, item) && !other_key(comparison, qpdf_oh_get_dict(comparison->new, item), allowed);
}

static void compare_stream(struct comparison *comparison, qpdf_oh item, const char *detail)
{
	int number = qpdf_oh_get_object_id(comparison->new, item);
	if (!object_open(comparison, number))
		return;
	if (!object_is_new(comparison, number) || !is_evidence_stream(comparison, item)) {
		tamper(comparison, TAMPERING_EVIDENCE, number, detail);
		return;
	}
	explain_new(comparison, item);
	comparison->out->kinds |= CHANGE_EVIDENCE;
}

static void compare_list(struct comparison *comparison, qpdf_oh list, const char *detail)
{
	qpdf_data new = comparison->new;
	if (qpdf_oh_is_null(new, list))
		return;
	explain_container(comparison, list);
	if (!qpdf_oh_is_array(new, list))
		tamper(comparison, TAMPERING_EVIDENCE, qpdf_oh_get_object_id(new, list), detail);
	for (int i = 0; i < length_of(new, list); i++)
		compare_stream(comparison, qpdf_oh_get_array_item(new, list, i), detail);
}

/* Type is optional, but may say nothing else. */
static bool typed(const struct comparison *comparison, qpdf_oh dictionary, const char *type)
{
	qpdf_oh said = value_of(comparison->new, dictionary, "/Type");
	return qpdf_oh_is_null(comparison->new, said) || qpdf_oh_is_name_and_equals(comparison->new, said, type);
}

static void compare_validation(struct comparison *comparison, qpdf_oh entry)
{
	static const char *const allowed[] = { "/Type", "/Cert", "/CRL", "/OCSP", "/TU", "/TS", NULL };
	const char *other = other_key(comparison, entry, allowed);
	explain_container(comparison, entry);
	if (other || !qpdf_oh_is_dictionary(comparison->new, entry) || !typed(comparison, entry, "/VRI")) {
		tamper(comparison, TAMPERING_EVIDENCE, qpdf_oh_get_object_id(comparison->new, entry), other ? other : "/VRI");
		return;
	}
	for (int i = 1; i <= 3; i++)
		compare_list(comparison, value_of(comparison->new, entry, allowed[i]), allowed[i]);
	qpdf_oh stamp = value_of(comparison->new, entry, "/TS");
	if (!qpdf_oh_is_null(comparison->new, stamp))
		compare_stream(comparison, stamp, "/TS");
}

/* The values of a dictionary while its keys are walked would be read by the same iterator; so the keys come first. */
static void compare_validations(struct comparison *comparison, qpdf_oh validations)
{
	qpdf_data new = comparison->new;
	if (qpdf_oh_is_null(new, validations))
		return;
	explain_container(comparison, validations);
	if (!qpdf_oh_is_dictionary(new, validations)) {
		tamper(comparison, TAMPERING_EVIDENCE, 0, "/VRI");
		return;
	}
	const char *const *keys = dictionary_keys(comparison->arena, new, validations);
	for (; *keys; keys++)
		if (!qpdf_oh_is_name(new, value_of(new, validations, *keys)))       /* Type may stand there */
			compare_validation(comparison, value_of(new, validations, *keys));
}

void compare_evidence(struct comparison *comparison, qpdf_oh before, qpdf_oh after)
{
	static const char *const allowed[] = { "/Type", "/VRI", "/Certs", "/OCSPs", "/CRLs", NULL };
	qpdf_data new = comparison->new;
	if (qpdf_oh_is_null(new, after)) {
		if (!qpdf_oh_is_null(comparison->old, before))
			tamper(comparison, TAMPERING_CATALOG, 0, "/DSS");
		return;
	}
	if (!values_same(comparison, before, after) || object_open(comparison, qpdf_oh_get_object_id(new, after)))
		comparison->out->kinds |= CHANGE_EVIDENCE;
	explain_container(comparison, after);
	const char *other = other_key(comparison, after, allowed);
	if (!qpdf_oh_is_dictionary(new, after) || other || !typed(comparison, after, "/DSS")) {
		tamper(comparison, TAMPERING_EVIDENCE, qpdf_oh_get_object_id(new, after), other ? other : "/DSS");
		return;
	}
	for (int i = 2; i <= 4; i++)
		compare_list(comparison, value_of(new, after, allowed[i]), allowed[i]);
	compare_validations(comparison, value_of(new, after, "/VRI"));
}
