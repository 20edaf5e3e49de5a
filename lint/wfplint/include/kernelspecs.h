#ifndef WFPLINT_KERNELSPECS_H
#define WFPLINT_KERNELSPECS_H
#include "sal.h"
#endif
