/* What a document says beside its tables: elements one by one, paragraphs side by side. */
#include <string.h>
#include "base/language.h"
#include "diff/compare.h"
#include "diff/interning.h"
#include "diff/meaning.h"
#include "diff/sequence.h"

enum { ALIKE = 40, GAP_MOST = 60 };    /* percent of common words; paragraphs of a gap that are held against each other */

/* Given, else empty. */
static const char *said(const struct words *words) { return words->text ? words->text : ""; }

/* A wished break in a title is no word. */
static const char *unbroken(struct arena *arena, const char *text)
{
	char *plain = arena_strdup(arena, text), *to = plain;
	for (; *text; text++)
		if (*text != '|')
			*to++ = *text;
	*to = '\0';
	return plain;
}

static struct text_change *add(struct text_changes *changes, const struct words *old, const struct words *new)
{
	ARENA_GROW(changes->arena, changes->list, &changes->capacity, changes->count + 1);
	struct text_change *change = &changes->list[changes->count++];
	*change = (struct text_change){ .old = *old, .new = *new };
	if (old->text && new->text)
		change->piece_count = words_compare(changes->arena, old->text, new->text, &change->pieces);
	return change;
}

struct kind { const char *what, *label, *chinese; int number; };

static void compare_words(struct text_changes *changes, const struct kind *kind, struct words old, struct words new)
{
	bool title = strstr(kind->what, "title") != NULL;
	if (title && old.text)
		old.text = unbroken(changes->arena, old.text);
	if (title && new.text)
		new.text = unbroken(changes->arena, new.text);
	if (meaning_equal(changes->scratch, said(&old), said(&new)))
		return;
	struct text_change *change = add(changes, &old, &new);
	change->what = kind->what;
	change->label = kind->label;
	change->chinese = kind->chinese;
	change->number = kind->number;
}

static void compare_issuers(struct text_changes *changes, const struct document *old, const struct document *new)
{
	static const struct issuer none = { .name = { .text = NULL } };
	int count = old->issuer_count > new->issuer_count ? old->issuer_count : new->issuer_count;
	for (int i = 0; i < count; i++) {
		const struct issuer *left = i < old->issuer_count ? &old->issuers[i] : &none, *right = i < new->issuer_count ? &new->issuers[i] : &none;
		compare_words(changes, &(const struct kind){ "issuer.name", N_("issuing body"), "发文机关", count > 1 ? i + 1 : 0 }, left->name, right->name);
		compare_words(changes, &(const struct kind){ "issuer.signer", N_("signer"), "签发人", count > 1 ? i + 1 : 0 }, left->signer, right->signer);
		compare_words(changes, &(const struct kind){ "issuer.post", N_("post of the signer"), "签发人职务", count > 1 ? i + 1 : 0 }, left->post, right->post);
	}
}

static void compare_attendances(struct text_changes *changes, const struct document *old, const struct document *new)
{
	static const struct words none = { .text = NULL };
	for (int side = 0; side < 2; side++) {    /* those that only the old one has, too */
		const struct document *document = side ? old : new, *other = side ? new : old;
		for (int i = 0; i < document->attendance_count; i++) {
			const struct attendance *one = &document->attendances[i], *same = NULL;
			for (int k = 0; k < other->attendance_count; k++)
				if (strcmp(said(&other->attendances[k].label), said(&one->label)) == 0)
					same = &other->attendances[k];
			if (!side)
				compare_words(changes, &(const struct kind){ "minutes", N_("who was there"), "出席、请假、列席、记录", i + 1 }, same ? same->names : none, one->names);
			else if (!same)
				compare_words(changes, &(const struct kind){ "minutes", N_("who was there"), "出席、请假、列席、记录", i + 1 }, one->names, none);
		}
	}
}

static void compare_attachments(struct text_changes *changes, const struct document *old, const struct document *new)
{
	static const struct words none = { .text = NULL };
	int count = old->attachment_count > new->attachment_count ? old->attachment_count : new->attachment_count;
	for (int i = 0; i < count; i++)
		compare_words(changes, &(const struct kind){ "attachment.name", N_("name of the attachment"), "附件名称", count > 1 ? i + 1 : 0 },
		              i < old->attachment_count ? old->attachments[i].name : none, i < new->attachment_count ? new->attachments[i].name : none);
}

