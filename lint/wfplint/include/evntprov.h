#ifndef WFPLINT_EVNTPROV_H
#define WFPLINT_EVNTPROV_H
#include "evntrace.h"
#endif
