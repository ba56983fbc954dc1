// CRC-32C (Castagnoli, RFC 3720 appendix B.4). Swift has no spelling for the processor's crc32 instruction,
// so the one loop that uses it stands here; without SSE 4.2 a table of 256 entries does the same work.
#ifndef SESAME_CCHECKSUM_SHIM_H
#define SESAME_CCHECKSUM_SHIM_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint32_t sesame_crc32c_portable(uint32_t crc, const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0x82F63B78u & (0u - (crc & 1u)));
    }
    return crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2")))
static inline uint32_t sesame_crc32c_hardware(uint32_t crc, const uint8_t *bytes, size_t count) {
    uint64_t wide = crc;
    while (count >= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        wide = __builtin_ia32_crc32di(wide, word);
        bytes += 8;
        count -= 8;
    }
    crc = (uint32_t)wide;
    while (count--) crc = __builtin_ia32_crc32qi(crc, *bytes++);
    return crc;
}
#endif

/// The checksum of `count` bytes, going on from `previous` (0 at the start).
static inline uint32_t sesame_crc32c(uint32_t previous, const void *bytes, size_t count) {
    uint32_t crc = ~previous;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("sse4.2")) return ~sesame_crc32c_hardware(crc, (const uint8_t *)bytes, count);
#endif
    return ~sesame_crc32c_portable(crc, (const uint8_t *)bytes, count);
}

#endif
