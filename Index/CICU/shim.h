// ICU renames every function with its major version (ubrk_open_72) by macros, which Swift does not see.
// Static inline functions give Swift stable names for what is used, and nothing else.
#ifndef SESAME_CICU_SHIM_H
#define SESAME_CICU_SHIM_H
#include <stdint.h>
#include <stdbool.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utrans.h>
#include <unicode/uvernum.h>

static inline const char *sesame_icu_version(void) { return U_ICU_VERSION; }

// Normalisation.
static inline const UNormalizer2 *sesame_nfkc_casefold(void) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = unorm2_getNFKCCasefoldInstance(&status);
    return U_SUCCESS(status) ? normalizer : NULL;
}
static inline bool sesame_has_boundary_before(const UNormalizer2 *normalizer, int32_t scalar) {
    return unorm2_hasBoundaryBefore(normalizer, scalar);
}
// The length of the normalised text, or -1; a length over `capacity` wrote nothing of use.
static inline int32_t sesame_normalize(
    const UNormalizer2 *normalizer, const UChar *source, int32_t count, UChar *target, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = unorm2_normalize(normalizer, source, count, target, capacity, &status);
    return status == U_BUFFER_OVERFLOW_ERROR || U_SUCCESS(status) ? length : -1;
}

// Word boundaries.
static inline UBreakIterator *sesame_word_breaks(void) {
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *breaks = ubrk_open(UBRK_WORD, "zh", NULL, 0, &status);
    return U_SUCCESS(status) ? breaks : NULL;
}
static inline bool sesame_set_text(UBreakIterator *breaks, const UChar *text, int32_t count) {
    UErrorCode status = U_ZERO_ERROR;
    ubrk_setText(breaks, text, count, &status);
    return U_SUCCESS(status);
}
static inline int32_t sesame_next_break(UBreakIterator *breaks) { return ubrk_next(breaks); }
static inline int32_t sesame_break_status(UBreakIterator *breaks) { return ubrk_getRuleStatus(breaks); }
static inline void sesame_close_breaks(UBreakIterator *breaks) { ubrk_close(breaks); }

// Properties of characters.
static inline int32_t sesame_script(int32_t scalar) {
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(scalar, &status);
    return U_SUCCESS(status) ? (int32_t)script : USCRIPT_UNKNOWN;
}
static inline bool sesame_is_letter_or_mark(int32_t scalar) {
    return u_hasBinaryProperty(scalar, UCHAR_ALPHABETIC) || (U_GET_GC_MASK(scalar) & U_GC_M_MASK) != 0;
}
static inline bool sesame_is_digit(int32_t scalar) { return u_isdigit(scalar); }
enum {
    sesame_script_han = USCRIPT_HAN, sesame_script_hiragana = USCRIPT_HIRAGANA,
    sesame_script_katakana = USCRIPT_KATAKANA, sesame_script_thai = USCRIPT_THAI, sesame_script_lao = USCRIPT_LAO,
    sesame_script_khmer = USCRIPT_KHMER, sesame_script_myanmar = USCRIPT_MYANMAR,
};

// Traditional to Simplified. The text is changed in place; returns its new length, or -1.
static inline int32_t sesame_simplify(UChar *text, int32_t count, int32_t capacity) {
    static const UChar name[] = {'H', 'a', 'n', 't', '-', 'H', 'a', 'n', 's', 0};
    UErrorCode status = U_ZERO_ERROR;
    UTransliterator *hans = utrans_openU(name, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    if (U_FAILURE(status)) return -1;
    int32_t limit = count;
    utrans_transUChars(hans, text, &count, capacity, 0, &limit, &status);
    utrans_close(hans);
    return U_SUCCESS(status) ? count : -1;
}

#endif
