#ifndef WFPLINT_WDFTIMER_H
#define WFPLINT_WDFTIMER_H
#include "wdf.h"
#endif
