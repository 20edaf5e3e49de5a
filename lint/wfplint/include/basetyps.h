#ifndef WFPLINT_BASETYPS_H
#define WFPLINT_BASETYPS_H
#include "ntdef.h"
#include "guiddef.h"
#endif
