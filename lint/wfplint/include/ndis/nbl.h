#ifndef WFPLINT_NDIS_NBL_H
#define WFPLINT_NDIS_NBL_H
#include "nbl_model.h"
#endif
