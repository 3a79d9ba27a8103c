#include "diff/meaning.h"
#include <stdint.h>
#include <string.h>
#include "base/buffer.h"
#include "base/decimal.h"
#include "base/utf8.h"

/* The text by characters, folded to their narrow forms. code and offset have count + 1 entries: the last are 0 and the length. */
struct letters { const uint32_t *code; const size_t *offset; size_t count; };

enum { YEAR = 0x5E74, MONTH = 0x6708, DAY = 0x65E5 };

static uint32_t folded(uint32_t code)
{
	if (code >= 0xFF01 && code <= 0xFF5E)
		return code - 0xFEE0;
	if (code == 0x2212)
		return '-';
	if (code == 0x301C)
		return '~';
	return code == 0x3000 || code == 0xA0 || code == '\t' || code == '\n' ? ' ' : code;
}

static struct letters letters_of(struct arena *arena, const char *text)
{
	const char *at = text, *end = text + strlen(text);
	uint32_t *code = arena_reserve(arena, ((size_t)(end - text) + 1) * sizeof *code);
	size_t *offset = arena_reserve(arena, ((size_t)(end - text) + 1) * sizeof *offset), count = 0;
	while (at < end) {
		offset[count] = (size_t)(at - text);
		code[count++] = folded(utf8_next(&at, end));
	}
	code[count] = 0;
	offset[count] = (size_t)(end - text);
	return (struct letters){ code, offset, count };
}

static bool is_digit(uint32_t code) { return code >= '0' && code <= '9'; }
static bool is_latin(uint32_t code) { return (code | 0x20) >= 'a' && (code | 0x20) <= 'z'; }

static size_t digits(const struct letters *letters, size_t at)
{
	size_t end = at;
	while (is_digit(letters->code[end]))
		end++;
	return end - at;
}

static int value_of(const struct letters *letters, size_t at, size_t count)
{
	int value = 0;
	for (size_t i = at; i < at + count; i++)
		value = value * 10 + (int)(letters->code[i] - '0');
	return value;
}

/* Characters of a date at `at`, 0 if there is none; *date: year, month, day. */
static size_t date_at(const struct letters *letters, size_t at, int date[3])
{
	size_t i = at, parts[3], count = digits(letters, i);
	uint32_t mark = letters->code[i + count];
	uint32_t marks[3] = { mark, mark == YEAR ? MONTH : mark, DAY };
	if (count != 4 || !mark || (mark != YEAR && !strchr("-/.", (int)(mark < 128 ? mark : 'x'))))
		return 0;
	for (int k = 0; k < 3; k++) {
		parts[k] = digits(letters, i);
		date[k] = parts[k] && parts[k] <= 4 ? value_of(letters, i, parts[k]) : 0;
		i += parts[k];
		if (k < 2 || mark == YEAR) {
			if (letters->code[i] != marks[k])
				return 0;
			i++;
		}
	}
	bool good = parts[1] <= 2 && parts[2] <= 2 && date[1] >= 1 && date[1] <= 12 && date[2] >= 1 && date[2] <= 31;
	bool goes_on = mark != YEAR && letters->code[i] == mark && is_digit(letters->code[i + 1]);
	return good && !goes_on ? i - at : 0;
}

/* Groups of three digits behind commas; characters from `at` on, 0: there are none. */
static size_t groups(const struct letters *letters, size_t at)
{
	size_t end = at;
	while (letters->code[end] == ',' && digits(letters, end + 1) == 3)
		end += 4;
	return end - at;
}

