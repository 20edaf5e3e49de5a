#ifndef WFPLINT_WDFDRIVER_H
#define WFPLINT_WDFDRIVER_H
#include "wdf.h"
#endif
