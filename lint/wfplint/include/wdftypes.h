#ifndef WFPLINT_WDFTYPES_H
#define WFPLINT_WDFTYPES_H
#include "wdf.h"
#endif
