#ifndef WFPLINT_WDFCORE_H
#define WFPLINT_WDFCORE_H
#include "wdf.h"
#endif
