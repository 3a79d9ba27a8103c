/* Classes of characters for line setting (CLREQ 3.1, GB/T 15834-2011 clause 5). */
#ifndef TEXT_CLASS_H
#define TEXT_CLASS_H
#include <stdbool.h>
#include <stdint.h>

enum char_class {
	CLASS_HAN,          /* ideographs, symbols and everything else that stands for itself */
	CLASS_OPENING,      /* “‘「『（《〈【〖〔［｛ */
	CLASS_CLOSING,      /* ”’」』）》〉】〗〕］｝ */
	CLASS_STOP,         /* 。．，、：；！？ and the doubled ones */
	CLASS_CONNECTOR,    /* ～ - – — (single) */
	CLASS_INTERPUNCT,   /* · ・ ‧ */
	CLASS_SOLIDUS,      /* / ／ */
	CLASS_DASH,         /* —— ⸺ (two ems, one piece) */
	CLASS_ELLIPSIS,     /* …… ⋯⋯ */
	CLASS_ENUMERATOR,   /* ①…⑳ ⑴ ⒈: stays with the next character */
	CLASS_DIGIT, CLASS_LATIN,
	CLASS_NUMBER_PREFIX,    /* ￥ $ € № + − ± */
	CLASS_NUMBER_SUFFIX,    /* % ‰ ℃ ° ′ ″ */
	CLASS_SPACE, CLASS_COMBINING,
	CLASS_NARROW_OPENING,   /* ASCII ( [ { */
	CLASS_NARROW_STOP       /* ASCII , . ; : ! ? ) ] } */
};
enum char_class char_class(uint32_t code);
/* Must the character come from a face fit for Chinese marks (CLREQ 3.1 classes)? */
bool char_is_punctuation(uint32_t code);
/* Measure words and units that should stay with the number before them (个 人 家 所 项 年 月 日 批次 …). */
bool char_is_measure(uint32_t code);
#endif
