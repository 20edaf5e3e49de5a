#ifndef WFPLINT_WDFDEVICE_H
#define WFPLINT_WDFDEVICE_H
#include "wdf.h"
#endif
