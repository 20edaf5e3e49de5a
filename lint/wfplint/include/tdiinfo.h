#ifndef WFPLINT_TDIINFO_H
#define WFPLINT_TDIINFO_H
#include "tdi.h"
#endif
