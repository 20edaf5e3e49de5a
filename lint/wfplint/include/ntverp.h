#ifndef WFPLINT_NTVERP_H
#define WFPLINT_NTVERP_H
#include "sdkddkver.h"
#define VER_PRODUCTBUILD 26100
#endif
