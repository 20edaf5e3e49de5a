#ifndef WFPLINT_WDMSEC_H
#define WFPLINT_WDMSEC_H
#include "wdm.h"
#define WdmlibIoCreateDeviceSecure IoCreateDeviceSecure
#endif
