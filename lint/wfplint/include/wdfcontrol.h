#ifndef WFPLINT_WDFCONTROL_H
#define WFPLINT_WDFCONTROL_H
#include "wdf.h"
#endif