static struct words status_of(const struct document *document)
{
	return (struct words){ .text = document->draft ? N_("draft") : N_("final") };
}

static const char *status_in_chinese(const struct document *document) { return document->draft ? "草稿" : "正式"; }

static void compare_status(struct text_changes *changes, const struct document *old, const struct document *new)
{
	const struct kind kind = { "document.status", N_("status"), "状态", 0 };
	if (old->draft == new->draft)
		return;
	compare_words(changes, &kind, status_of(old), status_of(new));
	changes->list[changes->count - 1].chinese_values[0] = status_in_chinese(old);
	changes->list[changes->count - 1].chinese_values[1] = status_in_chinese(new);
}

void compare_elements(struct text_changes *changes, const struct document *old, const struct document *new)
{
	const struct { struct kind kind; const struct words *old, *new; } elements[] = {
		{ { "document.copy_number", N_("copy number"), "份号", 0 }, &old->copy_number, &new->copy_number },
		{ { "document.secrecy", N_("secrecy class"), "密级", 0 }, &old->secrecy, &new->secrecy },
		{ { "document.urgency", N_("urgency"), "紧急程度", 0 }, &old->urgency, &new->urgency },
		{ { "head.name", N_("mark of the issuing body"), "发文机关标志", 0 }, &old->mark_name, &new->mark_name },
		{ { "head.issue", N_("issue number"), "期号", 0 }, &old->head_issue, &new->head_issue },
		{ { "head.issuer", N_("edited by"), "主办单位", 0 }, &old->head_issuer, &new->head_issuer },
		{ { "head.date", N_("date in the head"), "版头日期", 0 }, &old->head_date, &new->head_date },
		{ { "document.number", N_("document number"), "发文字号", 0 }, &old->number, &new->number },
		{ { "document.title", N_("title of the document"), "标题", 0 }, &old->title, &new->title },
		{ { "document.addressee", N_("addressee"), "主送机关", 0 }, &old->addressee, &new->addressee },
		{ { "signature.name", N_("signing body"), "署名", 0 }, &old->signature, &new->signature },
		{ { "signature.date", N_("date of the document"), "成文日期", 0 }, &old->date, &new->date },
		{ { "document.note", N_("note below the date"), "附注", 0 }, &old->annotation, &new->annotation },
		{ { "imprint.copies_to", N_("copies to"), "抄送", 0 }, &old->copies_to, &new->copies_to },
		{ { "imprint.printer", N_("printed by"), "印发机关", 0 }, &old->printer, &new->printer },
		{ { "imprint.date", N_("date of printing"), "印发日期", 0 }, &old->print_date, &new->print_date },
		{ { "imprint.extra", N_("further line of the imprint"), "版记其他", 0 }, &old->imprint_extra, &new->imprint_extra },
	};
	compare_status(changes, old, new);
	for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++)
		compare_words(changes, &elements[i].kind, *elements[i].old, *elements[i].new);
	compare_issuers(changes, old, new);
	compare_attendances(changes, old, new);
	compare_attachments(changes, old, new);
}

void compare_table_texts(struct text_changes *changes, const struct table *old, const struct table *new)
{
	const struct { const char *key, *label, *chinese; const struct words *old, *new; } texts[] = {
		{ "number", N_("number of the table"), "表号", &old->number, &new->number }, { "title", N_("title of the table"), "表题", &old->title, &new->title },
		{ "subtitle", N_("subtitle of the table"), "副标题", &old->subtitle, &new->subtitle }, { "unit", N_("unit of the table"), "单位", &old->unit, &new->unit },
		{ "notes", N_("notes of the table"), "表注", &old->notes, &new->notes }, { "source", N_("source of the table"), "资料来源", &old->source, &new->source },
	};
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		const char *what = arena_printf(changes->arena, "table.%s.%s", new->id, texts[i].key);
		compare_words(changes, &(const struct kind){ what, texts[i].label, texts[i].chinese, 0 }, *texts[i].old, *texts[i].new);
	}
}