/* A number from its first digit on: its form is put into out. Returns its characters. */
static size_t number_at(const struct letters *letters, size_t at, struct buffer *out)
{
	size_t whole = digits(letters, at), end = at + whole, group = whole <= 3 ? groups(letters, end) : 0, places = 0;
	bool code = whole > 1 && letters->code[at] == '0';
	end += code ? 0 : group;
	if (letters->code[end] == '.')
		places = digits(letters, end + 1);
	size_t behind = end + (places ? places + 1 : 0);
	bool version = places && letters->code[behind] == '.' && is_digit(letters->code[behind + 1]);
	while (version && letters->code[behind] == '.' && is_digit(letters->code[behind + 1]))
		behind += 1 + digits(letters, behind + 1);
	size_t last = behind;
	while (places && !version && letters->code[last - 1] == '0')
		last--;
	if (places && !version && letters->code[last - 1] == '.')
		last--;
	bool dated = code && whole == 2 && !places && (letters->code[behind] == MONTH || letters->code[behind] == DAY);
	for (size_t i = at + dated; i < last; i++)    /* 07月 is 7月 */
		if (letters->code[i] != ',')
			buffer_byte(out, (char)letters->code[i]);
	return behind - at;
}

/* Letters with the digits among them, and points between digits. */
static size_t word_at(const struct letters *letters, size_t at)
{
	size_t end = at;
	while (is_latin(letters->code[end]) || is_digit(letters->code[end]) || (letters->code[end] == '.' && is_digit(letters->code[end + 1])))
		end++;
	return end - at;
}

/* The word at `at`: its form is put into out, closed by NUL. Returns its characters. */
static size_t token_at(const struct letters *letters, size_t at, struct buffer *out)
{
	int date[3] = { 0, 0, 0 };
	size_t length = is_digit(letters->code[at]) ? date_at(letters, at, date) : 0;
	if (length) {
		buffer_printf(out, "%d年%d月%d日", date[0], date[1], date[2]);
	} else if (is_digit(letters->code[at])) {
		length = number_at(letters, at, out);
	} else {
		char bytes[4];
		length = is_latin(letters->code[at]) ? word_at(letters, at) : 1;
		for (size_t i = at; i < at + length; i++)
			buffer_add(out, bytes, utf8_encode(letters->code[i], bytes));
	}
	buffer_byte(out, '\0');
	return length;
}

size_t meaning_tokens(struct arena *arena, const char *text, struct token **out)
{
	const struct letters letters = letters_of(arena, text);
	struct token *tokens = arena_reserve(arena, (letters.count + 1) * sizeof *tokens);
	size_t *forms = arena_reserve(arena, (letters.count + 1) * sizeof *forms), count = 0;
	struct buffer buffer = { .arena = arena };
	for (size_t i = 0; i < letters.count;) {
		if (letters.code[i] == ' ') {
			i++;
			continue;
		}
		forms[count] = buffer.length;
		size_t length = token_at(&letters, i, &buffer);
		tokens[count++] = (struct token){ .start = letters.offset[i], .end = letters.offset[i + length] };
		i += length;
	}
	for (size_t i = 0; i < count; i++)    /* the buffer stands still now */
		tokens[i].form = buffer.text + forms[i];
	*out = tokens;
	return count;
}

/* 012 and 0537 are codes. */
static bool begins_with_zero(const char *text, const struct decimal *number)
{
	const char *at = text + number->start, *end = text + number->end;
	uint32_t first = 0;
	while (at < end && !is_digit(first))
		first = folded(utf8_next(&at, end));
	return first == '0' && at < text + number->point;
}

const char *meaning_form(struct arena *arena, const char *text)
{
	struct decimal number;
	struct buffer form = { .arena = arena };
	struct token *tokens = NULL;
	bool value = decimal_parse(text, &number) && !begins_with_zero(text, &number);
	while (value && number.places && number.value % 10 == 0) {
		number.value /= 10;
		number.places--;
	}
	if (value)
		buffer_printf(&form, "=%lld/%d\x1F", (long long)number.value, number.places);
	size_t count = meaning_tokens(arena, value ? number.unit : text, &tokens);
	for (size_t i = 0; i < count; i++) {
		buffer_put(&form, tokens[i].form);
		buffer_byte(&form, '\x1F');
	}
	return form.text ? form.text : "";
}

bool meaning_equal(struct arena *scratch, const char *left, const char *right)
{
	bool equal = strcmp(left, right) == 0;
	if (!equal) {
		equal = strcmp(meaning_form(scratch, left), meaning_form(scratch, right)) == 0;
		arena_clear(scratch);
	}
	return equal;
}
