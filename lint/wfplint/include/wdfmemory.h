#ifndef WFPLINT_WDFMEMORY_H
#define WFPLINT_WDFMEMORY_H
#include "wdf.h"
#endif
