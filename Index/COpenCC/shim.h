// libopencc ships no module map; this header is the whole bridge.
#ifndef SESAME_COPENCC_SHIM_H
#define SESAME_COPENCC_SHIM_H
#include <opencc/opencc.h>
#endif
