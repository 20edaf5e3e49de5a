#ifndef WFPLINT_WDFREGISTRY_H
#define WFPLINT_WDFREGISTRY_H
#include "wdf.h"
#endif
