// ICU renames every function with its major version (ubrk_open_72) by macros, which Swift does not see.
// Static inline functions give Swift stable names for what is used, and nothing else.
#ifndef SESAME_CICU_SHIM_H
#define SESAME_CICU_SHIM_H
#include <unicode/uvernum.h>

static inline const char *sesame_icu_version(void) { return U_ICU_VERSION; }

#endif