/* ---- paragraphs ---- */

struct paragraphs { struct text_changes *changes; const char *what; int number; const struct flow_text *old, *new; int *partner; /* of each new one */ };

static uint32_t *read_forms(struct interning *forms, const struct flow_text *text)
{
	uint32_t *things = arena_array(forms->arena, (size_t)text->count + 1, sizeof *things);
	for (int i = 0; i < text->count; i++)
		things[i] = intern(forms, meaning_form(forms->arena, text->paragraphs[i].text.text));
	return things;
}

/* In a gap between equal paragraphs an altered one is paired with the first old one that is like it, in their order. */
static void pair_gap(const struct paragraphs *all, const int old[2], const int new[2])
{
	int from = old[0];
	for (int n = new[0]; n < new[1] && n < new[0] + GAP_MOST; n++)
		for (int o = from; o < old[1] && o < from + GAP_MOST; o++)
			if (words_likeness(all->changes->scratch, all->old->paragraphs[o].text.text, all->new->paragraphs[n].text.text) >= ALIKE) {
				all->partner[n] = o;
				from = o + 1;
				break;
			}
}

static void pair_equal(const struct paragraphs *all, struct arena *scratch, bool *old_kept, bool *new_kept)
{
	struct interning forms = { .arena = scratch };
	const struct sequence old = { read_forms(&forms, all->old), all->old->count, old_kept };
	const struct sequence new = { read_forms(&forms, all->new), all->new->count, new_kept };
	sequence_align(scratch, &old, &new);
}

static void add_paragraph(const struct paragraphs *all, int old, int new, int before)
{
	static const struct words none = { .text = NULL };
	struct text_change *change = add(all->changes, old >= 0 ? &all->old->paragraphs[old].text : &none, new >= 0 ? &all->new->paragraphs[new].text : &none);
	change->what = all->what;
	change->number = all->number;
	change->old_paragraph = old + 1;
	change->new_paragraph = new + 1;
	change->before = before + 1;
}

/* One gap: old ones that have gone stand before the new one behind them. */
static void tell_gap(const struct paragraphs *all, const int old[2], const int new[2])
{
	int o = old[0];
	pair_gap(all, old, new);
	for (int n = new[0]; n < new[1]; n++) {
		for (; all->partner[n] >= 0 && o < all->partner[n]; o++)
			add_paragraph(all, o, -1, n);
		add_paragraph(all, all->partner[n], n, -1);
		o = all->partner[n] >= 0 ? all->partner[n] + 1 : o;
	}
	for (; o < old[1]; o++)
		add_paragraph(all, o, -1, new[1]);
}

void compare_paragraphs(struct text_changes *changes, const char *what, int number, const struct flow_text *old, const struct flow_text *new)
{
	struct arena *scratch = arena_new();
	struct paragraphs all = { .changes = changes, .what = what, .number = number, .old = old, .new = new };
	bool *old_kept = arena_array(scratch, (size_t)old->count + 1, sizeof *old_kept), *new_kept = arena_array(scratch, (size_t)new->count + 1, sizeof *new_kept);
	all.partner = arena_array(scratch, (size_t)new->count + 1, sizeof *all.partner);
	memset(all.partner, 0xFF, ((size_t)new->count + 1) * sizeof *all.partner);
	pair_equal(&all, scratch, old_kept, new_kept);
	for (int o = 0, n = 0; o < old->count || n < new->count;) {
		int old_end = o, new_end = n;
		while (old_end < old->count && !old_kept[old_end])
			old_end++;
		while (new_end < new->count && !new_kept[new_end])
			new_end++;
		tell_gap(&all, (const int[2]){ o, old_end }, (const int[2]){ n, new_end });
		o = old_end + (old_end < old->count);
		n = new_end + (new_end < new->count);
	}
	arena_free(scratch);
}
