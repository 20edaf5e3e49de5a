#ifndef WFPLINT_FWPSU_H
#define WFPLINT_FWPSU_H
#include "fwpstypes.h"
#include "fwps_layers.h"
#endif
