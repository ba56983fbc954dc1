// libstemmer ships no module map and no pkg-config file; this header is the whole bridge.
#ifndef SESAME_CSNOWBALL_SHIM_H
#define SESAME_CSNOWBALL_SHIM_H
#include <libstemmer.h>
#endif
