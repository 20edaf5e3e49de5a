#ifndef WFPLINT_WDFDPC_H
#define WFPLINT_WDFDPC_H
#include "wdf.h"
#endif
