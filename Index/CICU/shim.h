// ICU renames every function with its major version (ubrk_open_72) by macros, which Swift does not see: static inline
// functions give Swift stable names for what is used, and nothing else.
//
// Only the header of the version's macros is included, and the functions are declared here: Foundation brings headers of
// an ICU of its own, whose types have the same names and other contents, and a module that shows both does not compile.
// The declarations and numbers below are of ICU's stable C interface, which keeps them from version to version.
#ifndef SESAME_CICU_SHIM_H
#define SESAME_CICU_SHIM_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unicode/uvernum.h>

typedef struct sesame_normalizer sesame_normalizer;
typedef struct sesame_breaks sesame_breaks;
typedef struct sesame_transliterator sesame_transliterator;
typedef struct sesame_detector sesame_detector;
typedef struct sesame_match sesame_match;

#define SESAME_ICU(name) U_ICU_ENTRY_POINT_RENAME(name)
const sesame_normalizer *SESAME_ICU(unorm2_getNFKCCasefoldInstance)(int32_t *status);
int8_t SESAME_ICU(unorm2_hasBoundaryBefore)(const sesame_normalizer *, int32_t scalar);
int32_t SESAME_ICU(unorm2_normalize)(
    const sesame_normalizer *, const uint16_t *source, int32_t count, uint16_t *target, int32_t capacity, int32_t *status);
sesame_breaks *SESAME_ICU(ubrk_open)(
    int32_t type, const char *locale, const uint16_t *text, int32_t count, int32_t *status);
void SESAME_ICU(ubrk_setText)(sesame_breaks *, const uint16_t *text, int32_t count, int32_t *status);
int32_t SESAME_ICU(ubrk_next)(sesame_breaks *);
int32_t SESAME_ICU(ubrk_getRuleStatus)(sesame_breaks *);
void SESAME_ICU(ubrk_close)(sesame_breaks *);
int32_t SESAME_ICU(uscript_getScript)(int32_t scalar, int32_t *status);
int8_t SESAME_ICU(u_hasBinaryProperty)(int32_t scalar, int32_t property);
int8_t SESAME_ICU(u_charType)(int32_t scalar);
int8_t SESAME_ICU(u_isdigit)(int32_t scalar);
sesame_transliterator *SESAME_ICU(utrans_openU)(
    const uint16_t *name, int32_t nameCount, int32_t direction, const uint16_t *rules, int32_t ruleCount, void *error,
    int32_t *status);
void SESAME_ICU(utrans_transUChars)(
    const sesame_transliterator *, uint16_t *text, int32_t *count, int32_t capacity, int32_t start, int32_t *limit,
    int32_t *status);
void SESAME_ICU(utrans_close)(sesame_transliterator *);
sesame_detector *SESAME_ICU(ucsdet_open)(int32_t *status);
void SESAME_ICU(ucsdet_setText)(sesame_detector *, const char *text, int32_t count, int32_t *status);
const sesame_match **SESAME_ICU(ucsdet_detectAll)(sesame_detector *, int32_t *count, int32_t *status);
const char *SESAME_ICU(ucsdet_getName)(const sesame_match *, int32_t *status);
int32_t SESAME_ICU(ucsdet_getConfidence)(const sesame_match *, int32_t *status);
void SESAME_ICU(ucsdet_close)(sesame_detector *);

enum {
    // UErrorCode: nought and below are no errors; this one is a buffer that was too short.
    sesame_buffer_overflow = 15,
    // UBreakIteratorType, UTransDirection, UProperty.
    sesame_break_words = 1,
    sesame_forward = 0,
    sesame_alphabetic = 0,
    // UCharCategory: non-spacing, enclosing and combining marks.
    sesame_first_mark = 6,
    sesame_enclosing_mark = 7,
    sesame_last_mark = 8,
    // UScriptCode.
    sesame_script_han = 17,
    sesame_script_hiragana = 20,
    sesame_script_katakana = 22,
    sesame_script_khmer = 23,
    sesame_script_lao = 24,
    sesame_script_myanmar = 28,
    sesame_script_thai = 38,
    sesame_script_unknown = 103,
};

static inline const char *sesame_icu_version(void) { return U_ICU_VERSION; }

// Normalisation.
static inline const sesame_normalizer *sesame_nfkc_casefold(void) {
    int32_t status = 0;
    const sesame_normalizer *normalizer = SESAME_ICU(unorm2_getNFKCCasefoldInstance)(&status);
    return status <= 0 ? normalizer : NULL;
}
static inline bool sesame_has_boundary_before(const sesame_normalizer *normalizer, int32_t scalar) {
    return SESAME_ICU(unorm2_hasBoundaryBefore)(normalizer, scalar);
}
// The length of the normalised text, or -1; a length over `capacity` wrote nothing of use.
static inline int32_t sesame_normalize(
    const sesame_normalizer *normalizer, const uint16_t *source, int32_t count, uint16_t *target, int32_t capacity) {
    int32_t status = 0;
    int32_t length = SESAME_ICU(unorm2_normalize)(normalizer, source, count, target, capacity, &status);
    return status == sesame_buffer_overflow || status <= 0 ? length : -1;
}

