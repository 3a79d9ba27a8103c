#include "text/class.h"

enum char_class char_class(uint32_t code)
{
	switch (code) {
	case 0x2018: case 0x201C: case 0x300C: case 0x300E: case 0xFF08: case 0x300A: case 0x3008: case 0x3010: case 0x3016:
	case 0x3014: case 0xFF3B: case 0xFF5B: case 0x3018:
		return CLASS_OPENING;
	case 0x2019: case 0x201D: case 0x300D: case 0x300F: case 0xFF09: case 0x300B: case 0x3009: case 0x3011: case 0x3017:
	case 0x3015: case 0xFF3D: case 0xFF5D: case 0x3019:
		return CLASS_CLOSING;
	case 0x3001: case 0x3002: case 0xFF0C: case 0xFF0E: case 0xFF1A: case 0xFF1B: case 0xFF01: case 0xFF1F: case 0x203C:
	case 0x2047: case 0x2048: case 0x2049:
		return CLASS_STOP;
	case '-': case 0x2010: case 0x2011: case 0x2013: case 0x2014: case 0x2015: case 0xFF5E: case 0x301C: case '~': case 0xFF0D:
		return CLASS_CONNECTOR;
	case 0xB7: case 0x30FB: case 0x2027: case 0x2022:
		return CLASS_INTERPUNCT;
	case '/': case 0xFF0F:
		return CLASS_SOLIDUS;
	case 0x2E3A:
		return CLASS_DASH;
	case 0x2026: case 0x22EF:
		return CLASS_ELLIPSIS;
	case '%': case 0xFF05: case 0x2030: case 0x2103: case 0x2109: case 0xB0: case 0x2032: case 0x2033: case 0xFFE0: case 0x33A1:
	case 0x33A5: case 0x338F: case 0x339C: case 0x339D: case 0x339E: case 0x33C4:
		return CLASS_NUMBER_SUFFIX;
	case '$': case 0xA5: case 0xFFE5: case 0x20AC: case 0x2116: case '+': case 0xB1: case 0x2212:
		return CLASS_NUMBER_PREFIX;
	case ',': case '.': case ';': case ':': case '!': case '?': case ')': case ']': case '}':
		return CLASS_NARROW_STOP;
	case '(': case '[': case '{':
		return CLASS_NARROW_OPENING;
	case ' ': case 0xA0: case 0x3000: case '\t':
		return CLASS_SPACE;
	default:
		break;
	}
	if (code >= '0' && code <= '9')
		return CLASS_DIGIT;
	if ((code >= 0x2460 && code <= 0x249B) || (code >= 0x24EA && code <= 0x24FF) || (code >= 0x2776 && code <= 0x2793))
		return CLASS_ENUMERATOR;
	if ((code >= 0x300 && code <= 0x36F) || (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0100 && code <= 0xE01EF)
	    || code == 0x200C || code == 0x200D || (code >= 0x20D0 && code <= 0x20FF))
		return CLASS_COMBINING;
	if (code < 0x590 && code > ' ')
		return CLASS_LATIN;
	return CLASS_HAN;
}

bool char_is_punctuation(uint32_t code)
{
	enum char_class class = char_class(code);
	bool mark = class == CLASS_OPENING || class == CLASS_CLOSING || class == CLASS_STOP || class == CLASS_CONNECTOR
	            || class == CLASS_INTERPUNCT || class == CLASS_SOLIDUS || class == CLASS_DASH || class == CLASS_ELLIPSIS;
	return mark && code >= 0x80;
}

bool char_is_measure(uint32_t code)
{
	static const uint16_t words[] = {
		/* 个人名家户所座处项条套台辆件份种类次批场期天日月年岁时分秒元角万亿千百倍米吨亩里户对只间栋层股号届周岁章点 */
		0x4E2A, 0x4EBA, 0x540D, 0x5BB6, 0x6237, 0x6240, 0x5EA7, 0x5904, 0x9879, 0x6761, 0x5957, 0x53F0, 0x8F86, 0x4EF6, 0x4EFD,
		0x79CD, 0x7C7B, 0x6B21, 0x6279, 0x573A, 0x671F, 0x5929, 0x65E5, 0x6708, 0x5E74, 0x5C81, 0x65F6, 0x5206, 0x79D2, 0x5143,
		0x89D2, 0x4E07, 0x4EBF, 0x5343, 0x767E, 0x500D, 0x7C73, 0x5428, 0x4EA9, 0x91CC, 0x5BF9, 0x53EA, 0x95F4, 0x680B, 0x5C42,
		0x80A1, 0x53F7, 0x5C4A, 0x5468, 0x7AE0, 0x70B9, 0x516C, 0x8DEF, 0x4F59,
	};
	bool found = false;
	for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++)    /* all of them, many at a time */
		found |= words[i] == code;
	return found;
}