// Word boundaries.
static inline sesame_breaks *sesame_word_breaks(void) {
    int32_t status = 0;
    sesame_breaks *breaks = SESAME_ICU(ubrk_open)(sesame_break_words, "zh", NULL, 0, &status);
    return status <= 0 ? breaks : NULL;
}
static inline bool sesame_set_text(sesame_breaks *breaks, const uint16_t *text, int32_t count) {
    int32_t status = 0;
    SESAME_ICU(ubrk_setText)(breaks, text, count, &status);
    return status <= 0;
}
static inline int32_t sesame_next_break(sesame_breaks *breaks) { return SESAME_ICU(ubrk_next)(breaks); }
static inline int32_t sesame_break_status(sesame_breaks *breaks) { return SESAME_ICU(ubrk_getRuleStatus)(breaks); }
static inline void sesame_close_breaks(sesame_breaks *breaks) { SESAME_ICU(ubrk_close)(breaks); }

// Properties of characters.
static inline int32_t sesame_script(int32_t scalar) {
    int32_t status = 0;
    int32_t script = SESAME_ICU(uscript_getScript)(scalar, &status);
    return status <= 0 ? script : sesame_script_unknown;
}
static inline bool sesame_is_letter_or_mark(int32_t scalar) {
    int8_t category = SESAME_ICU(u_charType)(scalar);
    return SESAME_ICU(u_hasBinaryProperty)(scalar, sesame_alphabetic)
        || (category >= sesame_first_mark && category <= sesame_last_mark);
}
static inline bool sesame_is_enclosing_mark(int32_t scalar) {
    return SESAME_ICU(u_charType)(scalar) == sesame_enclosing_mark;
}
static inline bool sesame_is_digit(int32_t scalar) { return SESAME_ICU(u_isdigit)(scalar); }

// By the rules of that name. The text is changed in place; returns its new length, or -1.
static inline int32_t sesame_transliterate(
    const uint16_t *name, uint16_t *text, int32_t count, int32_t capacity) {
    int32_t status = 0;
    sesame_transliterator *rules = SESAME_ICU(utrans_openU)(name, -1, sesame_forward, NULL, 0, NULL, &status);
    if (status > 0) return -1;
    int32_t limit = count;
    SESAME_ICU(utrans_transUChars)(rules, text, &count, capacity, 0, &limit, &status);
    SESAME_ICU(utrans_close)(rules);
    return status <= 0 ? count : -1;
}

// Traditional to Simplified.
static inline int32_t sesame_simplify(uint16_t *text, int32_t count, int32_t capacity) {
    static const uint16_t name[] = {'H', 'a', 'n', 't', '-', 'H', 'a', 'n', 's', 0};
    return sesame_transliterate(name, text, count, capacity);
}

// Latin letters without their accents.
static inline int32_t sesame_plain_latin(uint16_t *text, int32_t count, int32_t capacity) {
    static const uint16_t name[] = {'L', 'a', 't', 'i', 'n', '-', 'A', 'S', 'C', 'I', 'I', 0};
    return sesame_transliterate(name, text, count, capacity);
}

// Han to Latin.
static inline int32_t sesame_romanize(uint16_t *text, int32_t count, int32_t capacity) {
    static const uint16_t name[] = {'H', 'a', 'n', '-', 'L', 'a', 't', 'i', 'n', 0};
    return sesame_transliterate(name, text, count, capacity);
}

// Code pages.
typedef struct {
    char name[32];
    int32_t confidence;
} sesame_charset;

// The code pages that a text may be in, the likeliest first; returns how many were written, or -1.
static inline int32_t sesame_detect_charsets(const char *text, int32_t count, sesame_charset *found, int32_t capacity) {
    int32_t status = 0;
    sesame_detector *detector = SESAME_ICU(ucsdet_open)(&status);
    if (status > 0) return -1;
    int32_t matches = 0;
    SESAME_ICU(ucsdet_setText)(detector, text, count, &status);
    const sesame_match **match = SESAME_ICU(ucsdet_detectAll)(detector, &matches, &status);
    if (status > 0 || matches > capacity) matches = status > 0 ? 0 : capacity;
    for (int32_t place = 0; place < matches; place++) {
        const char *name = SESAME_ICU(ucsdet_getName)(match[place], &status);
        size_t length = 0;
        while (name && name[length] && length + 1 < sizeof found[place].name) {
            found[place].name[length] = name[length];
            length++;
        }
        found[place].name[length] = 0;
        found[place].confidence = SESAME_ICU(ucsdet_getConfidence)(match[place], &status);
    }
    SESAME_ICU(ucsdet_close)(detector);
    return status <= 0 ? matches : -1;
}

#endif
